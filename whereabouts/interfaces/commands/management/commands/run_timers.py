"""The worker: fire what is due, say that it lives, do what comes round, send what was promised.

Sending has a thread of its own: a receiver who is slow must not hold up a clock. A second worker
may fire beside it and do nothing else, so that no deadline waits while the first begins again.
Kept, both are forked by parents that only wait: see `forked.py`.
"""

import os
import signal
import threading
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from whereabouts.foundations.audit.sealing import seal
from whereabouts.interfaces.commands.forked import Forked, forked
from whereabouts.interfaces.commands.rounds import come_round, rounds
from whereabouts.interfaces.exchange.sending import send
from whereabouts.journeys.clock import begin_rounds, fire, moment
from whereabouts.journeys.clock.owners import see_owners
from whereabouts.journeys.clock.posting import deliver

COME_ROUND_EVERY = 0.5  # seconds
BACK_OFF = 1.0
# Few at once, so that each batch has the time of day that it happens at.
AT_ONCE = 20
NAMED = "whereabouts worker "


class Command(BaseCommand):
    """Run timers."""

    help = "Fire due timers, beat, and do what comes round. SIGTERM or SIGINT ends it cleanly."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take `--once`, for tests and for an operator's hand, `--beside` and `--kept`."""
        parser.add_argument("--once", action="store_true", help="come round once and stop")
        parser.add_argument(
            "--kept", action="store_true", help="two at once, forked again whenever one is killed"
        )
        parser.add_argument(
            "--beside", action="store_true", help="fire deadlines alone, beside another worker"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Come round until told to stop; what is under way is finished first."""
        by = forked(say=self.stderr.write) if options["kept"] else None
        if options["kept"]:
            if by is None:
                return
            # In the database's list of sessions each says which process it is of.
            connection.settings_dict["OPTIONS"]["application_name"] = f"{NAMED}{os.getpid()}"
        beside = by.beside if by else options["beside"]
        stop, alone = threading.Event(), not (options["once"] or beside)
        if threading.current_thread() is threading.main_thread() and not options["once"]:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, _stopping(stop))
        sender = threading.Thread(target=self._send_until, args=(stop,), name="sending")
        if alone:
            sender.start()
        try:
            self._come_round(stop, once=options["once"], rest=alone, by=by)
        finally:
            stop.set()
            if alone:
                sender.join()
            connection.close()

    def _come_round(
        self, stop: threading.Event, *, once: bool, rest: bool, by: Forked | None = None
    ) -> None:
        beside = rounds() if rest else []
        while not stop.is_set() and not (by and by.over()):
            try:
                at = moment(own=timezone.now())
                fired = fire(at=at, most=AT_ONCE)
                if once:
                    seal(at=at)
                    begin_rounds(at=at)
                    see_owners(at=at)
                for failed in come_round(all_rounds=beside, at=at):
                    self.stderr.write(f"Failed, and tried again next time: {failed}.")
            except (OperationalError, InterfaceError):
                if once:
                    raise
                # The database is away: nothing is lost, the rows are the truth. Ask again soon.
                connection.close()
                self.stderr.write("The database does not answer; trying again.")
                stop.wait(BACK_OFF)
                continue
            if once:
                deliver(send=send, now=timezone.now, most=AT_ONCE)
                break
            # After a full round there may be more: go on at once.
            if fired < AT_ONCE:
                stop.wait(COME_ROUND_EVERY)

    def _send_until(self, stop: threading.Event) -> None:
        """Send until told to stop; what is being sent is finished first."""
        while not stop.is_set():
            try:
                tried = deliver(send=send, now=timezone.now, most=AT_ONCE, stop=stop.is_set)
            except (OperationalError, InterfaceError):
                connection.close()
                self.stderr.write("The database does not answer to the sender; trying again.")
                stop.wait(BACK_OFF)
                continue
            if tried < AT_ONCE:
                stop.wait(COME_ROUND_EVERY)
        connection.close()


def _stopping(stop: threading.Event) -> Any:
    def told(number: int, frame: FrameType | None) -> None:
        stop.set()

    return told
