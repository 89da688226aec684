"""V20: she said that she was held, and got out of a window: a crime, a discussion, a referral."""

import pytest

from tests.journeys.returning_cast import DENIED, Night
from whereabouts.foundations.outbox.models import Message
from whereabouts.journeys.close_follow_up import FollowUpOpen
from whereabouts.journeys.leave_undone import NotInList, leave_undone
from whereabouts.journeys.locate_child import AdultSeen
from whereabouts.journeys.record_disposition import (
    DispositionMissing,
    NeedsCode,
    record_disposition,
)
from whereabouts.practice.conversations.models import HarmSaid
from whereabouts.records.people.models import AdultLink

pytestmark = pytest.mark.django_db


@pytest.fixture
def night(make_actor, make_agency, noon):
    """Return a night on which a girl who was found says that she was kept somewhere."""
    night = Night(make_actor=make_actor, make_agency=make_agency, noon=noon).report()
    night.found(already_there=True)
    night.prevention(
        harms={**DENIED, "held": "disclosed"}, words="He shut me in. I got out of the window.",
        adults=(AdultSeen(name="Alex Sample", detail="She calls him her boyfriend."),),
    )  # fmt: skip
    return night


def test_v20_the_answer_makes_the_crime_and_the_discussion_and_tells_the_supervisor(night):
    assert {"crime_record", "strategy_discussion"} <= night.kinds("open")
    with night.inside():
        assert Message.objects.get(kind="allegation").to_role == "supervisor"
        assert AdultLink.objects.get().kind == "risk"
        said = HarmSaid.objects.get(harm="held", source="child")
        assert (said.answer, said.said_in) == ("disclosed", "prevention")


def test_v20_the_follow_up_cannot_end_before_a_crime_s_number_or_a_reasoned_no_crime(night):
    (crime,) = night.tasks("crime_record")
    for code in ("crime_record", "strategy_discussion"):
        with pytest.raises(NotInList):
            leave_undone(
                actor=night.duty_inspector, reference=night.reference, kind=code,
                code="lawful_reason", words="-", at=night.later(),
            )  # fmt: skip
    with pytest.raises(DispositionMissing):
        record_disposition(actor=night.supervisor, task_id=crime.pk, words=" ", at=night.later())
    with pytest.raises(NeedsCode):
        record_disposition(
            actor=night.supervisor, task_id=crime.pk, words="No crime.",
            not_done_code="no reason at all", at=night.later(),
        )  # fmt: skip
    with pytest.raises(FollowUpOpen) as refused:
        night.close()
    assert {"crime_record", "strategy_discussion", "referral_decision"} <= {
        one.kind for one in refused.value.left
    }
    record_disposition(
        actor=night.supervisor, task_id=crime.pk, not_done_code="lawful_reason",
        words="Considered with a lawyer: another force records it.", at=night.later(),
    )  # fmt: skip
    assert "crime_record" in night.kinds("not_done")
