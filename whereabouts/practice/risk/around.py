"""Who has a part in a child's life now: home, police, authorities; for plans that go with them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.agencies.queries import force_of_authority, only_authority_of
from whereabouts.foundations.agencies.rules import POLICE_KINDS
from whereabouts.practice.investigation.vocabulary import FOLLOWS_UP
from whereabouts.practice.plans.rules import Addressee, goes_with
from whereabouts.records.people import queries as people
from whereabouts.records.placements import queries as placements
from whereabouts.records.placements.models import Placement

# Of the writer's own agency somebody above approves, where there is somebody above.
APPROVES_OWN = {"police_force": "duty_inspector", "transport_police": "superintendent"}


@dataclass(frozen=True, kw_only=True)
class Around:
    """The agencies with a part in a child's life; None where nobody knows."""

    home: Agency | None
    host_force: Agency | None
    host_authority: Agency | None
    responsible: Agency | None

    @property
    def agencies(self) -> tuple[Agency, ...]:
        """Each of them once."""
        found = (self.responsible, self.host_authority, self.host_force, self.home)
        return tuple({one.pk: one for one in found if one is not None}.values())


def around(*, children: Iterable[UUID], actor: Actor, at: datetime) -> Around:
    """Return who has a part in a child's life now; the caller is in a scope."""
    keys = list(children)
    placement = placements.placement_at(child_ids=keys, at=at)
    responsible = placement.responsible_authority if placement else None
    force: Agency | None = placement.host_force if placement else None
    for address in people.addresses_of(child_ids=keys):
        if address.kind == "home" and not address.until_on:
            responsible = responsible or address.authority
            force = force or address.force
    if responsible is None and actor.agency_kind in POLICE_KINDS:
        responsible = only_authority_of(force=actor.agency_id)
    if force is None and responsible is not None:
        force = force_of_authority(authority=responsible.pk)
    return Around(
        home=placement.home if placement else None,
        host_force=force,
        host_authority=placement.host_authority if placement else None,
        responsible=responsible,
    )


def travels_with(*, placement: Placement | None) -> tuple[Addressee, ...]:
    """Return whom a plan tells because of a placement; nobody where there is none."""
    if placement is None:
        return ()
    return goes_with(
        home=placement.home_id,
        host_force=placement.host_force_id,
        host_authority=placement.host_authority_id,
        responsible_authority=placement.responsible_authority_id,
    )


def approvers(*, known: Around, actor: Actor) -> tuple[Addressee, ...]:
    """Return who approves a plan that the actor writes: their own agency, authority and police.

    A home works by the plan and is told; it is not asked to approve it.
    """
    own = APPROVES_OWN.get(actor.agency_kind, FOLLOWS_UP.get(actor.agency_kind, "social_worker"))
    asked = [Addressee(agency=actor.agency_id, role=own)]
    asked += [
        Addressee(agency=one.pk, role=FOLLOWS_UP[one.kind])
        for one in (known.responsible, known.host_force)
        if one is not None and one.pk != actor.agency_id
    ]
    return tuple(dict.fromkeys(asked))
