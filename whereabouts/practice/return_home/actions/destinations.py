"""Where the child goes: proposed, asked about, and decided by a named person."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.timers.actions import stand_down
from whereabouts.practice.investigation import actions as tasks
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.investigation.rules import OUTSTANDING
from whereabouts.practice.return_home import events, rules, vocabulary
from whereabouts.practice.return_home.models import Return
from whereabouts.records.episodes import actions as episodes
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people.models import RelatedPerson


class SafetyQuestionsOpen(Exception):
    """Return-safety questions have no answer yet; `questions` are their keys."""

    def __init__(self, questions: Sequence[str]) -> None:
        super().__init__("Return-safety questions are still open.")
        self.questions = tuple(questions)


class HomeRefused(Exception):
    """The way there needs a safeguarding decision in words; `because` are the bars' keys."""

    def __init__(self, because: Sequence[str]) -> None:
        super().__init__(
            "This needs a safeguarding decision in words, by a duty inspector or social worker."
        )
        self.because = tuple(because)


class NothingProposed(Exception):
    """There is no destination to decide on."""


class ReasonMissing(Exception):
    """A decision on where a child goes needs its reason in words."""


@transaction.atomic
def answer_safety(
    *, returned: Return, answers: Mapping[str, str], said_by: str, by: Actor, at: datetime
) -> None:
    """Keep answers to the return-safety questions; a later answer stands, the earlier in history.

    :raises NotInList: a question is none of them, or danger is neither yes, no nor unknown.
    """
    given = {key: words.strip() for key, words in answers.items() if words.strip()}
    for key, words in given.items():
        chosen = (vocabulary.DANGER, vocabulary.TOLD_TO_LEAVE)
        if key not in {*dict(vocabulary.SAFETY_QUESTIONS), *chosen, vocabulary.WHY_CODE}:
            raise rules.NotInList(key)
        if key == vocabulary.WHY_CODE and words not in dict(vocabulary.REASONS):
            raise rules.NotInList(key)
        if key in chosen and words not in vocabulary.DANGER_ANSWERS:
            raise rules.NotInList(key)
    if not given:
        return
    kept = {
        **returned.safety,
        **{
            key: {
                "words": words, "said_by": said_by, "by": str(by.member_id), "at": at.isoformat(),
            }
            for key, words in given.items()
        },
    }  # fmt: skip
    Return.objects.filter(pk=returned.pk).update(safety=kept)
    returned.refresh_from_db()
    episodes.write_log(
        episode=returned.episode, kind=events.SAFETY_ANSWERED, by=by, at=at, detail=given
    )


@transaction.atomic
def propose(
    *,
    returned: Return,
    kind: str,
    destination: str,
    by: Actor,
    at: datetime,
    person: RelatedPerson | None = None,
) -> None:
    """Propose where the child goes. It waits for the questions and for a named person's decision.

    :raises NotInList: the kind of place is none of them.
    """
    if kind not in dict(vocabulary.DESTINATION_KINDS):
        raise rules.NotInList("kind")
    Return.objects.filter(pk=returned.pk).update(
        destination=destination,
        destination_kind=kind,
        destination_person=person,
        destination_state="proposed",
        decision_because="",
        decided_at=None,
        decided_by=None,
    )
    returned.refresh_from_db()
    episodes.write_log(
        episode=returned.episode, kind=events.DESTINATION_PROPOSED, by=by, at=at,
        detail={"kind": kind, "destination": destination},
    )  # fmt: skip


@transaction.atomic
def decide(
    *,
    returned: Return,
    agreed: bool,
    because: str,
    bars: Sequence[str],
    by: Actor,
    at: datetime,
    safeguarding: str = "",
    told_child: str = "",
) -> None:
    """Agree to a destination, or refuse it, in the actor's name.

    `bars` say why the way there needs a safeguarding decision; `safeguarding` is that decision's
    words, `told_child` what the child was told of it and why. Refusing needs only a reason: nobody
    is kept from keeping a child away from a place.

    :raises NothingProposed: there is nothing to decide on.
    :raises ReasonMissing: no reason was given.
    :raises SafetyQuestionsOpen: agreed, while questions have no answer.
    :raises HomeRefused: agreed, while something bars the way and no safeguarding decision is given.
    """
    if returned.destination_state not in ("proposed", "already_there"):
        raise NothingProposed("Propose where the child goes first.")
    if not because.strip():
        raise ReasonMissing("Say in words why.")
    if agreed:
        still_open = rules.unanswered(answers=returned.safety)
        if still_open:
            raise SafetyQuestionsOpen(still_open)
        if bars and not rules.may_pass(roles=by.roles, words=safeguarding):
            raise HomeRefused(bars)
    Return.objects.filter(pk=returned.pk).update(
        destination_state="agreed" if agreed else "refused",
        decision_because=because,
        told_child=told_child.strip(),
        decided_at=at,
        decided_by_id=by.member_id,
    )
    returned.refresh_from_db()
    episodes.write_log(
        episode=returned.episode,
        kind=events.DESTINATION_AGREED if agreed else events.DESTINATION_REFUSED,
        by=by,
        at=at,
        words=because,
        detail={
            "bars": list(bars),
            "safeguarding": safeguarding,
            "told_child": told_child.strip(),
        },
    )


def settle_gate(*, returned: Return, bars: Sequence[str], by: Actor, at: datetime) -> bool:
    """Settle the gate's task where the gate is behind the child, and return whether it is."""
    passed = rules.gate_is_passed(
        destination_state=returned.destination_state,
        answers=returned.safety,
        seen_alone=returned.seen_alone_at is not None,
        barred=bool(bars),
    )
    if not passed:
        return False
    for task in Task.objects.filter(
        episode=returned.episode, kind="return_safety_gate", state__in=OUTSTANDING
    ):
        tasks.settle(task=task, by=by, at=at, result="The return-safety questions are answered.")
    stand_down(subject=f"episode:{returned.episode_id}", at=at, kinds=("gate_after_return",))
    return True


def record_barred(
    *, episode: Episode, because: Sequence[str], questions: Sequence[str], by: Actor, at: datetime
) -> None:
    """Write down that a destination could not be agreed to; in a transaction after the refusal."""
    episodes.write_log(
        episode=episode, kind=events.DESTINATION_BARRED, by=by, at=at,
        detail={"bars": list(because), "questions": list(questions)},
    )  # fmt: skip
