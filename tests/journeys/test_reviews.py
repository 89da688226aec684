"""Looking again: the ladder of the pack in force, by whom, and what silence does."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from whereabouts.foundations.access.scope import NotPermitted, NotVisible, entered
from whereabouts.foundations.outbox.models import Message
from whereabouts.foundations.timers.models import Timer
from whereabouts.journeys.answer_question import answer_question
from whereabouts.journeys.answer_transfer import answer_transfer
from whereabouts.journeys.clock import fire
from whereabouts.journeys.offer_transfer import offer_transfer
from whereabouts.journeys.record_back import record_back
from whereabouts.journeys.report_missing import Told, report_missing
from whereabouts.journeys.review_episode import (
    ChangedMeanwhile,
    DecisionRefused,
    NoReason,
    NothingToReview,
    NotYourRank,
    review_episode,
)
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.risk.models import Decision
from whereabouts.practice.supervision.actions.reviews import keep_ladder
from whereabouts.practice.supervision.models import Review
from whereabouts.records.episodes.models import Episode, LogEntry

pytestmark = pytest.mark.django_db
LONG = {"review_72_hours"}
MEDIUM = {
    "review_first_medium", "review_inspector_medium", "review_detective_inspector_medium",
    "review_detective_chief_inspector_medium", "review_repeat_medium",
}  # fmt: skip
HIGH = {"review_first_high", "review_repeat_high", "review_superintendent_high"}


@pytest.fixture
def waiting(make_actor, noon):
    """Return a reader of what waits: key → hours from noon until it is due."""

    def see(reference, actor=None):
        actor = actor or make_actor("duty_inspector")
        with entered(actor=actor, at=noon):
            rows = Review.objects.filter(episode__reference=reference, state="waiting")
            return {one.key: (one.due_at - noon) / timedelta(hours=1) for one in rows}

    return see


@pytest.fixture
def look_again(accept_all, noon):
    """Return a reviewer: every prompt answered, and keeping medium unless said otherwise."""

    def go(actor, reference, *, hours=1.0, seen_version=None, **wanted):
        at = noon + timedelta(hours=hours)
        wish = accept_all(actor, reference, at=at, **wanted)
        return review_episode(
            actor=actor, reference=reference, wish=wish, at=at, seen_version=seen_version
        )

    return go


@pytest.fixture
def told(make_actor, noon):
    """Return a reader of who was told of one kind, in order."""

    def see(kind, actor=None):
        actor = actor or make_actor("duty_inspector")
        with entered(actor=actor, at=noon):
            found = Message.objects.filter(kind=kind).order_by("promised_at", "to_role")
            return [one.to_role for one in found]

    return see


# --- the ladder --------------------------------------------------------------------


def test_from_the_report_on_the_ladder_of_what_stands_waits_with_its_clocks(
    take_report, waiting, make_actor, noon
):
    reference = take_report()
    assert set(waiting(reference)) == MEDIUM | LONG
    assert waiting(reference)["review_first_medium"] == 2
    with entered(actor=make_actor("supervisor"), at=noon):
        keys = Review.objects.values_list("pk", flat=True)
        clocks = Timer.objects.filter(subject__in=[f"review:{key}" for key in keys])
        assert clocks.filter(state="waiting", kind="review_due").count() == len(keys)


def test_a_new_level_has_its_own_ladder_and_the_old_one_is_stood_down(
    take_report, waiting, make_actor, decide_as, noon
):
    reference = take_report()
    decide_as(make_actor("supervisor"), reference, level="high", at=noon + timedelta(hours=3))
    assert set(waiting(reference)) == HIGH | LONG
    assert waiting(reference)["review_first_high"] == 3.25
    with entered(actor=make_actor("supervisor"), at=noon):
        old = Review.objects.filter(key__in=MEDIUM)
        assert set(old.values_list("state", flat=True)) == {"stood_down"}
        subjects = [f"review:{one.pk}" for one in old]
        assert not Timer.objects.filter(subject__in=subjects, state="waiting").exists()


def test_setting_the_ladder_again_changes_nothing(take_report, make_actor, noon):
    reference, by = take_report(), make_actor("supervisor")
    with entered(actor=by, at=noon):
        before = sorted(Review.objects.values_list("pk", "state", "due_at"))
        for minutes in (1, 50, 100):
            keep_ladder(
                episode=Episode.objects.get(reference=reference), by=by,
                at=noon + timedelta(minutes=minutes),
            )  # fmt: skip
        assert sorted(Review.objects.values_list("pk", "state", "due_at")) == before


def test_what_is_learnt_raises_the_level_and_with_it_the_ladder(
    take_report, waiting, make_actor, decide_as, noon
):
    reference, handler = take_report(), make_actor("call_handler")
    decide_as(make_actor("supervisor"), reference, level="medium", at=noon + timedelta(minutes=5))
    answer_question(
        actor=handler, reference=reference, fact="suicide_concern", value=True, said_by="the aunt",
        source_kind="carer", at=noon + timedelta(minutes=30),
    )  # fmt: skip
    assert set(waiting(reference)) == HIGH | LONG


def test_a_decision_as_recommended_is_the_first_look_of_its_rank_and_no_later_one(
    take_report, waiting, make_actor, decide_as, noon
):
    reference = take_report()
    decide_as(make_actor("supervisor"), reference, level="medium", at=noon + timedelta(minutes=5))
    assert set(waiting(reference)) == (MEDIUM | LONG) - {"review_first_medium"}


def test_a_call_handlers_decision_is_nobodys_review(take_report, waiting, make_actor, decide_as):
    reference = take_report()
    decide_as(make_actor("call_handler"), reference, level="medium")
    assert "review_first_medium" in waiting(reference)


def test_the_child_back_nothing_waits_any_more(take_report, waiting, make_actor, noon):
    reference = take_report()
    later = noon + timedelta(hours=1)
    record_back(actor=make_actor("supervisor"), reference=reference, back_at=later, at=later)
    assert waiting(reference) == {}
    fire(at=noon + timedelta(hours=3))
    with entered(actor=make_actor("supervisor"), at=noon):
        assert not LogEntry.objects.filter(kind="alarm.review_due").exists()


def test_another_force_that_takes_the_episode_takes_its_reviews(
    take_report, waiting, make_actor, told, noon
):
    reference = take_report()
    inspector = make_actor("duty_inspector")
    other = make_actor("duty_inspector", agency="Thirdmoor Police")
    key = offer_transfer(
        actor=inspector, reference=reference, to_agency=other.agency_id, because="Seen there.",
        at=noon,
    )  # fmt: skip
    answer_transfer(
        actor=other, transfer_id=key, accepted=True, because="", at=noon + timedelta(minutes=5)
    )
    fire(at=noon + timedelta(hours=2, minutes=1))
    assert "duty_inspector" in told("review_due", actor=other)
    with entered(actor=other, at=noon):
        assert Message.objects.filter(kind="review_due", to_agency=other.agency_id).exists()


def test_entered_late_one_alarm_speaks_for_every_review_that_ran_out(take_report, told, noon):
    take_report(at=noon, happened_at=noon - timedelta(hours=9), back_entry=True)
    fire(at=noon + timedelta(minutes=1))
    assert told("review_due") == []
    assert told("late_entry") == ["duty_inspector"]


# --- looking again -----------------------------------------------------------------


def test_a_review_is_a_new_assessment_with_a_name_and_sets_the_next(
    take_report, waiting, make_actor, look_again, noon
):
    reference, supervisor = take_report(), make_actor("supervisor")
    key = look_again(supervisor, reference, hours=1.5)
    with entered(actor=supervisor, at=noon):
        decision = Decision.objects.select_related("assessment").get(pk=key)
        done = Review.objects.get(key="review_first_medium")
        assert LogEntry.objects.filter(kind="review.done").count() == 1
    assert decision.assessment.cause == "review"
    assert decision.assessment.at == noon + timedelta(hours=1.5)
    assert (done.state, done.done_by_id, str(done.decision_id)) == (
        "done", supervisor.member_id, key,
    )  # fmt: skip
    assert waiting(reference)["review_repeat_medium"] == 13.5
    assert waiting(reference)["review_inspector_medium"] == 6


def test_an_inspectors_look_in_time_counts_for_the_sergeants_too(
    take_report, waiting, make_actor, look_again
):
    reference = take_report()
    look_again(make_actor("duty_inspector"), reference, hours=4)
    left = {"review_detective_inspector_medium", "review_detective_chief_inspector_medium"}
    assert set(waiting(reference)) == left | LONG | {"review_repeat_medium"}


def test_a_review_may_raise_and_then_the_new_ladder_runs(
    take_report, waiting, make_actor, look_again, look, noon
):
    reference, inspector = take_report(), make_actor("duty_inspector")
    look_again(inspector, reference, hours=1, level="high")
    assert look(inspector, reference).level == "high"
    assert set(waiting(reference)) == {
        "review_repeat_high", "review_superintendent_high", "review_72_hours",
    }  # fmt: skip
    assert waiting(reference)["review_repeat_high"] == 5


def test_at_high_a_sergeants_rank_does_not_suffice(
    take_report, make_actor, decide_as, look_again, noon
):
    reference = take_report()
    decide_as(make_actor("supervisor"), reference, level="high")
    with pytest.raises(NotYourRank):
        look_again(make_actor("supervisor"), reference, level="high")


@pytest.mark.parametrize("words", ["", "always comes home", "no units free, busy night"])
def test_keeping_what_stands_needs_reasons_too(take_report, make_actor, look_again, words):
    reference = take_report()
    with pytest.raises(NoReason):
        look_again(make_actor("supervisor"), reference, rationale=words)


def test_whoever_may_not_review_is_refused_and_the_outsider_sees_nothing(
    take_report, make_actor, look_again
):
    reference = take_report()
    for role in ("call_handler", "response_officer", "social_worker", "home_worker"):
        with pytest.raises((NotPermitted, NotVisible)):
            review_episode(
                actor=make_actor(role), reference=reference, wish=None,
                at=datetime(2026, 11, 20, 13, tzinfo=UTC),
            )  # fmt: skip
    outsider = make_actor("duty_inspector", agency="Elsewhere Police")
    with pytest.raises(NotVisible):
        review_episode(
            actor=outsider, reference=reference, wish=None,
            at=datetime(2026, 11, 20, 13, tzinfo=UTC),
        )  # fmt: skip


def test_a_page_of_before_somebody_elses_review_is_refused(
    take_report, make_actor, look_again, look, noon
):
    reference, supervisor = take_report(), make_actor("supervisor")
    seen = look(supervisor, reference).version
    look_again(make_actor("duty_inspector"), reference, seen_version=seen)
    with pytest.raises(ChangedMeanwhile):
        look_again(supervisor, reference, seen_version=seen, hours=1.1)
    with entered(actor=supervisor, at=noon):
        assert Decision.objects.count() == 1


def test_a_child_who_is_back_is_not_reviewed(take_report, make_actor, look_again, noon):
    reference, supervisor = take_report(), make_actor("supervisor")
    later = noon + timedelta(minutes=30)
    record_back(actor=supervisor, reference=reference, back_at=later, at=later)
    with pytest.raises(NothingToReview):
        look_again(supervisor, reference)


def test_a_refused_review_is_written_down_and_still_waits(
    take_report, waiting, make_actor, look_again, noon
):
    reference, supervisor = take_report(), make_actor("supervisor")
    with pytest.raises(DecisionRefused):
        look_again(supervisor, reference, level="low")
    assert "review_first_medium" in waiting(reference)
    with entered(actor=supervisor, at=noon):
        assert LogEntry.objects.filter(kind="risk.refused").exists()


# --- silence -----------------------------------------------------------------------


def test_nobody_looking_climbs_to_the_inspector_and_the_superintendent_once_each(
    take_report, told, noon
):
    take_report()
    fire(at=noon + timedelta(minutes=119))
    assert told("review_due") == []
    for minutes in (121, 122, 135, 137, 152, 170):
        fire(at=noon + timedelta(minutes=minutes))
    assert told("review_due") == ["duty_inspector", "superintendent"]


def test_a_look_in_time_alerts_nobody(take_report, make_actor, look_again, told, noon):
    reference = take_report()
    look_again(make_actor("supervisor"), reference, hours=1.9)
    fire(at=noon + timedelta(hours=2.5))
    assert told("review_due") == []


# --- a long absence ----------------------------------------------------------------


def test_after_72_hours_owner_publicity_records_and_family_are_asked_for_once(
    take_report, waiting, make_actor, noon
):
    reference, by = take_report(), make_actor("supervisor")
    asked = ("long_missing_owner", "long_missing_publicity", "long_missing_family", "dna_dental")
    with entered(actor=by, at=noon):
        assert not Task.objects.filter(kind__in=asked).exists()
    for hours in (73, 74):
        for _ in range(3):
            fire(at=noon + timedelta(hours=hours))
    with entered(actor=by, at=noon):
        assert sorted(Task.objects.filter(kind__in=asked).values_list("kind", flat=True)) == sorted(
            asked
        )
    assert waiting(reference)["review_chief_inspector_7_days"] == 168


def test_each_later_step_asks_for_owner_publicity_and_family_again_and_for_dna_no_more(
    take_report, make_actor, look_again, noon
):
    reference, chief = take_report(), make_actor("superintendent")
    for days in (2.5, 6, 13, 27, 90, 181, 273, 364, 700):
        look_again(chief, reference, hours=days * 24)
    with entered(actor=chief, at=noon):
        kinds = Task.objects.filter(because="long missing").values_list("kind", flat=True)
        counted = Counter(kinds)
    again = ("long_missing_owner", "long_missing_publicity", "long_missing_family")
    assert counted == {**dict.fromkeys(again, 9), "dna_dental": 1}


def test_a_birthday_closes_nothing_and_the_years_go_on(
    take_report, make_child, waiting, make_actor, look_again, look, noon
):
    # Seventeen at the report, eighteen ten days later.
    reference = take_report(child=make_child(born="30 November 2008"))
    chief = make_actor("superintendent")
    for days in (1.6, 6, 13, 27, 90, 181, 273, 364):
        look_again(chief, reference, hours=days * 24)
    assert look(chief, reference).state == "open"
    with entered(actor=chief, at=noon):
        done = Review.objects.filter(state="done", level="").values_list("key", flat=True)
        assert len(set(done)) == 8
    assert waiting(reference)["review_yearly"] == (364 + 365) * 24
    look_again(chief, reference, hours=700 * 24)
    assert waiting(reference)["review_yearly"] == (700 + 365) * 24


# --- another pack ------------------------------------------------------------------


def test_a_review_is_made_under_the_pack_in_force_then(make_actor, accept_all):
    """Under the definitions of 2015 at the report, under those of 2017 at the review."""
    reported = datetime(2016, 12, 31, 23, 0, tzinfo=UTC)
    handler = make_actor("call_handler")
    reference = report_missing(
        actor=handler, at=reported,
        told=Told(
            idempotency_key="old", happened_at=reported, names="Testa Sampleton",
            born_text="12 March 2003", reporter_name="Paula Sampleton", relation="foster_carer",
        ),
    ).episode  # fmt: skip
    supervisor = make_actor("supervisor")
    later = reported + timedelta(hours=1.5)
    wish = accept_all(supervisor, reference, at=later)
    review_episode(actor=supervisor, reference=reference, wish=wish, at=later)
    with entered(actor=supervisor, at=later):
        decision = Decision.objects.select_related("assessment").get()
        packs = {one.state: one.pack for one in Review.objects.order_by("recorded_at")}
    assert decision.assessment.pack.startswith("app-2017")
    assert packs["waiting"].startswith("app-2017")
    assert packs["stood_down"].startswith("npcc-2015")
