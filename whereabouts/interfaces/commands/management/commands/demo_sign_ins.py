"""Name one sign-in for each role of the demonstration."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.urls import reverse
from django.utils import timezone

from whereabouts.foundations.agencies.models import Member
from whereabouts.insight.lookups.staff import demo_members


class Command(BaseCommand):
    """Prints who may be signed in as with one click, in the demonstration only."""

    help = "Name one sign-in for each role of the demonstration."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whether to answer in JSON."""
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print them in the order of the roles."""
        members = demo_members(at=timezone.now())
        usernames = dict(Member.objects.filter(demo=True).values_list("pk", "username"))
        rows = [
            {
                "role": one["role_words"],
                "name": one["name"].split(" (")[0],
                "agency": one["agency"],
                "username": usernames[one["member_id"]],
                "address": reverse("account_login"),
            }
            for one in members
        ]
        if options["as_json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
            return
        for row in rows:
            self.stdout.write("  ".join(row.values()))
