"""Lines that sources propose for a plan: a person takes each in, or leaves it out."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit import actions as audit
from whereabouts.practice.plans import events
from whereabouts.practice.plans.models import PlanLine
from whereabouts.records.people.models import Child


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """A line as a source proposes it. `allowed` is the child's own yes, where it is theirs to give.

    What the child did not allow has no `text` for the plan: the worker whom they told is asked.
    """

    key: str
    part: str
    text: str
    source: str
    source_words: str
    audience: str
    allowed: bool = True
    ask: str = ""


class AlreadyDecided(Exception):
    """Somebody took the line in, or left it out, already."""


class NotAllowedByChild(Exception):
    """The child did not allow it: using it needs a reason, and what the child was told."""


@transaction.atomic
def decide_line(
    *,
    child: Child,
    proposed: Proposed,
    accepted: bool,
    by: Actor,
    at: datetime,
    text: str = "",
    because: str = "",
    child_told: str = "",
) -> PlanLine:
    """Take a line into the plan, in these words or its own, or leave it out.

    :raises NotAllowedByChild: it is taken in without the child's yes, and without the reason or
        what the child was told.
    :raises AlreadyDecided: somebody decided on it already.
    """
    overrides = accepted and not proposed.allowed
    if overrides and not (because.strip() and child_told):
        raise NotAllowedByChild(
            "The child did not allow this. Say why it is used all the same, and whether they were"
            " told first."
        )
    try:
        with transaction.atomic():
            line = PlanLine.objects.create(
                child=child,
                part=proposed.part,
                text=text.strip() or proposed.text,
                source=proposed.source,
                source_key=proposed.key,
                source_words=proposed.source_words[:240],
                audience=proposed.audience,
                accepted=accepted,
                because=because,
                overrode=overrides,
                child_told=child_told if overrides else "",
                decided_at=at,
                owner_agency_id=by.agency_id,
                recorded_at=at,
                recorded_by_id=by.member_id,
            )
    except IntegrityError:
        raise AlreadyDecided("Somebody decided on this line already: look again.") from None
    kind = events.LINE_ACCEPTED if accepted else events.LINE_DECLINED
    audit.record(kind=kind, subject=f"plan_line:{line.pk}", by=by, at=at)
    if overrides:
        audit.record(
            kind=events.LINE_OVERRODE, subject=f"plan_line:{line.pk}", by=by, at=at,
            payload={"because": because, "child_told": child_told},
        )  # fmt: skip
    return line


def end_line(*, line: PlanLine, by: Actor, at: datetime) -> bool:
    """Take a line out of the plan; it is kept. Return False where it was out already."""
    ended = PlanLine.objects.filter(pk=line.pk, ended_at__isnull=True, accepted=True).update(
        ended_at=at, ended_by_id=by.member_id
    )
    if ended:
        audit.record(kind=events.LINE_ENDED, subject=f"plan_line:{line.pk}", by=by, at=at)
    return bool(ended)
