"""Remembering for a short while; each of these is one statement, so processes cannot interleave."""

import hashlib
import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from whereabouts.foundations.shared.models import Remembered


def remember(*, key: str, value: Any, at: datetime, until_at: datetime) -> None:
    """Remember a value, whatever was there."""
    Remembered.objects.update_or_create(
        pk=_hashed(key), defaults={"value": value, "until_at": until_at}
    )


def remember_first(*, key: str, value: Any, at: datetime, until_at: datetime) -> bool:
    """Remember a value unless one is remembered still, and return whether this one was first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO shared_remembered (id, value, until_at) VALUES (%s, %s, %s)"
            " ON CONFLICT (id) DO UPDATE SET value = excluded.value, until_at = excluded.until_at"
            " WHERE shared_remembered.until_at <= %s RETURNING 1",
            [_hashed(key), json.dumps(value), until_at, at],
        )
        return cursor.fetchone() is not None


def recall(*, key: str, at: datetime) -> Any:
    """Return what is remembered.

    :raises LookupError: nothing is, or no longer.
    """
    held = Remembered.objects.filter(pk=_hashed(key), until_at__gt=at).first()
    if held is None:
        raise LookupError("Nothing is remembered.")
    return held.value


def forget(*, key: str) -> bool:
    """Forget one value, and return whether there was one."""
    return bool(Remembered.objects.filter(pk=_hashed(key)).delete()[0])


def forget_old(*, at: datetime) -> int:
    """Remove what has run out, and return how much."""
    return Remembered.objects.filter(until_at__lte=at).delete()[0]


def forget_all() -> None:
    """Remove everything that is remembered."""
    Remembered.objects.all().delete()


def _hashed(key: str) -> UUID:
    return UUID(bytes=hashlib.sha256(key.encode()).digest()[:16])
