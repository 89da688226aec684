"""Judging what came of a case against what the case says must come of it."""

from dataclasses import dataclass, field
from typing import Any

from whereabouts.interfaces.commands.playing.observing import Seen
from whereabouts.interfaces.commands.playing.reading import Case, Expected
from whereabouts.interfaces.commands.playing.steps import Steps
from whereabouts.records.episodes.rules import LEVEL_ORDER

AFTER_EVERY_RETURN = ("prevention_interview", "return_interview", "referral_decision")


@dataclass(kw_only=True)
class Played:
    """What came of a case."""

    case: Case
    steps: Steps
    first: Seen
    later: Seen | None = None
    fired: list[str] = field(default_factory=list)
    created: list[str] = field(default_factory=list)
    # Of each assessment: pack → (the safeguards' part of the floor, the whole floor).
    floors: list[dict[str, tuple[str, str]]] = field(default_factory=list)

    @property
    def disagrees(self) -> list[str]:
        """What differs from what the case expects; empty where it holds."""
        return disagreements(played=self)

    def as_json(self) -> dict[str, Any]:
        """Return it as the contract has it."""
        told: dict[str, Any] = {
            "id": self.case.id,
            "recorded_outcome": self.steps.outcome,
            "override_by": self.steps.override_by,
            "fired": self.fired,
            "floor": self.first.floor,
            "created": self.created,
            "refusals": [{"rule": one.rule, "text": one.text} for one in self.steps.refusals],
            "disagrees": self.disagrees,
            "high_prompt": self.first.high_prompt,
            "steps": [
                {"wanted": step.wanted, "outcome": step.outcome, "by": step.by or None}
                for step in self.steps.taken
            ],
        }
        if self.later is not None:
            told["update"] = {
                "fired": list(self.later.fired),
                "floor": self.later.floor,
                "high_prompt": self.later.high_prompt,
            }
        return told


def disagreements(*, played: Played) -> list[str]:
    """Return what differs from what a case expects, each in a sentence."""
    case = played.case
    found = [
        *_outcome(played=played),
        *_assessed(expected=case.expected, seen=played.first, when=""),
        *_missing("must_create", case.must_create, played.created),
        *_missing("after every return", AFTER_EVERY_RETURN, played.created),
        *(said for floors in played.floors for said in _floors(floors=floors)),
    ]
    if case.update is not None and played.later is not None:
        found += _assessed(expected=case.update.expected, seen=played.later, when=" (update)")
    return found


def _outcome(*, played: Played) -> list[str]:
    outcome, by = played.steps.outcome, played.steps.override_by
    if played.case.tag == "FAIL":
        if outcome == "reached":
            return ["the recorded failure was reached without a senior's name"]
        return ["an override without a name"] if outcome == "override" and not by else []
    if outcome != "reached":
        how = f"with an override by {by}" if outcome == "override" else "not at all"
        return [f"the recorded outcome should be reached with no override: it was reached {how}"]
    return []


def _assessed(*, expected: Expected, seen: Seen, when: str) -> list[str]:
    found = _missing(f"must_fire{when}", expected.must_fire, seen.fired)
    if seen.floor != expected.lowest_level_not_barred:
        found.append(f"floor{when}: {seen.floor}, expected {expected.lowest_level_not_barred}")
    if seen.high_prompt is not expected.high_prompt:
        found.append(f"high_prompt{when}: {seen.high_prompt}, expected {expected.high_prompt}")
    return found


def _missing(what: str, wanted: tuple[str, ...], there: list[str] | tuple[str, ...]) -> list[str]:
    return [f"{what}: {one} is not there" for one in wanted if one not in there]


def _floors(*, floors: dict[str, tuple[str, str]]) -> list[str]:
    """Say where a force's settings change the safeguards' part, or lower the whole floor."""
    parts = {part for part, _ in floors.values()}
    found = []
    if len(parts) > 1:
        found.append(f"the safeguards' part of the floor differs between settings: {sorted(parts)}")
    for pack, (part, whole) in floors.items():
        if LEVEL_ORDER.index(whole) < LEVEL_ORDER.index(part):
            found.append(f"{pack}: the floor {whole} lies beneath the safeguards' {part}")
        found += [
            f"{pack}: lowers the floor of {other}"
            for other, (_, without) in floors.items()
            if pack.startswith(f"{other}+")
            and LEVEL_ORDER.index(whole) < LEVEL_ORDER.index(without)
        ]
    return found
