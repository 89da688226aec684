"""A unit asked for, sent, there, and the child seen; or none free. No grade follows from it."""

from datetime import datetime

from django.db import transaction

from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit import actions as audit
from whereabouts.practice.investigation import actions as tasks
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.investigation.rules import OUTSTANDING
from whereabouts.practice.response import events, rules
from whereabouts.practice.response.models import Deployment
from whereabouts.records.episodes.models import Episode


class NothingNamed(Exception):
    """A unit has a call sign; that none is free was said by somebody."""


class AlreadySaid(Exception):
    """Somebody has said this already, or the unit was stood down."""


class NobodyThere(Exception):
    """The child is seen by somebody who is there."""


@transaction.atomic
def ask_for_unit(
    *,
    episode: Episode,
    unit: str,
    asked_at: datetime,
    by: Actor,
    at: datetime,
    going: str = "",
    words: str = "",
) -> Deployment:
    """Write down that a unit was asked for.

    :raises NothingNamed: the unit has no call sign.
    :raises NotYet: the time lies ahead.
    """
    if not unit.strip():
        raise NothingNamed("Give the unit's call sign, or the name of whoever goes.")
    rules.check_time(field="asked_at", when=asked_at, at=at)
    made = _add(
        episode=episode, asked_at=asked_at, by=by, at=at, unit=unit.strip(), going=going.strip(),
        words=words.strip(),
    )  # fmt: skip
    _keep(kind=events.UNIT_ASKED, deployment=made, by=by, at=at)
    return made


@transaction.atomic
def no_unit_free(
    *, episode: Episode, said_by: str, asked_at: datetime, by: Actor, at: datetime, words: str = ""
) -> Deployment:
    """Write down that no unit was free, and who said so. Nothing else changes.

    :raises NothingNamed: nobody is named who said so.
    :raises NotYet: the time lies ahead.
    """
    if not said_by.strip():
        raise NothingNamed("Say who said that no unit is free.")
    rules.check_time(field="asked_at", when=asked_at, at=at)
    made = _add(
        episode=episode, asked_at=asked_at, by=by, at=at, none_free=True, said_by=said_by.strip(),
        words=words.strip(),
    )  # fmt: skip
    _keep(kind=events.NONE_FREE, deployment=made, by=by, at=at)
    return made


@transaction.atomic
def mark_sent(*, deployment: Deployment, sent_at: datetime, by: Actor, at: datetime) -> None:
    """Write down that a unit is on the way; the task to send somebody is done.

    :raises AlreadySaid: it was sent already, stood down, or none was free.
    :raises NotYet: the time lies ahead.
    """
    rules.check_time(field="sent_at", when=sent_at, at=at)
    done = Deployment.objects.filter(
        pk=deployment.pk, deployed_at__isnull=True, stood_down_at__isnull=True, none_free=False
    ).update(deployed_at=sent_at)
    if not done:
        raise AlreadySaid("This unit was sent already, or is not coming.")
    deployment.refresh_from_db()
    _keep(kind=events.SENT, deployment=deployment, by=by, at=at)
    _settle(deployment=deployment, kinds=("dispatch",), result="Somebody was sent.", by=by, at=at)


@transaction.atomic
def mark_arrived(*, deployment: Deployment, arrived_at: datetime, by: Actor, at: datetime) -> None:
    """Write down that somebody is there; the clock of the first attendance ends.

    A unit that nobody said was sent was sent when it arrived.

    :raises AlreadySaid: it arrived already, was stood down, or none was free.
    :raises NotYet: the time lies ahead.
    """
    rules.check_time(field="arrived_at", when=arrived_at, at=at)
    if deployment.deployed_at is None or deployment.deployed_at > arrived_at:
        Deployment.objects.filter(pk=deployment.pk, none_free=False).update(deployed_at=arrived_at)
    done = Deployment.objects.filter(
        pk=deployment.pk, arrived_at__isnull=True, stood_down_at__isnull=True, none_free=False
    ).update(arrived_at=arrived_at, arrived_by_id=by.member_id)
    if not done:
        raise AlreadySaid("This unit is there already, or is not coming.")
    deployment.refresh_from_db()
    _keep(kind=events.ARRIVED, deployment=deployment, by=by, at=at)
    _settle(
        deployment=deployment, kinds=("dispatch", "deployment_clock"),
        result="Somebody is there.", by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def mark_child_seen(*, deployment: Deployment, seen_at: datetime, by: Actor, at: datetime) -> None:
    """Write down who of those who went saw the child, and when. How they were found is said apart.

    :raises NobodyThere: that unit has not arrived.
    :raises AlreadySaid: it was said already.
    :raises NotYet: the time lies ahead.
    """
    rules.check_time(field="seen_at", when=seen_at, at=at)
    if deployment.arrived_at is None:
        raise NobodyThere("Say first that you are there.")
    done = Deployment.objects.filter(pk=deployment.pk, child_seen_at__isnull=True).update(
        child_seen_at=seen_at, child_seen_by_id=by.member_id
    )
    if not done:
        raise AlreadySaid("Somebody of this unit has seen the child already.")
    deployment.refresh_from_db()
    _keep(kind=events.CHILD_SEEN, deployment=deployment, by=by, at=at)


@transaction.atomic
def stand_down_unit(*, deployment: Deployment, by: Actor, at: datetime) -> None:
    """Write down that a unit is not coming, or no longer there.

    :raises AlreadySaid: it was stood down already.
    """
    done = Deployment.objects.filter(
        pk=deployment.pk, stood_down_at__isnull=True, none_free=False
    ).update(stood_down_at=at)
    if not done:
        raise AlreadySaid("This unit was stood down already.")
    deployment.refresh_from_db()
    _keep(kind=events.UNIT_STOOD_DOWN, deployment=deployment, by=by, at=at)


def _add(
    *,
    episode: Episode,
    asked_at: datetime,
    by: Actor,
    at: datetime,
    unit: str = "",
    going: str = "",
    words: str = "",
    none_free: bool = False,
    said_by: str = "",
) -> Deployment:
    return Deployment.objects.create(
        child_id=episode.child_id,
        episode=episode,
        asked_at=asked_at,
        unit=unit,
        going=going,
        words=words,
        none_free=none_free,
        said_by=said_by,
        owner_agency_id=by.agency_id,
        recorded_at=at,
        recorded_by_id=by.member_id,
    )


def _keep(*, kind: str, deployment: Deployment, by: Actor, at: datetime) -> None:
    audit.record(
        kind=kind, subject=f"deployment:{deployment.pk}", by=by, at=at,
        payload={"unit": deployment.unit, "said_by": deployment.said_by},
    )  # fmt: skip


def _settle(
    *, deployment: Deployment, kinds: tuple[str, ...], result: str, by: Actor, at: datetime
) -> None:
    for task in Task.objects.filter(
        episode=deployment.episode_id, kind__in=kinds, state__in=OUTSTANDING
    ):
        tasks.settle(task=task, by=by, at=at, result=result)
