"""When who looks again, whom an alarm climbs to, and when an answer is an answer; pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from whereabouts.engines.deadlines import Calendar, Unit, due_at, length_of
from whereabouts.engines.policy import Deadline

# Whoever a pack asks for a review → the rank that it takes.
RANK_OF = {
    "supervisor": "sergeant",
    "duty_inspector": "inspector",
    "detective_inspector": "inspector",
    "detective_chief_inspector": "chief_inspector",
    "superintendent": "superintendent",
}
# What the lowest category becomes when its time is over: a child is not kept beneath it.
AFTER_THE_LOWEST = "medium"
LOWEST_ENDS = "lowest_ends"
REVIEW, RAISE = "review_", "raise_"
DUTY_CHANGE = "duty_change"  # the event of a deadline: the next duty inspector accepts the shift

# Who hears of what a role has left undone; a role that is not here is the top.
ABOVE = {
    "call_handler": "supervisor",
    "response_officer": "supervisor",
    "offender_manager": "supervisor",
    "supervisor": "duty_inspector",
    "missing_coordinator": "duty_inspector",
    "duty_inspector": "superintendent",
    # Authorities have no ranks here: the day's team and the night's hear of each other's.
    "social_worker": "out_of_hours_worker",
    "out_of_hours_worker": "social_worker",
}
CHALLENGERS = {
    "reporter": "Whoever reported",
    "carer": "A carer",
    "relative": "A relative",
    "child": "The child",
    "partner": "Another agency",
}


def above(*, role: str) -> str:
    """Return the role that hears of what a role has left undone: itself at the top."""
    return ABOVE.get(role, role)


def next_up(*, to_role: str, climbed_to: str) -> str:
    """Return the role that an unread notice climbs to next, or "" where everybody above has it."""
    reached = climbed_to or to_role
    higher = ABOVE.get(reached, "")
    return "" if higher in (to_role, reached) else higher


def gone_since(
    *,
    active: bool,
    may_own: bool,
    left_the_shift: bool,
    duties: Iterable[tuple[datetime, datetime]],
    owner_since: datetime,
    at: datetime,
) -> tuple[str, datetime] | None:
    """Return (why, since when) an owner is no longer there, or None while they are.

    `duties` are their periods on the rota, (from, until). Whom the rota never named while they
    owned the episode is there until somebody says otherwise.
    """
    if not active:
        return "deactivated", at
    if not may_own:
        return "no role", at
    if left_the_shift:
        return "left the shift", at
    periods = list(duties)
    ended = [until for _, until in periods if owner_since < until <= at]
    if ended and not any(began <= at < until for began, until in periods):
        return "duty ended", max(ended)
    return None


def may_answer_challenge(*, member: UUID, deciders: Collection[UUID | None]) -> bool:
    """Return whether a member is none of those who made the decision that is challenged."""
    return member not in deciders


def is_told(*, told: str) -> bool:
    """Return whether anybody seeks a challenger out to tell them: under "nothing" nobody does."""
    return told != "nothing"


def what_may_be_told(*, told: str, grade_stands: bool, changed_to: str, next_update: str) -> str:
    """Return the sentence that a challenger may be told, as their standing allows.

    Under "nothing" it says nothing of the child, nor that there is an episode.
    """
    if told == "nothing":
        return "Thank you. We have noted what you said. We cannot say more."
    heard = "You were heard: somebody who had not made the decision looked at it again."
    if told == "safe":
        return f"{heard} We will tell you when the child is safe."
    outcome = "It stands as it is." if grade_stands else f"It was changed to {changed_to}."
    if told == "plan":
        return f"{heard} {outcome} {next_update}".strip()
    return f"{heard} {outcome} {next_update} Ask us for the reasons, and for what is done.".strip()


def names_a_child(*, child_set: bool, planned: Iterable[UUID]) -> bool:
    """Return whether a contact names a child: one is set, or one with a live plan is named."""
    return child_set or any(True for _ in planned)


@dataclass(frozen=True, kw_only=True)
class Rung:
    """A review that is asked for: by whom, from when a look counts for it, and until when."""

    key: str
    to: str
    level: str
    opens_at: datetime
    due_at: datetime
    repeats: bool = False


def due_after(*, limit: Deadline, from_at: datetime) -> datetime:
    """Return when a limit of a pack runs out that runs from a moment."""
    # A day is 24 hours of elapsed time, whatever the clocks do.
    unit, length = (
        ("hours", limit.length * 24) if limit.unit == "days" else (limit.unit, limit.length)
    )
    return due_at(
        from_at=from_at,
        length=length,
        unit=cast(Unit, unit),
        calendar=cast(Calendar, limit.calendar),
    )


def rank_for(*, to: str) -> str:
    """Return the rank that a review takes; whoever a pack calls otherwise, an inspector's."""
    return RANK_OF.get(to, "inspector")


def rungs_of_level(
    *, limits: Iterable[Deadline], level: str, reported_at: datetime, began_at: datetime
) -> list[Rung]:
    """Return the single reviews of a level, first due first, for a ladder that begins now.

    All run from the report. What would have run out already, on a ladder that begins later, runs
    from its beginning. The first counts a look at once; each later one only after the one before
    was due, and in the second half of its time: one early look is not all of them.
    """
    every = [limit for limit in limits if limit.level == level and not limit.repeats]
    found: list[Rung] = []
    due = _due(every, prefix=REVIEW, reported_at=reported_at, began_at=began_at)
    for when, limit in due:
        opens = began_at
        if found:
            opens = max(found[-1].due_at, began_at + (when - began_at) / 2)
        found.append(
            Rung(key=limit.key, to=limit.to, level=level, opens_at=min(opens, when), due_at=when)
        )
    # Of "six hours or midnight" the earlier holds: the first proposes, and there is no second.
    for when, limit in _due(every, prefix=RAISE, reported_at=reported_at, began_at=began_at)[:1]:
        found.append(
            Rung(
                key=limit.key, to=limit.to or "duty_inspector", level=level, opens_at=when,
                due_at=when + length_of(key="proposal_answered", at=began_at),
            )
        )  # fmt: skip
    return found


def rungs_of_length(*, limits: Iterable[Deadline], reported_at: datetime) -> list[Rung]:
    """Return the single reviews of a long absence, whatever the level, first due first."""
    every = [limit for limit in limits if limit.level is None and not limit.repeats]
    found: list[Rung] = []
    for when, limit in _due(every, prefix=REVIEW, reported_at=reported_at, began_at=reported_at):
        opens = reported_at + (when - reported_at) / 2
        if found:
            opens = max(opens, found[-1].due_at)
        found.append(Rung(key=limit.key, to=limit.to, level="", opens_at=opens, due_at=when))
    return found


def repeating(*, limits: Iterable[Deadline], level: str) -> list[Deadline]:
    """Return the reviews of a level that start again with each review; "" for a long absence."""
    return [
        limit
        for limit in limits
        if limit.repeats
        and limit.event != DUTY_CHANGE
        and limit.key.startswith(REVIEW)
        and (limit.level or "") == level
    ]


def at_duty_change(*, limits: Iterable[Deadline], level: str, at: datetime) -> list[Rung]:
    """Return the reviews of a level that a change of duty asks for, from its moment on."""
    return [
        Rung(
            key=limit.key, to=limit.to, level=level, opens_at=at,
            due_at=due_after(limit=limit, from_at=at), repeats=True,
        )
        for limit in limits
        if limit.event == DUTY_CHANGE and limit.key.startswith(REVIEW) and limit.level == level
    ]  # fmt: skip


def lowest_ends_at(*, limits: Iterable[Deadline], reported_at: datetime) -> datetime | None:
    """Return when the lowest category may stand no longer, or None where a pack sets no end."""
    ends = [
        due_after(limit=limit, from_at=reported_at) for limit in limits if limit.key == LOWEST_ENDS
    ]
    return min(ends, default=None)


def _due(
    limits: Iterable[Deadline], *, prefix: str, reported_at: datetime, began_at: datetime
) -> list[tuple[datetime, Deadline]]:
    found = []
    for limit in limits:
        if not limit.key.startswith(prefix):
            continue
        when = due_after(limit=limit, from_at=reported_at)
        if limit.level is not None and when <= began_at and began_at > reported_at:
            when = due_after(limit=limit, from_at=began_at)
        found.append((when, limit))
    return sorted(found, key=lambda pair: (pair[0], pair[1].key))
