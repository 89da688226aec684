"""Whatever is done, and in whatever order: nothing owed is closed over, nothing real is refused."""

from contextlib import contextmanager

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.journeys.returning_cast import ANSWERS, Night
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.journeys.close_follow_up import FollowUpOpen, MoveNotAllowed, reopen_follow_up
from whereabouts.journeys.confirm_stand_down import StillMissing
from whereabouts.journeys.decide_destination import (
    HomeRefused,
    NothingProposed,
    NotYetFound,
    SafetyQuestionsOpen,
    decide_destination,
)
from whereabouts.journeys.decide_referral import NoReferralNow
from whereabouts.journeys.leave_undone import NotOutstanding, leave_undone
from whereabouts.journeys.propose_destination import answer_safety_questions, propose_destination
from whereabouts.journeys.record_disposition import record_disposition
from whereabouts.journeys.record_found_dead import record_found_dead
from whereabouts.journeys.record_interview import NoInterviewNow
from whereabouts.journeys.reopen_as_missing import GoneAgainIsNew, reopen_as_missing
from whereabouts.journeys.use_police_protection import (
    AlreadyProtected,
    end_police_protection,
    use_police_protection,
)
from whereabouts.practice.investigation.rules import OUTSTANDING
from whereabouts.practice.investigation.vocabulary import FOLLOW_UP_KINDS, RETURN_KINDS
from whereabouts.practice.plans.models import ReferralDecision
from whereabouts.practice.return_home.models import StandDown
from whereabouts.practice.return_home.vocabulary import DANGER

pytestmark = pytest.mark.django_db


class Undo(Exception):
    """Take everything of one example back."""


@contextmanager
def taken_back():
    """Let an example happen, and take it back."""
    try:
        with transaction.atomic():
            yield
            raise Undo
    except Undo:
        pass


def agree(night, agreed=True):
    decide_destination(
        actor=night.duty_inspector, reference=night.reference, agreed=agreed, because="Asked.",
        safeguarding="Spoken with.", at=night.later(),
    )  # fmt: skip


def propose(night, **answers):
    propose_destination(
        actor=night.response_officer, reference=night.reference, kind="home", destination="Home",
        answers={**ANSWERS, **answers}, at=night.later(),
    )  # fmt: skip


def answer(night):
    answer_safety_questions(
        actor=night.response_officer, reference=night.reference, answers=ANSWERS, at=night.later()
    )


def gone(night):
    at = night.later()
    reopen_as_missing(actor=night.response_officer, reference=night.reference, gone_at=at, at=at)


def undone(night):
    leave_undone(
        actor=night.social_worker, reference=night.reference, kind="return_interview",
        code="child_declined", words="Offered twice.", at=night.later(),
    )  # fmt: skip


def dispose(night):
    for task in night.tasks("crime_record", "strategy_discussion"):
        if task.state in OUTSTANDING:
            record_disposition(
                actor=night.supervisor, task_id=task.pk, words="Decided.", at=night.later()
            )


def protect(night):
    at = night.later()
    use_police_protection(
        actor=night.response_officer, reference=night.reference, started_at=at, grounds="Harm.",
        at=at,
    )  # fmt: skip


def unprotect(night):
    at = night.later()
    end_police_protection(
        actor=night.duty_inspector, reference=night.reference, ended_at=at, outcome="returned",
        at=at,
    )  # fmt: skip


def die(night):
    at = night.later()
    record_found_dead(
        actor=night.duty_inspector, reference=night.reference, found_at=at,
        officer=night.supervisor.member_id, at=at,
    )  # fmt: skip


def open_again(night):
    reopen_follow_up(actor=night.missing_coordinator, reference=night.reference, at=night.later())


# What has happened: never refused, whatever came before.
HAPPENED = {
    "found": lambda night: night.found(),
    "found there": lambda night: night.found(already_there=True),
    "back": lambda night: night.back(),
    "seen": lambda night: night.seen(),
    "seen with others": lambda night: night.seen(alone=False),
    "found dead": die,
}
# What is proposed, owed or decided: each may be refused, by these names and no others.
DONE = {
    "gone again": (gone, (GoneAgainIsNew,)),
    "propose": (propose, (NotYetFound,)),
    "propose, afraid": (lambda night: propose(night, **{DANGER: "yes"}), (NotYetFound,)),
    "answer": (answer, (NotYetFound,)),
    "agree": (agree, (NotYetFound, NothingProposed, HomeRefused, SafetyQuestionsOpen)),
    "refuse": (lambda night: agree(night, agreed=False), (NotYetFound, NothingProposed)),
    "talk": (lambda night: night.prevention(), (NoInterviewNow,)),
    "talk of harm": (
        lambda night: night.prevention(harms={"held": "disclosed"}),
        (NoInterviewNow,),
    ),
    "interview": (lambda night: night.interview(), (NoInterviewNow,)),
    "declined": (lambda night: night.interview(outcome="declined"), (NoInterviewNow,)),
    "undone": (undone, (NotOutstanding,)),
    "referral": (lambda night: night.referral(), (NoReferralNow,)),
    "not sent": (lambda night: night.referral(sent=False), (NoReferralNow,)),
    "dispose": (dispose, ()),
    "stand down": (lambda night: night.stand_down(), (StillMissing,)),
    "protect": (protect, (NotYetFound, AlreadyProtected)),
    "end protection": (unprotect, (NotVisible,)),
    "close": (lambda night: night.close(), (FollowUpOpen,)),
    "open again": (open_again, (MoveNotAllowed,)),
}
# A way that ends, so that closing is reached often enough to be put to the test.
WAY_HOME = (
    "found there", "answer", "talk", "interview", "referral", "stand down", "close",
)  # fmt: skip


def nothing_is_closed_over(night):
    """Hold that an episode which is closed has nothing owed."""
    if night.episode().state != "closed":
        return False
    owed = [one for one in night.tasks(*FOLLOW_UP_KINDS) if one.state in OUTSTANDING]
    assert owed == []
    settled = {one.kind: one for one in night.tasks(*RETURN_KINDS) if one.state != "cancelled"}
    assert set(settled) == set(RETURN_KINDS)
    assert all(one.not_done_code or one.state == "done" for one in settled.values())
    with night.inside():
        assert StandDown.objects.filter(confirmed_at__isnull=True).count() == 0
        if settled["referral_decision"].state == "done":
            assert ReferralDecision.objects.exists()
    return True


def play(night, steps):
    closed = 0
    for step in steps:
        if step in HAPPENED:
            HAPPENED[step](night)
        else:
            do, may_refuse = DONE[step]
            try:
                do(night)
            except may_refuse:
                assert may_refuse
        closed += nothing_is_closed_over(night)
    return closed


@pytest.mark.slow
@settings(
    max_examples=14, deadline=None, derandomize=True, phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(steps=st.lists(st.sampled_from([*HAPPENED, *DONE]), min_size=4, max_size=14))
def test_no_order_of_steps_closes_over_what_is_owed(steps, make_actor, make_agency, noon):
    with taken_back():
        night = Night(make_actor=make_actor, make_agency=make_agency, noon=noon).report()
        play(night, steps)


@pytest.mark.slow
@settings(
    max_examples=10, deadline=None, derandomize=True, phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(
    left_out=st.sets(st.sampled_from(WAY_HOME[:-1]), max_size=1),
    between=st.lists(st.sampled_from([*HAPPENED, *DONE]), max_size=3),
    after=st.lists(
        st.sampled_from(["talk of harm", "propose, afraid", "protect", "found", "close"]),
        max_size=3,
    ),
)
def test_on_the_way_home_with_steps_left_out_and_put_in_nothing_is_closed_over(
    left_out, between, after, make_actor, make_agency, noon
):
    with taken_back():
        night = Night(make_actor=make_actor, make_agency=make_agency, noon=noon).report()
        way = [step for step in WAY_HOME if step not in left_out]
        play(night, [*way[:3], *between, *way[3:], *after])


def test_the_way_home_ends_and_what_is_told_later_opens_it_again(make_actor, make_agency, noon):
    night = Night(make_actor=make_actor, make_agency=make_agency, noon=noon).report()
    assert play(night, WAY_HOME) == 1
    play(night, ["talk of harm"])
    assert night.episode().state == "seen"
    play(night, ["close"])
    assert night.episode().state == "seen"
    assert play(night, ["dispose", "close"]) == 1
