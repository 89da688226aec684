"""Agreeing actions with one or two owners, taking them on, and settling them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction

from whereabouts.engines.deadlines import length_of, london_instant
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit import actions as audit
from whereabouts.foundations.outbox.actions import promise
from whereabouts.foundations.timers.actions import set_timer, stand_down
from whereabouts.practice.investigation.vocabulary import FOLLOWS_UP
from whereabouts.practice.meetings import events, rules
from whereabouts.practice.meetings.models import Action, Item
from whereabouts.practice.meetings.vocabulary import OUTSTANDING
from whereabouts.records.people.actions import relate_to_child

LATE_CLOCK, UNACCEPTED_CLOCK = "meeting_action_due", "meeting_action_unaccepted"
CLOCKS = (LATE_CLOCK, UNACCEPTED_CLOCK)


class OwnerMissing(ValueError):
    """An action has an owner with a name, at an agency; a second one is of another agency."""


class DayGoneBy(ValueError):
    """The day of an action lies before today."""


class TakenOnAlready(Exception):
    """The owner has taken it on, or it is settled."""


class NotTakenOn(Exception):
    """An owner has not taken it on: two who own an action both accept it first."""


class AlreadySettled(Exception):
    """Somebody settled it already."""


class ResultMissing(Exception):
    """What came of it, or why it is not done, is said in words."""


@dataclass(frozen=True, kw_only=True)
class Owner:
    """Who owns an action: an agency, the role there that is told, and a name."""

    agency: UUID
    agency_kind: str
    who: str

    @property
    def role(self) -> str:
        """The role that hears of it."""
        return FOLLOWS_UP.get(self.agency_kind, "social_worker")


@transaction.atomic
def add_action(
    *,
    child_id: UUID,
    what: str,
    owners: Sequence[Owner],
    due_on: date,
    by: Actor,
    at: datetime,
    item: Item | None = None,
    kind: str = "action",
    because: str = "",
    due_at: datetime | None = None,
    calendar: str = "",
    involved: Sequence[UUID] = (),
) -> Action:
    """Agree an action with one owner or two, until a day; each is told, and takes it on.

    A referral lets its addressee see the child; an owner of anything else sees the action alone.

    :raises OwnerMissing: nobody owns it, an owner has no name, or both are of one agency.
    :raises DayGoneBy: its day lies before today.
    """
    if not 1 <= len(owners) <= 2 or any(not one.who.strip() for one in owners):
        raise OwnerMissing("Say by name who does it.")
    if len({one.agency for one in owners}) != len(owners):
        raise OwnerMissing("A second owner is of another agency.")
    if not what.strip():
        raise OwnerMissing("Say what is done.")
    if due_on < at.date():
        raise DayGoneBy("Choose a day that lies ahead.")
    first, second = owners[0], owners[1] if len(owners) == 2 else None
    ends = due_at or london_instant(on=due_on + timedelta(days=1), wall=time(0))
    action = Action.objects.create(
        child_id=child_id,
        item=item,
        involved=list(item.involved) if item is not None else sorted(set(involved)),
        kind=kind,
        because=because,
        what=what.strip(),
        first_agency_id=first.agency,
        first_role=first.role,
        first_who=first.who.strip(),
        second_agency_id=second.agency if second else None,
        second_role=second.role if second else "",
        second_who=second.who.strip() if second else "",
        agreed_at=at,
        due_on=due_on,
        due_at=ends,
        calendar=calendar,
        owner_agency_id=by.agency_id,
        recorded_at=at,
        recorded_by_id=by.member_id,
    )
    if kind == "referral":
        relate_to_child(
            child_id=child_id, agency=first.agency, kind="shared", at=at,
            because=f"referral by a meeting:{action.pk}",
        )  # fmt: skip
    subject = f"meeting_action:{action.pk}"
    for owner in owners:
        promise(
            key=f"{subject}:{owner.agency}",
            kind="meeting_action",
            subject=subject,
            from_agency=by.agency_id,
            to_agency=owner.agency,
            to_role=owner.role,
            text=_words(kind, len(owners)),
            at=at,
            child=child_id,
        )
    for clock, due in (
        (UNACCEPTED_CLOCK, at + length_of(key="meeting_action_accepted", at=at)),
        (LATE_CLOCK, ends),
    ):
        set_timer(
            key=f"{subject}:{clock}", kind=clock, subject=subject, agency=by.agency_id, at=at,
            due_at=due,
        )  # fmt: skip
    event = (
        events.REFERRED if kind == "referral"
        else events.JOINT_AGREED if second
        else events.ACTION_AGREED
    )  # fmt: skip
    audit.record(kind=event, subject=subject, by=by, at=at)
    return action


@transaction.atomic
def accept_action(*, action: Action, by: Actor, at: datetime) -> None:
    """Take an action on for the actor's agency; for a referral that is its receipt.

    :raises TakenOnAlready: that owner has taken it on, or it is settled.
    """
    now = Action.objects.select_for_update().get(pk=action.pk)
    side = "first" if now.first_agency_id == by.agency_id else "second"
    if now.state not in OUTSTANDING or getattr(now, f"{side}_accepted_at") is not None:
        raise TakenOnAlready("This is taken on already, or settled.")
    setattr(now, f"{side}_accepted_at", at)
    setattr(now, f"{side}_accepted_by_id", by.member_id)
    left = rules.owners_left(
        first_accepted=now.first_accepted_at is not None,
        second=now.second_agency_id is not None,
        second_accepted=now.second_accepted_at is not None,
    )
    now.state = "open" if left else "accepted"
    now.save(
        update_fields=["state", f"{side}_accepted_at", f"{side}_accepted_by"], force_update=True
    )
    subject = f"meeting_action:{action.pk}"
    if not left:
        stand_down(subject=subject, at=at, kinds=(UNACCEPTED_CLOCK,))
    _tell_others(
        action=now, key=f"{subject}:accepted:{side}", kind="meeting_action_accepted",
        text="An action that you agreed or own with somebody was taken on.", by=by, at=at,
    )  # fmt: skip
    audit.record(kind=events.ACTION_ACCEPTED, subject=subject, by=by, at=at)


@transaction.atomic
def settle_action(*, action: Action, done: bool, result: str, by: Actor, at: datetime) -> None:
    """Say what came of an action, or why it is not done; whoever owns it besides is told.

    An action of one owner is taken on by settling it; one of two is first taken on by both.

    :raises ResultMissing: nothing is said in words.
    :raises NotTakenOn: it has two owners, and one of them has not taken it on.
    :raises AlreadySettled: somebody settled it.
    """
    if not result.strip():
        raise ResultMissing("Say what came of it, or why it is not done.")
    now = Action.objects.select_for_update().get(pk=action.pk)
    if now.state not in OUTSTANDING:
        raise AlreadySettled("Somebody settled this already: read what they said.")
    if now.second_agency_id is not None and now.state == "open":
        raise NotTakenOn("Both owners take this on before one of them settles it.")
    changed = {
        "state": "done" if done else "not_done",
        "settled_at": at,
        "settled_by_id": by.member_id,
        "result": result.strip(),
    }
    if now.first_accepted_at is None:
        changed |= {"first_accepted_at": at, "first_accepted_by_id": by.member_id}
    Action.objects.filter(pk=now.pk).update(**changed)
    subject = f"meeting_action:{action.pk}"
    stand_down(subject=subject, at=at, kinds=CLOCKS)
    _tell_others(
        action=now, key=f"{subject}:settled", kind="meeting_action_settled", by=by, at=at,
        text="An action that you agreed or own with somebody was settled: read what came of it.",
    )  # fmt: skip
    audit.record(kind=events.ACTION_SETTLED, subject=subject, by=by, at=at, payload={"done": done})


def _tell_others(
    *, action: Action, key: str, kind: str, text: str, by: Actor, at: datetime
) -> None:
    """Tell the other owner, and whoever agreed it, each once."""
    told = {action.first_agency_id: action.first_role}
    if action.second_agency_id is not None:
        told[action.second_agency_id] = action.second_role
    if action.owner_agency_id not in told:
        told[action.owner_agency_id] = FOLLOWS_UP.get(
            action.owner_agency.kind, "missing_coordinator"
        )
    for agency, role in told.items():
        if agency != by.agency_id:
            promise(
                key=f"{key}:{agency}", kind=kind, subject=f"meeting_action:{action.pk}",
                from_agency=by.agency_id, to_agency=agency, to_role=role, text=text, at=at,
                child=action.child_id,
            )  # fmt: skip


def _words(kind: str, owners: int) -> str:
    if kind == "referral":
        return "A meeting refers a child to you: confirm that you have it, then say what was done."
    if owners == 2:
        return "An action is yours together with another agency: take it on."
    return "A meeting agreed an action that is yours: take it on."
