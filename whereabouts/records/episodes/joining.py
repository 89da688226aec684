"""Episodes of records that turn out to be one person: merged reversibly, parted exactly."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.records.episodes import events
from whereabouts.records.episodes.actions import MoveNotAllowed, link, write_log
from whereabouts.records.episodes.models import Episode, EpisodeLink, EpisodeReport, LogEntry
from whereabouts.records.episodes.queries import under_way
from whereabouts.records.episodes.rules import UNDER_WAY, State

SAME_CHILD = "same_child"


@transaction.atomic
def join_episodes(*, children: Iterable[UUID], by: Actor, at: datetime) -> list[Episode]:
    """Leave one episode under way in each agency of a person's records, and link the agencies'.

    The one reported first stays. A later one is joined to it, with its reports read there too.
    Returns those that were joined.
    """
    joined: list[Episode] = []
    kept: dict[UUID, Episode] = {}
    for episode in under_way(children=children).order_by("reported_at", "id"):
        earlier = kept.setdefault(episode.owner_agency_id, episode)
        if earlier is not episode:
            _join(episode=episode, to=earlier, was=episode.state, by=by, at=at)
            joined.append(episode)
    agencies = list(kept.values())
    for number, episode in enumerate(agencies):
        for other in agencies[number + 1 :]:
            linked = EpisodeLink.objects.filter(
                episode=episode, other=other, kind=SAME_CHILD, ended_at__isnull=True
            )
            if not linked.exists():
                link(episode=episode, other=other, kind=SAME_CHILD, by=by, at=at)
    return joined


@transaction.atomic
def part_episodes(
    *, one: Iterable[UUID], other: Iterable[UUID], by: Actor, at: datetime
) -> list[Episode]:
    """Take back what joining did between two people's records: states, report links, links.

    Where a later episode of the same child was opened meanwhile, it goes on, and the one parted is
    joined to it: a child has one episode under way at an agency. Returns those under way again.
    """
    again: list[Episode] = []
    these, those = frozenset(one), frozenset(other)
    apart = Q(child__in=these, joined_to__child__in=those) | Q(
        child__in=those, joined_to__child__in=these
    )
    for episode in visible(Episode).filter(apart, state=State.JOINED).order_by("reported_at", "id"):
        side = these if episode.child_id in these else those
        if _part(episode=episode, side=side, by=by, at=at):
            again.append(episode)
    EpisodeLink.objects.filter(
        Q(episode__child__in=these, other__child__in=those)
        | Q(episode__child__in=those, other__child__in=these),
        kind=SAME_CHILD,
        ended_at__isnull=True,
    ).update(ended_at=at)
    for children in (these, those):
        # Both of a pair may have been joined to one on the other side.
        closed = {one.pk for one in join_episodes(children=children, by=by, at=at)}
        again = [one for one in again if one.pk not in closed]
    return again


def _join(*, episode: Episode, to: Episode, was: str, by: Actor, at: datetime) -> None:
    before = episode.state
    moved = Episode.objects.filter(pk=episode.pk, state=before).update(
        state=State.JOINED, joined_to=to, version=F("version") + 1
    )
    if not moved:
        raise MoveNotAllowed("Somebody else has changed it meanwhile.")
    there = set(_standing(to).values_list("report", flat=True))
    copies = [
        EpisodeReport(
            child_id=to.child_id,
            episode=to,
            report_id=report,
            owner_agency_id=by.agency_id,
            recorded_at=at,
            recorded_by_id=by.member_id,
        )
        for report in _standing(episode).order_by("id").values_list("report", flat=True)
        if report not in there
    ]
    EpisodeReport.objects.bulk_create(copies)
    episode.refresh_from_db()
    write_log(
        episode=episode, kind=events.JOINED, by=by, at=at,
        detail={"was": was, "to": to.reference, "copies": [str(copy.pk) for copy in copies]},
    )  # fmt: skip


def _part(*, episode: Episode, side: frozenset[UUID], by: Actor, at: datetime) -> bool:
    """Part one episode; return whether it is under way again."""
    joined = (
        LogEntry.objects.filter(episode=episode, kind=events.JOINED)
        .order_by("recorded_at", "id")
        .last()
    )
    if joined is None:
        raise MoveNotAllowed("Nothing says how this episode was before it was joined.")
    EpisodeReport.objects.filter(pk__in=joined.detail["copies"], parted_at__isnull=True).update(
        parted_at=at
    )
    write_log(episode=episode, kind=events.PARTED, by=by, at=at)
    later = (
        visible(Episode)
        .filter(child__in=side, owner_agency=episode.owner_agency_id, state__in=UNDER_WAY)
        .order_by("reported_at", "id")
        .first()
    )
    if later is not None:
        _join(episode=episode, to=later, was=joined.detail["was"], by=by, at=at)
        return False
    Episode.objects.filter(pk=episode.pk, state=State.JOINED).update(
        state=joined.detail["was"], joined_to=None, version=F("version") + 1
    )
    episode.refresh_from_db()
    return True


def _standing(episode: Episode) -> "QuerySet[EpisodeReport]":
    return EpisodeReport.objects.filter(episode=episode, parted_at__isnull=True)
