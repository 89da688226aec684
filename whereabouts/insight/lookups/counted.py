"""Every episode as it is counted: agency by agency, without a name or a date of birth."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from whereabouts.engines.deadlines import london_date
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.agencies.queries import NobodyOnDuty, system_actor
from whereabouts.foundations.audit.actions import record_look
from whereabouts.records.episodes.models import Episode, EpisodeReport
from whereabouts.records.people.models import ChildBirth, SamePersonLink


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedEpisode:
    """An episode: whose, of which agency, when, of which category, and of what age."""

    child: UUID
    agency: str
    reported_at: datetime
    returned_at: datetime | None
    category: str
    age: int | None
    looked_after: bool | None  # none: nobody has recorded a placement
    further_reports: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SamePerson:
    """Two records that people have joined: one child."""

    one: UUID
    other: UUID


def every_counted_episode(*, at: datetime) -> Iterator[CountedEpisode | SamePerson]:
    """Yield every agency's episodes and joined records, and write down one look for each agency.

    No person calls this: `bin/whereabouts figures` does, and gives out only what the rules of
    disclosure let be seen. Each agency is read in the scope of its own clock and no other.
    """
    for agency in Agency.objects.order_by("code"):
        try:
            clock = system_actor(agency=agency.pk, at=at)
        except NobodyOnDuty:
            continue
        with entered(actor=clock, at=at):
            seen = set()
            for episode in _of(agency):
                seen.add(episode.child)
                yield episode
            joined = visible(SamePersonLink).filter(parted_at__isnull=True)
            for one, other in joined.values_list("child_id", "other_id"):
                yield SamePerson(one=one, other=other)
            if seen:
                record_look(
                    kind="search",
                    page="counting of episodes",
                    by=clock,
                    at=at,
                    subjects=sorted(seen),
                    shown=["count"],
                )


def _of(agency: Agency) -> Iterator[CountedEpisode]:
    episodes = visible(Episode).filter(owner_agency=agency, joined_to__isnull=True)
    births = _births(agency)
    reports = Counter(
        visible(EpisodeReport)
        .filter(owner_agency=agency, parted_at__isnull=True)
        .values_list("episode_id", flat=True)
    )
    names = ("id", "child_id", "category", "reported_at", "back_at", "located_at", "placement_id")
    for key, child, category, reported_at, back, located, placement in episodes.order_by(
        "reported_at", "id"
    ).values_list(*names):
        yield CountedEpisode(
            child=child,
            agency=agency.code,
            reported_at=reported_at,
            returned_at=back or located,
            category=category,
            age=_age(births.get(child), london_date(instant=reported_at)),
            looked_after=True if placement else None,
            further_reports=max(reports[key] - 1, 0),
        )


def _births(agency: Agency) -> dict[UUID, date]:
    """Return for each child the latest day they can have been born on: the youngest they can be."""
    believed = visible(ChildBirth).filter(owner_agency=agency, believed=True)
    return dict(believed.order_by("recorded_at").values_list("child_id", "latest"))


def _age(born: date | None, day: date) -> int | None:
    if born is None:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
