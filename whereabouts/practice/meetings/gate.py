"""A meeting, a child's place on its agenda, an action for somebody: hidden where not theirs."""

from uuid import UUID

from whereabouts.foundations.access.gate import one
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.practice.meetings.models import Action, Item, Meeting


def meeting_for(actor: Actor, *, meeting_id: UUID) -> Meeting:
    """Return a meeting of the actor's agency, or one that it is invited to.

    :raises NotVisible: there is none for this actor.
    """
    return one(Meeting, pk=meeting_id)


def own_meeting_for(actor: Actor, *, meeting_id: UUID) -> Meeting:
    """Return a meeting that the actor's agency called.

    :raises NotVisible: there is none for this actor.
    """
    found = one(Meeting, pk=meeting_id)
    if found.owner_agency_id != actor.agency_id:
        raise NotVisible()
    return found


def item_for(actor: Actor, *, item_id: UUID) -> Item:
    """Return a child's place on the agenda of a meeting that the actor's agency has a part in.

    :raises NotVisible: there is none for this actor.
    """
    found = one(Item, pk=item_id)
    one(Meeting, pk=found.meeting_id)
    return found


def own_item_for(actor: Actor, *, item_id: UUID) -> Item:
    """Return a child's place on the agenda of a meeting that the actor's agency called.

    :raises NotVisible: there is none for this actor.
    """
    found = one(Item, pk=item_id)
    if found.owner_agency_id != actor.agency_id:
        raise NotVisible()
    return found


def agreed_action_for(actor: Actor, *, action_id: UUID) -> Action:
    """Return an action that a meeting agreed, or that two agencies own together.

    :raises NotVisible: there is none for this actor.
    """
    return one(Action, pk=action_id)
