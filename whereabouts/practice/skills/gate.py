"""A member's skill for somebody of the same agency: hidden alike when none and when not theirs."""

from uuid import UUID

from whereabouts.foundations.access.gate import one
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.practice.skills.models import MemberSkill


def skill_for(actor: Actor, *, held_id: UUID) -> MemberSkill:
    """Return a skill that a member of the actor's agency has.

    :raises NotVisible: there is none for this actor.
    """
    return one(MemberSkill, pk=held_id)
