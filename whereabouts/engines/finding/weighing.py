"""What the names and dates of rows weigh: only whom to compare in full is chosen by it."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from whereabouts.engines.finding.asked import Asked
from whereabouts.engines.finding.columns import ALONE, SEXES, Columns
from whereabouts.engines.finding.dates import CONFLICT, SURE, WEIGHTS
from whereabouts.engines.finding.levels import (
    LEAST_LIKE,
    WHOLE_WORDS,
    WORTH,
    Level,
    most_alike_beyond,
)
from whereabouts.engines.finding.runs import COMMON, PLACE, Begun, Run

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]
Bytes = NDArray[np.uint8]

LIKE: Final = 10.0
SAME_SEX, OTHER_SEX, SAME_PLACE = 1.0, -3.0, 4.0
# Who is so many bits behind the likeliest is not worth showing beside them.
FAR_BEHIND: Final = 18.0
ROUNDING: Final = 1e-3
MOST_OF_A_DAY: Final = max(WEIGHTS.values())


def weighed_days(*, columns: Columns, asked: Asked, rows: Ints) -> Floats | None:
    """Return what the dates of birth weigh, or None where none was asked for."""
    if asked.dates is None:
        return None
    first = columns.row_born[rows]
    weights: Floats = asked.dates.of_days(first)
    if len(columns.ranged):
        last = columns.row_last[rows]
        ranged = np.flatnonzero(first != last)
        weights[ranged] = asked.dates.of_ranges(
            first[ranged].astype(np.int32), last[ranged].astype(np.int32)
        )
    return weights


def weighed_names(
    *, asked: Asked, rows: Ints, levels: list[Bytes], weights: Floats
) -> tuple[Floats, list[Flags]]:
    """Return what the names weigh, and for each word whether it agrees."""
    number = len(asked.words)
    total = np.zeros(len(rows), dtype=np.float32)
    each = [WORTH[at] * weight for at, weight in zip(levels, weights, strict=False)]
    agrees = [at > 0 for at in levels[:number]]
    for (place, _), at in zip(asked.pairs, levels[number:], strict=True):
        whole = np.flatnonzero(at >= WHOLE_WORDS)
        if not len(whole):
            continue
        both = WORTH[at[whole]] * (weights[place] + weights[place + 1]) / 2
        for part in (place, place + 1):
            each[part][whole] = np.maximum(each[part][whole], both)
            agrees[part][whole] = True
    for weight in each:
        total += weight
    return total, agrees


def how_alike(
    *,
    columns: Columns,
    asked: Asked,
    rows: Ints,
    agrees: list[Flags],
    names: Floats,
    days: Floats,
    extra: Floats,
    shown: int,
) -> Floats:
    """Return what it weighs how alike the words are where the date is right.

    Only of whom it may bring near enough to the likeliest, and among as many as are shown.
    """
    bonus = np.zeros(len(rows), dtype=np.float32)
    right = days >= SURE
    sure = np.flatnonzero(right)
    if not len(sure):
        return bonus
    so_far = names + days + extra
    alone = columns.row_set[rows] == ALONE
    least = least_shown(so_far, np.logical_or.reduce([right, *agrees]), alone, shown)
    # Who has several rows may have a better day, or what else was asked for, on another of them.
    best_extra = extra.max()
    elsewhere = np.where(alone[sure], 0, MOST_OF_A_DAY - days[sure] + best_extra - extra[sure])
    at_most = so_far[sure] + elsewhere
    most_of_all = sum(max(most_alike_beyond(len(word)) - LEAST_LIKE, 0) for word in asked.words)
    kept = at_most + LIKE * most_of_all >= least
    sure, at_most = sure[kept], at_most[kept]
    if not len(sure):
        return bonus
    held, words = columns.row_words[rows[sure]], columns.words
    most = [
        np.where(agreeing[sure, None], 0, words.most_alike(word=word, places=held, near=False))
        for agreeing, word in zip(agrees, asked.words, strict=True)
    ]
    above = [np.maximum(each.max(axis=1) - LEAST_LIKE, 0) for each in most]
    reach = at_most + LIKE * sum(above)
    for each, most_above, word in zip(most, above, asked.words, strict=True):
        which = (each > LEAST_LIKE) & (reach >= least)[:, None]
        if which.any():
            alike = np.zeros(each.shape, dtype=np.float32)
            alike[which] = words.alike(word=word, places=held[which])
            is_above = np.maximum(alike.max(axis=1) - LEAST_LIKE, 0)
            bonus[sure] += LIKE * is_above
            reach -= LIKE * (most_above - is_above)  # who is out of reach now need not be read on
    return bonus


def least_shown(so_far: Floats, admitted: Flags, alone: Flags, shown: int) -> float:
    """Return what somebody must weigh to be shown: fewer than so many persons weigh more.

    Who has several rows is not counted: they weigh together, which is not known yet.
    """
    least = float(so_far[admitted].max()) - FAR_BEHIND
    persons = so_far[admitted & alone]
    if len(persons) > shown:
        place = len(persons) - shown
        least = max(least, float(np.partition(persons, place)[place]))
    return least - ROUNDING


def most_by_signs(
    *, asked: Asked, begun: Begun, weights: Floats, runs: list[Run]
) -> tuple[Floats, list[float]]:
    """Return for each set of signs the most that somebody weighs who has these and no other.

    And what of it each word weighs.

    Of the words, and of the place; and who was born on a day that contradicts the one asked for,
    and has none of the numbers. `runs` are those that do not hold everybody.
    """
    most = [float(WORTH[Level.SAME] * weight) for weight in weights]
    for run in runs:
        if run.word is not None:
            levels = begun.nears[run.word].levels
            levels = levels[levels < WHOLE_WORDS] if run.far else levels
            best = WORTH[Level.BEGINS : levels.max(initial=Level.BEGINS) + 1].max()
            most[run.word] = float(best * weights[run.word])
    for run in runs:
        if run.word is None:
            place = run.bits.bit_length() - 2
            both = float(weights[place] + weights[place + 1]) / 2
            most[place : place + 2] = (max(each, both) for each in most[place : place + 2])
    signs = np.arange(256, dtype=np.int32)
    total = np.full(256, CONFLICT + (SAME_SEX if asked.sex in SEXES else 0), dtype=np.float32)
    for word, weight in enumerate(weights):
        # Of a word that very many hold a run leaves out who holds it only far off.
        lacking = WORTH[Level.TWO_SLIPS if begun.held[word] > COMMON else Level.NONE] * weight
        total += np.where(signs >> word & 1, np.float32(most[word]), lacking)
    total[signs & PLACE > 0] += SAME_PLACE
    return total, most
