"""Which skill a task wants, whether a skill holds, and where there are gaps; pure."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from uuid import UUID

SKILLS = Path(__file__).with_name("skills.toml")
FEW = 2  # one person on leave, and nobody is left


class NoSuchSkill(ValueError):
    """The file of skills has no such entry on that day."""


@dataclass(frozen=True, kw_only=True)
class Skill:
    """A skill, how long it lasts, and the kinds of task that want it."""

    id: str
    since: date
    title: str
    lasts_months: int
    tasks: tuple[str, ...]
    source: str
    status: str


@dataclass(frozen=True, kw_only=True)
class Gap:
    """How a skill stands at an agency: who has it, what waits for it, what was done without."""

    skill: Skill
    holders: int
    waiting: int
    without: int

    @property
    def is_gap(self) -> bool:
        """Whether nobody has it, or work waits for few, or was done without."""
        return self.holders == 0 or self.without > 0 or (self.waiting > 0 and self.holders < FEW)


def read_skills(*, text: str) -> tuple[Skill, ...]:
    """Return the skills of a text in the form of the file.

    :raises NoSuchSkill: one has no source or task, or a task wants two.
    """
    found = tuple(
        Skill(**{**one, "tasks": tuple(one["tasks"])}) for one in tomllib.loads(text)["skills"]
    )
    wanted: set[str] = set()
    for one in found:
        if not one.source or not one.tasks or one.lasts_months < 1:
            raise NoSuchSkill(f"The skill {one.id} needs a source, tasks and how long it lasts.")
        if wanted & set(one.tasks):
            raise NoSuchSkill(f"The skill {one.id}: a task of it wants another as well.")
        wanted |= set(one.tasks)
    return found


@lru_cache(maxsize=1)
def _kept() -> tuple[Skill, ...]:
    return read_skills(text=SKILLS.read_text(encoding="utf-8"))


def skills_on(*, on: date) -> tuple[Skill, ...]:
    """Return the skills that there are on a day."""
    return tuple(one for one in _kept() if one.since <= on)


def skill_called(*, skill: str, on: date) -> Skill:
    """Return a skill by its id.

    :raises NoSuchSkill: there is none on that day.
    """
    for one in skills_on(on=on):
        if one.id == skill:
            return one
    raise NoSuchSkill("Choose a skill of the list.")


def wanted_by(*, kind: str, on: date) -> Skill | None:
    """Return the skill that a kind of task wants, or None."""
    return next((one for one in skills_on(on=on) if kind in one.tasks), None)


def lasts_until(*, gained_on: date, months: int) -> date:
    """Return the day from which a skill holds no more: the same day so many months on."""
    year, month = divmod(gained_on.month - 1 + months, 12)
    for day in (gained_on.day, 30, 29, 28):
        try:
            return date(gained_on.year + year, month + 1, day)
        except ValueError:
            continue
    raise NoSuchSkill("No such day.")


def holds(*, gained_on: date, until_on: date, ended_on: date | None, on: date) -> bool:
    """Return whether somebody has a skill on a day."""
    return gained_on <= on < until_on and (ended_on is None or on < ended_on)


def gaps(
    *,
    skills: Iterable[Skill],
    holders: Mapping[str, Iterable[UUID]],
    waiting: Mapping[str, int],
    without: Mapping[str, int],
) -> list[Gap]:
    """Return how each skill stands, those that are lacking first."""
    found = [
        Gap(
            skill=one, holders=len(set(holders.get(one.id, ()))),
            waiting=sum(waiting.get(kind, 0) for kind in one.tasks),
            without=without.get(one.id, 0),
        )
        for one in skills
    ]  # fmt: skip
    return sorted(found, key=lambda gap: (not gap.is_gap, gap.holders, gap.skill.title))
