"""Removing what the heartbeat leaves behind, what nobody goes on with, and what was long read.

The heartbeat's rows and kept parts as the owner, since the application may not delete; nothing else
of any agency is ever touched, and the audit lines stay: they are sealed.
"""

from datetime import datetime, timedelta

from django.db import connection, connections, transaction

from whereabouts.foundations.agencies.rules import SYNTHETIC

KEPT = timedelta(days=1)

# In this order: what points to something goes before what it points to.
STEPS = (
    "DELETE FROM outbox_message WHERE {ours} AND promised_at < %(before)s",
    "DELETE FROM timers_timer WHERE {ours} AND state <> 'waiting' AND settled_at < %(before)s",
    "DELETE FROM episodes_logentry WHERE {ours} AND recorded_at < %(before)s",
    """
    DELETE FROM episodes_episodereport l USING reports_report r
    WHERE l.report_id = r.id AND r.{ours} AND r.recorded_at < %(before)s
    """,
    """
    DELETE FROM risk_shadowdifference d USING risk_assessment a
    WHERE d.assessment_id = a.id AND a.{ours} AND a.recorded_at < %(before)s
    """,
    "DELETE FROM risk_assessment a WHERE a.{ours} AND a.recorded_at < %(before)s",
    "DELETE FROM reports_report WHERE {ours} AND recorded_at < %(before)s",
    """
    DELETE FROM reports_contact c WHERE c.{ours} AND c.recorded_at < %(before)s
    AND NOT EXISTS (SELECT 1 FROM reports_report r WHERE r.contact_id = c.id)
    """,
)


def prune_heartbeats(*, at: datetime, using: str = "owner") -> int:
    """Remove the heartbeat's rows of more than a day ago, and return how many there were."""
    removed = 0
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute("SELECT id FROM agencies_agency WHERE kind = %s", [SYNTHETIC])
        keys = [row[0] for row in cursor.fetchall()]
        if not keys:
            return 0
        for step in STEPS:
            cursor.execute(
                step.replace("{ours}", "owner_agency_id = ANY(%(keys)s)"),
                {"keys": keys, "before": at - KEPT},
            )
            removed += cursor.rowcount
    return removed


# A part of figures or packs that a newer one stands for, or that no round takes up any more.
OLD_PARTS = """
    DELETE FROM oversight_keptfigures old
    WHERE old.recorded_at < %(before)s AND (
        old.recorded_at < %(long_before)s
        OR EXISTS (
            SELECT 1 FROM oversight_keptfigures newer
            WHERE newer.owner_agency_id = old.owner_agency_id AND newer.ends = old.ends
            AND newer.part = old.part AND newer.recorded_at > old.recorded_at
        )
    )
"""
# A round comes each month: what it has no use for then is of no use.
KEPT_PARTS = timedelta(days=40)


def prune_parts(*, at: datetime, using: str = "owner") -> int:
    """Remove the kept parts of rounds that nobody goes on with, and return how many there were."""
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute(OLD_PARTS, {"before": at - KEPT, "long_before": at - KEPT_PARTS})
        return int(cursor.rowcount)


def forget_changes() -> int:
    """Forget which children changed more than an hour ago, and return how many lines that were."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT people_forget_changes()")
        return int(cursor.fetchone()[0])
