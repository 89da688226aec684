"""Share a child's record, or a pack of a few things, for a time; end it; say who was told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from whereabouts.engines.deadlines import london_date
from whereabouts.foundations.access.gate import agencies_reached
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.outbox.actions import promise, tell_screens
from whereabouts.journeys.door import journey
from whereabouts.practice.sharing import actions as sharing
from whereabouts.practice.sharing import queries, rules
from whereabouts.practice.sharing.actions import AlreadyEnded, Told
from whereabouts.practice.sharing.gate import agreement_for, sharing_for
from whereabouts.practice.sharing.models import Agreement
from whereabouts.practice.sharing.rules import NotInForce, TellsTooMuch, TooLong
from whereabouts.records.people.gate import person_for
from whereabouts.records.people.models import Child
from whereabouts.records.people.queries import age_on

__all__ = [
    "AlreadyEnded",
    "AlreadyShared",
    "NotInForce",
    "NotVisible",
    "Pack",
    "PackMade",
    "SomethingMissing",
    "TellsTooMuch",
    "Terms",
    "TooLong",
    "end_child_sharing",
    "say_sharing_told",
    "share_pack",
    "share_record",
]


class SomethingMissing(Exception):
    """What every sharing says is not said; `field` names it."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


class AlreadyShared(Exception):
    """The record is shared with that agency already."""


@dataclass(frozen=True, kw_only=True)
class Terms:
    """By which law, for what and until when; whether the child was told."""

    gateway: str
    purpose: str
    until_at: datetime
    told: str
    told_because: str = ""
    agreement_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Pack:
    """For whom a pack is, how it reaches them, and what is typed for it."""

    profile: str
    reader: str
    handed: str
    to_agency: UUID | None = None
    to_whom: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class PackMade:
    """A pack, and the code that opens it once; the code is kept nowhere."""

    slip_id: UUID
    code: str


@journey(needs=Permission.SHARE)
def share_record(
    *, actor: Actor, child_id: UUID, to_agency: UUID, terms: Terms, at: datetime
) -> UUID:
    """Let an agency look at a child's record until a moment; it is told, and the log shows it.

    :raises NotVisible: there is no such child, agency or agreement for this actor.
    :raises SomethingMissing: purpose, or whether the child was told, is not said.
    :raises NotInForce: the actor's agency may not share by that law.
    :raises TooLong: longer than the agreement, or one's own reason, lasts.
    :raises AlreadyShared: it is shared with that agency already.
    """
    child, _ = person_for(actor, child_id=child_id)
    _said(terms)
    receiver = Agency.objects.filter(pk=to_agency).exclude(pk=actor.agency_id).first()
    if receiver is None or receiver.kind not in rules.ROLE_OF_KIND:
        raise SomethingMissing("to_agency", "Choose the agency that you share it with.")
    if queries.reads(child_id=child.pk, agency=receiver.pk, at=at):
        raise AlreadyShared("It is shared with that agency already. End that first.")
    agreement = _agreement(actor, terms=terms, receiver=receiver.pk, at=at)
    made = sharing.share(
        child=child, kind=rules.RECORD, gateway=_gateway(actor, terms=terms, at=at),
        purpose=terms.purpose, told=Told(how=terms.told, because=terms.told_because),
        until_at=_until(child=child, terms=terms, agreement=agreement, longest=None, at=at),
        to_agency=receiver.pk, agreement=agreement, by=actor, at=at,
    )  # fmt: skip
    promise(
        key=f"sharing:{made.pk}", kind="record_shared", subject=f"child:{child.pk}",
        from_agency=actor.agency_id, to_agency=receiver.pk,
        to_role=rules.ROLE_OF_KIND[receiver.kind], child=child.pk, at=at,
        text="A child's record is shared with your agency for a time. Read it, and acknowledge.",
    )  # fmt: skip
    tell_screens(agencies=agencies_reached(subject=child.pk))
    return made.pk


@journey(needs=Permission.SHARE)
def share_pack(*, actor: Actor, child_id: UUID, pack: Pack, terms: Terms, at: datetime) -> PackMade:
    """Make a pack of the few things that a profile names, for one reader; no record is opened.

    :raises NotVisible: there is no such child or agreement for this actor.
    :raises SomethingMissing: the reader, the purpose, or whether the child was told, is not said.
    :raises NotInForce: there is no such profile, or the agency may not share by that law.
    :raises TooLong: longer than the profile, the agreement, or one's own reason, lasts.
    :raises TellsTooMuch: what was typed names more than the pack may.
    """
    child, children = person_for(actor, child_id=child_id)
    _said(terms)
    if not pack.reader.strip():
        raise SomethingMissing("reader", "Enter who gets it, by name.")
    if pack.handed not in dict(rules.HANDED):
        raise SomethingMissing("handed", "Choose how it reaches them.")
    today = london_date(instant=at)
    profile = rules.profile_for(profile=pack.profile, on=today)
    record = queries.from_record(child=child)
    contents = rules.contents(
        profile=profile,
        record={
            **record, "age_band": rules.age_band(age=age_on(child_ids=children, on=today)),
        },
        typed=pack.typed,
        names=queries.names_around(child_ids=children),
        wholes=queries.numbers_and_places(child_ids=children),
    )  # fmt: skip
    agreement = _agreement(actor, terms=terms, receiver=pack.to_agency, at=at)
    made = sharing.share(
        child=child, kind=rules.PACK, gateway=_gateway(actor, terms=terms, at=at),
        purpose=terms.purpose, told=Told(how=terms.told, because=terms.told_because),
        until_at=_until(
            child=child, terms=terms, agreement=agreement, longest=at + profile.longest, at=at
        ),
        to_agency=pack.to_agency, to_whom=pack.to_whom or pack.reader, agreement=agreement,
        by=actor, at=at,
    )  # fmt: skip
    slip, code = sharing.make_slip(
        sharing=made, profile=profile, contents=contents, reader=pack.reader, handed=pack.handed,
        by=actor, at=at,
    )  # fmt: skip
    tell_screens(agencies=agencies_reached(subject=child.pk))
    return PackMade(slip_id=slip.pk, code=code)


@journey(needs=Permission.SHARE)
def end_child_sharing(*, actor: Actor, sharing_id: UUID, because: str, at: datetime) -> UUID:
    """End what one's agency shares, now; return the child.

    :raises NotVisible: there is none for this actor, or another agency shared it.
    :raises SomethingMissing: there is no reason.
    :raises AlreadyEnded: it has ended.
    """
    found = sharing_for(actor, sharing_id=sharing_id, own=True)
    if not because.strip():
        raise SomethingMissing("because", "Enter why it is shared no more.")
    told = agencies_reached(subject=found.child_id)
    sharing.end_sharing(sharing=found, because=because, by=actor, at=at)
    tell_screens(agencies=told)
    return found.child_id


@journey(needs=Permission.PARTNER_TELL)
def say_sharing_told(*, actor: Actor, sharing_id: UUID, at: datetime) -> UUID:
    """Write down that the child was told what was shared; return the child.

    :raises NotVisible: there is none for this actor.
    :raises AlreadyEnded: the child was told before.
    """
    found = sharing_for(actor, sharing_id=sharing_id)
    sharing.say_child_told(sharing=found, by=actor, at=at)
    return found.child_id


def _said(terms: Terms) -> None:
    if not terms.purpose.strip():
        raise SomethingMissing("purpose", "Enter what it is shared for.")
    if terms.told not in dict(rules.TOLD):
        raise SomethingMissing("told", "Choose whether the child was told.")
    if terms.told == "not_told" and not terms.told_because.strip():
        raise SomethingMissing("told_because", "Enter why the child was not told.")


def _gateway(actor: Actor, *, terms: Terms, at: datetime) -> str:
    return rules.gateway_for(
        gateway=terms.gateway, kind=actor.agency_kind, country=actor.calendar,
        on=london_date(instant=at),
    ).id  # fmt: skip


def _agreement(
    actor: Actor, *, terms: Terms, receiver: UUID | None, at: datetime
) -> Agreement | None:
    if terms.agreement_id is None:
        return None
    found = agreement_for(actor, agreement_id=terms.agreement_id)
    parties = {found.owner_agency_id, found.with_agency_id}
    over = found.withdrawn_at is not None or not found.starts_at <= at < found.ends_at
    if over or {actor.agency_id, receiver} - parties:
        raise SomethingMissing(
            "agreement", "Choose an agreement that stands now, between you and that agency."
        )
    return found


def _until(
    *, child: Child, terms: Terms, agreement: Agreement | None, longest: datetime | None,
    at: datetime,
) -> datetime:  # fmt: skip
    limits = (
        longest,
        agreement.ends_at if agreement else None,
        queries.own_reason_ends(child_id=child.pk, at=at),
    )
    return rules.ends_at(wanted=terms.until_at, at=at, limits=limits)
