"""After each journey, and whenever clocks run out, every kept board is the board read anew.

What is told to the screens has to name the right children: a board that is told of the wrong one
stays wrong for up to a minute. So the journeys' own tests are watched: before one begins a board is
kept for each agency that there is; at its end each is renewed by what that agency was told, as a
room does it, and has to be what somebody reads who comes then.
"""

import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection

from tests.web.board_screen import hearing
from whereabouts.foundations.access.scope import entered, scope_or_none
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.timers.models import Timer
from whereabouts.insight.lookups.board_feed import NOBODY, renewed_by
from whereabouts.insight.lookups.board_kept import Feed, Told

# Each journey is watched so often a process; every time where a file to note it in is named, for
# which the everyday run has no time: WHEREABOUTS_BOARDS_TOLD=FILE bin/whereabouts test tests/journeys
TIMES = 1
NOTES = os.environ.get("WHEREABOUTS_BOARDS_TOLD", "")


class Watch:
    """Whatever begins outside every other journey is watched from there to its end."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()
        self._inside = False

    def seen(self) -> set[str]:
        """Return what was watched."""
        return set(self._seen)

    @contextmanager
    def over(self, *, what: str, at: datetime) -> Iterator[None]:
        """Hold every board beside what is told of, unless this was watched often enough."""
        if self._inside or not self._may_watch(what):
            yield
            return
        self._inside = True
        try:
            kept = _kept_boards(at)
            with hearing() as heard:
                yield
            self._seen[what] += 1
            _note(what)
            _compare(what, kept, heard, at)
        finally:
            self._inside = False

    def _may_watch(self, what: str) -> bool:
        # Whoever counts statements counts the journey's own; and where several commit at once, what
        # one of them has not told another did.
        counted = connection.execute_wrappers or connection.force_debug_cursor
        often = not NOTES and self._seen[what] >= TIMES
        return connection.in_atomic_block and not (often or counted or scope_or_none())


WATCH = Watch()


@contextmanager
def entered_and_watched(**how: Any) -> Iterator[Any]:
    """Enter a journey's scope; stands in the door instead of what enters it."""
    steps = sys._getframe(2).f_locals.get("steps")
    with ExitStack() as stack:
        if steps is not None:
            name = f"{steps.__module__.rpartition('.')[2]}.{steps.__name__}"
            stack.enter_context(WATCH.over(what=name, at=how["at"]))
        yield stack.enter_context(entered(**how))


def watching(fire_due: Any) -> Any:
    """Return what fires timers and is watched; stands in the clock instead of it."""

    def fire(*, at: datetime, **how: Any) -> int:
        due = Timer.objects.filter(state="waiting", next_try_at__lte=at)
        kinds = ",".join(sorted(set(due.values_list("kind", flat=True))))
        with WATCH.over(what=f"clock:{kinds}", at=at):
            fired: int = fire_due(at=at, **how)
        return fired

    return fire


def _kept_boards(at: datetime) -> dict[Agency, Feed]:
    kept = {agency: Feed() for agency in Agency.objects.all()}
    for agency, feed in kept.items():
        with _eyes(agency, at) as actor:
            feed.read_all(actor=actor, at=at)
    return kept


@contextmanager
def _eyes(agency: Agency, at: datetime) -> Iterator[Actor]:
    actor = Actor(
        member_id=NOBODY, agency_id=agency.pk, agency_kind=agency.kind,
        roles=frozenset({"duty_inspector"}),
    )  # fmt: skip
    with entered(actor=actor, at=at):
        yield actor


def _compare(what: str, kept: dict[Agency, Feed], heard: list[str], at: datetime) -> None:
    for agency, feed in kept.items():
        told = Told()
        for said in map(json.loads, heard):
            if str(agency.pk) in (said["agencies"] or ()):
                told.add(said["about"])
        if told.everything:
            continue
        with _eyes(agency, at) as actor:
            renewed_by(feed=feed, actor=actor, at=at, told=told)
            anew = Feed()
            anew.read_all(actor=actor, at=at)
        assert _shown(feed, at) == _shown(anew, at), (
            f"{what} changes what {agency.name} sees on a board and does not tell of it: {heard}"
        )


def _shown(feed: Feed, at: datetime) -> dict[str, Any]:
    return {
        "rows": {
            line.reference: {**vars(line), "born": line.born(at.date())}
            for line in feed.lines.values()
        },
        "notices": {
            line.reference: feed.notices.get(line.subject, ()) for line in feed.lines.values()
        },
        "none free": feed.none_free,
        "shift": feed.shift,
    }


def _note(what: str) -> None:
    if NOTES:
        with Path(NOTES).open("a", encoding="utf-8") as notes:
            notes.write(f"{what}\n")
