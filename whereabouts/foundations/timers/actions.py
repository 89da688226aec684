"""Setting timers, standing them down, and firing what is due."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import InterfaceError, OperationalError, connection, transaction

from whereabouts.foundations.timers.models import Heartbeat, Timer

Handler = Callable[[Timer, datetime], None]
FIRST_STEP_BACK = timedelta(seconds=5)
LONGEST_STEP_BACK = timedelta(minutes=10)


@dataclass(frozen=True, kw_only=True)
class Clock:
    """A deadline to set: `subject` is "kind:key" of what it is about."""

    key: str
    kind: str
    subject: str
    agency: UUID
    due_at: datetime
    because: str = ""


def set_timer(
    *, key: str, kind: str, subject: str, agency: UUID, at: datetime, due_at: datetime,
    because: str = "",
) -> None:  # fmt: skip
    """Promise that a handler of this kind will run at `due_at`, once for the key."""
    clock = Clock(
        key=key, kind=kind, subject=subject, agency=agency, due_at=due_at, because=because
    )
    set_timers(clocks=[clock], at=at)


def set_timers(*, clocks: Iterable[Clock], at: datetime) -> None:
    """Set several at once, each as `set_timer` does one."""
    Timer.objects.bulk_create(
        [
            Timer(
                key=clock.key,
                kind=clock.kind,
                subject=clock.subject,
                owner_agency_id=clock.agency,
                set_at=at,
                due_at=clock.due_at,
                next_try_at=clock.due_at,
                because=clock.because,
            )
            for clock in clocks
        ],
        ignore_conflicts=True,
    )


def stand_down(*, subject: str, at: datetime, kinds: tuple[str, ...] = ()) -> int:
    """Stand down the timers of a subject that still wait, and return how many."""
    waiting = Timer.objects.filter(subject=subject, state="waiting")
    if kinds:
        waiting = waiting.filter(kind__in=kinds)
    return waiting.update(state="stood_down", settled_at=at)


def gather_overdue(*, subjects: Collection[str], at: datetime) -> int:
    """Stand down what ran out before it was set, so that one alarm can speak for all of it.

    For what is entered late, with its real times. Returns how many clocks had run out.
    """
    return Timer.objects.filter(subject__in=subjects, state="waiting", due_at__lt=at).update(
        state="stood_down", settled_at=at
    )


def hand_to(*, subjects: Sequence[str], agency: UUID) -> int:
    """Make the waiting timers of some subjects another agency's, and return how many."""
    return Timer.objects.filter(subject__in=subjects, state="waiting").update(owner_agency=agency)


def fire_due(*, handlers: dict[str, Handler], at: datetime, most: int = 100) -> int:
    """Fire what is due, each in a transaction of its own with all that its handler does.

    A timer whose handler fails steps back and is counted; the others go on. `due_at` never moves,
    so the record of when it was due is kept. Returns how many fired.
    """
    fired = 0
    for _ in range(most):
        outcome = _fire_one(handlers=handlers, at=at)
        if outcome is None:
            break
        fired += outcome
    return fired


class FiringFailed(Exception):
    """A handler failed, and all it did is undone; `timer` is None where nothing was claimed."""

    def __init__(self, *, timer: Timer | None) -> None:
        super().__init__("A timer could not be fired.")
        self.timer = timer


def _fire_one(*, handlers: dict[str, Handler], at: datetime) -> int | None:
    try:
        timer = _claim_and_handle(handlers=handlers, at=at)
    except FiringFailed as failed:
        if failed.timer is None or _database_went_away(fault=failed.__cause__):
            # Nothing was claimed, or the claim was undone with the connection: no handler's fault.
            raise failed.__cause__ or failed from None
        _step_back(timer=failed.timer, fault=failed.__cause__, at=at)
        return 0
    return None if timer is None else 1


def _claim_and_handle(*, handlers: dict[str, Handler], at: datetime) -> Timer | None:
    """Claim the timer that waits longest and do what it is for, both or neither."""
    timer = None
    try:
        with transaction.atomic():
            timer = (
                Timer.objects.select_for_update(skip_locked=True)
                .filter(state="waiting", next_try_at__lte=at)
                .order_by("next_try_at", "id")
                .first()
            )
            if timer is not None:
                Timer.objects.filter(pk=timer.pk).update(state="fired", settled_at=at)
                handlers[timer.kind](timer, at)
            return timer
    except Exception as fault:
        # Also what only the commit finds out: a constraint that is checked last.
        raise FiringFailed(timer=timer) from fault


def _database_went_away(*, fault: BaseException | None) -> bool:
    """Return whether the connection itself failed; deadlocks and the like leave it standing."""
    held = connection.connection
    return isinstance(fault, (OperationalError, InterfaceError)) and (held is None or held.closed)


def _step_back(*, timer: Timer, fault: BaseException | None, at: datetime) -> None:
    """Try again later, so that the others go on; the fault's words might name a person."""
    step = min(FIRST_STEP_BACK * 2 ** min(timer.tries, 16), LONGEST_STEP_BACK)
    Timer.objects.filter(pk=timer.pk, state="waiting").update(
        next_try_at=at + step,
        tries=timer.tries + 1,
        fault=type(fault).__name__[:80],
    )


def beat(*, name: str, at: datetime) -> None:
    """Say that a worker came round, and how late the latest waiting timer is."""
    oldest = (
        Timer.objects.filter(state="waiting", due_at__lte=at)
        .order_by("due_at")
        .values_list("due_at", flat=True)
        .first()
    )
    lag = (at - oldest).total_seconds() if oldest else 0.0
    Heartbeat.objects.update_or_create(name=name, defaults={"beat_at": at, "lag_seconds": lag})
