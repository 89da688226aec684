"""Trying what was decided then: first as the call handler, then with a senior's name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from whereabouts.interfaces.commands.playing.cast import Cast
from whereabouts.interfaces.commands.playing.observing import Seen, latest
from whereabouts.interfaces.commands.playing.reading import Case
from whereabouts.interfaces.commands.playing.steps import Refused, Step
from whereabouts.journeys.decide import DecisionRefused, Wish, decide
from whereabouts.records.episodes.rules import LEVEL_ORDER

BETWEEN = timedelta(minutes=2)
WHY = "Decided on what is known tonight: the answers given and the records that were read."
WHY_NOT = "Looked at together with the answers given and the records that were read tonight."
WHY_PASSED = "Passed in my name after reading the record and speaking with the person reporting."
RECOMMENDED = ""


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """One way to try: in which role, and with which reasons."""

    role: str
    reasons: bool = True
    passing: str = ""


BARE = Attempt(role="call_handler", reasons=False)
LADDER = (
    Attempt(role="call_handler"),
    Attempt(role="supervisor"),
    Attempt(role="duty_inspector", passing=WHY_PASSED),
)


def wishes_of(case: Case) -> list[tuple[str, str]]:
    """Return (category, level) of each decision that was recorded, in order.

    A level of "" is the one recommended: nothing is on record, so the recommendation is accepted.
    """
    category = case.category if case.category in ("missing", "absent", "missing>absent") else ""
    categories = category.split(">") if category else ["missing"]
    levels = case.level.split(">") if case.level else [RECOMMENDED] * len(categories)
    return list(zip(categories, levels, strict=True))


def try_decision(
    *, case: Case, cast: Cast, reference: str, category: str, level: str, at: datetime
) -> tuple[Step, datetime]:
    """Try one recorded decision up the ladder; return the step, and when it ended."""
    seen = latest(cast=cast, reference=reference, at=at)
    wanted = level or _accepted(case=case, seen=seen)
    effective = "absent" if category == "absent" else wanted
    goes_lower = LEVEL_ORDER.index(effective) < LEVEL_ORDER.index(seen.stands)
    refusals: list[Refused] = []
    for attempt in (BARE, *LADDER) if goes_lower else LADDER:
        at += BETWEEN
        wish = Wish(
            category=category,
            level=wanted,
            rationale=WHY if attempt.reasons else "",
            answers=_answers(seen=seen, level=effective) if attempt.reasons else {},
            override_reason=attempt.passing,
        )
        try:
            decide(actor=cast.actor(attempt.role, at=at), reference=reference, wish=wish, at=at)
        except DecisionRefused as refused:
            refusals += [Refused(rule=one.rule, text=one.text) for one in refused.refusals]
            continue
        outcome = "reached" if attempt.role == "call_handler" else "override"
        return _step(category, wanted, outcome, attempt.role, refusals), at
    return _step(category, wanted, "refused", "", refusals), at


def _step(category: str, level: str, outcome: str, role: str, refusals: list[Refused]) -> Step:
    wanted = category if category == "absent" else f"{category}, {level}"
    return Step(wanted=wanted, outcome=outcome, by=role, refusals=tuple(refusals))


def _accepted(*, case: Case, seen: Seen) -> str:
    """Return the level of whoever accepts the recommendation.

    Good work answers "should this be HIGH?" with yes; what failed left it at the recommendation.
    """
    return "high" if case.tag != "FAIL" and seen.considers else seen.level


def _answers(*, seen: Seen, level: str) -> Mapping[str, Mapping[str, Any]]:
    declines = {"answer": "declined", "reason": WHY_NOT}
    lower = LEVEL_ORDER.index(level) < LEVEL_ORDER.index("high")
    return {rule: declines if lower else {"answer": "accepted"} for rule in seen.asking}
