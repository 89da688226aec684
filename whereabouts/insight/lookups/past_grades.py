"""Every episode with what was known at its decision: agency by agency, for grading again."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.agencies.queries import NobodyOnDuty, system_actor
from whereabouts.foundations.audit.actions import record_look
from whereabouts.practice.risk.models import Assessment, Decision

AT_ONCE = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PastGrade:
    """An episode: what was known when it was last decided on, and the level that was decided."""

    reference: str
    agency: str
    reported_at: datetime
    facts: dict[str, Any]
    level: str | None  # none: nobody has decided


def every_past_grade(
    *, at: datetime, tell: Callable[[int, int], None] = lambda done, of: None
) -> Iterator[PastGrade]:
    """Yield every agency's episodes, and write down one look for each agency.

    `tell` hears before each agency how many are done, of how many.

    No person calls this: `bin/whereabouts replay` does. Each agency's episodes are read in the
    scope of its own clock and no other.
    """
    agencies = list(Agency.objects.order_by("code"))
    for number, agency in enumerate(agencies):
        tell(number, len(agencies))
        try:
            clock = system_actor(agency=agency.pk, at=at)
        except NobodyOnDuty:
            continue
        with entered(actor=clock, at=at):
            seen = set()
            for child, grade in _of(agency):
                seen.add(child)
                yield grade
            if seen:
                record_look(
                    kind="search",
                    page="grading of past episodes",
                    by=clock,
                    at=at,
                    subjects=sorted(seen),
                    shown=["level"],
                )


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
    names = ("id", "episode_id", "child_id", "episode__reference", "episode__reported_at", "facts")
    waiting: dict[Any, tuple[Any, PastGrade]] = {}
    ordered = rows.order_by("episode_id", "number").values_list(*names)
    for key, episode, child, reference, reported_at, facts in ordered.iterator(chunk_size=AT_ONCE):
        if key not in decided and episode in with_decision:
            continue
        grade = PastGrade(
            reference=reference,
            agency=agency.code,
            reported_at=reported_at,
            facts=facts,
            level=decided[key][1] if key in decided else None,
        )
        if key in decided:
            yield child, grade
        else:
            waiting[episode] = (child, grade)  # the last of them is what stands
    yield from waiting.values()
