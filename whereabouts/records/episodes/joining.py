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


class AnotherIsOpen(Exception):
    """A later episode of the record is under way, so the one joined cannot be open beside it."""


@transaction.atomic
def join_episodes(*, children: Iterable[UUID], by: Actor, at: datetime) -> None:
    """Leave one episode under way in each agency of a person's records, and link the agencies'.

    The one reported first stays. A later one is joined to it, with its reports read there too.
    """
    kept: dict[UUID, Episode] = {}
    for episode in under_way(children=children).order_by("reported_at", "id"):
        earlier = kept.setdefault(episode.owner_agency_id, episode)
        if earlier is not episode:
            _join(episode=episode, to=earlier, by=by, at=at)
    agencies = list(kept.values())
    for number, episode in enumerate(agencies):
        for other in agencies[number + 1 :]:
            linked = EpisodeLink.objects.filter(
                episode=episode, other=other, kind=SAME_CHILD, ended_at__isnull=True
            )
            if not linked.exists():
                link(episode=episode, other=other, kind=SAME_CHILD, by=by, at=at)


@transaction.atomic
def part_episodes(*, one: Iterable[UUID], other: Iterable[UUID], by: Actor, at: datetime) -> None:
    """Take back what joining did between two people's records: states, report links, links.

    :raises AnotherIsOpen: an episode opened meanwhile on the same record stands in the way.
    """
    these, those = frozenset(one), frozenset(other)
    apart = Q(child__in=these, joined_to__child__in=those) | Q(
        child__in=those, joined_to__child__in=these
    )
    for episode in visible(Episode).filter(apart, state=State.JOINED).order_by("reported_at"):
        _part(episode=episode, by=by, at=at)
    EpisodeLink.objects.filter(
        Q(episode__child__in=these, other__child__in=those)
        | Q(episode__child__in=those, other__child__in=these),
        kind=SAME_CHILD,
        ended_at__isnull=True,
    ).update(ended_at=at)
    for children in (these, those):
        # Both of a pair may have been joined to one on the other side.
        join_episodes(children=children, by=by, at=at)


def _join(*, episode: Episode, to: Episode, by: Actor, at: datetime) -> None:
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
        detail={"was": before, "to": to.reference, "copies": [str(copy.pk) for copy in copies]},
    )  # fmt: skip


def _part(*, episode: Episode, by: Actor, at: datetime) -> None:
    joined = (
        LogEntry.objects.filter(episode=episode, kind=events.JOINED)
        .order_by("recorded_at", "id")
        .last()
    )
    if joined is None:
        raise MoveNotAllowed("Nothing says how this episode was before it was joined.")
    in_the_way = Episode.objects.filter(
        child=episode.child_id, owner_agency=episode.owner_agency_id, state__in=UNDER_WAY
    )
    if in_the_way.exists():
        raise AnotherIsOpen("A later episode of this child is open: settle it first.")
    Episode.objects.filter(pk=episode.pk, state=State.JOINED).update(
        state=joined.detail["was"], joined_to=None, version=F("version") + 1
    )
    EpisodeReport.objects.filter(pk__in=joined.detail["copies"], parted_at__isnull=True).update(
        parted_at=at
    )
    episode.refresh_from_db()
    write_log(episode=episode, kind=events.PARTED, by=by, at=at)


def _standing(episode: Episode) -> "QuerySet[EpisodeReport]":
    return EpisodeReport.objects.filter(episode=episode, parted_at__isnull=True)
