"""Beside every question stands why it matters, in one sentence, and where that comes from (R10)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from whereabouts.engines.policy import load_vocabulary

ROOT = Path(__file__).resolve().parents[2]
FACTS = load_vocabulary(ROOT / "policy_packs" / "vocabulary.toml").facts
# A document of the list of sources, a paragraph of the inspection, or a named guidance.
KNOWN_SOURCE = re.compile(r"\(S\d+|HMIC 2016, .*lines? \d+")
BLAME = re.compile(
    r"\b(streetwise|attention[- ]seeking|promiscuous|lifestyle|her fault|his fault)\b"
)


@pytest.mark.parametrize("name", FACTS)
def test_a_question_says_why_it_matters_and_by_which_source(name: str) -> None:
    fact = FACTS[name]
    assert 15 <= len(fact.why) <= 110, "one line, read during a call"
    assert fact.why.endswith(".")
    assert fact.why != fact.question
    assert KNOWN_SOURCE.search(fact.why_source), fact.why_source


@pytest.mark.parametrize("name", FACTS)
def test_no_reason_blames_the_child(name: str) -> None:
    assert not BLAME.search(FACTS[name].why.lower())


def test_two_questions_seldom_share_a_reason() -> None:
    reasons = [fact.why for fact in FACTS.values()]
    assert len(reasons) - len(set(reasons)) <= 1  # two kinds of exploitation
