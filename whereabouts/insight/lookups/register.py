"""The register of homes, carers and schools: lines, and one setting with all that is kept."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.queries import members_with
from whereabouts.foundations.audit.actions import record_look
from whereabouts.insight.lookups.door import lookup
from whereabouts.insight.lookups.home_pattern import Away, Pattern, pattern_of
from whereabouts.practice.partners.queries import activities
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people import queries as people
from whereabouts.records.placements.gate import concern_for, setting_for
from whereabouts.records.placements.models import (
    Concern,
    NamedInConcern,
    NamedOfficer,
    Placement,
    Setting,
    Visit,
)
from whereabouts.records.placements.queries import living_at, officer_of
from whereabouts.records.placements.vocabulary import CONCERN_KINDS, SETTING_KINDS, VISIT_KINDS

__all__ = [
    "CONCERN_KINDS", "SETTING_KINDS", "VISIT_KINDS", "concern_seen", "officers_of", "register_page",
    "setting_name", "setting_page",
]  # fmt: skip
MOST = 300
MOST_VISITS = 12
OFFICERS = ("missing_coordinator", "response_officer", "supervisor", "duty_inspector")


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingLine:
    """A line of the register."""

    setting_id: UUID
    name: str
    kind: str
    authority: str
    officer: str
    children: int
    from_elsewhere: int
    concerns: int
    visits_late: int
    last_visit: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitLine:
    """A visit: made, or wanted until a time."""

    kind: str
    visited_at: datetime | None
    due_at: datetime | None
    by: str
    talked_with: int | None
    words: str
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedThere:
    """An adult named in a concern: for the police who named them."""

    adult_id: UUID
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernLine:
    """A concern about a setting, and what came of it. `child_id` is empty where none is named."""

    key: UUID
    kind: str
    words: str
    seen_at: datetime
    by: str
    agency: str
    child_id: UUID | None
    name: str
    settled_at: datetime | None
    outcome: str
    adults: tuple[NamedThere, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LivesHere:
    """A child who lives in a setting."""

    child_id: UUID
    name: str
    since: date
    coming: bool
    placed_by: str
    out_of_area: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingPage:
    """A setting as whoever works with it sees it."""

    setting_id: UUID
    name: str
    kind: str
    school: bool
    urn: str
    provider: str
    authority: str
    force: str
    places: int | None
    address: str
    phone: str
    registered_on: date
    officer: str
    officer_phone: str
    officer_since: datetime | None
    visits: tuple[VisitLine, ...]
    concerns: tuple[ConcernLine, ...]
    children: tuple[LivesHere, ...]
    pattern: Pattern | None
    prevention: tuple[tuple[str, date, int], ...]


@lookup(needs=Permission.SETTING_LOOK)
def register_page(*, actor: Actor, at: datetime) -> tuple[SettingLine, ...]:
    """Return the settings that the actor's agency works with; nobody who lives there is named."""
    settings = list(
        visible(Setting)
        .filter(closed_on__isnull=True)
        .select_related("agency", "authority")
        .order_by("agency__name")[:MOST]
    )
    keys = [one.pk for one in settings]
    officers = {
        one.setting_id: one.officer.display_name
        for one in visible(NamedOfficer)
        .filter(setting__in=keys, until_at__isnull=True)
        .select_related("officer")
    }
    visits = list(visible(Visit).filter(setting__in=keys))
    concerns = list(visible(Concern).filter(setting__in=keys, settled_at__isnull=True))
    stays = list(
        visible(Placement).filter(home__in=[one.agency_id for one in settings], ended_on=None)
    )
    return tuple(
        _setting_line(
            one,
            officer=officers.get(one.pk, ""),
            visits=visits,
            concerns=concerns,
            stays=stays,
            at=at,
        )
        for one in settings
    )


@lookup(needs=Permission.SETTING_LOOK)
def setting_page(*, actor: Actor, at: datetime, setting_id: UUID) -> SettingPage:
    """Return a setting with officer, visits, concerns, who lives there and its pattern; a look.

    :raises NotVisible: there is none for this actor.
    """
    setting = setting_for(actor, setting_id=setting_id)
    named = officer_of(setting=setting)
    stays = list(living_at(home=setting.agency_id, at=at))
    concerns = list(
        visible(Concern)
        .filter(setting=setting)
        .select_related("recorded_by", "owner_agency")
        .order_by("settled_at", "-seen_at")
    )
    adults = _named(concerns=concerns)
    about = [one.child_id for one in concerns if one.child_id is not None]
    children = {stay.child_id for stay in stays} | set(about)
    names = people.display_names(child_ids=children)
    record_look(
        kind="view", page="setting", by=actor, at=at, subjects=children,
        shown=["name", "placement"],
    )  # fmt: skip
    school = setting.kind == "school"
    return SettingPage(
        setting_id=setting.pk,
        name=setting.agency.name,
        kind=setting.get_kind_display(),
        school=school,
        urn=setting.urn,
        provider=setting.provider.name if setting.provider else "",
        authority=setting.authority.name,
        force=setting.force.name,
        places=setting.places,
        address=setting.address,
        phone=setting.phone,
        registered_on=setting.registered_on,
        officer=named.officer.display_name if named else "",
        officer_phone=named.phone if named else "",
        officer_since=named.from_at if named else None,
        visits=_visits(setting=setting, at=at),
        concerns=tuple(_concern_line(one, names, adults) for one in concerns),
        children=tuple(
            LivesHere(
                child_id=stay.child_id,
                name=names.get(stay.child_id, ""),
                since=stay.started_on,
                coming=stay.started_on > at.date(),
                placed_by=stay.responsible_authority.name if stay.responsible_authority else "",
                out_of_area=stay.out_of_area,
            )
            for stay in stays
        ),
        pattern=None if school else _pattern(setting=setting, at=at),
        prevention=tuple(
            (one.title, one.on, one.reached)
            for one in activities(since=setting.registered_on).filter(at_agency=setting.agency_id)
        )[:MOST_VISITS],
    )


@lookup(needs=Permission.SETTING_KEEP)
def officers_of(
    *, actor: Actor, at: datetime, setting_id: UUID
) -> tuple[str, list[tuple[UUID, str]]]:
    """Return a setting's name, and the officers of the force there who may be named.

    :raises NotVisible: there is no such setting for this actor.
    """
    setting = setting_for(actor, setting_id=setting_id)
    found = {
        member.pk: member.display_name
        for role in OFFICERS
        for member in members_with(agency=setting.force_id, role=role, at=at)
    }
    return setting.agency.name, sorted(found.items(), key=lambda one: one[1])


@lookup(needs=Permission.SETTING_LOOK)
def setting_name(
    *, actor: Actor, at: datetime, setting_id: UUID
) -> tuple[str, list[tuple[UUID, str]]]:
    """Return a setting's name and who lives there, for a form about it; a look.

    :raises NotVisible: there is no such setting for this actor.
    """
    setting = setting_for(actor, setting_id=setting_id)
    stays = list(living_at(home=setting.agency_id, at=at))
    names = people.display_names(child_ids=[stay.child_id for stay in stays])
    record_look(
        kind="view", page="setting form", by=actor, at=at, subjects=list(names), shown=["name"]
    )
    return setting.agency.name, sorted(names.items(), key=lambda one: one[1])


@lookup(needs=Permission.SETTING_VISIT)
def concern_seen(*, actor: Actor, at: datetime, concern_id: UUID) -> tuple[UUID, ConcernLine]:
    """Return a concern for its form, with the setting's key; a look.

    :raises NotVisible: there is none for this actor.
    """
    concern = concern_for(actor, concern_id=concern_id)
    about = [concern.child_id] if concern.child_id else []
    record_look(kind="view", page="concern", by=actor, at=at, subjects=about, shown=["name"])
    line = _concern_line(concern, people.display_names(child_ids=about), _named(concerns=[concern]))
    return concern.setting_id, line


def _setting_line(
    setting: Setting,
    *,
    officer: str,
    visits: list[Visit],
    concerns: list[Concern],
    stays: list[Placement],
    at: datetime,
) -> SettingLine:
    own = [one for one in visits if one.setting_id == setting.pk]
    here = [one for one in stays if one.home_id == setting.agency_id]
    made = [one.visited_at for one in own if one.visited_at is not None]
    return SettingLine(
        setting_id=setting.pk,
        name=setting.agency.name,
        kind=setting.get_kind_display(),
        authority=setting.authority.name,
        officer=officer,
        children=len(here),
        from_elsewhere=sum(one.out_of_area is True for one in here),
        concerns=sum(one.setting_id == setting.pk for one in concerns),
        visits_late=sum(
            one.visited_at is None and one.due_at is not None and one.due_at <= at for one in own
        ),
        last_visit=max(made, default=None),
    )


def _visits(*, setting: Setting, at: datetime) -> tuple[VisitLine, ...]:
    found = visible(Visit).filter(setting=setting).select_related("visited_by")
    ordered = sorted(
        found, key=lambda one: (one.visited_at is not None, -(one.visited_at or at).timestamp())
    )
    return tuple(
        VisitLine(
            kind=one.get_kind_display(),
            visited_at=one.visited_at,
            due_at=one.due_at,
            by=one.visited_by.display_name if one.visited_by else "",
            talked_with=one.talked_with,
            words=one.words,
            late=one.visited_at is None and one.due_at is not None and one.due_at <= at,
        )
        for one in ordered[:MOST_VISITS]
    )


def _named(*, concerns: list[Concern]) -> dict[UUID, tuple[NamedThere, ...]]:
    """Return the adults named in some concerns; nobody for whoever sees no adults."""
    found: dict[UUID, tuple[NamedThere, ...]] = {}
    rows = visible(NamedInConcern).filter(concern__in=[one.pk for one in concerns])
    for one in rows.select_related("adult").order_by("recorded_at", "id"):
        named = NamedThere(adult_id=one.adult_id, name=one.adult.name)
        found[one.concern_id] = (*found.get(one.concern_id, ()), named)
    return found


def _concern_line(
    one: Concern, names: dict[UUID, str], adults: dict[UUID, tuple[NamedThere, ...]]
) -> ConcernLine:
    return ConcernLine(
        key=one.pk, kind=one.get_kind_display(), words=one.words, seen_at=one.seen_at,
        by=one.recorded_by.display_name, agency=one.owner_agency.name,
        child_id=one.child_id if one.child_id in names else None,
        name=names.get(one.child_id, "") if one.child_id else "", settled_at=one.settled_at,
        outcome=one.outcome, adults=adults.get(one.pk, ()),
    )  # fmt: skip


def _pattern(*, setting: Setting, at: datetime) -> Pattern:
    """Return the pattern of the episodes that began while a child lived here."""
    episodes = (
        visible(Episode)
        .filter(placement__home=setting.agency_id)
        .exclude(state="joined")
        .only("reported_at", "happened_at", "back_at", "located_at", "child_id")
    )
    return pattern_of(
        episodes=[
            Away(
                started_at=one.happened_at or one.reported_at,
                ended_at=one.back_at or one.located_at,
                child=one.child_id,
            )
            for one in episodes
        ],
        at=at,
    )
