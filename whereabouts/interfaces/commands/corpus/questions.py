"""Questions with their answers, and second records of people who are there already."""

from __future__ import annotations

import random
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from whereabouts.interfaces.commands.corpus.names_by_origin import SHORT_FORMS
from whereabouts.interfaces.commands.corpus.noise import KINDS, SLIPS, another_day, called, mistyped
from whereabouts.interfaces.commands.corpus.people import NOBODY, People

ASKED_ON = date(2026, 11, 1)
WITHOUT_LETTERS = 2


@dataclass(frozen=True)
class Question:
    """What somebody asks, of whom, and what is wrong with it. `born` is text as people say it."""

    kind: str
    truth: int
    given: str
    family: str
    born: str
    sex: str | None = None
    place: str | None = None
    turned_round: bool = False

    @property
    def name(self) -> str:
        """The name as it is typed into one field."""
        parts = (self.family, self.given) if self.turned_round else (self.given, self.family)
        return " ".join(part for part in parts if part)


def make_questions(
    *,
    people: People,
    number: int,
    seed: int,
    kinds: tuple[str, ...] = KINDS,
    only: Collection[int] | None = None,
) -> list[Question]:
    """Return questions, each kind as often as the next, about different people.

    So many of them, or as many as there are people for; `only` says about whom.
    """
    chance = random.Random(seed)  # noqa: S311 (made-up questions, by a seed)
    rows = np.random.default_rng(seed).permutation(len(people))
    took = iter([row for row in rows.tolist() if only is None or row in only])
    found = []
    for place in range(number):
        kind = kinds[place % len(kinds)]
        row = next((row for row in took if _suits(people, row, kind)), None)
        if row is None:
            break
        found.append(_asked(people, row, kind, chance))
    return found


def noted_again(*, people: People, number: int, seed: int) -> list[Question]:
    """Return second records of different people, as another agency would have noted them.

    Whole names and dates, each wrong in one of the ways or in none; sex and place as known.
    """
    kinds = ("exact", "typing", "hearing", "nickname", "transliteration", "date", "former_name")
    made = make_questions(people=people, number=number, seed=seed, kinds=kinds)
    return [
        replace(each, sex=people.sex(each.truth), place=people.address(each.truth)) for each in made
    ]


def _suits(people: People, row: int, kind: str) -> bool:
    given = people.given_words[people.given[row]]
    family = people.family_words[people.family[row]]
    if kind == "nickname":
        return given.lower() in SHORT_FORMS
    if kind == "former_name":
        return bool(people.former[row] != NOBODY)
    if kind == "transliteration":
        return people.origins[people.origin[row]] not in ("british", "portuguese")
    if kind == "short_name":
        return 2 <= min(len(given), len(family)) <= 4
    return len(family) > WITHOUT_LETTERS


def _asked(  # noqa: PLR0912 (a branch a kind)
    people: People, row: int, kind: str, chance: random.Random
) -> Question:
    given, family = people.given_name(row), people.family_name(row)
    born = _said(people.birthday(row), chance)
    asked = Question(kind, row, given.split()[0], family, born)
    if chance.random() < 0.15:
        asked = replace(asked, given=given)
    if chance.random() < 0.3:
        asked = replace(asked, sex=people.sex(row))
    if kind in ("typing", "hearing", "transliteration"):
        slip = SLIPS[kind]
        given, family = asked.given, slip(family, chance)
        if chance.random() < 0.5:
            given = slip(given, chance)
        if chance.random() < 0.3:
            family = slip(family, chance)
        return replace(asked, given=given, family=family)
    if kind == "short_name":
        if len(asked.given) <= 4 and (len(family) > 4 or chance.random() < 0.5):
            return replace(asked, given=mistyped(asked.given, chance))
        return replace(asked, family=mistyped(family, chance))
    if kind == "order":
        return _in_another_order(asked, people, row, chance)
    if kind == "nickname":
        return replace(asked, given=called(given, chance))
    if kind == "date":
        wrong = another_day(people.birthday(row), chance)
        slipped = mistyped(family, chance) if chance.random() < 0.3 else family
        return replace(asked, born=f"{wrong:%d/%m/%Y}", family=slipped)
    if kind == "typed_so_far":
        least = min(3, len(family))
        return replace(asked, family=family[: chance.randint(least, max(least, len(family) - 1))])
    if kind == "former_name":
        return replace(asked, family=people.former_name(row) or family)
    if kind == "age_only":
        return _by_age(asked, people, row, chance)
    return asked


def _said(born: date, chance: random.Random) -> str:
    told = chance.random()
    if told < 0.85:
        return f"{born:%d/%m/%Y}"
    return f"{born:%m/%Y}" if told < 0.93 else f"{born:%Y}"


def _in_another_order(asked: Question, people: People, row: int, chance: random.Random) -> Question:
    told = chance.random()
    if told < 0.5:
        return replace(asked, turned_round=True)
    if told < 0.75:
        return replace(asked, family=asked.family.replace("-", " ").replace("'", " "))
    together = people.given_name(row).replace(" ", "").replace("-", "")
    return replace(asked, given=together)


def _by_age(asked: Question, people: People, row: int, chance: random.Random) -> Question:
    age = (ASKED_ON - people.birthday(row)).days // 365
    said = max(0, age + chance.choice((-1, 0, 0, 0, 1)))
    town = people.address(row).rpartition(", ")[2]
    family = mistyped(asked.family, chance) if chance.random() < 0.3 else asked.family
    return replace(asked, family=family, born=f"about {said}", sex=people.sex(row), place=town)
