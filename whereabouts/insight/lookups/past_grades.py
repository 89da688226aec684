"""Every episode with what was known at its decision: agency by agency, for grading again."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from whereabouts.engines.policy.own_packs import Practice
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.agencies.queries import NobodyOnDuty, system_actor
from whereabouts.foundations.agencies.rules import followings_of
from whereabouts.foundations.audit.actions import record_look
from whereabouts.practice.risk.models import Assessment, Decision

AT_ONCE = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PastGrade:
    """An episode: what was known when it was last decided on, and the level that was decided."""

    reference: str
    agency: str
    reported_at: datetime
    assessed_at: datetime
    pack: str  # the name that the assessment carries
    facts: dict[str, Any]
    level: str | None  # none: nobody has decided


def agencies_with_a_past() -> list[Agency]:
    """Return every agency, in the order of their codes."""
    return list(Agency.objects.order_by("code"))


def practice_of(*, agency: Agency) -> Practice:
    """Return what an agency says that it goes by and went by, as a live assessment takes it."""
    return Practice(jurisdiction=agency.country, followed=followings_of(lines=agency.local_pack))


def past_grades(*, agency: Agency, at: datetime) -> list[PastGrade]:
    """Return an agency's episodes, and write down one look at all of them.

    No person calls this: `bin/whereabouts replay` does. An agency's episodes are read in the scope
    of its own clock and no other; of one whose clock nobody keeps there are none.
    """
    try:
        clock = system_actor(agency=agency.pk, at=at)
    except NobodyOnDuty:
        return []
    with entered(actor=clock, at=at):
        found = list(_of(agency))
        if found:
            record_look(
                kind="search",
                page="grading of past episodes",
                by=clock,
                at=at,
                subjects=sorted({child for child, _ in found}),
                shown=["level"],
            )
    return [grade for _, grade in found]


def clock_of(*, code: str, at: datetime) -> Actor:
    """Return the clock of the agency of that code, in whose name its past is looked at again."""
    return system_actor(agency=Agency.objects.get(code=code).pk, at=at)


def _of(agency: Agency) -> Iterator[tuple[Any, PastGrade]]:
    decisions = visible(Decision).filter(owner_agency=agency)
    stands = dict(
        decisions.order_by("episode_id", "decided_at", "id").values_list("episode_id", "id")
    )
    decided = {
        assessment: (episode, level)
        for episode, assessment, level in decisions.filter(
            pk__in=list(stands.values())
        ).values_list("episode_id", "assessment_id", "level")
    }
    with_decision = {episode for episode, _ in decided.values()}
    rows = visible(Assessment).filter(owner_agency=agency)
    names = (
        "id", "episode_id", "child_id", "episode__reference", "episode__reported_at", "at", "pack",
        "facts",
    )  # fmt: skip
    waiting: dict[Any, tuple[Any, PastGrade]] = {}
    ordered = rows.order_by("episode_id", "number").values_list(*names)
    for (
        key, episode, child, reference, reported_at, assessed_at, pack, facts,
    ) in ordered.iterator(chunk_size=AT_ONCE):  # fmt: skip
        if key not in decided and episode in with_decision:
            continue
        grade = PastGrade(
            reference=reference,
            agency=agency.code,
            reported_at=reported_at,
            assessed_at=assessed_at,
            pack=pack,
            facts=facts,
            level=decided[key][1] if key in decided else None,
        )
        if key in decided:
            yield child, grade
        else:
            waiting[episode] = (child, grade)  # the last of them is what stands
    yield from waiting.values()
