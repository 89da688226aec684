"""The bytes that are hashed, and how; a verifier elsewhere can be written from this page."""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import UUID

FORMAT = "whereabouts-audit-1"
_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode


def canonical_bytes(
    *,
    key: UUID,
    kind: str,
    subject: str,
    member: UUID | None,
    agency: UUID,
    at: datetime,
    recorded_at: datetime,
    transaction: int,
    payload_hash: bytes,
) -> bytes:
    """Return an entry as UTF-8 JSON: keys sorted, no spaces, times in UTC with microseconds."""
    return _encode(
        {
            "format": FORMAT,
            "id": str(key),
            "kind": kind,
            "subject": subject,
            "member": str(member) if member else None,
            "agency": str(agency),
            "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
            "recorded_at": recorded_at.astimezone(UTC).isoformat(timespec="microseconds"),
            "transaction": transaction,
            "payload_sha256": payload_hash.hex(),
        }
    ).encode()


def entry_hash(*, canonical: bytes) -> bytes:
    """Return the hash of an entry's canonical bytes."""
    return hashlib.sha256(b"\x00" + canonical).digest()


def batch_root(*, entry_hashes: Iterable[bytes]) -> bytes:
    """Return the hash over a batch's entry hashes, in the order of the entries' keys."""
    running = hashlib.sha256(b"\x01")
    for one in entry_hashes:
        running.update(one)
    return running.digest()
