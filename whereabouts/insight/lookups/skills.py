"""Which skills tasks want, who has them, and where they are lacking; it shows no child."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from whereabouts.engines.deadlines import london_date
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Member
from whereabouts.insight.lookups.door import lookup
from whereabouts.practice.investigation.vocabulary import TITLES
from whereabouts.practice.skills import queries, rules

LOOKED_BACK = timedelta(days=28)
ENDS_SOON = timedelta(days=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class HolderLine:
    """Somebody who has a skill."""

    key: UUID
    name: str
    until_on: date
    ends_soon: bool
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillLine:
    """A skill: what wants it, who has it, what waits, what was done without."""

    skill: str
    title: str
    tasks: tuple[str, ...]
    source: str
    holders: tuple[HolderLine, ...]
    waiting: int
    without: int
    is_gap: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillsPage:
    """How skills stand at an agency, and whom one may be written down for."""

    lines: tuple[SkillLine, ...]
    members: list[tuple[str, str]]
    skills: list[tuple[str, str]]

    @property
    def gaps(self) -> int:
        """How many skills are lacking."""
        return sum(one.is_gap for one in self.lines)


@lookup(needs=Permission.SKILLS_SET)
def skills_page(*, actor: Actor, at: datetime) -> SkillsPage:
    """Return how skills stand at the actor's agency, gaps first."""
    today = london_date(instant=at)
    known = rules.skills_on(on=today)
    held = list(queries.standing(on=today))
    found = rules.gaps(
        skills=known, holders=queries.holders_of(on=today), waiting=queries.waiting_by_kind(),
        without=queries.without_by_skill(since=at - LOOKED_BACK),
    )  # fmt: skip
    members = Member.objects.filter(agency=actor.agency_id, is_active=True).exclude(
        username__startswith="clock@"
    )
    return SkillsPage(
        lines=tuple(
            SkillLine(
                skill=gap.skill.id, title=gap.skill.title, source=gap.skill.source,
                tasks=tuple(TITLES.get(kind, kind.replace("_", " ")) for kind in gap.skill.tasks),
                holders=tuple(
                    HolderLine(
                        key=one.pk, name=one.member.display_name, until_on=one.until_on,
                        ends_soon=one.until_on <= today + ENDS_SOON, evidence=one.evidence,
                    )
                    for one in held
                    if one.skill == gap.skill.id
                ),
                waiting=gap.waiting, without=gap.without, is_gap=gap.is_gap,
            )
            for gap in found
        ),
        members=[
            (str(one.pk), one.display_name) for one in members.order_by("display_name")
        ],
        skills=[(one.id, one.title) for one in known],
    )  # fmt: skip
