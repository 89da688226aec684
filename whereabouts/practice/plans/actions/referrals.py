"""Deciding on referrals, sending them, answering them, and chasing what nobody answers."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from whereabouts.engines.deadlines import bank_holiday_source, due_at, length_of
from whereabouts.foundations.access.gate import relate
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit import actions as audit
from whereabouts.foundations.outbox.actions import promise
from whereabouts.foundations.timers.actions import set_timer, stand_down
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.investigation.vocabulary import FOLLOWS_UP
from whereabouts.practice.plans import events
from whereabouts.practice.plans.models import ReferralAnswer, ReferralDecision
from whereabouts.practice.plans.queries import answers_of
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people.queries import same_person_set

ANSWER_CLOCK = "referral_unanswered"


class ReferralReasonMissing(Exception):
    """A referral decision needs its reason, sent or not sent."""


class AddresseeMissing(Exception):
    """A referral that is sent needs somebody to send it to."""


class AnswerMissing(Exception):
    """An answer that declines, or that says what was done, needs its words."""


class NotThatAnswer(Exception):
    """The referral was answered already, or is not accepted yet."""


@transaction.atomic
def decide_referral(
    *,
    episode: Episode,
    task: Task,
    sent: bool,
    because: str,
    by: Actor,
    at: datetime,
    to_agency: UUID | None = None,
    needs: str = "",
) -> ReferralDecision:
    """Write down the referral decision of an episode; it is added, never changed.

    :raises ReferralReasonMissing: no reason was given, sent or not.
    :raises AddresseeMissing: it is sent, and nobody knows to whom.
    """
    if not because.strip():
        raise ReferralReasonMissing("Say in words why it is sent, or why not.")
    if sent and to_agency is None:
        raise AddresseeMissing("Say to whom it is sent: the responsible authority is not known.")
    decision = ReferralDecision.objects.create(
        child_id=episode.child_id,
        episode=episode,
        task=task,
        sent=sent,
        to_agency_id=to_agency,
        because=because,
        needs=needs,
        decided_at=at,
        owner_agency_id=by.agency_id,
        recorded_at=at,
        recorded_by_id=by.member_id,
    )
    audit.record(
        kind=events.REFERRAL_DECIDED, subject=f"referral:{decision.pk}", by=by, at=at,
        payload={"sent": sent, "because": because},
    )  # fmt: skip
    return decision


def send_referral(*, decision: ReferralDecision, by: Actor, at: datetime) -> None:
    """Let the addressee see the child, and tell them that a referral waits for their answer.

    :raises AddresseeMissing: the decision was not to send it.
    """
    if decision.to_agency is None or decision.to_agency_id is None:
        raise AddresseeMissing("This referral was not sent.")
    relate(
        subjects=same_person_set(child_id=decision.child_id),
        agency=decision.to_agency_id,
        kind="shared",
        at=at,
        because="referral",
    )
    promise(
        key=f"referral:{decision.pk}",
        kind="referral",
        subject=f"episode:{decision.episode_id}",
        from_agency=by.agency_id,
        to_agency=decision.to_agency_id,
        to_role=FOLLOWS_UP.get(decision.to_agency.kind, "social_worker"),
        text=f"A referral came from episode {decision.episode.reference}: read it and answer.",
        at=at,
        child=decision.episode.child_id,
    )
    set_clock(decision=decision, agency=by.agency_id, at=at, key="referral_answered")


def set_clock(*, decision: ReferralDecision, agency: UUID, at: datetime, key: str) -> None:
    """Set the clock of a referral anew, for the agency that sent it; `key` is its length's."""
    set_timer(
        key=f"referral:{decision.pk}:{key}:{at.isoformat()}",
        kind=ANSWER_CLOCK,
        subject=f"referral:{decision.pk}",
        agency=agency,
        at=at,
        due_at=at + length_of(key=key, at=at),
    )


def _set_assessment_clock(*, decision: ReferralDecision, at: datetime) -> None:
    """Let the assessment have its working days from the referral, in the addressee's country."""
    wales = decision.to_agency is not None and decision.to_agency.country == "wales"
    set_timer(
        key=f"referral:{decision.pk}:assessment:{at.isoformat()}",
        kind=ANSWER_CLOCK,
        subject=f"referral:{decision.pk}",
        agency=decision.owner_agency_id,
        at=at,
        due_at=due_at(
            from_at=decision.decided_at,
            length=length_of(key="referral_done_working_days", at=at).days,
            unit="working_days",
            calendar="wales" if wales else "england",
        ),
        calendar=bank_holiday_source(),
    )


@transaction.atomic
def answer_referral(
    *, decision: ReferralDecision, answer: str, words: str, by: Actor, at: datetime
) -> ReferralAnswer:
    """Answer a referral: accepted, declined with the reason, or what was done; tell the sender.

    :raises AnswerMissing: it declines, or says what was done, without words.
    :raises NotThatAnswer: it was declined or done already, or is done and was never accepted.
    """
    if answer != "accepted" and not words.strip():
        raise AnswerMissing("Say why it is declined, or what was done.")
    ReferralDecision.objects.select_for_update().get(pk=decision.pk)
    before = [one.answer for one in answers_of(referral=decision)]
    may_follow = {"accepted": [], "declined": [], "done": ["accepted"]}
    if before != may_follow[answer]:
        raise NotThatAnswer(
            "This referral has its answer already, or must be accepted first: look at it again."
        )
    made = ReferralAnswer.objects.create(
        child_id=decision.child_id,
        referral=decision,
        answer=answer,
        words=words,
        answered_at=at,
        owner_agency_id=by.agency_id,
        recorded_at=at,
        recorded_by_id=by.member_id,
    )
    stand_down(subject=f"referral:{decision.pk}", at=at, kinds=(ANSWER_CLOCK,))
    if answer == "accepted":
        # Accepted is not yet done: what came of it is told, too.
        _set_assessment_clock(decision=decision, at=at)
    promise(
        key=f"referral:{decision.pk}:{answer}",
        kind="referral_answered",
        subject=f"episode:{decision.episode_id}",
        from_agency=by.agency_id,
        to_agency=decision.owner_agency_id,
        to_role=FOLLOWS_UP.get(decision.owner_agency.kind, "missing_coordinator"),
        text=f"The referral from episode {decision.episode.reference} has an answer: {answer}.",
        at=at,
        child=decision.child_id,
    )
    audit.record(
        kind=events.REFERRAL_ANSWERED, subject=f"referral:{decision.pk}", by=by, at=at,
        payload={"answer": answer},
    )  # fmt: skip
    return made
