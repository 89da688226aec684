"""Another force is asked to look in its area: it acknowledges and answers, each by a clock."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from whereabouts.engines.deadlines import length_of
from whereabouts.foundations.access.models import FencedRecord
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.rules import POLICE_KINDS
from whereabouts.foundations.outbox.actions import promise
from whereabouts.practice.investigation import actions as tasks
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.plans.queries import live_plans
from whereabouts.practice.response import events
from whereabouts.practice.response.rules import check_choice
from whereabouts.practice.response.vocabulary import BORDER_ANSWERS
from whereabouts.practice.risk.limits import due_by_pack
from whereabouts.records.episodes import actions as episodes
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people import queries as people
from whereabouts.records.placements.queries import placement_at

KIND = "cross_force_task"
# A placement is a reason of its own; its address would be the same one twice.
PLACED = "Placement"


class NeedsWords(Exception):
    """An answer needs words."""


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why a force is asked: by what place or plan, and since when that is known."""

    force: UUID
    key: str
    words: str
    known_at: datetime


def ask_across(*, episode: Episode, by: Actor, at: datetime) -> int:
    """Ask every other force in whose area the child has somebody or something, once a reason.

    Another address there, known later, is another task with its own clock and answer. Returns how
    many were asked for now.
    """
    asked = 0
    for reason in _reasons(episode=episode, at=at):
        if reason.force == episode.owner_agency_id or _asked_before(episode=episode, reason=reason):
            continue
        force_id = reason.force
        task = tasks.ask(
            episode=episode,
            kind=KIND,
            to_role="duty_inspector",
            assigned_agency=force_id,
            because="B12",
            detail=f"In your area: {reason.words}.",
            fact=reason.key,
            by=by,
            at=at,
            due_at=due_by_pack(
                episode=episode, key="cross_force_acknowledged", from_at=at, at=at,
                otherwise=length_of(key="cross_force_acknowledged", at=at),
            ),
        )  # fmt: skip
        if task is None:
            continue
        asked += 1
        episodes.write_log(
            episode=episode, kind=events.BORDER_ASKED, by=by, at=at, detail={"task": task.detail}
        )
        promise(
            # What is asked of a force at one moment is one notice, however many tasks.
            key=f"episode:{episode.pk}:across:{force_id}:{at.isoformat()}",
            kind=KIND,
            subject=f"episode:{episode.pk}",
            from_agency=by.agency_id,
            to_agency=force_id,
            to_role="duty_inspector",
            text=f"Episode {episode.reference}: look in your area, acknowledge and answer.",
            at=at,
            loudness="list",
            high=episode.level == "high",
            child=episode.child_id,
        )
    return asked


def acknowledge(*, task: Task, by: Actor, at: datetime) -> None:
    """Take on what another force asks: from now the clock of the answer runs.

    :raises NotOutstanding: somebody has taken it on, or it is answered.
    """
    tasks.accept(task=task, by=by, at=at)
    tasks.start_clock_again(
        task=task, at=at,
        due_at=due_by_pack(
            episode=task.episode, key="cross_force_answered", from_at=at, at=at,
            otherwise=length_of(key="cross_force_answered", at=at),
        ),
    )  # fmt: skip
    episodes.write_log(
        episode=task.episode, kind=events.BORDER_ACKNOWLEDGED, by=by, at=at,
        detail={"by": by.name},
    )  # fmt: skip
    _tell_holder(task=task, what="acknowledged", by=by, at=at, loudness="digest")


def answer(*, task: Task, outcome: str, words: str, by: Actor, at: datetime) -> None:
    """Answer: it stands in the history of the episode, and whoever holds it is told.

    :raises NotInList: the outcome is none of the list.
    :raises NeedsWords: there are no words.
    :raises NotOutstanding: it was answered already.
    """
    check_choice(field="outcome", value=outcome, choices=BORDER_ANSWERS)
    if not words.strip():
        raise NeedsWords("Say in words what was done there, and what was found.")
    said = f"{dict(BORDER_ANSWERS)[outcome]}. {words.strip()}"
    tasks.settle(
        task=task, by=by, at=at, result=said,
        not_done_code="lawful_reason" if outcome == "not_looked" else "",
    )  # fmt: skip
    episodes.write_log(
        episode=task.episode, kind=events.BORDER_ANSWERED, by=by, at=at, words=said,
        detail={"by": by.name},
    )  # fmt: skip
    _tell_holder(task=task, what="answered", by=by, at=at, loudness="list")


def _tell_holder(*, task: Task, what: str, by: Actor, at: datetime, loudness: str) -> None:
    episode = task.episode
    promise(
        key=f"task:{task.pk}:{what}",
        kind=KIND,
        subject=f"episode:{episode.pk}",
        from_agency=by.agency_id,
        to_agency=episode.owner_agency_id,
        to_role="supervisor",
        to_member=episode.owner_id,
        text=f"Episode {episode.reference}: the other force {what}.",
        at=at,
        loudness=loudness,
        high=episode.level == "high",
        child=episode.child_id,
    )


def _reasons(*, episode: Episode, at: datetime) -> Iterator[Reason]:
    """Yield each place or plan for which a force is asked; no address is in the words."""
    children = people.same_person_set(child_id=episode.child_id)
    for address in people.addresses_of(child_ids=children):
        if address.force_id is not None and not address.until_on and address.source != PLACED:
            kind = address.get_kind_display().lower()
            yield _reason(address.force_id, "address", address, f"an address ({kind})")
    for person in people.related_people_of(child_ids=children):
        if person.force_id is not None:
            who = person.get_relation_display().lower()
            yield _reason(person.force_id, "person", person, f"somebody around the child ({who})")
    placement = placement_at(child_ids=children, at=at)
    if placement is not None and placement.host_force_id is not None:
        yield _reason(placement.host_force_id, "placement", placement, "where the child is placed")
    for plan in live_plans(children=children):
        if plan.owner_agency.kind in POLICE_KINDS:
            yield _reason(plan.owner_agency_id, "plan", plan, "your trigger plan")


def _reason(force: UUID, kind: str, behind: FencedRecord, words: str) -> Reason:
    return Reason(
        force=force, key=f"{kind}:{behind.pk.hex}", words=words, known_at=behind.recorded_at
    )


def _asked_before(*, episode: Episode, reason: Reason) -> bool:
    """Return whether a task that names no reason asked the force already: one of an older time."""
    return Task.objects.filter(
        episode=episode, kind=KIND, fact="", assigned_agency=reason.force,
        created_at__gte=reason.known_at,
    ).exclude(state="cancelled").exists()  # fmt: skip
