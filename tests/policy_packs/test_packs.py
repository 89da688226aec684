"""The packs themselves: examples, days, local additions, and what a caller may hear."""

from __future__ import annotations

import hashlib
import random
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from whereabouts.engines.deadlines import length_of, london_instant
from whereabouts.engines.policy import (
    LEVELS,
    NoPackInForce,
    Pack,
    PackLibrary,
    UnknownPack,
    combine,
    evaluate,
    questions_for_caller,
    record_text,
    sayable,
)
from whereabouts.engines.policy.examples import read_examples
from whereabouts.engines.policy.library import british_day
from whereabouts.interfaces.commands import check_policy_packs, policy_docs

ROOT = Path(__file__).resolve().parents[2]
RISK = ROOT / "policy_packs" / "england_and_wales" / "risk"
LOCAL = ROOT / "policy_packs" / "local"


def test_every_example_agrees_and_every_clause_is_shown(
    root_with_local_packs: Path, library_with_local_packs: PackLibrary, tmp_path: Path
) -> None:
    for name, text in policy_docs.pages(library=library_with_local_packs).items():
        (tmp_path / name).write_text(text, encoding="utf-8")

    wrong = check_policy_packs.problems(
        library=library_with_local_packs, root=root_with_local_packs, docs=tmp_path
    )

    assert wrong == []


def test_the_printed_tables_are_what_the_packs_say(library: PackLibrary) -> None:
    assert policy_docs.stale(library=library, docs=ROOT / "docs" / "policy") == []


@pytest.mark.parametrize(
    ("at", "pack_id"),
    [
        (date(2005, 1, 1), "acpo-2010+safeguards-1"),
        (date(2013, 3, 31), "acpo-2010+safeguards-1"),
        (date(2013, 4, 1), "acpo-2013+safeguards-1"),
        (date(2015, 2, 28), "acpo-2013+safeguards-1"),
        (date(2015, 3, 1), "npcc-2015-03+safeguards-1"),
        (date(2016, 12, 31), "npcc-2015-03+safeguards-1"),
        (date(2017, 1, 1), "app-2017+safeguards-1"),
        (date(2026, 7, 2), "app-2017+safeguards-1"),
        (date(2031, 1, 1), "app-2017+safeguards-1"),
        (datetime(2016, 12, 31, 23, 59, tzinfo=UTC), "npcc-2015-03+safeguards-1"),
        (datetime(2017, 1, 1, 0, 0), "app-2017+safeguards-1"),
        (datetime(2017, 1, 1, 0, 0, tzinfo=UTC), "app-2017+safeguards-1"),
    ],
)
def test_the_base_in_force_on_the_day_holds_together_with_the_safeguards(
    library: PackLibrary, at: date, pack_id: str
) -> None:
    assert library.in_force(at=at).id == pack_id


def test_a_summer_day_begins_an_hour_before_the_universal_one() -> None:
    assert british_day(at=datetime(2024, 6, 30, 23, 30, tzinfo=UTC)) == date(2024, 7, 1)
    assert british_day(at=datetime(2024, 12, 31, 23, 30, tzinfo=UTC)) == date(2024, 12, 31)
    assert british_day(at=datetime(2024, 3, 31, 0, 59, tzinfo=UTC)) == date(2024, 3, 31)
    assert british_day(at=datetime(2024, 10, 26, 23, 0, tzinfo=UTC)) == date(2024, 10, 27)
    assert british_day(at=datetime(2024, 10, 27, 23, 0, tzinfo=UTC)) == date(2024, 10, 27)


def test_before_the_first_base_nothing_is_in_force(library: PackLibrary) -> None:
    with pytest.raises(NoPackInForce, match="2004-12-31"):
        library.in_force(at=date(2004, 12, 31))


@pytest.mark.parametrize(
    ("at", "pack_id"),
    [
        (date(2011, 6, 19), "acpo-2010"),
        (date(2011, 6, 20), "all-wales-2011"),
        (date(2021, 1, 31), "all-wales-2011"),
        (date(2021, 2, 1), "app-2017"),
    ],
)
def test_wales_has_its_own_protocol_for_its_years(
    library: PackLibrary, at: date, pack_id: str
) -> None:
    assert library.in_force(at=at, jurisdiction="wales").id == f"{pack_id}+safeguards-1"


def test_a_wording_whose_day_is_unknown_is_in_force_on_no_day_and_can_be_named(
    library: PackLibrary,
) -> None:
    days = (date(year, month, 1) for year in range(2005, 2032) for month in range(1, 13))
    in_force = {library.in_force(at=day).files[0].id for day in days}
    for pack_id in ("app-vlr", "app-2026"):
        assert pack_id not in in_force
        pack = library.named(pack_id=pack_id)
        assert pack.labels["absent"] == "Very low risk"
        assert library.last_day(file=pack.files[0]) is None


def test_each_base_has_the_last_day_that_it_says_and_the_one_in_force_has_none(
    library: PackLibrary,
) -> None:
    old, new = (library.named(pack_id=name).files[0] for name in ("npcc-2015-03", "app-2017"))
    assert library.last_day(file=old) == date(2016, 12, 31)
    assert new.in_force_to is None
    assert library.last_day(file=new) is None


def test_every_definition_set_of_the_reference_is_held(library: PackLibrary) -> None:
    assert {file.definitions["set"] for file in library.bases} == {
        "ACPO2005/2010", "AWP2011", "ACPO2013", "ACPO2015", "APP2017", "APP_VLR", "APP2026",
    }  # fmt: skip


def test_where_there_is_no_category_below_low_it_is_never_allowed(library: PackLibrary) -> None:
    pack = library.named(pack_id="acpo-2010")
    absent = evaluate(pack=pack, facts={"whereabouts_known": False})["categories"]["absent"]
    assert absent == {"allowed": "no", "because": ["acpo-2010"]}
    assert "absent" not in pack.table.values()
    assert not any("absent" in task.levels for task in pack.tasks)
    assert not any(deadline.level == "absent" for deadline in pack.deadlines)


def test_the_hash_is_that_of_the_files_hashes_in_order(library: PackLibrary, pack: Pack) -> None:
    hashes = [
        hashlib.sha256((RISK / f"{name}.toml").read_bytes()).hexdigest()
        for name in ("app-2017", "safeguards-1")
    ]
    assert pack.sha256 == hashlib.sha256("".join(hashes).encode()).hexdigest()
    assert library.named(pack_id="app-2017+safeguards-1") is pack


def test_the_safeguards_cannot_be_left_out(library: PackLibrary) -> None:
    assert library.named(pack_id="npcc-2015-03").id == "npcc-2015-03+safeguards-1"
    named = library.named(pack_id="safeguards-1", at=date(2016, 1, 1))
    assert named.id == "npcc-2015-03+safeguards-1"
    with pytest.raises(NoPackInForce):
        library.named(pack_id="safeguards-1")


@pytest.mark.parametrize(
    "name", ["app-2036", "", "app-2017+npcc-2015-03", "app-2017+app-2017", "app-2017+"]
)
def test_a_pack_that_is_not_held_is_refused_by_name(library: PackLibrary, name: str) -> None:
    with pytest.raises(UnknownPack):
        library.named(pack_id=name)


def test_an_unknown_partnership_is_refused(library: PackLibrary) -> None:
    with pytest.raises(UnknownPack):
        library.in_force(at=date(2024, 1, 1), local="nowhere")


def test_two_partnerships_are_never_mixed(library_with_local_packs: PackLibrary) -> None:
    with pytest.raises(UnknownPack):
        library_with_local_packs.named(pack_id="app-2017+northvale-1", local="eastmere")
    mixed = library_with_local_packs.named(pack_id="app-2017+northvale-1")
    assert mixed.id == "app-2017+safeguards-1+northvale-1"


def test_the_floor_of_the_safeguards_is_the_same_under_every_base(library: PackLibrary) -> None:
    packs = [library.named(pack_id=base.id) for base in library.bases if not base.rules]
    others = [library.named(pack_id=base.id) for base in library.bases if base.rules]
    assert [pack.files[0].id for pack in others] == ["all-wales-2011"]
    for example in read_examples(path=RISK / "safeguards-1.examples.toml"):
        results = [evaluate(pack=pack, facts=example["facts"]) for pack in packs]
        assert len({(r["floor"], r["possible_floor"], r["level"]) for r in results}) == 1
        for pack in others:
            result = evaluate(pack=pack, facts=example["facts"])
            for key in ("floor", "possible_floor", "level"):
                assert LEVELS.index(result[key]) >= LEVELS.index(results[0][key])


PARTNERSHIPS = ["northvale", "eastmere", *sorted(path.name for path in LOCAL.iterdir())]


@pytest.mark.parametrize("partnership", [*PARTNERSHIPS, "+".join(PARTNERSHIPS)])
def test_a_local_pack_leaves_every_national_example_no_lower(
    library_with_local_packs: PackLibrary, partnership: str
) -> None:
    library = library_with_local_packs
    local = library.named(pack_id="app-2017", local=partnership)
    national = library.named(pack_id="app-2017")
    assert set(local.obligations) >= set(national.obligations)
    assert {clause.id for clause in national.compiled.clauses} <= {
        clause.id for clause in local.compiled.clauses
    }
    assert (local.table, local.labels) == (national.table, national.labels)
    order = {"yes": 0, "ask": 1, "no": 2}
    for path in sorted(RISK.glob("*.examples.toml")):
        for example in read_examples(path=path):
            before = evaluate(pack=national, facts=example["facts"])
            after = evaluate(pack=local, facts=example["facts"])
            for key in ("level", "floor", "possible_level", "possible_floor"):
                assert LEVELS.index(after[key]) >= LEVELS.index(before[key])
            absent = [r["categories"]["absent"]["allowed"] for r in (before, after)]
            assert order[absent[1]] >= order[absent[0]]


def test_a_partnership_may_forbid_absent_for_every_child(
    library_with_local_packs: PackLibrary,
) -> None:
    pack = library_with_local_packs.named(pack_id="app-2017", local="northvale")
    result = evaluate(pack=pack, facts={})
    assert result["categories"]["absent"] == {"allowed": "no", "because": ["northvale-1"]}
    assert "whereabouts_known" not in {q["fact"] for q in result["questions"]}


def test_the_order_of_rules_never_matters(library: PackLibrary) -> None:
    base, safeguards = library.bases[-1], library.safeguards[0]
    facts = {"age_years": 12, "weather": "severe", "self_harm": "past"}
    plain = evaluate(
        pack=combine(files=(base, safeguards), vocabulary=library.vocabulary), facts=facts
    )
    for seed in range(20):
        rules = list(safeguards.rules)
        random.Random(seed).shuffle(rules)
        shuffled = replace(safeguards, rules=tuple(rules))
        pack = combine(files=(base, shuffled), vocabulary=library.vocabulary)
        assert evaluate(pack=pack, facts=facts) == plain


def test_every_first_task_and_time_limit_that_the_inspection_missed_is_there(pack: Pack) -> None:
    high = {task.kind for task in pack.tasks_for(level="high")}
    assert {"cctv", "rail", "social_media", "publicity_decision", "dispatch"} <= high
    assert {"phone_location", "offence_consideration", "deployment_clock"} <= high
    medium = {task.kind for task in pack.tasks_for(level="medium")}
    assert {"deployment_clock", "search_home_first"} <= medium
    assert "deployment_clock" not in {task.kind for task in pack.tasks_for(level="low")}
    limits = {deadline.key: deadline for deadline in pack.deadlines}
    assert limits["return_interview_england"].length == 72
    assert limits["return_interview_england"].status == "settled"
    assert limits["review_first_high"].status == "proposed"
    assert {d.level for d in pack.deadlines if d.key.startswith("review_first")} == set(LEVELS)


def test_no_time_in_wales_is_given_as_england_s_or_as_welsh_guidance(library: PackLibrary) -> None:
    welsh = [
        (file, limit)
        for file in library.files
        for limit in file.deadlines
        if limit.key.endswith("_wales")
    ]
    assert {limit.key for _, limit in welsh} == {
        "absence_limit_wales", "placement_notice_wales", "referral_decision_wales",
        "return_interview_wales",
    }  # fmt: skip
    for _, limit in welsh:
        assert (limit.calendar, limit.status) == ("wales", "proposed")
        assert "England" not in limit.source + limit.text
        assert "Wales" in limit.source
    for file, limit in welsh:
        if limit.key != "return_interview_wales":
            continue
        # The target stands once: a pack prints what `return_clock` counts by.
        began = london_instant(on=file.in_force_from or date(2026, 11, 20), wall=time(12))
        assert timedelta(hours=limit.length) == length_of(key=limit.key, at=began)
        assert "the length is ours" in limit.source
        assert "target of this service" in limit.text


def test_no_rule_reads_sex_or_ethnicity(pack: Pack) -> None:
    read = {name for rule in pack.rules for clause in rule.clauses for name in clause.reads}
    assert read.isdisjoint({"sex", "ethnicity"})
    for sex in ("F", "M", "X"):
        assert (
            evaluate(pack=pack, facts={"sex": sex})["level"]
            == evaluate(pack=pack, facts={})["level"]
        )


def test_what_is_read_aloud_tells_a_caller_who_is_the_danger_nothing(
    library: PackLibrary, pack: Pack
) -> None:
    """Each rule in turn: what may be said is the same as if the rule had not fired."""
    open_facts = {name for name, fact in library.vocabulary.facts.items() if fact.sayable}
    tried = set()
    for example in read_examples(path=RISK / "safeguards-1.examples.toml"):
        told = {name: v for name, v in example["facts"].items() if name in open_facts}
        result = evaluate(pack=pack, facts=example["facts"])
        innocent = evaluate(pack=pack, facts=told)
        assert sayable(pack=pack, result=result) == sayable(pack=pack, result=innocent)
        tried |= {row["clause"] for row in result["fired"]}
    assert tried == {clause.id for rule in pack.rules for clause in rule.clauses}


def test_what_is_read_aloud_says_why_where_everybody_knows_it(pack: Pack) -> None:
    young = sayable(pack=pack, result=evaluate(pack=pack, facts={"age_years": 5}))
    assert "Because the child is so young, we act at once." in young
    older = sayable(pack=pack, result=evaluate(pack=pack, facts={"age_years": 15}))
    assert "Because the child is so young, we act at once." not in older
    assert len(older) >= 3


def test_questions_on_harm_at_home_are_not_put_to_a_caller_who_may_be_its_cause(
    library: PackLibrary, pack: Pack
) -> None:
    result = evaluate(pack=pack, facts={})
    kept = questions_for_caller(
        vocabulary=library.vocabulary, result=result, caller_may_be_cause=False
    )
    put = questions_for_caller(
        vocabulary=library.vocabulary, result=result, caller_may_be_cause=True
    )
    asked = {question["fact"] for question in put}
    assert "violence_at_home" in {question["fact"] for question in kept}
    assert asked.isdisjoint(
        {"violence_at_home", "help_sought_before", "trafficking_concern", "travel_abroad"}
    )
    assert "hours_since_last_seen" in asked
    assert "plan_level" not in {question["fact"] for question in kept}


def test_the_record_names_every_reason_with_its_source(pack: Pack) -> None:
    facts = {"cse_flag": "confirmed", "age_years": 14, "first_time": True, "episodes_ever": 3}
    result = evaluate(pack=pack, facts=facts, sources={"cse_flag": "police record, made up"})
    text = "\n".join(record_text(pack=pack, result=result))
    for row in result["fired"]:
        assert row["because"] in text
        assert row["source"] in text
    assert pack.sha256 in text
    assert "cse_flag confirmed" in text
    assert "Does not go together: It is called the first time" in text
    with_source = [row for row in result["fired"] if "cse_flag" in row["facts"]]
    assert all(row["sources"] == {"cse_flag": "police record, made up"} for row in with_source)
    whole = {fact.name: None for fact in pack.vocabulary.facts.values()}
    assert evaluate(pack=pack, facts=whole)["questions"]


def test_every_fact_has_a_question_a_reason_and_somebody_who_can_answer(
    library: PackLibrary,
) -> None:
    assert len(library.vocabulary.facts) == 53
    for fact in library.vocabulary.facts.values():
        assert fact.question.endswith("?")
        assert fact.why
        assert fact.who_can_answer
        assert fact.question_cy == ""


def test_answers_that_do_not_go_together_are_listed_and_never_refused(pack: Pack) -> None:
    facts = {
        "episodes_30d": 5,
        "episodes_90d": 2,
        "unaccompanied": True,
        "living_at": "home",
        "first_time": False,
        "episodes_ever": 0,
        "highest_previous_level": "none",
    }
    found = evaluate(pack=pack, facts=facts)["conflicts"]
    assert "More episodes are given for 30 days than for 90 days." in found
    assert "The child is said to be alone in the country, yet to live at home." in found
    assert any("not the first time" in text for text in found)
    assert not any("earlier grade" in text for text in found)
