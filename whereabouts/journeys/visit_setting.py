"""Keep a visit to a home, carer or school; raise a concern about one, and say what came of it."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.queries import told_as
from whereabouts.foundations.outbox.actions import promise
from whereabouts.foundations.timers.actions import stand_down
from whereabouts.journeys.door import journey
from whereabouts.records.people.gate import child_for
from whereabouts.records.placements import actions as placements
from whereabouts.records.placements.actions import AlreadySettled
from whereabouts.records.placements.gate import concern_for, setting_for
from whereabouts.records.placements.queries import officer_of

__all__ = [
    "AlreadySettled",
    "NotYet",
    "NothingSaid",
    "keep_visit",
    "raise_concern",
    "settle_concern",
]


# Who reads of a concern where no officer is named.
READS = "missing_coordinator"


class NothingSaid(Exception):
    """Words are needed."""


class NotYet(Exception):
    """The time lies ahead."""


@journey(needs=Permission.SETTING_VISIT)
def keep_visit(
    *,
    actor: Actor,
    setting_id: UUID,
    kind: str,
    visited_at: datetime,
    words: str,
    at: datetime,
    talked_with: int | None = None,
) -> UUID:
    """Keep a visit that was made; one that was asked for is answered by it.

    :raises NotVisible: there is no such home, carer or school for this actor.
    :raises NotYet: the time lies ahead.
    :raises NothingSaid: there are no words.
    """
    if visited_at > at:
        raise NotYet("A visit is written down after it was made.")
    if not words.strip():
        raise NothingSaid("Say what was talked about, without naming a child.")
    setting = setting_for(actor, setting_id=setting_id)
    visit = placements.keep_visit(
        setting=setting, kind=kind, visited_at=visited_at, words=words, talked_with=talked_with,
        by=actor, at=at,
    )  # fmt: skip
    stand_down(subject=f"visit:{visit.pk}", at=at)
    return visit.pk


@journey(needs=Permission.CONCERN_RAISE)
def raise_concern(
    *,
    actor: Actor,
    setting_id: UUID,
    kind: str,
    words: str,
    at: datetime,
    seen_at: datetime | None = None,
    child_id: UUID | None = None,
) -> UUID:
    """Raise a concern; the named officer is told, or the coordinator where nobody is named.

    :raises NotVisible: there is no such setting, or no such child, for this actor.
    :raises NotYet: the time lies ahead.
    :raises NothingSaid: there are no words.
    """
    if not words.strip():
        raise NothingSaid("Say what was seen or heard.")
    if seen_at is not None and seen_at > at:
        raise NotYet("Give a time that is past.")
    setting = setting_for(actor, setting_id=setting_id)
    child = child_for(actor, child_id=child_id) if child_id else None
    concern = placements.raise_concern(
        setting=setting, kind=kind, words=words, seen_at=seen_at or at, child=child, by=actor,
        at=at,
    )  # fmt: skip
    officer = officer_of(setting=setting)
    promise(
        key=f"concern:{concern.pk}",
        kind="concern_raised",
        subject=f"setting:{setting.pk}",
        from_agency=actor.agency_id,
        to_agency=setting.force_id,
        to_role=told_as(member_id=officer.officer_id, at=at, usual=READS) if officer else READS,
        to_member=officer.officer_id if officer else None,
        text="Somebody is worried about a home, carer or school that you know: read it.",
        at=at,
        child=child.pk if child else None,
    )
    return concern.pk


@journey(needs=Permission.SETTING_VISIT)
def settle_concern(*, actor: Actor, concern_id: UUID, outcome: str, at: datetime) -> None:
    """Write down what came of a concern.

    :raises NotVisible: there is no such concern for this actor.
    :raises NothingSaid: there are no words.
    :raises AlreadySettled: somebody did.
    """
    if not outcome.strip():
        raise NothingSaid("Say what came of it.")
    concern = concern_for(actor, concern_id=concern_id)
    placements.settle_concern(concern=concern, outcome=outcome, by=actor, at=at)
