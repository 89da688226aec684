"""Say that a suggested pair is two children, or ask the agency that keeps the other record."""

from datetime import datetime, timedelta
from uuid import UUID

from whereabouts.foundations.access.gate import agencies_reached
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.agencies.rules import POLICE_KINDS
from whereabouts.foundations.outbox.actions import promise, tell_screens
from whereabouts.insight.lookups.evidence import between
from whereabouts.journeys.door import journey
from whereabouts.practice.investigation import actions as tasks
from whereabouts.practice.supervision.actions.alarms import HEAD_OF
from whereabouts.records.episodes.queries import of_children
from whereabouts.records.pairs import actions as pairs
from whereabouts.records.pairs.actions import AlreadySettled
from whereabouts.records.pairs.gate import pair_for, seen_of
from whereabouts.records.pairs.models import SuggestedPair
from whereabouts.records.pairs.queries import holders
from whereabouts.records.people.actions import AlreadyJoined, relate_to_child
from whereabouts.records.people.queries import same_person_set
from whereabouts.records.people.rules import ReasonNeeded, reason_given

__all__ = [
    "AlreadyJoined", "AlreadySettled", "NobodyToAsk", "ReasonNeeded", "ask_about_pair",
    "ask_keeper", "say_different",
]  # fmt: skip

ANSWER_WITHIN = timedelta(days=1)  # [PROPOSED]
ANSWER_WITHIN_WHILE_MISSING = timedelta(hours=1)  # [PROPOSED]
SHOWN_FOR = timedelta(days=28)  # [PROPOSED] to whom is asked, where no task says so


class NobodyToAsk(Exception):
    """Both records may be seen already, or whoever keeps the other may not be named."""


@journey(needs=Permission.CHILD_JOIN)
def say_different(*, actor: Actor, pair_id: UUID, because: str, at: datetime) -> None:
    """Say that two records are of different children, in the actor's name.

    They are not suggested again unless something agrees that did not before.

    :raises NotVisible: one of the records is not the actor's to see.
    :raises ReasonNeeded: no reason was given.
    :raises AlreadySettled: somebody has said already what they are.
    :raises AlreadyJoined: they are read as one child: part them instead.
    """
    reason = reason_given(text=because)
    pair = pair_for(actor, pair_id=pair_id)
    if len(seen_of(pair=pair)) < 2:
        raise NotVisible()
    _, agrees, _ = between(one=pair.first_id, other=pair.second_id)
    pairs.say_different(pair=pair, because=reason, evidence=agrees, by=actor, at=at)
    tasks.settle_about(
        kind="same_child", fact=str(pair.pk), result="Different children.", by=actor, at=at
    )
    told = {*agencies_reached(subject=pair.first_id), *agencies_reached(subject=pair.second_id)}
    tell_screens(agencies=told)


@journey(needs=Permission.CHILD_JOIN)
def ask_about_pair(*, actor: Actor, pair_id: UUID, because: str, at: datetime) -> str:
    """Ask the agency that keeps the other record; return its name.

    Whoever is asked may see the actor's record from then on, and so decide; theirs is not shown to
    the actor. A force's coordinator has it as a task, with a clock; elsewhere the agency is told
    whom to ring.

    :raises NotVisible: the actor may see neither record.
    :raises ReasonNeeded: no reason was given.
    :raises AlreadySettled: somebody has said already what they are.
    :raises NobodyToAsk: the actor may see both.
    """
    reason = reason_given(text=because)
    return ask_keeper(pair=pair_for(actor, pair_id=pair_id), because=reason, by=actor, at=at)


def ask_keeper(*, pair: SuggestedPair, because: str, by: Actor, at: datetime) -> str:
    """Ask as `ask_about_pair` does, for a journey in its scope; return the agency's name.

    :raises NotVisible: the scope sees neither record.
    :raises AlreadySettled: somebody has said already what they are.
    :raises NobodyToAsk: the scope sees both, or nobody may be named.
    """
    if pair.state != "open":
        raise AlreadySettled("Somebody has said already what this pair is.")
    seen = seen_of(pair=pair)
    if not seen:
        raise NotVisible()
    if len(seen) == 2:
        raise NobodyToAsk("You may see both records: decide.")
    (ours,) = seen
    theirs = pair.second_id if ours == pair.first_id else pair.first_id
    agency = Agency.objects.filter(pk__in=holders(children=[theirs]).values()).first()
    if agency is None:
        raise NobodyToAsk("Whoever keeps the other record is not named. Ask your inspector.")
    pairs.keep_asked(pair=pair, agency=agency.pk, because=because, by=by, at=at)
    if agency.kind in POLICE_KINDS:
        _ask(pair=pair, ours=ours, agency=agency, by=by, at=at)
    _tell(pair=pair, agency=agency, by=by, at=at)
    return agency.name


def _ask(*, pair: SuggestedPair, ours: UUID, agency: Agency, by: Actor, at: datetime) -> None:
    episode = of_children(children=same_person_set(child_id=ours)).first()
    if episode is None:
        relate_to_child(
            child_id=ours, agency=agency.pk, kind="shared", at=at, until_at=at + SHOWN_FOR,
            because=f"asked whether one child, {at:%Y-%m-%d %H:%M}",
        )  # fmt: skip
        return
    tasks.ask(
        episode=episode,
        kind="same_child",
        to_role="missing_coordinator",
        assigned_agency=agency.pk,
        because="same child",
        by=by,
        at=at,
        due_at=at + (ANSWER_WITHIN_WHILE_MISSING if pair.while_missing else ANSWER_WITHIN),
        fact=str(pair.pk),
    )


def _tell(*, pair: SuggestedPair, agency: Agency, by: Actor, at: datetime) -> None:
    police = agency.kind in POLICE_KINDS
    promise(
        key=f"pair:{pair.pk}:asked:{agency.pk}:{at:%Y%m%dT%H%M}",
        kind="same_child_asked",
        subject=f"pair:{pair.pk}",
        from_agency=by.agency_id,
        to_agency=agency.pk,
        to_role="missing_coordinator" if police else HEAD_OF.get(agency.kind, "social_worker"),
        text="Is a child whom you hold one of theirs? "
        + ("See Same child?, compare and decide." if police else "Ring their coordinator."),
        at=at,
        loudness="list",
    )
