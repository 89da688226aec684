"""Which way a matter of conduct goes, and from whom it and what the child said is sealed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from whereabouts.engines.deadlines import length_of
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency, Member, MemberRole
from whereabouts.foundations.agencies.queries import force_of_authority
from whereabouts.foundations.outbox.actions import promise
from whereabouts.foundations.timers.actions import set_timer
from whereabouts.practice.conduct import rules
from whereabouts.practice.conduct.models import Matter
from whereabouts.practice.conduct.rules import Staff, Told
from whereabouts.practice.response.models import Deployment
from whereabouts.practice.return_home.models import Interview, Return
from whereabouts.practice.risk.arranging import placement_of, responsible_authority
from whereabouts.records.episodes.models import Episode

# Who stands above whom; the ladder of unread notices is the same, one floor up.
ABOVE = {
    "call_handler": "supervisor",
    "response_officer": "supervisor",
    "offender_manager": "supervisor",
    "supervisor": "duty_inspector",
    "missing_coordinator": "duty_inspector",
    "duty_inspector": "superintendent",
}


@dataclass(frozen=True, kw_only=True)
class Way:
    """Where a matter goes: whose it is to look into, and from whom it is sealed."""

    about_agency: Agency | None
    route: str
    route_agency: UUID
    sealed_from: tuple[UUID, ...]


def way_of(
    *,
    episode: Episode,
    told: Told,
    at: datetime,
    route: str = "",
    heard_by: UUID | None = None,
) -> Way:
    """Return the way of a matter. Nobody can be left out by not being named.

    Whoever is not named is one of those of their agency who were there, but for
    `heard_by`, who wrote it down. `route` is where it goes where nobody says who is meant.
    """
    named = (
        Member.objects.filter(pk=told.about_member).select_related("agency").first()
        if told.about_member is not None
        else None
    )
    route = route or rules.route_of(about_kind=told.about_kind)
    about = "officer" if route == rules.STANDARDS else told.about_kind
    agency = named.agency if named else _agency_of(episode=episode, kind=about, at=at)
    staff = _staff([named.pk], at=at)[0] if named else None
    colleagues = (
        _staff(Member.objects.filter(agency=agency).values_list("pk", flat=True), at=at)
        if agency is not None
        else []
    )
    there = who_was_there(episode=episode) - {heard_by}
    keys = rules.sealed_from(
        named=staff,
        line=rules.line_of(named=staff, colleagues=colleagues, above=ABOVE) if staff else (),
        were_there=[one for one in colleagues if one.key in there],
    )
    if staff is None and agency is not None and agency.kind in rules.SEALED_WHOLE:
        keys = (*keys, agency.pk)
    if staff is None and heard_by is not None:
        # Whoever the child told knows it; of their team those who were there are still named.
        keys = tuple(set(keys) - {one.team for one in colleagues if one.key == heard_by})
    keys = tuple({*keys, *rules.people_of(keys=keys, colleagues=colleagues)})
    return Way(
        about_agency=agency,
        route=route,
        route_agency=_route_agency(episode=episode, agency=agency, route=route, at=at),
        sealed_from=tuple(sorted(set(keys))),
    )


def way_without_a_child(
    *, told: Told, route: str, about: Agency, team: UUID | None, reader: UUID, at: datetime
) -> Way:
    """Return the way of what a child said without a name: nothing leads to an episode or a child.

    Where it is about the force, it is sealed from the unit that it is about, and those above it.
    """
    if route != rules.STANDARDS:
        return Way(about_agency=None, route=route, route_agency=reader, sealed_from=())
    force = (
        about if about.kind != "authority" else (force_of_authority(authority=about.pk) or about)
    )
    keys: set[UUID] = set()
    if team is not None:
        staff = _staff(Member.objects.filter(agency=force).values_list("pk", flat=True), at=at)
        for one in staff:
            if one.team == team:
                keys |= {one.key, team, *rules.line_of(named=one, colleagues=staff, above=ABOVE)}
    return Way(
        about_agency=force, route=route, route_agency=force.pk, sealed_from=tuple(sorted(keys))
    )


def tell_of_matter(*, matter: Matter, by: Actor, at: datetime) -> None:
    """Tell whoever looks into it that a matter waits, and watch that somebody does.

    The notice names no child and no episode: others read the lists that it stands in.
    """
    promise(
        key=f"matter:{matter.pk}",
        kind="matter",
        subject=f"matter:{matter.pk}",
        from_agency=by.agency_id,
        to_agency=matter.route_agency_id,
        to_role=matter.route,
        text="A matter of conduct waits, under seal: read it and decide.",
        at=at,
    )
    set_timer(
        key=f"matter:{matter.pk}:waiting",
        kind="matter_waiting",
        subject=f"matter:{matter.pk}",
        agency=matter.route_agency_id,
        at=at,
        due_at=at + length_of(key="matter_looked_at", at=at),
        because=matter.route,
    )


def _agency_of(*, episode: Episode, kind: str, at: datetime) -> Agency | None:
    """Return the agency of somebody who is not named, by what they are."""
    if kind == "officer":
        return _force(episode)
    if kind == "carer":
        placement = placement_of(episode=episode, at=at)
        return placement.home if placement else None
    if kind == "social_worker":
        return responsible_authority(episode=episode, at=at)
    if kind == "interviewer":
        commission = episode.commissions.exclude(state="cancelled").first()
        return commission.provider if commission else responsible_authority(episode=episode, at=at)
    return None


def _route_agency(*, episode: Episode, agency: Agency | None, route: str, at: datetime) -> UUID:
    """Return whose it is to look into: the officer's own force, else the authority."""
    if route == rules.STANDARDS:
        return agency.pk if agency is not None else _force(episode).pk
    authority = responsible_authority(episode=episode, at=at)
    return authority.pk if authority is not None else _force(episode).pk


def _force(episode: Episode) -> Agency:
    if episode.owner_agency.kind == "authority":
        return force_of_authority(authority=episode.owner_agency_id) or episode.owner_agency
    return episode.owner_agency


def who_was_there(*, episode: Episode) -> frozenset[UUID]:
    """Return everybody who met the child in an episode, by what is on record of it."""
    found: set[UUID | None] = set()
    for arrived, seen in Deployment.objects.filter(episode=episode).values_list(
        "arrived_by", "child_seen_by"
    ):
        found |= {arrived, seen}
    for recorded, saw in Return.objects.filter(episode=episode).values_list(
        "recorded_by", "seen_by"
    ):
        found |= {recorded, saw}
    found |= set(Interview.objects.filter(episode=episode).values_list("recorded_by", flat=True))
    return frozenset(one for one in found if one is not None)


def _staff(keys: object, *, at: datetime) -> list[Staff]:
    """Return members as far as sealing needs to know, with the roles that they hold."""
    members = list(Member.objects.filter(pk__in=list(keys)).select_related("agency"))  # type: ignore[call-overload]
    roles: dict[UUID, set[str]] = {}
    standing = MemberRole.objects.filter(
        member__in=[one.pk for one in members], from_at__lte=at
    ).exclude(until_at__lte=at)
    for member, role in standing.values_list("member", "role"):
        roles.setdefault(member, set()).add(role)
    return [
        Staff(
            key=one.pk,
            agency=one.agency_id,
            agency_kind=one.agency.kind,
            team=one.team_id,
            roles=frozenset(roles.get(one.pk, set())),
        )
        for one in members
    ]
