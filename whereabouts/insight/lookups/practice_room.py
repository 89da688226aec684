"""The practice room: made-up cases, what one made of them, what the pack says, how far we agree.

Nothing here reads a record about a child, and nothing here is counted among figures about children.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.insight.lookups.door import lookup
from whereabouts.insight.lookups.oversight_figures import NO_UNIT
from whereabouts.practice.oversight.actions.practising import pack_says
from whereabouts.practice.oversight.cases import Case, NoSuchCase, case_named, cases
from whereabouts.practice.oversight.models import PracticeAnswer
from whereabouts.practice.oversight.rules import (
    CONFIDENCES,
    Share,
    cohen_kappa,
    fleiss_kappa,
    share_with_interval,
)
from whereabouts.practice.risk import packs

EVERY = "Every unit"
# Fewer people than this, and a row would tell what one of them answered.
FEWEST_PEOPLE = 3


@dataclass(frozen=True, kw_only=True)
class CaseLine:
    """A case in the list, and whether one has graded it under the pack in force."""

    name: str
    title: str
    graded: bool
    agreed: bool


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What one answered, what the pack says, and why."""

    level: str
    seriousness: str
    immediacy: str
    confidence: str
    pack: str
    pack_level: str
    pack_seriousness: str
    pack_immediacy: str
    possible_level: str
    floor: str
    reasons: tuple[tuple[str, str, str], ...]
    questions: tuple[tuple[str, str], ...]
    after: str


@dataclass(frozen=True, kw_only=True)
class CasePage:
    """A case to grade; what the pack says only once it is graded."""

    name: str
    title: str
    told: str
    shown: Shown | None
    next_case: str


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """How far a unit agrees with a pack and among itself; few people are not shown apart."""

    unit: str
    pack: str
    answers: int
    people: int
    with_pack: Share | None
    kappa_with_pack: float | None
    kappa_among: float | None


@lookup(needs=Permission.PRACTISE)
def practice_cases(*, actor: Actor, at: datetime) -> list[CaseLine]:
    """Return every made-up case, and which of them the actor has graded."""
    agency = Agency.objects.get(pk=actor.agency_id)
    pack = packs.own_pack(agency=agency, at=at)
    mine = {
        (one.case, one.case_sha256): one.level == one.pack_level
        for one in visible(PracticeAnswer).filter(recorded_by=actor.member_id, pack=pack.id)
    }
    return [
        CaseLine(
            name=case.name,
            title=case.title,
            graded=(case.name, case.sha256) in mine,
            agreed=mine.get((case.name, case.sha256), False),
        )
        for case in cases().values()
    ]


@lookup(needs=Permission.PRACTISE)
def practice_case(*, actor: Actor, at: datetime, case: str) -> CasePage:
    """Return a made-up case; with what the pack says once the actor has graded it.

    :raises NotVisible: there is no such case.
    """
    try:
        found = case_named(name=case)
    except NoSuchCase:
        raise NotVisible() from None
    agency = Agency.objects.get(pk=actor.agency_id)
    pack, result = pack_says(case=found, agency=agency, at=at)
    mine = visible(PracticeAnswer).filter(
        recorded_by=actor.member_id, case=found.name, case_sha256=found.sha256, pack=pack.id
    )
    answer = mine.first()
    names = list(cases())
    after = names[names.index(found.name) + 1 :]
    return CasePage(
        name=found.name,
        title=found.title,
        told=found.told,
        shown=_shown(answer, found, result) if answer else None,
        next_case=after[0] if after else "",
    )


def _shown(answer: PracticeAnswer, case: Case, result: dict[str, object]) -> Shown:
    fired: list[dict[str, str]] = result["fired"]  # type: ignore[assignment]
    asked: list[dict[str, str]] = result["questions"]  # type: ignore[assignment]
    return Shown(
        level=answer.level,
        seriousness=answer.seriousness,
        immediacy=answer.immediacy,
        confidence=dict(CONFIDENCES)[answer.confidence],
        pack=answer.pack,
        pack_level=str(result["level"]),
        pack_seriousness=str(result["seriousness"]),
        pack_immediacy=str(result["immediacy"]),
        possible_level=str(result["possible_level"]),
        floor=str(result["floor"]),
        reasons=tuple(dict.fromkeys((row["rule"], row["because"], row["source"]) for row in fired)),
        questions=tuple(
            (row["text"], packs.vocabulary().facts[row["fact"]].why)
            for row in asked[:5]
            if row["could_raise_to"]
        ),
        after=case.after,
    )


@lookup(needs=Permission.OVERSIGHT_LOOK)
def agreement(*, actor: Actor, at: datetime) -> list[Agreement]:
    """Return how far an agency agrees with the pack and among itself, by pack and unit."""
    rows: dict[tuple[str, str], list[PracticeAnswer]] = defaultdict(list)
    answers = visible(PracticeAnswer).filter(owner_agency=actor.agency_id, answered_at__lte=at)
    for one in answers.select_related("unit").order_by("answered_at", "pk"):
        rows[one.pack, one.unit.name if one.unit else NO_UNIT].append(one)
        rows[one.pack, EVERY].append(one)
    return [
        _agreement(pack, unit, given)
        for (pack, unit), given in sorted(
            rows.items(), key=lambda row: (row[0][0], row[0][1] == EVERY, row[0][1])
        )
    ]


def _agreement(pack: str, unit: str, given: list[PracticeAnswer]) -> Agreement:
    people = len({one.recorded_by_id for one in given})
    enough = people >= FEWEST_PEOPLE
    by_case: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in given:
        by_case[one.case, one.case_sha256].append(one.level)
    return Agreement(
        unit=unit,
        pack=pack,
        answers=len(given),
        people=people,
        with_pack=share_with_interval(
            part=sum(one.level == one.pack_level for one in given), n=len(given)
        )
        if enough
        else None,
        kappa_with_pack=cohen_kappa(pairs=[(one.level, one.pack_level) for one in given])
        if enough
        else None,
        kappa_among=fleiss_kappa(graded=by_case.values()) if enough else None,
    )
