"""Say who has which skill, and take one off somebody's record."""

from datetime import date, datetime
from uuid import UUID

from whereabouts.engines.deadlines import london_date
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.queries import colleague
from whereabouts.journeys.door import journey
from whereabouts.practice.skills import actions as skills
from whereabouts.practice.skills import rules
from whereabouts.practice.skills.actions import AlreadyEnded, AlreadySaid
from whereabouts.practice.skills.gate import skill_for
from whereabouts.practice.skills.rules import NoSuchSkill

__all__ = [
    "AlreadyEnded",
    "AlreadySaid",
    "Incomplete",
    "NoSuchSkill",
    "NotVisible",
    "end_skill",
    "say_has_skill",
]


class Incomplete(Exception):
    """Something that it needs is not said; `field` names it."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@journey(needs=Permission.SKILLS_SET)
def say_has_skill(
    *, actor: Actor, member_id: UUID, skill: str, gained_on: date, evidence: str, at: datetime
) -> UUID:
    """Write down that a member of the actor's agency has a skill.

    :raises NotVisible: there is no such member at the actor's agency.
    :raises NoSuchSkill: it is none of the list.
    :raises Incomplete: the day lies ahead, or nothing shows it.
    :raises AlreadySaid: that is on record.
    """
    member = colleague(agency=actor.agency_id, member_id=member_id)
    if member is None:
        raise NotVisible
    today = london_date(instant=at)
    if gained_on > today:
        raise Incomplete("gained_on", "Enter a day that has come.")
    if not evidence.strip():
        raise Incomplete("evidence", "Enter the course, or what else shows it.")
    made = skills.say_has(
        member=member, skill=rules.skill_called(skill=skill, on=today), gained_on=gained_on,
        evidence=evidence, by=actor, at=at,
    )  # fmt: skip
    return made.pk


@journey(needs=Permission.SKILLS_SET)
def end_skill(*, actor: Actor, held_id: UUID, because: str, at: datetime) -> None:
    """Take a skill off a member's record, from today on.

    :raises NotVisible: there is none for this actor.
    :raises Incomplete: there is no reason.
    :raises AlreadyEnded: it was taken off before.
    """
    found = skill_for(actor, held_id=held_id)
    if not because.strip():
        raise Incomplete("because", "Enter why.")
    skills.end_skill(held=found, because=because, by=actor, at=at)
