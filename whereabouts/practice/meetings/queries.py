"""Questions about meetings; callers are inside a scope."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q

from whereabouts.engines.policy import SERIOUSNESS
from whereabouts.foundations.access.gate import visible
from whereabouts.practice.meetings import rules
from whereabouts.practice.meetings.models import Action, Invitation, Item, Meeting
from whereabouts.practice.meetings.rules import Lately
from whereabouts.practice.support.models import PanelItem
from whereabouts.records.episodes.models import Episode
from whereabouts.records.episodes.rules import LEVEL_ORDER, State
from whereabouts.records.people import queries as people
from whereabouts.records.people.models import Flag


def items_of(*, meeting: Meeting, start: int, most: int) -> list[Item]:
    """Return a page of an agenda, in its order, as far as the reader may see the children."""
    found = visible(Item).filter(meeting=meeting).select_related("decided_by", "signed_by")
    return list(found.order_by("place", "pk")[start : start + most])


def still_acting(*, meetings: Iterable[UUID]) -> set[UUID]:
    """Return of some meetings those of which an action is not settled yet."""
    found = visible(Action).filter(item__meeting__in=list(meetings), state__in=["open", "accepted"])
    return {key for key in found.values_list("item__meeting", flat=True) if key is not None}


def counted_items(*, meeting: Meeting) -> tuple[int, int]:
    """Return how many children on an agenda the reader may see, and how many of them wait."""
    found = (
        visible(Item)
        .filter(meeting=meeting)
        .aggregate(every=Count("pk"), waiting=Count("pk", filter=Q(outcome="waiting")))
    )
    return found["every"], found["waiting"]


def actions_of_items(*, items: Iterable[UUID]) -> dict[UUID, list[Action]]:
    """Return the actions of each of some places on an agenda, in the order of their days."""
    found = (
        visible(Action)
        .filter(item__in=list(items))
        .select_related(
            "first_agency", "second_agency", "settled_by", "first_accepted_by", "second_accepted_by"
        )
        .order_by("due_on", "agreed_at", "pk")
    )
    by_item: dict[UUID, list[Action]] = defaultdict(list)
    for one in found:
        assert one.item_id is not None  # noqa: S101 - asked for by it
        by_item[one.item_id].append(one)
    return by_item


def invitations_of(*, meeting: Meeting) -> list[Invitation]:
    """Return who is invited, by name of the agency; others than the caller see their own alone."""
    return list(
        visible(Invitation)
        .filter(meeting=meeting)
        .select_related("agency")
        .order_by("agency__name")
    )


def panel_items_waiting(*, agency: UUID) -> list[PanelItem]:
    """Return who waits before an agency's panel and is on no agenda yet, the longest first."""
    on_one = visible(Item).filter(outcome="waiting", panel_item__isnull=False)
    return list(
        visible(PanelItem)
        .filter(owner_agency=agency, state="open")
        .exclude(pk__in=on_one.values("panel_item"))
        .order_by("opened_at", "pk")
    )


def children_by_reason(*, agency: UUID, at: datetime) -> list[tuple[Episode, tuple[str, ...]]]:
    """Return the agency's children with a reason to come before a panel besides a repeat.

    Each with the latest episode and the ids of the reasons, whatever the count. A child who waits
    before the agency's panel, or on whom it decided after that episode, is left out.
    """
    asked = rules.reasons(on=at.date())
    if not asked:
        return []
    back = at - timedelta(days=max(one.days for one in asked))
    latest: dict[UUID, Episode] = {}
    lately: dict[UUID, list[Lately]] = defaultdict(list)
    found = (
        visible(Episode)
        .filter(owner_agency=agency, reported_at__gt=back, reported_at__lte=at)
        .exclude(state__in=[State.JOINED, State.FOUND_DEAD])
        .order_by("-reported_at", "pk")
    )
    for one in found:
        latest.setdefault(one.child_id, one)
        lately[one.child_id].append(
            Lately(level=one.level, seriousness=one.seriousness, reported_at=one.reported_at)
        )
    sets = people.same_person_sets(child_ids=latest)
    everybody = {key for keys in sets.values() for key in keys}
    flagged: dict[UUID, set[str]] = defaultdict(set)
    for child, kind in (
        visible(Flag).filter(child__in=everybody, state="active").values_list("child", "kind")
    ):
        flagged[child].add(kind)
    decided: dict[UUID, datetime | None] = {}
    for child, when in (
        visible(PanelItem)
        .filter(owner_agency=agency, child__in=everybody)
        .order_by("opened_at")
        .values_list("child", "decided_at")
    ):
        decided[child] = when
    due = []
    for child, episode in latest.items():
        keys = sets.get(child, frozenset({child}))
        before = [decided[key] for key in keys if key in decided]
        if any(when is None or when > episode.reported_at for when in before):
            continue
        met = rules.reasons_met(
            asked=asked,
            episodes=lately[child],
            flags={kind for key in keys for kind in flagged[key]},
            at=at,
            levels=LEVEL_ORDER,
            seriousness=SERIOUSNESS,
        )
        if met:
            due.append((episode, met))
    return due


def outstanding_actions(*, agency: UUID) -> list[Action]:
    """Return the actions that an agency owns, alone or with another, and that are not settled."""
    return list(
        visible(Action)
        .filter(Q(first_agency=agency) | Q(second_agency=agency), state__in=("open", "accepted"))
        .select_related("first_agency", "second_agency", "item__meeting")
        .order_by("due_at", "pk")
    )
