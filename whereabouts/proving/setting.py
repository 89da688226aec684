"""Run in a house: makes the made-up force, its sign-in, and deadlines that fall due soon."""

import json
import sys
from datetime import datetime, timedelta
from random import Random
from typing import Any

import django

FORCE = "proving-police"
COOKIE_AGE = timedelta(days=3)
DEADLINE_KIND = "unowned"
AT_ONCE = 1_000
AHEAD = timedelta(days=1)


def force() -> tuple[Any, Any]:
    """Return (agency, call handler), made where they are not there yet."""
    from django.utils import timezone

    from whereabouts.foundations.agencies.actions import enrol, open_agency
    from whereabouts.foundations.agencies.models import Agency, Area, Member

    at = timezone.now()
    found = Agency.objects.filter(code=FORCE).first()
    if found is None:
        found = open_agency(
            kind="police_force", name="Proving Police", code=FORCE, at=at, made_up=True
        )
        council = open_agency(
            kind="authority", name="Proving Council", code="proving-council", at=at, made_up=True
        )
        Area.objects.create(authority=council, force=found)
        enrol(
            agency=found, username="handler@proving", display_name="Example Handler",
            roles=("call_handler",), at=at - timedelta(days=400), rank="constable",
        )  # fmt: skip
    return found, Member.objects.get(username="handler@proving")


def sign_in() -> dict[str, str]:
    """Return the cookies of a call handler who has signed in."""
    from django.conf import settings
    from django.middleware.csrf import _get_new_csrf_string
    from django.test import Client
    from django.utils import timezone

    from whereabouts.interfaces.web.sessions import begin

    _, handler = force()
    client = Client()
    client.force_login(handler, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    begin(session=session, how="two_factors", at=timezone.now())
    session.set_expiry(int(COOKIE_AGE.total_seconds()))
    session.save()
    return {
        settings.SESSION_COOKIE_NAME: str(session.session_key),
        settings.CSRF_COOKIE_NAME: _get_new_csrf_string(),
    }


def feed_token() -> str:
    """Return the secret of the force's own system, which sends reports by the API."""
    from django.utils import timezone

    from whereabouts.foundations.agencies.actions import make_token

    agency, _ = force()
    at = timezone.now()
    _, secret = make_token(
        agency=agency, name=f"proving-{at:%Y%m%d%H%M%S%f}", scopes=["reports"], at=at,
        expires_at=at + COOKIE_AGE, per_minute=1_000_000,
    )  # fmt: skip
    return secret


def endpoint(*, address: str) -> None:
    """Let every notice to the force go to a webhook as well."""
    from django.utils import timezone

    from whereabouts.foundations.access.scope import entered
    from whereabouts.foundations.agencies.queries import system_actor
    from whereabouts.foundations.outbox.endpoints import set_endpoint

    at = timezone.now()
    clock = system_actor(agency=force()[0].pk, at=at)
    with entered(actor=clock, at=at):
        set_endpoint(channel="webhook", where=address, label="Proving", by=clock, at=at)


def deadlines(*, count: int, seconds: float, seed: int, aside: bool = False) -> dict[str, str]:
    """Set deadlines that fall due within some seconds from now; return when the first and last do.

    Each is the clock of an episode without an owner: its handler writes history, audit and notice.
    With `aside` time runs only once all are set, so that none is late because setting them takes.
    """
    from django.db.models import F
    from django.utils import timezone

    from whereabouts.foundations.agencies.queries import actor_of
    from whereabouts.foundations.timers.models import Timer
    from whereabouts.journeys.report_missing import report_missing
    from whereabouts.proving.telling import told

    agency, handler = force()
    at, chance = timezone.now(), Random(seed)
    actor = actor_of(member=handler, at=at)
    episodes = [
        report_missing(actor=actor, told=told(key=f"deadline-{seed}-{number}", at=at), at=at)
        for number in range(max(1, min(50, count // 20)))
    ]
    keys = _episode_keys(actor=actor, references=[one.episode for one in episodes], at=at)
    timers, since, ahead = [], timezone.now(), AHEAD if aside else timedelta(0)
    for number in range(count):
        due_at = timezone.now() + ahead + timedelta(seconds=chance.uniform(1, seconds))
        timers.append(
            Timer(
                key=f"proving:{seed}:{number}",
                kind=DEADLINE_KIND,
                subject=f"episode:{keys[number % len(keys)]}",
                owner_agency=agency,
                set_at=at,
                due_at=due_at,
                next_try_at=due_at,
            )
        )
    Timer.objects.bulk_create(timers, batch_size=AT_ONCE)
    due, back = sorted(timer.due_at for timer in timers), timedelta(0)
    if aside:
        back = ahead - (timezone.now() - since)
        Timer.objects.filter(key__startswith=f"proving:{seed}:").update(
            due_at=F("due_at") - back, next_try_at=F("next_try_at") - back
        )
    return {"first": (due[0] - back).isoformat(), "last": (due[-1] - back).isoformat()}


def _episode_keys(*, actor: Any, references: list[str], at: datetime) -> list[str]:
    from whereabouts.foundations.access.gate import visible
    from whereabouts.foundations.access.scope import entered
    from whereabouts.records.episodes.models import Episode

    with entered(actor=actor, at=at):
        found = visible(Episode).filter(reference__in=references)
        return sorted(str(key) for key in found.values_list("pk", flat=True))


def main(argv: list[str]) -> None:
    """Do `cast`, `endpoint ADDRESS`, or `deadlines` or `rate` COUNT SECONDS SEED; print JSON."""
    django.setup()
    match argv:
        case ["cast"]:
            print(json.dumps({"cookies": sign_in(), "token": feed_token()}))
        case ["endpoint", address]:
            endpoint(address=address)
            print("{}")
        case ["deadlines" | "rate" as how, count, seconds, seed]:
            due = deadlines(
                count=int(count), seconds=float(seconds), seed=int(seed), aside=how == "rate"
            )
            print(json.dumps(due))
        case _:
            raise SystemExit(2)


if __name__ == "__main__":
    main(sys.argv[1:])
