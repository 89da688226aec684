"""The looked-after children of an authority as its returns see them, in its own scope."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.agencies.queries import NobodyOnDuty, system_actor
from whereabouts.foundations.audit.actions import record_look
from whereabouts.insight.figures.annex_a import AfterLast
from whereabouts.insight.figures.looked_after import (
    NOT_OBTAINED,
    Absence,
    LookedAfter,
    Placed,
)
from whereabouts.insight.lookups.counted import found_dead_at
from whereabouts.insight.lookups.door import lookup
from whereabouts.practice.return_home.models import Interview
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people import queries as people
from whereabouts.records.people.models import Child, ChildAddress, ChildBirth, ChildIdentifier
from whereabouts.records.people.rules import postcode_in
from whereabouts.records.placements.models import Placement, Setting
from whereabouts.records.placements.reasons import reason_of

# Addresses that a child came from, the nearest first: one of theirs, else of their family's.
CAME_FROM = ("home", "family", "previous")
OWN, OTHER_AUTHORITY = "PR1", "PR2"


@dataclass(frozen=True, kw_only=True)
class InCare:
    """An authority's children, what came after each one's last episode, and who lacks a birth."""

    children: list[LookedAfter]
    after_last: dict[str, AfterLast]
    without_birth: int
    records: frozenset[UUID]


@lookup(needs=Permission.RETURNS_MAKE)
def looked_after_by(*, actor: Actor, at: datetime) -> InCare:
    """Return the children whom the actor's authority is responsible for, and record the look."""
    found = _of(actor.agency_id)
    if found.records:
        record_look(
            kind="view", page="returns on looked-after children", by=actor, at=at,
            subjects=found.records,
            shown=["date of birth", "sex", "ethnicity", "placements", "postcodes", "absences"],
        )  # fmt: skip
    return found


def every_looked_after(*, at: datetime, area: str | None) -> dict[str, InCare]:
    """Return the same for each English authority by its code, each in the scope of its own clock.

    No person calls this: `bin/whereabouts figures` does, for the files of the return.
    """
    found: dict[str, InCare] = {}
    for agency in Agency.objects.filter(kind="authority", country="england").order_by("code"):
        code = agency.gss_code or agency.code
        if area not in (None, code, agency.code):
            continue
        try:
            clock = system_actor(agency=agency.pk, at=at)
        except NobodyOnDuty:
            continue
        found[code] = looked_after_by(actor=clock, at=at)
    return found


def _of(authority: UUID) -> InCare:
    placements = list(
        visible(Placement)
        .filter(responsible_authority=authority, looked_after=True)
        .order_by("started_on", "id")
        .values_list(
            "child_id", "started_on", "ended_on", "living_at", "legal_status", "home_id", "place",
            "ended_because",
        )
    )  # fmt: skip
    records = {row[0] for row in placements}
    same = people.same_person_sets(child_ids=records)
    root = {record: min(same.get(record, {record})) for record in records}
    everybody = set().union(*same.values()) if same else records
    of_record = {one: root[record] for record in records for one in same.get(record, {record})}
    settings, came_from = _settings(authority), _came_from(everybody, of_record)
    placed: dict[UUID, list[Placed]] = defaultdict(list)
    for child, began, ended, living_at, legal_status, home, place, why in placements:
        setting = settings.get(home, _Registered())
        reason = reason_of(key=why)
        own, there = came_from.get(root[child], ""), setting.postcode or postcode_in(text=place)
        # Whoever reported a child may have told of the placement as of the home.
        home_postcode = own if own != there or living_at == "home" else ""
        placed[root[child]].append(
            Placed(
                began=began, ended=ended, living_at=living_at, legal_status=legal_status,
                provider=setting.provider, from_postcode=home_postcode,
                postcode=there or (own if living_at == "home" else ""), urn=setting.urn,
                why_moved=reason.code if reason else "",
            )
        )  # fmt: skip
    born, numbers = _births(everybody, of_record), _numbers(everybody, of_record)
    absences, last = _absences(everybody, of_record)
    offers = _offers(last)
    children, after_last, without = [], {}, 0
    for child, sex, ethnicity in _who(everybody, of_record):
        if child not in born:
            without += 1  # without a date of birth there is no line that the rules would pass
            continue
        number = numbers.get(child) or f"W{child.int % 10**9:09}"
        children.append(
            LookedAfter(
                number=number, sex=sex or "M", born=born[child], ethnicity=ethnicity,
                placements=tuple(_ended_by_the_next(placed[child])),
                absences=tuple(absences.get(child, ())),
            )
        )  # fmt: skip
        if child in offers:
            after_last[number] = offers[child]
    return InCare(
        children=children, after_last=after_last, without_birth=without,
        records=frozenset(records),
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Registered:
    """What the register of settings says of one, as far as the authority may see it."""

    urn: str = ""
    postcode: str = ""
    provider: str = ""


def _settings(authority: UUID) -> dict[UUID | None, _Registered]:
    rows = visible(Setting).values_list(
        "agency_id", "urn", "address", "provider_id", "provider__kind"
    )
    return {
        agency: _Registered(
            urn=urn,
            postcode=postcode_in(text=address),
            # Of one that is no authority's nobody here records whether it is private or voluntary.
            provider=OWN if provider == authority else OTHER_AUTHORITY if kind == "authority"
            else "",
        )
        for agency, urn, address, provider, kind in rows
    }  # fmt: skip


def _came_from(everybody: set[UUID], of_record: Mapping[UUID, UUID]) -> dict[UUID, str]:
    """Return the postcode that each child came from, where somebody wrote one down."""
    rows = visible(ChildAddress).filter(child__in=everybody, kind__in=CAME_FROM)
    found: dict[UUID, tuple[int, str]] = {}
    for child, kind, line, postcode in rows.order_by("recorded_at", "id").values_list(
        "child_id", "kind", "line", "postcode"
    ):
        said, near = postcode_in(text=f"{line} {postcode}"), CAME_FROM.index(kind)
        if said and near <= found.get(of_record[child], (len(CAME_FROM), ""))[0]:
            found[of_record[child]] = near, said
    return {child: said for child, (_, said) in found.items()}


def _ended_by_the_next(placements: list[Placed]) -> list[Placed]:
    """Return placements in order, each ending at the latest where the next begins."""
    made = []
    for place, one in enumerate(placements):
        if place + 1 < len(placements):
            after = placements[place + 1].began
            made.append(replace(one, ended=min(one.ended or after, after)))
        else:
            made.append(one)
    return made


def _who(
    everybody: set[UUID], of_record: Mapping[UUID, UUID]
) -> list[tuple[UUID, str, str]]:  # fmt: skip
    found: dict[UUID, tuple[str, str]] = {}
    rows = visible(Child).filter(pk__in=everybody).order_by("recorded_at", "id")
    for key, sex, said, seen in rows.values_list(
        "pk", "sex", "ethnicity_self", "ethnicity_officer"
    ):
        before = found.get(of_record[key], ("", ""))
        found[of_record[key]] = (
            before[0] or (sex if sex != "X" else ""),
            before[1] or said or seen,
        )
    return sorted(
        (child, sex, ethnicity or NOT_OBTAINED) for child, (sex, ethnicity) in found.items()
    )


def _births(everybody: set[UUID], of_record: Mapping[UUID, UUID]) -> dict[UUID, date]:
    """Return each child's date of birth where a day is known, the last said."""
    believed = visible(ChildBirth).filter(child__in=everybody, believed=True, precision="day")
    return {
        of_record[child]: born
        for child, born in believed.order_by("recorded_at").values_list("child_id", "latest")
    }


def _numbers(everybody: set[UUID], of_record: Mapping[UUID, UUID]) -> dict[UUID, str]:
    own = visible(ChildIdentifier).filter(child__in=everybody, scheme="local_authority")
    return {of_record[child]: value for child, value in own.values_list("child_id", "value")}


def _absences(
    everybody: set[UUID], of_record: Mapping[UUID, UUID]
) -> tuple[dict[UUID, list[Absence]], dict[UUID, UUID]]:
    """Return each child's absences, one that two forces recorded once; and the last missing one."""
    rows = (
        visible(Episode)
        .filter(child__in=everybody, joined_to__isnull=True)
        .order_by("reported_at", "id")
        .values_list(
            "id", "child_id", "category", "last_seen_at", "happened_at", "reported_at", "back_at",
            "located_at", "closed_at",
        )
    )  # fmt: skip
    dead = found_dead_at()
    found: dict[UUID, list[Absence]] = defaultdict(list)
    last: dict[UUID, UUID] = {}
    for key, record, category, seen, happened, reported, back, located, closed in rows:
        child, began = of_record[record], seen or happened or reported
        ended = dead.get(key) or back or located or closed
        known = category == "whereabouts_known"
        if not known:
            last[child] = key
        before = found[child][-1] if found[child] else None
        if before and (before.ended_at is None or began < before.ended_at):
            continue  # another force's record of the same absence
        found[child].append(Absence(began_at=began, ended_at=ended, whereabouts_known=known))
    return found, last


def _offers(last: Mapping[UUID, UUID]) -> dict[UUID, AfterLast]:
    """Return whether the independent conversation was offered and accepted after those episodes."""
    of_episode = {episode: child for child, episode in last.items()}
    talks = visible(Interview).filter(kind="return", episode__in=list(of_episode))
    outcomes: dict[UUID, set[str]] = defaultdict(set)
    for episode, outcome in talks.values_list("episode_id", "outcome"):
        outcomes[of_episode[episode]].add(outcome)
    return {
        child: AfterLast(
            offered=bool(said & {"held", "declined", "offered"}),
            accepted=True if "held" in said else False if "declined" in said else None,
        )
        for child, said in outcomes.items()
    }
