"""Made on a schedule: each agency's packs, no two of one day, and the figures of a whole year."""

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
from whereabouts.insight.figures.pack_times import PackTime
from whereabouts.insight.lookups.pack_making import (
    PackReading,
    make_pack,
    read_for_packs,
    time_due,
)
from whereabouts.insight.lookups.partnership import PACK_KINDS
from whereabouts.insight.lookups.published import (
    PARTS,
    last_whole_year,
    make_part,
    mark_of,
    may_publish,
    read_year,
    tells_of_few,
)
from whereabouts.journeys.clock.frame import for_the_agency
from whereabouts.practice.oversight.actions.publishing import keep_packs, keep_part, publish
from whereabouts.practice.oversight.queries import parts_kept

PACKS, FIGURES = "pack_round", "figures_round"
AT_NIGHT = time(3, 0)  # when the fewest deadlines run out
# The first rounds of many agencies one after another, so that no deadline waits for all of them.
APART = timedelta(seconds=5)
STEP = timedelta(seconds=1)  # from one part of the figures to the next
NEXT_PACK = timedelta(milliseconds=1)  # from one pack of an agency to its next
GOES_ON_WITHIN = timedelta(hours=1)  # longer than that, and the rows are read again
_READ: dict[tuple[UUID, int], tuple[datetime, Source]] = {}
_READ_FOR_PACKS: dict[UUID, PackReading] = {}
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
    """Make one of the packs that are due of the agency, and keep them all after the last one.

    Each is a step of its own, kept when it is made: a round that is stopped goes on after the last
    one, and makes none again whose facts are what they were. All that are kept for good are of the
    same facts: where these changed meanwhile, what was made of the old ones is made anew.
    """
    if _make_packs(by=by, at=at):
        # Before anybody else's first step: the reading is at hand.
        _set_round(
            kind=PACKS, agency=Agency.objects.get(pk=by.agency_id), at=at,
            due_at=min(timer.due_at, at) + NEXT_PACK,
        )  # fmt: skip


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
    """Make one pack that is lacking; keep all when none is. Return whether there is more to do.

    Each month it is looked whether any are due: a time with few episodes in it goes on.
    """
    time_of = time_due(by=by, at=at)
    if time_of is not None:
        reading = _read_for_packs(by, time_of, at)
        if reading is not None and _make_pack(reading, by, at):
            return True
    agency = Agency.objects.get(pk=by.agency_id)
    _set_round(kind=PACKS, agency=agency, at=at, due_at=next_month(at=at))
    return False


def _make_pack(reading: PackReading, by: Actor, at: datetime) -> bool:
    """Make one pack of a reading; with the last, keep all. Return whether one is lacking still."""
    year, mark = reading.until.year, reading.mark()
    parts = {kind: f"{kind}-{reading.until.isoformat()}" for kind in reading.kinds}
    kept = parts_kept(agency=by.agency_id, ends=year, marks=dict.fromkeys(parts.values(), mark))
    lacking = [kind for kind in reading.kinds if parts[kind] not in kept]
    for kind in lacking[:1]:
        made = make_pack(reading=reading, kind=kind)
        kept[parts[kind]] = made
        keep_part(ends=year, part=parts[kind], mark=mark, content=made, by=by, at=at)
    if len(lacking) > 1:
        _READ_FOR_PACKS.clear()
        _READ_FOR_PACKS[by.agency_id] = reading
        return True
    # They are as at the reading that all of them are of, not as at this step.
    keep_packs(
        contents={kind: kept[part] for kind, part in parts.items()}, since=reading.since,
        until=reading.until, by=by, at=reading.at,
    )  # fmt: skip
    return False


def _read_for_packs(by: Actor, time_of: PackTime, at: datetime) -> PackReading | None:
    held = _READ_FOR_PACKS.pop(by.agency_id, None)
    if held is not None and timedelta(0) <= at - held.at < GOES_ON_WITHIN:
        return held
    return read_for_packs(by=by, time_of=time_of, at=at)


def _make_figures(*, by: Actor, at: datetime) -> bool:
    """Make one part that is lacking; publish when none is. Return whether there is more to do.

    A year is published once, and revised once: where the two tell of no few beside each other.
    """
    ends = last_whole_year(at=at)
    due = may_publish(ends=ends, at=at)
    # Read once for all steps of a round: the parts are of the same rows, and nobody is looked at
    # again for each. A worker that begins in the middle reads for itself.
    source = _read(by.agency_id, ends, at) if due else None
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
        if not tells_of_few(source=source, ends=ends):
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
