"""What is shared of a child, with whom, why and until when; who may see it; what agencies say."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F

from whereabouts.engines.deadlines import london_date
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.models import Relation
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.audit.actions import record_look
from whereabouts.foundations.outbox.models import Message
from whereabouts.insight.lookups.beside import gradings_of
from whereabouts.insight.lookups.door import lookup
from whereabouts.insight.lookups.known import view_of
from whereabouts.insight.lookups.known_shapes import View
from whereabouts.insight.lookups.sharing_shapes import (
    AgreementLine,
    Choices,
    EntryLine,
    NoticeLine,
    PackLine,
    PackShown,
    ReasonLine,
    SharedLine,
    SharingPage,
)
from whereabouts.practice.sharing import queries, rules
from whereabouts.practice.sharing.gate import sharing_for, slip_for
from whereabouts.practice.sharing.models import Agreement, Sharing, Slip
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people.gate import person_for
from whereabouts.records.people.queries import display_name

MOST_NOTICES = 60
REASONS = dict(Relation.KINDS)


@lookup(needs=Permission.CHILD_LOOK)
def sharing_page(*, actor: Actor, at: datetime, child_id: UUID) -> SharingPage:
    """Return what is shared of a child, who may see the child, and what agencies say; a look.

    :raises NotVisible: there is no such child for this actor.
    """
    child, children = person_for(actor, child_id=child_id)
    full = view_of(actor=actor) is View.FULL
    shared = tuple(
        _shared(one, actor=actor, at=at, full=full)
        for one in queries.sharings_of(child_ids=children)
    )
    page = SharingPage(
        child_id=child.pk,
        name=display_name(child_id=child.pk),
        at=at,
        shared=shared,
        reasons=_reasons(child_id=child.pk, at=at) if full else (),
        notices=_notices(children=children) if full else (),
        gradings=gradings_of(children=children, actor=actor),
        entries=tuple(entry_line(one) for one in queries.entries_of(child_ids=children)[:200]),
    )
    record_look(
        kind="view", page="sharing", by=actor, at=at, subjects=sorted(children),
        shown=["identity", "sharing", "entries", "gradings"],
    )  # fmt: skip
    return page


@lookup(needs=Permission.SHARE)
def share_choices(*, actor: Actor, at: datetime, child_id: UUID) -> Choices:
    """Return what may be chosen when something is shared of a child; a look.

    :raises NotVisible: there is no such child for this actor.
    """
    child, _ = person_for(actor, child_id=child_id)
    agencies = (
        Agency.objects.filter(kind__in=rules.ROLE_OF_KIND)
        .exclude(pk=actor.agency_id)
        .order_by("name")
    )
    record_look(kind="view", page="form", by=actor, at=at, subjects=[child_id], shown=["identity"])
    return Choices(
        child_id=child.pk,
        name=display_name(child_id=child.pk),
        agencies=[(str(one.pk), one.name) for one in agencies],
        gateways=[
            (one.id, one.title)
            for one in rules.gateways_for(
                kind=actor.agency_kind, country=actor.calendar, on=london_date(instant=at)
            )
        ],
        agreements=[
            (str(one.pk), f"{one.title} ({_other(one, actor=actor)})")
            for one in queries.agreements(at=at)
        ],
        own_end=queries.own_reason_ends(child_id=child.pk, at=at),
        told=list(rules.TOLD),
        handed=list(rules.HANDED),
    )


def pack_profiles(*, at: datetime) -> list[rules.Profile]:
    """Return the kinds of pack that there are today; they say nothing of anybody."""
    return rules.profiles_on(on=london_date(instant=at))


def entry_kinds() -> list[tuple[str, str]]:
    """Return the kinds of what an agency tells, in words."""
    return list(rules.ENTRY_KINDS)


def pack_fields() -> dict[str, str]:
    """Return every field that a pack may hold, in words."""
    return dict(rules.PACK_FIELDS)


@lookup(needs=Permission.SHARE)
def pack_on_paper(*, actor: Actor, at: datetime, sharing_id: UUID) -> PackShown:
    """Return a pack of one's own agency, to print or to read over, while it runs; a look.

    :raises NotVisible: there is none for this actor.
    """
    found = sharing_for(actor, sharing_id=sharing_id, own=True)
    slip = slip_for(actor, slip_id=_slip_key(found))
    record_look(
        kind="view", page="pack on paper", by=actor, at=at, subjects=[slip.child_id],
        shown=list(slip.contents),
    )  # fmt: skip
    return _pack(slip, found)


@lookup(needs=Permission.PACK_READ)
def pack_by_code(*, actor: Actor, at: datetime, slip_id: UUID) -> PackShown:
    """Return a pack to whoever opened it by its code: its fields alone; a look.

    :raises NotVisible: there is none for this actor.
    """
    slip = slip_for(actor, slip_id=slip_id)
    record_look(
        kind="view", page="pack", by=actor, at=at, subjects=[slip.child_id],
        shown=list(slip.contents),
    )  # fmt: skip
    return _pack(slip, slip.sharing)


@lookup(needs=Permission.SHARE)
def sharing_to_end(*, actor: Actor, at: datetime, sharing_id: UUID) -> SharedLine:
    """Return something that one's agency shares, for the form that ends it; a look.

    :raises NotVisible: there is none for this actor.
    """
    found = sharing_for(actor, sharing_id=sharing_id, own=True)
    record_look(
        kind="view", page="form", by=actor, at=at, subjects=[found.child_id], shown=["sharing"]
    )
    return _shared(found, actor=actor, at=at, full=True)


@lookup(needs=Permission.AGREEMENT_SET)
def agreements_page(
    *, actor: Actor, at: datetime
) -> tuple[list[AgreementLine], list[AgreementLine]]:
    """Return the agreements of the actor's agency: those that stand, and those that ended."""
    return (
        [_agreement(one, actor=actor, at=at) for one in queries.agreements(at=at)],
        [_agreement(one, actor=actor, at=at) for one in queries.agreements_over(at=at)[:50]],
    )


def entry_line(one: Any, *, name: str = "") -> EntryLine:
    """Return what an agency told as plain values."""
    return EntryLine(
        key=one.pk, agency=one.owner_agency.name,
        agency_kind=one.owner_agency.get_kind_display(), by=one.recorded_by.display_name,
        kind=one.get_kind_display(), words=one.words, said_by=one.said_by,
        happened_at=one.happened_at, at=one.recorded_at,
        reference=one.episode.reference if one.episode else "", child_id=one.child_id, name=name,
    )  # fmt: skip


def _other(one: Agreement, *, actor: Actor) -> str:
    ours = one.owner_agency_id == actor.agency_id
    return one.with_agency.name if ours else one.owner_agency.name


def _agreement(one: Agreement, *, actor: Actor, at: datetime) -> AgreementLine:
    return AgreementLine(
        key=one.pk, title=one.title, with_agency=_other(one, actor=actor), purpose=one.purpose,
        starts_at=one.starts_at, ends_at=one.ends_at, withdrawn_at=one.withdrawn_at,
        withdrawn_because=one.withdrawn_because,
        running=queries.under(agreement=one, at=at).count(),
    )  # fmt: skip


def _slip_key(found: Sharing) -> UUID:
    return visible(Slip).filter(sharing=found).values_list("pk", flat=True).first() or found.pk


def _pack(slip: Slip, shared: Sharing) -> PackShown:
    agency = Agency.objects.get(pk=shared.owner_agency_id)
    words = rules.PACK_FIELDS
    title = next(
        (one.title for one in rules.profiles_on(on=slip.profile_since) if one.id == slip.profile),
        "A pack",
    )
    return PackShown(
        key=slip.pk, child_id=slip.child_id, title=title, agency=agency.name,
        phone=agency.out_of_hours_phone or agency.phone, reader=slip.reader,
        lines=tuple((words[name], slip.contents[name]) for name in words if name in slip.contents),
        until_at=shared.until_at, receipt_at=slip.receipt_at,
        answered=slip.feedback_at is not None,
    )  # fmt: skip


def _shared(one: Sharing, *, actor: Actor, at: datetime, full: bool) -> SharedLine:
    slip = getattr(one, "slip", None)
    ours = one.owner_agency_id == actor.agency_id
    return SharedLine(
        key=one.pk,
        kind=one.get_kind_display(),
        to=one.to_agency.name if one.to_agency else one.to_whom,
        by=one.recorded_by.display_name,
        agency=one.owner_agency.name,
        gateway=rules.title_of(gateway=one.gateway),
        agreement=one.agreement.title if one.agreement else "",
        purpose=one.purpose if full or ours else "",
        from_at=one.from_at,
        until_at=one.until_at,
        ended_at=one.ended_at,
        ended_because=one.ended_because if full or ours else "",
        runs=rules.is_readable(
            at=at, from_at=one.from_at, until_at=one.until_at, ended_at=one.ended_at,
            agreement_ends_at=one.agreement.ends_at if one.agreement else None,
            agreement_withdrawn_at=one.agreement.withdrawn_at if one.agreement else None,
        ),
        ours=ours,
        told=one.get_told_display(),
        told_because=one.told_because if full or ours else "",
        child_told=one.told == "told",
        pack=_pack_line(slip) if slip else None,
    )  # fmt: skip


def _pack_line(slip: Slip) -> PackLine:
    words = rules.PACK_FIELDS
    return PackLine(
        title=slip.reader, fields=tuple(words[name] for name in words if name in slip.contents),
        handed=slip.get_handed_display(), opened_at=slip.opened_at, receipt_at=slip.receipt_at,
        receipt_by=slip.receipt_by, feedback=slip.feedback, feedback_at=slip.feedback_at,
        printed=slip.handed == "printed",
    )  # fmt: skip


def _reasons(*, child_id: UUID, at: datetime) -> tuple[ReasonLine, ...]:
    found = queries.reasons_to_see(child_id=child_id)
    names = dict(Agency.objects.filter(pk__in={one[0] for one in found}).values_list("pk", "name"))
    return tuple(
        ReasonLine(
            agency=names.get(agency, ""), why=REASONS.get(kind, kind), from_at=from_at,
            until_at=until_at, stands=from_at <= at and (until_at is None or until_at > at),
        )
        for agency, kind, from_at, until_at in found
    )  # fmt: skip


def _notices(*, children: frozenset[UUID]) -> tuple[NoticeLine, ...]:
    episodes = visible(Episode).filter(child__in=children).values_list("pk", flat=True)
    subjects = {f"child:{child}" for child in children} | {f"episode:{one}" for one in episodes}
    found = (
        visible(Message)
        .filter(subject__in=subjects)
        .exclude(to_agency=F("owner_agency"))
        .select_related("owner_agency", "to_agency", "acknowledged_by")
        .order_by("-promised_at")[:MOST_NOTICES]
    )
    return tuple(
        NoticeLine(
            at=one.promised_at, from_agency=one.owner_agency.name, to_agency=one.to_agency.name,
            text=one.text, acknowledged_at=one.acknowledged_at,
            acknowledged_by=one.acknowledged_by.display_name if one.acknowledged_by else "",
        )
        for one in found
    )  # fmt: skip
