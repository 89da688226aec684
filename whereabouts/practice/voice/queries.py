"""Questions about the child's voice; callers are inside a scope."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet, Sum

from whereabouts.foundations.access.gate import visible
from whereabouts.practice.voice.models import AboutMe, ChildLink, ChildsWords, TermCount


def lines_of(*, child_ids: Collection[UUID]) -> "QuerySet[AboutMe]":
    """Return what a child tells about themselves over every record, what was said last first."""
    return (
        visible(AboutMe)
        .filter(child__in=list(child_ids))
        .select_related("owner_agency", "recorded_by", "ended_by")
        .order_by("ended_at", "-said_on", "-id")
    )


def links_of(*, child_ids: Collection[UUID]) -> "QuerySet[ChildLink]":
    """Return the codes that were made for a child, the latest first."""
    return (
        visible(ChildLink)
        .filter(child__in=list(child_ids))
        .select_related("owner_agency", "reader_agency", "about_team", "recorded_by")
        .order_by("-recorded_at", "-id")
    )


def words_to_read() -> "QuerySet[ChildsWords]":
    """Return what children said that nobody has read, what is due first."""
    return (
        visible(ChildsWords)
        .filter(read_at__isnull=True)
        .select_related("about_agency", "about_team")
        .order_by("due_at", "id")
    )


def talks_to_offer() -> "QuerySet[ChildsWords]":
    """Return what children said, and was read, for which a conversation is owed; due first."""
    return (
        visible(ChildsWords)
        .filter(read_at__isnull=False, talk_due_at__isnull=False, talk_at__isnull=True)
        .select_related("about_agency", "about_team", "read_by")
        .order_by("talk_due_at", "id")
    )


def words_read(*, since: datetime) -> "QuerySet[ChildsWords]":
    """Return what children said that was read since a moment, the latest first."""
    return (
        visible(ChildsWords)
        .filter(read_at__gte=since)
        .select_related("about_agency", "about_team", "read_by", "told_by", "talk_by")
        .order_by("-read_at", "-id")
    )


def treated(
    *, from_at: datetime, until_at: datetime
) -> list[tuple[UUID, UUID | None, str, str, int]]:
    """Return (force, unit, question, answer, how often) of what children said, without the words.

    Of the scope's agency, as the one it is about or the one that reads it; every other sees none.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM voice_treated(%s, %s)", [from_at, until_at])
        return [(row[0], row[1], row[2], row[3], row[4]) for row in cursor.fetchall()]


def opened_by(*, code_hash: str, at: datetime, closes_at: datetime) -> tuple[UUID, UUID] | None:
    """Return (code's key, agency that reads) where a code opens now, beyond the fence; else None.

    For nobody in particular, before any scope: one statement, the same for every wrong code. From
    the first opening on it closes at `closes_at`.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM voice_open(%s, %s, %s)", [code_hash, at, closes_at])
        found = cursor.fetchone()
    return (found[0], found[1]) if found else None


def term_counts(*, agency: UUID, since: date) -> list[tuple[UUID | None, str, int]]:
    """Return (unit, term, how often) of an agency since a month."""
    rows = (
        visible(TermCount)
        .filter(owner_agency=agency, month__gte=since)
        .values_list("team", "term")
        .annotate(total=Sum("number"))
        .order_by("-total")
    )
    return [(team, term, total) for team, term, total in rows]
