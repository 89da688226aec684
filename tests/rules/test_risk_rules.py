"""Statements that stand, levels that rise, and phrases that are no reason."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereabouts.engines.policy import load_vocabulary
from whereabouts.practice.risk import rules
from whereabouts.practice.risk.phrases import is_reason, phrases_in
from whereabouts.practice.risk.rules import Said, Wish
from whereabouts.records.episodes.rules import MOVES, State, hours_missing, is_higher, may_move

FACTS = load_vocabulary(Path(__file__).resolve().parents[2] / "policy_packs/vocabulary.toml").facts
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def said(value, minutes=0, *, fact="suicide_concern", resolves=False):
    when = NOON + timedelta(minutes=minutes)
    return Said(fact=fact, value=value, who="somebody", when=when, resolves=resolves)


def stands(*statements, fact="suicide_concern"):
    found = rules.standing(fact=FACTS[fact], said=statements)
    return None if found is None else found.value


def test_of_contradictory_statements_the_worse_stands():
    assert stands(said(True), said(False, 5)) is True
    assert stands(said(False), said(True, 5)) is True
    assert stands(said("past"), said("current", 1), said("none", 2), fact="self_harm") == "current"


def test_not_known_never_outweighs_a_statement():
    assert stands(said(False), said(None, 5)) is False
    assert stands(said(None)) is None
    assert stands() is None


def test_a_named_persons_resolution_puts_earlier_statements_aside():
    assert stands(said(True), said(False, 5, resolves=True)) is False
    assert stands(said(True), said(False, 5, resolves=True), said(True, 9)) is True


def test_of_facts_that_no_rule_reads_the_latest_stands():
    assert stands(said("F"), said("X", 3), fact="sex") == "X"


@given(st.lists(st.sampled_from([True, False, None]), max_size=6))
def test_the_order_of_statements_never_hides_the_worse(values):
    statements = [said(value, place) for place, value in enumerate(values)]
    expected = True if True in values else False if False in values else None
    assert stands(*statements) is expected


def test_a_contradiction_stays_until_somebody_settles_it():
    assert rules.contradicted(said=[said(True), said(False, 1)])
    assert not rules.contradicted(said=[said(True), said(None, 1), said(True, 2)])
    assert not rules.contradicted(said=[said(True), said(False, 1, resolves=True)])


def result(level, floor="absent"):
    return {"level": level, "floor": floor}


@pytest.mark.parametrize(
    ("decided", "then", "now", "rises"),
    [
        ("medium", result("medium"), result("high"), True),
        ("medium", result("high"), result("high"), False),  # decided beneath it, nothing more said
        ("high", result("medium"), result("high"), False),
        ("low", result("medium"), result("medium", "medium"), True),  # a bar has come
        ("low", result("medium", "medium"), result("medium", "medium"), False),
        ("absent", result("absent"), result("low"), True),
        ("high", result("high"), result("medium"), False),
    ],
)
def test_what_stands_rises_only_where_more_is_said_than_was_decided_upon(decided, then, now, rises):
    assert rules.raises_what_stands(decided_level=decided, then=then, now=now) is rises


def test_nobody_is_absent_by_itself():
    categories = {"missing": {"allowed": "yes"}, "absent": {"allowed": "yes"}}
    assert rules.standing_category(result={"categories": categories}) == "missing"
    categories["missing"] = {"allowed": "no"}
    assert rules.standing_category(result={"categories": categories}) == "whereabouts_known"


@pytest.mark.parametrize(
    ("level", "category", "stands", "kind"),
    [
        ("medium", "missing", None, "first"),
        ("low", "missing", ("medium", "missing"), "lower"),
        ("absent", "absent", ("absent", "missing"), "lower"),
        ("medium", "missing", ("medium", "missing"), "same"),
        ("high", "missing", ("medium", "missing"), "higher"),
    ],
)
def test_a_decision_says_how_it_compares_with_the_one_before(level, category, stands, kind):
    assert rules.decision_kind(level=level, category=category, stands=stands) == kind


def test_going_beneath_a_prompt_wants_it_declined_with_a_reason():
    answers = {
        "A": {"answer": "accepted"},
        "B": {"answer": "declined", "reason": "seen with her aunt"},
        "C": {"answer": "declined", "reason": " "},
        "D": {"answer": "perhaps"},
    }
    open_ones = rules.unanswered(
        rules=["A", "B", "C", "D", "E", "F"], answers=answers, considered=("E",)
    )
    assert open_ones == ("A", "C", "D", "F")


def test_the_lowest_category_has_the_lowest_level():
    assert Wish(category="absent", level="high").effective_level == "absent"
    assert Wish(category="missing", level="high").effective_level == "high"


@pytest.mark.parametrize(
    "text",
    [
        "Attention seeker.",
        "She is street wise",
        "lifestyle choice",
        "It is a lifestyle choice and she always comes back",
        "putting herself at risk",
        "Gran no longer had any control over her",
        "usual behaviour for him",
        "",
        "   ",
        "she is again",
    ],
)
def test_a_listed_phrase_alone_is_no_reason(text):
    assert not is_reason(text=text)


def test_facts_beside_a_phrase_are_a_reason():
    assert is_reason(text="Usual behaviour, but her phone is off and the last train has gone.")


def test_a_phrase_comes_with_another_way_to_say_it():
    (phrase,) = phrases_in(text="He is streetwise.")
    assert phrase.found == "streetwise"
    assert phrase.say_instead


def test_a_childs_own_quoted_words_are_left_alone():
    assert phrases_in(text="She said: “they call me an attention seeker”.") == ()


def test_a_longer_word_is_not_the_phrase():
    assert phrases_in(text="The timewasterly named pub") == ()


def test_found_dead_and_nothing_else_ends_every_move():
    assert MOVES[State.FOUND_DEAD] == frozenset()
    assert all(State.FOUND_DEAD in MOVES[one] for one in (State.OPEN, State.LOCATED, State.BACK))
    assert not may_move(from_state="back", to_state="closed")
    assert not may_move(from_state="open", to_state="closed")
    assert may_move(from_state="seen", to_state="closed")


def test_hours_are_counted_from_when_the_child_was_seen():
    assert hours_missing(last_seen_at=None, at=NOON) is None
    assert hours_missing(last_seen_at=NOON - timedelta(minutes=90), at=NOON) == 1.5
    assert is_higher(level="high", than="medium")
    assert not is_higher(level="low", than="low")
