"""Putting a child before a panel, and what the panel decides."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from whereabouts.engines.deadlines import length_of
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit import actions as audit
from whereabouts.foundations.timers.actions import set_timer, stand_down
from whereabouts.practice.support import events
from whereabouts.practice.support.models import PanelItem
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people.queries import same_person_set

PANEL_CLOCK = "panel_due"


class DecisionMissing(Exception):
    """A panel decides in words: which actions, or why none."""


class AlreadyDecided(Exception):
    """The panel has decided already."""


@transaction.atomic
def open_panel(
    *,
    thresholds: Sequence[str],
    by: Actor,
    at: datetime,
    episode: Episode | None = None,
    child_id: UUID | None = None,
) -> PanelItem | None:
    """Put a child, of an episode or of none, before the caller's panel; None if they wait there.

    The caller is in the scope of the agency whose panel it is.
    """
    child = episode.child_id if episode is not None else child_id
    assert child is not None  # noqa: S101 - one of the two is given
    waiting = PanelItem.objects.filter(
        child__in=same_person_set(child_id=child), owner_agency_id=by.agency_id,
        state="open",
    )  # fmt: skip
    if waiting.exists():
        return None
    item = PanelItem(
        child_id=child,
        episode=episode,
        thresholds=list(thresholds),
        opened_at=at,
        due_at=at + length_of(key="panel_held", at=at),
        owner_agency_id=by.agency_id,
        recorded_at=at,
        recorded_by_id=by.member_id,
    )
    # Two who report at once put the child there once.
    PanelItem.objects.bulk_create([item], ignore_conflicts=True)
    if not PanelItem.objects.filter(pk=item.pk).exists():
        return None
    set_timer(
        key=f"panel:{item.pk}",
        kind=PANEL_CLOCK,
        subject=f"panel:{item.pk}",
        agency=by.agency_id,
        at=at,
        due_at=item.due_at,
    )
    audit.record(kind=events.PANEL_OPENED, subject=f"panel:{item.pk}", by=by, at=at)
    return item


def decide_panel(*, item: PanelItem, acts: bool, decision: str, by: Actor, at: datetime) -> None:
    """Write down what a panel decided: which actions, or why no action.

    :raises DecisionMissing: nothing is said.
    :raises AlreadyDecided: it has decided already.
    """
    if not decision.strip():
        raise DecisionMissing("Say which actions the panel agreed, or why there is none.")
    decided = PanelItem.objects.filter(pk=item.pk, state="open").update(
        state="decided" if acts else "no_action",
        decision=decision,
        decided_at=at,
        decided_by_id=by.member_id,
    )
    if not decided:
        raise AlreadyDecided("The panel has decided on this child already.")
    stand_down(subject=f"panel:{item.pk}", at=at, kinds=(PANEL_CLOCK,))
    audit.record(kind=events.PANEL_DECIDED, subject=f"panel:{item.pk}", by=by, at=at)
