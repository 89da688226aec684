"""Verifying the audit log: every entry against its hashes, every batch against its entries."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from whereabouts.foundations.audit.models import AuditBatch, AuditEntry
from whereabouts.foundations.audit.rules import batch_root, canonical_bytes, entry_hash

AT_ONCE = 2000


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What is wrong, and where: an entry's or a batch's key, never what it says."""

    where: str
    key: UUID
    what: str


@dataclass(kw_only=True)
class Verified:
    """How much was looked at, and everything that is wrong."""

    entries: int = 0
    erased: int = 0
    batches: int = 0
    sealed: int = 0
    last_sealed_at: datetime | None = None
    wrong: list[Fault] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return it as plain JSON."""
        return {
            "entries": self.entries,
            "erased": self.erased,
            "batches": self.batches,
            "sealed": self.sealed,
            "last_sealed_at": self.last_sealed_at.isoformat() if self.last_sealed_at else None,
            "wrong": [
                {"where": fault.where, "key": str(fault.key), "what": fault.what}
                for fault in self.wrong
            ],
        }


def verify(
    *, using: str = "owner", tell: Callable[[int, int], None] = lambda done, of: None
) -> Verified:
    """Look at the whole log, of every agency, through the owner's connection.

    `tell` hears now and then how many entries and batches are looked at, of how many.
    What was erased is no fault: its salted hash stands, and everything else about it verifies.
    """
    found = Verified()
    with transaction.atomic(using=using):
        entries = AuditEntry.objects.using(using).count()
        of = entries + AuditBatch.objects.using(using).count()
        for entry in AuditEntry.objects.using(using).order_by("pk").iterator(chunk_size=AT_ONCE):
            if found.entries % AT_ONCE == 0:
                tell(found.entries, of)
            found.entries += 1
            found.erased += entry.payload is None
            found.wrong += [
                Fault(where="entry", key=entry.pk, what=what) for what in faults_of(entry=entry)
            ]
        before = 0
        for batch in AuditBatch.objects.using(using).order_by("until_transaction"):
            tell(min(entries + found.batches, of), of)
            found.batches += 1
            found.sealed += batch.entries
            found.last_sealed_at = batch.sealed_at
            found.wrong += [
                Fault(where="batch", key=batch.pk, what=what)
                for what in _faults_of_batch(batch=batch, before=before, using=using)
            ]
            before = batch.until_transaction
    return found


def faults_of(*, entry: AuditEntry) -> Iterator[str]:
    """Yield what is wrong with an entry."""
    payload, salt = _bytes(entry.payload), _bytes(entry.salt)
    if (payload is None) != (salt is None):
        yield "half of it was erased"
    elif payload is not None and salt is not None:
        hashed = hashlib.sha256(salt + payload).digest()
        if hashed != _bytes(entry.payload_hash):
            yield "the payload is not what was hashed"
    canonical = _bytes(entry.canonical) or b""
    if canonical != canonical_bytes(
        key=entry.pk,
        kind=entry.kind,
        subject=entry.subject,
        member=entry.member_id,
        agency=entry.owner_agency_id,
        at=entry.at,
        recorded_at=entry.recorded_at,
        transaction=entry.transaction,
        payload_hash=_bytes(entry.payload_hash) or b"",
    ):
        yield "the columns are not what was hashed"
    if entry_hash(canonical=canonical) != _bytes(entry.entry_hash):
        yield "the hash is not of these bytes"


def _faults_of_batch(*, batch: AuditBatch, before: int, using: str) -> Iterator[str]:
    if batch.from_transaction != before:
        yield "it does not begin where the batch before it ends"
    hashes = [
        _bytes(one) or b""
        for one in AuditEntry.objects.using(using)
        .filter(transaction__gte=batch.from_transaction, transaction__lt=batch.until_transaction)
        .order_by("pk")
        .values_list("entry_hash", flat=True)
    ]
    if len(hashes) != batch.entries:
        yield f"{batch.entries} entries were sealed, {len(hashes)} are there"
    if batch_root(entry_hashes=hashes) != _bytes(batch.root):
        yield "the entries are not those that were sealed"


def _bytes(value: Any) -> bytes | None:
    return None if value is None else bytes(value)
