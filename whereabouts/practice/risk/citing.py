"""What may be cited as new: said since the child was last graded, here or in an earlier episode."""

from datetime import datetime

from django.db.models import Max

from whereabouts.foundations.access.gate import visible
from whereabouts.practice.risk.models import Assertion, Decision
from whereabouts.practice.risk.refusing import graded_at, is_new
from whereabouts.records.episodes import queries as episodes
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people.queries import same_person_set


def citable(*, episode: Episode, before: Decision | None) -> list[Assertion]:
    """Return the statements that are new since the last grading, the latest first.

    Before the first decision of an episode the last grading is the earlier episodes': what is said
    in this one is new, and so is what was written down in an earlier one after its own grade (what
    came out after the return, say). That the child came back before, and time, are no statements.
    """
    since = graded_at(episode=episode, before=before)
    said = visible(Assertion).order_by("-recorded_at")
    here = [one for one in said.filter(episode=episode) if is_new(statement=one, since=since)]
    earlier_grade = _graded_in_earlier(episode=episode)
    if earlier_grade is None:
        return here
    children = same_person_set(child_id=episode.child_id)
    earlier = (
        said.filter(child__in=children, recorded_at__lt=episode.recorded_at)
        .filter(recorded_at__gt=max(earlier_grade, since or earlier_grade))
        .exclude(episode=episode)
    )
    return here + [one for one in earlier if is_new(statement=one, since=earlier_grade)]


def graded_before(*, episode: Episode, before: Decision | None) -> bool:
    """Return whether somebody graded this child before: here, or in an earlier episode."""
    return before is not None or _graded_in_earlier(episode=episode) is not None


def _graded_in_earlier(*, episode: Episode) -> datetime | None:
    """Return when the child was last graded in an earlier episode; a bare grade with its report."""
    found = episodes.earlier(
        children=same_person_set(child_id=episode.child_id), before=episode
    ).filter(decided=True, recorded_at__lt=episode.recorded_at)
    decided = visible(Decision).filter(episode__in=found.values("pk"))
    when = [
        decided.aggregate(at=Max("decided_at"))["at"],
        found.aggregate(at=Max("reported_at"))["at"],
    ]
    return max((one for one in when if one is not None), default=None)
