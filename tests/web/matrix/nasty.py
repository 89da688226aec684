"""What people, machines and mischief put into fields; made with a fixed seed."""

import random
from collections.abc import Iterator

from tests.web.matrix.forms import Form

SEED = 20161122
NAMES = ["Null", "None", "NaN", "O'Connor", "1e5", "True", "N/A", "undefined", "D\u2019Arcy-Ng"]
DATES = [
    "31/02/2026", "29/02/2023", "0000-00-00", "00/00/0000", "99999", "1/13/2026", "31/11/2026",
    "2026-02-30", "-1/1/2026", "12/03/12012", "9999-12-31", "0001-01-01", "2026-11-20T25:61",
    "1/1/1", "yesterday", "\u0661\u0662/\u0660\u0663/\u0662\u0660\u0662\u0660",
]  # fmt: skip
ZALGO = "T" + "\u0301\u0328\u0330\u0360" * 60 + "e" + "\u0489" * 80
TEXTS = [
    "", " ", "\t\r\n", "\u202eerised\u202c", "\u200f\u200e\u2066", ZALGO, "\ud800", "a\udfffb",
    "\U0001f469\u200d\U0001f467", "\u0000", "a\u0000b", "\ufeff", "\uffff", "\x1b[31m", "\x7f",
    "=1+1", "%s%n", "../../etc/passwd", "'; DROP TABLE people_child; --", "<b>bold</b>",
    "{{7*7}}", "a" * 5_000, "\u00df" * 300, "\U0001d54f" * 241, "[]", "{}", '{"a": 1}', "null",
]  # fmt: skip
NUMBERS = [
    "-1", "0", "1e5", "1e999", "9" * 400, "0x10", "1.5", "-0", "\u0664\u0662", "1_000", "+1",
    "2147483648", "9223372036854775808", "NaN", "Infinity",
]  # fmt: skip
KEYS = [
    "00000000-0000-0000-0000-000000000000", "not-a-key", "{00000000000000000000000000000000}",
    "urn:uuid:00000000-0000-7000-8000-000000000000", "zzzzzzzz-zzzz-zzzz-zzzz-zzzzzzzzzzzz",
    "00000000-0000-7000-8000-00000000000",
]  # fmt: skip
CHOICES = ["no-such-choice", "high ", "HIGH", "on", "off", "yes\u0000", "[object Object]"]
EVERYTHING = [*NAMES, *DATES, *TEXTS, *NUMBERS, *KEYS, *CHOICES]

Pairs = list[tuple[str, str]]


def posts(
    forms: dict[str, dict[str, Form]], *, count: int
) -> Iterator[tuple[str, str, str, Pairs]]:
    """Yield (address, who, what was done to it, fields), evenly over the forms."""
    dice = random.Random(SEED)
    every = [
        (name, who, form)
        for name, by_role in sorted(forms.items())
        for who, form in sorted(by_role.items())[:2]
        if form.fields
    ]
    for number in range(count):
        name, who, form = every[number % len(every)]
        pairs = list(form.plausible().items())
        field = dice.choice(list(form.fields))
        way = dice.choice(
            ["one", "one", "one", "every", "twice", "array", "missing", "extra", "long"]
        )
        yield name, who, f"{way} {field}", _done(dice, way, field, pairs)


def _done(dice: random.Random, way: str, field: str, pairs: Pairs) -> Pairs:
    nasty = dice.choice(EVERYTHING)
    others = [pair for pair in pairs if pair[0] != field]
    if way == "every":
        return [(name, dice.choice(EVERYTHING)) for name, _ in pairs] or [(field, nasty)]
    if way == "twice":
        return [*pairs, (field, nasty), (field, dice.choice(EVERYTHING))]
    if way == "array":
        return [*others, (f"{field}[]", nasty), (f"{field}[0]", nasty), (f"{field}.a", nasty)]
    if way == "missing":
        return others
    if way == "extra":
        return [*pairs, ("is_staff", "1"), ("owner_agency", nasty), ("__proto__", nasty), ("", "")]
    if way == "long":
        return [
            *others,
            (field, dice.choice("aZ\u00e9\U0001f469") * dice.choice([241, 9_000, 90_000])),
        ]
    return [*others, (field, nasty)]
