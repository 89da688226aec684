"""Conditions from the closed list, turned into the ways in which each can hold.

A condition is kept as its terms: each term is a set of requirements, one a fact, of the form
"at least this bad". That every condition can be put so is the proof that it is monotone: a
worse fact can make it hold and never make it fail. One that cannot be put so is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .model import Condition, Fact, Literal, Term, Threshold
from .refusals import BadValue
from .vocabulary import check_value

OPERATORS = ("is", "any_of", "at_least", "at_most", "below")
NOT_TO_BE_READ = ("sex", "ethnicity")

_WORDS = {"at_least": "at least", "at_most": "at most", "below": "below"}
# A comparison and what it becomes under "not": (operator, strict), on the number line.
_NEGATED = {"at_least": ("at_most", 1), "at_most": ("at_least", 1), "below": ("at_least", 0)}
_PLAIN = {"at_least": ("at_least", 0), "at_most": ("at_most", 0), "below": ("at_most", 1)}


class ConditionRefused(ValueError):
    """A condition is outside the closed list, or against a fact's worse direction."""


def parse(*, condition: Any, facts: Mapping[str, Fact]) -> Condition:
    """Return the terms of a condition, the shortest set that says the same.

    :raises ConditionRefused: it is not of the closed list, reads what no rule may read,
        goes against a fact's worse direction, or can never hold.
    """
    terms = _shortest(_terms(condition, facts, positive=True))
    if not terms:
        raise ConditionRefused("the condition can never hold")
    return terms


def key(*, fact: Fact, value: Any) -> Threshold:
    """Return how bad a value is: a threshold is reached where it is not greater than this."""
    if fact.kind == "bool":
        return (1.0 if value is (fact.worse == "true") else 0.0, 0)
    if fact.kind == "choice":
        return (float(fact.values.index(value)), 0)
    return (value if fact.worse == "up" else -value, 0)


def _shortest(terms: list[Term]) -> Condition:
    """Return the terms without those that another one makes needless, in a settled order."""
    kept: list[Term] = []
    for term in sorted(set(terms), key=_order):
        if not any(_needs_no_more(other, term) for other in kept):
            kept = [other for other in kept if not _needs_no_more(term, other)]
            kept.append(term)
    return tuple(sorted(kept, key=_order))


def in_words(*, condition: Any) -> str:
    """Return the condition as a person would read it."""
    ((name, body),) = condition.items()
    if name in ("all", "any"):
        if not body:
            return "always"
        parts = [in_words(condition=part) for part in body]
        nested = [f"({p})" if " and " in p or " or " in p else p for p in parts]
        return (" and " if name == "all" else " or ").join(nested if len(parts) > 1 else parts)
    if name == "not":
        return f"not ({in_words(condition=body)})"
    operator, operand = _test(body)
    if operator == "any_of":
        return f"{name} is " + " or ".join(operand)
    if operator == "is":
        return f"{name} is {str(operand).lower() if isinstance(operand, bool) else operand}"
    return f"{name} {_WORDS[operator]} {operand}"


def facts_read(*, condition: Any) -> tuple[str, ...]:
    """Return the facts that the condition names, each once, in the order of naming."""
    ((name, body),) = condition.items()
    if name in ("all", "any"):
        found = [fact for part in body for fact in facts_read(condition=part)]
        return tuple(dict.fromkeys(found))
    return facts_read(condition=body) if name == "not" else (name,)


def _terms(condition: Any, facts: Mapping[str, Fact], *, positive: bool) -> list[Term]:
    if not isinstance(condition, dict) or len(condition) != 1:
        raise ConditionRefused("each condition has exactly one of: all, any, not, a fact")
    ((name, body),) = condition.items()
    if name == "not":
        return _terms(body, facts, positive=not positive)
    if name in ("all", "any"):
        if not isinstance(body, list):
            raise ConditionRefused(f"{name} takes a list")
        parts = [_terms(part, facts, positive=positive) for part in body]
        if (name == "all") is positive:
            return _product(parts)
        return [term for part in parts for term in part]
    return _literal(name, body, facts, positive=positive)


def _product(parts: list[list[Term]]) -> list[Term]:
    product: list[Term] = [frozenset()]
    for part in parts:
        product = list(_shortest([_join(left, right) for left in product for right in part]))
    return product


def _join(left: Term, right: Term) -> Term:
    worst: dict[str, Threshold] = {}
    for name, threshold in (*left, *right):
        worst[name] = max(worst.get(name, threshold), threshold)
    return frozenset(worst.items())


def _needs_no_more(term: Term, other: Term) -> bool:
    """Say whether every requirement of `term` is met wherever `other` holds."""
    needs = dict(other)
    return all(name in needs and needs[name] >= threshold for name, threshold in term)


def _order(term: Term) -> tuple[int, list[Literal]]:
    return (len(term), sorted(term))


def _test(body: Any) -> tuple[str, Any]:
    if not isinstance(body, dict):
        return ("is", body)
    if len(body) != 1:
        raise ConditionRefused("a fact is compared in one way at a time")
    ((operator, operand),) = body.items()
    if operator not in OPERATORS:
        raise ConditionRefused(f"{operator} is not one of {', '.join(OPERATORS)}")
    return (operator, operand)


def _literal(name: str, body: Any, facts: Mapping[str, Fact], *, positive: bool) -> list[Term]:
    fact = facts.get(name)
    if fact is None:
        raise ConditionRefused(f"{name} is not a fact of the vocabulary")
    if name in NOT_TO_BE_READ or fact.worse == "none":
        raise ConditionRefused(f"no rule may read {name}")
    operator, operand = _test(body)
    operands = operand if operator == "any_of" else [operand]
    if not isinstance(operands, list) or not operands:
        raise ConditionRefused(f"{name}: any_of takes a list of values")
    for value in operands:
        try:
            check_value(fact=fact, value=value)
        except BadValue as refusal:
            raise ConditionRefused(f"{name}: the vocabulary has no such value") from refusal
    if fact.kind in ("int", "float"):
        return _number(fact, operator, operand, positive=positive)
    return _listed(fact, operator, operands, positive=positive)


def _listed(fact: Fact, operator: str, operands: list[Any], *, positive: bool) -> list[Term]:
    """Return the terms of a bool's or choice's test: its values must be the worst ones."""
    ranks = [int(key(fact=fact, value=value)[0]) for value in operands]
    every = range(len(fact.values) if fact.kind == "choice" else 2)
    if operator in ("is", "any_of"):
        chosen = set(ranks)
    elif fact.kind == "bool":
        raise ConditionRefused(f"{fact.name} is true or false: say which it is")
    elif operator == "at_least":
        chosen = {rank for rank in every if rank >= ranks[0]}
    elif operator == "at_most":
        chosen = {rank for rank in every if rank <= ranks[0]}
    else:
        chosen = {rank for rank in every if rank < ranks[0]}
    if not positive:
        chosen = set(every) - chosen
    if not chosen:
        return []
    if chosen != set(range(min(chosen), len(every))):
        raise ConditionRefused(f"the condition on {fact.name} is against its worse direction")
    return [_require(fact.name, (float(min(chosen)), 0), best=(0.0, 0))]


def _number(fact: Fact, operator: str, operand: Any, *, positive: bool) -> list[Term]:
    if operator in ("is", "any_of"):
        raise ConditionRefused(f"{fact.name} is a number: use at_least, at_most or below")
    side, strict = (_PLAIN if positive else _NEGATED)[operator]
    if (side == "at_least") is not (fact.worse == "up"):
        raise ConditionRefused(f"the condition on {fact.name} is against its worse direction")
    badness = operand if fact.worse == "up" else -operand
    if fact.kind == "int" and strict:
        badness, strict = badness + 1, 0
    worst = fact.maximum if fact.worse == "up" else None if fact.minimum is None else -fact.minimum
    if worst is not None and (badness, strict) > (worst, 0):
        return []
    best = fact.minimum if fact.worse == "up" else None if fact.maximum is None else -fact.maximum
    return [_require(fact.name, (badness, strict), best=None if best is None else (best, 0))]


def _require(name: str, threshold: Threshold, *, best: Threshold | None) -> Term:
    """Return the requirement, or none where even the least bad value meets it."""
    if best is not None and threshold <= best:
        return frozenset()
    return frozenset({(name, threshold)})
