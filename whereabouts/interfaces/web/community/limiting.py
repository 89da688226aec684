"""How often one address uses the public form; of the address a keyed hash stays, for an hour."""

import hashlib
import hmac
import tomllib
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

LIMITS = Path(__file__).with_name("limits.toml")


@lru_cache(maxsize=1)
def _kept() -> tuple[tuple[date, int, int], ...]:
    read = tomllib.loads(LIMITS.read_text(encoding="utf-8"))["limits"]
    return tuple(sorted((one["since"], one["most"], one["within_minutes"]) for one in read))


def limit_of(*, at: datetime) -> tuple[int, int]:
    """Return (how many, within how many minutes) on a day; before the first day the first."""
    begun = [one for one in _kept() if one[0] <= at.date()] or [_kept()[0]]
    return begun[-1][1:]


def too_often(request: HttpRequest, *, at: datetime) -> bool:
    """Count one use of the form, and return whether the address has had more than it may."""
    most, minutes = limit_of(at=at)
    address = request.META.get("REMOTE_ADDR", "")
    made = hmac.new(settings.SECRET_KEY.encode(), address.encode(), hashlib.sha256).hexdigest()
    used = int(cache.get(f"tell:{made}", 0)) + 1
    cache.set(f"tell:{made}", used, timeout=minutes * 60)
    return used > most
