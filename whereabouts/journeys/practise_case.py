"""Grade a made-up case; what the pack says is shown afterwards."""

from datetime import datetime

from whereabouts.engines.policy import IMMEDIACY, LEVELS, SERIOUSNESS
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.journeys.door import journey
from whereabouts.practice.oversight.actions import practising
from whereabouts.practice.oversight.actions.practising import AlreadyGraded
from whereabouts.practice.oversight.cases import NoSuchCase, case_named
from whereabouts.practice.oversight.rules import CONFIDENCES

__all__ = ["AlreadyGraded", "NoSuchCase", "NotAnAnswer", "practise_case"]


class NotAnAnswer(Exception):
    """The level, an axis or the confidence is none that there is."""


@journey(needs=Permission.PRACTISE)
def practise_case(
    *,
    actor: Actor,
    case: str,
    level: str,
    seriousness: str,
    immediacy: str,
    confidence: str,
    at: datetime,
) -> None:
    """Keep what the actor makes of a made-up case, apart from everything about children.

    :raises NoSuchCase: there is no such case.
    :raises NotAnAnswer: one of the four is none that there is.
    :raises AlreadyGraded: the actor graded this case under the pack in force.
    """
    known = (
        level in LEVELS
        and seriousness in SERIOUSNESS
        and immediacy in IMMEDIACY
        and confidence in dict(CONFIDENCES)
    )
    if not known:
        raise NotAnAnswer("Answer all four.")
    practising.practise(
        case=case_named(name=case),
        level=level,
        seriousness=seriousness,
        immediacy=immediacy,
        confidence=confidence,
        by=actor,
        at=at,
    )
