"""Questions, undecided clauses and the worst that may be, against every completion there is."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator, Mapping
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from whereabouts.engines.policy import IMMEDIACY, LEVELS, SERIOUSNESS, Pack, combine, evaluate
from whereabouts.engines.policy.conditions import ConditionRefused, facts_read, parse
from whereabouts.engines.policy.model import Clause, Fact, Obligation, PackFile, Rule, Vocabulary

TABLE = {
    "none_apparent": ("absent", "low", "medium", "high"),
    "some": ("low", "low", "medium", "high"),
    "serious": ("medium", "medium", "high", "high"),
    "grave": ("high", "high", "high", "high"),
}
CELLS = {(s, i): row[n] for s, row in TABLE.items() for n, i in enumerate(IMMEDIACY)}
EXAMPLES = int(os.environ.get("WHEREABOUTS_EXAMPLES", "40"))
KINDS = ("visit", "meeting")
DOMAINS: dict[str, tuple[Any, ...]] = {
    "alone": (False, True),
    "answers": (True, False),
    "flag": ("none", "suspected", "confirmed"),
    "times": (0, 1, 2, 3),
    "age": (3, 2, 1, 0),
    "whereabouts_known": (True, False),
}


def a_fact(name: str, kind: str, worse: str, **more: Any) -> Fact:
    asked = {"question": f"{name}?", "question_cy": "", "why": "", "why_source": ""}
    body = {
        "group": "child",
        "derived_from": "",
        "values": (),
        "who_can_answer": ("carer",),
        **asked,
        **more,
    }
    return Fact(name=name, kind=kind, worse=worse, **body)


VOCABULARY = Vocabulary(
    {
        "alone": a_fact("alone", "bool", "true"),
        "answers": a_fact("answers", "bool", "false"),
        "flag": a_fact("flag", "choice", "last", values=DOMAINS["flag"]),
        "times": a_fact("times", "int", "up", minimum=0),
        "age": a_fact("age", "int", "down", minimum=0, maximum=3),
        "whereabouts_known": a_fact("whereabouts_known", "bool", "false"),
    }
)


def holds(condition: dict[str, Any], facts: Mapping[str, Any]) -> bool:
    """Read a condition the plain way, all facts being known."""
    ((name, body),) = condition.items()
    if name == "all":
        return all(holds(part, facts) for part in body)
    if name == "any":
        return any(holds(part, facts) for part in body)
    if name == "not":
        return not holds(body, facts)
    value = facts[name]
    if not isinstance(body, dict):
        return bool(value == body)
    ((operator, operand),) = body.items()
    if operator == "any_of":
        return value in operand
    place = DOMAINS["flag"].index if name == "flag" else int
    return {
        "is": place(value) == place(operand),
        "at_least": place(value) >= place(operand),
        "at_most": place(value) <= place(operand),
        "below": place(value) < place(operand),
    }[operator]


LITERALS: tuple[dict[str, Any], ...] = (
    {"alone": True},
    {"not": {"alone": False}},
    {"answers": False},
    {"flag": "confirmed"},
    {"flag": {"at_least": "suspected"}},
    {"flag": {"any_of": ["suspected", "confirmed"]}},
    {"not": {"flag": {"at_most": "none"}}},
    {"not": {"flag": {"below": "confirmed"}}},
    {"times": {"at_least": 1}},
    {"times": {"at_least": 2}},
    {"not": {"times": {"below": 3}}},
    {"not": {"times": {"at_most": 1}}},
    {"age": {"at_most": 0}},
    {"age": {"at_most": 1}},
    {"age": {"below": 3}},
    {"not": {"age": {"at_least": 2}}},
    {"whereabouts_known": False},
)
conditions = st.recursive(
    st.sampled_from(LITERALS),
    lambda inner: st.one_of(
        st.lists(inner, min_size=0, max_size=3).map(lambda parts: {"all": parts}),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"any": parts}),
    ),
    max_leaves=4,
)
effects = st.fixed_dictionaries(
    {},
    optional={
        "bar": st.sampled_from(LEVELS[1:]),
        "seriousness": st.sampled_from(SERIOUSNESS[1:]),
        "immediacy": st.sampled_from(IMMEDIACY[1:]),
        "level": st.sampled_from(LEVELS[1:]),
        "consider": st.just(True),
        "owes": st.sampled_from([("visit",), ("meeting",), KINDS]),
    },
)
rules = st.lists(st.tuples(conditions, effects), min_size=1, max_size=7)
some_facts = st.fixed_dictionaries(
    {}, optional={name: st.sampled_from(values) for name, values in DOMAINS.items()}
)


def a_pack(parts: list[tuple[dict[str, Any], dict[str, Any]]], *, allowed: bool = True) -> Pack:
    made = []
    for number, (condition, effect) in enumerate(parts, 1):
        clause = Clause(
            id=f"R{number}/1",
            rule=f"R{number}",
            when=parse(condition=condition, facts=VOCABULARY.facts),
            reads=facts_read(condition=condition),
            said="",
            because=f"reason {number}",
            source="made up",
            bar=effect.get("bar"),
            prompt={k: effect[k] for k in ("seriousness", "immediacy", "level") if k in effect},
            consider="consider" in effect,
            owes=effect.get("owes", ()),
        )
        made.append(Rule(f"R{number}", f"Rule {number}", (clause,)))
    duties = tuple(
        Obligation(kind, "police", "report", 1, "hours", "england", "", "", "proposed")
        for kind in KINDS
    )
    file = PackFile(
        id="small",
        layer="base",
        title="Small",
        sha256="0",
        in_force_from=None,
        in_force_to=None,
        commencement_status="proposed",
        partnership="",
        child_absent_allowed=allowed,
        rules=tuple(made),
        obligations=duties,
        deadlines=(),
        tasks=(),
        table=CELLS,
        labels={level: level for level in LEVELS},
        definitions={},
    )
    return combine(files=(file,), vocabulary=VOCABULARY)


def answer(
    parts: list[tuple[dict[str, Any], dict[str, Any]]], facts: Mapping[str, Any], *, allowed: bool
) -> tuple[int, int, int, int, bool, frozenset[str]]:
    """Return level, floor, both axes, whether absent is allowed, and what is owed."""
    held = [effect for condition, effect in parts if holds(condition, facts)]
    seriousness = max(
        (SERIOUSNESS.index(e.get("seriousness", "none_apparent")) for e in held), default=0
    )
    immediacy = max((IMMEDIACY.index(e.get("immediacy", "none_apparent")) for e in held), default=0)
    floor = max((LEVELS.index(e.get("bar", "absent")) for e in held), default=0)
    asked = max((LEVELS.index(e.get("level", "absent")) for e in held), default=0)
    cell = LEVELS.index(TABLE[SERIOUSNESS[seriousness]][immediacy])
    absent = allowed and floor == 0 and not facts["whereabouts_known"]
    owed = frozenset(kind for e in held for kind in e.get("owes", ()))
    return max(cell, floor, asked), floor, seriousness, immediacy, absent, owed


def completions(facts: Mapping[str, Any], *, leaving: str = "") -> Iterator[dict[str, Any]]:
    unknown = [name for name in DOMAINS if name not in facts and name != leaving]
    for values in itertools.product(*(DOMAINS[name] for name in unknown)):
        yield {**facts, **dict(zip(unknown, values, strict=True))}


@settings(max_examples=EXAMPLES, deadline=None)
@given(rules, some_facts, st.booleans())
def test_every_question_can_change_the_answer_and_none_that_could_is_left_out(
    parts: list[tuple[dict[str, Any], dict[str, Any]]], facts: dict[str, Any], allowed: bool
) -> None:
    parts = [part for part in parts if can_hold(part[0])]
    pack = a_pack(parts, allowed=allowed)
    result = evaluate(pack=pack, facts=facts)

    level = LEVELS.index(result["level"])
    expected: dict[str, str | None] = {}
    for name in DOMAINS:
        if name in facts:
            continue
        raises, changes, adds = [], False, False
        for others in completions(facts, leaving=name):
            seen = [answer(parts, {**others, name: v}, allowed=allowed) for v in DOMAINS[name]]
            best = seen[0]
            changes |= any(found[:5] != best[:5] for found in seen)
            adds |= any(found[5] != best[5] for found in seen)
            raises += [found[0] for found in seen if found[0] > min(s[0] for s in seen)]
        if changes:
            expected[name] = LEVELS[max(raises, default=level)]
        elif adds:
            expected[name] = None

    assert {q["fact"]: q["could_raise_to"] for q in result["questions"]} == expected
    ranks = [
        -1 if q["could_raise_to"] is None else LEVELS.index(q["could_raise_to"])
        for q in result["questions"]
    ]
    assert ranks == sorted(ranks, reverse=True)


@settings(max_examples=EXAMPLES, deadline=None)
@given(rules, some_facts)
def test_the_possible_is_the_worst_and_the_recommended_is_the_best_of_all_completions(
    parts: list[tuple[dict[str, Any], dict[str, Any]]], facts: dict[str, Any]
) -> None:
    parts = [part for part in parts if can_hold(part[0])]
    result = evaluate(pack=a_pack(parts), facts=facts)

    all_of_them = [answer(parts, full, allowed=True) for full in completions(facts)]
    for place, (name, scale) in enumerate(
        [
            ("level", LEVELS),
            ("floor", LEVELS),
            ("seriousness", SERIOUSNESS),
            ("immediacy", IMMEDIACY),
        ]
    ):
        found = [scale[one[place]] for one in all_of_them]
        assert result[name] == min(found, key=scale.index)
        assert result[f"possible_{name}"] == max(found, key=scale.index)
    floors = {one[1] for one in all_of_them}
    where = facts.get("whereabouts_known")
    expected = "yes"
    if where or min(floors) > 0:
        expected = "no"
    elif where is None or max(floors) > 0:
        expected = "ask"
    assert result["categories"]["absent"]["allowed"] == expected
    owed = frozenset.intersection(*(one[5] for one in all_of_them))
    assert {row["kind"] for row in result["obligations"]} == owed


@settings(max_examples=EXAMPLES, deadline=None)
@given(rules, some_facts)
def test_an_undecided_clause_lacks_exactly_what_can_decide_it(
    parts: list[tuple[dict[str, Any], dict[str, Any]]], facts: dict[str, Any]
) -> None:
    parts = [
        (condition, {**effect, "consider": True})
        for condition, effect in parts
        if can_hold(condition)
    ]
    result = evaluate(pack=a_pack(parts), facts=facts)

    lacks = {row["rule"]: set(row["lacks"]) for row in result["undecided"]}
    fired = {row["rule"] for row in result["fired"]}
    for number, (condition, _) in enumerate(parts, 1):
        outcomes = {holds(condition, full) for full in completions(facts)}
        decided_by = {
            name
            for name in DOMAINS
            if name not in facts
            and any(
                len({holds(condition, {**others, name: v}) for v in DOMAINS[name]}) == 2
                for others in completions(facts, leaving=name)
            )
        }
        assert (f"R{number}" in fired) == (outcomes == {True})
        assert lacks.get(f"R{number}", set()) == (decided_by if len(outcomes) == 2 else set())


def can_hold(condition: dict[str, Any]) -> bool:
    try:
        parse(condition=condition, facts=VOCABULARY.facts)
    except ConditionRefused:
        return False
    return True


def test_two_facts_apart_make_high_with_two_others_across_the_table() -> None:
    serious = {"all": [{"alone": True}, {"flag": "confirmed"}]}
    soon = {"all": [{"answers": False}, {"times": {"at_least": 1}}]}
    pack = a_pack([(serious, {"seriousness": "serious"}), (soon, {"immediacy": "hours"})])

    result = evaluate(pack=pack, facts={"whereabouts_known": True})

    asked = {question["fact"]: question["could_raise_to"] for question in result["questions"]}
    assert asked == dict.fromkeys(("alone", "answers", "flag", "times"), "high")


def test_one_that_reaches_the_level_alone_hides_what_another_adds() -> None:
    soon = {"all": [{"alone": True}, {"answers": False}]}
    pack = a_pack([({"flag": "confirmed"}, {"bar": "high"}), (soon, {"immediacy": "days"})])

    result = evaluate(pack=pack, facts={"whereabouts_known": True})

    asked = {question["fact"]: question["could_raise_to"] for question in result["questions"]}
    assert asked == {"flag": "high", "alone": "low", "answers": "low"}


def test_questions_that_decide_more_clauses_come_first_among_equals() -> None:
    pack = a_pack(
        [
            ({"alone": True}, {"bar": "high"}),
            ({"flag": "confirmed"}, {"bar": "high"}),
            ({"flag": "confirmed"}, {"owes": ("visit",)}),
            ({"times": {"at_least": 1}}, {"owes": ("meeting",)}),
        ]
    )

    result = evaluate(pack=pack, facts={"whereabouts_known": True})

    asked = [(question["fact"], question["could_raise_to"]) for question in result["questions"]]
    assert asked == [("flag", "high"), ("alone", "high"), ("times", None)]


def test_the_whereabouts_are_asked_for_though_no_open_clause_needs_them() -> None:
    either = {"any": [{"whereabouts_known": False}, {"alone": True}]}
    pack = a_pack([(either, {"consider": True})])

    result = evaluate(pack=pack, facts={"alone": True})

    assert result["undecided"] == []
    assert [question["fact"] for question in result["questions"]] == ["whereabouts_known"]
