"""Made on a schedule: each agency's pack each month, and the published figures of a whole year."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from uuid import UUID

from whereabouts.engines.deadlines import london_date, london_instant
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.agencies.queries import system_actor
from whereabouts.foundations.timers.actions import Handler, set_timer
from whereabouts.foundations.timers.models import Timer
from whereabouts.insight.figures.making import Source
from whereabouts.insight.lookups.partnership import PACK_KINDS, make_contents
from whereabouts.insight.lookups.published import (
    PARTS,
    last_whole_year,
    make_part,
    mark_of,
    read_year,
)
from whereabouts.journeys.clock.frame import for_the_agency
from whereabouts.practice.oversight.actions.publishing import keep_packs, keep_part, publish
from whereabouts.practice.oversight.queries import parts_kept

PACKS, FIGURES = "pack_round", "figures_round"
AT_NIGHT = time(3, 0)  # when the fewest deadlines run out
# The first rounds of many agencies one after another, so that no deadline waits for all of them.
APART = timedelta(seconds=5)
STEP = timedelta(seconds=1)  # from one part of the figures to the next
GOES_ON_WITHIN = timedelta(hours=1)  # longer than that, and the rows are read again
_READ: dict[tuple[UUID, int], tuple[datetime, Source]] = {}
KINDS = {PACKS: list(PACK_KINDS), FIGURES: ["national_unit"]}


def begin(*, at: datetime) -> int:
    """Set the first round of every agency that has none waiting, and return how many were set."""
    number = 0
    for kind, agencies in KINDS.items():
        waiting = Timer.objects.filter(kind=kind, state="waiting").values("owner_agency")
        due = Agency.objects.filter(kind__in=agencies).exclude(pk__in=waiting).order_by("code")
        for agency in due:
            number += 1
            _set_round(kind=kind, agency=agency, at=at, due_at=at + number * APART)
    return number


def next_month(*, at: datetime) -> datetime:
    """Return the night of the first day of the next month."""
    today = london_date(instant=at)
    after = today.year * 12 + today.month
    return london_instant(on=date(after // 12, after % 12 + 1, 1), wall=AT_NIGHT)


def _set_round(*, kind: str, agency: Agency, at: datetime, due_at: datetime) -> None:
    set_timer(
        key=f"{kind}:{agency.pk}:{due_at.isoformat()}",
        kind=kind,
        subject=f"agency:{agency.pk}",
        agency=agency.pk,
        at=at,
        due_at=due_at,
    )


@for_the_agency
def pack_round(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Make the agency's pack and problem profile of twelve months, and set the next round."""
    _make_packs(by=by, at=at)


@for_the_agency
def figures_round(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Make a part of the last whole year's figures, and publish them all after the last one.

    Each part is a step of its own, kept when it is done: a round that is stopped goes on after the
    last part that it made, and makes none again whose rows are what they were.
    """
    if _make_figures(by=by, at=at):
        _set_round(
            kind=FIGURES, agency=Agency.objects.get(pk=by.agency_id), at=at, due_at=at + STEP
        )


def make_first(*, agencies: Collection[UUID], at: datetime) -> int:
    """Make at once what the first rounds of some agencies would make; return how many were made.

    The demonstration calls this, so that whoever looks finds something. The next rounds are set.
    """
    made = 0
    for kind, step in ((PACKS, _make_packs), (FIGURES, _make_figures)):
        for agency in Agency.objects.filter(pk__in=agencies, kind__in=KINDS[kind]):
            clock = system_actor(agency=agency.pk, at=at)
            with entered(actor=clock, at=at):
                while step(by=clock, at=at):
                    continue
            made += 1
    return made


def _make_packs(*, by: Actor, at: datetime) -> bool:
    contents, since, until = make_contents(by=by, at=at)
    keep_packs(contents=contents, since=since, until=until, by=by, at=at)
    agency = Agency.objects.get(pk=by.agency_id)
    _set_round(kind=PACKS, agency=agency, at=at, due_at=next_month(at=at))
    return False


def _make_figures(*, by: Actor, at: datetime) -> bool:
    """Make one part that is lacking; publish when none is. Return whether there is more to do."""
    ends = last_whole_year(at=at)
    # Read once for all steps of a round: the parts are of the same rows, and nobody is looked at
    # again for each. A worker that begins in the middle reads for itself.
    source = _read(by.agency_id, ends, at)
    if source is not None:
        marks = {one: mark_of(source=source, part=one, ends=ends, at=at) for one in PARTS}
        kept = parts_kept(agency=by.agency_id, ends=ends, marks=marks)
        lacking = [one for one in PARTS if one not in kept]
        for part in lacking[:1]:
            kept[part] = make_part(source=source, part=part, ends=ends)
            keep_part(ends=ends, part=part, mark=marks[part], content=kept[part], by=by, at=at)
        if len(lacking) > 1:
            _READ.clear()
            _READ[by.agency_id, ends] = (at, source)
            return True
        publish(ends=ends, content=[kept[one] for one in PARTS], by=by, at=at)
    agency = Agency.objects.get(pk=by.agency_id)
    _set_round(kind=FIGURES, agency=agency, at=at, due_at=next_month(at=at))
    return False


def _read(agency: UUID, ends: int, at: datetime) -> Source | None:
    when, source = _READ.pop((agency, ends), (None, None))
    if source is not None and when is not None and at - when < GOES_ON_WITHIN:
        return source
    return read_year(ends=ends, at=at)


HANDLERS: dict[str, Handler] = {PACKS: pack_round, FIGURES: figures_round}
