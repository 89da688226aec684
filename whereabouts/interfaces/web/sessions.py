"""How long a sign-in lasts: twelve hours at most, locked after fifteen idle minutes."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib.auth import (
    BACKEND_SESSION_KEY,
    HASH_SESSION_KEY,
    SESSION_KEY,
    get_user_model,
)
from django.contrib.sessions.models import Session
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.planned import Question
from whereabouts.insight.lookups.kept import Kept
from whereabouts.insight.lookups.staff import (
    actor_for,
    actors_asked,
    actors_by_password,
    actors_read,
)

AT_MOST = timedelta(hours=12)
IDLE = timedelta(minutes=15)
# The session is written at most this often: a page a second need not be a write a second.
NOTED_EVERY = timedelta(seconds=30)
SIGNED_IN, SEEN, HELD = "signed_in", "seen_at", "held"
MOST_HELD = 200_000
SESSIONS = (
    "SELECT session_key, session_data FROM django_session"
    " WHERE session_key = ANY(%s) AND expire_date > %s"
)
NEVER_HELD = {"csrfmiddlewaretoken", "password", "code"}


# By the whole of what is kept: of another text there is another reading.
_read: Kept[str, dict[str, Any]] = Kept(most=2_000)
# What a session has to hold of a password, by how the password is kept.
_hashes: Kept[str, str] = Kept(most=2_000)


def begin(*, session: Any, how: str, at: datetime) -> None:
    """Note that a sign-in is complete: "demo", or "two_factors"."""
    session[SIGNED_IN] = {"how": how, "at": at.isoformat()}
    session[SEEN] = at.isoformat()


def standing(*, session: Any, at: datetime) -> str:
    """Return how a session stands: "none", "half" (no second factor), "over", "idle", "good"."""
    begun = session.get(SIGNED_IN)
    if not begun:
        return _half(session=session, at=at)
    if begun["how"] == "demo" and not settings.DEMO:
        return "over"
    if at - datetime.fromisoformat(begun["at"]) >= AT_MOST:
        return "over"
    if at - datetime.fromisoformat(session[SEEN]) >= IDLE:
        return "idle"
    return "good"


def _half(*, session: Any, at: datetime) -> str:
    # The sign-in library notes when the password was right; that alone is good for a short while.
    noted = session.get("account_authentication_methods") or []
    fresh = noted and at.timestamp() - noted[-1]["at"] < IDLE.total_seconds()
    return "half" if fresh else "over"


def actor_of_session(*, session: Any, member_id: UUID, at: datetime) -> Actor | None:
    """Return the actor of a session that stands good; roles are read anew each time."""
    if standing(session=session, at=at) != "good":
        return None
    return actor_for(member_id=member_id, at=at)


def actors_of_sessions(*, keys: Collection[str], at: datetime) -> dict[str, Actor]:
    """Return the actors of those of some sessions that stand good; the rules are a page's."""
    with connection.cursor() as cursor:
        cursor.execute(SESSIONS, [[*keys], at])
        held = _held(cursor.fetchall())
    owners = {UUID(str(one[SESSION_KEY])) for one in held.values()}
    return _standing_among(held, actors_by_password(member_ids=owners, at=at), at=at)


def sessions_asked(
    *, keys: Collection[str], members: Collection[UUID], at: datetime
) -> tuple[Question, Question]:
    """Return what says whose some sessions are and who some members are, to be asked at once."""
    return Question(SESSIONS, [[*keys], at]), actors_asked(member_ids=members, at=at)


def actors_answered(
    *,
    sessions: Sequence[Sequence[Any]],
    members: Sequence[Sequence[Any]],
    of: Collection[UUID],
    at: datetime,
) -> dict[str, Actor] | None:
    """Return what `actors_of_sessions` does, of the answers to such questions about `of`.

    None where a session is of somebody else by now, who has to be asked about.
    """
    held = _held(sessions)
    if not {UUID(str(one[SESSION_KEY])) for one in held.values()} <= {*of}:
        return None
    return _standing_among(held, actors_read(rows=members), at=at)


def _held(rows: Iterable[Sequence[Any]]) -> dict[str, dict[str, Any]]:
    """Return what each session keeps, of those in which somebody signed in."""
    _read.turn_in_time()
    _hashes.turn_in_time()
    found = {key: _read.get(held, _decoded) for key, held in rows}
    return {
        key: held
        for key, held in found.items()
        if held.get(SESSION_KEY) and BACKEND_SESSION_KEY in held
    }


def _standing_among(
    held: dict[str, dict[str, Any]], actors: dict[UUID, tuple[Actor, str]], *, at: datetime
) -> dict[str, Actor]:
    found = {}
    for key, kept in held.items():
        actor, password = actors.get(UUID(str(kept[SESSION_KEY])), (None, ""))
        if (
            actor is not None
            and kept.get(HASH_SESSION_KEY) == _hashes.get(password, _hash_of)
            and standing(session=kept, at=at) == "good"
        ):
            found[key] = actor
    return found


def _hash_of(password: str) -> str:
    hashed: str = get_user_model()(password=password).get_session_auth_hash()
    return hashed


def _decoded(held: str) -> dict[str, Any]:
    return Session(session_data=held).get_decoded()


def held_in(*, key: str, name: str) -> Any:
    """Return what a session keeps under a name, or None."""
    session = Session.objects.filter(session_key=key).first()
    return session.get_decoded().get(name) if session else None


def note_activity(*, session: Any, at: datetime) -> None:
    """Note that the person did something; what a page does by itself is no activity."""
    seen = session.get(SEEN)
    if seen and at - datetime.fromisoformat(seen) >= NOTED_EVERY:
        session[SEEN] = at.isoformat()


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send somebody to sign in, or to unlock; what they were sending is kept for them.

    A part of a page that renews itself is answered 401, so that the page can say so and stay.
    """
    if getattr(request, "htmx", False):
        return HttpResponse(status=401)
    state = getattr(request, "standing", "none")
    if state == "half":
        return redirect("mfa_activate_totp")
    if state == "idle":
        if request.method == "POST":
            hold(request)
        return redirect(f"{reverse('account_reauthenticate')}?{_onward(request)}")
    return redirect(f"{settings.LOGIN_URL}?{_onward(request)}")


def hold(request: HttpRequest) -> None:
    """Keep what was being sent when the session had locked, in the session itself."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in NEVER_HELD
    ]
    if sum(len(name) + len(value) for name, value in fields) <= MOST_HELD:
        request.session[HELD] = {"path": request.get_full_path(), "fields": fields}


def safe_onward(request: HttpRequest, default: str = "/") -> str:
    """Return where a sign-in leads on to, if that is a page of ours."""
    onward = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(onward, allowed_hosts=None, require_https=False)
    return onward if ours and onward.startswith("/") else default


def take_held(request: HttpRequest) -> dict[str, Any] | None:
    """Return what was kept while the session was locked, if anything; it is kept no longer."""
    held: dict[str, Any] | None = request.session.pop(HELD, None)
    return held


def _onward(request: HttpRequest) -> str:
    path = request.get_full_path() if request.method in {"GET", "HEAD"} else "/"
    return urlencode({"next": path})
