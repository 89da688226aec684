"""Texts made a column at a time are what one at a time would be."""

import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from whereabouts.engines.policy import evaluate, load_packs
from whereabouts.engines.policy.bulk import case_of
from whereabouts.foundations.agencies.keys import new_id
from whereabouts.interfaces.commands.backload.answers import answers, facts_as_json
from whereabouts.interfaces.commands.backload.grading import graded
from whereabouts.interfaces.commands.backload.text import (
    NULL,
    dashed,
    each,
    escaped,
    keys,
    lines,
    moments,
    offsets,
    said,
)
from whereabouts.interfaces.commands.made_nation import local
from whereabouts.interfaces.commands.made_nation.columnar import facts_of
from whereabouts.interfaces.commands.made_nation.making import make_nation
from whereabouts.records.people.models import ChildIdentifier

NOT_KEPT = ("undecided", "questions", "obligations", "conflicts")
LONDON = ZoneInfo("Europe/London")


def by_one(seconds):
    return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=LONDON)


def test_every_quarter_of_an_hour_of_ten_years_is_told_as_one_by_one():
    first = int(datetime(2014, 1, 1, tzinfo=UTC).timestamp())
    wall = np.arange(first, first + 10 * 366 * 86_400, 900)
    ahead = [by_one(second).utcoffset().total_seconds() for second in wall[::7].tolist()]
    assert offsets(wall[::7]).tolist() == ahead
    changes = np.flatnonzero(np.diff(offsets(wall)))
    assert len(changes) == 20
    for place in changes:
        for second in wall[place - 8 : place + 8].tolist():
            assert offsets(np.array([second]))[0] == by_one(second).utcoffset().total_seconds()


def test_moments_are_instants_and_none_is_nothing():
    summer = int(datetime(2020, 7, 1, 12, 30, tzinfo=UTC).timestamp())
    texts = moments(np.array([summer, -1]))
    assert datetime.fromisoformat(texts[0]) == by_one(summer)
    assert texts[1] == NULL


def test_what_was_known_is_what_a_single_case_says(request):
    library = load_packs(request.config.rootpath / "policy_packs")
    facts = facts_of(table=make_nation(years=1, scale=0.001, seed=3).episodes)
    texts = facts_as_json(facts=facts, vocabulary=library.vocabulary)
    for number, text in enumerate(texts):
        case = case_of(vocabulary=library.vocabulary, columns=facts, number=number)
        assert json.loads(text) == case
        assert list(json.loads(text)) == list(case)


def test_every_answer_keeps_what_a_single_evaluation_grades_and_what_fired(request):
    library = load_packs(request.config.rootpath / "policy_packs")
    made = make_nation(years=10, scale=0.001, seed=4)
    practices = local.practices(forces=made.tables["forces"], codes=made.about["forces"])
    known = graded(made=made.episodes, practices=practices, library=library)
    assert len(known.packs) > 10
    for number, text in enumerate(answers(graded=known)):
        # As COPY reads it: a backslash stands twice.
        kept = json.loads(text.replace("\\\\", "\\"))
        facts = case_of(vocabulary=library.vocabulary, columns=known.facts, number=number)
        alone = evaluate(pack=known.packs[known.which[number]], facts=facts)
        assert {name: alone[name] for name in kept if name not in NOT_KEPT} == {
            name: value for name, value in kept.items() if name not in NOT_KEPT
        }
        assert kept["fired"]
        assert all(kept[name] == [] for name in NOT_KEPT)


def test_keys_are_the_same_again_and_others_for_another_nation_or_kind():
    numbers = np.arange(50_000)
    at = 1_500_000_000 + numbers // 3

    def made(nation, kind, own=slice(None)):
        return keys(nation=nation, kind=kind, numbers=numbers[own], at=at[own])

    found = made(1, 2)
    assert found == made(1, 2)
    assert found[700:900] == made(1, 2, slice(700, 900))
    assert len({*found, *made(2, 2), *made(1, 3)}) == 150_000
    assert {key[12] for key in found} == {"8"}
    assert {key[16] for key in found} <= set("89ab")
    assert dashed(found[0]).replace("-", "") == found[0]


def test_keys_of_one_moment_differ_and_a_later_one_sorts_after():
    at = np.array([1_400_000_000, 1_400_000_000, 1_400_000_001, 1_700_000_000])
    found = keys(nation=1, kind=2, numbers=np.array([9, 8, 7, 6]), at=at)
    assert len(set(found)) == 4
    assert max(found[:2]) < found[2] < found[3]
    assert [int(key[:12], 16) for key in found] == (at * 1_000).tolist()
    # Today's rows have keys that begin with their moment too: they come after a history's.
    assert found[3] < new_id().hex


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, r"\N"), (True, "t"), (False, "f"), (b"\x01\xff", r"\\x01ff"), ("a\tb\\c", r"a\tb\\c"),
        (["x y"], '{"x y"}'), (7, "7"),
    ],
)  # fmt: skip
def test_values_are_written_as_copy_reads_them(value, written):
    assert said(value) == written


def test_a_column_that_no_table_has_is_refused():
    with pytest.raises(KeyError, match="nothing_such"):
        lines(model=ChildIdentifier, columns={"nothing_such": 1}, number=1)


def test_a_share_sign_and_a_line_break_in_a_value_stay_what_they_are():
    text = lines(
        model=ChildIdentifier,
        columns={"value": "50 %s\n", "scheme": each(["force", "pnc"])},
        number=2,
    )
    assert text.count("\n") == 2
    assert all(escaped("50 %s\n") in line.split("\t") for line in text.splitlines())
