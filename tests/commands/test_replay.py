"""Past episodes graded again: the same counts as one by one, and what needs approval."""

import json
import random
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from whereabouts.engines.policy import LEVELS, evaluate, load_packs
from whereabouts.engines.policy.bulk import case_of, columns_of, grade_all
from whereabouts.interfaces.commands import replay
from whereabouts.interfaces.commands.bench_rules import made_up_case
from whereabouts.interfaces.commands.made_nation import columnar
from whereabouts.interfaces.commands.made_nation.making import make_nation
from whereabouts.interfaces.commands.replaying.columns import from_columns
from whereabouts.interfaces.commands.replaying.past import Own, Past
from whereabouts.interfaces.commands.replaying.report import below_what_was_known, replayed
from whereabouts.interfaces.commands.replaying.under import NoOwnPacks
from whereabouts.interfaces.commands.replaying.words import OF_HIGH

DAY = 86_400
LEVEL = {name: place for place, name in enumerate(LEVELS)}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("nation")
    columnar.write(nation=make_nation(years=2, scale=0.004, seed=5), folder=made)
    return made


@pytest.fixture(scope="module")
def library(request):
    return load_packs(request.config.rootpath / "policy_packs")


def past_of(library, *rows):
    """Make a past of (facts, decided level or none) in two forces that take turns."""
    return Past(
        facts=columns_of(vocabulary=library.vocabulary, cases=[facts for facts, _ in rows]),
        decided=np.array([-1 if level is None else LEVEL[level] for _, level in rows]),
        force=np.arange(len(rows)) % 2,
        forces=("northmoor", "southmoor"),
        reported_at=np.arange(len(rows)) * DAY,
        name=lambda row: f"row {row}",
    )


def test_every_count_is_what_a_count_one_by_one_finds(folder, library):
    pack = library.named(pack_id="app-2026")
    past = from_columns(folder=folder)
    document = replayed(pack=pack, past=past)
    higher = lower = recommended = considered = declined = overridden = 0
    by_force = dict.fromkeys(past.forces, 0)
    for row in range(len(past)):
        facts = case_of(vocabulary=library.vocabulary, columns=past.facts, number=row)
        result = evaluate(pack=pack, facts=facts)
        graded, floor = LEVEL[result["level"]], LEVEL[result["floor"]]
        decided = int(past.decided[row])
        asked = any(one["strength"] == "consider" for one in result["fired"])
        higher += graded > decided
        lower += graded < decided
        recommended += graded == 3
        considered += asked
        declined += (asked or graded == 3) and decided < 3
        overridden += decided < floor
        by_force[past.forces[past.force[row]]] += graded > decided
    assert document["different"] == {
        "higher": higher, "lower": lower, "same": len(past) - higher - lower, "not_decided": 0,
    }  # fmt: skip
    high = document["high"]
    assert (high["recommended"], high["considered"]) == (recommended, considered)
    assert (high["declined"], high["overridden"]) == (declined, overridden)
    assert {row["force"]: row["higher"] for row in document["by_force"]} == {
        force: count
        for force, count in by_force.items()
        if (past.force == past.forces.index(force)).any()
    }
    for group in ("by_force", "by_age", "by_care"):
        for name in ("episodes", "recommended", "declined"):
            total = len(past) if name == "episodes" else high[name]
            assert sum(row[name] for row in high[group].values()) == total


def test_examples_say_why_and_the_furthest_apart_comes_first(library):
    past = past_of(
        library,
        ({}, "medium"),
        ({"age_years": 8}, "absent"),
        ({"suicide_concern": True}, "medium"),
        ({}, "high"),
    )
    document = replayed(pack=library.named(pack_id="app-2026"), past=past)
    first, second = document["examples"]["higher"]
    assert (first["episode"], first["decided"], first["graded"]) == ("row 1", "absent", "high")
    assert any(reason.startswith("RF05/1: ") for reason in first["because"])
    assert second["episode"] == "row 2"
    (lower,) = document["examples"]["lower"]
    assert (lower["episode"], lower["graded"]) == ("row 3", "medium")


def test_what_was_graded_below_what_was_known_then_is_to_be_looked_at_again(library):
    past = past_of(library, ({"age_years": 8}, "absent"), ({}, "medium"), ({}, None))
    document = replayed(pack=library.named(pack_id="app-2026"), past=past)
    assert document["second_look"]["below_what_was_known"] == 1
    assert document["second_look"]["worst_first"][0]["floor"] == "low"
    assert document["different"]["not_decided"] == 1


@pytest.mark.parametrize(("high", "needed"), [(3, False), (4, True)])
def test_a_pack_over_thirty_in_a_hundred_high_needs_approval(library, high, needed):
    rows = [({"age_years": 8}, "high")] * high + [({}, "medium")] * (10 - high)
    approval = replayed(pack=library.named(pack_id="app-2026"), past=past_of(library, *rows))[
        "approval"
    ]
    assert approval["needed"] is needed
    assert approval["high_share"] == high / 10


@pytest.mark.parametrize(("declined", "needed"), [(70, False), (71, True)])
def test_a_rule_declined_over_seventy_in_a_hundred_needs_approval(library, declined, needed):
    rows = [({"harmed_before": True}, "medium")] * declined
    rows += [({"harmed_before": True}, "high")] * (100 - declined)
    document = replayed(pack=library.named(pack_id="app-2026"), past=past_of(library, *rows))
    assert document["high"]["by_rule"]["RF12"]["declined"] == declined
    assert document["approval"]["needed"] is needed
    assert any("RF12" in reason for reason in document["approval"]["because"]) is needed


def test_a_share_of_few_says_nothing(library):
    rows = [({"harmed_before": True}, "medium")] * 19
    document = replayed(pack=library.named(pack_id="app-2026"), past=past_of(library, *rows))
    assert not document["approval"]["needed"]


def test_only_the_days_that_are_asked_for_are_graded(library):
    past = past_of(library, *[({}, "medium")] * 5)
    some = past.between(first=date(1970, 1, 2), last=date(1970, 1, 3))
    assert [some.name(row) for row in range(len(some))] == ["row 1", "row 2"]
    assert len(past.between(first=None, last=date(1970, 1, 1))) == 1
    assert past.between(first=None, last=None) is past


def test_the_command_prints_one_document(folder, capsys):
    assert replay.main(["--pack", "acpo-2013", "--file", str(folder), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["pack"] == "acpo-2013+safeguards-1"
    assert document["episodes"] > 1_000
    assert document["seconds"] < 60
    assert replay.main(["--pack", "acpo-2013", "--file", str(folder)]) == 0
    said = capsys.readouterr().out
    assert "graded higher than was decided" in said
    # In words too: what became of HIGH by rule, force, age and care, with examples.
    high = document["high"]
    for title, part in (("force", "by_force"), ("age", "by_age"), ("care", "by_care")):
        assert f"HIGH by {title}:" in said
        for name, row in high[part].items():
            numbers = ", ".join(f"{row[one]:,}" for one in OF_HIGH)
            assert f"\n  {name}: {numbers}\n" in said
    for rule, row in high["by_rule"].items():
        assert f"  {rule}: {row['recommended']:,}, {row['considered']:,}" in said
    for one in document["examples"]["higher"]:
        assert f"\n{one['episode']} ({one['force']}" in said


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        ([], 2),
        (["--pack", "app-1999"], 2),
        (["--pack", "app-2017", "--from", "2024-02-30"], 2),
        (["--pack", "app-2017", "--from", "2024-02-02", "--to", "2024-02-01"], 2),
        (["--pack", "app-2017", "--examples", "-1"], 2),
        (["--pack", "safeguards-1"], 2),
        (["--pack", "app-2017", "--from", "2031-01-01"], 1),
    ],
)
def test_wrong_usage_and_refusals_have_codes_of_their_own(folder, argv, code, capsys):
    assert replay.main([*argv, "--file", str(folder), "--json"]) == code
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err


def test_without_a_nation_there_is_nothing_to_grade(tmp_path, capsys):
    assert replay.main(["--pack", "app-2017", "--file", str(tmp_path)]) == 1
    assert replay.main(["--pack", "app-2017"]) == 2


def test_the_worst_below_what_was_known_come_first_so_many_of_each_force(library):
    pack = library.named(pack_id="app-2026")
    grave = {
        "age_years": 9,
        "adult_is_registered_sex_offender": True,
        "with_adult_of_concern": True,
    }
    past = past_of(
        library, (grave, "medium"), ({}, "low"), (grave, "low"), (grave, "low"), (grave, "high")
    )
    found = below_what_was_known(pack=pack, past=past, most=5)
    floors = [LEVEL[evaluate(pack=pack, facts=facts)["floor"]] for facts in (grave, {})]
    assert floors[0] > LEVEL["low"]
    below = {
        row
        for row, (facts, level) in enumerate(
            ((grave, "medium"), ({}, "low"), (grave, "low"), (grave, "low"), (grave, "high"))
        )
        if LEVEL[level] < (floors[0] if facts else floors[1])
    }
    assert {name for names in found.values() for name in names} == {f"row {row}" for row in below}
    assert found["northmoor"][0] == "row 2"
    assert [
        len(names) for names in below_what_was_known(pack=pack, past=past, most=1).values()
    ] == [1, 1]


@pytest.mark.parametrize("wrong", [["--second-look", "3"], ["--second-look", "-1"]])
def test_second_looks_are_for_a_database_alone(folder, wrong, capsys):
    asked = ["--pack", "app-2026", "--file", str(folder), *wrong]
    assert replay.main(asked, look_again=lambda below, pack: {}) == 2


def test_what_is_put_on_lists_is_said(library, capsys):
    given = []
    past = past_of(
        library, *[({"age_years": 9, "adult_is_registered_sex_offender": True}, "absent")] * 4
    )

    def look_again(below, pack):
        given.append((below, pack))
        return {code: len(names) for code, names in below.items()}

    asked = ["--pack", "app-2026", "--second-look", "2", "--json"]
    assert replay.main(asked, read=lambda *_: past, look_again=look_again) == 0
    said = json.loads(capsys.readouterr().out)["second_look"]
    ((below, pack),) = given
    assert pack == "app-2026"
    assert said["put_on_lists"] == {code: len(names) for code, names in below.items()}


def test_where_approval_is_needed_it_is_said_who_gave_it_or_that_nobody_did(library, capsys):
    past = past_of(
        library, *[({"age_years": 9, "adult_is_registered_sex_offender": True}, "absent")] * 4
    )
    asked = ["--pack", "app-2026"]

    def said(given):
        how = {"read": lambda *_: past, "approvals": lambda pack: given}
        assert replay.main([*asked, "--json"], **how) == 0
        approval = json.loads(capsys.readouterr().out)["approval"]
        assert approval["needed"]
        assert approval["given"] == given
        assert replay.main(asked, **how) == 0
        return capsys.readouterr().out

    assert "nobody has approved it as it stands" in said([])
    named = {"by": "Policy Owner Example", "at": "2026-11-20T12:00:00+00:00"}
    assert "approved by Policy Owner Example at 2026-11-20" in said([named])


def test_a_practice_of_those_in_care_is_graded_from_what_the_past_said_of_care(folder, library):
    past = from_columns(folder=folder)
    pack = library.named(pack_id="acpo-2013", local="absent-only-in-care")
    grades = grade_all(pack=pack, columns=past.facts)
    outside = past.facts.values["looked_after"] == 0
    assert outside.any()
    assert (grades.holds(clause="ABSENT-ONLY-IN-CARE/1") == outside).all()
    assert (grades.floor[outside] >= 1).all()


OWN_COUNTS = ("below", "above", "same", "declined", "barred", "no_category")


@pytest.fixture(scope="module")
def ten_years(tmp_path_factory):
    made = tmp_path_factory.mktemp("ten-years")
    columnar.write(nation=make_nation(years=10, scale=0.005, seed=6), folder=made)
    return made


def one_by_one(past):
    """Count by force, each episode evaluated alone under the pack that its force followed."""
    found = {}
    for row in range(len(past)):
        pack = past.own.packs[past.own.which[row]]
        facts = case_of(vocabulary=pack.vocabulary, columns=past.facts, number=row)
        result = evaluate(pack=pack, facts=facts)
        graded, decided = LEVEL[result["level"]], int(past.decided[row])
        asked = graded == 3 or any(one["strength"] == "consider" for one in result["fired"])
        forbidden = decided == 0 and not pack.child_absent_allowed
        counts = found.setdefault(
            past.forces[past.force[row]], dict.fromkeys(("episodes", *OWN_COUNTS), 0)
        )
        counts["episodes"] += 1
        if decided < 0:
            continue
        counts["below"] += decided < graded
        counts["above"] += decided > graded
        counts["same"] += decided == graded
        counts["declined"] += asked and decided < 3
        counts["barred"] += decided < LEVEL[result["floor"]] or forbidden
        counts["no_category"] += forbidden and not LEVEL[result["floor"]]
    return found


def counts_of(document):
    return {
        row["force"]: {name: row[name] for name in ("episodes", *OWN_COUNTS)}
        for row in document["own_rules"]["by_force"]
    }


def test_under_its_own_rules_each_force_counts_what_single_evaluations_find(ten_years):
    past = from_columns(folder=ten_years, own=True)
    document = replayed(pack=None, past=past)
    assert counts_of(document) == one_by_one(past)
    own = document["own_rules"]
    for name in OWN_COUNTS:
        assert own[name] == sum(row[name] for row in own["by_force"])
    assert document["pack"] == "followed"
    assert sum(one["episodes"] for one in own["packs"]) == document["episodes"] == len(past)
    parts = {part for one in own["packs"] for part in one["pack"].split("+")}
    assert {"all-wales-2011", "no-absent-under-14-1", "absent-at-lower-risk-1"} <= parts
    assert own["below"] > own["above"] > 0
    # A Welsh force is told by its own packs, and by no other's.
    welsh = [row for row in own["by_force"] if row["force"].startswith("W")]
    assert all(any("all-wales-2011" in pack for pack in row["packs"]) for row in welsh)
    some = past.between(first=date(2015, 4, 1), last=date(2016, 3, 31))
    assert counts_of(replayed(pack=None, past=some)) == one_by_one(some)


@pytest.mark.parametrize("seed", [3, 4])
def test_random_episodes_of_forces_with_different_packs_are_counted_as_alone(library, seed):
    chance = random.Random(seed)
    rows = [
        (made_up_case(vocabulary=library.vocabulary, chance=chance),
         chance.choice([None, *LEVELS]))
        for _ in range(600)
    ]  # fmt: skip
    past = past_of(library, *rows)
    packs = (
        library.named(pack_id="acpo-2010"),
        library.named(pack_id="npcc-2015-03", local="no-absent-for-children"),
        library.named(pack_id="all-wales-2011"),
        library.named(pack_id="app-2017", local="missing-at-twelve-and-under"),
    )
    which = np.array([chance.randrange(4) for _ in rows], np.int16)
    past = replace(past, own=Own(packs, which))
    document = replayed(pack=None, past=past)
    assert counts_of(document) == one_by_one(past)
    assert document["own_rules"]["no_category"] > 0
    below = below_what_was_known(pack=None, past=past, most=600)
    barred = {row["force"]: row["barred"] for row in document["own_rules"]["by_force"]}
    assert {force: len(names) for force, names in below.items()} == barred
    # The same pack for all is what naming it says.
    alike = replace(past, own=Own(packs[2:3], np.zeros(600, np.int16)))
    named = replayed(pack=packs[2], past=past)
    own = replayed(pack=None, past=alike)
    for part in ("levels", "different", "by_force", "examples", "high", "second_look"):
        assert own[part] == named[part]


def test_what_each_force_followed_is_asked_for_by_a_name_of_its_own(ten_years, capsys):
    asked = ["--pack", "followed", "--file", str(ten_years)]
    assert replay.main([*asked, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["pack"] == "followed"
    own = document["own_rules"]
    assert "named_otherwise" not in own  # columns carry no pack's name
    assert replay.main(asked) == 0
    said = capsys.readouterr().out
    assert f"under what each force followed on the day ({len(own['packs'])} packs)" in said
    assert f"below {own['below']:,}, above {own['above']:,}, HIGH declined" in said
    for row in own["by_force"]:
        names = ("episodes", "below", "above", "declined", "barred", "no_category")
        numbers = ", ".join(f"{row[name]:,}" for name in names)
        assert f"\n  {row['force']}: {numbers}: {'; '.join(row['packs'])}\n" in said
    for one in document["approval"]["by_pack"]:
        assert (f"{one['pack']} needs approval:" in said) is one["needed"]
    for one in document["examples"]["higher"]:
        assert one["pack"] in {pack["pack"] for pack in own["packs"]}
    assert replay.main([*asked, "--local", "no-absent-in-care"]) == 2


def test_of_what_was_followed_each_pack_needs_approval_of_its_own(library, capsys):
    grave = {"age_years": 9, "adult_is_registered_sex_offender": True}
    rows = [(grave, "absent"), ({}, "medium")] * 5
    packs = (
        library.named(pack_id="acpo-2013"),
        library.named(pack_id="acpo-2013", local="no-absent-under-13"),
    )
    past = replace(past_of(library, *rows), own=Own(packs, np.array([0, 1] * 5, np.int16)))
    given = {"by": "Policy Owner Example", "at": "2026-11-20T12:00:00+00:00"}
    how = {"read": lambda *_: past, "approvals": lambda pack: [given] if pack is packs[0] else []}
    assert replay.main(["--pack", "followed", "--json"], **how) == 0
    approval = json.loads(capsys.readouterr().out)["approval"]
    assert [(one["needed"], one["given"]) for one in approval["by_pack"]] == [
        (True, [given]), (False, []),
    ]  # fmt: skip
    assert approval["because"][0].startswith("acpo-2013+safeguards-1: It recommends high")
    assert replay.main(["--pack", "followed"], **how) == 0
    said = capsys.readouterr().out
    assert "acpo-2013+safeguards-1 needs approval:" in said
    assert "approved by Policy Owner Example" in said


def test_a_past_that_does_not_say_what_was_followed_is_not_graded_by_it(library):
    with pytest.raises(NoOwnPacks):
        replayed(pack=None, past=past_of(library, ({}, "medium")))
