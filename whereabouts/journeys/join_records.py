"""Saying that two records are one child, and taking it back, exactly."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.gate import agencies_reached
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.queries import system_actor
from whereabouts.foundations.outbox.actions import promise, tell_screens, tell_whoever_sees
from whereabouts.foundations.timers.actions import rest, wake
from whereabouts.insight.lookups.evidence import between
from whereabouts.journeys.door import journey
from whereabouts.journeys.report_missing import follow_up
from whereabouts.practice.investigation import actions as tasks
from whereabouts.practice.risk.assessing import assess
from whereabouts.practice.supervision.queries import waiting_reviews
from whereabouts.records.episodes.actions import MoveNotAllowed
from whereabouts.records.episodes.joining import join_episodes, part_episodes
from whereabouts.records.episodes.models import Episode
from whereabouts.records.episodes.queries import under_way
from whereabouts.records.pairs import actions as pairs
from whereabouts.records.pairs.queries import pair_of
from whereabouts.records.people import actions as people
from whereabouts.records.people.actions import AlreadyJoined, NotJoined
from whereabouts.records.people.gate import child_for
from whereabouts.records.people.models import Child
from whereabouts.records.people.queries import same_person_set
from whereabouts.records.people.rules import ReasonNeeded, reason_given

__all__ = [
    "AlreadyJoined", "MoveNotAllowed", "NotJoined", "ReasonNeeded", "join_records", "part_records",
]  # fmt: skip

# The clocks of an episode that is joined to another rest: the other's run. What was promised to
# somebody, and what nobody has read, goes on.
REST = frozenset(
    {
        "task_due", "first_attendance", "reassess_due", "undecided", "review_due", "raise_due",
        "lowest_ends", "unowned",
    }
)  # fmt: skip


@journey(needs=Permission.CHILD_JOIN)
def join_records(
    *, actor: Actor, child_id: UUID, other_id: UUID, because: str, at: datetime
) -> None:
    """Join two records as one child, in the actor's name; open episodes are merged first.

    :raises NotVisible: one of the records is not the actor's to see.
    :raises ReasonNeeded: no reason was given.
    :raises AlreadyJoined: they are one child already.
    """
    reason = reason_given(text=because)
    child, other = child_for(actor, child_id=child_id), child_for(actor, child_id=other_id)
    joined_as_one(child=child, other=other, because=reason, by=actor, at=at)


@journey(needs=Permission.CHILD_JOIN)
def part_records(
    *, actor: Actor, child_id: UUID, other_id: UUID, because: str, at: datetime
) -> None:
    """Part two records: everything is again as if they had never been joined.

    What was joined is under way again with its clocks, unless a later episode of the same child
    was opened meanwhile: that one goes on, with what was told of the earlier.

    :raises NotVisible: one of the records is not the actor's to see.
    :raises ReasonNeeded: no reason was given.
    :raises NotJoined: no link between these two stands.
    """
    reason = reason_given(text=because)
    child, other = child_for(actor, child_id=child_id), child_for(actor, child_id=other_id)
    people.part_records(child=child, other=other, because=reason, by=actor, at=at)
    one, two = same_person_set(child_id=child.pk), same_person_set(child_id=other.pk)
    again = part_episodes(one=one, other=two, by=actor, at=at)
    for episode in again:
        wake(subjects=_subjects(episode))
    _said(child=child, other=other, said="parted", because=reason, by=actor, at=at)
    # What was recommended over both is looked at again over each.
    _look_again(children=one | two, cause="parted", by=actor, at=at)
    _tell(children=(child, other), said="parted", by=actor, at=at)
    told = {*agencies_reached(subject=child.pk), *agencies_reached(subject=other.pk)}
    tell_screens(agencies=told)
    # Last: the actor may see one of them no more from here on.
    people.rebuild_relations(child_ids=one | two)


def joined_as_one(*, child: Child, other: Child, because: str, by: Actor, at: datetime) -> None:
    """Link two records, merge their open episodes, and let every agency of either see both.

    What is under way is assessed again at once: the history of one is the history of the other.

    :raises AlreadyJoined: they are one child already.
    """
    apart = {same_person_set(child_id=child.pk), same_person_set(child_id=other.pk)}
    if len(apart) == 2:
        _said(child=child, other=other, said="one", because=because, by=by, at=at)
    people.link_records(child=child, other=other, because=because, by=by, at=at)
    person = same_person_set(child_id=child.pk)
    people.rebuild_relations(child_ids=[child.pk, other.pk])
    for episode in join_episodes(children=person, by=by, at=at):
        rest(subjects=_subjects(episode), kinds=REST, at=at)
    _look_again(children=person, cause="joined", by=by, at=at)
    _tell(children=(child, other), said="joined", by=by, at=at)
    for record in person:  # what is merged leaves a board by the record that it was opened for
        tell_whoever_sees(child=record)


def _said(*, child: Child, other: Child, said: str, because: str, by: Actor, at: datetime) -> None:
    _, agrees, _ = between(one=child.pk, other=other.pk)
    pairs.keep_said(
        one=child.pk, other=other.pk, said=said, because=because, evidence=agrees, by=by, at=at
    )
    pair = pair_of(one=child.pk, other=other.pk)
    if pair is not None and said == "one":
        tasks.settle_about(kind="same_child", fact=str(pair.pk), result="One child.", by=by, at=at)


def _look_again(*, children: Iterable[UUID], cause: str, by: Actor, at: datetime) -> None:
    for episode in under_way(children=children).order_by("reported_at", "id"):
        ours = episode.owner_agency_id == by.agency_id
        # What another agency owes follows in its own name, as from its own clocks.
        holder = by if ours else system_actor(agency=episode.owner_agency_id, at=at)
        with entered(actor=holder, at=at, changes=True):
            found = assess(episode=episode, by=holder, at=at, cause=cause)
            follow_up(episode=episode, assessment=found, told=None, by=holder, at=at, new=False)


def _subjects(episode: Episode) -> list[str]:
    """Return what an episode's clocks are about: itself, its tasks and its reviews."""
    return [
        f"episode:{episode.pk}",
        *(f"task:{task.pk}" for task in episode.tasks.all()),
        *(f"review:{review.pk}" for review in waiting_reviews(episode=episode)),
    ]


def _tell(*, children: Iterable[Child], said: str, by: Actor, at: datetime) -> None:
    """Tell the coordinator of another agency that keeps one of the records."""
    for child in children:
        if child.owner_agency_id == by.agency_id:
            continue
        promise(
            key=f"child:{child.pk}:{said}:{at.isoformat()}",
            kind=f"records_{said}",
            subject=f"child:{child.pk}",
            from_agency=by.agency_id,
            to_agency=child.owner_agency_id,
            to_role="missing_coordinator",
            text=f"A record that you keep was {said}"
            + (" with another as one child." if said == "joined" else " from another."),
            at=at,
            loudness="list",
            child=child.pk,
        )
