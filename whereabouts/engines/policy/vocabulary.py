"""Reading the vocabulary and checking facts against it, without ever repeating a value."""

from __future__ import annotations

import hashlib
import math
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .model import Conflict, Fact, Vocabulary
from .refusals import BadValue, UnknownFact, VocabularyRefused

_FACT_KEYS = {
    "group",
    "kind",
    "values",
    "minimum",
    "maximum",
    "worse",
    "question",
    "question_cy",
    "why",
    "why_source",
    "who_can_answer",
    "derived_from",
    "not_to_caller_who_may_harm",
    "sayable",
}
_NEEDED = _FACT_KEYS - {"values", "minimum", "maximum", "not_to_caller_who_may_harm", "sayable"}
_WORSE = {
    "bool": {"true", "false"},
    "choice": {"last", "none"},
    "int": {"up", "down"},
    "float": {"up", "down"},
}
_COMPARISONS = {"is", "any_of", "at_least", "at_most"}


def load_vocabulary(path: Path) -> Vocabulary:
    """Return the vocabulary that a file holds.

    :raises VocabularyRefused: a fact lacks something, or says what it may not.
    """
    content = path.read_bytes()
    document = tomllib.loads(content.decode())
    facts = {name: _fact(name, entry) for name, entry in document.get("facts", {}).items()}
    if not facts:
        raise VocabularyRefused("The vocabulary holds no facts.")
    conflicts = tuple(_conflict(entry, facts) for entry in document.get("conflicts", []))
    return Vocabulary(facts, conflicts, hashlib.sha256(content).hexdigest())


def check_facts(*, vocabulary: Vocabulary, facts: Mapping[str, object]) -> dict[str, Any]:
    """Return the facts that are known, checked; null means unknown and is left out.

    :raises UnknownFact: a name is not in the vocabulary.
    :raises BadValue: a value is not allowed for its fact.
    """
    known: dict[str, Any] = {}
    for name, value in facts.items():
        fact = vocabulary.facts.get(name)
        if fact is None:
            raise UnknownFact(name)
        if value is not None:
            check_value(fact=fact, value=value)
            known[name] = value
    return known


def check_value(*, fact: Fact, value: Any) -> None:
    """Accept a value that the fact may have.

    :raises BadValue: the value is not allowed; the refusal names the fact, not the value.
    """
    if fact.kind == "bool":
        good = isinstance(value, bool)
    elif fact.kind == "choice":
        good = isinstance(value, str) and value in fact.values
    else:
        whole = isinstance(value, int) and not isinstance(value, bool)
        fraction = fact.kind == "float" and isinstance(value, float) and math.isfinite(value)
        good = (whole or fraction) and (
            (fact.minimum is None or value >= fact.minimum)
            and (fact.maximum is None or value <= fact.maximum)
        )
    if not good:
        raise BadValue(fact.name, expected(fact=fact))


def expected(*, fact: Fact) -> str:
    """Return, in words, what values the fact may have."""
    if fact.kind == "bool":
        return "true or false"
    if fact.kind == "choice":
        return "one of " + ", ".join(fact.values)
    words = "a whole number" if fact.kind == "int" else "a number"
    if fact.minimum is not None:
        words += f" from {fact.minimum:g}"
    if fact.maximum is not None:
        words += f" to {fact.maximum:g}"
    return words


def _fact(name: str, entry: Mapping[str, Any]) -> Fact:
    strange = sorted(set(entry) - _FACT_KEYS)
    missing = sorted(_NEEDED - set(entry))
    if strange or missing:
        raise VocabularyRefused(f"{name}: unknown keys {strange}, missing keys {missing}.")
    kind = entry["kind"]
    if kind not in _WORSE or entry["worse"] not in _WORSE[kind]:
        raise VocabularyRefused(f"{name}: the kind and its worse direction do not go together.")
    if (kind == "choice") != ("values" in entry):
        raise VocabularyRefused(f"{name}: a choice, and only a choice, lists its values.")
    for said in ("why", "why_source"):
        if not isinstance(entry[said], str) or not entry[said].strip():
            raise VocabularyRefused(f"{name}: {said} says nothing.")
    return Fact(
        **{
            **entry,
            "name": name,
            "values": tuple(entry.get("values", ())),
            "who_can_answer": tuple(entry["who_can_answer"]),
        }
    )


def _conflict(entry: Mapping[str, Any], facts: Mapping[str, Fact]) -> Conflict:
    text = entry["text"]
    if "not_more" in entry:
        smaller, larger = entry["not_more"]
        if {facts[smaller].kind, facts[larger].kind} - {"int", "float"}:
            raise VocabularyRefused("Only numbers can be compared with each other.")
        return Conflict(text, not_more=(smaller, larger))
    parts = []
    for part in entry["when"]:
        ((name, test),) = part.items()
        if not isinstance(test, dict):
            test = {"is": test}
        ((operator, operand),) = test.items()
        if name not in facts or operator not in _COMPARISONS:
            raise VocabularyRefused(f"A conflict compares {name} in a way that is not known.")
        if operator.startswith("at_") and facts[name].kind not in ("int", "float"):
            raise VocabularyRefused(f"{name} is not a number, so it is no more or less.")
        operands = tuple(operand) if isinstance(operand, list) else (operand,)
        for value in operands:
            check_value(fact=facts[name], value=value)
        parts.append((name, operator, operands))
    return Conflict(text, when=tuple(parts))


def conflicts_among(*, vocabulary: Vocabulary, facts: Mapping[str, Any]) -> list[str]:
    """Return a sentence for each pair of answers that do not go together."""
    found = []
    for conflict in vocabulary.conflicts:
        if conflict.not_more is not None:
            smaller, larger = (facts.get(name) for name in conflict.not_more)
            if smaller is not None and larger is not None and smaller > larger:
                found.append(conflict.text)
            continue
        for name, operator, operands in conflict.when:
            value = facts.get(name)
            if value is None:
                break
            if operator == "at_least":
                if value < operands[0]:
                    break
            elif operator == "at_most":
                if value > operands[0]:
                    break
            elif value not in operands:
                break
        else:
            found.append(conflict.text)
    return found
