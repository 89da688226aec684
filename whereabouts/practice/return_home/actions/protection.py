"""Police protection: 72 hours at most, never a power of entry, with what the law wants told."""

from datetime import datetime

from django.db import transaction

from whereabouts.foundations.agencies.actors import Actor
from whereabouts.practice.investigation import actions as tasks
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.investigation.rules import OUTSTANDING
from whereabouts.practice.return_home import events, rules
from whereabouts.practice.return_home.models import Protection, Return
from whereabouts.practice.return_home.vocabulary import PROTECTION_OUTCOMES, PROTECTION_STEPS
from whereabouts.records.episodes import actions as episodes
from whereabouts.records.episodes.models import Episode


class AlreadyProtected(Exception):
    """Police protection is in force; it ends by itself and cannot be lengthened or repeated."""


class GroundsMissing(Exception):
    """Police protection needs its grounds in words."""


@transaction.atomic
def start_protection(
    *,
    episode: Episode,
    started_at: datetime,
    ends_at: datetime,
    grounds: str,
    by: Actor,
    at: datetime,
    place: str = "",
    designated_officer: str = "",
) -> Protection:
    """Write down that a constable took the child into police protection.

    :raises GroundsMissing: no grounds are given.
    :raises AlreadyProtected: it is in force.
    """
    if not grounds.strip():
        raise GroundsMissing("Say why the child would otherwise be likely to suffer harm.")
    if Protection.objects.filter(episode=episode, ended_at__isnull=True).exists():
        raise AlreadyProtected("Police protection is in force already; it cannot be lengthened.")
    protection = Protection.objects.create(
        child_id=episode.child_id,
        episode=episode,
        started_at=started_at,
        ends_at=ends_at,
        grounds=grounds,
        place=place,
        officer_id=by.member_id,
        designated_officer=designated_officer,
        owner_agency_id=by.agency_id,
        recorded_at=at,
        recorded_by_id=by.member_id,
    )
    Return.objects.filter(episode=episode).update(protection=True)
    episodes.write_log(
        episode=episode, kind=events.PROTECTION_STARTED, by=by, at=at, happened_at=started_at,
        words=grounds,
    )  # fmt: skip
    return protection


@transaction.atomic
def record_step(
    *,
    protection: Protection,
    step: str,
    words: str,
    done_at: datetime,
    by: Actor,
    at: datetime,
) -> None:
    """Write down that one thing which the law wants was done, in words.

    :raises NotInList: the step is none of them, or has no words.
    """
    if step not in dict(PROTECTION_STEPS) or not words.strip():
        raise rules.NotInList("step")
    done = {"words": words.strip(), "at": done_at.isoformat(), "by": str(by.member_id)}
    Protection.objects.filter(pk=protection.pk).update(steps={**protection.steps, step: done})
    protection.refresh_from_db()
    episodes.write_log(
        episode=protection.episode, kind=events.PROTECTION_STEP, by=by, at=at,
        happened_at=done_at, words=words, detail={"step": step},
    )  # fmt: skip
    _settle_where_done(protection=protection, by=by, at=at)


@transaction.atomic
def end_protection(
    *,
    protection: Protection,
    ended_at: datetime,
    outcome: str,
    words: str,
    by: Actor,
    at: datetime,
) -> None:
    """End police protection with its outcome. Steps that were left out stay outstanding.

    :raises NotInList: the outcome is none of them.
    """
    if outcome not in dict(PROTECTION_OUTCOMES):
        raise rules.NotInList("outcome")
    Protection.objects.filter(pk=protection.pk, ended_at__isnull=True).update(
        ended_at=ended_at, outcome=outcome, outcome_words=words
    )
    protection.refresh_from_db()
    episodes.write_log(
        episode=protection.episode, kind=events.PROTECTION_ENDED, by=by, at=at,
        happened_at=ended_at, words=words, detail={"outcome": outcome},
    )  # fmt: skip
    _settle_where_done(protection=protection, by=by, at=at)


def _settle_where_done(*, protection: Protection, by: Actor, at: datetime) -> None:
    every = {key for key, _ in PROTECTION_STEPS}
    if protection.ended_at is None or every - set(protection.steps):
        return
    for task in Task.objects.filter(
        episode=protection.episode, kind="police_protection_workflow", state__in=OUTSTANDING
    ):
        tasks.settle(task=task, by=by, at=at, result="Every step is done, and it has ended.")
