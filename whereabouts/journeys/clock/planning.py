"""Plans past their day, approvals and referrals that wait, plans that do not help: who hears."""

from datetime import datetime
from uuid import UUID

from whereabouts.engines.deadlines import length_of
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit import actions as audit
from whereabouts.foundations.outbox.actions import promise
from whereabouts.foundations.timers.actions import Handler, set_timer
from whereabouts.foundations.timers.models import Timer
from whereabouts.journeys.clock.frame import for_the_agency, key_of
from whereabouts.practice.investigation.vocabulary import FOLLOWS_UP
from whereabouts.practice.plans import events as plan_events
from whereabouts.practice.plans.actions import set_clock
from whereabouts.practice.plans.models import (
    PlanApproval,
    PlanDraft,
    ReferralDecision,
    TriggerPlan,
)
from whereabouts.practice.plans.queries import answers_of
from whereabouts.practice.plans.vocabulary import MANAGES
from whereabouts.practice.support import actions as support
from whereabouts.practice.support import events
from whereabouts.practice.support.actions.reviews import tell_senior
from whereabouts.practice.support.models import (
    HelpSought,
    PanelItem,
    PlanAction,
    SeniorReview,
    SupportPlan,
)
from whereabouts.practice.support.queries import times_of_episodes
from whereabouts.records.people.queries import same_person_set


@for_the_agency
def plan_review_due(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Tell a plan's owner and their manager that its day went by, again and again until it is seen.

    The plan goes on binding.
    """
    plan = visible(TriggerPlan).select_related("owner_agency").get(pk=key_of(timer))
    if plan.ended_at is not None:
        return
    kind = plan.owner_agency.kind
    audit.record(kind=plan_events.PLAN_NOT_REVIEWED, subject=timer.subject, by=by, at=at)
    told: list[tuple[str, UUID | None]] = [
        (FOLLOWS_UP.get(kind, "missing_coordinator"), plan.owner_id),
        (MANAGES.get(kind, "duty_inspector"), None),
    ]
    for role, member in told:
        _tell(
            timer=timer, agency=plan.owner_agency_id, role=role, member=member, child=plan.child_id,
            text="A trigger plan is past its day and not reviewed. It binds: renew it, or lift it.",
            high=plan.level == "high", by=by, at=at,
        )  # fmt: skip
    set_timer(
        key=f"plan:{plan.pk}:review:{at.isoformat()}",
        kind=timer.kind,
        subject=timer.subject,
        agency=timer.owner_agency_id,
        at=at,
        due_at=at + length_of(key="plan_chased_again", at=at),
    )


@for_the_agency
def plan_approval_due(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Chase each agency that has not answered, and tell whoever wrote the plan."""
    draft = visible(PlanDraft).select_related("owner_agency").get(pk=key_of(timer))
    if draft.state != "waiting":
        return
    silent = list(
        visible(PlanApproval).filter(draft=draft, agreed__isnull=True).select_related("agency")
    )
    for one in silent:
        _tell(
            timer=timer, agency=one.agency_id, role=one.role, child=draft.child_id, by=by, at=at,
            text="A trigger plan waits for your agency's approval, and binds nobody until then.",
        )  # fmt: skip
    _tell(
        timer=timer, agency=draft.owner_agency_id, member=draft.owner_id, child=draft.child_id,
        role=FOLLOWS_UP.get(draft.owner_agency.kind, "missing_coordinator"), by=by, at=at,
        text=f"The trigger plan that you wrote still waits: {len(silent)} did not answer.",
    )  # fmt: skip


@for_the_agency
def referral_unanswered(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Chase whoever a referral went to, and whoever sent it, until there is an answer."""
    referral = (
        visible(ReferralDecision)
        .select_related("to_agency", "owner_agency", "episode")
        .get(pk=key_of(timer))
    )
    answers = [one.answer for one in answers_of(referral=referral)]
    addressee = referral.to_agency
    if addressee is None or {"declined", "done"} & set(answers):
        return
    wanted = "what was done" if answers else "an answer"
    reference = referral.episode.reference
    audit.record(kind=plan_events.REFERRAL_CHASED, subject=timer.subject, by=by, at=at)
    for agency in (addressee, referral.owner_agency):
        _tell(
            timer=timer, agency=agency.pk, role=FOLLOWS_UP.get(agency.kind, "social_worker"),
            child=referral.child_id, subject=f"episode:{referral.episode_id}", by=by, at=at,
            text=f"The referral from episode {reference} waits for {wanted}.",
        )  # fmt: skip
    set_clock(decision=referral, agency=timer.owner_agency_id, at=at, key="referral_chased_again")


@for_the_agency
def support_action_due(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Tell whoever does an action, and whoever leads the plan, that its day is over."""
    action = (
        visible(PlanAction).select_related("plan__owner_agency", "agency").get(pk=key_of(timer))
    )
    plan = action.plan
    if action.done_at is not None or plan.ended_at is not None:
        return
    audit.record(kind=events.ACTION_LATE, subject=timer.subject, by=by, at=at)
    told = {plan.owner_agency_id: plan.owner_agency}
    if action.agency is not None:
        told[action.agency.pk] = action.agency
    for agency in told.values():
        _tell(
            timer=timer, agency=agency.pk, role=FOLLOWS_UP.get(agency.kind, "social_worker"),
            child=plan.child_id, subject=f"support:{plan.pk}", by=by, at=at,
            text="An action of a long-term plan was not done by its day.",
        )  # fmt: skip


@for_the_agency
def support_effect_due(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Look whether a long-term plan helps; where the episodes are no fewer, ask a senior."""
    plan = visible(SupportPlan).select_related("owner_agency").get(pk=key_of(timer))
    if plan.ended_at is not None:
        return
    times = times_of_episodes(children=same_person_set(child_id=plan.child_id), at=at)
    support.look_at_effect(plan=plan, times=times, by=by, at=at)


@for_the_agency
def child_says_due(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Tell whoever leads a long-term plan that nobody has asked the child how it is; and again."""
    plan = visible(SupportPlan).select_related("owner_agency").get(pk=key_of(timer))
    if plan.ended_at is not None:
        return
    audit.record(kind=events.CHILD_NOT_ASKED, subject=timer.subject, by=by, at=at)
    _tell(
        timer=timer, agency=plan.owner_agency_id, child=plan.child_id, member=plan.lead_id,
        role=FOLLOWS_UP.get(plan.owner_agency.kind, "social_worker"), by=by, at=at,
        text="Nobody has asked a child how it is under their long-term plan: ask, and write it.",
    )  # fmt: skip
    support.set_ask_clock(plan=plan, at=at)


@for_the_agency
def senior_review_due(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Tell the senior again that a plan without effect was not reviewed."""
    review = visible(SeniorReview).select_related("plan__owner_agency").get(pk=key_of(timer))
    if review.answered_at is not None or review.plan.ended_at is not None:
        return
    audit.record(kind=events.SENIOR_REVIEW_LATE, subject=f"support:{review.plan_id}", by=by, at=at)
    tell_senior(review=review, by=by, at=at, late=True)


@for_the_agency
def panel_due(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Tell the coordinator and whoever stands above that a child waits for a panel too long."""
    item = visible(PanelItem).select_related("owner_agency").get(pk=key_of(timer))
    if item.state != "open":
        return
    kind = item.owner_agency.kind
    audit.record(kind=events.PANEL_LATE, subject=timer.subject, by=by, at=at)
    roles = (FOLLOWS_UP.get(kind, "missing_coordinator"), MANAGES.get(kind, "duty_inspector"))
    for role in dict.fromkeys(roles):
        _tell(
            timer=timer, agency=item.owner_agency_id, role=role, child=item.child_id, by=by, at=at,
            text="A child waits for a panel longer than they should: hold it, or write why not.",
        )  # fmt: skip


@for_the_agency
def help_sought_due(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Say again that those who called for help were offered none, and tell who manages that."""
    sought = visible(HelpSought).select_related("assigned_agency").get(pk=key_of(timer))
    if sought.settled_at is not None:
        return
    audit.record(kind=events.HELP_NOT_OFFERED, subject=timer.subject, by=by, at=at)
    manager = MANAGES.get(sought.assigned_agency.kind, "duty_inspector")
    for role in dict.fromkeys((sought.to_role, manager)):
        _tell(
            timer=timer, agency=sought.assigned_agency_id, role=role, child=sought.child_id, by=by,
            text="A family or a child asked for help again and again. Nobody has offered it yet.",
            at=at,
        )  # fmt: skip
    support.set_help_clock(
        sought=sought, at=at, due_at=at + length_of(key="help_sought_said_again", at=at)
    )


def _tell(
    *,
    timer: Timer,
    agency: UUID,
    role: str,
    text: str,
    child: UUID,
    by: Actor,
    at: datetime,
    member: UUID | None = None,
    subject: str = "",
    high: bool = False,
) -> None:
    promise(
        key=f"timer:{timer.pk}:{agency}:{role}:{member or ''}",
        kind=timer.kind,
        subject=subject or timer.subject,
        from_agency=by.agency_id,
        to_agency=agency,
        to_role=role,
        to_member=member,
        text=text,
        at=at,
        loudness="interrupt",
        high=high,
        child=child,
    )


HANDLERS: dict[str, Handler] = {
    "plan_review_due": plan_review_due,
    "plan_approval_due": plan_approval_due,
    "referral_unanswered": referral_unanswered,
    "support_action_due": support_action_due,
    "support_effect_due": support_effect_due,
    "child_says_due": child_says_due,
    "senior_review_due": senior_review_due,
    "panel_due": panel_due,
    "help_sought_due": help_sought_due,
}
