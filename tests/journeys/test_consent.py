"""Who agreed to a conversation, and to what; and how a child is reached without harm to them."""

from datetime import timedelta

import pytest

from tests.journeys.returning_cast import AGREED, DENIED, Night
from whereabouts.foundations.access.scope import NotPermitted, NotVisible
from whereabouts.insight.lookups.before_interview import before_interview
from whereabouts.insight.lookups.conversing import interview_queue, told_page
from whereabouts.journeys.commission_interview import log_attempt
from whereabouts.journeys.record_interview import (
    Asked,
    Beside,
    Consent,
    ConsentIncomplete,
    ConsentRefused,
    NotInList,
)
from whereabouts.practice.conversations.models import Commission
from whereabouts.practice.return_home.models import Interview

pytestmark = pytest.mark.django_db
NO = (Consent(who="child", answer="no", words="Not with you."),)


@pytest.fixture
def night(make_actor, make_agency, noon):
    """Return a night on which the child is back."""
    night = Night(make_actor=make_actor, make_agency=make_agency, noon=noon).report()
    night.found(already_there=True)
    return night


def interviews(night):
    with night.inside():
        return list(Interview.objects.order_by("held_at"))


def state_of(night, kind):
    (task,) = night.tasks(kind)
    return task.state


def test_who_agreed_and_to_what_is_kept_and_shown_with_the_conversation(night):
    night.interview(
        way="face_to_face",
        consents=(
            Consent(who="child", answer="yes", to=("talk", "help"), words="But not my mum."),
            Consent(who="carer", answer="no", name="Carer Sampleton", words="Thinks it is late."),
        ),
    )
    (kept,) = interviews(night)
    assert [(one["who"], one["answer"], one["to"]) for one in kept.consents] == [
        ("child", "yes", ["talk", "help"]), ("carer", "no", []),
    ]  # fmt: skip
    page = told_page(actor=night.social_worker, reference=night.reference, at=night.at)
    told = dict(page.talks[0].told)
    assert told["How it was held"] == "Face to face"
    assert told["Agreed? The child"] == (
        "Yes. To this conversation; To help being asked for. But not my mum."
    )
    assert told["Agreed? A carer, Carer Sampleton"] == "No. Thinks it is late."


def test_a_carer_s_no_does_not_take_the_conversation_from_the_child(night):
    lacks = night.interview(
        consents=(*AGREED, Consent(who="parent", answer="no", name="Paula Sampleton"))
    )
    assert lacks == ()
    assert state_of(night, "return_interview") == "done"


def test_the_independent_conversation_is_not_done_before_it_is_written_that_the_child_agreed(night):
    assert night.interview(consents=()) == ("consent",)
    assert state_of(night, "return_interview") == "open"
    assert night.interview(consents=(Consent(who="child", answer="yes", to=("share",)),)) == (
        "consent",
    )
    assert night.interview() == ()
    assert state_of(night, "return_interview") == "done"


def test_the_police_s_conversation_is_a_duty_and_asks_for_no_consent_to_be_done(night):
    assert night.prevention(consents=()) == ()


def test_a_child_who_could_not_be_asked_has_the_reason(night):
    with pytest.raises(ConsentIncomplete) as refused:
        night.interview(consents=(Consent(who="child", answer="not_able"),))
    assert refused.value.field == "consent_child_words"
    asleep = Consent(who="child", answer="not_able", words="Speaks with a device; it was shown.")
    assert night.interview(consents=(asleep,)) == ()


def test_nothing_is_held_against_a_child_s_no_and_the_offer_stands(night):
    for record in (night.interview, night.prevention):
        with pytest.raises(ConsentRefused):
            record(consents=NO)
    assert interviews(night) == []
    night.interview(outcome="declined", consents=NO)
    (kept,) = interviews(night)
    assert (kept.outcome, kept.consents[0]["words"]) == ("declined", "Not with you.")
    assert state_of(night, "return_interview") == "open"


def test_a_no_never_stops_what_keeps_a_child_safe(night):
    told = Asked(
        source="carer", answers={"hurt": "disclosed"}, said_by="Carer Sampleton",
        words="She came back with a cut lip.",
    )  # fmt: skip
    night.prevention(
        outcome="declined", consents=NO, harms={"held": "observed"}, beside=Beside(carer=told)
    )
    assert {"crime_record", "strategy_discussion"} <= night.kinds("open")
    # Nor does a no to anything being shared.
    night.interview(
        consents=(Consent(who="child", answer="yes", to=("talk",)),),
        harms={**DENIED, "sexual": "disclosed"},
    )
    assert "sexual_assault_centre" in night.kinds("open")


@pytest.mark.parametrize(
    "wrong",
    [
        {"consents": (Consent(who="neighbour", answer="yes", to=("talk",)),)},
        {"consents": (Consent(who="child", answer="perhaps"),)},
        {"consents": (Consent(who="child", answer="yes", to=("everything",)),)},
        {"way": "pigeon"},
    ],
)
def test_an_answer_off_the_list_is_refused(night, wrong):
    with pytest.raises(NotInList):
        night.interview(**wrong)


def test_a_yes_says_to_what(night):
    with pytest.raises(ConsentIncomplete) as refused:
        night.interview(consents=(*AGREED, Consent(who="parent", answer="yes")))
    assert refused.value.field == "consent_carer_to"


# --- how the child is reached -------------------------------------------------------------------


def test_when_and_how_a_child_is_reached_goes_with_the_asking_and_is_mended_by_each_try(night):
    night.commission(best_time="After school", how_to_reach="Text first; the phone is her own")
    worker = night.return_interviewer
    (asked,) = interview_queue(actor=worker, at=night.at)
    assert asked.best_time == "After school"
    assert asked.how_to_reach == "Text first; the phone is her own"
    assert _reach(night, worker) == (("After school", "Text first; the phone is her own"),)
    log_attempt(
        actor=worker, reference=night.reference, tried_at=night.at, way="text",
        outcome="no_answer", at=night.at,
    )  # fmt: skip
    night.interview(
        by=worker, outcome="offered", consents=(), best_time="Saturdays",
        how_to_reach="Through her aunt: her brother reads the phone",
    )  # fmt: skip
    assert _reach(night, worker) == (
        ("Saturdays", "Through her aunt: her brother reads the phone"),
        ("After school", "Text first; the phone is her own"),
    )


def _reach(night, worker):
    return before_interview(actor=worker, reference=night.reference, at=night.at).reach


def test_what_was_told_to_the_police_of_reaching_her_is_not_handed_to_a_provider(night):
    night.prevention(best_time="Never after six", how_to_reach="At the made-up club")
    night.commission()
    assert _reach(night, night.return_interviewer) == ()


def test_the_outsider_reads_nothing_of_how_a_child_is_reached(night, outsider, make_actor):
    night.commission(best_time="After school")
    for actor in (outsider, make_actor("return_interviewer", agency="Elsewhere Charity")):
        with pytest.raises(NotVisible):
            before_interview(actor=actor, reference=night.reference, at=night.at)
    with pytest.raises(NotPermitted):
        before_interview(actor=make_actor("home_worker"), reference=night.reference, at=night.at)


def test_the_form_begins_with_known_risks_and_the_people_around_the_child(night):
    night.prevention(beside=Beside(), harms={**DENIED, "given": "disclosed"})
    known = before_interview(actor=night.social_worker, reference=night.reference, at=night.at)
    assert known.force == "Northmoor Police"
    assert ("Mother", "Paula Sampleton") in [one[:2] for one in known.people]


# --- written up, or a draft still ---------------------------------------------------------------


def test_what_is_held_and_not_whole_is_a_draft_until_nothing_lacks(night):
    night.commission()
    worker = night.return_interviewer
    night.interview(by=worker, consents=())
    assert _stands(night) == "draft"
    (asked,) = interview_queue(actor=worker, at=night.at)
    assert asked.state == "Held, and being written up"
    log_attempt(
        actor=worker, reference=night.reference, tried_at=night.at, way="text", outcome="agreed",
        at=night.at, next_at=night.at + timedelta(days=1),
    )  # fmt: skip
    assert _stands(night) == "draft"
    night.interview(by=worker)
    assert _stands(night) == "submitted"


def _stands(night):
    with night.inside("social_worker"):
        return Commission.objects.get().state
