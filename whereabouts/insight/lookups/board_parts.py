"""What a board's rows are put together from: one query each, however many rows there are."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count

from whereabouts.foundations.access import gate
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.models import Message
from whereabouts.foundations.timers.models import Timer
from whereabouts.insight.lookups.notices import EPISODE, addressed_to
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.supervision.models import Proposal, Review
from whereabouts.records.episodes.models import EpisodeLink
from whereabouts.records.episodes.rules import NOT_CLOSED
from whereabouts.records.people import queries as people

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


def notices_by_episode(*, actor: Actor) -> dict[UUID, int]:
    """Return how many notices to this person about each episode wait to be acknowledged."""
    counted = (
        gate.visible(Message)
        .filter(
            addressed_to(actor=actor),
            acknowledged_at__isnull=True,
            subject__startswith=EPISODE,
        )
        .values_list("subject")
        .annotate(Count("pk"))
    )
    return {UUID(subject.removeprefix(EPISODE)): number for subject, number in counted}


def proposals_waiting() -> set[UUID]:
    """Return the episodes in which somebody asked to go lower and nobody has answered."""
    asked = gate.visible(Proposal).filter(state="asked")
    return set(asked.values_list("episode_id", flat=True))


def also_open_at() -> dict[UUID, list[str]]:
    """Return the other agencies that have an open episode of the same child."""
    links = (
        gate.visible(EpisodeLink)
        .filter(
            kind="same_child",
            ended_at__isnull=True,
            episode__state__in=NOT_CLOSED,
            other__state__in=NOT_CLOSED,
        )
        .values_list(
            "episode_id",
            "episode__owner_agency__name",
            "other_id",
            "other__owner_agency__name",
        )
    )
    found: dict[UUID, set[str]] = defaultdict(set)
    for one, one_agency, other, other_agency in links:
        found[one].add(other_agency)
        found[other].add(one_agency)
    return {key: sorted(names) for key, names in found.items()}


def ages(*, children: Collection[UUID], at: datetime) -> dict[UUID, str]:
    """Return each child's age in words: "14", "13 or 14" or "12 to 15"; unknown is left out.

    Every record of the same person counts; of several statements the narrowest says most.
    """
    sets = people.same_person_sets(child_ids=children)
    everybody: set[UUID] = set().union(*sets.values()) if sets else set()
    spans: dict[UUID, tuple[date, date]] = {}
    for child, earliest, latest in people.believed_spans_of(child_ids=everybody):
        known = spans.get(child)
        if known is None or latest - earliest < known[1] - known[0]:
            spans[child] = (earliest, latest)
    found = {}
    for child, same in sets.items():
        stated = [spans[one] for one in same if one in spans]
        if stated:
            narrowest = min(stated, key=lambda span: (span[1] - span[0], span))
            found[child] = _age_words(spans.get(child, narrowest), at=at.date())
    return found


def _age_words(born: tuple[date, date], *, at: date) -> str:
    oldest, youngest = _age(born[0], at=at), _age(born[1], at=at)
    if oldest == youngest:
        return str(oldest)
    return (
        f"{youngest} or {oldest}" if oldest - youngest == 1 else f"{youngest} to {oldest}"
    )  # fmt: skip


def _age(born: date, *, at: date) -> int:
    return at.year - born.year - ((at.month, at.day) < (born.month, born.day))
