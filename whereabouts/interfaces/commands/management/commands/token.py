"""Make, list and revoke the tokens by which forces' own systems send reports and logs."""

import json
from argparse import ArgumentParser
from datetime import datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies import events
from whereabouts.foundations.agencies.actions import TokenRefused, make_token, revoke_token
from whereabouts.foundations.agencies.models import Agency, FeedToken
from whereabouts.foundations.agencies.queries import system_actor
from whereabouts.foundations.audit import actions as audit


class Command(BaseCommand):
    """Tokens: the secret is printed once, by `make`, and kept nowhere."""

    help = "Make, list or revoke the tokens of forces' own systems."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to do, and for which agency."""
        what = parser.add_subparsers(dest="what", required=True)
        make = what.add_parser("make", help="make a token and print it, once")
        make.add_argument("agency", help="the agency's code")
        make.add_argument("name", help="what the token is called, such as control-room")
        make.add_argument("--scope", action="append", choices=FeedToken.SCOPES, required=True)
        make.add_argument("--days", type=int, default=365, help="how long it stands")
        make.add_argument("--per-minute", type=int, default=600, help="how often it may call")
        every = what.add_parser("list", help="list the tokens; never their secrets")
        every.add_argument("agency", nargs="?", default="", help="of this agency alone")
        revoke = what.add_parser("revoke", help="end a token at once")
        revoke.add_argument("agency", help="the agency's code")
        revoke.add_argument("name", help="what the token is called")
        for one in (make, every, revoke):
            one.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, with a line in the agency's audit log."""
        at = timezone.now()
        if options["what"] == "list":
            self._list(options)
            return
        agency = Agency.objects.filter(code=options["agency"]).first()
        if agency is None:
            raise CommandError("No agency has this code.")
        try:
            with transaction.atomic():
                told = getattr(self, f"_{options['what']}")(agency, options, at)
        except TokenRefused as refused:
            raise CommandError(str(refused)) from None
        said = json.dumps(told, ensure_ascii=False) if options["as_json"] else "\n".join(
            f"{name}: {value}" for name, value in told.items()
        )  # fmt: skip
        self.stdout.write(said)

    def _make(self, agency: Agency, options: dict[str, Any], at: datetime) -> dict[str, str]:
        token, secret = make_token(
            agency=agency,
            name=options["name"],
            scopes=options["scope"],
            at=at,
            expires_at=at + timedelta(days=options["days"]),
            per_minute=options["per_minute"],
        )
        _write_down(kind=events.FEED_LET_IN, token=token, at=at)
        return {**_row(token), "secret": secret}

    def _revoke(self, agency: Agency, options: dict[str, Any], at: datetime) -> dict[str, str]:
        token = revoke_token(agency=agency, name=options["name"], at=at)
        _write_down(kind=events.FEED_SHUT_OUT, token=token, at=at)
        token.refresh_from_db()
        return _row(token)

    def _list(self, options: dict[str, Any]) -> None:
        found = FeedToken.objects.select_related("owner_agency").order_by(
            "owner_agency__code", "name", "made_at"
        )
        if options["agency"]:
            found = found.filter(owner_agency__code=options["agency"])
        rows = [_row(token) for token in found]
        if options["as_json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
            return
        for row in rows:
            self.stdout.write("  ".join(f"{name}: {value}" for name, value in row.items()))


def _row(token: FeedToken) -> dict[str, str]:
    return {
        "agency": token.owner_agency.code,
        "name": token.name,
        "for": token.scopes,
        "expires": token.expires_at.isoformat(timespec="minutes"),
        "last used": _moment(token.last_used_at),
        "revoked": _moment(token.revoked_at),
    }


def _moment(at: datetime | None) -> str:
    return at.isoformat(timespec="minutes") if at else "never"


def _write_down(*, kind: str, token: FeedToken, at: datetime) -> None:
    by = system_actor(agency=token.owner_agency_id, at=at)
    with entered(actor=by, at=at):
        audit.record(kind=kind, subject=f"token:{token.pk}", by=by, at=at)
