"""Suggest which records may be of one child; a person decides, nobody is joined by it."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.queries import system_actor
from whereabouts.insight.lookups.alike import suggestions_for
from whereabouts.journeys.door import journey
from whereabouts.practice.investigation import actions as tasks
from whereabouts.records.episodes.models import Episode
from whereabouts.records.episodes.queries import all_under_way
from whereabouts.records.pairs import actions as pairs
from whereabouts.records.pairs import rules
from whereabouts.records.pairs.queries import pair_of
from whereabouts.records.pairs.rules import Suggestion
from whereabouts.records.people.gate import child_for
from whereabouts.records.people.queries import same_person_set

__all__ = ["Linked", "suggest_from_link", "suggest_pairs", "suggested_for"]

DECIDE_WITHIN = timedelta(hours=1)  # [PROPOSED] while both are missing
TOGETHER = 500
NOT_ENOUGH = "not enough"


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """A pair that a comparison of whole registers found.

    `agency` keeps the record `one`. `because` and `differs` are the sentences of
    `engines.matching.compare`, `given` the given names of both sides, `score` from 0 to 1.
    """

    one: UUID
    other: UUID
    agency: UUID
    score: float
    because: Collection[str]
    differs: Collection[str]
    given: tuple[Collection[str], Collection[str]] = ((), ())


@journey(needs=Permission.CHILD_JOIN)
def suggest_pairs(*, actor: Actor, child_id: UUID, at: datetime) -> int:
    """Compare one record with all that may be known of again; return how many are new.

    :raises NotVisible: there is no such child for this actor.
    """
    child = child_for(actor, child_id=child_id)
    return suggested_for(child_id=child.pk, by=actor, at=at, source="details")


def suggested_for(
    *,
    child_id: UUID,
    by: Actor,
    at: datetime,
    source: str = "report",
    seen_at: str = "",
    episode: Episode | None = None,
) -> int:
    """Suggest whom a record may be of, for a journey in its scope; return how many are new.

    Where the other is missing now too, it is a coordinator's task on the episode at once: one
    child has no two open episodes for longer than it takes somebody to look. `episode` is the
    child's that is under way, where the caller has it.
    """
    new = 0
    episode = episode or next(
        iter(all_under_way(children=same_person_set(child_id=child_id))), None
    )
    for one in suggestions_for(child_id=child_id, at=at, seen_at=seen_at, source=source):
        done = pairs.suggest(suggestion=one, by=by, at=at)
        new += done in (pairs.NEW, pairs.AGAIN)
        # Suggested before, they may both be missing only now. Asked once, it is the same task.
        if done != pairs.ONE and one.while_missing and episode is not None:
            _ask_to_decide(suggestion=one, episode=episode, by=by, at=at)
    return new


def suggest_from_link(
    *, found: Iterable[Linked], at: datetime,
    tell: Callable[[int, int], None] = lambda done, of: None,
) -> dict[str, int]:  # fmt: skip
    """Keep what a comparison of whole registers found; return how many were new, known, and so on.

    No person calls this: `bin/whereabouts link` does, for each agency as its clock. So many at a
    time are kept for good, and `tell` hears how many, of how many: stopped and run again it goes
    on, and run again after the end it changes nothing. What would suggest twins or siblings by what
    they share is left out and counted
    as "not enough".
    """
    counted: Counter[str] = Counter()
    ordered = sorted(found, key=lambda one: str(one.agency))
    for agency, of_agency in groupby(ordered, key=lambda one: one.agency):
        rows = list(of_agency)
        for start in range(0, len(rows), TOGETHER):
            clock = system_actor(agency=agency, at=at)
            with entered(actor=clock, at=at, changes=True):
                for one in rows[start : start + TOGETHER]:
                    counted[_keep(linked=one, by=clock, at=at)] += 1
            tell(counted.total(), len(ordered))
    return dict(counted)


def _keep(*, linked: Linked, by: Actor, at: datetime) -> str:
    agrees, differs = rules.evidence_of(
        because=linked.because, differs=linked.differs, given=linked.given
    )
    if not rules.may_be_one(agrees=agrees, differs=differs):
        return NOT_ENOUGH
    return pairs.suggest(
        suggestion=Suggestion(
            one=linked.one, other=linked.other, score=linked.score, agrees=agrees, differs=differs,
            source="link",
        ),
        by=by,
        at=at,
    )  # fmt: skip


def _ask_to_decide(*, suggestion: Suggestion, episode: Episode, by: Actor, at: datetime) -> None:
    pair = pair_of(one=suggestion.one, other=suggestion.other)
    if pair is not None and pair.state == rules.State.OPEN:
        tasks.ask(
            episode=episode,
            kind="same_child",
            to_role="missing_coordinator",
            assigned_agency=episode.owner_agency_id,
            because="same child",
            by=by,
            at=at,
            due_at=at + DECIDE_WITHIN,
            fact=str(pair.pk),
        )
