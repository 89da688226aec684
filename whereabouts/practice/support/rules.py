"""What a long-term plan lacks, when nothing has improved, and what is suggested then."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from whereabouts.practice.support.vocabulary import NO_PLAN_ALONE

LACKS = {
    "needs": "The child's needs are not written down",
    "risks": "The risks are not written down",
    "childs_view": "Neither the child's view nor why it is missing is written down",
    "actions": "There is no action",
    "only_meeting_or_notice": "The only actions are meetings or notices: that is no help yet",
    "owner": "An action has nobody who does it",
    "due": "An action has no day",
    "lead": "Nobody leads the plan",
}


@dataclass(frozen=True, kw_only=True)
class Act:
    """An action of a plan, in plain values."""

    kind: str
    who: str
    due_on: date | None
    done: bool = False


def lacking(
    *, needs: str, risks: str, childs_view: str, why_no_view: str, lead: str, actions: Iterable[Act]
) -> tuple[str, ...]:
    """Return what a plan lacks, as keys of `LACKS`; nothing where it is complete.

    The child's view may be missing with the reason why.
    """
    acts = list(actions)
    lacks = []
    if not needs.strip():
        lacks.append("needs")
    if not risks.strip():
        lacks.append("risks")
    if not (childs_view.strip() or why_no_view.strip()):
        lacks.append("childs_view")
    if not lead:
        lacks.append("lead")
    if not acts:
        lacks.append("actions")
    elif all(one.kind in NO_PLAN_ALONE for one in acts):
        lacks.append("only_meeting_or_notice")
    if any(not one.who.strip() for one in acts):
        lacks.append("owner")
    if any(one.due_on is None for one in acts):
        lacks.append("due")
    return tuple(lacks)


def suggestions(*, with_parent: bool, moved_lately: bool) -> tuple[str, ...]:
    """Return what a senior who reviews a plan without effect might look at first."""
    found = []
    if with_parent:
        found.append(
            "The child goes to a parent again and again: review the contact arrangements,"
            " and whether the placement is the right one."
        )
    if moved_lately:
        found.append("The child moved lately: ask what the move took from them.")
    return tuple(found)
