"""Writing what was done and who looked. Nothing here changes or removes a row."""

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db import connection

from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.gathered import insert_values
from whereabouts.foundations.agencies.keys import new_id
from whereabouts.foundations.agencies.remembered import recall
from whereabouts.foundations.audit.models import AuditEntry, Look
from whereabouts.foundations.audit.rules import canonical_bytes, entry_hash


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing done, of several that are written down together."""

    kind: str
    subject: str
    payload: Mapping[str, Any] | None = None


@dataclass(frozen=True, kw_only=True)
class Seen:
    """Whom somebody saw, of several who looked at the same moment."""

    by: Actor
    subjects: Iterable[UUID]


def record(
    *,
    kind: str,
    subject: str,
    by: Actor,
    at: datetime,
    payload: Mapping[str, Any] | None = None,
) -> UUID:
    """Add a line to the audit log in the transaction under way, and return its key.

    `subject` is "kind:key" of what was acted on. `payload` may hold personal data: it is salted,
    hashed and erasable; everything else about the line is not personal.
    """
    return record_all(lines=[Line(kind=kind, subject=subject, payload=payload)], by=by, at=at)[0]


def record_all(*, lines: Iterable[Line], by: Actor, at: datetime) -> list[UUID]:
    """Add several lines at once, as `record` does one, and return their keys in order."""
    # Of the database's own clock and counter; one reading serves a transaction.
    transaction, recorded_at = recall(key="audit transaction", ask=_transaction)
    entries = [
        _entry(line=line, by=by, at=at, recorded_at=recorded_at, transaction=transaction)
        for line in lines
    ]
    insert_values(model=AuditEntry, rows=entries)
    return [entry["id"] for entry in entries]


_body = json.JSONEncoder(sort_keys=True, default=str, ensure_ascii=False).encode


def _transaction() -> tuple[int, datetime]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint, clock_timestamp()")
        number, now = cursor.fetchone()
    return number, now


def _entry(
    *, line: Line, by: Actor, at: datetime, recorded_at: datetime, transaction: int
) -> dict[str, Any]:
    key = new_id()
    body = _body(line.payload or {}).encode()
    salt = secrets.token_bytes(16)
    payload_hash = hashlib.sha256(salt + body).digest()
    canonical = canonical_bytes(
        key=key,
        kind=line.kind,
        subject=line.subject,
        member=by.member_id,
        agency=by.agency_id,
        at=at,
        recorded_at=recorded_at,
        transaction=transaction,
        payload_hash=payload_hash,
    )
    return {
        "id": key,
        "kind": line.kind,
        "subject": line.subject,
        "at": at,
        "recorded_at": recorded_at,
        "member_id": by.member_id,
        "owner_agency_id": by.agency_id,
        "canonical": canonical,
        "payload": body,
        "salt": salt,
        "payload_hash": payload_hash,
        "entry_hash": entry_hash(canonical=canonical),
        "transaction": transaction,
    }


_number = attrgetter("int")  # the same order as of the keys themselves, and found faster


def record_look(
    *,
    kind: str,
    page: str,
    by: Actor,
    at: datetime,
    subjects: Iterable[UUID],
    shown: Iterable[str] = (),
    terms: Mapping[str, Any] | None = None,
) -> None:
    """Write down that somebody looked: one row a view, with everybody it showed."""
    seen = Seen(by=by, subjects=subjects)
    _look(seen=seen, kind=kind, page=page, at=at, shown=shown, terms=terms).save(force_insert=True)


def record_looks(
    *, kind: str, page: str, at: datetime, seen: Iterable[Seen], shown: Iterable[str]
) -> None:
    """Write down at once that several looked, each as `record_look` does."""
    Look.objects.bulk_create(
        [_look(seen=one, kind=kind, page=page, at=at, shown=shown) for one in seen]
    )


def _look(
    *,
    seen: Seen,
    kind: str,
    page: str,
    at: datetime,
    shown: Iterable[str],
    terms: Mapping[str, Any] | None = None,
) -> Look:
    return Look(
        kind=kind,
        page=page,
        at=at,
        member_id=seen.by.member_id,
        owner_agency_id=seen.by.agency_id,
        purpose=seen.by.purpose,
        # As the database writes it: of a board's hundreds each would be made ready by itself.
        subjects=f"{{{','.join(one.hex for one in sorted(set(seen.subjects), key=_number))}}}",
        shown=sorted(set(shown)),
        terms=dict(terms) if terms is not None else None,
    )
