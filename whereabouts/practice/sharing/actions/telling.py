"""What an agency tells of a child: added, never changed."""

from datetime import datetime

from django.db import transaction

from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit import actions as audit
from whereabouts.practice.sharing import events
from whereabouts.practice.sharing.models import Entry
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people.models import Child


@transaction.atomic(savepoint=False)
def write_entry(
    *, child: Child, episode: Episode | None, kind: str, words: str, happened_at: datetime,
    said_by: str, by: Actor, at: datetime,
) -> Entry:  # fmt: skip
    """Keep what an agency tells of a child, under its name."""
    made = Entry.objects.create(
        child=child,
        episode=episode,
        kind=kind,
        words=words.strip(),
        said_by=said_by.strip(),
        happened_at=happened_at,
        owner_agency_id=by.agency_id,
        recorded_at=at,
        recorded_by_id=by.member_id,
    )
    audit.record(
        kind=events.ENTRY_WRITTEN, subject=f"child:{child.pk}", by=by, at=at,
        payload={"entry": str(made.pk), "kind": kind, "words": words.strip()},
    )  # fmt: skip
    return made
