"""The authorities that a history's looked-after children are the duty of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from whereabouts.foundations.agencies.actions import open_agency
from whereabouts.foundations.agencies.models import Agency, Area
from whereabouts.interfaces.commands.made_nation.settings import Areas

MADE_UP: Final = "made-up-"


@dataclass(frozen=True)
class Authorities:
    """Who is responsible for a child of an authority of the nation that a force reported.

    `of_force` are those of each force's area, in order; `own` those that are the nation's own.
    """

    of_force: Mapping[int, Sequence[UUID]]
    own: Mapping[int, UUID]

    def responsible(self, *, force: int, authority: int) -> UUID:
        """Return the authority itself where it is there, or else one of the force's area."""
        if authority in self.own:
            return self.own[authority]
        of_area = self.of_force[force]
        return of_area[authority % len(of_area)]


@transaction.atomic  # all or none: a force with some of its authorities would keep to these
def authorities_of(*, land: Areas, forces: Sequence[UUID], at: datetime) -> Authorities:
    """Return the authorities, and open those of a force whose area has none.

    `forces` are the agencies of the nation's forces, in its order. A force that polices authorities
    already, as the demonstration's do, keeps these.
    """
    there = set(Area.objects.filter(force__in=forces).values_list("force", flat=True))
    own: dict[int, UUID] = {}
    for number, (code, place) in enumerate(
        zip(land.authorities, land.force_of.tolist(), strict=True)
    ):
        slug = f"{MADE_UP}{code.lower()}"
        held = Agency.objects.filter(code=slug, kind="authority", made_up=True).first()
        if held is None and forces[place] not in there:
            held = open_agency(
                kind="authority", name=f"Made-up authority of area {code}", code=slug, at=at,
                made_up=True, country="wales" if land.wales[place] else "england",
            )  # fmt: skip
            Area.objects.create(authority=held, force_id=forces[place])
        if held is not None:
            own[number] = held.pk
    place_of = {agency: place for place, agency in enumerate(forces)}
    of_force: dict[int, list[UUID]] = {}
    for force, authority in (
        Area.objects.filter(force__in=forces)
        .order_by("authority__code")
        .values_list("force", "authority")
    ):
        of_force.setdefault(place_of[force], []).append(authority)
    return Authorities(of_force, own)
