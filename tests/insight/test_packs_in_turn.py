"""Whoever keeps every pack of an agency, from its first day on, takes none from another."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from random import Random

import pytest

from tests.insight.intruder import Intruder
from tests.insight.pack_intruder import in_a_row, in_turn
from tests.insight.test_pack import BY, facts
from tests.insight.test_pack_side_by_side import LONDON, an_agency, tables_of
from whereabouts.insight.figures.facts import Adults, Helped, Quiet, Said
from whereabouts.insight.figures.pack_help import SAYS
from whereabouts.insight.figures.pack_times import holds_enough, time_of_packs

DAY = timedelta(days=1)
FIRST = date(2025, 12, 1)  # on which the agency begins to record


def first_of(months):
    return date(2025 + (11 + months) // 12, (11 + months) % 12 + 1, 1)


def midnight(day):
    return datetime(day.year, day.month, day.day, tzinfo=LONDON)


def an_agency_that_begins(seed, *, a_month, months):
    """Return its episodes, and what it knows on a day of whom it helps and whom it watches."""
    chance = Random(seed)
    episodes = an_agency(
        chance, size=a_month * months, since=midnight(FIRST), days=30 * months
    )  # fmt: skip
    episodes.sort(key=lambda one: one.reported_at)
    kinds = ("Trigger plan", "Long-term plan", "Support accepted")
    given = sorted(
        (midnight(FIRST) + chance.random() * 30 * months * DAY, f"child-{n}", chance.choice(kinds))
        for n in range(a_month * months // 3)
    )
    adults = sorted(midnight(FIRST) + chance.random() * 30 * months * DAY for _ in range(12))
    several = [chance.random() < 0.4 for _ in adults]
    words = {person: chance.choice(SAYS) for _, person, _ in given}
    days = {person: (chance.randint(0, 200), chance.randint(0, 400)) for _, person, _ in given}

    def known(since, until):
        helped = [one for one in given if one[0] < midnight(until)]
        linked = [more for at, more in zip(adults, several, strict=True) if at < midnight(until)]
        return replace(
            facts(
                helped=[Helped(person=person, kind=kind, at=at) for at, person, kind in helped],
                adults=Adults(linked=len(linked), of_several_children=sum(linked)),
                quiet=tuple(
                    Quiet(person=person, kind=kind, days_then=days[person][0],
                          days_now=days[person][1])
                    for _, person, kind in helped
                ),
                says=tuple(
                    Said(person=person, words=words[person])
                    for _, person, kind in helped if kind == "Long-term plan"
                ),
            ),
            since=midnight(since), until=midnight(until),
            episodes=tuple(one for one in episodes if one.reported_at < midnight(until)),
        )  # fmt: skip

    return known


def as_the_clock_makes_them(known, *, months):
    """Return the packs of so many months, each with the months that it is of."""
    last, packs = None, []
    for number in range(1, months + 1):
        today = first_of(number)
        time_of = time_of_packs(last=last, today=today, by=BY)
        if time_of is None:
            continue
        made = known(time_of.since, time_of.until)
        if holds_enough(time=time_of, episodes=len(made.of_the_time), by=BY):
            packs.append((made, time_of.since, time_of.until))
            last = time_of.until
    return packs


def made_in_turn(seed, *, a_month, months=26):
    packs = as_the_clock_makes_them(
        an_agency_that_begins(seed, a_month=a_month, months=months), months=months
    )
    assert len(packs) > 2
    tables = []
    for made, _, _ in packs:
        tables.append(tables_of(made, before=[table for pack in tables for table in pack]))
    return tables


def worked_out(seed, *, a_month):
    return in_turn(Intruder(), made_in_turn(seed, a_month=a_month)).works_out()


def each_month(known, *, months):
    """Return packs of twelve months that slide by one, as they were made once."""
    return [
        (tables_of(known(first_of(n - 12), first_of(n))), f"{first_of(n - 12):%Y-%m}",
         f"{first_of(n - 1):%Y-%m}")
        for n in range(1, months + 1)
    ]  # fmt: skip


def test_packs_that_slide_by_a_month_give_the_counts_of_a_new_agency_away():
    """The same reader of the same agencies finds many where packs are of the same days."""
    found = 0
    for seed in (0, 1):
        known = an_agency_that_begins(seed, a_month=1 + seed % 4, months=8)
        found += len(in_a_row(Intruder(), each_month(known, months=8)).works_out())
    assert found > 0


def test_no_count_under_five_follows_from_all_packs_of_an_agency_that_begins():
    for seed in range(6):
        assert worked_out(seed, a_month=(1, 2, 3, 4, 8, 60)[seed]) == {}, seed


def test_a_table_of_what_only_grows_shows_nothing_where_a_few_who_came_follow_from_it():
    """Of two hundred agencies this one's help told, by taking what it was from what it is."""
    packs = as_the_clock_makes_them(
        an_agency_that_begins(195, a_month=4, months=26), months=26
    )  # fmt: skip
    alone = [tables_of(made) for made, _, _ in packs]
    assert in_turn(Intruder(), alone).works_out() != {}
    assert worked_out(195, a_month=4) == {}


def test_more_than_half_of_what_was_counted_can_still_be_read():
    cells = hidden = 0
    for seed in range(6):
        for tables in made_in_turn(seed, a_month=(1, 2, 3, 4, 8, 15)[seed]):
            cells += sum(len(line) - 1 for table in tables for line in table.lines)
            hidden += sum(table.hidden for table in tables)
    assert hidden < 0.45 * cells


@pytest.mark.full
def test_nor_from_those_of_two_hundred_agencies():
    for seed in range(10, 210):
        assert worked_out(seed, a_month=(1, 2, 3, 4, 8, 15)[seed % 6]) == {}, seed


def test_no_two_packs_are_of_the_same_day_and_none_is_left_out():
    for a_month in (1, 15, 60):
        known = an_agency_that_begins(3, a_month=a_month, months=30)
        packs = as_the_clock_makes_them(known, months=30)
        for (_, _, before), (_, after, _) in pairwise(packs):
            assert before == after
        assert all((until - since).days <= 366 for _, since, until in packs)


def test_whoever_has_many_episodes_has_a_pack_each_quarter_and_whoever_has_few_one_a_year():
    lengths = {}
    for a_month in (1, 15, 60):
        packs = as_the_clock_makes_them(
            an_agency_that_begins(3, a_month=a_month, months=37), months=37
        )  # fmt: skip
        lengths[a_month] = [round((until - since).days / 30.4) for _, since, until in packs[1:]]
    assert set(lengths[60][1:]) == {3}
    assert set(lengths[15]) == {9}
    assert set(lengths[1][1:]) == {12}


def test_a_clock_that_stood_still_makes_the_packs_of_every_time_one_after_another():
    last, made = date(2024, 11, 1), []
    while time_of := time_of_packs(last=last, today=date(2026, 11, 20), by=BY):
        made.append((time_of.since, time_of.until, time_of.may_wait))
        last = time_of.until
    assert made == [
        (date(2024, 11, 1), date(2025, 10, 1), False), (date(2025, 10, 1), date(2026, 10, 1), False),
    ]  # fmt: skip
