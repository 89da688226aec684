"""Help that lasts: a child's long-term plans and offers, the directory, and again and again."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from whereabouts.engines.deadlines import length_of, london_date
from whereabouts.engines.repeats import (
    before_and_after,
    counts_back,
)
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.permissions import Permission, permitted
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit.actions import record_look
from whereabouts.insight.lookups.door import lookup
from whereabouts.insight.lookups.known import view_of
from whereabouts.insight.lookups.known_shapes import View
from whereabouts.insight.lookups.support_patterns import suggestions_of
from whereabouts.insight.lookups.support_shapes import (
    Action,
    Again,
    HelpOwed,
    OfferLine,
    Period,
    Repeat,
    SaysLine,
    SeniorLine,
    ServiceLine,
    SupportPage,
    SupportPlanView,
)
from whereabouts.practice.conversations.models import HarmSaid
from whereabouts.practice.return_home.vocabulary import ALLEGES
from whereabouts.practice.risk.around import around
from whereabouts.practice.support import queries, rules
from whereabouts.practice.support.gate import (
    action_for,
    panel_item_for,
    senior_review_for,
    support_plan_for,
)
from whereabouts.practice.support.models import (
    ChildSays,
    PlanAction,
    SeniorReview,
    SupportPlan,
)
from whereabouts.practice.support.vocabulary import (
    ACTION_KINDS,
    AT_CONTACT,
    CHILD_SAYS,
    NEEDS,
    OFFER_ANSWERS,
    PLAN_ENDS,
    REVIEW_ANSWERS,
    TO_WHOM,
)
from whereabouts.records.people import queries as people
from whereabouts.records.people.gate import person_for
from whereabouts.records.people.vocabulary import RELATIONS

__all__ = [
    "ACTION_KINDS", "AT_CONTACT", "CHILD_SAYS", "NEEDS", "OFFER_ANSWERS", "PLAN_ENDS",
    "REVIEW_ANSWERS", "TO_WHOM", "again_of", "area_of", "directory", "own_support_plan",
    "standing_plan", "support_page", "whose_action", "whose_panel", "whose_review",
]  # fmt: skip
PERIOD, PERIODS = timedelta(days=30), 12


@lookup(needs=Permission.CHILD_LOOK)
def support_page(*, actor: Actor, at: datetime, child_id: UUID) -> SupportPage:
    """Return a child's help that lasts, as the actor may see it; a look.

    :raises NotVisible: there is no such child for this actor.
    """
    child, children = person_for(actor, child_id=child_id)
    full = view_of(actor=actor) is View.FULL
    times = queries.times_of_episodes(children=children, at=at)
    plans = tuple(
        _plan(plan=one, children=children, times=times, full=full, actor=actor, at=at)
        for one in queries.support_plans_of(children=children)
    )
    record_look(
        kind="view", page="support", by=actor, at=at, subjects=children,
        shown=["identity", "support plans", "offers", "episodes"],
    )  # fmt: skip
    ours = any(one.ours and one.ended_at is None for one in plans)
    return SupportPage(
        child_id=child.pk,
        name=people.display_name(child_id=child.pk),
        full=full,
        again=again_of(children=children, actor=actor, at=at) if full else None,
        plans=plans,
        offers=_offers(children=children, times=times, full=full, at=at),
        periods=_periods(
            times=times,
            plans=plans,
            harms=_days_of_harm(children=children) if full else None,
            at=at,
        ),
        childs_view=next((one.childs_view for one in plans if one.childs_view), ""),
        days_since_last=(at - max(times)).days if times else None,
        suggestions=suggestions_of(children=children, at=at) if full else (),
        may_start=not ours and permitted(roles=actor.roles, permission=Permission.PLAN_SET),
    )


def again_of(*, children: Iterable[UUID], actor: Actor, at: datetime) -> Again:
    """Return every definition of a repeat at once; the caller is in a scope."""
    keys = list(children)
    item = queries.open_panel_item(children=keys)
    relations = dict(RELATIONS)
    return Again(
        repeats=tuple(
            Repeat(
                label=one.definition.label,
                count=one.count,
                needed=one.definition.at_least,
                holds=one.holds,
                held_ever=one.held_ever,
                age_known=one.age_known or one.definition.oldest is None,
                source=one.definition.source,
            )
            for one in queries.repeats_of(children=keys, at=at)
        ),
        callers=tuple(
            (relations.get(relation, relation), one.count, one.definition.label)
            for relation, one in queries.callers_of(children=keys, at=at)
        ),
        panel_since=item.opened_at if item else None,
        panel_due=item.due_at if item else None,
        panel_id=item.pk if item else None,
        panel_ours=item is not None and item.owner_agency_id == actor.agency_id,
        help_offered=any(one.help_seeking for one in queries.offers_of(children=keys)),
        owed=tuple(
            HelpOwed(
                to_whom=one.get_to_whom_display(),
                calls=one.calls,
                agency=one.assigned_agency.name,
                asked_at=one.asked_at,
                due_at=one.due_at,
                overdue=one.due_at < at,
            )
            for one in queries.help_owed(children=keys)
        ),
    )


@lookup(needs=Permission.SUPPORT_OFFER)
def directory(
    *, actor: Actor, at: datetime, authority: UUID | None = None, need: str = ""
) -> tuple[ServiceLine, ...]:
    """Return the services of an area for a need; it shows no child."""
    words = dict(NEEDS)
    return tuple(
        ServiceLine(
            service_id=one.pk,
            name=one.name,
            needs=tuple(words.get(key, key) for key in one.needs),
            area=one.authority.name if one.authority else "",
            ages=one.ages,
            telephone=one.telephone,
            hours=one.hours,
            how_to_ask=one.how_to_ask,
            languages=one.languages,
            ours=one.owner_agency_id == actor.agency_id,
        )
        for one in queries.services_for(authority=authority, need=need)
    )


@lookup(needs=Permission.SUPPORT_OFFER)
def area_of(*, actor: Actor, at: datetime, child_id: UUID) -> UUID | None:
    """Return the authority in whose area a child's support is looked for, or None.

    :raises NotVisible: there is no such child for this actor.
    """
    _, children = person_for(actor, child_id=child_id)
    known = around(children=children, actor=actor, at=at)
    found = known.host_authority or known.responsible
    return found.pk if found else None


@lookup(needs=Permission.PLAN_SET)
def whose_action(*, actor: Actor, at: datetime, action_id: UUID) -> tuple[UUID, str]:
    """Return (child, what is to be done) of an action; its form records the look.

    :raises NotVisible: there is no such action for this actor.
    """
    action = action_for(actor, action_id=action_id)
    return action.child_id, action.what


@lookup(needs=Permission.PLAN_SET)
def whose_panel(*, actor: Actor, at: datetime, item_id: UUID) -> UUID:
    """Return the child who waits before the agency's own panel; its form records the look.

    :raises NotVisible: there is no such place before a panel of the actor's agency.
    """
    item = panel_item_for(actor, item_id=item_id)
    if item.owner_agency_id != actor.agency_id:
        raise NotVisible()
    return item.child_id


@lookup(needs=Permission.PLAN_SET)
def own_support_plan(*, actor: Actor, at: datetime, child_id: UUID) -> None:
    """Go on if the actor's agency has a long-term plan of the child's; its form records the look.

    :raises NotVisible: there is no such child for this actor, or no such plan of their agency.
    """
    if support_plan_for(actor, child_id=child_id).owner_agency_id != actor.agency_id:
        raise NotVisible()


@lookup(needs=Permission.PLAN_SET)
def standing_plan(*, actor: Actor, at: datetime, child_id: UUID) -> None:
    """Go on if a long-term plan of the child's stands, of any agency; its form records the look.

    :raises NotVisible: there is no such child, or no plan, for this actor.
    """
    support_plan_for(actor, child_id=child_id)


@lookup(needs=Permission.SUPPORT_REVIEW)
def whose_review(*, actor: Actor, at: datetime, review_id: UUID) -> tuple[UUID, tuple[str, ...]]:
    """Return (child, what a senior might look at first) of a senior review.

    :raises NotVisible: there is no such review of a plan of the actor's agency.
    """
    review = senior_review_for(actor, review_id=review_id)
    if review.plan.owner_agency_id != actor.agency_id:
        raise NotVisible()
    children = people.same_person_set(child_id=review.child_id)
    return review.child_id, suggestions_of(children=children, at=at)


def _plan(
    *,
    plan: SupportPlan,
    children: frozenset[UUID],
    times: list[datetime],
    full: bool,
    actor: Actor,
    at: datetime,
) -> SupportPlanView:
    said = queries.words_of(plan=plan)
    latest = said[0] if said else None
    reviews = tuple(_senior(one) for one in queries.reviews_of(plan=plan)) if full else ()
    waiting = next((one for one in reviews if one.answered_at is None), None)
    child_says = tuple(_says(one, full=full) for one in queries.child_says_of(plans=[plan]))
    return SupportPlanView(
        plan_id=plan.pk,
        agency=plan.owner_agency.name,
        ours=plan.owner_agency_id == actor.agency_id,
        lead=plan.lead.display_name,
        started_at=plan.started_at,
        review_on=plan.review_on,
        overdue=plan.ended_at is None and plan.review_on < at.date(),
        ended_at=plan.ended_at,
        ended_words=plan.ended_words if full else "",
        needs=latest.needs if latest else "",
        risks=latest.risks if latest and full else "",
        childs_view=latest.childs_view if latest else "",
        why_no_view=latest.why_no_view if latest else "",
        written_by=latest.recorded_by.display_name if latest else "",
        written_at=latest.written_at if latest else None,
        versions=len(said),
        lacks=tuple(rules.LACKS[key] for key in queries.lacks_of(plan=plan)),
        actions=tuple(_action(one, full, at) for one in queries.actions_of(plan=plan)),
        compared=before_and_after(
            began_at=plan.started_at, times=times, at=min(plan.ended_at or at, at)
        ),
        reviews=tuple(one for one in reviews if one.answered_at is not None),
        waiting=waiting,
        suggestions=suggestions_of(children=children, at=at) if waiting else (),
        child_says=child_says,
        ask_overdue=plan.ended_at is None
        and london_date(instant=at)
        > (child_says[0].on if child_says else london_date(instant=plan.started_at))
        + length_of(key="child_asked_again", at=at),
    )


def _says(one: ChildSays, *, full: bool) -> SaysLine:
    return SaysLine(
        on=one.asked_on,
        says=one.get_says_display(),
        words=one.words if full else "",
        asked_by=one.asked_by,
        written_by=one.recorded_by.display_name,
    )


def _action(one: PlanAction, full: bool, at: datetime) -> Action:
    return Action(
        action_id=one.pk,
        kind=one.get_kind_display(),
        what=one.what,
        who=one.who,
        agency=one.agency.name if one.agency else "",
        service=one.service.name if one.service else "",
        due_on=one.due_on,
        done_at=one.done_at,
        done_by=one.done_by.display_name if one.done_by else "",
        result=one.result if full else "",
        overdue=one.done_at is None and one.due_on is not None and one.due_on < at.date(),
    )


def _senior(one: SeniorReview) -> SeniorLine:
    return SeniorLine(
        review_id=one.pk,
        asked_at=one.asked_at,
        due_at=one.due_at,
        before=one.before,
        after=one.after,
        days=one.days,
        answer=one.get_answer_display() if one.answer else "",
        words=one.words,
        by=one.answered_by.display_name if one.answered_by else "",
        answered_at=one.answered_at,
    )


def _offers(
    *, children: Iterable[UUID], times: list[datetime], full: bool, at: datetime
) -> tuple[OfferLine, ...]:
    needs = dict(NEEDS)
    return tuple(
        OfferLine(
            at=one.offered_at,
            what=one.service.name if one.service else needs.get(one.need, ""),
            to_whom=one.get_to_whom_display(),
            answer=one.get_answer_display(),
            words=one.words if full else "",
            contact=one.named_contact,
            by=one.recorded_by.display_name,
            agency=one.owner_agency.name,
            compared=before_and_after(began_at=one.offered_at, times=times, at=at)
            if one.answer == "accepted"
            else None,
        )
        for one in queries.offers_of(children=children)
    )


def _days_of_harm(*, children: Iterable[UUID]) -> list[tuple[date, UUID]]:
    """Return (day it was said, episode) of harm that was told of, seen, or suspected."""
    rows = visible(HarmSaid).filter(child__in=list(children), answer__in=sorted(ALLEGES))
    return [
        (london_date(instant=when), key) for when, key in rows.values_list("said_at", "episode")
    ]


def _periods(
    *,
    times: list[datetime],
    plans: tuple[SupportPlanView, ...],
    harms: list[tuple[date, UUID]] | None,
    at: datetime,
) -> tuple[Period, ...]:
    said = sorted((one.on, one.says) for plan in plans for one in plan.child_says)
    counts = counts_back(times=times, at=at, window=PERIOD, periods=PERIODS)
    found = []
    for place, count in enumerate(counts):
        ended = at - (PERIODS - 1 - place) * PERIOD
        began = ended - PERIOD
        found.append(
            Period(
                began=began.date(),
                ended=ended.date(),
                count=count,
                plan_began=any(began < one.started_at <= ended for one in plans),
                harm=None
                if harms is None
                else len({key for on, key in harms if began.date() < on <= ended.date()}),
                says=next(
                    (says for on, says in reversed(said) if began.date() < on <= ended.date()), ""
                ),
            )
        )
    return tuple(found)
