"""What is done when time runs out: a line in the history, and a notice to whoever must act."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from whereabouts.engines.deadlines import length_of
from whereabouts.foundations.access.gate import agencies_reached_by_any, visible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.audit import actions as audit
from whereabouts.foundations.outbox.actions import (
    Notice,
    promise,
    promise_all,
    send_on,
    tell_screens,
)
from whereabouts.foundations.outbox.models import Message
from whereabouts.foundations.outbox.rules import INTERRUPT, loudness_of
from whereabouts.foundations.timers.actions import Clock, every_timer, set_timers
from whereabouts.foundations.timers.models import Timer
from whereabouts.practice.supervision import rules
from whereabouts.records.episodes import actions as episodes
from whereabouts.records.episodes.models import Episode
from whereabouts.records.episodes.rules import UNDER_WAY

# Who at an agency hears of what concerns it as a whole.
HEAD_OF = {"authority": "social_worker", "home": "home_worker", "provider": "return_interviewer"}


@dataclass(frozen=True, kw_only=True)
class Told:
    """Whom an alarm tells: a role of an agency."""

    agency: UUID
    role: str


def head_of(*, agency: Agency) -> Told:
    """Return who hears of what concerns an agency as a whole: a force's duty inspector."""
    return Told(agency=agency.pk, role=HEAD_OF.get(agency.kind, "duty_inspector"))


@dataclass(frozen=True, kw_only=True)
class _Alarm:
    """What is written and told of one timer that ran out."""

    episode: Episode
    kind: str
    detail: dict[str, str]
    notices: tuple[Notice, ...]
    by: Actor
    at: datetime


_gathered: ContextVar[list[_Alarm] | None] = ContextVar("whereabouts_alarms", default=None)


@contextmanager
def ringing_together() -> Iterator[None]:
    """Write the alarms of the block at its end, in a few statements however many they are.

    For steps that succeed or fail as one. Whatever asks for notices meanwhile writes them first.
    """
    token = _gathered.set([])
    try:
        yield
        _write_gathered()
    finally:
        _gathered.reset(token)


def ring(
    *,
    timer: Timer,
    episode: Episode,
    kind: str,
    text: str,
    to: Iterable[Told],
    by: Actor,
    at: datetime,
    notice_key: str = "",
    what: str = "",
) -> None:
    """Write an alarm into the episode's history and tell whoever must act.

    `notice_key` lets several alarms of one moment be one notice, not a storm. `what` names, in the
    history only, the task that is late. An alarm that nobody reads in time climbs.
    """
    notices = tuple(
        Notice(
            key=f"{notice_key or f'timer:{timer.pk}'}:{told.agency}:{told.role}",
            kind=timer.kind,
            subject=f"episode:{episode.pk}",
            from_agency=by.agency_id,
            to_agency=told.agency,
            to_role=told.role,
            text=text,
            loudness=INTERRUPT,
            high=episode.level == "high",
            child=episode.child_id,
        )
        for told in dict.fromkeys(to)
    )
    detail = {"timer": str(timer.pk), "due_at": timer.due_at.isoformat(), "task": what}
    alarm = _Alarm(episode=episode, kind=kind, detail=detail, notices=notices, by=by, at=at)
    together = _gathered.get()
    if together is None:
        _write(alarms=[alarm], by=by, at=at)
    else:
        together.append(alarm)


def _write_gathered() -> None:
    """Write what was gathered so far, each agency's and moment's at once."""
    together = _gathered.get()
    if not together:
        return
    alarms, together[:] = list(together), []
    for by, at in dict.fromkeys((alarm.by, alarm.at) for alarm in alarms):
        mine = [alarm for alarm in alarms if (alarm.by, alarm.at) == (by, at)]
        _write(alarms=mine, by=by, at=at)


@transaction.atomic(savepoint=False)
def _write(*, alarms: Sequence[_Alarm], by: Actor, at: datetime) -> None:
    episodes.write_logs(
        lines=[(alarm.episode, alarm.kind, alarm.detail) for alarm in alarms], by=by, at=at
    )
    quiet: list[Notice] = []
    for alarm in alarms:
        for notice in alarm.notices:
            if loudness_of(kind=notice.kind, asked=notice.loudness, high=notice.high) == INTERRUPT:
                # Whether it interrupts depends on those before it: one after the other.
                promise_all(notices=[notice], at=at)
            else:
                quiet.append(notice)
    if quiet:
        promise_all(notices=quiet, at=at)
    _watch(
        subjects={notice.subject for alarm in alarms for notice in alarm.notices},
        agency=by.agency_id,
        at=at,
        due_at=at + length_of(key="notice_climbs_again", at=at),
    )
    children = {alarm.episode.child_id for alarm in alarms}
    tell_screens(agencies=agencies_reached_by_any(subjects=children))


@transaction.atomic
def climb(*, timer: Timer, by: Actor, at: datetime) -> int:
    """Let every notice that lay unread too long climb one role, and return how many did.

    Those about the timer's subject, as loud as they were: a line in a list is now in two. What was
    withdrawn stays where it is. While something may still climb, the timer is set again. Where
    nobody above is left at another agency, the agency that told it hears that they are silent.
    """
    _write_gathered()
    unread = (
        visible(Message)
        .filter(subject=timer.subject, acknowledged_at__isnull=True, withdrawn_at__isnull=True)
        .exclude(loudness="digest")
    )
    climbs_next, climbed, silent = [], 0, False
    climbs_after = length_of(key="notice_climbs_again", at=at)
    child = child_of(subject=timer.subject)
    for message in unread.order_by("pk").select_for_update():
        role = rules.next_up(to_role=message.to_role, climbed_to=message.climbed_to)
        if not role and message.to_agency_id == by.agency_id:
            continue
        climbs_at = (message.climbed_at or message.promised_at) + climbs_after
        if climbs_at > at:
            climbs_next.append(climbs_at)
            continue
        if not role:
            silent = True
            continue
        Message.objects.filter(pk=message.pk).update(climbed_to=role, climbed_at=at)
        message.climbed_to = role
        # In the child's own line, so that it overtakes nothing about the same child.
        send_on(message=message, roles=(role,), at=at, child=child)
        audit.record(
            kind="alarm.notice_unacknowledged", subject=f"message:{message.pk}", by=by, at=at,
            payload={"climbed_to": role},
        )  # fmt: skip
        tell_screens(agencies=[message.to_agency_id])
        higher = rules.next_up(to_role=message.to_role, climbed_to=role)
        if higher or message.to_agency_id != by.agency_id:
            climbs_next.append(at + climbs_after)
        climbed += 1
    if silent and _say_who_is_silent(subject=timer.subject, child=child, by=by, at=at):
        climbs_next.append(at + climbs_after)
    if climbs_next:
        _watch(
            subjects=[timer.subject], agency=timer.owner_agency_id, at=at, due_at=min(climbs_next)
        )
    return climbed


def child_of(*, subject: str) -> UUID | None:
    """Return the child whom a notice is about, where its subject tells; inside a scope."""
    kind, _, key = subject.partition(":")
    if kind == "child":
        return UUID(key)
    if kind == "episode":
        return visible(Episode).filter(pk=key).values_list("child_id", flat=True).first()
    return None


def _say_who_is_silent(*, subject: str, child: UUID | None, by: Actor, at: datetime) -> bool:
    """Tell once that another agency was told of an episode, and nobody there acknowledges.

    Which one is said in the episode, not here: a home's name may say where a child lives. Return
    whether it is told now.
    """
    key = f"{subject}:elsewhere_silent"
    kind, _, pk = subject.partition(":")
    if kind != "episode" or visible(Message).filter(key=key).exists():
        return False
    ours = visible(Episode).select_related("owner_agency").filter(owner_agency=by.agency_id)
    held = ours.filter(pk=pk, state__in=UNDER_WAY).first()
    if held is None:
        return False
    head = head_of(agency=held.owner_agency)
    promise(
        key=key,
        kind="elsewhere_silent",
        subject=subject,
        from_agency=by.agency_id,
        to_agency=head.agency,
        to_role=head.role,
        text=f"Episode {held.reference}: an agency that was told has not acknowledged. Ring them.",
        at=at,
        high=held.level == "high",
        child=child,
    )
    return True


def _watch(*, subjects: Iterable[str], agency: UUID, at: datetime, due_at: datetime) -> None:
    """Set the clocks of silence of subjects, unless one is set that runs out no later.

    Each sets the next while anything may climb: one a subject, however much is told about it.
    """
    wanted = sorted(subjects)
    if not wanted:
        return
    waiting = set(
        every_timer()
        .filter(
            subject__in=wanted, kind="notice_unacknowledged", state="waiting", due_at__lte=due_at
        )
        .values_list("subject", flat=True)
    )
    clocks = [
        Clock(
            key=f"{subject}:unread:{due_at.isoformat()}",
            kind="notice_unacknowledged",
            subject=subject,
            agency=agency,
            due_at=due_at,
        )
        for subject in wanted
        if subject not in waiting
    ]
    if clocks:
        set_timers(clocks=clocks, at=at)
