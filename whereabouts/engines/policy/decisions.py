"""What a decision needs: whose name, which reasons, and what it may not be at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .model import CATEGORIES, LEVELS, PASSING_RANKS, Pack
from .refusals import CannotDecide

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Needs:
    """What a decision at one category and level needs before it may stand."""

    bars: tuple[dict[str, Any], ...] = ()  # the bars it would go beneath
    category_refused: tuple[str, ...] = ()  # rules and facts that stand against the category
    category_passable: bool = True  # False: no rank may pass (silence, whereabouts, local rule)
    prompts: tuple[str, ...] = ()  # rules whose prompt it declines
    considers: tuple[str, ...] = ()  # rules that ask "should this be HIGH?"
    supervisor: bool = False
    duty_inspector: bool = False
    inspector_rank: str = ""
    reason: bool = False

    @property
    def senior(self) -> bool:
        """Whether the decision needs somebody senior, or cannot stand at all."""
        return self.supervisor or self.duty_inspector or bool(self.category_refused)


def decision_needs(*, pack: Pack, result: Mapping[str, Any], category: str, level: str) -> Needs:
    """Return what the decision needs, given what the engine made of the facts.

    The lowest category and the lowest level are the same thing: deciding either is deciding
    both. Nothing is needed of who goes as high as recommended, or higher.

    :raises CannotDecide: there is no such category or level.
    """
    if category not in CATEGORIES or level not in LEVELS:
        raise CannotDecide("A decision names a category and a level that exist.")
    if category == "absent":
        level = LEVELS[0]
    decided = LEVELS.index(level)
    recommended = LEVELS.index(result["level"])
    fired: list[dict[str, Any]] = result["fired"]
    bars = tuple(
        row for row in fired if row["strength"] == "bar" and LEVELS.index(row["at_least"]) > decided
    )
    refused, passable = _category(pack, result, category, decided)
    considers: tuple[str, ...] = ()
    if decided < LEVELS.index("high"):
        considers = _rules(row for row in fired if row["strength"] == "consider")
    lower = decided < recommended
    inspector = bool(bars) or (lower and decided < LEVELS.index("medium"))
    ranks = [PASSING_RANKS.index(pack.clause(clause_id=r["clause"]).pass_by) for r in bars]
    return Needs(
        bars=bars,
        category_refused=refused,
        category_passable=passable,
        prompts=_rules(row for row in fired if _declined(pack, result, row, decided)),
        considers=considers,
        supervisor=lower and recommended == LEVELS.index("high"),
        duty_inspector=inspector,
        inspector_rank=PASSING_RANKS[max(ranks, default=0)] if inspector else "",
        reason=lower or bool(bars) or bool(considers) or bool(refused),
    )


def _category(
    pack: Pack, result: Mapping[str, Any], category: str, decided: int
) -> tuple[tuple[str, ...], bool]:
    """Return what stands against the category, and whether a rank may pass it."""
    wanted = [category]
    if not decided and category == "missing":
        wanted.append("absent")
    against: list[str] = []
    passable = True
    for name in wanted:
        answer = result["categories"][name]
        if answer["allowed"] == "yes":
            continue
        against += answer["because"]
        if answer["allowed"] == "ask" or not pack.child_absent_allowed or name != "absent":
            passable = False
        if "whereabouts_known" in answer["because"]:
            passable = False
    return tuple(dict.fromkeys(against)), passable


def _declined(pack: Pack, result: Mapping[str, Any], row: Row, decided: int) -> bool:
    """Say whether a decision at this level turns the prompt down."""
    if row["strength"] != "prompt":
        return False
    if row["scale"] == "level":
        return LEVELS.index(row["at_least"]) > decided
    # On an axis: the prompt is turned down where the cell that it leads to lies higher.
    cell = (result["seriousness"], row["at_least"])
    if row["scale"] == "seriousness":
        cell = (row["at_least"], result["immediacy"])
    return LEVELS.index(pack.table[cell]) > decided


def _rules(rows: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row["rule"] for row in rows))
