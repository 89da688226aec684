"""Add a line to the investigation plan, and sign the plan or say what it lacks."""

from datetime import datetime

from whereabouts.foundations.access.permissions import ROLES, Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import promise, tell_whoever_sees
from whereabouts.journeys.ask_enquiry import AskedAlready, NothingAsked, UnknownRole
from whereabouts.journeys.door import journey
from whereabouts.journeys.send_somebody import NoLongerMissing
from whereabouts.practice.investigation import actions as investigation
from whereabouts.practice.investigation import events
from whereabouts.practice.investigation.actions import NeedsWords
from whereabouts.records.episodes import actions as episodes
from whereabouts.records.episodes.gate import episode_for
from whereabouts.records.episodes.rules import UNDER_WAY

__all__ = [
    "AskedAlready",
    "NeedsWords",
    "NoLongerMissing",
    "NotOurs",
    "NothingAsked",
    "UnknownRole",
    "add_line",
    "sign_plan",
]


class NotOurs(Exception):
    """The plan is signed by the force that holds the episode."""


@journey(needs=Permission.EPISODE_UPDATE)
def add_line(
    *,
    actor: Actor,
    reference: str,
    title: str,
    to_role: str,
    due_at: datetime,
    at: datetime,
    detail: str = "",
    again_after_hours: float | None = None,
) -> str:
    """Add a line of enquiry with an owner and a clock, and return its key.

    One that comes again is asked anew each time it was done, while the child is missing.

    :raises NotVisible: there is no such episode for this actor.
    :raises NoLongerMissing: the child is back.
    :raises NothingAsked: there are no words.
    :raises UnknownRole: there is no such role.
    :raises AskedAlready: the plan has this line.
    """
    if not title.strip():
        raise NothingAsked("Say what is to be found out.")
    if to_role not in ROLES:
        raise UnknownRole("Choose whose it is.")
    episode = episode_for(actor, reference=reference, lock=True)
    if episode.state not in UNDER_WAY:
        raise NoLongerMissing("The child is back: nothing is searched for any more.")
    line = investigation.ask(
        episode=episode,
        kind="line_of_enquiry",
        title=title.strip()[:200],
        detail=detail.strip(),
        to_role=to_role,
        assigned_agency=episode.owner_agency_id,
        because="B35",
        by=actor,
        at=at,
        due_at=due_at,
        fact=f"line:{title.strip().casefold()}"[:48],
        again_after_hours=again_after_hours,
    )
    if line is None:
        raise AskedAlready("The plan has this line already.")
    tell_whoever_sees(child=episode.child_id)
    return str(line.pk)


@journey(needs=Permission.PLAN_SIGN)
def sign_plan(*, actor: Actor, reference: str, agreed: bool, words: str, at: datetime) -> None:
    """Sign the plan as it stands, or say what it lacks: then its owner is told.

    :raises NotVisible: there is no such episode for this actor.
    :raises NotOurs: another agency holds the episode.
    :raises NeedsWords: it is not signed, and nothing says what it lacks.
    """
    episode = episode_for(actor, reference=reference, lock=True)
    if episode.owner_agency_id != actor.agency_id:
        raise NotOurs("The plan is signed by the force that holds the episode.")
    signed = investigation.sign_off(episode=episode, agreed=agreed, words=words, by=actor, at=at)
    episodes.write_log(
        episode=episode, kind=events.SIGNED if agreed else events.NOT_SIGNED, by=actor, at=at,
        words=signed.words,
    )  # fmt: skip
    if not agreed:
        promise(
            key=f"sign_off:{signed.pk}",
            kind="plan_not_signed",
            subject=f"episode:{episode.pk}",
            from_agency=actor.agency_id,
            to_agency=episode.owner_agency_id,
            to_role="response_officer",
            to_member=episode.owner_id,
            text=f"Episode {episode.reference}: the investigation plan lacks something.",
            at=at,
            high=episode.level == "high",
            child=episode.child_id,
        )
    tell_whoever_sees(child=episode.child_id)
