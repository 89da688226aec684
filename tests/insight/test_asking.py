"""Which questions are put to whom; and what is said aloud, with the caller as the danger."""

from datetime import UTC, datetime

import pytest

from whereabouts.engines.policy import evaluate, questions_for_caller, sayable
from whereabouts.insight.lookups.asking import (
    SPEAKS_AS,
    may_be_cause,
    may_be_put,
    prescribed,
    value_of,
)
from whereabouts.insight.lookups.decision_parts import ask_next
from whereabouts.practice.risk import packs
from whereabouts.records.people.vocabulary import RELATIONS

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
FACTS = packs.vocabulary().facts
CALLERS = ["", *(relation for relation, _ in RELATIONS)]
DANGERS = [relation for relation in CALLERS if may_be_cause(relation=relation)]


def worst(fact):
    if fact.kind == "bool":
        return fact.worse == "true"
    if fact.kind == "choice":
        return fact.values[-1]
    return fact.minimum if fact.worse == "down" else 1000


def result_of(facts):
    return evaluate(pack=packs.in_force(at=NOON), facts=facts, sources={}, at="")


@pytest.mark.parametrize("name", sorted(name for name, fact in FACTS.items() if not fact.sayable))
def test_what_is_read_aloud_is_the_same_whatever_is_known(name):
    pack = packs.in_force(at=NOON)
    nothing = sayable(pack=pack, result=result_of({}))
    assert sayable(pack=pack, result=result_of({name: worst(FACTS[name])})) == nothing


@pytest.mark.parametrize("relation", DANGERS)
@pytest.mark.parametrize("name", sorted(FACTS))
def test_no_answer_makes_a_danger_hear_a_question_on_harm_at_home(relation, name):
    ask, _ = ask_next(result=result_of({name: worst(FACTS[name])}), relation=relation)
    for one in ask:
        withheld = FACTS[one.question.fact].not_to_caller_who_may_harm
        assert not (withheld and one.to_caller)


@pytest.mark.parametrize("relation", DANGERS)
def test_the_page_agrees_with_the_engine_on_what_a_danger_may_hear(relation):
    heard = {
        one["fact"]
        for one in questions_for_caller(
            vocabulary=packs.vocabulary(), result=result_of({}), caller_may_be_cause=True
        )
    }
    ours = {fact for fact in FACTS if may_be_put(fact=FACTS[fact], relation=relation)}
    assert {fact for fact in ours if FACTS[fact].not_to_caller_who_may_harm} == set()
    assert ours & set(FACTS) - heard <= {
        fact for fact in FACTS if fact not in {one["fact"] for one in result_of({})["questions"]}
    }


def test_only_a_school_a_social_worker_and_the_child_are_no_possible_cause():
    assert {one for one in CALLERS if not may_be_cause(relation=one)} == set(SPEAKS_AS)


def test_where_the_child_is_comes_first_and_then_what_is_soonest():
    asked = [one.fact for one in prescribed(pack=packs.in_force(at=NOON))]
    assert asked[:2] == ["whereabouts_known", "believed_abducted"]
    assert asked.index("suicide_concern") < asked.index("out_of_character")
    assert not {"plan_level", "age_years", "new_information"} & set(asked)


def test_seven_questions_at_most_and_none_is_lost():
    result = result_of({})
    ask, later = ask_next(result=result, relation="mother")
    could = [one for one in result["questions"] if one["could_raise_to"] is not None]
    assert len(ask) == 7
    # What is cited when deciding is nobody's to answer.
    assert len(ask) + len(later) == len(could) - 1
    assert ask[0].to_caller


@pytest.mark.parametrize(
    ("fact", "answer"),
    [
        ("no_such_fact", "yes"),
        ("suicide_concern", "perhaps"),
        ("self_harm", "yes"),
        ("age_years", "nan"),
        ("age_years", "1e400"),
        ("age_years", "ten"),
    ],
)
def test_an_answer_that_is_not_offered_is_refused(fact, answer):
    with pytest.raises(KeyError):
        value_of(fact=fact, answer=answer)


def test_not_known_is_not_no():
    assert value_of(fact="suicide_concern", answer="unknown") is None
    assert value_of(fact="suicide_concern", answer="no") is False
    assert value_of(fact="age_years", answer="12") == 12
