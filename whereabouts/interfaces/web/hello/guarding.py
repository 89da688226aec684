"""What keeps the page for children safe without a cookie: where a form came from, and how often."""

import hashlib
import hmac
import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.middleware.csrf import CsrfViewMiddleware

TRIES = Path(__file__).with_name("tries.toml")


@dataclass(frozen=True, kw_only=True)
class Tries:
    """What happens to many wrong codes, from a day on."""

    since: date
    free: int
    step_seconds: int
    most_seconds: int
    shut_at: int
    within_minutes: int
    source: str
    status: str


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


def read_tries(*, text: str) -> tuple[Tries, ...]:
    """Return the entries of a text in the form of the file, the first day first."""
    return tuple(sorted((Tries(**one) for one in tomllib.loads(text)["tries"]), key=_since))


@lru_cache(maxsize=1)
def _kept() -> tuple[Tries, ...]:
    return read_tries(text=TRIES.read_text(encoding="utf-8"))


def tries_of(*, at: datetime, entries: tuple[Tries, ...] = ()) -> Tries:
    """Return the numbers that hold on a day; before the first day the first entry's."""
    known = entries or _kept()
    begun = [one for one in known if one.since <= at.date()]
    return begun[-1] if begun else known[0]


def asked_to_wait(*, wrong: int, tries: Tries) -> int:
    """Return for how many seconds somebody is asked to wait after so many wrong codes."""
    if wrong >= tries.shut_at:
        return tries.within_minutes * 60
    return min(max(wrong - tries.free, 0) * tries.step_seconds, tries.most_seconds)


def shut_for(request: HttpRequest, *, at: datetime) -> int:
    """Return for how many seconds no code from this address is tried; 0 where one is.

    It opens again some minutes after the last wrong one: what is not tried does not count.
    """
    wrong, tries = int(cache.get(_key(request), 0)), tries_of(at=at)
    return asked_to_wait(wrong=wrong, tries=tries) if wrong >= tries.shut_at else 0


def count_wrong(request: HttpRequest, *, at: datetime) -> int:
    """Count a wrong code; return for how many seconds whoever typed it is asked to wait.

    Nothing waits here: a worker that slept would be missing to others. Of the address a keyed hash
    stays, for minutes.
    """
    key, tries = _key(request), tries_of(at=at)
    wrong = int(cache.get(key, 0)) + 1
    cache.set(key, wrong, timeout=tries.within_minutes * 60)
    return asked_to_wait(wrong=wrong, tries=tries)


def _since(one: Tries) -> date:
    return one.since


def _key(request: HttpRequest) -> str:
    address = request.META.get("REMOTE_ADDR", "")
    made = hmac.new(settings.SECRET_KEY.encode(), address.encode(), hashlib.sha256).hexdigest()
    return f"hello-wrong:{made}"
