"""The door of every page: signed in, permitted, with a purpose; each refusal gets its page."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol, cast

from django.core.exceptions import ValidationError
from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from whereabouts.foundations.access.permissions import Permission, permitted
from whereabouts.foundations.access.scope import NotPermitted, NotVisible
from whereabouts.interfaces.web import refusals
from whereabouts.interfaces.web.sessions import ask_to_sign_in

View = Callable[..., HttpResponse]


class Page(Protocol):
    """A view, the permission that it needs, and the methods that it answers."""

    needs: Permission | None
    methods: tuple[str, ...]
    __name__: str

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer."""
        ...


def looks(
    *, needs: Permission, purpose: str, methods: tuple[str, ...] = ("GET", "HEAD")
) -> Callable[[View], Page]:
    """Make a view a page that shows something; a search adds POST to its methods."""
    return _door(needs=needs, purpose=purpose, methods=methods)


def acts(
    *, needs: Permission, purpose: str, methods: tuple[str, ...] = ("POST",)
) -> Callable[[View], Page]:
    """Make a view a page that changes something; a page with its form adds GET."""
    return _door(needs=needs, purpose=purpose, methods=methods)


def anybody(*, methods: tuple[str, ...] = ("GET", "HEAD")) -> Callable[[View], Page]:
    """Make a view a page for anybody, signed in or not; it shows no person."""

    def door(view: View) -> Page:
        @wraps(view)
        def go(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            return view(request, *args, **kwargs)

        return _marked(go, None, methods)

    return door


def _door(*, needs: Permission, purpose: str, methods: tuple[str, ...]) -> Callable[[View], Page]:
    def door(view: View) -> Page:
        @wraps(view)
        def go(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            actor = request.actor  # type: ignore[attr-defined]
            if actor is None:
                return ask_to_sign_in(request)
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            if not permitted(roles=actor.roles, permission=needs):
                return refusals.not_permitted(request, needs)
            route = request.resolver_match.route if request.resolver_match else ""
            request.actor = actor.for_purpose(purpose, route=route)  # type: ignore[attr-defined]
            try:
                return view(request, *args, **kwargs)
            except NotPermitted as refused:
                return refusals.not_permitted(request, refused.permission)
            except NotVisible:
                return refusals.nothing_there(request)
            except ValidationError as wrong:
                return refusals.bad_form(request, _fields(wrong))
            except DataError:
                # The database refused a value that no form caught: too long, or out of range.
                return refusals.bad_form(request, [])

        return _marked(go, needs, methods)

    return door


def _marked(go: View, needs: Permission | None, methods: tuple[str, ...]) -> Page:
    page = cast(Page, go)
    page.needs, page.methods = needs, methods
    return page


def _fields(wrong: ValidationError) -> list[tuple[str, str]]:
    if hasattr(wrong, "error_dict"):
        return [
            (field, sentence)
            for field, sentences in wrong.message_dict.items()
            for sentence in sentences
        ]
    return [("", sentence) for sentence in wrong.messages]
