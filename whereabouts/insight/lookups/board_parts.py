"""What a list of open episodes is put together from: one query each, however many there are."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access import gate
from whereabouts.foundations.timers.models import Timer
from whereabouts.insight.lookups.notices import EPISODE
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.supervision.models import Proposal, Review
from whereabouts.records.episodes.rules import NOT_CLOSED

# What waits for a timer, as the board says it.
TIMER_WORDS = {
    "undecided": "Decide the level",
    "unowned": "Somebody takes it on",
    "reassess_due": "Assess again",
    "lowest_ends": "The lowest category ends",
    "notice_unacknowledged": "Acknowledge the notice",
    "task_due": "A task",
}
OUTSTANDING = ("open", "accepted")


def deadlines(*, agencies: Collection[UUID]) -> dict[UUID, tuple[datetime, str]]:
    """Return the earliest outstanding deadline of each open episode, and what is due then.

    `agencies` are those whose episodes are shown; only their timers are read.
    """
    earliest: dict[UUID, tuple[datetime, str]] = {}
    tasks = (
        gate.visible(Task)
        .filter(
            # Not by a list of keys: a condition costs the same however many episodes there are.
            episode__state__in=NOT_CLOSED,
            state__in=OUTSTANDING,
            due_at__isnull=False,
        )
        .order_by("episode", "due_at", "pk")
        .distinct("episode")
        .values_list("episode_id", "due_at", "title")
    )
    for key, due_at, title in tasks:
        if due_at is not None:
            earliest[key] = (due_at, title)
    reviews = (
        gate.visible(Review)
        .filter(episode__state__in=NOT_CLOSED, state="waiting", episode__owner_agency__in=agencies)
        .order_by("episode", "due_at", "pk")
        .distinct("episode")
        .values_list("episode_id", "due_at", "rank")
    )
    for key, due_at, rank in reviews:
        if key not in earliest or due_at < earliest[key][0]:
            earliest[key] = (due_at, f"Review ({rank.replace('_', ' ')} or above)")
    timers = (
        Timer.objects.filter(
            state="waiting", subject__startswith=EPISODE, owner_agency__in=agencies
        )
        .order_by("subject", "due_at", "pk")
        .distinct("subject")
        .values_list("subject", "due_at", "kind")
    )
    for subject, due_at, kind in timers:
        key = UUID(subject.removeprefix(EPISODE))
        if key not in earliest or due_at < earliest[key][0]:
            earliest[key] = (due_at, TIMER_WORDS.get(kind, kind.replace("_", " ").capitalize()))
    return earliest


def proposals_waiting() -> set[UUID]:
    """Return the episodes in which somebody asked to go lower and nobody has answered."""
    asked = gate.visible(Proposal).filter(state="asked")
    return set(asked.values_list("episode_id", flat=True))
