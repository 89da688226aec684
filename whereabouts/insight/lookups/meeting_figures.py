"""How often meetings act: decided on, screened out, and their actions done in time, by agency.

Screened out: the meeting did nothing for the child. Counts are protected, and nobody is named.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from whereabouts.engines.disclosure import named_rules, shown, shown_share
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.insight.lookups.door import lookup
from whereabouts.practice.meetings.models import Action, Item
from whereabouts.practice.meetings.vocabulary import KINDS

A_YEAR = timedelta(days=365)
PROTECTED_BY = "ours"  # the rules of engines/disclosure


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenedOut:
    """Of the children whom meetings of a kind decided on, the share for whom nothing is done."""

    kind: str
    decided: str
    no_action: str
    share: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingFigures:
    """The year's meetings of an agency, as counts that hide small numbers."""

    rows: tuple[ScreenedOut, ...]
    settled: str
    in_time: str
    hidden_below: int


@lookup(needs=Permission.MEETING_HOLD)
def meeting_figures(*, actor: Actor, at: datetime) -> MeetingFigures:
    """Return the screening-out rate of the actor's agency, by kind of meeting, over a year."""
    protect = named_rules(rules_id=PROTECTED_BY, at=at.date())
    counted: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    decided = visible(Item).filter(
        owner_agency=actor.agency_id, decided_at__gt=at - A_YEAR, decided_at__lte=at
    )
    for kind, outcome in decided.values_list("meeting__kind", "outcome"):
        counted[kind][0] += 1
        counted[kind][1] += outcome == "no_action"
    settled = list(
        visible(Action)
        .filter(
            Q(owner_agency=actor.agency_id), settled_at__gt=at - A_YEAR, settled_at__lte=at,
            state="done",
        )
        .values_list("settled_at", "due_at")
    )  # fmt: skip
    in_time = sum(when is not None and when <= due for when, due in settled)
    return MeetingFigures(
        rows=tuple(
            ScreenedOut(
                kind=words,
                decided=shown(count=counted[kind][0], rules=protect).text,
                no_action=shown(count=counted[kind][1], rules=protect).text,
                share=shown_share(
                    part=counted[kind][1], whole=counted[kind][0], rules=protect
                ).text,
            )
            for kind, words in KINDS
            if kind in counted
        ),
        settled=shown(count=len(settled), rules=protect).text,
        in_time=shown_share(part=in_time, whole=len(settled), rules=protect).text,
        hidden_below=protect.hide_below,
    )
