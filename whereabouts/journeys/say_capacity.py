"""Say what one's home or service can take, until a day: whoever places or asks reads it."""

from datetime import date, datetime
from uuid import UUID

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.journeys.door import journey
from whereabouts.practice.conversations.models import Commission
from whereabouts.records.placements import actions as placements
from whereabouts.records.placements.actions import NoCapacity
from whereabouts.records.placements.queries import living_at, setting_of
from whereabouts.records.placements.vocabulary import CAPACITY_KINDS

__all__ = ["NoCapacity", "say_capacity"]


@journey(needs=Permission.CAPACITY_SAY)
def say_capacity(
    *,
    actor: Actor,
    kind: str,
    free: int,
    until_on: date,
    at: datetime,
    of: int | None = None,
    words: str = "",
) -> UUID:
    """Keep it and return its key. It is added: what was said before stays as it was said.

    It reaches the authority where a home lies, its provider, and each authority that has a child
    there now or asked for an interview; nobody else.

    :raises NoCapacity: the kind is none there is, more is free than there is, or the day lies
        behind.
    """
    if kind not in dict(CAPACITY_KINDS):
        raise NoCapacity("kind", "Choose what you can take.")
    made = placements.say_capacity(
        kind=kind, free=free, of=of, until_on=until_on, words=words, by=actor, at=at,
        involved=_concerned(agency=actor.agency_id, at=at),
    )  # fmt: skip
    return made.pk


def _concerned(*, agency: UUID, at: datetime) -> set[UUID]:
    setting = setting_of(agency=agency)
    known = {setting.authority_id, setting.provider_id} if setting is not None else set()
    for stay in living_at(home=agency, at=at):
        known |= {stay.responsible_authority_id, stay.host_authority_id}
    asked = visible(Commission).filter(provider=agency).values_list("owner_agency", flat=True)
    return {key for key in (*known, *asked) if key is not None}
