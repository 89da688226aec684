"""The made-up nation: near what is published, the same for the same seed, and faulty as meant."""

import json
from datetime import date, timedelta

import numpy as np
import pytest

from whereabouts.engines.policy import evaluate, load_packs
from whereabouts.engines.policy.bulk import Columns, case_of, check_columns, grade_all
from whereabouts.interfaces.commands import nation as command
from whereabouts.interfaces.commands.made_nation import calibration, columnar, local
from whereabouts.interfaces.commands.made_nation.history import DAY, History
from whereabouts.interfaces.commands.made_nation.knowing import age_on
from whereabouts.interfaces.commands.made_nation.making import make_nation
from whereabouts.interfaces.commands.made_nation.people import first_day

SCALE, EPOCH = 0.02, date(1970, 1, 1)


@pytest.fixture(scope="module")
def nation():
    return make_nation(years=10, scale=SCALE, seed=2016)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_measure_is_within_its_tolerance(seed):
    measures = calibration.table(nation=make_nation(years=10, scale=SCALE, seed=seed))
    assert [one for one in measures if not one.within] == []
    assert len(measures) > 60


@pytest.mark.full
@pytest.mark.slow
def test_every_measure_of_a_whole_nation_is_within_its_tolerance():
    measures = calibration.table(nation=make_nation(years=10, scale=1.0, seed=2016))
    assert [one for one in measures if not one.within] == []


def test_the_table_marks_what_is_not_near_enough(nation):
    far = calibration.Measure("made up", 10, 13, 2, "nobody")
    assert not far.within
    assert "! nobody" in calibration.printed(measures=[far])
    assert "!" not in calibration.printed(
        measures=[calibration.Measure("near", 10, 11, 2, "nobody")]
    )


def test_one_seed_makes_one_nation_and_another_makes_another(nation):
    again, other = (make_nation(years=10, scale=SCALE, seed=seed) for seed in (2016, 2017))
    for name, table in nation.tables.items():
        for column, values in table.items():
            assert np.array_equal(values, again.tables[name][column]), (name, column)
    assert not np.array_equal(nation.episodes["child"][:500], other.episodes["child"][:500])


def test_no_child_is_missing_twice_at_once_or_back_before_going(nation):
    made = nation.episodes
    back = np.where(made["still_missing"], nation.about["until"], made["returned_at"])
    order = np.lexsort((made["reported_at"], made["child"]))
    same = made["child"][order][1:] == made["child"][order][:-1]
    assert same.sum() > 1_000
    assert (back[order][:-1][same] <= made["reported_at"][order][1:][same]).all()
    assert (made["last_seen_at"] <= made["reported_at"]).all()
    assert (back > made["reported_at"]).all()
    assert (np.diff(made["reported_at"]) >= 0).all()


def test_everybody_in_the_episodes_is_a_child_on_the_day(nation):
    made = nation.episodes
    age = age_on(born=nation.tables["children"]["born"][made["child"]], at=made["reported_at"])
    assert age.min() >= 0
    assert age.max() == 17
    known = made["age_returned"] >= 0
    assert (age[known] == made["age_returned"][known]).all()


def test_ages_turn_on_the_birthday():
    born = np.array(["2010-02-28", "2010-03-01", "2012-02-29"], "datetime64[D]").astype(np.int64)
    day = np.array(["2020-02-28T12:00:00"] * 3, "datetime64[s]").astype(np.int64)
    assert age_on(born=born, at=day).tolist() == [10, 9, 7]
    assert age_on(born=born, at=day + 2 * DAY).tolist() == [10, 10, 8]


def test_every_incident_lies_in_its_year(nation):
    made = nation.episodes
    days = made["reported_at"] // DAY
    for number, ends in enumerate(nation.about["years"]):
        of_year = days[made["year"] == number]
        assert of_year.min() >= first_day(ends=ends)
        assert of_year.max() < first_day(ends=ends + 1)


def test_what_came_before_is_what_a_slow_count_finds(nation):
    made = nation.episodes
    chosen = np.flatnonzero(made["fact_episodes_ever"] > 2)[:200]
    for row in chosen:
        mine = np.flatnonzero(made["child"][:row] == made["child"][row])
        before = made["reported_at"][row] - made["reported_at"][mine]
        assert made["fact_episodes_ever"][row] == len(mine)
        assert made["fact_episodes_30d"][row] == (before <= 30 * DAY).sum()
        assert made["fact_episodes_90d"][row] == (before <= 90 * DAY).sum()
        assert made["fact_highest_previous_level"][row] == made["level"][mine].max() + 1
        assert made["fact_harmed_before"][row] == (made["harm"][mine] == 2).any()


def test_history_of_one_child_never_reaches_another():
    history = History(child=np.array([1, 2, 1]), at=np.array([0, 5, 10]))
    assert history.ever().tolist() == [0, 0, 1]
    assert history.highest(of=np.array([3, 1, 0])).tolist() == [-1, -1, 3]
    assert history.within(days=1).tolist() == [0, 0, 1]
    assert history.since(from_at=np.array([0, 0, 5])).tolist() == [0, 0, 0]


def test_what_was_known_is_in_the_vocabulary_and_can_be_graded_again(nation, request):
    library = load_packs(request.config.rootpath / "policy_packs")
    columns = columnar.facts_of(table=nation.episodes)
    check_columns(vocabulary=library.vocabulary, columns=columns)
    grades = grade_all(pack=library.named(pack_id="app-2017"), columns=columns)
    assert {0, 1} & set(grades.level.tolist()) == set()
    assert (grades.level == 3).any()


def test_the_faults_are_there_and_a_recount_can_take_them_out(nation):
    sent, made = nation.tables["returned"], nation.episodes
    adults = sent["episode"] < 0
    assert (sent["age"][adults & (sent["age"] >= 0)] >= 18).all()
    assert sent["call"].sum() > 0.2 * len(made["child"])
    forces = nation.tables["forces"]
    assert forces["inseparable"].sum() == 2
    assert set(np.unique(sent["force"][sent["kind"] == 2])) <= set(
        np.flatnonzero(forces["inseparable"])
    )
    loses = np.flatnonzero(forces["loses_months"])
    month = sent["reported_at"].astype("datetime64[s]").astype("datetime64[M]")
    assert not ((sent["force"] == loses[0]) & (month == np.datetime64("2017-12"))).any()
    own = sent["episode"][~adults & ~sent["call"]]
    assert len(np.unique(own)) == len(own)


def test_local_practices_are_as_many_as_were_counted_and_the_seed_draws_whose(nation):
    forces = nation.tables["forces"]
    words = forces["absent_words"]
    # HMIC 2016: 36 forces had the words for absent, some of them with more; 3 their own, 4 none.
    counted = dict(zip(*np.unique(words, return_counts=True), strict=True))
    assert counted[0] + counted[1] == 36
    assert (counted[2], counted[3]) == (3, 4)
    assert forces["missing_acpo"].sum() == 39
    never = forces["use"] == 0
    assert (never == (words == 3)).all()
    other = make_nation(years=1, scale=0.001, seed=8).tables["forces"]
    assert (np.sort(other["absent_words"]) == np.sort(words)).all()
    assert (other["absent_words"] != words).any()


def test_which_force_follows_which_local_pack_is_as_many_as_were_counted(nation):
    forces = nation.tables["forces"]
    chosen = [local.followed(forces=forces, force=force) for force in range(43)]
    names = [pack for packs in chosen for pack, _, _ in packs]
    assert names.count("no-absent-for-children") == 4
    assert names.count("absent-at-lower-risk") == 3
    assert names.count("absent-in-own-words") == 3
    assert names.count("missing-in-own-words") == 43 - 39
    held = local.library()
    assert set(names) <= {file.partnership for file in held.local}
    for packs in chosen:
        for pack, first, until in packs:
            assert until is None or pack != "no-absent-for-children"
            last = date(2024, 3, 31) if until is None else until - timedelta(days=1)
            for day in (first, last):
                assert held.in_force(at=day, local=pack).files[-1].partnership == pack


def test_no_force_says_absent_where_a_single_evaluation_by_its_own_pack_forbids_it(nation):
    made, held = nation.episodes, local.library()
    facts = local.with_outside_care(facts=dict(columnar.facts_of(table=made).values))
    columns = Columns(len(made["child"]), facts)
    absent, tried = np.flatnonzero(made["level"] == 0), set()
    for row in absent[:: max(len(absent) // 2_000, 1)].tolist():
        own = pack_alone(nation, row)
        case = case_of(vocabulary=held.vocabulary, columns=columns, number=row)
        ours = (rule for file in own.files if file.layer != "safeguards" for rule in file.rules)
        clauses = {clause.id for rule in ours for clause in rule.clauses}
        result = evaluate(pack=own, facts=case)
        assert own.child_absent_allowed
        assert clauses.isdisjoint(row["clause"] for row in result["fired"])
        assert clauses.isdisjoint(row["clause"] for row in result["undecided"])
        tried |= {file.partnership or file.id for file in own.files}
    assert {"no-absent-under-14", "absent-only-in-care", "absent-at-lower-risk"} <= tried
    assert {"acpo-2013", "npcc-2015-03", "app-2017", "all-wales-2011"} <= tried


def pack_alone(nation, row):
    """Return the pack in force for the force of an episode on its day, asked for by itself."""
    code = nation.about["forces"][int(nation.episodes["force"][row])]
    day = EPOCH + timedelta(days=int(nation.episodes["reported_at"][row]) // DAY)
    followed = local.followed(
        forces=nation.tables["forces"], force=int(nation.episodes["force"][row])
    )
    names = [
        pack for pack, first, until in followed if first <= day and not (until and until <= day)
    ]
    return local.library().in_force(
        at=day, local="+".join(names) or None,
        jurisdiction="wales" if code.startswith("W") else "england",
    )  # fmt: skip


def test_each_episode_is_under_the_pack_of_its_force_on_its_day(nation):
    made = nation.episodes
    packs, which = local.packs_in_force(
        forces=nation.tables["forces"], codes=nation.about["forces"], force=made["force"],
        at=made["reported_at"],
    )  # fmt: skip
    rows = np.random.default_rng(3).choice(len(which), 2_000, replace=False)
    for row in rows.tolist():
        assert packs[which[row]] is pack_alone(nation, row)
    welsh = np.array([code.startswith("W") for code in nation.about["forces"]])[made["force"]]
    base = np.array([pack.files[0].id for pack in packs])[which]
    of_wales = made["reported_at"] // DAY < (date(2021, 2, 1) - EPOCH).days
    assert set(base[welsh & of_wales]) == {"all-wales-2011"}
    assert set(base[welsh & ~of_wales]) == {"app-2017"}
    assert "all-wales-2011" not in base[~welsh]


def test_a_welsh_force_says_unauthorised_absence_of_children_in_care_within_six_hours(nation):
    made = nation.episodes
    welsh = np.array([code.startswith("W") for code in nation.about["forces"]])[made["force"]]
    then = made["reported_at"] // DAY < (date(2021, 2, 1) - EPOCH).days
    absent = made["level"] == 0
    own = absent & welsh & then
    assert own.sum() > 20
    assert made["care"][own].all()
    assert (made["fact_hours_since_last_seen"][own] < 6).all()
    # Elsewhere neither is asked of every force.
    assert not made["care"][absent & ~welsh].all()
    assert (made["fact_hours_since_last_seen"][absent & ~welsh] >= 6).any()


def test_what_is_not_looked_after_lies_outside_care_and_the_unknown_stays_unknown():
    known = local.with_outside_care(facts={"looked_after": np.array([1, 0, -1], np.int8)})
    assert known["outside_care"].tolist() == [0, 1, -1]
    said = {"looked_after": known["looked_after"], "outside_care": np.array([1, 1, 1], np.int8)}
    assert local.with_outside_care(facts=said) is said
    assert local.with_outside_care(facts={}) == {}


def test_the_folder_gives_back_what_was_made_and_a_broken_one_is_refused(nation, tmp_path):
    columnar.write(nation=nation, folder=tmp_path)
    assert columnar.about(folder=tmp_path)["seed"] == 2016
    for name, table in nation.tables.items():
        found = columnar.read(folder=tmp_path, table=name)
        assert set(found) == set(table)
        assert all(np.array_equal(found[column], table[column]) for column in table)
    (tmp_path / columnar.ABOUT).unlink()
    with pytest.raises(columnar.NotColumns):
        columnar.about(folder=tmp_path)
    with pytest.raises(columnar.NotColumns):
        columnar.read(folder=tmp_path, table="nothing")


def test_the_command_prints_one_document_and_says_that_all_is_made_up(tmp_path, capsys):
    chosen = ["--years", "2", "--scale", "0.02", "--seed", "1", "--out", str(tmp_path / "made")]
    code = command.main([*chosen, "--json"])
    printed = json.loads(capsys.readouterr().out)
    assert printed["made_up"] is True
    assert printed["years"] == [2023, 2024]
    assert code == (1 if printed["not_within"] else 0)
    assert command.main(chosen) == code
    assert "All of it is made up" in capsys.readouterr().out


@pytest.mark.parametrize("wrong", [["--years", "11"], ["--scale", "0"], ["--colour"]])
def test_wrong_usage_makes_nothing(tmp_path, wrong, capsys):
    assert command.main(["--out", str(tmp_path / "made"), *wrong]) == 2
    assert not (tmp_path / "made").exists()


def test_every_absence_from_care_lies_in_a_placement_and_placements_of_a_child_do_not_overlap(
    nation,
):
    made, placed = nation.episodes, nation.tables["placements"]
    order = np.lexsort((placed["from_at"], placed["child"]))
    child, begins, ends = (placed[name][order] for name in ("child", "from_at", "to_at"))
    same = child[1:] == child[:-1]
    assert same.sum() > 50
    assert (ends[:-1][same] == begins[1:][same]).all()
    until = np.where(ends < 0, nation.about["until"] + 1, ends)
    assert (begins < until).all()
    care = made["care"]
    known = dict.fromkeys(zip(child.tolist(), begins.tolist(), strict=True))
    for row in np.flatnonzero(care)[:500]:
        assert (int(made["child"][row]), int(made["placed_at"][row])) in known
    assert (made["placed_at"][care] < made["last_seen_at"][care]).all()
    assert (made["fact_days_since_placement"][care] >= 0).all()
    assert (made["placed_at"][~care] == -1).all()


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (["--scale", "0.0001"], 2),
        (["--scale", "nan"], 2),
        (["--seed", "-1"], 2),
        (["--check"], 2),
        (["--followed"], 2),
        (["--out", __file__], 1),
        (["--out", f"{__file__}/below"], 1),
    ],
)
def test_what_cannot_be_made_is_refused_in_words_and_not_passed_over(tmp_path, capsys, argv, code):
    given = [] if "--out" in argv else ["--out", str(tmp_path)]
    assert command.main(["--years", "1", "--scale", "0.002", *given, *argv]) == code
    assert capsys.readouterr().err.startswith("nation: ")
    assert not list(tmp_path.iterdir())
