"""Where somebody lands: what waits for them, and what they may do."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission, permitted
from whereabouts.insight.lookups import health
from whereabouts.insight.lookups.board import board_counts
from whereabouts.insight.lookups.notices import notices_to_me
from whereabouts.interfaces.web.doors import acts, anybody, looks
from whereabouts.interfaces.web.navigation import places_by_group
from whereabouts.interfaces.web.refusals import bad_form
from whereabouts.journeys.acknowledge_notice import acknowledge_notices


@looks(needs=Permission.SIGNED_IN, purpose="home")
def home(request: HttpRequest) -> HttpResponse:
    """Show what waits for this person: notices first, then the board's counts."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    sees_board = permitted(roles=actor.roles, permission=Permission.BOARD_LOOK)
    return render(
        request,
        "home/home.html",
        {
            "notices": notices_to_me(actor=actor, at=at, loudness=("interrupt", "list")),
            "groups": places_by_group(roles=actor.roles),
            "counts": board_counts(actor=actor, at=at) if sees_board else None,
            "at": at,
        },
    )


@acts(needs=Permission.NOTICE_ACKNOWLEDGE, purpose="acknowledge notices")
def acknowledge(request: HttpRequest) -> HttpResponse:
    """Acknowledge the notices that were ticked."""
    try:
        keys = [UUID(key) for key in request.POST.getlist("notice")[:200]]
    except ValueError:
        return bad_form(request, [("notice", "it is not one of the page's notices.")])
    done = acknowledge_notices(actor=request.actor, keys=keys, at=timezone.now())  # type: ignore[attr-defined]
    if not keys:
        messages.info(request, "Nothing was ticked, so nothing was acknowledged.")
    elif done < len(set(keys)):
        messages.info(
            request,
            f"{done} acknowledged; somebody else was first with the others.",
        )
    else:
        messages.success(request, f"{done} acknowledged.")
    return redirect("notices" if request.POST.get("back") == "notices" else "home")


@anybody()
def alive(request: HttpRequest) -> HttpResponse:
    """Say that this process answers."""
    return JsonResponse({"status": "alive"})


@anybody()
def ready(request: HttpRequest) -> HttpResponse:
    """Say whether the system can work: database, migrations, and the worker's last heartbeat."""
    try:
        health.database_answers()
        unsafe = health.not_durable()
        missing = health.migrations_missing()
        at = timezone.now()
        apart = health.clock_apart_seconds(at=at)
        pulse = health.pulse(at=at, heart=settings.HEARTBEAT) if not missing else None
    except health.DatabaseAway:
        return _not_ready("The database does not answer.", database="away")
    if unsafe:
        return _not_ready(
            "The database could lose what it acknowledges: set to on what is off.",
            database="reachable",
            off=unsafe,
        )
    if missing or pulse is None:
        return _not_ready(
            "Migrations are not applied.", database="reachable", migrations_missing=missing
        )
    known = {
        "database": "reachable",
        "migrations_missing": 0,
        "worker_heartbeat_at": pulse.worker[0].isoformat() if pulse.worker else None,
        "worker_lag_seconds": pulse.worker[1] if pulse.worker else None,
        "heartbeat_sent_at": pulse.sent[0].isoformat() if pulse.sent else None,
        "heartbeat_back_at": pulse.back[0].isoformat() if pulse.back else None,
        "heartbeat_took_seconds": pulse.back[1] if pulse.back else None,
        "clock_apart_seconds": round(apart, 2),
        "worker_clock_apart_seconds": pulse.clocks_apart_seconds,
        **health.index().as_known(),
    }
    if pulse.worker_silent:
        return _not_ready("No worker has come round for two minutes.", **known)
    if pulse.heart_silent:
        return _not_ready("The made-up report has not come back for three minutes.", **known)
    status = "late" if pulse.late else "ready"
    if pulse.clocks_apart_seconds or abs(apart) > health.CLOCKS_ALLOWED:
        status = "clocks differ"
    return JsonResponse({"status": status, **known})


def _not_ready(detail: str, **known: object) -> HttpResponse:
    return JsonResponse(
        {"type": "about:blank", "title": "Not ready", "status": 503, "detail": detail, **known},
        status=503,
        content_type="application/problem+json",
    )  # fmt: skip
