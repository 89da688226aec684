"""The agencies and the people who play: made up, and the same for every case."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from whereabouts.foundations.agencies.actions import enrol, open_agency, put_on_duty
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency, Area, Member
from whereabouts.foundations.agencies.queries import actor_of, on_duty

LONG_AGO = timedelta(days=4 * 365)
ON_DUTY_FOR = timedelta(days=60)

# code → (kind, name, code of the parent)
AGENCIES = {
    "cases-force": ("police_force", "Casemoor Police", ""),
    "cases-next-force": ("police_force", "Nextmoor Police", ""),
    "cases-transport": ("transport_police", "Made-up Transport Police", ""),
    "cases-council": ("authority", "Casemere Council", ""),
    "cases-provider": ("provider", "Lantern, a made-up charity", ""),
    "cases-home": ("home", "Fern House", "cases-provider"),
}

# role → (code of the agency, name, rank)
PEOPLE = {
    "call_handler": ("cases-force", "Handler Exampleton", "constable"),
    "supervisor": ("cases-force", "Sergeant Sampleby", "sergeant"),
    "duty_inspector": ("cases-force", "Inspector Pretendham", "inspector"),
    "superintendent": ("cases-force", "Superintendent Makebelieve", "superintendent"),
    "response_officer": ("cases-force", "Officer Imagined", "constable"),
    "missing_coordinator": ("cases-force", "Coordinator Fabley", "sergeant"),
    "offender_manager": ("cases-force", "Manager Inventwood", "constable"),
    "social_worker": ("cases-council", "Social Worker Madeupson", ""),
    "out_of_hours_worker": ("cases-council", "Night Worker Fictional", ""),
    "return_interviewer": ("cases-provider", "Interviewer Storyfield", ""),
    "home_worker": ("cases-home", "Home Worker Fabled", ""),
}
ON_DUTY = ("duty_inspector", "missing_coordinator", "out_of_hours_worker")


@dataclass(frozen=True, kw_only=True)
class Cast:
    """Who plays; `actor` gives somebody by role at a moment."""

    agencies: dict[str, Agency]
    members: dict[str, Member]

    @property
    def force(self) -> Agency:
        """The force that takes the report."""
        return self.agencies["cases-force"]

    @property
    def next_force(self) -> Agency:
        """The force next to it."""
        return self.agencies["cases-next-force"]

    @property
    def council(self) -> Agency:
        """The authority that is responsible for the child."""
        return self.agencies["cases-council"]

    @property
    def home(self) -> Agency:
        """The children's home."""
        return self.agencies["cases-home"]

    def actor(self, role: str, *, at: datetime) -> Actor:
        """Return who plays a role."""
        return actor_of(member=self.members[role], at=at)


def cast(*, at: datetime) -> Cast:
    """Return the cast, made where it is not there yet; on duty around a moment."""
    agencies: dict[str, Agency] = {}
    for code, (kind, name, parent) in AGENCIES.items():
        agencies[code] = Agency.objects.filter(code=code).first() or open_agency(
            kind=kind,
            name=name,
            code=code,
            at=at - LONG_AGO,
            parent=agencies.get(parent),
            made_up=True,
        )
    Area.objects.get_or_create(authority=agencies["cases-council"], force=agencies["cases-force"])
    members: dict[str, Member] = {}
    for role, (agency, name, rank) in PEOPLE.items():
        username = f"{role}@{agency}"
        members[role] = Member.objects.filter(username=username).first() or enrol(
            agency=agencies[agency],
            username=username,
            display_name=name,
            roles=(role,),
            at=at - LONG_AGO,
            rank=rank,
        )
    for role in ON_DUTY:
        _on_duty(member=members[role], role=role, at=at)
    return Cast(agencies=agencies, members=members)


def _on_duty(*, member: Member, role: str, at: datetime) -> None:
    if on_duty(agency=member.agency_id, role=role, at=at) is None:
        put_on_duty(
            agency=member.agency,
            role=role,
            member=member,
            from_at=at - ON_DUTY_FOR,
            until_at=at + ON_DUTY_FOR,
        )
