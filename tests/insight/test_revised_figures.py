"""Whoever keeps a year's figures, and lays the revised ones beside them, reads no few in between."""

from dataclasses import replace
from datetime import date
from math import inf

import numpy as np
import pytest

from tests.insight.intruder import Intruder, whole_year
from tests.insight.test_read_side_by_side import ENDS, a_nation
from whereabouts.insight.figures import making
from whereabouts.insight.figures.definitions import definitions
from whereabouts.insight.figures.revising import revised_from
from whereabouts.insight.figures.rows import year_of
from whereabouts.interfaces.commands.statistics.making import from_folder

# Of rows alone these are told: whatever came of them adds up as they do.
ROWS = ("incident", "call", "sent")


def without(source, *, rows, seed):
    """Return the source as it was before so many rows of the year were entered."""
    first, after = year_of(ends=ENDS)
    at = source.rows.reported_at
    of_the_year = np.flatnonzero((at >= first) & (at < after))
    left_out = np.random.default_rng(seed).choice(of_the_year, size=rows, replace=False)
    kept = np.setdiff1d(np.arange(len(at)), left_out)
    return replace(
        source, rows=source.rows.where(kept), details=source.details.where(kept), made={},
        cubes=None,
    )  # fmt: skip


def tables_of(source):
    counts = making.counts(source=source, ends=ENDS, area=None, definitions=definitions())
    unit = making.ukmpu(source=source, ends=ENDS)[1]
    return [counts, making.reconciliation(source=source, ends=ENDS), *unit]


def worked_out(before, after):
    """Return what follows from both; whoever meets a contradiction knows that c may be nobody."""
    try:
        return beside(before, after, hidden=1).works_out()
    except AssertionError:
        return beside(before, after, hidden=0).works_out()


def beside(before, after, *, hidden):
    """Return who holds both: what came in between is as much as lies between them."""
    reader = Intruder()
    for when, tables in (("before", before), ("after", after)):
        held = whole_year(tables)
        for name in {*held.low, *held.high}:
            low, high = held.low[name], held.high[name]
            reader.knows((when, name), hidden if (low, high) == (1, inf) else low, high)
        reader.slack |= {(when, name) for name in held.slack}
        for terms in held.sums:
            reader.sums.append([((when, name), times) for name, times in terms])
            if all(name[0] in ROWS for name, _ in terms):
                reader.sums.append([(("came", name), times) for name, times in terms])
    for when, name in list(reader.low):
        if when == "after" and name[0] in (*ROWS, "individual", "child"):
            reader.adds_up(("after", name), [("before", name), ("came", name)])
    return reader


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    return from_folder(folder=a_nation(tmp_path_factory.mktemp("nation"), scale=0.01, seed=22))


def attack(source, *, seeds, rows=(0, 1, 3, 30, 60, 500, 900, 1400)):
    """Return how often the revised figures were held back, and what was found where they were."""
    after = tables_of(source)
    held = found = 0
    for seed in seeds:
        for many in rows:
            before = tables_of(without(source, rows=many, seed=seed))
            read = worked_out(before, after)
            if making.tells_of_few_beside(source=source, ends=ENDS, before=before):
                held += 1
                found += bool(read)
            else:
                assert read == {}, (seed, many)
    return held, found


def test_no_few_follow_from_revised_figures_beside_the_first_where_they_are_published(source):
    held, found = attack(source, seeds=[1])
    # Those of one row more are held back and those of many are not; held back are those that told.
    assert 2 <= held <= 6
    assert found > held / 2, "the same reader finds them where they are published all the same"


@pytest.mark.full
@pytest.mark.parametrize("scale", [0.004, 0.02])
def test_nor_in_many_years_that_were_revised(scale, tmp_path):
    for seed in range(1, 4):
        attack(
            from_folder(folder=a_nation(tmp_path / str(seed), scale=scale, seed=seed)),
            seeds=range(2),
        )


def test_rows_that_were_taken_away_are_read_as_well_as_rows_that_came(source):
    fewer, more = without(source, rows=1, seed=5), source
    for now, then in ((fewer, more), (more, fewer)):
        assert making.tells_of_few_beside(source=now, ends=ENDS, before=tables_of(then))
    assert not making.tells_of_few_beside(source=source, ends=ENDS, before=tables_of(source))


def test_a_year_may_be_revised_half_a_year_after_it_was_published():
    assert revised_from(published=date(2026, 4, 1)) == date(2026, 10, 1)
    assert revised_from(published=date(2026, 11, 20)) == date(2027, 5, 1)
