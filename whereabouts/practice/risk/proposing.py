"""A sign of exploitation on any record without a flag becomes the proposal of one (B03)."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from whereabouts.engines.deadlines import length_of
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.practice.risk.models import Assertion, Assessment
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people import actions as people
from whereabouts.records.people.models import Flag
from whereabouts.records.people.queries import same_person_set

SIGNS = ("exploitation_cue_in_history", "found_with_adult_of_concern_before")
EXPLOITATION = ("cse", "cce")


def propose_flags(
    *, episode: Episode, assessment: Assessment, by: Actor, at: datetime
) -> Flag | None:
    """Propose a flag where the facts hold a sign that nobody flagged; None where there is nothing.

    What was declined comes back only with a sign stated since.
    """
    sign = next((fact for fact in SIGNS if assessment.facts.get(fact) is True), None)
    if sign is None or _flagged_or_settled(
        children=same_person_set(child_id=episode.child_id), at=at
    ):
        return None
    return people.propose_flag(
        child=episode.child,
        kind="cse",
        strength="suspected",
        source=assessment.sources.get(sign, "records")[:160],
        detail="A sign of exploitation is on record, and there is no flag.",
        review_on=(at + length_of(key="flag_settled", at=at)).date(),
        by=by,
        at=at,
    )


def _flagged_or_settled(*, children: Iterable[UUID], at: datetime) -> bool:
    keys = list(children)
    flags = visible(Flag).filter(child__in=keys, kind__in=EXPLOITATION)
    if flags.filter(state__in=("proposed", "active")).exists():
        return True
    ended = flags.filter(state="declined", ended_at__lte=at).values_list("ended_at", flat=True)
    declined = max((when for when in ended if when is not None), default=None)
    if declined is None:
        return False
    newer = visible(Assertion).filter(
        child__in=keys, fact__in=SIGNS, value=True, recorded_at__gt=declined
    )
    return not newer.exists()
