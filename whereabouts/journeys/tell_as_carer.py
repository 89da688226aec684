"""One tap for a carer: the child rang. It changes no grade and closes nothing."""

from datetime import datetime

from whereabouts.engines.deadlines import length_of
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.queries import system_actor
from whereabouts.foundations.outbox.actions import promise
from whereabouts.journeys.adult_near import adult_near
from whereabouts.journeys.contact_child import keep_talk
from whereabouts.journeys.door import journey
from whereabouts.journeys.lives_here import NotLivingHere, episode_of_child_here
from whereabouts.practice.response.actions import Talked
from whereabouts.practice.response.rules import NotInList, NotYet

__all__ = ["NotInList", "NotLivingHere", "NotYet", "child_rang"]


@journey(needs=Permission.CARER_PAGE)
def child_rang(
    *,
    actor: Actor,
    reference: str,
    rang_at: datetime,
    at: datetime,
    words: str = "",
    tone: str = "",
    safe_answer: str = "not_asked",
    adult_heard: bool = False,
) -> None:
    """Keep that the child rang or wrote; the police hear of it, and try the child again.

    What sounds like danger asks somebody to look again at once. `adult_heard`: somebody of concern
    is with the child, by what was heard; that interrupts the duty inspector.

    :raises NotVisible: there is no such episode for this actor.
    :raises NotLivingHere: the child does not live with the actor's agency.
    :raises NotInList: an answer is none of its list.
    :raises NotYet: the time lies ahead.
    """
    episode = episode_of_child_here(actor=actor, reference=reference, at=at)
    key = keep_talk(
        actor=actor, episode=episode, at=at,
        next_at=at + length_of(key="contact_child_again", at=at),
        talked=Talked(
            how="call", towards="from_child", happened_at=rang_at, made_by=actor.name,
            tone=tone or "unclear", safe_answer=safe_answer, words=words,
        ),
    )  # fmt: skip
    promise(
        key=f"child_contact:{key}:rang",
        kind="child_rang",
        subject=f"episode:{episode.pk}",
        from_agency=actor.agency_id,
        to_agency=episode.owner_agency_id,
        to_role="duty_inspector",
        text=f"Episode {episode.reference}: the child rang where they live. Read what was said.",
        at=at,
        loudness="interrupt",
        high=episode.level == "high",
        child=episode.child_id,
    )
    if adult_heard:
        # Who takes the call at a home sees no adults: the agency that holds the episode assesses.
        clock = system_actor(agency=episode.owner_agency_id, at=at)
        with entered(actor=clock, at=at):
            adult_near(
                episode=episode, key=f"child_contact:{key}", said_by=actor.name, words=words,
                by=clock, at=at,
            )  # fmt: skip
