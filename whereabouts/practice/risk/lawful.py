"""What the law of warning notices is read from: a child's births, placements, police protection."""

from collections.abc import Iterable
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


def standing_of(*, children: Iterable[UUID], at: datetime) -> Standing:
    """Return a child's age and legal statuses as the law of notices reads them.

    Over the joined set; of several believed dates of birth the earliest possible counts against a
    notice. The caller is in a scope: by what it may not see nothing holds.
    """
    keys = list(children)
    born = people.believed_spans_of(child_ids=keys)
    return Standing(
        born_earliest=min((earliest for _, earliest, _ in born), default=None),
        born_latest=max((latest for _, _, latest in born), default=None),
        care=tuple(
            Span(
                code=one.legal_status,
                begins=_midnight(one.started_on),
                ends=None if one.ended_on is None else _midnight(one.ended_on + timedelta(days=1)),
            )
            for one in placements.of_children(child_ids=keys)
        ),
        protection=tuple(
            Span(
                code=POLICE_PROTECTION,
                begins=one.started_at,
                ends=min(one.ended_at or one.ends_at, one.ends_at),
            )
            for one in visible(Protection).filter(child__in=keys)
        ),
    )


def notices_that_hold(*, children: Iterable[UUID], at: datetime) -> list[WarningNotice]:
    """Return the warning notices about a child that hold now, by the law and what is known now."""
    keys = list(children)
    served = served_of_children(children=keys)
    if not served:
        return []
    return holding(notices=served, standing=standing_of(children=keys, at=at), at=at)


def standings_of(*, of: dict[UUID, frozenset[UUID]], at: datetime) -> dict[UUID, Standing]:
    """Return the same for several children, by child: each with its joined set."""
    return {child: standing_of(children=same, at=at) for child, same in of.items()}


def _midnight(on: date) -> datetime:
    return london_instant(on=on, wall=time(0))
