"""On every request: headers that protect, forms that can be read, and who is asking."""

from collections.abc import Callable, Iterable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone

from whereabouts.interfaces.web import refusals
from whereabouts.interfaces.web.sessions import (
    actor_of_session,
    note_activity,
    standing,
)

Answer = Callable[[HttpRequest], HttpResponse]

POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "font-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# What a page fetches by itself says so, and is not taken for a person at the keyboard.
BY_ITSELF = "X-Whereabouts-Live"
MOST_UPLOADED = 5_000_000  # a photograph


class HeadersMiddleware:
    """Put the protecting headers on every response, errors and files among them.

    Nothing is stored by browsers or proxies unless a response says otherwise (style sheets do).
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the headers."""
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if not request.path.startswith(settings.STATIC_URL) or response.status_code >= 400:
            response.headers["Cache-Control"] = "no-store"
        return response


class ReadableMiddleware:
    """Refuse what no form of ours sends: too much, or characters that no record may hold."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or refuse and name the field."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if request.content_type == "multipart/form-data":
            most = max(most, MOST_UPLOADED)
        if length.isdigit() and int(length) > most + 100_000:
            return refusals.too_big(request)
        if "\x00" in request.path:
            return refusals.nothing_there(request)
        wrong = list(_unreadable(request.GET))
        if request.content_type in {
            "application/x-www-form-urlencoded",
            "multipart/form-data",
        }:
            wrong += _unreadable(request.POST)
        if wrong:
            return refusals.bad_form(request, wrong)
        return self.get_response(request)


class ActorMiddleware:
    """Put `request.actor` (or None) on every request; roles are read anew each time."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the actor known."""
        at = timezone.now()
        request.actor, request.standing = None, "none"  # type: ignore[attr-defined]
        if request.user.is_authenticated:
            request.standing = standing(session=request.session, at=at)  # type: ignore[attr-defined]
            if request.standing == "over":  # type: ignore[attr-defined]
                logout(request)
            else:
                request.actor = actor_of_session(  # type: ignore[attr-defined]
                    session=request.session, member_id=request.user.pk, at=at
                )
        if request.actor and BY_ITSELF not in request.headers:  # type: ignore[attr-defined]
            note_activity(session=request.session, at=at)
        return self.get_response(request)


def _unreadable(form: QueryDict) -> Iterable[tuple[str, str]]:
    for name, values in form.lists():
        if "\x00" in name:
            yield ("", "A field's name cannot be read.")
        elif any("\x00" in value for value in values):
            yield (
                name,
                "it holds a character that cannot be kept (an empty one). Type it again.",
            )
