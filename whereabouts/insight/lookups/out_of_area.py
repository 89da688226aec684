"""Placements out of area: who must acknowledge, what is red, and of how many anybody was told."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Prefetch

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.permissions import Permission, permitted
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit.actions import record_look
from whereabouts.insight.lookups.door import lookup
from whereabouts.insight.lookups.out_of_area_counts import NATIONAL, YEAR, CountLine, counted
from whereabouts.practice.plans.queries import live_plans, profile_of
from whereabouts.records.people import queries as people
from whereabouts.records.placements.gate import asked_by, asked_of, notice_for
from whereabouts.records.placements.models import Acknowledgement, PlacementNotice, TelephoneTold
from whereabouts.records.placements.queries import asked_of_agency, without_notice
from whereabouts.records.placements.reasons import NOT_RECORDED, reason_of, reasons_on
from whereabouts.records.placements.rules import Asked, colour
from whereabouts.records.placements.vocabulary import MOVE_RISKS

__all__ = [
    "MOVE_RISKS", "AskedLine", "asked_lines", "notice_page",
    "one_asked", "one_to_ring", "out_of_area",
]  # fmt: skip

MOST = 200
COLOURS = {
    "told": "Acknowledged", "late": "Acknowledged late", "waiting": "Waits", "red": "Red",
    "withdrawn": "Not asked any more",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class PartLine:
    """One part of a notice: who it is, how it stands, until when."""

    key: UUID
    part: str
    agency: str
    about: str
    colour: str
    colour_words: str
    due_at: datetime
    acknowledged_at: datetime | None
    by: str
    owner: str
    words: str
    red_at: datetime | None
    rung: tuple[tuple[str, datetime, str], ...] = ()  # told by telephone: to whom, when, by whom


@dataclass(frozen=True, slots=True, kw_only=True)
class Unnoticed:
    """A placement out of area that stands and has no notice on record: red from its first day."""

    placement_id: UUID
    child_id: UUID
    name: str
    started_on: date
    placing: str
    host: str
    home: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedLine:
    """What the actor's own agency must acknowledge, as a line of a list.

    The child's name is empty once the agency sees no more of the child.
    """

    key: UUID
    placement_id: UUID
    name: str
    about: str
    about_words: str
    on: date
    due_at: datetime
    red: bool
    given: bool
    owner: str
    mine: bool


def why_placements_end(*, on: date) -> list[tuple[str, str]]:
    """Return the reasons to choose from on a day, as (key, words)."""
    return [(one.key, one.words) for one in reasons_on(on=on)]


def why_it_ended(*, key: str) -> str:
    """Return why a placement ended, in words; what nobody was asked is not recorded."""
    found = reason_of(key=key)
    return found.words if found else NOT_RECORDED


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementLine:
    """A placement out of area in the list: from where to where, and how each part stands."""

    placement_id: UUID
    child_id: UUID
    name: str
    started_on: date
    ended_on: date | None
    ended_because: str
    placing: str
    host: str
    home: str
    emergency: bool
    given_at: datetime | None
    due_at: datetime
    late: bool
    red: bool
    alert_red: bool
    parts: tuple[PartLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutOfArea:
    """The page: what waits for us, every placement that stands, and the figure of a year."""

    to_acknowledge: tuple[AskedLine, ...]
    placements: tuple[PlacementLine, ...]
    unnoticed: tuple[Unnoticed, ...]
    red: int
    counts: tuple[CountLine, ...]
    since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticePage:
    """A notice as whoever may see it reads it; `may_give` is for the authority responsible."""

    line: PlacementLine
    risks: tuple[str, ...]
    why_suitable: str
    risk_pack: str
    plan: str
    contacts: str
    at_a_distance: bool | None
    distance_km: int | None
    distance_by: str
    director: str
    approved_on: date | None
    noted: str
    given_by: str
    arrives_at: datetime
    has_plan: bool
    profile_on: date | None
    may_give: bool
    may_end: bool
    may_ring: bool
    mine: tuple[AskedLine, ...]


@lookup(needs=Permission.PLACEMENT_LOOK)
def out_of_area(*, actor: Actor, at: datetime) -> OutOfArea:
    """Return every placement out of area that the actor's agency has a part in; a look."""
    notices = list(
        visible(PlacementNotice)
        .filter(placement__ended_on__isnull=True)
        .select_related(
            "placement__home", "placement__responsible_authority", "placement__host_authority"
        )
        .order_by("arrives_at", "id")[:MOST]
    )
    bare = list(without_notice(at=at)[:MOST])
    subjects = {*(one.child_id for one in notices), *(one.child_id for one in bare)}
    names = people.display_names(child_ids=subjects)
    lines = [_line(one, name=names.get(one.child_id, ""), at=at) for one in notices]
    lines.sort(key=lambda one: (not one.red, not one.late, one.started_on))
    record_look(
        kind="view", page="out of area", by=actor, at=at,
        subjects=subjects, shown=["name", "placement"],
    )  # fmt: skip
    since = (at - YEAR).date()
    return OutOfArea(
        to_acknowledge=asked_lines(actor=actor, at=at),
        placements=tuple(lines),
        unnoticed=tuple(
            Unnoticed(
                placement_id=one.pk,
                child_id=one.child_id,
                name=names.get(one.child_id, ""),
                started_on=one.started_on,
                placing=one.responsible_authority.name if one.responsible_authority else "",
                host=one.host_authority.name if one.host_authority else "",
                home=one.home.name if one.home else "",
            )
            for one in bare
        ),
        red=sum(one.red for one in lines) + len(bare),
        counts=counted(
            since=since,
            until=(at + YEAR).date(),
            at=at,
            protect=actor.agency_kind == NATIONAL,  # nobody else counts more than their own
        ),
        since=since,
    )


@lookup(needs=Permission.PLACEMENT_LOOK)
def notice_page(*, actor: Actor, at: datetime, placement_id: UUID) -> NoticePage:
    """Return a notice with its risk pack and plan; a look.

    :raises NotVisible: there is none for this actor.
    """
    notice = notice_for(actor, placement_id=placement_id)
    placement = notice.placement
    children = people.same_person_set(child_id=notice.child_id)
    record_look(
        kind="view", page="placement notice", by=actor, at=at, subjects=[notice.child_id],
        shown=["name", "placement", "risk"],
    )  # fmt: skip
    profile = profile_of(children=children)
    words = dict(MOVE_RISKS)
    responsible = placement.responsible_authority_id == actor.agency_id
    own = responsible or placement.owner_agency_id == actor.agency_id
    ends = own and permitted(roles=actor.roles, permission=Permission.PLACEMENT_END)
    return NoticePage(
        line=_line(notice, name=people.display_name(child_id=notice.child_id), at=at),
        risks=tuple(words.get(one, one) for one in notice.risks),
        why_suitable=notice.why_suitable,
        risk_pack=notice.risk_pack,
        plan=notice.plan,
        contacts=notice.contacts,
        at_a_distance=notice.at_a_distance,
        distance_km=notice.distance_km,
        distance_by=notice.get_distance_by_display(),
        director=notice.director,
        approved_on=notice.approved_on,
        noted=notice.noted,
        given_by=notice.given_by.display_name if notice.given_by else "",
        arrives_at=notice.arrives_at,
        has_plan=bool(live_plans(children=children)),
        profile_on=profile.filled_at.date() if profile else None,
        may_give=responsible and notice.given_at is None,
        may_end=ends and placement.ended_on is None,
        may_ring=responsible
        and permitted(roles=actor.roles, permission=Permission.PLACEMENT_NOTICE),
        mine=tuple(
            one for one in asked_lines(actor=actor, at=at) if one.placement_id == placement.pk
        ),
    )


@lookup(needs=Permission.PLACEMENT_NOTICE)
def one_to_ring(*, actor: Actor, at: datetime, acknowledgement_id: UUID) -> tuple[UUID, str, str]:
    """Return (placement, part, agency) of what is asked of another, for the form of a call.

    :raises NotVisible: there is none for a placement of the actor's authority.
    """
    asked = asked_by(actor, acknowledgement_id=acknowledgement_id)
    record_look(
        kind="view", page="placement notice", by=actor, at=at, subjects=[asked.child_id],
        shown=["placement"],
    )  # fmt: skip
    return asked.placement_id, asked.get_part_display(), asked.agency.name


@lookup(needs=Permission.PLACEMENT_ACKNOWLEDGE)
def one_asked(*, actor: Actor, at: datetime, acknowledgement_id: UUID) -> AskedLine:
    """Return what the actor's agency must acknowledge, for its form.

    :raises NotVisible: nothing like it is asked of this actor's agency.
    """
    asked = asked_of(actor, acknowledgement_id=acknowledgement_id)
    record_look(
        kind="view", page="placement notice", by=actor, at=at, subjects=[asked.child_id],
        shown=["placement"],
    )  # fmt: skip
    return _asked_line(asked, actor=actor, at=at, name="", given=True)


def asked_lines(*, actor: Actor, at: datetime) -> tuple[AskedLine, ...]:
    """Return what waits for the actor's agency to acknowledge, the first due first; in a scope."""
    waiting = list(
        asked_of_agency(agency=actor.agency_id)
        .select_related("owner")
        .order_by("due_at", "id")[:MOST]
    )
    placements = [one.placement_id for one in waiting]
    given = dict(
        visible(PlacementNotice)
        .filter(placement__in=placements)
        .values_list("placement_id", "given_at")
    )
    seen = [one.child_id for one in waiting if one.placement_id in given]
    names = people.display_names(child_ids=seen)
    return tuple(
        _asked_line(
            one, actor=actor, at=at, name=names.get(one.child_id, ""),
            given=one.about == "end" or given.get(one.placement_id) is not None,
        )
        for one in waiting
    )  # fmt: skip


def _asked_line(
    one: Acknowledgement, *, actor: Actor, at: datetime, name: str, given: bool
) -> AskedLine:
    return AskedLine(
        key=one.pk, placement_id=one.placement_id, name=name, about=one.about,
        about_words=one.get_about_display(), on=one.on, due_at=one.due_at, red=one.due_at <= at,
        given=given, owner=one.owner.display_name if one.owner else "",
        mine=one.owner_id == actor.member_id,
    )  # fmt: skip


def _line(notice: PlacementNotice, *, name: str, at: datetime) -> PlacementLine:
    placement = notice.placement
    parts = tuple(
        _part(one, at=at)
        for one in visible(Acknowledgement)
        .filter(notice=notice)
        .select_related("agency", "owner", "acknowledged_by")
        .prefetch_related(
            Prefetch(
                "telephoned",
                queryset=visible(TelephoneTold).select_related("recorded_by").order_by("told_at"),
            )
        )
        .order_by("-about", "part")
    )
    placing, host = placement.responsible_authority, placement.host_authority
    return PlacementLine(
        placement_id=placement.pk,
        child_id=notice.child_id,
        name=name,
        started_on=placement.started_on,
        ended_on=placement.ended_on,
        ended_because=why_it_ended(key=placement.ended_because),
        placing=placing.name if placing else "",
        host=host.name if host else "",
        home=placement.home.name if placement.home else "",
        emergency=notice.emergency,
        given_at=notice.given_at,
        due_at=notice.due_at,
        late=notice.given_at is None and notice.due_at <= at,
        red=any(one.colour == "red" for one in parts),
        alert_red=notice.alert_red_at is not None,
        parts=parts,
    )


def _part(one: Acknowledgement, *, at: datetime) -> PartLine:
    stands = colour(
        asked=Asked(
            part=one.part, due_at=one.due_at, acknowledged_at=one.acknowledged_at,
            red_at=one.red_at, withdrawn_at=one.withdrawn_at,
        ),
        at=at,
    )  # fmt: skip
    return PartLine(
        key=one.pk, part=one.get_part_display(), agency=one.agency.name, about=one.about,
        colour=stands, colour_words=COLOURS[stands], due_at=one.due_at,
        acknowledged_at=one.acknowledged_at, words=one.words, red_at=one.red_at,
        by=one.acknowledged_by.display_name if one.acknowledged_by else "",
        owner=one.owner.display_name if one.owner else "",
        rung=tuple(
            (told.told_to, told.told_at, told.recorded_by.display_name)
            for told in one.telephoned.all()
        ),
    )  # fmt: skip
