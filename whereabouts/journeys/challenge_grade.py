"""Challenge a grade: for a reporter, a carer or the child, or as a partner oneself."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import NotVisible, entered
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.queries import is_police, system_actor
from whereabouts.foundations.outbox.actions import tell_whoever_sees
from whereabouts.journeys.door import journey
from whereabouts.practice.risk import actions as risk
from whereabouts.practice.risk import arranging, telling
from whereabouts.practice.risk.assessing import assess
from whereabouts.practice.supervision.actions.challenges import challenge
from whereabouts.practice.supervision.actions.reviews import keep_ladder
from whereabouts.practice.supervision.rules import CHALLENGERS
from whereabouts.records.episodes.gate import episode_for
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people.gate import related_person_for
from whereabouts.records.people.models import RelatedPerson

__all__ = ["NotVisible", "NothingSaid", "UnknownChallenger", "challenge_grade"]

SAID_AS = {"reporter": "reporter", "carer": "carer", "relative": "carer", "child": "child"}


class NothingSaid(Exception):
    """A challenge needs the words of whoever makes it."""


class UnknownChallenger(Exception):
    """A challenge is made by a reporter, a carer, a relative, the child, or another agency."""


@journey(needs=Permission.CHALLENGE_MAKE)
def challenge_grade(
    *,
    actor: Actor,
    reference: str,
    made_by_kind: str,
    words: str,
    at: datetime,
    made_by_name: str = "",
    person_id: UUID | None = None,
) -> str:
    """Write down a disagreement with the grade and return its key; somebody else answers in time.

    Whoever is not police challenges for their own agency. Nothing is held up by it: what stands
    goes on standing, and that a carer disagrees is a fact of the episode.

    :raises NotVisible: there is no such episode, or no such person around this child.
    :raises NothingSaid: there are no words.
    :raises UnknownChallenger: `made_by_kind` is none of those.
    """
    if not words.strip():
        raise NothingSaid("Write down what they say, in their words.")
    if made_by_kind not in CHALLENGERS:
        raise UnknownChallenger("Say who disagrees.")
    episode = episode_for(actor, reference=reference, lock=True)
    person = _person(actor=actor, episode=episode, person_id=person_id)
    if made_by_kind == "partner" or not is_police(actor=actor):
        made_by_name = made_by_name or actor.name
    made = challenge(
        episode=episode,
        made_by_kind=made_by_kind,
        made_by_name=made_by_name,
        person=person,
        words=words.strip(),
        by=actor,
        at=at,
    )
    risk.assert_fact(
        episode=episode,
        fact="carer_disagrees",
        value=True,
        said_by=made.made_by_name or CHALLENGERS[made_by_kind],
        source_kind=SAID_AS.get(made_by_kind, "partner"),
        said_at=at,
        words=words.strip(),
        by=actor,
        at=at,
    )
    _assess_for_the_holder(episode=episode, at=at)
    tell_whoever_sees(child=episode.child_id)
    return str(made.pk)


def _person(*, actor: Actor, episode: Episode, person_id: UUID | None) -> RelatedPerson | None:
    if person_id is None:
        return None
    return related_person_for(actor, child_id=episode.child_id, person_id=person_id)


def _assess_for_the_holder(*, episode: Episode, at: datetime) -> None:
    # Not everybody who may challenge sees adults and intelligence: an assessment through their
    # eyes would leave them out. So the agency that holds the episode assesses.
    clock = system_actor(agency=episode.owner_agency_id, at=at)
    with entered(actor=clock, at=at):
        assessment = assess(episode=episode, by=clock, at=at, cause="challenge")
        arranging.arrange(episode=episode, assessment=assessment, by=clock, at=at)
        keep_ladder(episode=episode, by=clock, at=at)
        telling.tell_of_high(episode=episode, by=clock, at=at)
