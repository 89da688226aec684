"""Whatever is done, and in whatever order: nothing owed is closed over, nothing real is refused."""

from contextlib import contextmanager

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.journeys.returning_cast import ANSWERS, Night
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.journeys.answer_question import answer_question
from whereabouts.journeys.answer_referral import NotThatAnswer
from whereabouts.journeys.close_follow_up import FollowUpOpen, MoveNotAllowed, reopen_follow_up
from whereabouts.journeys.confirm_stand_down import StillMissing
from whereabouts.journeys.contact_child import AtContact, Talked, contact_child
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
from whereabouts.journeys.record_force import Force, record_force, review_force
from whereabouts.journeys.record_found_dead import record_found_dead
from whereabouts.journeys.record_interview import Beside, Consent, NoInterviewNow
from whereabouts.journeys.refer_nationally import Referred, refer_nationally
from whereabouts.journeys.reopen_as_missing import GoneAgainIsNew, reopen_as_missing
from whereabouts.journeys.tell_of_conduct import Told, decide_matter, tell_of_conduct
from whereabouts.journeys.use_police_protection import (
    AlreadyProtected,
    end_police_protection,
    use_police_protection,
)
from whereabouts.practice.conduct.models import ForceUsed, Matter
from whereabouts.practice.investigation.rules import OUTSTANDING
from whereabouts.practice.investigation.vocabulary import FOLLOW_UP_KINDS, RETURN_KINDS
from whereabouts.practice.plans.models import ReferralDecision
from whereabouts.practice.return_home.models import StandDown
from whereabouts.practice.return_home.rules import NotInList
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
                actor=night.supervisor,
                task_id=task.pk,
                words="Decided.",
                at=night.later(),
                enquiries="no" if task.kind == "strategy_discussion" else "",
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


def text(night, support=None):
    at = night.later()
    contact_child(
        actor=night.response_officer, reference=night.reference, at=at, support=support,
        talked=Talked(
            how="text", towards="from_child", happened_at=at, tone="calm", safe_answer="yes",
            made_by="PC Example",
        ),
    )  # fmt: skip


def answered(night):
    with night.inside("social_worker"):
        waiting = list(visible(ReferralDecision).filter(sent=True, answers__isnull=True))
    for one in waiting:
        night.referral_answered(one.pk)


def offered(night):
    night.offer("child")


def open_again(night):
    reopen_follow_up(actor=night.missing_coordinator, reference=night.reference, at=night.later())


def trafficked(night):
    answer_question(
        actor=night.response_officer, reference=night.reference, fact="trafficking_concern",
        value=True, said_by="the child", source_kind="child", at=night.later(),
    )  # fmt: skip


def nationally(night):
    at = night.later()
    refer_nationally(
        actor=night.supervisor, reference=night.reference, at=at,
        referred=Referred(referred_at=at, reference="MSU-000"),
    )  # fmt: skip


def force(night):
    at = night.later()
    record_force(
        actor=night.response_officer, reference=night.reference, at=at,
        force=Force(used_at=at, tactics=("held",), why="Near the road."),
    )  # fmt: skip


def review(night):
    with night.inside():
        waiting = list(ForceUsed.objects.filter(reviewed_at__isnull=True))
    for one in waiting:
        review_force(
            actor=night.duty_inspector, reference=night.reference, force_id=one.pk,
            finding="avoidable", words="Words would have done.", at=night.later(),
        )  # fmt: skip


def tell(night):
    at = night.later()
    tell_of_conduct(
        actor=night.social_worker, reference=night.reference, at=at,
        told=Told(
            kind="spoken_to", about_kind="officer", words="Sworn at.", said_at=at,
            about_member=night.call_handler.member_id,
        ),
    )  # fmt: skip


def decided(night):
    with night.inside("professional_standards"):
        waiting = list(visible(Matter).filter(decided_at__isnull=True))
    for one in waiting:
        decide_matter(
            actor=night.professional_standards, matter_id=one.pk, outcome="learning",
            words="Sorry was said.", for_child="We are sorry.", at=night.later(),
        )  # fmt: skip


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
    "talk into silence": (
        lambda night: night.prevention(harms={}, beside=Beside()),
        (NoInterviewNow,),
    ),
    "talk of an assault": (
        lambda night: night.prevention(harms={"sexual": "disclosed"}),
        (NoInterviewNow,),
    ),
    "interview": (lambda night: night.interview(), (NoInterviewNow,)),
    "ask the mother": (lambda night: night.ask_carer(), ()),
    "the mother tells": (lambda night: night.ask_carer(hurt="disclosed"), ()),
    "feed back": (lambda night: night.fed_back(), ()),
    "hungry": (lambda night: night.found(needs=("food",)), ()),
    "fed": (lambda night: night.needs_met("food"), (NotYetFound, NotInList)),
    "told to leave": (lambda night: propose(night, told_to_leave="yes"), (NotYetFound,)),
    "trafficked": (trafficked, ()),
    "referred nationally": (nationally, (NotOutstanding,)),
    "force": (force, ()),
    "review force": (review, ()),
    "conduct": (tell, ()),
    "decide on conduct": (decided, ()),
    "declined": (lambda night: night.interview(outcome="declined"), (NoInterviewNow,)),
    "declined, and harm seen": (
        lambda night: night.prevention(
            outcome="declined",
            harms={"held": "observed"},
            beside=Beside(),
            consents=(Consent(who="child", answer="no"),),
        ),
        (NoInterviewNow,),
    ),
    "undone": (undone, (NotOutstanding,)),
    "a message": (text, ()),
    "a message with an offer": (
        lambda night: text(night, AtContact(answer="declined", words="Somebody to talk to.")),
        (),
    ),
    "offer": (offered, ()),
    "referral": (lambda night: night.sent_referral(), (NoReferralNow,)),
    "referral answered": (answered, (NotThatAnswer,)),
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
    "found there", "answer", "talk", "interview", "feed back", "referral", "referral answered",
    "stand down", "close",
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
        assert ForceUsed.objects.filter(reviewed_at__isnull=True).count() == 0
        if settled["referral_decision"].state == "done":
            assert ReferralDecision.objects.exists()
        latest = list(ReferralDecision.objects.order_by("decided_at").values("sent", "answers"))
        taken_back = max((n for n, one in enumerate(latest) if not one["sent"]), default=-1)
        assert all(one["answers"] for one in latest[taken_back + 1 :])
    with night.inside("professional_standards"):
        assert not visible(Matter).filter(decided_at__isnull=True).exists()
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
        st.sampled_from(
            [
                "talk of harm",
                "declined, and harm seen",
                "propose, afraid",
                "protect",
                "found",
                "force",
                "conduct",
                "the mother tells",
                "a message",
                "referral",
                "close",
            ]
        ),
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


@pytest.mark.parametrize(
    ("left", "settles"),
    [
        ("a message", "offer"),  # told something, and offered nothing
        ("talk of harm", "dispose"),
        ("declined, and harm seen", "dispose"),  # a child's no stops nothing that keeps them safe
        ("referral", "referral answered"),
    ],
)
def test_whatever_was_told_or_sent_is_settled_before_it_ends(
    left, settles, make_actor, make_agency, noon
):
    night = Night(make_actor=make_actor, make_agency=make_agency, noon=noon).report()
    play(night, [*WAY_HOME[:-1], left])
    play(night, ["close"])
    assert night.episode().state == "seen"
    assert play(night, [settles, "close"]) == 1


@pytest.mark.parametrize("left_out", ["talk", "interview", "referral", "referral answered"])
def test_a_return_task_or_referral_left_out_keeps_it_open(left_out, make_actor, make_agency, noon):
    night = Night(make_actor=make_actor, make_agency=make_agency, noon=noon).report()
    assert play(night, [step for step in WAY_HOME if step != left_out]) == 0
