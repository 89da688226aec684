"""Keeping what somebody made of a made-up case, with what the pack said of it then."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from whereabouts.engines.policy import evaluate
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency, Member
from whereabouts.foundations.audit import actions as audit
from whereabouts.practice.oversight import events
from whereabouts.practice.oversight.cases import Case
from whereabouts.practice.oversight.models import PracticeAnswer
from whereabouts.practice.risk import packs


class AlreadyGraded(Exception):
    """The first answer counts: once one saw what the pack says, a second would say nothing."""


def pack_says(*, case: Case, agency: Agency, at: datetime) -> tuple[Any, dict[str, Any]]:
    """Return (pack, result) of a case under the pack in force for an agency."""
    pack = packs.own_pack(agency=agency, at=at)
    return pack, evaluate(pack=pack, facts=dict(case.facts))


@transaction.atomic
def practise(
    *,
    case: Case,
    level: str,
    seriousness: str,
    immediacy: str,
    confidence: str,
    by: Actor,
    at: datetime,
) -> PracticeAnswer:
    """Keep an answer to a made-up case.

    :raises AlreadyGraded: the actor graded this case under this pack.
    """
    agency = Agency.objects.get(pk=by.agency_id)
    pack, result = pack_says(case=case, agency=agency, at=at)
    try:
        with transaction.atomic():
            answer = PracticeAnswer.objects.create(
                case=case.name,
                case_sha256=case.sha256,
                pack=pack.id,
                pack_sha256=pack.sha256,
                pack_level=result["level"],
                level=level,
                seriousness=seriousness,
                immediacy=immediacy,
                confidence=confidence,
                unit_id=Member.objects.values_list("team", flat=True).get(pk=by.member_id),
                answered_at=at,
                owner_agency_id=by.agency_id,
                recorded_at=at,
                recorded_by_id=by.member_id,
            )
    except IntegrityError as fault:
        if "a_case_graded_once" not in str(fault):
            raise
        raise AlreadyGraded("You have graded this case. The first answer counts.") from None
    audit.record(kind=events.PRACTISED, subject=f"practice:{answer.pk}", by=by, at=at)
    return answer
