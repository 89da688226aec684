"""Sealing what was written: a hash over every finished transaction's entries, without a gap."""

from datetime import datetime

from django.db import connection, transaction

from whereabouts.foundations.audit.models import AuditBatch
from whereabouts.foundations.audit.rules import batch_root

# Any number of our own: one seals at a time, the others leave it to them.
SEALING = 7_310_420


def ended_before() -> int:
    """Return the number beneath which every transaction on the server has ended."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return int(cursor.fetchone()[0])


@transaction.atomic
def seal(*, at: datetime) -> AuditBatch | None:
    """Seal all entries of transactions that have ended, and return the batch; None for nothing new.

    A number is drawn before its transaction commits, so "everything up to the latest" would leave
    out whoever commits late. What lies below the oldest transaction still running is complete.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SEALING])
        if not cursor.fetchone()[0]:
            return None
        until = ended_before()
        latest = AuditBatch.objects.order_by("-until_transaction").first()
        since = latest.until_transaction if latest else 0
        if until <= since:
            return None
        cursor.execute("SELECT entry_hash FROM audit_hashes(%s, %s)", [since, until])
        hashes = [bytes(row[0]) for row in cursor.fetchall()]
    if not hashes:
        return None
    return AuditBatch.objects.create(
        sealed_at=at,
        from_transaction=since,
        until_transaction=until,
        entries=len(hashes),
        root=batch_root(entry_hashes=hashes),
    )
