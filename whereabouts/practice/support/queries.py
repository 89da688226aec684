"""Questions about help that lasts; callers are inside a scope."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from whereabouts.engines.repeats import (
    Standing,
    calls_in_force,
    episodes_in_force,
    stand,
)
from whereabouts.foundations.access.gate import visible
from whereabouts.practice.support import rules
from whereabouts.practice.support.models import (
    ChildSays,
    HelpSought,
    PanelItem,
    PlanAction,
    PlanWords,
    SeniorReview,
    Service,
    SupportOffer,
    SupportPlan,
)
from whereabouts.practice.support.rules import Act
from whereabouts.practice.support.vocabulary import CHILD, FAMILY, THE_CHILD
from whereabouts.records.episodes import queries as episodes
from whereabouts.records.episodes.models import EpisodeLink
from whereabouts.records.people import queries as people
from whereabouts.records.reports.models import Contact
from whereabouts.records.reports.queries import ASKING_FOR_HELP


def live_support_plans(*, children: Iterable[UUID]) -> list[SupportPlan]:
    """Return a child's long-term plans that stand, from every agency, the oldest first."""
    return list(
        visible(SupportPlan)
        .filter(child__in=list(children), ended_at__isnull=True)
        .select_related("lead", "owner_agency")
        .order_by("started_at")
    )


def support_plans_of(*, children: Iterable[UUID]) -> list[SupportPlan]:
    """Return every long-term plan of a child, those that stand first, then the latest."""
    found = visible(SupportPlan).filter(child__in=list(children))
    return sorted(
        found.select_related("lead", "owner_agency", "ended_by"),
        key=lambda plan: (plan.ended_at is not None, -plan.started_at.timestamp()),
    )


def words_of(*, plan: SupportPlan) -> list[PlanWords]:
    """Return what a plan says, the latest first."""
    return list(
        visible(PlanWords).filter(plan=plan).select_related("recorded_by")
        .order_by("-written_at", "-pk")
    )  # fmt: skip


def actions_of(*, plan: SupportPlan) -> list[PlanAction]:
    """Return the actions of a plan: those to do by their day, then those done."""
    found = visible(PlanAction).filter(plan=plan).select_related("agency", "service", "done_by")
    return sorted(
        found, key=lambda one: (one.done_at is not None, one.due_on or date.max, one.pk.int)
    )


def child_says_of(*, plans: Iterable[SupportPlan]) -> list[ChildSays]:
    """Return how it is by the child's own word under some plans, asked last first."""
    found = visible(ChildSays).filter(plan__in=list(plans))
    return list(found.select_related("recorded_by").order_by("-asked_on", "-recorded_at"))


def lacks_of(*, plan: SupportPlan) -> tuple[str, ...]:
    """Return what a plan lacks, as keys of `rules.LACKS`."""
    said = next(iter(words_of(plan=plan)), None)
    return rules.lacking(
        needs=said.needs if said else "",
        risks=said.risks if said else "",
        childs_view=said.childs_view if said else "",
        why_no_view=said.why_no_view if said else "",
        lead=plan.lead.display_name,
        actions=[
            Act(kind=one.kind, who=one.who, due_on=one.due_on, done=one.done_at is not None)
            for one in actions_of(plan=plan)
        ],
    )


def times_of_episodes(*, children: Iterable[UUID], at: datetime) -> list[datetime]:
    """Return when each episode was reported, in every force and category; each absence once.

    Two agencies that opened an episode for the same absence, and linked them, count once.
    """
    found = list(
        episodes.of_children(children=children)
        .filter(reported_at__lte=at)
        .values_list("pk", "reported_at")
    )
    when = dict(found)
    linked = (
        visible(EpisodeLink)
        .filter(episode__in=when, kind="same_child", ended_at__isnull=True)
        .values_list("episode", "other")
    )
    twice = {
        later
        for later, earlier in linked
        if earlier in when and (when[earlier], earlier) < (when[later], later)
    }
    return sorted(moment for key, moment in found if key not in twice)


def repeats_of(*, children: Iterable[UUID], at: datetime) -> tuple[Standing, ...]:
    """Return every definition of a repeat as it stands for a child."""
    keys = list(children)
    return stand(
        definitions=episodes_in_force(on=at.date()),
        times=times_of_episodes(children=keys, at=at),
        age=people.age_on(child_ids=keys, on=at.date()),
        at=at,
    )


def owed_to(*, relation: str) -> str:
    """Return to whom an offer is owed that a caller's calls ask for: the child, or the family."""
    return CHILD if relation == THE_CHILD else FAMILY


def help_offered_at(*, children: Iterable[UUID]) -> dict[str, datetime]:
    """Return when those who asked again and again last got their offer: the child, the family."""
    found: dict[str, datetime] = {}
    rows = visible(SupportOffer).filter(child__in=list(children), help_seeking=True)
    for to_whom, when in rows.order_by("offered_at").values_list("to_whom", "offered_at"):
        found[CHILD if to_whom == CHILD else FAMILY] = when
    return found


def help_owed(*, children: Iterable[UUID]) -> list[HelpSought]:
    """Return the offers that calls without an episode left owed, the first due first."""
    return list(
        visible(HelpSought)
        .filter(child__in=list(children), settled_at__isnull=True)
        .select_related("assigned_agency", "owner_agency")
        .order_by("due_at", "pk")
    )


def callers_of(
    *, children: Iterable[UUID], at: datetime, after: Mapping[str, datetime] | None = None
) -> list[tuple[str, Standing]]:
    """Return (relation, definition as it stands) of each who has called for help too often.

    `after` is, by whom it would be owed to, the moment from which on calls count anew.
    """
    keys = list(children)
    since = at - timedelta(days=max(one.days or 3660 for one in calls_in_force(on=at.date())))
    called: dict[str, list[datetime]] = {}
    rows = (
        visible(Contact)
        .filter(
            child__in=keys, relation__in=ASKING_FOR_HELP, happened_at__gt=since,
            happened_at__lte=at,
        )
        .values_list("relation", "happened_at")
    )  # fmt: skip
    for relation, when in rows:
        begins = (after or {}).get(owed_to(relation=relation))
        if begins is not None and when <= begins:
            continue
        called.setdefault(relation, []).append(when)
    return [
        (relation, one)
        for relation, times in sorted(called.items())
        for one in stand(definitions=calls_in_force(on=at.date()), times=times, age=None, at=at)
        if one.holds
    ]


def offers_of(*, children: Iterable[UUID]) -> list[SupportOffer]:
    """Return every offer to a child and those around them, latest first."""
    return list(
        visible(SupportOffer)
        .filter(child__in=list(children))
        .select_related("service", "owner_agency", "recorded_by", "episode")
        .order_by("-offered_at", "-pk")
    )


def open_panel_item(*, children: Iterable[UUID]) -> PanelItem | None:
    """Return the child's place before a panel, the oldest where several agencies have one."""
    return (
        visible(PanelItem)
        .filter(child__in=list(children), state="open")
        .select_related("owner_agency")
        .order_by("opened_at")
        .first()
    )


def senior_review_of(*, plan: SupportPlan) -> SeniorReview | None:
    """Return the senior review that waits for an answer, or None."""
    return visible(SeniorReview).filter(plan=plan, answered_at__isnull=True).first()


def reviews_of(*, plan: SupportPlan) -> list[SeniorReview]:
    """Return every senior review of a plan, latest first."""
    return list(
        visible(SeniorReview).filter(plan=plan).select_related("answered_by").order_by("-asked_at")
    )


def services_for(*, authority: UUID | None, need: str = "") -> list[Service]:
    """Return the services of an area for a need, the area's own before the whole country's.

    Without an area or a need it is every area's, or every need's.
    """
    found = visible(Service).filter(ended_at__isnull=True).select_related("authority")
    if authority is not None:
        found = found.filter(Q(authority=authority) | Q(authority__isnull=True))
    if need:
        found = found.filter(needs__contains=[need])
    return sorted(found, key=lambda one: (one.authority_id is None, one.name.casefold()))
