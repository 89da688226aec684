"""Keep what was done to prevent harm: for whom, and how many it reached."""

from datetime import date, datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.journeys.door import journey
from whereabouts.practice.partners import actions as partners

__all__ = ["NotYet", "keep_prevention"]


class NotYet(Exception):
    """The day lies ahead: it is kept once it was held, with how many came."""


@journey(needs=Permission.PREVENTION_KEEP)
def keep_prevention(
    *,
    actor: Actor,
    title: str,
    kind: str,
    audience: str,
    reached: int,
    on: date,
    at: datetime,
    at_agency: UUID | None = None,
    language: str = "english",
    topics: str = "",
    words: str = "",
) -> UUID:
    """Keep an activity, and return its key.

    :raises NotYet: the day lies ahead.
    """
    if on > at.date():
        raise NotYet("Write it down once it was held.")
    return partners.keep_activity(
        title=title, kind=kind, audience=audience, reached=reached, on=on, at_agency=at_agency,
        language=language, topics=topics, words=words, by=actor, at=at,
    ).pk  # fmt: skip
