"""How children say that they were treated, by force and unit, beside what was done: never alone.

Counts of twelve whole months, always the same twelve: two answers of this page cannot be taken from
each other. Small numbers are hidden before anything is shown.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from whereabouts.engines.deadlines import london_date, london_instant
from whereabouts.engines.disclosure import Rules, named_rules, shown
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency, Team
from whereabouts.insight.lookups.door import lookup
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.return_home.models import Interview
from whereabouts.practice.voice import queries, rules
from whereabouts.practice.voice.models import ChildLink
from whereabouts.practice.voice.vocabulary import ANSWERS, QUESTIONS

MONTHS = 12
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
class ForceTreated:
    """One force: all of it, then its units."""

    force: str
    whole: UnitTreated
    units: tuple[UnitTreated, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """What was done, as far as the reader sees it: how many were asked for, and how each went."""

    words: str
    asked: int
    outcomes: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Treated:
    """The page: from and until when, each force, and what was done in the same time."""

    since: date
    until: date
    forces: tuple[ForceTreated, ...]
    process: tuple[Process, ...]
    codes: int | None
    too_small: int


@lookup(needs=Permission.VOICE_RESULTS)
def treated(*, actor: Actor, at: datetime) -> Treated:
    """Return the results that concern the actor's agency, small numbers protected."""
    since, until = _whole_months(at=at)
    disclosure = named_rules(rules_id=PROTECTED_BY, at=until)
    from_at = london_instant(on=since, wall=time(0))
    until_at = london_instant(on=until, wall=time(0))
    rows = queries.treated(from_at=from_at, until_at=until_at)
    forces = dict(
        Agency.objects.filter(pk__in={row[0] for row in rows}).values_list("pk", "name")
    )  # fmt: skip
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
    protected = shown(count=codes, rules=disclosure)
    return Treated(
        since=since,
        until=until,
        forces=tuple(
            _force(name=forces[key], tallies=tallies, disclosure=disclosure)
            for key, tallies in sorted(by_force.items(), key=lambda item: forces[item[0]])
        ),
        process=tuple(
            _process(kind=kind, words=words, from_at=from_at, until_at=until_at)
            for kind, words in INTERVIEWS
        ),
        codes=None if protected.number is None else int(protected.number),
        too_small=disclosure.hide_below,
    )


def _whole_months(*, at: datetime) -> tuple[date, date]:
    """Return the first day of the twelve whole months before this one, and of this one."""
    today = london_date(instant=at)
    first = today.year * 12 + today.month - 1 - MONTHS
    return date(first // 12, first % 12 + 1, 1), today.replace(day=1)


def _force(*, name: str, tallies: list[rules.Tally], disclosure: Rules) -> ForceTreated:
    units, whole = rules.by_unit(tallies=tallies, questions=KEYS, answers=VALUES, rules=disclosure)
    return ForceTreated(
        force=name,
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


def _process(*, kind: str, words: str, from_at: datetime, until_at: datetime) -> Process:
    asked = visible(Task).filter(kind=TASKS[kind], created_at__gte=from_at, created_at__lt=until_at)
    held = visible(Interview).filter(kind=kind, held_at__gte=from_at, held_at__lt=until_at)
    outcomes: dict[str, int] = defaultdict(int)
    for one in held:
        outcomes[one.get_outcome_display()] += 1
    return Process(words=words, asked=asked.count(), outcomes=tuple(sorted(outcomes.items())))
