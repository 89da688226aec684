"""Notice of a placement out of area: wanted, given with risk and plan, acknowledged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit import actions as audit
from whereabouts.records.placements import events, rules
from whereabouts.records.placements.models import (
    Acknowledgement,
    Placement,
    PlacementNotice,
    TelephoneTold,
)
from whereabouts.records.placements.vocabulary import ROLE_OF_PART


class NotComplete(Exception):
    """A notice still lacks something; `missing` says what, field by field."""

    def __init__(self, missing: dict[str, str]) -> None:
        super().__init__("The notice is not complete.")
        self.missing = missing


class AlreadyGiven(Exception):
    """The notice was given already."""


class AlreadyAcknowledged(Exception):
    """This part has acknowledged already, or need not any more."""


@dataclass(frozen=True, kw_only=True)
class Given:
    """What a notice says: the risks that moved the child, why here, what is planned, whom to ask.

    No adult is named in it: who may look for the child is told by the police, in their own way.
    """

    risks: Sequence[str]
    why_suitable: str
    risk_pack: str
    plan: str
    at_a_distance: bool | None
    contacts: str = ""
    distance_km: int | None = None
    distance_by: str = "typed"
    director: str = ""
    approved_on: date | None = None


@transaction.atomic
def want_notice(
    *,
    placement: Placement,
    emergency: bool,
    arrives_at: datetime,
    due_at: datetime,
    acknowledged_by: datetime,
    by: Actor,
    at: datetime,
) -> PlacementNotice:
    """Open the notice of a placement out of area, and ask each part to acknowledge it by a time."""
    notice = PlacementNotice.objects.create(
        child=placement.child, placement=placement, emergency=emergency, arrives_at=arrives_at,
        due_at=due_at, **_owned(by=by, at=at),
    )  # fmt: skip
    ask_to_acknowledge(notice=notice, about="start", due_at=acknowledged_by, by=by, at=at)
    audit.record(
        kind=events.WANTED, subject=f"child:{placement.child_id}", by=by, at=at,
        payload={"placement": str(placement.pk), "emergency": emergency},
    )  # fmt: skip
    return notice


def ask_to_acknowledge(
    *, notice: PlacementNotice, about: str, due_at: datetime, by: Actor, at: datetime
) -> list[Acknowledgement]:
    """Ask each part by a time; of the end the home is not asked, since the child has left it."""
    placement = notice.placement
    parts = rules.parts_of(
        host_authority=placement.host_authority_id,
        host_force=placement.host_force_id,
        home=placement.home_id if about == "start" else None,
    )
    on = placement.ended_on if about == "end" else None
    return Acknowledgement.objects.bulk_create(
        [
            Acknowledgement(
                child=placement.child, placement=placement, notice=notice, about=about,
                on=on or placement.started_on,
                part=part, agency_id=agency, role=ROLE_OF_PART[part], asked_at=at, due_at=due_at,
                **_owned(by=by, at=at),
            )
            for part, agency in parts
        ],
        ignore_conflicts=True,
    )  # fmt: skip


@transaction.atomic
def give_notice(*, notice: PlacementNotice, given: Given, by: Actor, at: datetime) -> None:
    """Give a notice with its risk pack and plan.

    :raises NotComplete: something is lacking, named by field.
    :raises AlreadyGiven: it was given already.
    """
    missing = rules.lacks(
        risks=given.risks, why_suitable=given.why_suitable, risk_pack=given.risk_pack,
        plan=given.plan, at_a_distance=given.at_a_distance, director=given.director,
        approved_on=given.approved_on,
    )  # fmt: skip
    if missing:
        raise NotComplete(missing)
    done = PlacementNotice.objects.filter(pk=notice.pk, given_at__isnull=True).update(
        risks=list(given.risks), why_suitable=given.why_suitable.strip(),
        risk_pack=given.risk_pack.strip(), plan=given.plan.strip(),
        contacts=given.contacts.strip(), at_a_distance=given.at_a_distance,
        distance_km=given.distance_km,
        distance_by=given.distance_by if given.distance_km is not None else "",
        director=given.director.strip(),
        approved_on=given.approved_on, given_at=at, given_by_id=by.member_id,
    )  # fmt: skip
    if not done:
        raise AlreadyGiven("This notice was given already.")
    notice.refresh_from_db()
    _write(events.GIVEN, notice, by, at)


def note_given_outside(
    *, placement_id: UUID, to_whom: str, by: Actor, at: datetime
) -> PlacementNotice | None:
    """Keep that somebody gave the notice outside this system, and to whom; None where none waits.

    Nobody has acknowledged by that: each part is asked as before.
    """
    notice = PlacementNotice.objects.filter(placement=placement_id, given_at__isnull=True).first()
    if notice is None:
        return None
    PlacementNotice.objects.filter(pk=notice.pk, given_at__isnull=True).update(
        noted=to_whom, given_at=at, given_by_id=by.member_id
    )
    _write(events.GIVEN, notice, by, at)
    return notice


def take_on(*, asked: Acknowledgement, by: Actor, at: datetime) -> None:
    """Make somebody of the agency the owner of reading a notice.

    :raises AlreadyAcknowledged: there is nothing left to take on.
    """
    waiting = Acknowledgement.objects.filter(
        pk=asked.pk, acknowledged_at__isnull=True, withdrawn_at__isnull=True
    )
    if not waiting.update(owner_id=by.member_id):
        raise AlreadyAcknowledged("Somebody has acknowledged this already.")
    audit.record(kind=events.TAKEN_ON, subject=f"child:{asked.child_id}", by=by, at=at)


@transaction.atomic
def acknowledge(*, asked: Acknowledgement, words: str, by: Actor, at: datetime) -> None:
    """Say that a part has read the notice, and what it does about it.

    :raises AlreadyAcknowledged: somebody did, or it need not be any more.
    """
    waiting = Acknowledgement.objects.filter(
        pk=asked.pk, acknowledged_at__isnull=True, withdrawn_at__isnull=True
    )
    if not waiting.update(acknowledged_at=at, acknowledged_by_id=by.member_id, words=words.strip()):
        raise AlreadyAcknowledged("Somebody has acknowledged this already.")
    audit.record(
        kind=events.ACKNOWLEDGED, subject=f"child:{asked.child_id}", by=by, at=at,
        payload={"part": asked.part, "about": asked.about},
    )  # fmt: skip


def tell_by_telephone(
    *, asked: Acknowledgement, told_to: str, told_at: datetime, words: str, by: Actor, at: datetime
) -> TelephoneTold:
    """Keep that somebody of a part was told by telephone. It acknowledges nothing.

    :raises AlreadyAcknowledged: the part has acknowledged, or need not any more.
    """
    if asked.acknowledged_at is not None or asked.withdrawn_at is not None:
        raise AlreadyAcknowledged("They have acknowledged this already.")
    made = TelephoneTold.objects.create(
        child=asked.child, acknowledgement=asked, agency=asked.agency, told_to=told_to.strip(),
        told_at=told_at, words=words.strip(), **_owned(by=by, at=at),
    )  # fmt: skip
    audit.record(
        kind=events.TELEPHONED, subject=f"child:{asked.child_id}", by=by, at=at,
        payload={"part": asked.part, "about": asked.about},
    )  # fmt: skip
    return made


@transaction.atomic
def end_notice(
    *, placement: Placement, due_at: datetime, by: Actor, at: datetime
) -> PlacementNotice | None:
    """Ask no more of the beginning, and ask the parts to acknowledge that the placement ended.

    None where the placement had no notice.
    """
    notice = PlacementNotice.objects.filter(placement=placement).first()
    if notice is None:
        return None
    Acknowledgement.objects.filter(
        notice=notice, about="start", acknowledged_at__isnull=True, withdrawn_at__isnull=True
    ).update(withdrawn_at=at)
    ask_to_acknowledge(notice=notice, about="end", due_at=due_at, by=by, at=at)
    _write(events.END_TOLD, notice, by, at)
    return notice


def mark_alert_red(*, notice: PlacementNotice, at: datetime) -> None:
    """Keep that an alert of adults on their way lay unread when the child arrived."""
    PlacementNotice.objects.filter(pk=notice.pk, alert_red_at__isnull=True).update(alert_red_at=at)


def mark_red(*, asked: Sequence[Acknowledgement], by: Actor, at: datetime) -> int:
    """Write down that the date passed without these, once each; return how many were new."""
    fresh = Acknowledgement.objects.filter(
        pk__in=[one.pk for one in asked], red_at__isnull=True, acknowledged_at__isnull=True
    ).update(red_at=at)
    if fresh:
        audit.record(
            kind=events.RED, subject=f"child:{asked[0].child_id}", by=by, at=at,
            payload={"parts": sorted(one.part for one in asked)},
        )  # fmt: skip
    return fresh


def _write(kind: str, notice: PlacementNotice, by: Actor, at: datetime) -> None:
    audit.record(
        kind=kind, subject=f"child:{notice.child_id}", by=by, at=at,
        payload={"placement": str(notice.placement_id)},
    )  # fmt: skip


def _owned(*, by: Actor, at: datetime) -> dict[str, object]:
    return {"owner_agency_id": by.agency_id, "recorded_at": at, "recorded_by_id": by.member_id}
