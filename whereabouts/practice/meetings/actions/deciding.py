"""Deciding on each child of an agenda: with actions, or with a reason that the chair signs."""

from datetime import date, datetime

from django.db import transaction

from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit import actions as audit
from whereabouts.foundations.timers.actions import stand_down
from whereabouts.practice.investigation.actions import settle
from whereabouts.practice.investigation.rules import OUTSTANDING
from whereabouts.practice.meetings import events, rules
from whereabouts.practice.meetings.actions.calling import OPEN_CLOCK, MeetingClosed
from whereabouts.practice.meetings.actions.following import agree_what_follows
from whereabouts.practice.meetings.models import Action, Invitation, Item, Meeting
from whereabouts.practice.meetings.vocabulary import STRATEGY
from whereabouts.practice.support.actions import decide_panel


class AlreadyDecided(Exception):
    """The meeting has decided on this child."""


class NobodyActs(Exception):
    """Nothing is agreed: an action needs an owner and a day, or the chair signs why none."""


class ReasonMissing(Exception):
    """A decision, and a decision for no action, is said in words."""


class ChairAlone(Exception):
    """Whoever chairs the meeting signs it and closes it."""


class EnquiriesUnsaid(Exception):
    """A strategy discussion says whether enquiries are made, and with the reason why not."""


class NotEverybodyDecided(Exception):
    """A child on the agenda is not decided on, or there is nobody on it."""


class NotEverybodyThere(Exception):
    """Somebody without whom such a meeting is not held was not there."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__("Somebody without whom such a meeting is not held was not there.")
        self.missing = missing


@transaction.atomic
def decide_with_actions(
    *,
    item: Item,
    decision: str,
    by: Actor,
    at: datetime,
    enquiries: str = "",
    enquiries_because: str = "",
    next_review_on: date | None = None,
) -> None:
    """Decide on a child with the actions that were agreed; what follows by guidance is added.

    :raises ReasonMissing: the decision is not said.
    :raises EnquiriesUnsaid: a strategy discussion does not say whether enquiries are made.
    :raises NobodyActs: no action is agreed.
    :raises AlreadyDecided: it is decided.
    :raises MeetingClosed: the meeting is closed.
    """
    if not decision.strip():
        raise ReasonMissing("Say what was decided.")
    _check_enquiries(item=item, enquiries=enquiries, because=enquiries_because)
    _hold(item)
    agree_what_follows(item=item, enquiries=enquiries, by=by, at=at)
    first = Action.objects.filter(item=item).order_by("agreed_at", "pk").first()
    if first is None:
        raise NobodyActs(
            "Agree an action, with who does it and by when; or the chair signs why there is none."
        )
    Item.objects.filter(pk=item.pk).update(
        outcome="acts",
        decision=decision.strip(),
        decided_at=at,
        decided_by_id=by.member_id,
        first_action=first,
        enquiries=enquiries,
        enquiries_because=enquiries_because.strip(),
        next_review_on=next_review_on,
    )
    _settle_behind(item=item, acts=True, words=decision.strip(), by=by, at=at)
    audit.record(kind=events.DECIDED, subject=f"agenda:{item.pk}", by=by, at=at)


@transaction.atomic
def sign_no_action(
    *,
    item: Item,
    because: str,
    by: Actor,
    at: datetime,
    enquiries: str = "",
    enquiries_because: str = "",
) -> None:
    """Sign, as whoever chairs the meeting, why nothing is done for a child.

    :raises ReasonMissing: the reason is not said.
    :raises ChairAlone: somebody else chairs it.
    :raises EnquiriesUnsaid: as deciding with actions.
    :raises AlreadyDecided, MeetingClosed: as deciding with actions.
    """
    if not because.strip():
        raise ReasonMissing("Say why nothing is done.")
    if item.meeting.chair_id != by.member_id:
        raise ChairAlone("Whoever chairs the meeting signs that nothing is done.")
    _check_enquiries(item=item, enquiries=enquiries, because=enquiries_because)
    _hold(item)
    Item.objects.filter(pk=item.pk).update(
        outcome="no_action",
        no_action_because=because.strip(),
        decided_at=at,
        decided_by_id=by.member_id,
        signed_by_id=by.member_id,
        signed_at=at,
        enquiries=enquiries,
        enquiries_because=enquiries_because.strip(),
    )
    _settle_behind(item=item, acts=False, words=because.strip(), by=by, at=at)
    audit.record(kind=events.NO_ACTION_SIGNED, subject=f"agenda:{item.pk}", by=by, at=at)


@transaction.atomic
def close_meeting(*, meeting: Meeting, by: Actor, at: datetime) -> None:
    """Close a meeting whose every child is decided on; the database refuses another.

    :raises ChairAlone: somebody else chairs it.
    :raises MeetingClosed: it is closed.
    :raises NotEverybodyDecided: a child waits, or nobody is on its agenda.
    :raises NotEverybodyThere: somebody without whom such a meeting is not held was not there.
    """
    now = Meeting.objects.select_for_update().select_related("owner_agency").get(pk=meeting.pk)
    if now.chair_id != by.member_id:
        raise ChairAlone("Whoever chairs the meeting closes it.")
    if now.state != "planned":
        raise MeetingClosed("This meeting is closed or cancelled already.")
    outcomes = list(Item.objects.filter(meeting=now).values_list("outcome", flat=True))
    if not outcomes or "waiting" in outcomes:
        raise NotEverybodyDecided(
            "Decide on every child of the agenda first: with an action, or with a signed reason."
        )
    there = Invitation.objects.filter(meeting=now, presence="attended").values_list(
        "agency__kind", flat=True
    )
    missing = rules.lacking(
        kinds=[*there, now.owner_agency.kind], needed=rules.wanted(kind=now.kind, on=at.date())
    )
    if missing:
        raise NotEverybodyThere(missing)
    Meeting.objects.filter(pk=now.pk).update(
        state="closed", closed_at=at, closed_by_id=by.member_id
    )
    stand_down(subject=f"meeting:{now.pk}", at=at, kinds=(OPEN_CLOCK,))
    audit.record(
        kind=events.CLOSED, subject=f"meeting:{now.pk}", by=by, at=at,
        payload={"children": len(outcomes), "no_action": outcomes.count("no_action")},
    )  # fmt: skip


def _hold(item: Item) -> None:
    """Hold the meeting and the child's place against everybody else until the end."""
    meeting = Meeting.objects.select_for_update().get(pk=item.meeting_id)
    if meeting.state != "planned":
        raise MeetingClosed("This meeting is closed or cancelled: what it decided stands.")
    now = Item.objects.select_for_update().get(pk=item.pk)
    if now.outcome != "waiting":
        raise AlreadyDecided("The meeting has decided on this child.")


def _check_enquiries(*, item: Item, enquiries: str, because: str) -> None:
    kind = item.meeting.kind
    if kind not in STRATEGY:
        return
    if not enquiries or (enquiries == "not_yet" and kind != "strategy_call"):
        raise EnquiriesUnsaid("Say whether section 47 enquiries are made.")
    if enquiries == "no" and not because.strip():
        raise EnquiriesUnsaid("Say why no section 47 enquiries are made.")


def _settle_behind(*, item: Item, acts: bool, words: str, by: Actor, at: datetime) -> None:
    """Settle what put the child on the agenda: the place before the panel, or the task."""
    if item.panel_item is not None and item.panel_item.state == "open":
        decide_panel(item=item.panel_item, acts=acts, decision=words, by=by, at=at)
    if item.task is not None and item.task.state in OUTSTANDING:
        settle(task=item.task, by=by, at=at, result=words)
