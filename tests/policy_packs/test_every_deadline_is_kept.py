"""No deadline of a pack is only written down: each is read by the code, or carried by a task."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from whereabouts.engines.policy import PackLibrary

PACKAGE = Path(__file__).resolve().parents[2] / "whereabouts"
# Found by how they begin: the ladder of reviews, and what runs before police protection ends.
BY_BEGINNING = ("review_", "raise_", "police_protection_warning_")
# Found by a name that is put together of the task, and the level or the country.
PUT_TOGETHER = {
    "family_update_high", "prevention_interview_high", "referral_decision_england",
    "referral_decision_wales", "return_interview_england",
}  # fmt: skip
# Somebody's task with the same length: there the decision is asked for, and its alarm rings.
AS_A_TASK = {
    "search_lead_decision_high": "senior_officer_appointed",
    "strategy_meeting_repeat_england": "strategy_meeting_request",
}


@cache
def code() -> str:
    files = (path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


@pytest.mark.parametrize("base", ["acpo-2010", "npcc-2015-03", "app-2017", "app-2026"])
def test_every_deadline_is_read_or_is_the_length_of_a_task(library: PackLibrary, base: str) -> None:
    pack = library.named(pack_id=base)
    tasks = {task.kind: (task.length, task.unit) for task in pack.tasks}
    tasks |= {kind: (one.length, one.unit) for kind, one in pack.obligations.items()}
    for limit in pack.deadlines:
        if limit.key in AS_A_TASK:
            assert tasks[AS_A_TASK[limit.key]] == (limit.length, limit.unit), limit.key
        elif limit.key not in PUT_TOGETHER and not limit.key.startswith(BY_BEGINNING):
            assert f'"{limit.key}"' in code(), f"{limit.key}: nobody reads it"
