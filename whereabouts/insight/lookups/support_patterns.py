"""What a senior might look at first: a parent to whom the child goes again, a move of late."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from whereabouts.engines.repeats import patterns_in_force, recurs
from whereabouts.foundations.access.gate import visible
from whereabouts.practice.return_home.models import Interview, Return
from whereabouts.practice.return_home.vocabulary import WHY_CODE
from whereabouts.practice.support import rules
from whereabouts.records.placements.queries import placement_at

TO_A_PARENT = "parent"
LATELY = timedelta(days=90)


def suggestions_of(*, children: Iterable[UUID], at: datetime) -> tuple[str, ...]:
    """Return what is suggested for a child; the caller is in a scope.

    Why the child went is a code; only where nobody chose one are the words read for it.
    """
    keys = list(children)
    returns = list(
        visible(Return).filter(child__in=keys).values_list("episode", "found_with", "safety")
    )
    coded = _coded(keys)
    said = {
        "found_with_a_parent": [found_with for _, found_with, _ in returns],
        "left_to_see_a_parent": [
            _why_left(safety)
            for episode, _, safety in returns
            if not (coded.get(episode) or _code(safety))
        ],
    }
    left = {episode for episode, codes in coded.items() if TO_A_PARENT in codes}
    left |= {episode for episode, _, safety in returns if _code(safety) == TO_A_PARENT}
    placement = placement_at(child_ids=keys, at=at)
    return rules.suggestions(
        with_parent=any(
            recurs(
                definition=one, texts=said[one.id],
                coded=len(left) if one.id == "left_to_see_a_parent" else 0,
            )
            for one in patterns_in_force(on=at.date())
        ),
        moved_lately=placement is not None and at.date() - placement.started_on <= LATELY,
    )  # fmt: skip


def _coded(children: list[UUID]) -> dict[UUID, set[str]]:
    """Return episode → every reason that was chosen in its conversations."""
    found: dict[UUID, set[str]] = {}
    talks = visible(Interview).filter(child__in=children).values_list("episode", "reasons")
    for episode, reasons in talks:
        found.setdefault(episode, set()).update(reasons)
    return found


def _code(safety: dict[str, Any]) -> str:
    return str(safety.get(WHY_CODE, {}).get("words", ""))


def _why_left(safety: dict[str, Any]) -> str:
    return str(safety.get("why_left", {}).get("words", ""))
