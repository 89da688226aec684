"""The worker: fire what is due, say that it lives, seal the audit log, send what was promised.

Sending has a thread of its own: a receiver who is slow must not hold up a clock.
"""

import signal
import threading
from datetime import datetime, timedelta
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import OperationalError, connection
from django.utils import timezone

from whereabouts.foundations.audit.sealing import seal
from whereabouts.interfaces.exchange.sending import send
from whereabouts.journeys.clock import begin_rounds, fire
from whereabouts.journeys.clock.posting import deliver

COME_ROUND_EVERY = 1.0  # seconds
BACK_OFF = 5.0
SEAL_EVERY = timedelta(minutes=1)
AT_ONCE = 100


class Command(BaseCommand):
    """Run timers."""

    help = "Fire due timers, beat, and seal the audit log. SIGTERM or SIGINT ends it cleanly."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take `--once`, for tests and for an operator's hand."""
        parser.add_argument("--once", action="store_true", help="come round once and stop")

    def handle(self, *args: Any, **options: Any) -> None:
        """Come round until told to stop; what is under way is finished first."""
        stop = threading.Event()
        if threading.current_thread() is threading.main_thread() and not options["once"]:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, _stopping(stop))
        sender = threading.Thread(target=self._send_until, args=(stop,), name="sending")
        if not options["once"]:
            sender.start()
        try:
            self._come_round(stop, once=options["once"])
        finally:
            stop.set()
            if not options["once"]:
                sender.join()
            connection.close()

    def _come_round(self, stop: threading.Event, *, once: bool) -> None:
        sealed_at: datetime | None = None
        while not stop.is_set():
            try:
                at = timezone.now()
                fired = fire(at=at, most=AT_ONCE)
                if sealed_at is None or at - sealed_at >= SEAL_EVERY:
                    seal(at=at)
                    begin_rounds(at=at)
                    sealed_at = at
            except OperationalError:
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
            except OperationalError:
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
