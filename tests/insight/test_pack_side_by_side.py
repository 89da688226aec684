"""Whoever holds all of an agency's packs works out no count under five from their tables."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from tests.insight.intruder import Intruder
from tests.insight.pack_intruder import in_a_row, one_pack, with_parts
from tests.insight.test_pack import BY, OURS, PLAIN, an_episode, facts
from whereabouts.insight.figures.facts import Adults, Talk
from whereabouts.insight.figures.pack import effort, pack
from whereabouts.insight.figures.pack_ties import side_by_side
from whereabouts.insight.figures.profile import profile
from whereabouts.insight.figures.protected import About

LONDON = ZoneInfo("Europe/London")
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
SIZES = (8, 15, 30, 60, 120)


def an_agency(chance, *, size, since, days):
    """Return some made-up episodes, most of whose groups are few."""
    episodes = []
    for _ in range(size):
        at = since + chance.random() * days * DAY
        back = None if chance.random() < 0.05 else at + chance.expovariate(1 / 20) * HOUR
        held = (
            None if back is None or chance.random() < 0.4 else back + chance.random() * 120 * HOUR
        )
        episodes.append(
            an_episode(
                f"child-{chance.randint(0, size // 3)}", at=at, back_at=back,
                category=chance.choice(["missing"] * 8 + ["absent"]),
                first_level=chance.choice(["high", "medium", "medium", "low", ""]),
                decided_at=at + chance.random() * 2 * HOUR,
                deployed_at=chance.choice([None, at + HOUR]),
                sex=chance.choice("FMMFX"), ethnicity=chance.choice(["WBRI"] * 6 + ["BAFR", ""]),
                looked_after=chance.choice([True, False, None]),
                harm=chance.choice(["not_asked"] * 3 + ["asked", "denied", "told"]),
                found_by=chance.choice(["police", "own_accord", "family", ""]),
                found_place=chance.choice(["The arcade", "Somewhere", ""]),
                living_at=chance.choice(["home", "childrens_home"]),
                home=chance.choice(["Fern House", "Oak Lodge", ""]),
                authority=chance.choice(["Aldermere", "Elderby", ""]),
                out_of_area=chance.choice([True, False, None]),
                prevention=Talk(due=True, held_at=held, offered=held is not None),
                independent=Talk(
                    due=True, held_at=held, offered=held is not None or chance.random() < 0.7
                ),
                shared_back=chance.random() < 0.5, used_in_plan=chance.random() < 0.2,
                tasks=chance.randint(0, 9),
            )
        )  # fmt: skip
    return episodes


def tables_of(made, *, rules=OURS, together=True, before=()):
    """Return every table of an agency's packs of a time."""
    about = About(prefix="p", period="a year", rules=rules, coverage="made up")
    packs = {
        "pack": pack(facts=made, about=about, by=BY),
        "profile": profile(facts=made, about=about, by=BY),
        "effort": [effort(facts=made, about=about)],
    }
    if together:
        packs = side_by_side(made=packs, sheets=about.sheets, rules=rules, before=before)
    return [table for sections in packs.values() for one in sections for table in one.tables]


def of_a_year(seed, size):
    made = facts(adults=Adults(linked=9, of_several_children=3))
    episodes = an_agency(Random(seed), size=size, since=made.since, days=364)
    return replace(made, episodes=tuple(sorted(episodes, key=lambda one: one.reported_at)))


class OfExactNumbers(Intruder):
    def reads(self, name, text, **how):
        super().reads(name, text, **{**how, "exact": True})


def few_hidden(tables):
    """Return tables as if each small count were hidden and nothing else were done."""
    return [
        replace(table, lines=tuple(
            (line[0], *("c" if cell in ("1", "2", "3", "4") else cell for cell in line[1:]))
            for line in table.lines
        ))
        for table in tables
    ]  # fmt: skip


def attack(seeds):
    cells = alone = hidden = 0
    for seed in seeds:
        made = of_a_year(seed, SIZES[seed % len(SIZES)])
        tables = tables_of(made)
        assert one_pack(Intruder(), tables).works_out() == {}, seed
        cells += sum(len(line) - 1 for table in tables for line in table.lines)
        hidden += sum(table.hidden for table in tables)
        alone += sum(table.hidden for table in tables_of(made, together=False))
    return cells, alone, hidden


def test_no_count_under_five_follows_from_all_tables_of_an_agencys_packs():
    cells, alone, hidden = attack(range(20))
    # Hardly more is hidden than each table hides by itself.
    assert alone <= hidden < 1.05 * alone
    assert hidden < cells / 2


@pytest.mark.full
def test_no_count_under_five_follows_from_the_packs_of_a_thousand_agencies():
    attack(range(20, 1_020))


def test_where_nothing_but_small_counts_is_hidden_the_same_reader_finds_many():
    found = 0
    for seed in range(10):
        true = tables_of(of_a_year(seed, SIZES[seed % len(SIZES)]), rules=PLAIN, together=False)
        found += len(one_pack(OfExactNumbers(), few_hidden(true)).works_out())
    assert found > 150


def test_the_reader_of_packs_concludes_nothing_that_is_not_so():
    for seed in range(3):
        true = tables_of(of_a_year(seed, 60), rules=PLAIN, together=False)
        one_pack(OfExactNumbers(), true).works_out()  # it meets no contradiction


def test_the_same_count_is_printed_alike_in_every_table_of_a_pack():
    for seed in range(5):
        by_name = {table.name: table for table in tables_of(of_a_year(seed, 15 + 20 * seed))}
        for side in ("ethnicity", "sex", "disability", "care"):
            printed = {
                tuple((line[0], line[1]) for line in table.lines)
                for name, table in by_name.items()
                if name.startswith(f"p-diversity-{side}-")
            }
            assert len(printed) == 1
        sums = {
            table.lines[-1][1]
            for name, table in by_name.items()
            if name in {"p-harm", "p-found-by", "p-duration", "p-months", "p-from", "p-homes"}
        }
        assert len(sums) == 1


def in_months(seed, *, size, months):
    """Return packs of twelve months that follow each other, as the clock makes them."""
    chance = Random(seed)
    starts = [datetime(2025 + n // 12, n % 12 + 1, 1, tzinfo=LONDON) for n in range(13 + months)]
    episodes = sorted(
        an_agency(chance, size=size, since=starts[0], days=365 + 30 * months),
        key=lambda one: one.reported_at,
    )
    made = facts(adults=Adults(linked=9, of_several_children=3))
    return [
        (
            replace(
                made, since=starts[n], until=starts[n + 12],
                episodes=tuple(one for one in episodes if one.reported_at < starts[n + 12]),
            ),
            f"{starts[n]:%Y-%m}", f"{starts[n + 11]:%Y-%m}",
        )
        for n in range(months)
    ]  # fmt: skip


def worked_out_over_months(seed, *, size, months):
    packs = [
        (tables_of(made), first, last)
        for made, first, last in in_months(seed, size=size, months=months)
    ]
    return in_a_row(Intruder(), packs).works_out()


def test_nor_do_the_packs_of_months_that_follow_each_other_give_more_away():
    """As packs were made once, of agencies that had recorded for a year; test_packs_in_turn has the rest."""
    for seed, size in ((1, 20), (2, 40)):
        assert worked_out_over_months(seed, size=size, months=3) == {}


def test_what_a_reader_of_several_months_concludes_is_so():
    packs = [
        (tables_of(made, rules=PLAIN, together=False), first, last)
        for made, first, last in in_months(3, size=60, months=2)
    ]
    assert in_a_row(OfExactNumbers(), packs).works_out()  # it meets no contradiction


def several_agencies(seed):
    """Return the facts of a partnership's agencies, and of all of them together."""
    base = facts(adults=Adults(linked=9, of_several_children=3))
    agencies = [
        replace(of_a_year(10 * seed + number, size), adults=base.adults)
        for number, size in enumerate(((8, 8), (15, 30), (8, 60), (20, 20, 20))[seed % 4])
    ]
    agencies = [
        replace(one, episodes=tuple(
            replace(episode, person=f"{number}-{episode.person}") for episode in one.episodes
        ))
        for number, one in enumerate(agencies)
    ]  # fmt: skip
    every = sorted(
        (episode for one in agencies for episode in one.episodes), key=lambda one: one.reported_at
    )
    return replace(base, episodes=tuple(every)), agencies


def beside_its_agencies(seeds, *, reader=Intruder, tables=tables_of):
    """Return what whoever holds a partnership's pack and all but one of its agencies' works out."""
    found = {}
    for seed in seeds:
        every, agencies = several_agencies(seed)
        held = [tables(one) for one in agencies[:-1]]
        found |= {
            (seed, name): number
            for name, number in with_parts(reader(), tables(every), *held).works_out().items()
        }
    return found


def test_no_few_of_an_agency_follow_from_the_partnerships_pack_and_the_others():
    assert beside_its_agencies(range(6)) == {}


@pytest.mark.full
def test_nor_in_two_hundred_partnerships():
    assert beside_its_agencies(range(6, 206)) == {}


def test_the_same_reader_finds_many_of_them_where_nothing_but_small_counts_is_hidden():
    def alone(made):
        return few_hidden(tables_of(made, rules=PLAIN, together=False))

    assert len(beside_its_agencies(range(3), reader=OfExactNumbers, tables=alone)) > 50
