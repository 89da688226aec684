"""Search for a child as a named member sees it: the same look, recorded the same way."""

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from whereabouts.foundations.access.scope import NotPermitted
from whereabouts.insight.lookups.search import Hit, SearchAnswer, find_children
from whereabouts.insight.lookups.staff import actor_named

REFUSED, WRONG_USAGE = 1, 2
ASKED = ("name", "dob", "place", "phone", "identifier")


class Command(BaseCommand):
    """Find children who may be meant."""

    help = "Find children who may be meant, as one member sees them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what is known of the child, and on whose authority it is asked."""
        for option, what in {
            "--name": "a name, or part of one, in either order",
            "--dob": "a date of birth, part of one, or an age",
            "--sex": "F, M or X",
            "--place": "a place or postcode",
            "--phone": "a telephone number",
            "--identifier": "a number in another register, or REGISTER:NUMBER",
        }.items():
            parser.add_argument(option, default="", help=what)
        parser.add_argument("--as", dest="member", required=True, help="the member's username")
        parser.add_argument("--limit", type=int, default=20, help="how many to show at most")
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        """Search, and print whom it finds."""
        if options["limit"] < 1:
            raise CommandError("--limit is 1 or more.", returncode=WRONG_USAGE)
        at = timezone.now()
        actor = actor_named(username=options["member"], at=at)
        if actor is None:
            raise CommandError("No active member has that username.", returncode=WRONG_USAGE)
        try:
            answer = find_children(
                actor=actor.for_purpose("search", route="command"),
                at=at,
                names=options["name"],
                born=options["dob"],
                sex=options["sex"],
                place=options["place"],
                phone=options["phone"],
                identifier=options["identifier"],
                limit=options["limit"],
            )
        except NotPermitted as refused:
            raise CommandError(str(refused), returncode=REFUSED) from None
        self.stdout.write(_as_json(answer) if options["json"] else _as_words(answer))
        if answer.problems:
            for field, sentence in answer.problems.items():
                self.stderr.write(f"{field}: {sentence}")
            sys.exit(WRONG_USAGE)
        if not any(options[one] for one in ASKED):
            sys.exit(WRONG_USAGE)


def _as_json(answer: SearchAnswer) -> str:
    return json.dumps(
        {
            "said": answer.said,
            "problems": answer.problems,
            "hits": [
                {
                    "child": str(hit.child_id),
                    "records": [str(record) for record in hit.pointer.records],
                    "name": hit.pointer.name,
                    "other_names": list(hit.pointer.other_names),
                    "born": hit.pointer.born,
                    "age": hit.pointer.age,
                    "sex": hit.pointer.sex,
                    "agencies": list(hit.pointer.agencies),
                    "earlier_episodes": hit.pointer.earlier_episodes,
                    "highest": hit.pointer.highest,
                    "open_with": list(hit.pointer.open_with),
                    "flags": hit.pointer.flags,
                    "holders": [asdict(holder) for holder in hit.pointer.holders],
                    "has_plan": hit.pointer.has_plan,
                    "has_flag": hit.pointer.has_flag,
                    "sure": hit.sure,
                    "score": round(hit.score, 4),
                    "because": list(hit.because),
                    "differs": list(hit.differs),
                    "missing": list(hit.missing),
                }
                for hit in answer.hits
            ],
        },
        ensure_ascii=False,
        indent=2,
    )


def _as_words(answer: SearchAnswer) -> str:
    return "\n".join([answer.said, *(_line(hit) for hit in answer.hits)])


def _line(hit: Hit) -> str:
    one = hit.pointer
    age = "age not known" if one.age is None else str(one.age)
    differs = f" But: {'; '.join(hit.differs)}." if hit.differs else ""
    return (
        f"{hit.sure}: {one.name}, {age}, {', '.join(one.agencies)} [{hit.child_id}]."
        f" {'; '.join(hit.because)}.{differs}"
    )
