"""Saying that somebody has a skill, ending it, and keeping that a task was taken without one."""

from datetime import date, datetime

from django.db import transaction

from whereabouts.engines.deadlines import london_date
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Member
from whereabouts.foundations.audit import actions as audit
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.skills import events, queries, rules
from whereabouts.practice.skills.models import Fallback, MemberSkill
from whereabouts.practice.skills.rules import Skill


class AlreadyEnded(Exception):
    """It is on nobody's record any more."""


class AlreadySaid(Exception):
    """That they gained it on that day is on record."""


@transaction.atomic(savepoint=False)
def say_has(
    *, member: Member, skill: Skill, gained_on: date, evidence: str, by: Actor, at: datetime
) -> MemberSkill:
    """Write down that a member has a skill, until it has to be practised anew.

    :raises AlreadySaid: that is on record.
    """
    if MemberSkill.objects.filter(member=member, skill=skill.id, gained_on=gained_on).exists():
        raise AlreadySaid("That is on record already.")
    made = MemberSkill.objects.create(
        member=member, skill=skill.id, gained_on=gained_on,
        until_on=rules.lasts_until(gained_on=gained_on, months=skill.lasts_months),
        evidence=evidence.strip(), **_owned(by=by, at=at),
    )  # fmt: skip
    audit.record(
        kind=events.GAINED, subject=f"member:{member.pk}", by=by, at=at,
        payload={"skill": skill.id, "gained_on": gained_on.isoformat()},
    )  # fmt: skip
    return made


@transaction.atomic(savepoint=False)
def end_skill(*, held: MemberSkill, because: str, by: Actor, at: datetime) -> None:
    """Take a skill off a member's record from today on, with the reason.

    :raises AlreadyEnded: it was taken off before.
    """
    done = MemberSkill.objects.filter(pk=held.pk, ended_on__isnull=True).update(
        ended_on=london_date(instant=at), ended_by=by.member_id, ended_because=because.strip()
    )
    if not done:
        raise AlreadyEnded("It was taken off the record before.")
    audit.record(
        kind=events.ENDED, subject=f"member:{held.member_id}", by=by, at=at,
        payload={"skill": held.skill, "because": because.strip()},
    )  # fmt: skip


def keep_fallback(*, task: Task, by: Actor, at: datetime) -> Fallback | None:
    """Keep that a task was taken on without the skill it wants, where it was; it stops nobody."""
    today = london_date(instant=at)
    skill = rules.wanted_by(kind=task.kind, on=today)
    if skill is None:
        return None
    holders = queries.holders_of(on=today).get(skill.id, set())
    if by.member_id in holders:
        return None
    made, is_new = Fallback.objects.get_or_create(
        task=task, member_id=by.member_id,
        defaults={
            "skill": skill.id, "taken_at": at, "holders": len(holders), **_owned(by=by, at=at),
        },
    )  # fmt: skip
    if is_new:
        audit.record(
            kind=events.WITHOUT, subject=f"task:{task.pk}", by=by, at=at,
            payload={"skill": skill.id, "holders": len(holders)},
        )  # fmt: skip
    return made


def _owned(*, by: Actor, at: datetime) -> dict[str, object]:
    return {
        "owner_agency_id": by.agency_id, "recorded_at": at, "recorded_by_id": by.member_id,
    }  # fmt: skip
