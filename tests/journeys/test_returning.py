"""Located is not yet back, back is not yet seen, seen is not yet followed up."""

from datetime import timedelta

import pytest

from tests.journeys.returning_cast import ANSWERS, Night
from whereabouts.foundations.access.scope import NotPermitted, NotVisible
from whereabouts.foundations.outbox.models import Message
from whereabouts.foundations.timers.models import Timer
from whereabouts.journeys.close_follow_up import (
    FollowUpOpen,
    MoveNotAllowed,
    close_follow_up,
    reopen_follow_up,
)
from whereabouts.journeys.confirm_stand_down import StillMissing, confirm_stand_down
from whereabouts.journeys.join_records import join_records
from whereabouts.journeys.leave_undone import NeedsCode, NotOutstanding, leave_undone
from whereabouts.journeys.locate_child import AdultSeen, Found, NotInList, NotYet, locate_child
from whereabouts.journeys.propose_destination import answer_safety_questions
from whereabouts.journeys.record_back import record_back, record_seen
from whereabouts.journeys.reopen_as_missing import GoneAgainIsNew, reopen_as_missing
from whereabouts.practice.investigation.vocabulary import SEARCH_KINDS
from whereabouts.practice.return_home.models import Return, StandDown
from whereabouts.records.episodes.models import Episode, LogEntry
from whereabouts.records.people.models import AdultLink, ChildAddress, Flag

pytestmark = pytest.mark.django_db
OWED = {"prevention_interview", "return_interview", "referral_decision"}


@pytest.fixture
def night(make_actor, make_agency, noon):
    """Return a night that begins with a report."""
    return Night(make_actor=make_actor, make_agency=make_agency, noon=noon).report()


def follow_up(night):
    """Do everything that follows a return, but closing it."""
    night.prevention()
    answer_safety_questions(
        actor=night.response_officer, reference=night.reference, answers=ANSWERS, at=night.later()
    )
    night.interview()
    night.fed_back()
    night.referral()
    night.stand_down()


def test_located_is_not_yet_back(night):
    assert night.found(found_place="the made-up arcade") == "located"
    episode = night.episode()
    assert (episode.state, episode.found_place) == ("located", "the made-up arcade")
    assert episode.back_at is None


def test_back_starts_the_clocks_and_ends_the_search(night):
    night.found()
    assert all(one.due_at is None for one in night.tasks(*OWED))
    assert night.back() == "back"
    assert all(one.due_at is not None for one in night.tasks(*OWED))
    assert not night.kinds("open", "accepted") & SEARCH_KINDS
    interview = night.tasks("return_interview")[0]
    assert interview.due_at - night.episode().back_at == timedelta(hours=72)


def test_a_child_who_is_there_already_is_back_and_the_questions_come_within_30_minutes(night):
    assert night.found(how="own_accord", by_whom="own_accord", already_there=True) == "back"
    with night.inside():
        timer = Timer.objects.get(kind="gate_after_return", state="waiting")
        assert timer.due_at - night.at == timedelta(minutes=30)
        assert Timer.objects.filter(kind="stand_down_left", state="waiting").exists()
    assert "return_safety_gate" in night.kinds("open")


def test_the_gate_of_a_child_there_already_needs_the_answers_and_the_child_seen_alone(night):
    night.found(already_there=True)
    answer_safety_questions(
        actor=night.response_officer, reference=night.reference, answers=ANSWERS, at=night.later()
    )
    assert "return_safety_gate" in night.kinds("open")
    assert night.seen() == "seen"
    assert "return_safety_gate" in night.kinds("done")
    with night.inside():
        assert not Timer.objects.filter(kind="gate_after_return", state="waiting").exists()


def test_seen_by_somebody_of_the_home_or_not_alone_does_not_count(night, make_actor):
    from whereabouts.foundations.access.gate import relate

    home = make_actor("home_worker")
    with night.inside():
        child = night.episode().child_id
        relate(subjects=[child], agency=home.agency_id, kind="caring", at=night.at)
    night.found(already_there=True)
    assert night.seen(alone=False) == "back"
    at = night.later()
    seen = record_seen(actor=home, reference=night.reference, seen_at=at, alone=True, at=at)
    assert seen == "back"


def test_every_step_done_the_follow_up_closes_and_may_be_opened_again(night):
    night.found()
    night.back()
    follow_up(night)
    night.close()
    assert night.episode().state == "closed"
    reopen_follow_up(actor=night.missing_coordinator, reference=night.reference, at=night.later())
    assert night.episode().state == "seen"
    with pytest.raises(MoveNotAllowed):
        reopen_follow_up(actor=night.missing_coordinator, reference=night.reference, at=night.at)


def test_returned_is_not_closed_and_the_refusal_names_everything_that_is_left(night):
    night.found()
    night.back()
    with pytest.raises(FollowUpOpen) as refused:
        night.close()
    left = {one.kind for one in refused.value.left}
    assert left >= OWED | {"seen", "return_safety_gate", "stand_down_appeals"}
    assert all(one.words for one in refused.value.left)


def test_only_a_closed_follow_up_is_opened_again(night):
    night.found(already_there=True)
    with pytest.raises(MoveNotAllowed):
        reopen_follow_up(
            actor=night.missing_coordinator, reference=night.reference, at=night.later()
        )
    assert night.episode().state == "back"


def test_a_missing_child_cannot_be_closed(night):
    with pytest.raises(FollowUpOpen):
        night.close()
    assert night.episode().state == "open"


def test_who_is_gone_again_before_being_back_is_missing_and_everything_is_live_again(night):
    night.found()
    confirm_stand_down(
        actor=night.supervisor, reference=night.reference, system="ports", at=night.later()
    )
    night.prevention()
    at = night.later()
    reopen_as_missing(actor=night.response_officer, reference=night.reference, gone_at=at, at=at)
    assert night.episode().state == "open"
    with night.inside():
        assert not StandDown.objects.filter(confirmed_at__isnull=False).exists()
        assert Message.objects.filter(kind="gone_again", to_role="duty_inspector").exists()
        assert Return.objects.get().seen_alone_at is not None
    night.found(found_place="another made-up place")
    with night.inside():
        kept = Return.objects.get()
        assert (kept.found_place, kept.seen_alone_at) == ("another made-up place", None)
    # The conversation before is kept, and the child is owed one anew.
    assert sorted(one.state for one in night.tasks("prevention_interview")) == ["done", "open"]


def test_gone_again_after_being_back_is_a_new_episode(night):
    night.found(already_there=True)
    with pytest.raises(GoneAgainIsNew):
        reopen_as_missing(
            actor=night.response_officer, reference=night.reference, gone_at=night.at, at=night.at
        )
    first = night.reference
    night.later(600)
    night.report()
    assert night.reference != first
    assert night.episode().state == "open"


def test_saying_again_that_a_missing_child_is_missing_is_kept_and_moves_nothing(night):
    at = night.later()
    reopen_as_missing(actor=night.response_officer, reference=night.reference, gone_at=at, at=at)
    assert night.episode().state == "open"


def test_what_is_said_of_a_joined_episode_is_kept_with_the_one_it_was_joined_to(night):
    first = night.reference
    night.later()
    night.report(names="Testa S")
    with night.inside():
        one, other = (
            Episode.objects.get(reference=reference).child_id
            for reference in (first, night.reference)
        )
    join_records(
        actor=night.missing_coordinator, child_id=one, other_id=other,
        because="Same date of birth, and the mother said so.", at=night.later(),
    )  # fmt: skip
    assert night.episode().state == "joined"
    assert night.found() == "located"
    night.reference = first
    assert night.episode().state == "located"


def test_a_second_account_is_kept_beside_the_first_in_every_state(night):
    night.found(found_place="the made-up arcade", needs=("food",))
    night.found(found_place="the made-up quay", condition="Cold and tired.", needs=("warmth",))
    with night.inside():
        kept = Return.objects.get()
        assert (kept.found_place, kept.condition) == ("the made-up arcade", "Cold and tired.")
        assert set(kept.needs) == {"food", "warmth"}
        told = [one.detail.get("found_place") for one in LogEntry.objects.all()]
        assert "the made-up quay" in told
    night.back()
    assert night.back(where_now="the made-up aunt's") == "back"
    assert night.found(condition="A neighbour tells it otherwise.") == "back"
    follow_up(night)
    night.needs_met("food", "warmth")
    night.close()
    assert night.found() == "closed"
    assert night.back() == "closed"
    assert night.seen() == "closed"


def test_the_found_place_is_there_for_the_next_call(night):
    night.found(found_place="the  made-up arcade")
    night.found(found_place="The made-up ARCADE")
    with night.inside():
        kept = ChildAddress.objects.get(kind="found_at")
        assert kept.line == "the made-up arcade"
        assert night.reference in kept.source


def test_found_with_an_adult_asks_who_else_is_at_risk_and_proposes_a_flag(night):
    night.found(adults=(AdultSeen(name="Alex Sample", detail="Drove the car."),))
    with night.inside():
        assert AdultLink.objects.get().kind == "found_with"
        assert Flag.objects.get(state="proposed").kind == "cse"
    asked = {"other_children_check", "offence_consideration", "flag_proposal_CSE"}
    assert asked <= night.kinds("open")
    night.found(adults=(AdultSeen(detail="A second adult, name not known."),))
    with night.inside():
        assert Flag.objects.filter(state="proposed").count() == 1
        assert AdultLink.objects.count() == 2


def test_an_adult_of_the_records_is_linked_and_one_out_of_sight_is_refused(night, make_actor):
    from whereabouts.records.people.actions import create_adult

    with night.inside():
        adult = create_adult(by=night.duty_inspector, at=night.at, name="Alex Sample")
    night.found(adults=(AdultSeen(adult=adult.pk),))
    with night.inside():
        assert AdultLink.objects.get().adult_id == adult.pk
    elsewhere = make_actor("response_officer", agency="Southmoor Police", name="south")
    with pytest.raises(NotVisible):
        locate_child(
            actor=elsewhere, reference=night.reference, at=night.at,
            found=Found(how="found", by_whom="police", found_at=night.at),
        )  # fmt: skip


def test_what_is_not_on_a_list_or_lies_ahead_is_named(night):
    for wrong in ({"how": "magic"}, {"by_whom": "nobody"}, {"needs": ("gold",)}):
        with pytest.raises(NotInList) as refused:
            night.found(**wrong)
        assert refused.value.field in wrong
    with pytest.raises(NotYet):
        night.found(found_at=night.at + timedelta(days=1))
    with pytest.raises(NotInList):
        locate_child(
            actor=night.response_officer, reference=night.reference, at=night.at,
            found=Found(how="found", by_whom="police", found_at=night.at), exploitation="none",
        )  # fmt: skip
    assert night.episode().state == "open"


def test_back_without_having_been_found_is_kept_as_own_accord(night):
    assert night.back() == "back"
    with night.inside():
        kept = Return.objects.get()
        assert (kept.how, kept.already_there) == ("own_accord", True)


def test_back_again_after_going_again_keeps_the_return(night):
    night.found()
    at = night.later()
    reopen_as_missing(actor=night.response_officer, reference=night.reference, gone_at=at, at=at)
    assert night.back() == "back"
    assert night.episode().located_at is not None


def test_everything_stood_down_the_alarm_is_off(night):
    night.found()
    night.back()
    night.stand_down()
    with night.inside():
        assert not Timer.objects.filter(kind="stand_down_left", state="waiting").exists()
    again = confirm_stand_down(
        actor=night.supervisor, reference=night.reference, system="ports", at=night.later()
    )
    assert again is False


def test_nothing_is_stood_down_while_the_child_is_missing(night):
    with pytest.raises(StillMissing):
        confirm_stand_down(
            actor=night.supervisor, reference=night.reference, system="ports", at=night.at
        )
    night.found()
    with pytest.raises(NotInList):
        confirm_stand_down(
            actor=night.supervisor, reference=night.reference, system="bats", at=night.at
        )


def test_something_never_used_is_settled_as_such(night):
    night.found()
    confirm_stand_down(
        actor=night.supervisor, reference=night.reference, system="appeals", not_used=True,
        at=night.later(),
    )  # fmt: skip
    with night.inside():
        assert StandDown.objects.get(system="appeals").not_used is True


def test_not_done_needs_a_code_and_words_of_whoever_could_have_done_it(night):
    night.found(already_there=True)
    given = {"reference": night.reference, "kind": "return_interview", "at": night.at}
    with pytest.raises(NotPermitted):
        leave_undone(actor=night.response_officer, code="child_declined", words="No.", **given)
    worker = night.social_worker
    for code, words in (("", "No."), ("busy", "No."), ("child_declined", " ")):
        with pytest.raises(NeedsCode):
            leave_undone(actor=worker, code=code, words=words, **given)
    leave_undone(actor=worker, code="child_declined", words="Not today; asked twice.", **given)
    with pytest.raises(NotOutstanding):
        leave_undone(actor=worker, code="child_declined", words="Again.", **given)
    with pytest.raises(NotInList):
        leave_undone(
            actor=worker, reference=night.reference, kind="crime_record", code="lawful_reason",
            words="None.", at=night.at,
        )  # fmt: skip
    with pytest.raises(NotOutstanding):
        leave_undone(
            actor=night.duty_inspector, reference=night.reference, at=night.at,
            code="lawful_reason", kind="police_protection_workflow", words="Never used.",
        )  # fmt: skip


def test_another_agency_cannot_tell_that_the_return_exists(night, outsider, make_actor):
    night.found(already_there=True)
    far = make_actor("duty_inspector", agency="Southmoor Police", name="far")
    close_far = make_actor("missing_coordinator", agency="Southmoor Police", name="close far")
    at, ref = night.at, night.reference
    found = Found(how="found", by_whom="police", found_at=at)
    for attempt in (
        lambda: locate_child(actor=far, reference=ref, found=found, at=at),
        lambda: record_back(actor=far, reference=ref, back_at=at, at=at),
        lambda: record_seen(actor=far, reference=ref, seen_at=at, alone=True, at=at),
        lambda: reopen_as_missing(actor=far, reference=ref, gone_at=at, at=at),
        lambda: confirm_stand_down(actor=far, reference=ref, system="ports", at=at),
        lambda: close_follow_up(actor=close_far, reference=ref, at=at),
        lambda: reopen_follow_up(actor=close_far, reference=ref, at=at),
        lambda: leave_undone(
            actor=outsider, reference=ref, kind="return_interview", code="child_declined",
            words="No.", at=at,
        ),
    ):  # fmt: skip
        with pytest.raises(NotVisible):
            attempt()
    assert night.episode().state == "back"


def test_an_interviewer_may_not_record_a_return_or_close_it(night):
    provider = night.return_interviewer
    found = Found(how="found", by_whom="police", found_at=night.at)
    with pytest.raises(NotPermitted):
        locate_child(actor=provider, reference=night.reference, found=found, at=night.at)
    with pytest.raises(NotPermitted):
        close_follow_up(actor=provider, reference=night.reference, at=night.at)
