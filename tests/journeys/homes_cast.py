"""Two forces, two authorities, a home and its provider: a girl is moved from one city to another."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.models import Agency, Area
from whereabouts.foundations.outbox.models import Message
from whereabouts.journeys.acknowledge_placement import acknowledge_placement
from whereabouts.journeys.add_placement import add_placement
from whereabouts.journeys.give_placement_notice import Given, give_placement_notice
from whereabouts.journeys.keep_register import name_officer, put_on_register
from whereabouts.records.people.actions import relate_to_child
from whereabouts.records.placements.models import Acknowledgement, Setting

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
GIVEN = Given(
    risks=("cse", "adults"), why_suitable="Small, and far from where she was hurt.",
    risk_pack="She answers texts, not calls. Nobody unknown is let in.",
    plan="School on Monday; a worker of her own.", at_a_distance=True, distance_km=180,
    director="A Director Example", approved_on=None,
)  # fmt: skip


@dataclass(kw_only=True)
class Move:
    """Who is who, and what they do."""

    make_actor: Any
    noon: Any
    child: Any
    placing: Any  # a social worker of the authority responsible
    host: Any  # a social worker where she comes to
    police: Any  # the coordinator of the force there
    inspector: Any
    home: Any
    manager: Any  # of the home's provider
    before: Any  # the coordinator of the force she leaves

    def place(self, *, days: int = 7, at: Any = None, **more: Any) -> Any:
        """Plan her placement in so many days, and return its key."""
        at = at or self.noon
        return add_placement(
            actor=self.placing, child_id=self.child.pk, living_at="childrens_home",
            started_on=(at + days * DAY).date(), at=at, home=self.home.agency_id,
            responsible_authority=self.placing.agency_id, host_authority=self.host.agency_id,
            **more,
        )  # fmt: skip

    def give(self, placement: Any, *, at: Any = None) -> None:
        """Give the notice, whole."""
        from dataclasses import replace

        at = at or self.noon
        give_placement_notice(
            actor=self.placing, placement_id=placement, at=at,
            given=replace(GIVEN, approved_on=at.date()),
        )  # fmt: skip

    def asked(self, part: str, about: str = "start", at: Any = None) -> Acknowledgement:
        """Return what a part must acknowledge, through its own eyes."""
        actor = self.of(part)
        with entered(actor=actor, at=at or self.noon):
            return Acknowledgement.objects.get(
                part=part, about=about, agency=actor.agency_id, withdrawn_at=None
            )

    def of(self, part: str) -> Any:
        """Return who acknowledges for a part."""
        return {
            "host_authority": self.host, "host_police": self.police, "receiving_home": self.home,
        }[part]  # fmt: skip

    def acknowledge(self, part: str, *, at: Any = None, about: str = "start") -> None:
        """Acknowledge for a part."""
        at = at or self.noon
        acknowledge_placement(
            actor=self.of(part), at=at, words="Read. We see her on the first day.",
            acknowledgement_id=self.asked(part, about, at=at).pk,
        )  # fmt: skip

    def told(self, actor: Any, kind: str, at: Any = None) -> list[Message]:
        """Return the notices of a kind that an agency has."""
        with entered(actor=actor, at=at or self.noon):
            found = Message.objects.filter(kind=kind, to_agency=actor.agency_id)
            return list(found.order_by("promised_at", "to_role"))

    def register(self, *, officer: Any = None) -> Setting:
        """Put the home on the register, with its named officer."""
        key = put_on_register(
            actor=self.police, agency=self.home.agency_id, kind="childrens_home", at=self.noon,
            authority=self.host.agency_id, force=self.police.agency_id, urn="SC000000", places=4,
            phone="01632 960200",
        )  # fmt: skip
        name_officer(
            actor=self.police, setting_id=key, officer=(officer or self.police).member_id,
            phone="01632 960201", at=self.noon,
        )  # fmt: skip
        with entered(actor=self.police, at=self.noon):
            return Setting.objects.get(pk=key)


def make_move(*, make_actor: Any, make_agency: Any, make_child: Any, noon: Any) -> Move:
    """Make everybody of the story, and a girl of fifteen whom somebody exploited."""
    before = make_actor("missing_coordinator", agency="Southmere Police")
    child = make_child("Testa Sampleton", "4 May 2011", by=before, flags=[("cse", "confirmed")])
    make_agency("Southmere Council", "authority")
    host = make_agency("Northmoor Council", "authority")
    Area.objects.create(authority_id=host.pk, force=make_agency())
    provider = make_agency("Lamplight Care", "provider")
    home = make_agency("Fern House", "home", parent=provider)
    placing = make_actor("social_worker", agency="Southmere Council")
    with entered(actor=before, at=noon):
        relate_to_child(child_id=child.pk, agency=placing.agency_id, kind="responsible", at=noon)
    assert Agency.objects.get(pk=home.pk).parent_id == provider.pk
    return Move(
        make_actor=make_actor, noon=noon, child=child, placing=placing, before=before,
        host=make_actor("social_worker", agency="Northmoor Council"),
        police=make_actor("missing_coordinator"), inspector=make_actor("duty_inspector"),
        home=make_actor("home_worker", agency="Fern House"),
        manager=make_actor("home_worker", agency="Lamplight Care"),
    )  # fmt: skip
