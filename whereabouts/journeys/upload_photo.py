"""Add a photograph of a child, made anew without where it was taken."""

from datetime import date, datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.journeys.door import journey
from whereabouts.records.people import actions as people
from whereabouts.records.people.gate import child_for
from whereabouts.records.people.pictures import MOST_BYTES, BadPicture, made_anew

__all__ = ["MOST_BYTES", "BadPicture", "upload_photo"]


@journey(needs=Permission.CHILD_UPDATE)
def upload_photo(
    *,
    actor: Actor,
    child_id: UUID,
    raw: bytes,
    at: datetime,
    taken_on: date | None = None,
    source: str = "",
) -> None:
    """Add a photograph; the file sent is not kept.

    :raises NotVisible: there is no such child for this actor.
    :raises BadPicture: it is too big, or not a picture that we read.
    """
    child = child_for(actor, child_id=child_id)
    people.add_photo(
        child=child, picture=made_anew(raw=raw), taken_on=taken_on, source=source, by=actor, at=at
    )
