"""Every refusal as a problem document (RFC 9457): what is wrong, where; never what was sent."""

import json
from collections.abc import Iterable, Mapping
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

CONTENT_TYPE = "application/problem+json"
TYPE = "urn:whereabouts:problem:"
TITLES = {
    "unreadable": "The body is not JSON that can be read",
    "no-key": "There is no Idempotency-Key that can be used",
    "no-token": "There is no token that stands",
    "out-of-scope": "The token is not for this",
    "nothing-there": "There is nothing here",
    "wrong-method": "This address does not answer to this method",
    "too-big": "The body is too big",
    "not-json": "The body is not sent as JSON",
    "not-usable": "There is nothing to go by",
    "wrong-fields": "Something that is needed is wrong or left out",
    "key-used": "The key came before with another body",
    "erased": "It was taken before, and its answer is erased",
    "too-often": "There were too many calls in a minute",
    "our-fault": "We failed",
    "away": "The database does not answer",
}


def problem(
    name: str,
    *,
    status: int,
    detail: str,
    errors: Iterable[tuple[str, str]] = (),
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Return a refusal; `errors` names each field at fault as (field, why)."""
    body: dict[str, object] = {
        "type": TYPE + name,
        "title": TITLES[name],
        "status": status,
        "detail": detail,
    }
    named = [{"field": field, "why": why} for field, why in errors]
    if named:
        body["errors"] = named
    return HttpResponse(
        json.dumps(body, ensure_ascii=False),
        status=status,
        content_type=CONTENT_TYPE,
        headers=dict(headers or {}),
    )


def nothing_there() -> HttpResponse:
    """Say that there is no such address."""
    return problem(
        "nothing-there",
        status=HTTPStatus.NOT_FOUND,
        detail="The addresses are described at /api/v1/openapi.json.",
    )


def away() -> HttpResponse:
    """Say that nothing was saved, and that the same call may be made again."""
    return problem(
        "away",
        status=HTTPStatus.SERVICE_UNAVAILABLE,
        detail="Nothing is known to be saved. Send the same again, with the same key.",
        headers={"Retry-After": "2"},
    )


def our_fault(request: HttpRequest) -> HttpResponse:
    """Say that we failed."""
    return problem(
        "our-fault",
        status=HTTPStatus.INTERNAL_SERVER_ERROR,
        detail="Nothing was saved. Send the same again, with the same key; then tell us.",
    )
