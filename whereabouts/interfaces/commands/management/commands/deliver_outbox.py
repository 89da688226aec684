"""Send what was promised, without the rest of the worker: for an operator's hand and for tests."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from whereabouts.interfaces.exchange.sending import send
from whereabouts.journeys.clock.posting import deliver


class Command(BaseCommand):
    """Deliver."""

    help = "Send what is due, and say how many were tried. The worker does this by itself."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take how many at most."""
        parser.add_argument("--most", type=int, default=1000)

    def handle(self, *args: Any, **options: Any) -> None:
        """Send."""
        tried = deliver(send=send, now=timezone.now, most=options["most"])
        self.stdout.write(f"{tried} tried.")
