"""Record that a child was found dead: what runs by itself stops, one officer tells the family."""

from datetime import date, datetime
from uuid import UUID

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Member
from whereabouts.foundations.outbox.actions import tell_whoever_sees
from whereabouts.foundations.timers.actions import stand_down
from whereabouts.journeys.door import journey
from whereabouts.practice.investigation import actions as tasks
from whereabouts.practice.publicity.actions import end_alerts_of_found
from whereabouts.practice.return_home import actions as returns
from whereabouts.practice.return_home import rules
from whereabouts.practice.return_home.gate import standing_episode_for
from whereabouts.practice.return_home.rules import NotYet
from whereabouts.practice.risk import returning
from whereabouts.practice.supervision.actions.reviews import keep_ladder
from whereabouts.practice.supervision.models import Challenge, Proposal
from whereabouts.records.episodes.models import Episode, Transfer

__all__ = ["NotYet", "OfficerMissing", "record_found_dead"]


class OfficerMissing(Exception):
    """An officer of the force must be named: nobody else tells the family."""


@journey(needs=Permission.DEATH_RECORD)
def record_found_dead(
    *,
    actor: Actor,
    reference: str,
    found_at: datetime,
    officer: UUID,
    at: datetime,
    died_on: date | None = None,
    words: str = "",
) -> None:
    """End every open episode of the child in death, in one transaction.

    Interviews, notices, appeals and clocks end with it; what is left is that the named officer
    tells the family in person. A later report about the child is taken all the same.

    :raises NotVisible: there is no such episode for this actor.
    :raises OfficerMissing: the officer is nobody of the actor's agency.
    :raises NotYet: the time lies ahead.
    """
    episode = standing_episode_for(actor, reference=reference)
    rules.check_time(field="found_at", when=found_at, at=at)
    named = Member.objects.filter(pk=officer, agency=actor.agency_id, is_active=True).first()
    if named is None:
        raise OfficerMissing("Name the officer who tells the family in person.")
    living = returning.every_living_episode(episode=episode)
    returns.mark_found_dead(
        episode=episode,
        others=[one for one in living if one.pk != episode.pk],
        found_at=found_at,
        died_on=died_on or found_at.date(),
        words=words,
        by=actor,
        at=at,
    )  # fmt: skip
    for one in (episode, *living):
        _stop_what_waits(episode=one, at=at)
        tasks.ask_to_take_down(episode=one, by=actor, at=at)
        end_alerts_of_found(episode=one, because="The search is over.", by=actor, at=at)
        one.refresh_from_db()
        keep_ladder(episode=one, by=actor, at=at)
    tasks.ask(
        episode=episode,
        kind="family_told_of_death",
        to_role="duty_inspector",
        assigned_agency=actor.agency_id,
        owner=named.pk,
        because="death",
        by=actor,
        at=at,
    )
    tell_whoever_sees(child=episode.child_id)


def _stop_what_waits(*, episode: Episode, at: datetime) -> None:
    """Stand down the clocks of challenges, proposals and transfers: nobody is sent an answer."""
    waiting = [f"challenge:{one.pk}" for one in visible(Challenge).filter(episode=episode)]
    waiting += [f"proposal:{one.pk}" for one in visible(Proposal).filter(episode=episode)]
    waiting += [f"transfer:{one.pk}" for one in visible(Transfer).filter(episode=episode)]
    for subject in waiting:
        stand_down(subject=subject, at=at)
