"""The forces of a history as agencies: whose it is, and what they say that they followed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import numpy as np
from django.db import transaction

from whereabouts.engines.policy.own_packs import Following, Practice
from whereabouts.foundations.agencies.actions import follow_pack, open_agency, stop_following
from whereabouts.foundations.agencies.models import Agency, FollowedPack, Member
from whereabouts.insight.lookups.past_grades import practice_of
from whereabouts.interfaces.commands.backload.areas import MADE_UP
from whereabouts.interfaces.commands.made_nation import local
from whereabouts.interfaces.commands.made_nation.making import Nation

Owners = Sequence[tuple[UUID, UUID]]  # of each force its key and that of its clock


def forces_of(*, nation: Nation, at: datetime) -> list[tuple[UUID, UUID]]:
    """Return each force's key and that of its clock, in whose name its history is written."""
    found = []
    for code in nation.about["forces"]:
        slug = f"{MADE_UP}{code.lower()}"
        # A made-up force that stands for the same area has the history as its own.
        ours = Agency.objects.filter(made_up=True, kind="police_force")
        held = ours.filter(code=slug).first() or ours.filter(gss_code=code).first()
        agency = held or open_agency(
            kind="police_force", name=f"Made-up force of area {code}", code=slug, at=at,
            made_up=True, country="wales" if code.startswith("W") else "england",
        )  # fmt: skip
        found.append((agency.pk, Member.objects.get(username=f"clock@{agency.pk}").pk))
    return found


def tell_apart_from(*, nation: Nation, owners: Owners, at: datetime) -> None:
    """Write down of which forces nobody can tell absent from missing, up to now."""
    which = np.flatnonzero(nation.tables["forces"]["inseparable"])
    unable = [owners[place][0] for place in which.tolist()]
    Agency.objects.filter(pk__in=unable, absent_apart_since__isnull=True).update(
        absent_apart_since=at
    )


def follow(*, nation: Nation, owners: Owners, at: datetime) -> None:
    """Write down which local packs each force followed and follows, where nobody did."""
    for place, (key, clock) in enumerate(owners):
        agency = Agency.objects.get(pk=key)
        said = set(FollowedPack.objects.filter(agency=agency).values_list("pack", flat=True))
        for pack, first, until in _of_history(nation, place, agency):
            if pack in said:
                continue
            with transaction.atomic():
                row = follow_pack(agency=agency, pack=pack, from_on=first, by=clock, at=at)
                if until is not None:
                    stop_following(following=row, until_on=until, by=clock, at=at)


def practices_of(*, owners: Owners) -> list[Practice]:
    """Return what each force goes by as it says itself: what a live assessment of it takes."""
    agencies = Agency.objects.in_bulk([key for key, _ in owners])
    return [practice_of(agency=agencies[key]) for key, _ in owners]


def practices_meant(*, nation: Nation, owners: Owners) -> list[Practice]:
    """Return what each force goes by as its columns say; a force at work speaks for itself."""
    meant = local.practices(forces=nation.tables["forces"], codes=nation.about["forces"])
    said = practices_of(owners=owners)
    works = set(
        Agency.objects.filter(pk__in=[key for key, _ in owners])
        .exclude(code__startswith=MADE_UP)
        .values_list("pk", flat=True)
    )
    return [
        own if key in works else made
        for (key, _), own, made in zip(owners, said, meant, strict=True)
    ]


def _of_history(nation: Nation, place: int, agency: Agency) -> list[Following]:
    """Return what a force followed; one at work besides says for itself what it goes on with."""
    followed = local.followed(forces=nation.tables["forces"], force=place)
    made_up = agency.code.startswith(MADE_UP)
    return [one for one in followed if made_up or one[2] is not None]
