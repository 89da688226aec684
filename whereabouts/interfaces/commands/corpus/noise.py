"""How a name or a date goes wrong between a child and a screen, by kind."""

# ruff: noqa: SIM905

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta

from whereabouts.interfaces.commands.corpus.names_by_origin import SHORT_FORMS

KINDS = (
    "exact",
    "typing",
    "hearing",
    "order",
    "nickname",
    "transliteration",
    "date",
    "typed_so_far",
    "short_name",
    "former_name",
    "age_only",
)
NEXT_KEYS = dict(
    zip(
        "qwertyuiopasdfghjklzxcvbnm",
        "wa qse wdr eft rgy thu yji uko ilp ol qsz awdx sefc drgv fthb gyjn hukm jil ko asx zsdc "
        "xdfv cfgb vghn bhjm njk".split(" "),
        strict=True,
    )
)
# What is heard for what; each way round where both happen.
HEARD = (
    ("ph", "f"), ("th", "f"), ("th", "t"), ("f", "th"), ("v", "b"), ("b", "p"), ("p", "b"),
    ("d", "t"), ("t", "d"), ("m", "n"), ("n", "m"), ("s", "z"), ("z", "s"), ("k", "c"), ("c", "k"),
    ("g", "k"), ("ee", "ea"), ("ea", "ee"), ("ie", "y"), ("y", "ie"), ("i", "e"), ("e", "i"),
    ("a", "e"), ("o", "u"), ("u", "o"), ("ck", "k"), ("gh", ""), ("ch", "sh"), ("sh", "ch"),
    ("wr", "r"), ("kn", "n"), ("ll", "l"), ("tt", "t"), ("ss", "s"), ("l", "ll"), ("ou", "ow"),
    ("sz", "sh"), ("cz", "ch"), ("j", "y"), ("w", "v"), ("h", ""), ("er", "a"), ("a", "er"),
)  # fmt: skip
CARRIED_OVER = (
    ("aa", "a"), ("a", "aa"), ("ah", "a"), ("a", "ah"), ("ee", "i"), ("i", "ee"), ("ou", "u"),
    ("u", "ou"), ("oo", "u"), ("u", "oo"), ("kh", "h"), ("h", "kh"), ("q", "k"), ("k", "q"),
    ("dj", "j"), ("j", "dj"), ("sh", "ch"), ("sz", "sh"), ("cz", "ch"), ("w", "v"), ("v", "w"),
    ("y", "i"), ("i", "y"), ("j", "y"), ("ks", "x"), ("x", "ks"), ("o", "u"), ("u", "o"),
    ("e", "a"), ("a", "e"), ("c", "ts"), ("ch", "tch"), ("mm", "m"), ("m", "mm"), ("ss", "s"),
    ("s", "ss"), ("dh", "d"), ("th", "t"), ("t", "th"), ("gh", "g"), ("ai", "ei"), ("ei", "ai"),
    ("sk", "ski"), ("z", "s"), ("ii", "i"), ("iy", "i"), ("ks", "x"), ("zh", "j"),
)  # fmt: skip


def mistyped(word: str, chance: random.Random) -> str:
    """Return a word with one slip of the fingers: a letter more, less, other, or two changed."""
    if len(word) < 2:
        return word + chance.choice("aeinrst")
    place = chance.randrange(len(word))
    kind = chance.random()
    if kind < 0.25:
        return word[:place] + word[place + 1 :]
    if kind < 0.5:
        near = NEXT_KEYS.get(word[place].lower(), "aeion")
        return word[:place] + chance.choice(near) + word[place:]
    if kind < 0.8:
        near = NEXT_KEYS.get(word[place].lower(), "aeion")
        return word[:place] + chance.choice(near) + word[place + 1 :]
    place = min(place, len(word) - 2)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def misheard(word: str, chance: random.Random) -> str:
    """Return a word as somebody heard it over a bad line."""
    return _by_rules(word, HEARD, chance)


def carried_over(word: str, chance: random.Random) -> str:
    """Return a word as another office put it into English letters."""
    return _by_rules(word, CARRIED_OVER, chance)


def called(given: str, chance: random.Random) -> str:
    """Return a short form of a given name, or the name where none is known."""
    forms = SHORT_FORMS.get(given.split(maxsplit=1)[0].lower())
    return chance.choice(forms).capitalize() if forms else given


def another_day(born: date, chance: random.Random) -> date:
    """Return a date of birth with one thing wrong: day and month, a figure, a month, a year."""
    for _ in range(20):
        wrong = chance.choice((_transposed, _figure_off, _figure_off, _month_off, _year_off))
        found = wrong(born, chance)
        if found is not None and found != born and date(2000, 1, 1) < found < date(2026, 1, 1):
            return found
    return born + timedelta(days=1)


def _by_rules(word: str, rules: tuple[tuple[str, str], ...], chance: random.Random) -> str:
    small = word.lower()
    fitting = [rule for rule in rules if rule[0] in small]
    if not fitting or len(small) < 2:
        return mistyped(word, chance)
    old, new = chance.choice(fitting)
    places = [place for place in range(len(small)) if small.startswith(old, place)]
    place = chance.choice(places)
    changed = small[:place] + new + small[place + len(old) :]
    return changed.capitalize() if len(changed) > 1 else mistyped(word, chance)


def _transposed(born: date, _: random.Random) -> date | None:
    return _day(born.year, born.day, born.month)


def _figure_off(born: date, chance: random.Random) -> date | None:
    iso = f"{born}"
    place = chance.choice((3, 5, 6, 8, 9))
    other = iso[:place] + chance.choice("0123456789") + iso[place + 1 :]
    return _day(int(other[:4]), int(other[5:7]), int(other[8:]))


def _month_off(born: date, chance: random.Random) -> date | None:
    return _day(born.year, born.month + chance.choice((-1, 1)), born.day)


def _year_off(born: date, chance: random.Random) -> date | None:
    return _day(born.year + chance.choice((-1, 1)), born.month, born.day)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


Slip = Callable[[str, random.Random], str]
SLIPS: dict[str, Slip] = {
    "typing": mistyped,
    "hearing": misheard,
    "transliteration": carried_over,
    "short_name": mistyped,
}
