"""Keep a report as it is typed, so that nothing typed is ever lost."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.journeys.door import journey
from whereabouts.records.reports import actions as reports
from whereabouts.records.reports.actions import DraftGone
from whereabouts.records.reports.gate import draft_for

__all__ = ["DraftGone", "discard_draft", "save_draft"]


@journey(needs=Permission.REPORT_TAKE)
def save_draft(*, actor: Actor, draft_id: UUID, answers: Mapping[str, Any], at: datetime) -> int:
    """Keep what is typed so far, and return the draft's version.

    :raises DraftGone: it was sent or put away, or is somebody else's.
    """
    return reports.save_draft(draft_id=draft_id, answers=answers, by=actor, at=at).version


@journey(needs=Permission.REPORT_TAKE)
def discard_draft(*, actor: Actor, draft_id: UUID, at: datetime) -> None:
    """Put a draft away; it is kept, and no longer offered.

    :raises NotVisible: there is no such draft of the actor's.
    """
    reports.put_away_draft(draft=draft_for(actor, draft_id=draft_id), by=actor, at=at)
