"""How children say that they were treated, by force and unit, beside what was done: never alone.

Counts of the last half year that is over: no two answers of this page are of the same day, so that
none is taken from another, and what one child said after a visit is never what the page changed by.
Small numbers are hidden before anything is shown.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from whereabouts.engines.deadlines import london_date, london_instant
from whereabouts.engines.disclosure import Rules, Shown, named_rules, shown, shown_table
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency, Team
from whereabouts.insight.figures.pack_times import last_whole
from whereabouts.insight.lookups.door import lookup
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.return_home.models import Interview
from whereabouts.practice.return_home.vocabulary import INTERVIEW_OUTCOMES
from whereabouts.practice.voice import queries, rules
from whereabouts.practice.voice.models import ChildLink
from whereabouts.practice.voice.vocabulary import ANSWERS, QUESTIONS

MONTHS = 6
PROTECTED_BY = "ours"  # the rules of engines/disclosure, as at the last day counted
NO_UNIT = "No unit named"
KEYS = tuple(key for key, _ in QUESTIONS)
VALUES = tuple(value for value, _ in ANSWERS)
INTERVIEWS = (("prevention", "Prevention interviews"), ("return", "Return home interviews"))
TASKS = {"prevention": "prevention_interview", "return": "return_interview"}


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionRow:
    """One question of one unit: answer → how many children, None where it is too few to show."""

    words: str
    answers: tuple[tuple[str, int | None], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitTreated:
    """One unit of one force."""

    unit: str
    rows: tuple[QuestionRow, ...]
    hidden: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """What was done, as far as the reader sees it: how many were asked for, and how each went.

    A line a unit that spoke, or tried to; None where a number is too small to show.
    """

    words: str
    asked: int | None
    outcomes: tuple[str, ...]
    units: tuple[tuple[str, tuple[int | None, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ForceTreated:
    """One force: what was done, then what children say of all of it and of its units."""

    force: str
    process: tuple[Process, ...]
    whole: UnitTreated | None
    units: tuple[UnitTreated, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Treated:
    """The page: from and until when, and each force with what was done in the same time."""

    since: date
    until: date
    forces: tuple[ForceTreated, ...]
    codes: int | None
    too_small: int


@lookup(needs=Permission.VOICE_RESULTS)
def treated(*, actor: Actor, at: datetime) -> Treated:
    """Return the results that concern the actor's agency, small numbers protected."""
    since, until = last_whole(today=london_date(instant=at), months=MONTHS)
    disclosure = named_rules(rules_id=PROTECTED_BY, at=until)
    from_at = london_instant(on=since, wall=time(0))
    until_at = london_instant(on=until, wall=time(0))
    rows = queries.treated(from_at=from_at, until_at=until_at)
    done = _done(from_at=from_at, until_at=until_at)
    forces = dict(
        Agency.objects.filter(pk__in={row[0] for row in rows} | done.forces).values_list(
            "pk", "name"
        )
    )
    units = dict(
        Team.objects.filter(pk__in={row[1] for row in rows if row[1]}).values_list("pk", "name")
    )
    by_force: dict[UUID, list[rules.Tally]] = defaultdict(list)
    for force, team, question, answer, number in rows:
        by_force[force].append(
            rules.Tally(
                unit=units.get(team, NO_UNIT) if team else NO_UNIT,
                question=question, answer=answer, number=number,
            )
        )  # fmt: skip
    codes = visible(ChildLink).filter(recorded_at__gte=from_at, recorded_at__lt=until_at).count()
    return Treated(
        since=since,
        until=until,
        forces=tuple(
            _force(
                name=name,
                tallies=by_force.get(key, []),
                disclosure=disclosure,
                process=tuple(
                    _process(done=done, force=key, kind=kind, words=words, disclosure=disclosure)
                    for kind, words in INTERVIEWS
                ),
            )
            for key, name in sorted(forces.items(), key=lambda item: item[1])
        ),
        codes=_number(shown(count=codes, rules=disclosure)),
        too_small=disclosure.hide_below,
    )


def _force(
    *, name: str, process: tuple[Process, ...], tallies: list[rules.Tally], disclosure: Rules
) -> ForceTreated:
    if not tallies:
        return ForceTreated(force=name, process=process, whole=None, units=())
    units, whole = rules.by_unit(tallies=tallies, questions=KEYS, answers=VALUES, rules=disclosure)
    return ForceTreated(
        force=name,
        process=process,
        whole=_unit(name, whole),
        units=tuple(_unit(unit, lines) for unit, lines in units.items()),
    )


def _unit(unit: str, lines: dict[str, dict[str, int | None]]) -> UnitTreated:
    rows = tuple(
        QuestionRow(
            words=words,
            answers=tuple((label, lines[key][value]) for value, label in ANSWERS),
        )
        for key, words in QUESTIONS
    )
    return UnitTreated(
        unit=unit,
        rows=rows,
        hidden=all(number is None for row in rows for _, number in row.answers),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Done:
    """What was asked for and how it went: (force, kind) → number, and → unit, outcome → number."""

    asked: dict[tuple[UUID, str], int]
    went: dict[tuple[UUID, str], dict[tuple[str, str], int]]

    @property
    def forces(self) -> set[UUID]:
        return {force for force, _ in (*self.asked, *self.went)}


def _done(*, from_at: datetime, until_at: datetime) -> _Done:
    asked: dict[tuple[UUID, str], int] = defaultdict(int)
    kinds = {task: kind for kind, task in TASKS.items()}
    tasks = visible(Task).filter(
        kind__in=kinds, created_at__gte=from_at, created_at__lt=until_at
    )  # fmt: skip
    for force, kind in tasks.values_list("episode__owner_agency", "kind"):
        asked[force, kinds[kind]] += 1
    went: dict[tuple[UUID, str], dict[tuple[str, str], int]] = defaultdict(lambda: defaultdict(int))
    talks = visible(Interview).filter(held_at__gte=from_at, held_at__lt=until_at)
    for force, kind, outcome, agency, name, team in talks.values_list(
        "episode__owner_agency", "kind", "outcome", "owner_agency", "owner_agency__name",
        "recorded_by__team__name",
    ):  # fmt: skip
        # Of the force by its unit; of everybody else, a council or a charity, by their name.
        unit = (team or NO_UNIT) if agency == force else name
        went[force, kind][unit, outcome] += 1
    return _Done(asked=asked, went=went)


def _process(
    *, done: _Done, force: UUID, kind: str, words: str, disclosure: Rules
) -> Process:  # fmt: skip
    went = done.went.get((force, kind), {})
    units = sorted({unit for unit, _ in went})
    counts = [[went.get((unit, key), 0) for key, _ in INTERVIEW_OUTCOMES] for unit in units]
    cells = shown_table(counts=counts, rules=disclosure)[0] if counts else []
    return Process(
        words=words,
        asked=_number(shown(count=done.asked.get((force, kind), 0), rules=disclosure)),
        outcomes=tuple(label for _, label in INTERVIEW_OUTCOMES),
        units=tuple(
            (unit, tuple(_number(cell) for cell in row))
            for unit, row in zip(units, cells, strict=True)
        ),
    )


def _number(seen: Shown) -> int | None:
    return None if seen.number is None else int(seen.number)
