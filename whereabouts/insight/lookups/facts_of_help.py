"""What was set up for children, and how long they have not been missing: for a pack, no names."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Min

from whereabouts.engines.deadlines import london_date
from whereabouts.foundations.access.gate import visible
from whereabouts.insight.figures.facts import NOBODY_ASKED, Helped, Quiet, Said
from whereabouts.practice.plans.models import TriggerPlan
from whereabouts.practice.support.models import ChildSays, SupportOffer, SupportPlan
from whereabouts.practice.support.vocabulary import CHILD_SAYS
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people import queries as people

ACCEPTED = "accepted"
TRIGGER, LONG_TERM, SUPPORT = "Trigger plan", "Long-term plan", "Support that was accepted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Still:
    """Of every child who was ever helped: the days without an episode, and their own last word."""

    quiet: tuple[Quiet, ...]
    says: tuple[Said, ...]
    root: Mapping[UUID, str]
    records: frozenset[UUID]


def helped(*, root: Mapping[UUID, str]) -> tuple[Helped, ...]:
    """Return what was set up for the children: a plan of either kind, or support they accepted.

    `root` maps every record of a child to one name for that child.
    """
    return tuple(
        Helped(person=root[child], kind=kind, at=at, ended_at=ended)
        for kind, child, at, ended in _set_up()
        if child in root
    )


def everybody_helped(*, until: datetime) -> Still:
    """Return how long each child who was ever helped had not been missing, then and now."""
    given = [(kind, child, at) for kind, child, at, _ in _set_up() if at < until]
    same = people.same_person_sets(child_ids={child for _, child, _ in given})
    root = {record: min(records).hex for records in same.values() for record in records}
    first: dict[tuple[str, str], datetime] = {}
    for kind, child, at in given:
        place = (root[child], kind)
        first[place] = min(at, first.get(place, at))
    missing = _missing(root=root, until=until)
    return Still(
        quiet=tuple(
            Quiet(
                person=person, kind=kind, days_then=_days(missing[person], at),
                days_now=_days(missing[person], until),
            )
            for (person, kind), at in sorted(first.items())
        ),
        says=_says(root=root, until=until),
        root=root,
        records=frozenset(root),
    )  # fmt: skip


def _set_up() -> list[tuple[str, UUID, datetime, datetime | None]]:
    """Return (kind, child, from, until) of everything in scope that was set up for a child."""
    plans = visible(TriggerPlan).values_list("child_id", "agreed_at", "ended_at")
    long_term = visible(SupportPlan).values_list("child_id", "started_at", "ended_at")
    accepted = visible(SupportOffer).filter(answer=ACCEPTED).values_list("child_id")
    return [
        *((TRIGGER, *one) for one in plans),
        *((LONG_TERM, *one) for one in long_term),
        *((SUPPORT, child, at, None) for child, at in accepted.annotate(Min("offered_at"))),
    ]


def _missing(*, root: Mapping[UUID, str], until: datetime) -> dict[str, list[datetime]]:
    """Return when each child was reported missing or absent, in order."""
    found: dict[str, list[datetime]] = defaultdict(list)
    rows = (
        visible(Episode)
        .filter(child__in=list(root), reported_at__lt=until, joined_to__isnull=True)
        .exclude(category="whereabouts_known")
        .order_by("reported_at")
    )
    for child, at in rows.values_list("child_id", "reported_at"):
        found[root[child]].append(at)
    return found


def _days(moments: list[datetime], at: datetime) -> int | None:
    """Return the whole days since the last of some moments before another, or None."""
    before = bisect_left(moments, at)
    return (at - moments[before - 1]).days if before else None


def _says(*, root: Mapping[UUID, str], until: datetime) -> tuple[Said, ...]:
    """Return each child's last word under a long-term plan; who has one and was not asked, too."""
    labels = {**dict(CHILD_SAYS), "not_asked": NOBODY_ASKED}
    under = visible(SupportPlan).filter(child__in=list(root), started_at__lt=until)
    last = {root[child]: NOBODY_ASKED for child in under.values_list("child_id", flat=True)}
    said = visible(ChildSays).filter(child__in=list(root), asked_on__lt=london_date(instant=until))
    for child, says in said.order_by("asked_on", "recorded_at").values_list("child_id", "says"):
        last[root[child]] = labels[says]
    return tuple(Said(person=person, words=words) for person, words in sorted(last.items()))
