"""How loud a notice may be, whom an endpoint hears of, and when a delivery is tried again; pure."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from whereabouts.engines.deadlines import london_date, london_instant

INTERRUPT, LIST, DIGEST = "interrupt", "list", "digest"
LOUDNESS = (INTERRUPT, LIST, DIGEST)

# What interrupts whatever the level: a bar that waits for somebody, a first attendance that was
# missed, an adult who approaches a child, a feed that fell silent, a duty team that is silent while
# a child waits for a place (its manager on call alone hears that), an alert of adults on their way
# that nobody has read when the child arrives. Beside these only HIGH does; a
# child who says that they are in danger, and a grade that a second look finds too low, are HIGH
# that nobody has written down yet.
INTERRUPTING = frozenset(
    {
        "proposal_waiting",
        "closure_block",
        "first_attendance",
        "adult_approaching",
        "child_in_danger",
        "stands_too_low",
        "feed_silent",
        "heartbeat_silent",
        "place_silent",
        "alert_unread_on_arrival",
    }
)
# Many things run late at once on a busy night: a late task is a line in the list at every level,
# and so is that somebody above has not read what the inspector was interrupted by.
NEVER_INTERRUPTING = frozenset({"task_due", "superintendent_told"})
# What somebody reads at a set hour and need not act on tonight.
DIGESTED = frozenset({"plan_departed_from", "bar_passed", "challenge_answered"})

# Within which length what interrupts a role is one interruption, where it is not the common one.
GATHERED = {"out_of_hours_worker": "interrupts_gathered_out_of_hours"}

FIRST_STEP_BACK = timedelta(seconds=5)
LONGEST_STEP_BACK = timedelta(minutes=10)
# Five minutes of silence are an alarm; after about two hours a delivery is a dead letter.
SILENT_AFTER_TRIES = 6
MOST_TRIES = 18
# A delivery that was claimed and not settled by then is tried again: its worker is gone.
LEASE = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class Ear:
    """Where an agency hears by one channel: what it wants to hear of."""

    channel: str
    role: str
    member: UUID | None
    least: str


def loudness_of(*, kind: str, asked: str, high: bool) -> str:
    """Return how loud a notice is: it interrupts only where the rule lets it.

    `asked` is what its sender would like, `high` whether it is about an episode that stands at
    HIGH.
    """
    if kind in INTERRUPTING:
        return INTERRUPT
    if asked == INTERRUPT:
        return INTERRUPT if high and kind not in NEVER_INTERRUPTING else LIST
    if kind in DIGESTED and not high:
        return DIGEST
    return asked


def gathered_within(*, role: str) -> str:
    """Return the key of the length within which what interrupts a role is one interruption."""
    return GATHERED.get(role, "interrupts_gathered")


def gathers_next(*, after: datetime, times: Sequence[time]) -> datetime:
    """Return the next moment at which digests are gathered: strictly later, on a London clock."""
    today = london_date(instant=after)
    moments = (
        london_instant(on=today + timedelta(days=day), wall=wall)
        for day in (0, 1)
        for wall in sorted(times)
    )
    return next(moment for moment in moments if moment > after)


def gathered_last(*, at: datetime, times: Sequence[time]) -> datetime:
    """Return the latest moment at which digests were gathered, this one counted."""
    today = london_date(instant=at)
    moments = [
        london_instant(on=today - timedelta(days=day), wall=wall)
        for day in (0, 1)
        for wall in sorted(times, reverse=True)
    ]
    return next(moment for moment in moments if moment <= at)


def hears(*, ear: Ear, roles: Collection[str], member: UUID | None, loudness: str) -> bool:
    """Return whether an endpoint is to be told of a notice to these roles, or to this member."""
    loud_enough = LOUDNESS.index(loudness) <= LOUDNESS.index(ear.least)
    for_the_role = not ear.role or ear.role in roles
    for_the_member = ear.member is None or member in (None, ear.member)
    return loud_enough and for_the_role and for_the_member


def line_of(*, child: UUID | None, subject: str, loudness: str = LIST) -> str:
    """Return the line in which messages wait for each other: a child's, else their subject's.

    A hash, so that a row that every agency may read names no child. What can wait for its hour has
    a line of its own: nothing waits for it.
    """
    about = f"child:{child}" if child else subject
    about = f"{about}:later" if loudness == DIGEST else about
    return hashlib.blake2b(about.encode(), digest_size=12).hexdigest()


def next_try(*, tries: int, at: datetime) -> datetime:
    """Return when to try again after so many tries that failed."""
    step = FIRST_STEP_BACK * 2 ** min(max(tries - 1, 0), 16)
    return at + min(step, LONGEST_STEP_BACK)


def is_dead(*, tries: int, refused: bool) -> bool:
    """Return whether nothing more is tried by itself: refused for good, or tried too often."""
    return refused or tries >= MOST_TRIES
