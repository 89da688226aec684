"""Setting timers, standing them down, and firing what is due."""

from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter
from uuid import UUID

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Concat, Substr

from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.gathered import insert_values
from whereabouts.foundations.agencies.queries import system_actor
from whereabouts.foundations.agencies.remembered import forget, remembering
from whereabouts.foundations.timers.models import Heartbeat, Timer

Handler = Callable[[Timer, datetime], None]
Around = Callable[[], AbstractContextManager[None]]
FIRST_STEP_BACK = timedelta(seconds=5)
LONGEST_STEP_BACK = timedelta(minutes=10)
TOGETHER = 20
RESTING = "resting: "  # before what a timer that was put to rest said

# Timers of the batch under way that are marked as fired, and whose turn is to come.
_to_come: ContextVar[set[UUID] | None] = ContextVar("whereabouts_timers_to_come", default=None)


@dataclass(frozen=True, kw_only=True)
class Clock:
    """A deadline to set: `subject` is "kind:key" of what it is about."""

    key: str
    kind: str
    subject: str
    agency: UUID
    due_at: datetime
    because: str = ""
    calendar: str = ""


def set_timer(
    *, key: str, kind: str, subject: str, agency: UUID, at: datetime, due_at: datetime,
    because: str = "", calendar: str = "",
) -> None:  # fmt: skip
    """Promise that a handler of this kind will run at `due_at`, once for the key.

    `calendar` is the list of bank holidays that said so, with its version, where one was asked.
    """
    clock = Clock(
        key=key, kind=kind, subject=subject, agency=agency, due_at=due_at, because=because,
        calendar=calendar,
    )  # fmt: skip
    set_timers(clocks=[clock], at=at)


def set_timers(*, clocks: Iterable[Clock], at: datetime) -> None:
    """Set several at once, each as `set_timer` does one."""
    insert_values(
        model=Timer,
        rows=[
            {
                "key": clock.key,
                "kind": clock.kind,
                "subject": clock.subject,
                "owner_agency_id": clock.agency,
                "set_at": at,
                "due_at": clock.due_at,
                "next_try_at": clock.due_at,
                "because": clock.because,
                "calendar": clock.calendar,
            }
            for clock in clocks
        ],
        once=True,
    )


def every_timer() -> "QuerySet[Timer]":
    """Return every timer as it stands: what was just set, and what is claimed and to come, too."""
    to_come = _to_come.get()
    if to_come:
        # Marked before its turn, so that one statement does; whoever looks sees that it waits.
        Timer.objects.filter(pk__in=to_come).update(state="waiting", settled_at=None)
        to_come.clear()
    return Timer.objects.all()


def stand_down(*, subject: str, at: datetime, kinds: tuple[str, ...] = ()) -> int:
    """Stand down the timers of a subject that still wait, and return how many."""
    waiting = every_timer().filter(subject=subject, state="waiting")
    if kinds:
        waiting = waiting.filter(kind__in=kinds)
    return waiting.update(state="stood_down", settled_at=at)


def stand_down_all(*, subjects: Collection[str], at: datetime) -> int:
    """Stand down the timers of several subjects that still wait, and return how many."""
    if not subjects:
        return 0
    waiting = every_timer().filter(subject__in=subjects, state="waiting")
    return waiting.update(state="stood_down", settled_at=at)


def rest(*, subjects: Collection[str], kinds: Collection[str], at: datetime) -> int:
    """Let the waiting timers of some subjects rest until they are woken, and return how many."""
    waiting = every_timer().filter(subject__in=subjects, kind__in=kinds, state="waiting")
    return waiting.update(
        state="stood_down", settled_at=at, because=Concat(Value(RESTING), F("because"))
    )


def wake(*, subjects: Collection[str]) -> int:
    """Let the timers that were put to rest wait again, and return how many.

    What ran out meanwhile is due at once.
    """
    resting = every_timer().filter(
        subject__in=subjects, state="stood_down", because__startswith=RESTING
    )
    return resting.update(
        state="waiting", settled_at=None, because=Substr("because", len(RESTING) + 1)
    )


def gather_overdue(*, subjects: Collection[str], at: datetime) -> int:
    """Stand down what ran out before it was set, so that one alarm can speak for all of it.

    For what is entered late, with its real times. Returns how many clocks had run out.
    """
    return (
        every_timer()
        .filter(subject__in=subjects, state="waiting", due_at__lt=at)
        .update(state="stood_down", settled_at=at)
    )


def hand_to(*, subjects: Sequence[str], agency: UUID) -> int:
    """Make the waiting timers of some subjects another agency's, and return how many."""
    return every_timer().filter(subject__in=subjects, state="waiting").update(owner_agency=agency)


def fire_due(
    *,
    handlers: dict[str, Handler],
    at: datetime,
    most: int = 100,
    together: int = TOGETHER,
    around: Around = nullcontext,
    slow: Collection[str] = (),
) -> int:
    """Fire what is due, each with all that its handler does or not at all; return how many fired.

    A few are claimed and committed together. Where a handler fails they are all undone and done
    again, each behind a savepoint of its own: the one that fails steps back and is counted, the
    others go on. `due_at` never moves, so the record
    of when it was due is kept. Only what is due is read, however much waits. `around` stands round
    those of one agency that succeed or fail as one, and may do at its end what they have in common.
    Kinds that are `slow` come after all others, one alone each time: no deadline waits for several,
    and whoever kills the worker undoes one at most.

    :raises OperationalError: the database is away; nothing is lost and nothing half done.
    """
    fired = claimed = 0
    while claimed < most:
        some = min(together, most - claimed)
        round_ = _fire_some(handlers=handlers, at=at, most=some, around=around, but=slow)
        if round_ is None:
            break
        claimed += round_[0]
        fired += round_[1]
    if claimed < most and slow:
        one = _fire_some(handlers=handlers, at=at, most=1, around=around, only=slow)
        fired += one[1] if one else 0
    return fired


def _fire_some(
    *, handlers: dict[str, Handler], at: datetime, most: int, around: Around = nullcontext,
    but: Collection[str] = (), only: Collection[str] = (),
) -> tuple[int, int] | None:  # fmt: skip
    """Return (claimed, fired), or None where nothing is due: of all kinds but some, or of some."""
    timers: list[Timer] = []
    fired = 0
    kinds = Q(kind__in=only) if only else ~Q(kind__in=but) if but else Q()
    try:
        with transaction.atomic(), remembering():
            timers = list(
                Timer.objects.select_for_update(skip_locked=True)
                .filter(kinds, state="waiting", next_try_at__lte=at)
                .order_by("next_try_at", "id")[:most]
            )
            fired = _handle_all(timers=timers, handlers=handlers, at=at, around=around)
    except Exception as fault:
        if _database_went_away(fault=fault):
            raise  # all of it is undone with the connection, and no handler is to blame
        if len(timers) > 1:
            # What only the commit finds out, such as a key checked last: one of them is to blame.
            alone = [
                _fire_some(handlers=handlers, at=at, most=1, but=but) or (0, 0) for _ in timers
            ]
            return len(timers), sum(count for _, count in alone)
        if not timers:
            raise
        _step_back(timer=timers[0], fault=fault, at=at)
        return 1, 0
    return (len(timers), fired) if timers else None


def _database_went_away(*, fault: BaseException) -> bool:
    """Return whether the connection itself failed; deadlocks and the like leave it standing."""
    held = connection.connection
    return isinstance(fault, OperationalError | InterfaceError) and (held is None or held.closed)


def _handle_all(
    *, timers: list[Timer], handlers: dict[str, Handler], at: datetime, around: Around
) -> int:
    """Do what the claimed timers are for, and return how many fired."""
    if len(timers) > 1:
        # As a rule none fails: then one savepoint serves all of them.
        try:
            with transaction.atomic():
                return _do_all(timers=timers, handlers=handlers, at=at, around=around)
        except Exception:
            if connection.errors_occurred and not connection.is_usable():
                raise
            forget()
    return sum(_handle(timer=timer, handlers=handlers, at=at) for timer in timers)


def _do_all(
    *, timers: list[Timer], handlers: dict[str, Handler], at: datetime, around: Around
) -> int:
    """Do those of one agency that follow one another in its scope, entered once for all of them."""
    fired, keys = 0, {timer.pk for timer in timers}
    Timer.objects.filter(pk__in=keys).update(state="fired", settled_at=at)
    token = _to_come.set(keys)
    try:
        for agency, some in groupby(timers, key=attrgetter("owner_agency_id")):
            clock = system_actor(agency=agency, at=at)
            with entered(actor=clock, at=at, savepoint=False), around():
                fired += sum(_do(timer=timer, handlers=handlers, at=at) for timer in some)
    finally:
        _to_come.reset(token)
    return fired


def _handle(*, timer: Timer, handlers: dict[str, Handler], at: datetime) -> int:
    """Do what a claimed timer is for; failed, all of that is undone and it steps back."""
    try:
        with transaction.atomic():
            return _do(timer=timer, handlers=handlers, at=at)
    except Exception as fault:
        if connection.errors_occurred and not connection.is_usable():
            raise
        forget()
        _step_back(timer=timer, fault=fault, at=at)
        return 0


def _do(*, timer: Timer, handlers: dict[str, Handler], at: datetime) -> int:
    to_come = _to_come.get() or set()
    if timer.pk in to_come:
        to_come.remove(timer.pk)
    # One of those claimed with it may have stood it down a moment ago.
    elif not Timer.objects.filter(pk=timer.pk, state="waiting").update(
        state="fired", settled_at=at
    ):
        return 0
    handlers[timer.kind](timer, at)
    return 1


def _step_back(*, timer: Timer, fault: BaseException, at: datetime) -> None:
    """Try again later, so that the others go on; the fault's words might name a person."""
    step = min(FIRST_STEP_BACK * 2 ** min(timer.tries, 16), LONGEST_STEP_BACK)
    Timer.objects.filter(pk=timer.pk, state="waiting").update(
        next_try_at=at + step,
        tries=timer.tries + 1,
        fault=type(fault).__name__[:80],
    )


def told_of_failing(*, timer: Timer, at: datetime) -> None:
    """Note that somebody was told that a timer's handler fails again and again."""
    Timer.objects.filter(pk=timer.pk).update(told_failing_at=at)


def beat(*, name: str, at: datetime, lag_seconds: float = 0.0) -> None:
    """Say that something came round, and how late it is."""
    Heartbeat.objects.update_or_create(
        name=name, defaults={"beat_at": at, "lag_seconds": lag_seconds}
    )
