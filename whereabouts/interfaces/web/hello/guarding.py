"""What keeps the page for children safe without a cookie: where a form came from, and how often."""

import hashlib
import hmac
from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.middleware.csrf import CsrfViewMiddleware

from whereabouts.engines.deadlines import length_of

MOST_WRONG = 20  # from one address, within the length of `child_code_tries`


class _Origin(CsrfViewMiddleware):
    """Django's own judgement of where a form came from, without its cookie."""

    def is_ours(self, request: HttpRequest) -> bool:
        """Return whether the browser says that a page of ours sent the form."""
        if getattr(request, "_dont_enforce_csrf_checks", False):
            return True  # as Django's own check lets tests say
        if "HTTP_ORIGIN" in request.META:
            return bool(self._origin_verified(request))  # type: ignore[attr-defined]
        return request.headers.get("Sec-Fetch-Site") == "same-origin"


def came_from_here(request: HttpRequest) -> bool:
    """Return whether a form was sent by our own page: browsers say so, and nobody else can."""
    return _Origin(lambda _: None).is_ours(request)  # type: ignore[arg-type]


def too_many_wrong(request: HttpRequest) -> bool:
    """Return whether so many wrong codes came from one address that no more are looked at."""
    return int(cache.get(_key(request), 0)) >= MOST_WRONG


def count_wrong(request: HttpRequest, *, at: datetime) -> None:
    """Count a wrong code. Of the address a keyed hash is kept, for some minutes."""
    key = _key(request)
    seconds = int(length_of(key="child_code_tries", at=at).total_seconds())
    cache.set(key, int(cache.get(key, 0)) + 1, timeout=seconds)


def _key(request: HttpRequest) -> str:
    address = request.META.get("REMOTE_ADDR", "")
    made = hmac.new(settings.SECRET_KEY.encode(), address.encode(), hashlib.sha256).hexdigest()
    return f"hello-wrong:{made}"
