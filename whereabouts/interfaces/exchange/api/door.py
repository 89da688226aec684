"""The door of everything under /api/: a token and no session, one megabyte, JSON in and out."""

import re
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, Protocol, cast

from django.db import DataError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission, permitted
from whereabouts.foundations.agencies.actions import A_MINUTE, count_use
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.insight.lookups.feed import token_holder
from whereabouts.interfaces.exchange.api.problems import away, nothing_there, problem
from whereabouts.interfaces.exchange.api.reading import NotReadable, parsed

UNDER = "/api/"
MOST = 1_000_000
BEARER = re.compile(r"[Bb]earer +(\S{1,200})")
JSON = re.compile(r"application/(?:json|[\w.+\-]+\+json)", re.IGNORECASE)

Answer = Callable[[HttpRequest], HttpResponse]
Step = Callable[[HttpRequest, Actor, bytes, Any], HttpResponse]


class Address(Protocol):
    """A view, what its token has to permit, and the methods that it answers."""

    needs: Permission | None
    methods: tuple[str, ...]

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        ...


class ApiMiddleware:
    """Answer everything under /api/ here, before sessions, cookies and forms come into it."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer what is ours, and let everything else pass."""
        if not request.path_info.startswith(UNDER):
            return self.get_response(request)
        try:
            match = resolve(request.path_info)
        except Resolver404:
            return nothing_there()
        address = cast(Address, match.func)
        if request.method not in address.methods:
            return problem(
                "wrong-method",
                status=HTTPStatus.METHOD_NOT_ALLOWED,
                detail=f"It answers to {', '.join(address.methods)}.",
                headers={"Allow": ", ".join(address.methods)},
            )
        try:
            return address(request)
        except (OperationalError, InterfaceError):
            return away()


def described() -> Callable[[Answer], Address]:
    """Make a view an address for anybody; it shows nobody."""
    return lambda view: _marked(view, None, ("GET", "HEAD"))


def sends(*, scope: str, needs: Permission, purpose: str) -> Callable[[Step], Address]:
    """Make a step an address to which JSON is sent, by a token with this scope."""

    def door(step: Step) -> Address:
        @wraps(step)
        def go(request: HttpRequest) -> HttpResponse:
            held = _who(request)
            if held is None:
                return problem(
                    "no-token",
                    status=HTTPStatus.UNAUTHORIZED,
                    detail="Send a token of your agency's own: Authorization: Bearer TOKEN.",
                    headers={"WWW-Authenticate": 'Bearer realm="whereabouts"'},
                )
            token, actor = held
            if scope not in token.scopes.split() or not permitted(
                roles=actor.roles, permission=needs
            ):
                return problem(
                    "out-of-scope",
                    status=HTTPStatus.FORBIDDEN,
                    detail=f"It needs a token for {scope}.",
                )
            if count_use(token=token, at=timezone.now()) > token.per_minute:
                return problem(
                    "too-often",
                    status=HTTPStatus.TOO_MANY_REQUESTS,
                    detail=f"A token may call {token.per_minute} times a minute. Wait and send it"
                    " again; nothing was saved.",
                    headers={"Retry-After": f"{A_MINUTE.total_seconds():.0f}"},
                )
            return _read(request, step, actor.for_purpose(purpose, route=request.path_info))

        return _marked(go, needs, ("POST",))

    return door


def _read(request: HttpRequest, step: Step, actor: Actor) -> HttpResponse:
    if not JSON.fullmatch(request.content_type or ""):
        return problem(
            "not-json",
            status=HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            detail="Send it as Content-Type: application/json.",
        )
    length = request.META.get("CONTENT_LENGTH") or "0"
    # What is said of the length is not believed where it is less than what comes.
    too_big = not length.isdigit() or int(length) > MOST
    body = b"" if too_big else request.read(MOST + 1)
    if too_big or len(body) > MOST:
        return problem(
            "too-big",
            status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            detail="Nothing was saved. A body has a million bytes at most.",
        )
    try:
        said = parsed(body=body)
    except NotReadable as fault:
        return problem("unreadable", status=HTTPStatus.BAD_REQUEST, detail=str(fault))
    try:
        return step(request, actor, body, said)
    except DataError:
        # The database refused a value that no definition caught.
        return problem(
            "wrong-fields",
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
            detail="A value is too long or out of range. Nothing was saved.",
        )


def _who(request: HttpRequest) -> tuple[Any, Actor] | None:
    shown = BEARER.fullmatch(request.headers.get("Authorization", "").strip())
    return token_holder(secret=shown[1], at=timezone.now()) if shown else None


def _marked(view: Any, needs: Permission | None, methods: tuple[str, ...]) -> Address:
    address = cast(Address, view)
    address.needs, address.methods = needs, methods
    return address
