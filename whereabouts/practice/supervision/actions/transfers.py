"""Asking another agency to take an episode; the holder keeps it until they accept."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from whereabouts.engines.deadlines import length_of
from whereabouts.foundations.access.gate import relate
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.agencies.rules import POLICE_KINDS
from whereabouts.foundations.outbox.actions import promise
from whereabouts.foundations.timers.actions import hand_to, set_timer, stand_down
from whereabouts.practice.investigation import actions as tasks
from whereabouts.practice.supervision.actions.ownership import OtherAgencys
from whereabouts.practice.supervision.queries import waiting_reviews
from whereabouts.records.episodes import actions as episodes
from whereabouts.records.episodes.models import Episode, Transfer
from whereabouts.records.people.queries import same_person_set


class CannotTake(Exception):
    """The agency chosen records no episodes through a duty inspector, or is the holder itself."""


class AlreadyOffered(Exception):
    """An offer waits for an answer already."""


class HasOneOfItsOwn(Exception):
    """The agency has an open episode of this child: the two stay linked, each with its owner."""


@transaction.atomic
def offer(
    *, episode: Episode, to_agency: Agency, because: str, by: Actor, at: datetime
) -> Transfer:
    """Ask another force to take the episode; from now on it may see the child.

    :raises OtherAgencys: the actor's agency does not hold it.
    :raises CannotTake: the agency cannot hold it.
    :raises AlreadyOffered: an offer waits.
    """
    if episode.owner_agency_id != by.agency_id:
        raise OtherAgencys("Another agency holds this episode.")
    if to_agency.kind not in POLICE_KINDS or to_agency.pk == episode.owner_agency_id:
        raise CannotTake("Choose another force: it is its duty inspector who accepts.")
    try:
        with transaction.atomic():
            transfer = episodes.offer_transfer(
                episode=episode, to_agency=to_agency.pk, because=because, by=by, at=at
            )
    except IntegrityError as fault:
        if "one_offer_at_a_time" not in str(fault):
            raise
        raise AlreadyOffered("A transfer of this episode waits for an answer already.") from None
    relate(
        subjects=same_person_set(child_id=episode.child_id),
        agency=to_agency.pk,
        kind="shared",
        at=at,
        because="transfer offered",
    )
    promise(
        key=f"transfer:{transfer.pk}",
        kind="transfer_offered",
        subject=f"episode:{episode.pk}",
        from_agency=by.agency_id,
        to_agency=to_agency.pk,
        to_role="duty_inspector",
        text=f"You are asked to take episode {episode.reference}. Accept or decline.",
        at=at,
        loudness="interrupt",
        high=episode.level == "high",
        child=episode.child_id,
    )
    set_timer(
        key=f"transfer:{transfer.pk}:disputed",
        kind="transfer_disputed",
        subject=f"transfer:{transfer.pk}",
        agency=episode.owner_agency_id,
        at=at,
        due_at=at + length_of(key="transfer_answered", at=at),
    )
    return transfer


@transaction.atomic
def answer(*, transfer: Transfer, accepted: bool, because: str, by: Actor, at: datetime) -> None:
    """Accept or decline an offer; accepted, the episode, its tasks and its clocks are the taker's.

    :raises HasOneOfItsOwn: the taker has an open episode of this child's record.
    :raises MoveNotAllowed: it was answered already.
    """
    episode, holder = transfer.episode, transfer.episode.owner_agency_id
    children = same_person_set(child_id=episode.child_id)
    if accepted:
        relate(subjects=children, agency=by.agency_id, kind="recording", at=at)
    try:
        with transaction.atomic():
            episodes.answer_transfer(
                transfer=transfer, accepted=accepted, because=because, by=by, at=at
            )
    except IntegrityError as fault:
        if "one_open_episode_a_child_and_agency" not in str(fault):
            raise
        raise HasOneOfItsOwn(
            "You have an open episode of this child: keep both, linked, and decline this one."
        ) from None
    stand_down(subject=f"transfer:{transfer.pk}", at=at)
    if accepted:
        _move_what_waits(episode=episode, holder=holder, by=by, at=at)
    promise(
        key=f"transfer:{transfer.pk}:answered",
        kind="transfer_answered",
        subject=f"episode:{episode.pk}",
        from_agency=by.agency_id,
        to_agency=holder,
        to_role="duty_inspector",
        text=f"Episode {episode.reference}: the transfer was "
        + ("accepted." if accepted else "declined. You keep it."),
        at=at,
        loudness="interrupt",
        high=episode.level == "high",
        child=episode.child_id,
    )


def _move_what_waits(*, episode: Episode, holder: UUID, by: Actor, at: datetime) -> None:
    moved = tasks.reassign(
        episode=episode, from_agency=holder, to_agency=by.agency_id, by=by, at=at
    )
    subjects = [f"episode:{episode.pk}", *(f"task:{key}" for key in moved)]
    subjects += [f"review:{one.pk}" for one in waiting_reviews(episode=episode)]
    hand_to(subjects=subjects, agency=by.agency_id)
    set_timer(
        key=f"episode:{episode.pk}:unowned:{by.agency_id}:{at.isoformat()}",
        kind="unowned",
        subject=f"episode:{episode.pk}",
        agency=by.agency_id,
        at=at,
        due_at=at + length_of(key="owner_named", at=at),
    )
