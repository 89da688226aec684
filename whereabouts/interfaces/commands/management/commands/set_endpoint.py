"""Let an agency hear by e-mail or webhook, or stop; a webhook's secret is printed once."""

import argparse
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.agencies.queries import system_actor
from whereabouts.foundations.outbox.endpoints import BadEndpoint, end_endpoint, set_endpoint


class Command(BaseCommand):
    """Set or end an endpoint."""

    help = "set_endpoint AGENCY-CODE email|webhook ADDRESS --label WORDS, or AGENCY-CODE --end KEY"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the agency, and either what to set or what to end."""
        parser.add_argument("agency", help="the agency's code")
        parser.add_argument("channel", nargs="?", choices=["email", "webhook"])
        parser.add_argument("where", nargs="?", help="the address")
        parser.add_argument("--label", default="", help="what people call it, on the page")
        parser.add_argument("--role", default="", help="one role; else every role")
        parser.add_argument("--least", default="list", choices=["interrupt", "list", "digest"])
        parser.add_argument("--end", type=_key, help="the key of the endpoint to end")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it in the agency's name."""
        at = timezone.now()
        agency = Agency.objects.filter(code=options["agency"]).first()
        if agency is None:
            raise CommandError("There is no agency of that code.")
        clock = system_actor(agency=agency.pk, at=at)
        try:
            with entered(actor=clock, at=at):
                if options["end"]:
                    end_endpoint(key=options["end"], by=clock, at=at)
                    self.stdout.write("Ended.")
                    return
                if not options["channel"] or not options["where"]:
                    raise CommandError("Give a channel and an address.")
                made = set_endpoint(
                    channel=options["channel"], where=options["where"], role=options["role"],
                    least=options["least"], label=options["label"] or options["channel"],
                    by=clock, at=at,
                )  # fmt: skip
        except BadEndpoint as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(f"endpoint {made.key}")
        if made.secret:
            self.stdout.write(f"secret {made.secret}")
            self.stdout.write("The secret is shown this once: give it to the receiver.")


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise argparse.ArgumentTypeError("a key is a UUID") from None
