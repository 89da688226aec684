"""Answer a question, or write down what somebody says: the facts are assessed again at once."""

from datetime import datetime
from typing import Any

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.journeys.door import journey
from whereabouts.journeys.report_missing import HOLDS_BACK, follow_up
from whereabouts.practice.investigation import actions as tasks
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.investigation.rules import OUTSTANDING
from whereabouts.practice.risk import actions as risk
from whereabouts.practice.risk import after_return, arranging, telling
from whereabouts.practice.risk.assessing import assess
from whereabouts.records.episodes.gate import episode_for
from whereabouts.records.episodes.rules import UNDER_WAY, State
from whereabouts.records.people import actions as people

__all__ = ["answer_question"]

RETURNED = frozenset({State.LOCATED, State.BACK, State.SEEN, State.CLOSED})


@journey(needs=Permission.EPISODE_UPDATE)
def answer_question(
    *,
    actor: Actor,
    reference: str,
    fact: str,
    value: Any,
    said_by: str,
    source_kind: str,
    at: datetime,
    said_at: datetime | None = None,
    words: str = "",
    resolves: bool = False,
) -> str:
    """Keep a statement, assess again, and return its key for whoever cites it.

    None is "asked, and not known": it becomes an owned enquiry. `resolves` settles a contradiction
    in the actor's name. What is learnt may raise what stands; it never lowers it by itself.

    :raises NotVisible: there is no such episode for this actor.
    :raises UnknownFact, BadValue: the vocabulary does not know it.
    """
    episode = episode_for(actor, reference=reference, lock=True)
    assertion = risk.assert_fact(
        episode=episode,
        fact=fact,
        value=value,
        said_by=said_by,
        source_kind=source_kind,
        said_at=said_at or at,
        words=words,
        resolves=resolves,
        by=actor,
        at=at,
    )
    if value is True and fact in HOLDS_BACK:
        people.hold_back_relatives(
            child_id=episode.child_id, concern=HOLDS_BACK[fact], by=actor, at=at
        )
    if value is True and fact == "with_adult_of_concern" and episode.state in UNDER_WAY:
        telling.tell_adult_near(episode=episode, key=f"assertion:{assertion.pk}", by=actor, at=at)
    if value is None:
        arranging.enquire(episode=episode, fact=fact, by=actor, at=at)
    else:
        for task in Task.objects.filter(
            episode=episode, kind="enquiry", fact=fact, state__in=OUTSTANDING
        ):
            tasks.settle(task=task, by=actor, at=at, result="Answered.")
    assessment = assess(episode=episode, by=actor, at=at, cause=f"answer: {fact}")
    follow_up(episode=episode, assessment=assessment, told=None, by=actor, at=at, new=False)
    if fact in after_return.REFERRED_NATIONALLY and episode.state in RETURNED:
        after_return.arrange_national_referral(episode=episode, by=actor, at=at)
    return str(assertion.pk)
