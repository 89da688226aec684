"""Answer a question of the police's as the carer: the facts are assessed again at once."""

from datetime import datetime
from typing import Any

from whereabouts.foundations.access.gate import agencies_reached
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.queries import system_actor
from whereabouts.foundations.outbox.actions import tell_screens
from whereabouts.journeys.door import journey
from whereabouts.journeys.lives_here import NotLivingHere, episode_of_child_here
from whereabouts.journeys.report_missing import HOLDS_BACK, follow_up
from whereabouts.practice.investigation import actions as tasks
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.investigation.rules import OUTSTANDING
from whereabouts.practice.partners import events
from whereabouts.practice.risk import actions as risk
from whereabouts.practice.risk import packs
from whereabouts.practice.risk.assessing import assess
from whereabouts.records.episodes import actions as episodes
from whereabouts.records.people import actions as people

__all__ = ["NotForCarers", "NotLivingHere", "answer_as_carer"]


class NotForCarers(Exception):
    """This is no question that a carer answers."""


@journey(needs=Permission.CARER_PAGE)
def answer_as_carer(
    *,
    actor: Actor,
    reference: str,
    fact: str,
    value: Any,
    at: datetime,
    words: str = "",
) -> None:
    """Keep the answer in the carer's name; the agency that holds the episode assesses again.

    None is "asked, and not known": it stays with whoever finds it out. An answer may raise what
    stands; it never lowers it by itself.

    :raises NotVisible: there is no such episode for this actor.
    :raises NotLivingHere: the child does not live with the actor's agency.
    :raises NotForCarers: the question is not one for a carer.
    :raises BadValue: the vocabulary does not know the value.
    """
    known = packs.vocabulary().facts.get(fact)
    if known is None or "carer" not in known.who_can_answer or known.not_to_caller_who_may_harm:
        raise NotForCarers("This question is for somebody else.")
    packs.check(facts={fact: value})
    episode = episode_of_child_here(actor=actor, reference=reference, at=at)
    risk.assert_fact(
        episode=episode, fact=fact, value=value, said_by=actor.name, source_kind="carer",
        said_at=at, words=words.strip(), by=actor, at=at,
    )  # fmt: skip
    episodes.write_log(episode=episode, kind=events.ANSWERED, by=actor, at=at)
    clock = system_actor(agency=episode.owner_agency_id, at=at)
    with entered(actor=clock, at=at):
        if value is True and fact in HOLDS_BACK:
            people.hold_back_relatives(
                child_id=episode.child_id, concern=HOLDS_BACK[fact], by=clock, at=at
            )
        if value is not None:
            for task in Task.objects.filter(
                episode=episode, kind="enquiry", fact=fact, state__in=OUTSTANDING
            ):
                tasks.settle(task=task, by=clock, at=at, result="Answered by the carer.")
        assessment = assess(episode=episode, by=clock, at=at, cause=f"carer: {fact}")
        follow_up(episode=episode, assessment=assessment, told=None, by=clock, at=at, new=False)
    tell_screens(agencies=agencies_reached(subject=episode.child_id))
