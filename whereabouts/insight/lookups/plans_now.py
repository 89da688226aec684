"""What of plans, panels and referrals waits for an agency: the coordinator's list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit.actions import record_look
from whereabouts.insight.lookups.door import lookup
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.investigation.rules import OUTSTANDING
from whereabouts.practice.plans import rules
from whereabouts.practice.plans.gate import referral_for
from whereabouts.practice.plans.models import (
    PlanApproval,
    PlanDraft,
    ReferralDecision,
    TriggerPlan,
)
from whereabouts.practice.plans.queries import answers_of
from whereabouts.practice.risk.models import Decision
from whereabouts.practice.support import queries as support
from whereabouts.practice.support import rules as support_rules
from whereabouts.practice.support.models import (
    HelpSought,
    PanelItem,
    SeniorReview,
    SupportPlan,
)
from whereabouts.records.people import queries as people

SOON = timedelta(days=14)
LOOKED_BACK = timedelta(days=90)
FLOOR = "RF02"  # the rule that makes a plan's level a floor
REQUIRED = ("support_plan_required", "plan_required")


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A child and what waits for them: since when, until when, whether it is late."""

    child_id: UUID
    name: str
    words: str
    due_on: date | None
    late: bool
    key: UUID | None = None
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """A decision that went below a plan of the agency's: where, when, by whom."""

    reference: str
    child_id: UUID
    name: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlansNow:
    """The coordinator's list. Red first: a threshold is passed, and there is no plan."""

    without_plan: tuple[Waiting, ...]
    help_owed: tuple[Waiting, ...]
    panels: tuple[Waiting, ...]
    not_reviewed: tuple[Waiting, ...]
    ending_soon: tuple[Waiting, ...]
    to_approve: tuple[Waiting, ...]
    drafts: tuple[Waiting, ...]
    incomplete: tuple[Waiting, ...]
    senior_reviews: tuple[Waiting, ...]
    referrals_to: tuple[Waiting, ...]
    referrals_from: tuple[Waiting, ...]
    departures: tuple[Departure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralView:
    """A referral, who sent it to whom and why, and its answers."""

    referral_id: UUID
    child_id: UUID
    name: str
    reference: str
    sent_by: str
    sent_from: str
    sent_to: str
    sent_at: datetime
    because: str
    needs: str
    answers: tuple[tuple[str, str, str, datetime], ...]  # answer, words, by, when
    may_answer: tuple[str, ...]


@lookup(needs=Permission.PLAN_SET)
def plans_now(*, actor: Actor, at: datetime) -> PlansNow:
    """Return what waits for the actor's agency, and write down the look."""
    mine = Q(owner_agency=actor.agency_id)
    today = at.date()
    live = list(visible(TriggerPlan).filter(mine, ended_at__isnull=True).order_by("review_on"))
    approvals = visible(PlanApproval).filter(
        agency=actor.agency_id, agreed__isnull=True, draft__state="waiting"
    )
    drafts = visible(PlanDraft).filter(mine, state__in=("writing", "waiting"))
    panels = visible(PanelItem).filter(mine, state="open").order_by("opened_at")
    helping = visible(HelpSought).filter(
        mine | Q(assigned_agency=actor.agency_id), settled_at__isnull=True
    )
    plans = list(visible(SupportPlan).filter(mine, ended_at__isnull=True).select_related("lead"))
    reviews = visible(SeniorReview).filter(plan__owner_agency=actor.agency_id)
    required = (
        visible(Task)
        .filter(
            Q(assigned_agency=actor.agency_id) | Q(episode__owner_agency=actor.agency_id),
            kind__in=REQUIRED, state__in=OUTSTANDING,
        )
        .select_related("episode")
        .order_by("due_at")
    )  # fmt: skip
    departures = (
        visible(Decision)
        .filter(
            overrode__contains=[FLOOR], decided_at__gt=at - LOOKED_BACK,
            child__in={one.child_id for one in visible(TriggerPlan).filter(mine)},
        )
        .select_related("episode", "recorded_by")
        .order_by("-decided_at")
    )  # fmt: skip
    to_us, from_us = _unanswered(actor=actor)
    named = _Names()
    page = PlansNow(
        without_plan=_once(
            named.waiting(
                child=task.child_id, words=task.detail or task.title,
                due_on=task.due_at.date() if task.due_at else None,
                late=bool(task.due_at and task.due_at < at), reference=task.episode.reference,
            )
            for task in required
        ),
        help_owed=tuple(
            named.waiting(
                child=one.child_id,
                words=f"{one.get_to_whom_display()} called {one.calls} times for help",
                due_on=one.due_at.date(), late=one.due_at < at,
            )
            for one in helping.order_by("due_at")
        ),
        panels=tuple(
            named.waiting(
                child=one.child_id, words="Waits for a panel", due_on=one.due_at.date(),
                late=one.due_at < at, key=one.pk,
            )
            for one in panels
        ),
        not_reviewed=tuple(
            named.waiting(
                child=one.child_id, words=_plan_words(one), due_on=_ends(one), late=True
            )
            for one in live
            if _ends(one) < today
        ),
        ending_soon=tuple(
            named.waiting(
                child=one.child_id, words=_plan_words(one), due_on=_ends(one), late=False
            )
            for one in live
            if today <= _ends(one) <= today + SOON
        ),
        to_approve=tuple(
            named.waiting(
                child=one.child_id, words="Waits for your agency", due_on=one.asked_at.date(),
                late=False, key=one.draft_id,
            )
            for one in approvals
        ),
        drafts=tuple(
            named.waiting(
                child=one.child_id, words=one.get_state_display(), due_on=None, late=False,
                key=one.pk,
            )
            for one in drafts
        ),
        incomplete=tuple(_incomplete(plans=plans, named=named, today=today)),
        senior_reviews=tuple(
            named.waiting(
                child=one.child_id,
                words=f"{one.after} in {one.days} days, {one.before} in the {one.days} before",
                due_on=one.due_at.date(), late=one.due_at < at, key=one.pk,
            )
            for one in reviews.filter(answered_at__isnull=True)
        ),
        referrals_to=tuple(_referral(one, words, named) for one, words in to_us),
        referrals_from=tuple(_referral(one, words, named) for one, words in from_us),
        departures=tuple(
            Departure(
                reference=one.episode.reference, child_id=one.child_id,
                name=named.of(one.child_id), at=one.decided_at, by=one.recorded_by.display_name,
            )
            for one in departures
        ),
    )  # fmt: skip
    record_look(
        kind="view", page="plans", by=actor, at=at, subjects=sorted(named.known),
        shown=["identity", "plans"],
    )  # fmt: skip
    return page


@lookup(needs=Permission.REFERRAL_ANSWER)
def referrals_now(*, actor: Actor, at: datetime) -> tuple[tuple[Waiting, ...], tuple[Waiting, ...]]:
    """Return the referrals that wait at the actor's agency, and those that it sent; a look."""
    named = _Names()
    to_us, from_us = _unanswered(actor=actor)
    waiting = tuple(_referral(one, words, named) for one, words in to_us)
    sent = tuple(_referral(one, words, named) for one, words in from_us)
    record_look(
        kind="view", page="referrals", by=actor, at=at, subjects=sorted(named.known),
        shown=["identity", "referrals"],
    )  # fmt: skip
    return waiting, sent


@lookup(needs=Permission.REFERRAL_ANSWER)
def referral_page(*, actor: Actor, at: datetime, referral_id: UUID) -> ReferralView:
    """Return a referral with its answers; a look.

    :raises NotVisible: there is none for this actor.
    """
    found = referral_for(actor, referral_id=referral_id)
    answers = answers_of(referral=found)
    record_look(
        kind="view", page="referral", by=actor, at=at, subjects=[found.child_id],
        shown=["identity", "referrals"],
    )  # fmt: skip
    may: tuple[str, ...] = ()
    if found.to_agency_id == actor.agency_id:
        said = [one.answer for one in answers]
        may = ("accepted", "declined") if not said else ("done",) if said == ["accepted"] else ()
    return ReferralView(
        referral_id=found.pk,
        child_id=found.child_id,
        name=people.display_name(child_id=found.child_id),
        reference=found.episode.reference,
        sent_by=found.recorded_by.display_name,
        sent_from=found.owner_agency.name,
        sent_to=found.to_agency.name if found.to_agency else "",
        sent_at=found.decided_at,
        because=found.because,
        needs=found.needs,
        answers=tuple(
            (one.get_answer_display(), one.words, one.recorded_by.display_name, one.answered_at)
            for one in answers
        ),
        may_answer=may,
    )


def _unanswered(
    *, actor: Actor
) -> tuple[list[tuple[ReferralDecision, str]], list[tuple[ReferralDecision, str]]]:
    found = (
        visible(ReferralDecision)
        .filter(Q(owner_agency=actor.agency_id) | Q(to_agency=actor.agency_id), sent=True)
        .select_related("episode", "to_agency", "owner_agency")
        .prefetch_related("answers")
        .order_by("decided_at")
    )
    to_us, from_us = [], []
    for one in found:
        answers = {answer.answer for answer in one.answers.all()}
        if answers & {"declined", "done"}:
            continue
        words = "Accepted: what was done?" if answers else "No answer yet"
        if one.to_agency_id == actor.agency_id:
            to_us.append((one, f"From {one.owner_agency.name}. {words}"))
        else:
            from_us.append((one, f"To {one.to_agency.name if one.to_agency else ''}. {words}"))
    return to_us, from_us


def _referral(one: ReferralDecision, words: str, named: "_Names") -> Waiting:
    return named.waiting(
        child=one.child_id, words=words, due_on=one.decided_at.date(), late=False, key=one.pk,
        reference=one.episode.reference,
    )  # fmt: skip


def _ends(plan: TriggerPlan) -> date:
    return rules.ends_on(level=plan.level, review_on=plan.review_on, high_until=plan.high_until)


def _plan_words(plan: TriggerPlan) -> str:
    return f"Trigger plan, {plan.get_level_display().lower()}, version {plan.version}"


def _incomplete(*, plans: Iterable[SupportPlan], named: "_Names", today: date) -> Iterable[Waiting]:
    for plan in plans:
        lacks = [support_rules.LACKS[key] for key in support.lacks_of(plan=plan)]
        if plan.review_on < today:
            lacks.append("It is past its review day")
        if lacks:
            yield named.waiting(
                child=plan.child_id, words="; ".join(lacks), due_on=plan.review_on,
                late=plan.review_on < today,
            )  # fmt: skip


def _once(found: Iterable[Waiting]) -> tuple[Waiting, ...]:
    """Return one line a child: the one that is due first."""
    first: dict[UUID, Waiting] = {}
    for one in found:
        first.setdefault(one.child_id, one)
    return tuple(first.values())


class _Names:
    """The names of the children on a page, each asked for once."""

    def __init__(self) -> None:
        self.known: dict[UUID, str] = {}

    def of(self, child: UUID) -> str:
        """Return the name to show for a child."""
        if child not in self.known:
            self.known[child] = people.display_name(child_id=child)
        return self.known[child]

    def waiting(
        self, *, child: UUID, words: str, due_on: date | None, late: bool,
        key: UUID | None = None, reference: str = "",
    ) -> Waiting:  # fmt: skip
        """Return a line about a child."""
        return Waiting(
            child_id=child, name=self.of(child), words=words, due_on=due_on, late=late, key=key,
            reference=reference,
        )  # fmt: skip
