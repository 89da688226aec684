"""Keeping packs and published figures as they were made: added, never changed."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit import actions as audit
from whereabouts.practice.oversight import events
from whereabouts.practice.oversight.models import KeptFigures, MadePack, PublishedFigures


@transaction.atomic
def keep_packs(
    *, contents: Mapping[str, Any], since: date, until: date, by: Actor, at: datetime
) -> int:
    """Keep what was made of a time, by its kind; return how many were new.

    What was made of the same time before stays as it was: a pack that somebody has read is never
    another one the next day.
    """
    held = set(
        MadePack.objects.filter(owner_agency=by.agency_id, until_on=until).values_list(
            "kind", flat=True
        )
    )
    made = [
        MadePack(
            kind=kind, since_on=since, until_on=until, content=content,
            owner_agency_id=by.agency_id, recorded_at=at, recorded_by_id=by.member_id,
        )
        for kind, content in contents.items()
        if kind not in held
    ]  # fmt: skip
    MadePack.objects.bulk_create(made)
    if made:
        audit.record(
            kind=events.PACK_MADE, subject=f"agency:{by.agency_id}", by=by, at=at,
            payload={"until": until.isoformat(), "kinds": sorted(one.kind for one in made)},
        )  # fmt: skip
    return len(made)


@transaction.atomic
def keep_part(*, ends: int, part: str, mark: str, content: Any, by: Actor, at: datetime) -> None:
    """Keep a part of a year's figures: a round that is stopped now goes on after it."""
    KeptFigures.objects.create(
        ends=ends, part=part, mark=mark, content=content, owner_agency_id=by.agency_id,
        recorded_at=at, recorded_by_id=by.member_id,
    )  # fmt: skip
    audit.record(
        kind=events.FIGURES_PART_MADE, subject=f"agency:{by.agency_id}", by=by, at=at,
        payload={"ends": ends, "part": part},
    )  # fmt: skip


@transaction.atomic
def publish(*, ends: int, content: Any, by: Actor, at: datetime) -> UUID:
    """Publish the figures of a year; what was published before stays beside it."""
    made = PublishedFigures.objects.create(
        ends=ends, content=content, owner_agency_id=by.agency_id, recorded_at=at,
        recorded_by_id=by.member_id,
    )  # fmt: skip
    audit.record(
        kind=events.FIGURES_PUBLISHED, subject=f"figures:{made.pk}", by=by, at=at,
        payload={"ends": ends},
    )  # fmt: skip
    return made.pk
