"""Adults who were with the child, or of whom the child tells: linked, on record."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from whereabouts.foundations.agencies.actors import Actor
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people import actions as people
from whereabouts.records.people.gate import adult_for


@dataclass(frozen=True, kw_only=True)
class AdultSeen:
    """An adult who may pose a risk: on record already (`adult`), or new by name or description."""

    name: str = ""
    adult: UUID | None = None
    detail: str = ""


def link_adults(
    *,
    episode: Episode,
    adults: Iterable[AdultSeen],
    kind: str,
    source: str,
    said_at: datetime,
    by: Actor,
    at: datetime,
) -> int:
    """Link each adult with the child, with a record of their own, and return how many there were.

    :raises NotVisible: an adult chosen from the records is not one that the actor may see.
    """
    linked = 0
    for seen in adults:
        record = (
            adult_for(by, adult_id=seen.adult)
            if seen.adult
            else people.create_adult(
                by=by, at=at, name=seen.name.strip() or "Name not known", description=seen.detail
            )
        )
        people.link_adult(
            child=episode.child, adult=record, kind=kind, source=source, detail=seen.detail,
            said_at=said_at, by=by, at=at,
        )  # fmt: skip
        linked += 1
    return linked
