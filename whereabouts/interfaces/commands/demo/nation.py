"""Opening the made-up nation: forces with real codes, agencies of every kind, their people."""

import tomllib
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from whereabouts.foundations.access.permissions import ROLE_NAMES
from whereabouts.foundations.agencies.actions import (
    enrol,
    form_team,
    open_agency,
    put_in_partnership,
    put_on_duty,
)
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency, Area, Member
from whereabouts.foundations.agencies.queries import actor_of

PLACES = Path(__file__).with_name("places.toml")
LONG_AGO = timedelta(days=3 * 365)
FIRST_FORCE, FIRST_AUTHORITY, FIRST_HOME = "northmoor", "aldermere", "fern-house"
FIRST_SCHOOL = "aldermere-school"
SHIFT = timedelta(days=7)
SHIFTS_BEFORE, SHIFTS_AFTER = 3, 5

RANKS = {
    "call_handler": "constable",
    "response_officer": "constable",
    "offender_manager": "constable",
    "supervisor": "sergeant",
    "missing_coordinator": "sergeant",
    "duty_inspector": "inspector",
    "superintendent": "superintendent",
}
OF_FORCE = (*RANKS, "information_governance", "professional_standards")
OF_AUTHORITY = (
    "social_worker", "out_of_hours_worker", "on_call_manager", "designated_officer",
)  # fmt: skip
# What a made-up authority is called, before its force's made-up name; the largest area holds 32.
PARTS = (
    "North", "South", "East", "West", "Upper", "Lower", "Old", "New", "Inner", "Outer", "Great",
    "Little", "High", "Low", "Mid", "Far", "Near", "Nether", "Over", "Castle", "Market", "Abbey",
    "River", "Hill", "Vale", "Heath", "Wood", "Moor", "Marsh", "Ford", "Bridge", "Green",
)  # fmt: skip

# Whoever is neither of a force nor of an authority: role → code of the agency.
ELSEWHERE = {
    "home_worker": FIRST_HOME,
    "school_worker": FIRST_SCHOOL,
    "return_interviewer": "lantern",
    "partner_worker": "northmoor-hospital",
    "board_member": "fernhurst-partnership",
    "national_analyst": "national-unit",
    "policy_owner": "national-unit",
}
# The teams of a force or an authority: (name, kind, the roles in it).
TEAMS = (
    ("Control room", "control_room", ("call_handler",)),
    ("Response team A", "response", ("supervisor", "response_officer")),
    ("Duty office", "duty_office", ("duty_inspector", "superintendent")),
    ("Missing-from-home team", "missing", ("missing_coordinator", "offender_manager")),
    ("Assessment team", "assessment", ("social_worker",)),
    ("Emergency duty team", "out_of_hours", ("out_of_hours_worker", "on_call_manager")),
    ("Professional standards", "standards", ("professional_standards",)),
    ("Safeguarding unit", "safeguarding", ("designated_officer",)),
)
ON_DUTY = ("duty_inspector", "missing_coordinator", "out_of_hours_worker")
NAMES = (
    "Pat Examplewright", "Lee Sampleford", "Kim Notreal", "Ash Madeupson", "Drew Fictionby",
    "Max Pretendley", "Rowan Inventham", "Jules Fableton", "Sky Imaginer", "Toni Storey-Madeup",
    "Kit Makebelieve", "Mo Specimen", "Ray Exemplar", "Bo Hypothetica", "Val Supposed",
    "Noor Assumed", "Cy Conjured", "Dee Envisaged", "Fran Dreamt", "Glen Concocted",
)  # fmt: skip


@dataclass(kw_only=True)
class Nation:
    """Every agency by its code, and everybody who acts by agency and role."""

    agencies: dict[str, Agency] = field(default_factory=dict)
    members: dict[tuple[str, str], Member] = field(default_factory=dict)
    host: dict[str, str] = field(default_factory=dict)  # authority → force
    at_home: dict[str, str] = field(default_factory=dict)  # home → authority

    def actor(self, role: str, *, of: str = FIRST_FORCE, at: datetime) -> Actor:
        """Return who has a role in an agency."""
        return actor_of(member=self.members[of, role], at=at)

    def key(self, code: str) -> UUID:
        """Return the key of an agency."""
        return self.agencies[code].pk


@cache
def places() -> dict[str, list[dict[str, Any]]]:
    """Return the places as they are written down."""
    return tomllib.loads(PLACES.read_text(encoding="utf-8"))


def is_filled() -> bool:
    """Return whether the nation is there already."""
    return Agency.objects.filter(code=FIRST_FORCE, made_up=True).exists()


def found(*, at: datetime) -> Nation:
    """Open every agency of the nation, enrol its people and write the rotas round a moment."""
    nation = Nation()
    start = at - LONG_AGO
    for one in places()["forces"]:
        _open(nation, kind="police_force", at=start, **_shape(one))
    for one in places()["others"]:
        _open(nation, at=start, **_shape(one), kind=one["kind"])
    for one in places()["authorities"]:
        authority = _open(nation, kind="authority", at=start, **_shape(one))
        nation.host[one["code"]] = one["force"]
        Area.objects.create(authority=authority, force=nation.agencies[one["force"]])
    _open_other_authorities(nation, start=start)
    for one in places()["others"]:
        for code in one.get("covers", ()):
            put_in_partnership(
                partnership=nation.agencies[one["code"]], agency=nation.agencies[code],
                from_on=start.date(),
            )  # fmt: skip
    for one in places()["homes"]:
        parent = nation.agencies[one["provider"]]
        _open(nation, kind="home", parent=parent, at=start, **_shape(one))
        nation.at_home[one["code"]] = one["authority"]
    _enrol_everybody(nation, start=start)
    _form_teams(nation)
    for (code, role), member in nation.members.items():
        if role in ON_DUTY:
            _write_rota(nation.agencies[code], role=role, member=member, at=at)
    return nation


def _open_other_authorities(nation: Nation, *, start: datetime) -> None:
    """Open the authorities that have no people: as many as each force's area really holds."""
    named = Counter(one["force"] for one in places()["authorities"])
    for force in places()["forces"]:
        stem = force["name"].removesuffix(" Police")
        for part in PARTS[: force["authorities"] - named[force["code"]]]:
            authority = _open(
                nation,
                kind="authority",
                code=f"{force['code']}-{part}".lower(),
                name=f"{part} {stem} Council",
                country=force["country"],
                at=start,
            )
            Area.objects.create(authority=authority, force=nation.agencies[force["code"]])


def _shape(one: dict[str, Any]) -> dict[str, Any]:
    kept = {"code", "name", "gss_code", "country"}
    return {key: value for key, value in one.items() if key in kept}


def _open(nation: Nation, *, code: str, **more: Any) -> Agency:
    agency = open_agency(code=code, made_up=True, out_of_hours_phone="01632 960100", **more)
    nation.agencies[code] = agency
    return agency


def _enrol_everybody(nation: Nation, *, start: datetime) -> None:
    wanted = [
        (one["code"], role) for one in places()["forces"] if one.get("staffed") for role in OF_FORCE
    ]
    wanted += [
        (one["code"], role)
        for one in places()["authorities"]
        if one.get("staffed")
        for role in OF_AUTHORITY
    ]
    wanted += [(code, role) for role, code in ELSEWHERE.items()]
    wanted.append(("railway-police", "duty_inspector"))
    for number, (code, role) in enumerate(wanted):
        nation.members[code, role] = enrol(
            agency=nation.agencies[code],
            username=f"{role.replace('_', '-')}@{code}.example",
            display_name=f"{staff_name(number=number)} ({ROLE_NAMES[role].lower()})",
            roles=(role,),
            at=start,
            rank=RANKS.get(role, ""),
            demo=_signs_in(code=code, role=role),
        )


def staff_name(*, number: int) -> str:
    """Return the name of somebody of the staff: no two of the first four hundred are the same."""
    turn, place = divmod(number, len(NAMES))
    given = NAMES[place].split()[0]
    family = NAMES[(place + turn) % len(NAMES)].split()[1]
    return f"{given} {family}"


def _form_teams(nation: Nation) -> None:
    """Form the teams of every agency whose people they are."""
    for code in dict.fromkeys(code for code, _ in nation.members):
        for name, kind, roles in TEAMS:
            members = [nation.members[code, one] for one in roles if (code, one) in nation.members]
            if members:
                form_team(agency=nation.agencies[code], name=name, kind=kind, members=members)


def _signs_in(*, code: str, role: str) -> bool:
    """Return whether this is the one who is signed in as: one a role."""
    if role in OF_FORCE:
        return code == FIRST_FORCE
    return code == (FIRST_AUTHORITY if role in OF_AUTHORITY else ELSEWHERE[role])


def _write_rota(agency: Agency, *, role: str, member: Member, at: datetime) -> None:
    first = at - SHIFT * SHIFTS_BEFORE
    for number in range(SHIFTS_BEFORE + SHIFTS_AFTER):
        put_on_duty(
            agency=agency,
            role=role,
            member=member,
            from_at=first + SHIFT * number,
            until_at=first + SHIFT * (number + 1),
        )
