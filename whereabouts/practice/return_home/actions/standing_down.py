"""Standing down what was set going: each confirmed by somebody, or it alarms."""

from datetime import datetime

from django.db import connection, transaction

from whereabouts.engines.deadlines import length_of
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit import actions as audit
from whereabouts.foundations.timers.actions import set_timer, stand_down
from whereabouts.practice.return_home import events, rules
from whereabouts.practice.return_home.models import StandDown
from whereabouts.practice.return_home.vocabulary import STAND_DOWN_SYSTEMS
from whereabouts.records.episodes.models import Episode


@transaction.atomic
def prepare(*, episode: Episode, by: Actor, at: datetime) -> None:
    """Put up the list of what has to be stood down; put up before, it stays as it is."""
    StandDown.objects.bulk_create(
        [
            StandDown(
                child_id=episode.child_id,
                episode=episode,
                system=system,
                owner_agency_id=by.agency_id,
                recorded_at=at,
                recorded_by_id=by.member_id,
            )
            for system, _ in STAND_DOWN_SYSTEMS
        ],
        ignore_conflicts=True,
    )


def set_alarm(*, episode: Episode, back_at: datetime, at: datetime) -> None:
    """Let whatever is still set going some time after the return alarm."""
    if StandDown.objects.filter(episode=episode, confirmed_at__isnull=True).exists():
        set_timer(
            # The moment of the return is in the key: a second return has an alarm of its own.
            key=f"episode:{episode.pk}:stand_down:{back_at.isoformat()}",
            kind="stand_down_left",
            subject=f"episode:{episode.pk}",
            agency=episode.owner_agency_id,
            at=at,
            due_at=at + length_of(key="stood_down", at=at),
        )


@transaction.atomic
def confirm(
    *, episode: Episode, system: str, by: Actor, at: datetime, not_used: bool = False
) -> bool:
    """Confirm that one thing is stood down, or was never used; return whether it was still live.

    :raises NotInList: there is no such thing to stand down.
    """
    if system not in dict(STAND_DOWN_SYSTEMS):
        raise rules.NotInList("system")
    prepare(episode=episode, by=by, at=at)
    confirmed = StandDown.objects.filter(
        episode=episode, system=system, confirmed_at__isnull=True
    ).update(confirmed_at=at, confirmed_by_id=by.member_id, not_used=not_used)
    if confirmed:
        audit.record(
            kind=events.STOOD_DOWN, subject=f"episode:{episode.pk}", by=by, at=at,
            payload={"system": system, "not_used": not_used},
        )  # fmt: skip
    if not StandDown.objects.filter(episode=episode, confirmed_at__isnull=True).exists():
        stand_down(subject=f"episode:{episode.pk}", at=at, kinds=("stand_down_left",))
    return bool(confirmed)


def arm_again(*, episode: Episode, by: Actor, at: datetime) -> None:
    """Take back what was confirmed: the child is missing still, so everything is live again."""
    live = StandDown.objects.filter(episode=episode, confirmed_at__isnull=False)
    if live.update(confirmed_at=None, confirmed_by=None, not_used=False):
        audit.record(
            kind=events.STOOD_DOWN, subject=f"episode:{episode.pk}", by=by, at=at,
            payload={"system": "all", "live_again": True},
        )  # fmt: skip


def withdraw_notices(*, episode: Episode, by: Actor, at: datetime) -> int:
    """Take back every notice of an episode that nobody has read, whoever promised it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT return_home_withdraw_notices(%s)", [episode.pk])
        withdrawn = int(cursor.fetchone()[0])
    audit.record(
        kind=events.WITHDRAWN, subject=f"episode:{episode.pk}", by=by, at=at,
        payload={"notices": withdrawn},
    )  # fmt: skip
    return withdrawn
