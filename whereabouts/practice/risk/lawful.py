"""What the law of warning notices is read from: a child's births, placements, police protection."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from uuid import UUID

from whereabouts.engines.deadlines import london_instant
from whereabouts.engines.notices import Span, Standing
from whereabouts.foundations.access.gate import visible
from whereabouts.practice.adults.models import WarningNotice
from whereabouts.practice.adults.queries import holding, served_of_children
from whereabouts.practice.return_home.models import Protection
from whereabouts.records.people import queries as people
from whereabouts.records.placements import queries as placements

POLICE_PROTECTION = "L1"
NOTHING_KNOWN = Standing(born_earliest=None)


def standing_of(*, children: Iterable[UUID], at: datetime) -> Standing:
    """Return a child's age and legal statuses as the law of notices reads them.

    Over the joined set; of several believed dates of birth the earliest possible counts against a
    notice. The caller is in a scope: by what it may not see nothing holds.
    """
    keys = frozenset(children)
    return _standings(sets={next(iter(keys)): keys})[next(iter(keys))] if keys else NOTHING_KNOWN


def standings_of(*, child_ids: Iterable[UUID]) -> dict[UUID, Standing]:
    """Return the same for several children, by child, each over its joined set."""
    return _standings(sets=people.same_person_sets(child_ids=child_ids))


def notices_that_hold(*, children: Iterable[UUID], at: datetime) -> list[WarningNotice]:
    """Return the warning notices about a child that hold now, by the law and what is known now."""
    keys = list(children)
    served = served_of_children(children=keys)
    if not served:
        return []
    return holding(notices=served, standing=standing_of(children=keys, at=at), at=at)


def _standings(*, sets: Mapping[UUID, frozenset[UUID]]) -> dict[UUID, Standing]:
    every = [*frozenset().union(*sets.values())] if sets else []
    births: dict[UUID, list[tuple[date, date]]] = {}
    for child, earliest, latest in people.believed_spans_of(child_ids=every):
        births.setdefault(child, []).append((earliest, latest))
    care: dict[UUID, list[Span]] = {}
    for one in placements.of_children(child_ids=every):
        care.setdefault(one.child_id, []).append(
            Span(
                code=one.legal_status,
                begins=_midnight(one.started_on),
                ends=None if one.ended_on is None else _midnight(one.ended_on + timedelta(days=1)),
            )
        )
    protected: dict[UUID, list[Span]] = {}
    for held in visible(Protection).filter(child__in=every):
        ends = min(held.ended_at or held.ends_at, held.ends_at)
        protected.setdefault(held.child_id, []).append(
            Span(code=POLICE_PROTECTION, begins=held.started_at, ends=ends)
        )
    return {
        child: _standing(
            [span for one in same for span in births.get(one, ())],
            [span for one in same for span in care.get(one, ())],
            [span for one in same for span in protected.get(one, ())],
        )
        for child, same in sets.items()
    }


def _standing(born: list[tuple[date, date]], care: list[Span], held: list[Span]) -> Standing:
    return Standing(
        born_earliest=min((earliest for earliest, _ in born), default=None),
        born_latest=max((latest for _, latest in born), default=None),
        care=tuple(care),
        protection=tuple(held),
    )


def _midnight(on: date) -> datetime:
    return london_instant(on=on, wall=time(0))
