"""Changing episodes: every move expects a state, and writes its history."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet

from whereabouts.foundations.access.prepared import prepared
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.added import made_now
from whereabouts.foundations.agencies.gathered import added, insert, is_gathered
from whereabouts.foundations.agencies.queries import agency_of
from whereabouts.foundations.audit import actions as audit
from whereabouts.records.episodes import events, rules
from whereabouts.records.episodes.models import (
    Episode,
    EpisodeLink,
    EpisodeReport,
    LogEntry,
    Transfer,
)
from whereabouts.records.episodes.rules import State
from whereabouts.records.people.models import Child
from whereabouts.records.placements.models import Placement
from whereabouts.records.reports.models import Report


class AlreadyOpen(Exception):
    """The agency has an open episode of this child."""


class MoveNotAllowed(Exception):
    """The episode is not in a state from which it may go there, or somebody else moved it."""


def open_episode(
    *,
    reference: str,
    child: Child,
    by: Actor,
    at: datetime,
    happened_at: datetime,
    reported_at: datetime,
    recommended: Mapping[str, Any],
    pack: str,
    last_seen_at: datetime | None = None,
    last_seen_place: str = "",
    placement: Placement | None = None,
    living_at: str = "",
    unreported: bool = False,
    after_return: bool = False,
) -> Episode:
    """Open an episode at the recommended level, not yet decided.

    `recommended` holds level, seriousness and immediacy, and the category that stands until
    somebody has decided.

    :raises AlreadyOpen: the agency has one of this child under way.
    """
    # Of a child whose record was made now nobody else can open one.
    is_first = made_now(keys=[child.pk])
    try:
        with transaction.atomic(savepoint=not is_first):
            episode = Episode(
                reference=reference,
                child=child,
                owner_agency_id=by.agency_id,
                recorded_at=at,
                recorded_by_id=by.member_id,
                state=State.OPEN,
                category=recommended["category"],
                level=recommended["level"],
                recommended_level=recommended["level"],
                seriousness=recommended["seriousness"],
                immediacy=recommended["immediacy"],
                pack=pack,
                happened_at=happened_at,
                reported_at=reported_at,
                last_seen_at=last_seen_at,
                last_seen_place=last_seen_place,
                placement=placement,
                living_at=living_at,
                unreported=unreported,
                after_return=after_return,
            )
            if is_first:
                insert(rows=[episode])
            else:
                episode.save(force_insert=True)  # now, so that it is known who was first
            write_log(episode=episode, kind=events.OPENED, by=by, at=at, happened_at=reported_at)
            episode.owner_agency = agency_of(key=by.agency_id)
    except IntegrityError as fault:
        if "one_open_episode_a_child_and_agency" in str(fault):
            raise AlreadyOpen(
                "This child has an open episode here: add the report to it."
            ) from None
        raise
    return episode


@transaction.atomic(savepoint=False)
def add_report(
    *, episode: Episode, report: Report, by: Actor, at: datetime, opening: bool = False
) -> None:
    """Say that a report concerns an episode; `opening`: the one that it was opened for."""
    added(
        EpisodeReport(
            child_id=episode.child_id,
            episode=episode,
            report=report,
            owner_agency_id=by.agency_id,
            recorded_at=at,
            recorded_by_id=by.member_id,
        )
    )
    if not opening and episode.report_links.count() > 1:
        write_log(
            episode=episode,
            kind=events.REPORT_ADDED,
            by=by,
            at=at,
            happened_at=report.happened_at,
        )


@transaction.atomic(savepoint=False)
def stand_at(
    *,
    episode: Episode,
    level: str,
    category: str,
    by: Actor,
    at: datetime,
    decided: bool,
    recommended: Mapping[str, Any],
    pack: str,
) -> None:
    """Let a level and category stand, with the recommendation that they answer."""
    changed = (episode.level, episode.category, episode.decided) != (
        level,
        category,
        decided,
    )
    _write(
        episode=episode,
        level=level,
        category=category,
        decided=decided,
        recommended_level=recommended["level"],
        seriousness=recommended["seriousness"],
        immediacy=recommended["immediacy"],
        pack=pack,
    )
    if changed:
        write_log(
            episode=episode,
            kind=events.LEVEL_STANDS,
            by=by,
            at=at,
            detail={"level": level, "category": category, "decided": decided},
        )


@transaction.atomic
def move(
    *,
    episode: Episode,
    to_state: State,
    kind: str,
    by: Actor,
    at: datetime,
    happened_at: datetime | None = None,
    words: str = "",
    **times: Any,
) -> None:
    """Move an episode to a state, with the times that the state needs.

    :raises MoveNotAllowed: it may not go there from where it is.
    """
    if not rules.may_move(from_state=episode.state, to_state=to_state):
        raise MoveNotAllowed(f"From “{episode.get_state_display()}” it cannot go there.")
    # The state in the filter guards against somebody else moving it first.
    moved = Episode.objects.filter(pk=episode.pk, state=episode.state).update(
        state=to_state, version=F("version") + 1, **times
    )
    if not moved:
        raise MoveNotAllowed("Somebody else has changed it meanwhile.")
    episode.refresh_from_db()
    write_log(
        episode=episode,
        kind=kind,
        by=by,
        at=at,
        happened_at=happened_at or at,
        words=words,
    )


@transaction.atomic(savepoint=False)
def take_ownership(*, episode: Episode, by: Actor, at: datetime, member_id: Any = None) -> None:
    """Make a member the owner: whoever acts, unless another is named."""
    _write(episode=episode, owner_id=member_id or by.member_id)
    write_log(episode=episode, kind=events.OWNER_TAKEN, by=by, at=at)


def _write(*, episode: Episode, **values: Any) -> None:
    """Write some values, here and in the table, with the version that they make."""
    waits = is_gathered(episode)
    if not waits:
        Episode.objects.filter(pk=episode.pk).update(version=F("version") + 1, **values)
    if waits or made_now(keys=[episode.pk]):
        values["version"] = episode.version + 1
    else:
        (values["version"],) = _versions(episode=episode.pk)
    for name, value in values.items():
        setattr(episode, name, value)


@prepared
def _versions(*, episode: UUID) -> "QuerySet[Episode, int]":
    return Episode.objects.filter(pk=episode).values_list("version", flat=True)


@transaction.atomic
def leave_ownership(
    *, episode: Episode, owner: UUID, kind: str, by: Actor, at: datetime, because: str
) -> bool:
    """Leave an episode without an owner, where `owner` still is; return whether it was theirs."""
    left = Episode.objects.filter(pk=episode.pk, owner=owner).update(
        owner=None, version=F("version") + 1
    )
    if left:
        episode.refresh_from_db()
        write_log(episode=episode, kind=kind, by=by, at=at, detail={"because": because})
    return bool(left)


def write_log(
    *,
    episode: Episode,
    kind: str,
    by: Actor,
    at: datetime,
    happened_at: datetime | None = None,
    words: str = "",
    detail: Mapping[str, Any] | None = None,
) -> LogEntry:
    """Add a line to the episode's history, and to the audit log."""
    entry = LogEntry(
        child_id=episode.child_id,
        episode=episode,
        kind=kind,
        happened_at=happened_at or at,
        words=words,
        detail=dict(detail or {}),
        owner_agency_id=by.agency_id,
        recorded_at=at,
        recorded_by_id=by.member_id,
    )
    insert(rows=[entry])
    audit.record(
        kind=kind,
        subject=f"episode:{episode.pk}",
        by=by,
        at=at,
        payload={"words": words, **dict(detail or {})},
    )
    return entry


def write_logs(
    *, lines: Iterable[tuple[Episode, str, Mapping[str, Any]]], by: Actor, at: datetime
) -> None:
    """Add several lines at once, (episode, kind, detail) each, as `write_log` does one."""
    rows = [
        LogEntry(
            child_id=episode.child_id,
            episode=episode,
            kind=kind,
            happened_at=at,
            detail=dict(detail),
            owner_agency_id=by.agency_id,
            recorded_at=at,
            recorded_by_id=by.member_id,
        )
        for episode, kind, detail in lines
    ]
    insert(rows=rows)
    audit.record_all(
        lines=[
            audit.Line(
                kind=row.kind,
                subject=f"episode:{row.episode_id}",
                payload={"words": "", **row.detail},
            )
            for row in rows
        ],
        by=by,
        at=at,
    )


@transaction.atomic
def link(*, episode: Episode, other: Episode, kind: str, by: Actor, at: datetime) -> None:
    """Link two episodes: one child in two agencies, or children missing together."""
    EpisodeLink.objects.bulk_create(
        [
            EpisodeLink(
                child_id=one.child_id,
                episode=one,
                other=two,
                kind=kind,
                owner_agency_id=by.agency_id,
                recorded_at=at,
                recorded_by_id=by.member_id,
            )
            for one, two in ((episode, other), (other, episode))
        ],
        ignore_conflicts=True,
    )
    write_log(episode=episode, kind=events.LINKED, by=by, at=at, detail={"kind": kind})


@transaction.atomic
def offer_transfer(
    *, episode: Episode, to_agency: Any, because: str, by: Actor, at: datetime
) -> Transfer:
    """Ask another agency to take the episode; the holder keeps it until they accept."""
    transfer = Transfer.objects.create(
        child_id=episode.child_id,
        episode=episode,
        to_agency_id=to_agency,
        because=because,
        offered_at=at,
        owner_agency_id=by.agency_id,
        recorded_at=at,
        recorded_by_id=by.member_id,
    )
    write_log(episode=episode, kind=events.TRANSFER_OFFERED, by=by, at=at, words=because)
    return transfer


@transaction.atomic
def answer_transfer(
    *, transfer: Transfer, accepted: bool, because: str, by: Actor, at: datetime
) -> None:
    """Accept or decline a transfer; accepted, the episode is the other agency's from now on.

    :raises MoveNotAllowed: it was answered already.
    """
    answered = Transfer.objects.filter(pk=transfer.pk, state="offered").update(
        state="accepted" if accepted else "declined",
        answered_at=at,
        answered_by_id=by.member_id,
        answer_because=because,
    )
    if not answered:
        raise MoveNotAllowed("It was answered already.")
    if accepted:
        Episode.objects.filter(pk=transfer.episode_id).update(
            owner_agency_id=transfer.to_agency_id, owner=None, version=F("version") + 1
        )
    transfer.refresh_from_db()
    write_log(
        episode=transfer.episode, kind=events.TRANSFER_ANSWERED, by=by, at=at, words=because,
        detail={"accepted": accepted},
    )  # fmt: skip
