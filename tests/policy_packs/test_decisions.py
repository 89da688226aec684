"""What a decision needs: reasons, names and ranks."""

from __future__ import annotations

import pytest

from whereabouts.engines.policy import (
    CannotDecide,
    Pack,
    PackLibrary,
    decision_needs,
    evaluate,
    record_text,
)


def test_going_as_high_as_recommended_needs_nothing(pack: Pack) -> None:
    result = evaluate(pack=pack, facts={"age_years": 15})
    needs = decision_needs(pack=pack, result=result, category="missing", level="medium")
    assert not needs.senior
    assert not needs.reason
    assert needs.prompts == needs.considers == needs.bars == ()


def test_going_higher_needs_nothing(pack: Pack) -> None:
    result = evaluate(pack=pack, facts={"harmed_before": True})
    needs = decision_needs(pack=pack, result=result, category="missing", level="high")
    assert not needs.reason
    assert not needs.senior
    assert needs.considers == ()


def test_a_question_whether_it_is_high_must_be_answered_with_a_reason(pack: Pack) -> None:
    result = evaluate(pack=pack, facts={"harmed_before": True})
    needs = decision_needs(pack=pack, result=result, category="missing", level="medium")
    assert needs.considers == ("RF12",)
    assert needs.reason
    assert not needs.senior


def test_going_below_a_recommended_high_needs_a_supervisor(pack: Pack) -> None:
    result = evaluate(pack=pack, facts={"with_adult_of_concern": True})
    needs = decision_needs(pack=pack, result=result, category="missing", level="medium")
    assert needs.supervisor
    assert not needs.duty_inspector
    assert needs.reason
    assert needs.prompts == ("RF04",)
    assert needs.bars == ()


def test_going_below_medium_needs_the_duty_inspector_too(pack: Pack) -> None:
    result = evaluate(pack=pack, facts={"with_adult_of_concern": True, "age_years": 8})
    needs = decision_needs(pack=pack, result=result, category="missing", level="low")
    assert needs.supervisor
    assert needs.duty_inspector
    assert needs.inspector_rank == "duty_inspector"
    assert [row["rule"] for row in needs.bars] == ["RF04"]
    assert needs.prompts == ("RF01", "RF04", "RF05")
    assert needs.category_refused == ()


def test_a_child_below_medium_is_an_exception_that_the_duty_inspector_makes(pack: Pack) -> None:
    result = evaluate(pack=pack, facts={"age_years": 16})
    needs = decision_needs(pack=pack, result=result, category="missing", level="low")
    assert needs.duty_inspector
    assert not needs.supervisor
    assert needs.prompts == ("RF01",)


@pytest.mark.parametrize(("category", "level"), [("absent", "medium"), ("missing", "absent")])
def test_the_lowest_category_is_never_allowed_on_silence(
    pack: Pack, category: str, level: str
) -> None:
    result = evaluate(pack=pack, facts={"age_years": 16})
    needs = decision_needs(pack=pack, result=result, category=category, level=level)
    assert "whereabouts_known" in needs.category_refused
    assert not needs.category_passable
    assert needs.senior
    assert needs.duty_inspector


def test_a_barred_lowest_category_can_be_passed_by_the_duty_inspector_alone(pack: Pack) -> None:
    result = evaluate(pack=pack, facts={"seeking_drugs": True, "substance": "uses"})
    needs = decision_needs(pack=pack, result=result, category="absent", level="absent")
    assert needs.category_refused == ("RF08",)
    assert needs.category_passable
    assert needs.duty_inspector
    assert needs.reason


def test_a_child_whose_whereabouts_are_known_is_not_missing(pack: Pack) -> None:
    result = evaluate(pack=pack, facts={"whereabouts_known": True})
    for category in ("missing", "absent"):
        needs = decision_needs(pack=pack, result=result, category=category, level="medium")
        assert needs.category_refused == ("whereabouts_known",)
        assert not needs.category_passable
    away = decision_needs(pack=pack, result=result, category="whereabouts_known", level="medium")
    assert away.category_refused == ()
    assert not away.senior


def test_whereabouts_that_nobody_has_confirmed_are_not_known(pack: Pack) -> None:
    for facts in ({}, {"whereabouts_known": False}):
        result = evaluate(pack=pack, facts=facts)
        needs = decision_needs(
            pack=pack, result=result, category="whereabouts_known", level="medium"
        )
        assert needs.category_refused == ("whereabouts_known",)
        assert not needs.category_passable


def test_where_everything_is_known_and_nothing_bars_absent_is_an_exception(pack: Pack) -> None:
    best = {}
    for name, fact in pack.vocabulary.facts.items():
        if fact.kind == "bool":
            best[name] = fact.worse == "false"
        elif fact.kind == "choice":
            best[name] = fact.values[0]
        else:
            best[name] = 17 if name == "age_years" else 100 if fact.worse == "down" else 0
    result = evaluate(pack=pack, facts={**best, "whereabouts_known": False})
    assert result["questions"] == []
    assert not any(line.startswith("Not known") for line in record_text(pack=pack, result=result))
    assert result["categories"]["absent"] == {"allowed": "yes", "because": []}
    needs = decision_needs(pack=pack, result=result, category="absent", level="absent")
    assert needs.category_refused == ()
    assert needs.duty_inspector
    assert needs.reason
    assert needs.prompts == ("RF01",)


def test_a_local_rule_against_absent_is_passed_by_nobody(
    library_with_local_packs: PackLibrary,
) -> None:
    pack = library_with_local_packs.named(pack_id="app-2017", local="northvale")
    result = evaluate(pack=pack, facts={"whereabouts_known": False})
    needs = decision_needs(pack=pack, result=result, category="absent", level="absent")
    assert needs.category_refused == ("northvale-1",)
    assert not needs.category_passable


def test_a_bar_may_name_a_higher_rank(library_with_local_packs: PackLibrary) -> None:
    pack = library_with_local_packs.named(pack_id="app-2017", local="eastmere")
    facts = {"placed_out_of_area": True, "contactable": False, "cse_flag": "suspected"}
    result = evaluate(pack=pack, facts=facts)
    needs = decision_needs(pack=pack, result=result, category="missing", level="low")
    assert needs.inspector_rank == "superintendent"


def test_a_prompt_on_one_axis_counts_where_the_table_needs_it(pack: Pack) -> None:
    facts = {"weather": "severe", "hours_since_last_seen": 5, "mental_health_need": True}
    result = evaluate(pack=pack, facts=facts)
    needs = decision_needs(pack=pack, result=result, category="missing", level="low")
    assert needs.prompts == ("APP-WEATHER", "RF01", "RF07")


@pytest.mark.parametrize(
    ("category", "level"), [("gone", "medium"), ("missing", "very high"), ("", "")]
)
def test_a_decision_that_does_not_exist_is_refused(pack: Pack, category: str, level: str) -> None:
    result = evaluate(pack=pack, facts={})
    with pytest.raises(CannotDecide):
        decision_needs(pack=pack, result=result, category=category, level=level)


@pytest.mark.parametrize("facts", [{"trafficking_concern": True}, {"plan_level": "high"}])
def test_going_beneath_a_bar_on_high_needs_the_duty_inspector_though_it_stays_at_medium(
    pack: Pack, facts: dict
) -> None:
    result = evaluate(pack=pack, facts=facts)
    assert result["floor"] == "high"
    needs = decision_needs(pack=pack, result=result, category="missing", level="medium")
    assert needs.duty_inspector
    assert needs.supervisor
    assert needs.reason
    assert needs.inspector_rank == "duty_inspector"


def test_while_an_unanswered_question_could_still_bar_absent_nobody_may_pass_it(pack: Pack) -> None:
    result = evaluate(pack=pack, facts={"whereabouts_known": False, "age_years": 17})
    assert result["categories"]["absent"]["allowed"] == "ask"
    assert "whereabouts_known" not in result["categories"]["absent"]["because"]
    needs = decision_needs(pack=pack, result=result, category="absent", level="absent")
    assert needs.category_refused
    assert not needs.category_passable
    assert needs.reason


def test_a_category_that_the_facts_speak_against_needs_a_reason_at_whatever_level(
    pack: Pack,
) -> None:
    result = evaluate(pack=pack, facts={"whereabouts_known": True})
    needs = decision_needs(pack=pack, result=result, category="missing", level="high")
    assert needs.category_refused == ("whereabouts_known",)
    assert needs.reason
    assert needs.senior
