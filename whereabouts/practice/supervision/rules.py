"""Whom an alarm climbs to, who may answer a challenge, and when an answer is an answer; pure."""

from collections.abc import Collection, Iterable
from datetime import timedelta
from uuid import UUID

ANSWER_PROPOSAL_WITHIN = timedelta(minutes=15)  # [PROPOSED]
ANSWER_TRANSFER_WITHIN = timedelta(minutes=30)
ANSWER_CHALLENGE_WITHIN = timedelta(minutes=30)  # where a pack says nothing
CLIMB_AGAIN_AFTER = timedelta(minutes=15)  # [PROPOSED]

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


def may_answer_challenge(*, member: UUID, deciders: Collection[UUID | None]) -> bool:
    """Return whether a member is none of those who made the decision that is challenged."""
    return member not in deciders


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
