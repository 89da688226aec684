"""A second look or a shift list for somebody: hidden alike when there is none and not theirs."""

from uuid import UUID

from whereabouts.foundations.access.gate import one
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.practice.oversight import queries
from whereabouts.practice.oversight.models import SecondLook, ShiftHandOver


def second_look_for(actor: Actor, *, look_id: UUID, lock: bool = False) -> SecondLook:
    """Return a second look that the actor may take, or has taken; `lock` holds it until the end.

    :raises NotVisible: there is none for this actor: another's, another agency's, or an episode
        that they or their unit graded.
    """
    look = _of_the_agency(actor, look_id=look_id, lock=lock)
    if look.state == "waiting":
        if not queries.may_review(look=look, actor=actor):
            raise NotVisible()
    elif look.blind_grade.recorded_by_id != actor.member_id:
        raise NotVisible()
    return look


def second_look_to_grade(actor: Actor, *, look_id: UUID) -> SecondLook:
    """Return a second look that the actor may or might have taken, and hold it until the end.

    Somebody else may have graded it meanwhile: whoever was second is told so.

    :raises NotVisible: there is none for this actor, or they or their unit graded the episode.
    """
    look = _of_the_agency(actor, look_id=look_id, lock=True)
    if not queries.may_review(look=look, actor=actor):
        raise NotVisible()
    return look


def _of_the_agency(actor: Actor, *, look_id: UUID, lock: bool) -> SecondLook:
    look = one(SecondLook, pk=look_id, owner_agency=actor.agency_id)
    if lock:
        return SecondLook.objects.select_for_update().get(pk=look.pk)
    return look


def shift_list_for(actor: Actor, *, shift_id: UUID, lock: bool = False) -> ShiftHandOver:
    """Return a shift list of the actor's agency.

    :raises NotVisible: there is none for this actor.
    """
    found = one(ShiftHandOver, pk=shift_id, owner_agency=actor.agency_id)
    if lock:
        return ShiftHandOver.objects.select_for_update().get(pk=found.pk)
    return found
