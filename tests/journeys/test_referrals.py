"""A referral is decided on, sent, answered, and chased until it is (B16)."""

from datetime import timedelta

import pytest

from tests.journeys.returning_cast import Night
from tests.journeys.test_returning import follow_up
from whereabouts.foundations.access.scope import NotPermitted, NotVisible, entered
from whereabouts.insight.lookups.notices import notices_to_me
from whereabouts.insight.lookups.returning import return_page
from whereabouts.journeys.answer_referral import AnswerMissing, NotThatAnswer, answer_referral
from whereabouts.journeys.clock import fire
from whereabouts.journeys.close_follow_up import FollowUpOpen
from whereabouts.practice.plans.models import ReferralAnswer, ReferralDecision

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def night(make_actor, make_agency, noon):
    """Return a night on which the child is back."""
    night = Night(make_actor=make_actor, make_agency=make_agency, noon=noon).report()
    night.found()
    night.back()
    return night


def answer(night, referral, how, words="", *, actor=None, at=None):
    return answer_referral(
        actor=actor or night.social_worker, referral_id=referral, answer=how, words=words,
        at=at or night.later(),
    )  # fmt: skip


def waits(night):
    with pytest.raises(FollowUpOpen) as refused:
        night.close()
    return [one.words for one in refused.value.left if one.kind == "referral_answer"]


def page(night):
    return return_page(actor=night.missing_coordinator, reference=night.reference, at=night.at)


def told(actor, at, kind):
    return [one for one in notices_to_me(actor=actor, at=at) if one.kind == kind]


def test_v08_v12_closing_the_follow_up_without_the_decision_is_refused(night):
    """V08, V12: the child came back, and nobody referred, discussed or followed up anything."""
    with pytest.raises(FollowUpOpen) as refused:
        night.close()
    kinds = {one.kind for one in refused.value.left}
    assert {"referral_decision", "prevention_interview", "return_interview"} <= kinds


def test_sent_and_not_answered_the_follow_up_does_not_end(night):
    night.seen()
    referral = night.sent_referral()
    assert waits(night) == ["The referral has no answer yet: Aldermere Council"]
    assert "The referral has no answer yet: Aldermere Council" in page(night).left
    answer(night, referral, "accepted")
    assert waits(night) == []


def test_a_later_decision_not_to_send_it_waits_for_nobody(night):
    night.sent_referral()
    night.sent_referral(sent=False, because="They say that it is for the school.")
    assert waits(night) == []
    night.sent_referral()
    assert len(waits(night)) == 1


def test_sent_after_the_end_it_opens_the_follow_up_again(make_actor, make_agency, noon):
    night = Night(make_actor=make_actor, make_agency=make_agency, noon=noon).report()
    night.found()
    night.back()
    follow_up(night)
    night.close()
    night.sent_referral(sent=False, because="Supported already.")
    assert night.episode().state == "closed"
    night.sent_referral()
    assert night.episode().state == "seen"


def test_the_recipient_accepts_and_later_says_what_was_done(night):
    referral = night.sent_referral()
    answer(night, referral, "accepted")
    (notice,) = told(night.missing_coordinator, night.at, "referral_answered")
    assert "accepted" in notice.text
    with pytest.raises(AnswerMissing):
        answer(night, referral, "done", " ")
    answer(night, referral, "done", "A youth worker meets her each week.")
    with entered(actor=night.supervisor, at=night.at):
        assert list(
            ReferralAnswer.objects.order_by("answered_at").values_list("answer", flat=True)
        ) == ["accepted", "done"]


def test_declined_says_why_and_is_the_end_of_it(night):
    referral = night.sent_referral()
    with pytest.raises(AnswerMissing):
        answer(night, referral, "declined")
    answer(night, referral, "declined", "The family works with us already.")
    for how in ("accepted", "declined", "done"):
        with pytest.raises(NotThatAnswer):
            answer(night, referral, how, "x")


def test_what_was_never_accepted_is_not_done(night):
    with pytest.raises(NotThatAnswer):
        answer(night, night.sent_referral(), "done", "x")
    with pytest.raises(NotThatAnswer):
        answer(night, night.sent_referral(), "perhaps", "x")


def test_without_an_answer_both_hear_again_and_again_until_there_is_one(night):
    referral = night.sent_referral()
    late = night.at + 5 * DAY
    fire(at=late)
    for actor in (night.social_worker, night.missing_coordinator):
        (notice,) = told(actor, late, "referral_unanswered")
        assert "an answer" in notice.text
        assert "Sampleton" not in notice.text
    fire(at=late + 3 * DAY)
    assert len(told(night.social_worker, late + 3 * DAY, "referral_unanswered")) == 2
    answer(night, referral, "declined", "Known to us.", at=late + 3 * DAY)
    fire(at=late + 30 * DAY)
    assert len(told(night.social_worker, late + 30 * DAY, "referral_unanswered")) == 2


def test_accepted_and_then_silence_is_chased_for_what_was_done(night):
    answer(night, night.sent_referral(), "accepted")
    late = night.at + 70 * DAY  # 45 working days, bank holidays left out
    fire(at=late)
    assert "what was done" in told(night.social_worker, late, "referral_unanswered")[0].text


def test_not_sent_there_is_nothing_to_answer_and_nothing_rings(night):
    referral = night.sent_referral(sent=False, because="Supported already by the same team.")
    with pytest.raises(NotVisible):
        answer(night, referral, "accepted")
    fire(at=night.at + 30 * DAY)
    assert told(night.social_worker, night.at + 30 * DAY, "referral_unanswered") == []


def test_a_provider_hears_of_its_referral_and_answers(night, make_agency, make_actor):
    charity = make_agency("Lantern Charity", "provider")
    referral = night.sent_referral(to_agency=charity.pk)
    worker = make_actor("return_interviewer", agency=charity)
    assert len(told(worker, night.at, "referral")) == 1
    answer(night, referral, "accepted", actor=worker)


def test_only_whoever_it_was_sent_to_answers(night, outsider):
    referral = night.sent_referral()
    for actor in (outsider, night.missing_coordinator):
        with pytest.raises(NotVisible):
            answer(night, referral, "accepted", actor=actor)
    with pytest.raises(NotPermitted):
        answer(night, referral, "accepted", actor=night.call_handler)
    with entered(actor=night.supervisor, at=night.at):
        assert ReferralDecision.objects.count() == 1
        assert not ReferralAnswer.objects.exists()
