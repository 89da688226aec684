"""The made-up report that every writer tells, one child a key."""

from datetime import datetime, timedelta

from whereabouts.journeys.told import Told
from whereabouts.proving.names import name_of


def told(*, key: str, at: datetime) -> Told:
    """Return what is reported under a key; the same key and moment is the same report."""
    return Told(
        idempotency_key=key,
        happened_at=at,
        names=name_of(key=key),
        born_text="12/3/2012",
        sex="F",
        reporter_name="Paula Sampleton",
        relation="mother",
        reporter_contact="01632 960001",
        last_seen_at=at - timedelta(hours=1),
        last_seen_place="the made-up park",
        facts={"whereabouts_known": False, "self_harm": "current"},
        words="Did not come home from the made-up park.",
    )
