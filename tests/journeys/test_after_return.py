"""After the return: two conversations, a referral decision, allegations, and the one sad end."""

from datetime import timedelta

import pytest

from tests.journeys.returning_cast import DENIED, Night
from whereabouts.foundations.access.scope import NotPermitted, NotVisible
from whereabouts.foundations.outbox.models import Message
from whereabouts.foundations.timers.models import Timer
from whereabouts.insight.lookups.notices import notices_to_me
from whereabouts.journeys.close_follow_up import FollowUpOpen
from whereabouts.journeys.decide import DecisionRefused, Wish, decide
from whereabouts.journeys.decide_referral import (
    AddresseeMissing,
    ReferralReasonMissing,
    decide_referral,
)
from whereabouts.journeys.leave_undone import leave_undone
from whereabouts.journeys.locate_child import AdultSeen, Found
from whereabouts.journeys.open_for_found_child import open_for_found_child
from whereabouts.journeys.record_after_return import record_after_return
from whereabouts.journeys.record_disposition import (
    DispositionMissing,
    NotInList,
    NotOutstanding,
    record_disposition,
)
from whereabouts.journeys.record_found_dead import NotYet, OfficerMissing, record_found_dead
from whereabouts.journeys.record_interview import (
    NoInterviewNow,
    record_prevention_interview,
    record_return_interview,
)
from whereabouts.journeys.told import AdultNamed, Told
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.investigation.vocabulary import SEARCH_KINDS
from whereabouts.practice.plans.models import ReferralDecision
from whereabouts.practice.return_home.models import Interview, StandDown
from whereabouts.practice.return_home.vocabulary import HARMS
from whereabouts.records.episodes.models import Episode, LogEntry
from whereabouts.records.people.models import AdultLink, Child, Flag, RelatedPerson

pytestmark = pytest.mark.django_db
OWED = {"prevention_interview", "return_interview", "referral_decision"}


@pytest.fixture
def begin(make_actor, make_agency, noon):
    """Return a maker of nights that begin with a report."""

    def make(**told):
        return Night(make_actor=make_actor, make_agency=make_agency, noon=noon, **told).report()

    return make


@pytest.fixture
def night(begin):
    """Return a night on which the child is back."""
    night = begin()
    night.found()
    night.back()
    return night


# --- the conversations --------------------------------------------------------------------------


def test_a_conversation_that_lacks_nothing_is_done_and_the_child_is_seen(night):
    assert night.prevention() == ()
    assert "prevention_interview" in night.kinds("done")
    assert night.episode().state == "seen"
    with night.inside():
        kept = Interview.objects.get()
        # What was not asked is kept as not asked, never as no.
        assert kept.answers["harms"] == {key: DENIED.get(key, "not_asked") for key, _ in HARMS}


def test_a_hollow_conversation_is_kept_and_not_done_and_another_person_may_carry_it_on(night):
    lacks = night.prevention(words="", safe_now="", offered="", explained=False, seen_alone=None)
    assert set(lacks) == {"explained", "safe_now", "words", "offered"}
    assert "prevention_interview" in night.kinds("open")
    assert night.episode().state == "back"
    assert night.prevention(held_by="Youth worker Sample") == ()
    assert "prevention_interview" in night.kinds("done")
    assert night.prevention(words="And one more thing.") == ()
    with night.inside():
        assert Interview.objects.count() == 3


@pytest.mark.parametrize("outcome", ["declined", "carer_only", "missing_again"])
def test_not_held_the_offer_stands_until_a_code_and_words(night, outcome):
    assert "held" in night.interview(outcome=outcome)
    assert "return_interview" in night.kinds("open")
    leave_undone(
        actor=night.social_worker, reference=night.reference, kind="return_interview",
        code="child_declined", words="Offered twice; the leaflet was left.", at=night.later(),
    )  # fmt: skip
    assert "return_interview" in night.kinds("not_done")


def test_v20_being_kept_somewhere_is_a_crime_to_record_at_once(night):
    """V20: “not free to leave” makes the crime task, the discussion, and the supervisor's alarm."""
    night.prevention(
        harms={**DENIED, "held": "disclosed"},
        words="He kept the door locked.",
        adults=(AdultSeen(name="Alex Sample", detail="Said to be a boyfriend."),),
    )
    assert {"crime_record", "strategy_discussion"} <= night.kinds("open")
    with night.inside():
        notice = Message.objects.get(kind="allegation")
        assert (notice.to_role, notice.loudness) == ("supervisor", "list")
        assert "Sample" not in notice.text
        assert AdultLink.objects.get().kind == "risk"
        assert Flag.objects.get(kind="harmed_before").strength == "confirmed"
    night.interview()
    night.fed_back()
    night.referral()
    night.stand_down()
    leave_undone(
        actor=night.duty_inspector, reference=night.reference, kind="return_safety_gate",
        code="lawful_reason", words="Asked on the way, not written in the form.", at=night.later(),
    )  # fmt: skip
    with pytest.raises(FollowUpOpen) as refused:
        night.close()
    assert {one.kind for one in refused.value.left} == {"crime_record", "strategy_discussion"}
    for task in night.tasks("crime_record", "strategy_discussion"):
        with pytest.raises(DispositionMissing):
            record_disposition(
                actor=night.supervisor, task_id=task.pk, words=" ", at=night.later()
            )  # fmt: skip
        record_disposition(
            actor=night.supervisor,
            task_id=task.pk,
            words="Crime 00/1 made up.",
            at=night.later(),
            enquiries="no" if task.kind == "strategy_discussion" else "",
        )
        with pytest.raises(NotOutstanding):
            record_disposition(
                actor=night.supervisor, task_id=task.pk, words="Twice.", at=night.later()
            )  # fmt: skip
    night.close()
    assert night.episode().state == "closed"


def test_a_second_telling_has_a_disposition_of_its_own(night):
    night.prevention(harms={"hurt": "suspected"})
    night.interview(harms={"sexual": "disclosed"})
    assert len(night.tasks("crime_record")) == 2
    assert len(night.tasks("strategy_discussion")) == 2
    with night.inside():
        assert set(Flag.objects.values_list("strength", flat=True)) == {"suspected", "confirmed"}


def test_harm_where_the_child_lives_holds_the_relatives_back(night):
    night.prevention(harms={"at_home": "disclosed"})
    with night.inside():
        assert RelatedPerson.objects.get(relation="mother").told == "nothing"


def test_an_answer_off_the_list_or_ahead_of_time_is_named(night):
    for wrong in (
        {"outcome": "perhaps"},
        {"harms": {"dragons": "denied"}},
        {"harms": {"held": "maybe"}},
        {"safe_now": "so-so"},
    ):
        with pytest.raises(NotInList):
            night.prevention(**wrong)
    with pytest.raises(NotYet):
        night.prevention(held_at=night.at + timedelta(days=1))


def test_each_conversation_is_for_whoever_may_hold_it_and_hidden_from_others(
    night, outsider, make_actor
):
    spoken = night.spoken()
    with pytest.raises(NotPermitted):
        record_return_interview(
            actor=night.response_officer, reference=night.reference, spoken=spoken, at=night.at
        )
    with pytest.raises(NotVisible):
        record_return_interview(
            actor=outsider, reference=night.reference, spoken=spoken, at=night.at
        )
    far = make_actor("response_officer", agency="Southmoor Police", name="far")
    with pytest.raises(NotVisible):
        record_prevention_interview(
            actor=far, reference=night.reference, spoken=spoken, at=night.at
        )


# --- the referral -------------------------------------------------------------------------------


def test_a_referral_is_sent_to_the_responsible_authority_and_told(night):
    night.referral()
    with night.inside():
        kept = ReferralDecision.objects.get()
        assert kept.to_agency_id == night.authority.pk
        assert Message.objects.filter(kind="referral", to_agency=night.authority).exists()
    assert "referral_decision" in night.kinds("done")


def test_not_sent_needs_its_reason_and_a_later_decision_stands_beside_it(night):
    with pytest.raises(ReferralReasonMissing):
        night.referral(sent=False, because=" ")
    assert "referral_decision" in night.kinds("open")
    night.referral(sent=False, because="Open to the authority already.")
    night.referral(sent=True, because="Something new was told.")
    with night.inside():
        assert ReferralDecision.objects.count() == 2


def test_a_referral_to_nobody_is_refused(begin):
    night = begin(policed=False)
    night.found(already_there=True)
    with pytest.raises(AddresseeMissing):
        night.referral()


def test_a_referral_is_decided_by_whoever_may(night, outsider):
    with pytest.raises(NotPermitted):
        decide_referral(
            actor=night.response_officer, reference=night.reference, sent=False, because="x",
            at=night.at,
        )  # fmt: skip
    with pytest.raises(NotVisible):
        decide_referral(
            actor=outsider, reference=night.reference, sent=False, because="x", at=night.at
        )


# --- every episode of every category ------------------------------------------------------------


def test_v03_found_by_the_public_within_the_half_hour_the_conversation_is_still_owed(begin):
    """V03: a five-year-old found at once is spoken with all the same."""
    night = begin(born_text="1 June 2021", facts={"impairs_keeping_safe": True})
    assert "dispatch" in night.kinds()
    night.found(by_whom="public")
    night.back()
    assert night.kinds("open") >= OWED
    with pytest.raises(FollowUpOpen):
        night.close()


def test_v08_whatever_the_category_the_follow_up_is_owed(begin):
    """V08: after seeking drugs, and a lowering that is refused, all that is owed is there."""
    night = begin(
        facts={"seeking_drugs": True, "whereabouts_known": False},
        adults=(AdultNamed(name="Alex Sample", kind="supplier"),),
    )
    wish = Wish(category="absent", level="absent", rationale="Reviewed: nothing new.")
    with pytest.raises(DecisionRefused):
        decide(actor=night.supervisor, reference=night.reference, wish=wish, at=night.later())
    night.later(60 * 22)
    night.found(already_there=True, needs=("influence",), by_whom="carer")
    assert night.kinds("open") >= OWED
    assert "supplier_person_record" in night.kinds()


@pytest.mark.parametrize(
    ("category", "level"),
    [("absent", "absent"), ("missing", "low"), ("missing", "medium"), ("missing", "high")],
)
def test_the_conversations_are_offered_for_every_episode_of_every_category(begin, category, level):
    night = begin()
    with night.inside():
        Episode.objects.filter(reference=night.reference).update(
            category=category, level=level, decided=True
        )
    night.back()
    owed = {one.kind: one for one in night.tasks(*OWED) if one.state == "open"}
    assert set(owed) == OWED
    assert owed["return_interview"].due_at == night.at + timedelta(hours=72)
    with pytest.raises(FollowUpOpen) as refused:
        night.close()
    assert {one.kind for one in refused.value.left} >= OWED


def test_after_a_return_a_new_answer_asks_for_no_search(night):
    from whereabouts.journeys.answer_question import answer_question

    before = night.kinds("open")
    answer_question(
        actor=night.supervisor, reference=night.reference, fact="suicide_concern", value=True,
        said_by="the child", source_kind="child", at=night.later(),
    )  # fmt: skip
    assert not (night.kinds("open") - before) & SEARCH_KINDS


# --- reported late, or by nobody ----------------------------------------------------------------


def told(night, key="late-1"):
    return Told(
        idempotency_key=key, happened_at=night.at, names="Tester Nobody", born_text="2 May 2012",
        reporter_name="Paula Nobody", relation="mother", words="Back already.",
    )  # fmt: skip


def test_reported_after_the_return_there_is_everything_but_a_search(begin):
    night = begin()
    found = Found(how="own_accord", by_whom="own_accord", found_at=night.at - timedelta(hours=3))
    given = {"actor": night.call_handler, "told": told(night), "found": found, "at": night.at}
    receipt = record_after_return(**given)
    night.reference = receipt.reference
    assert night.episode().state == "back"
    assert night.kinds("open") >= OWED | {"return_safety_gate"}
    assert not night.kinds() & SEARCH_KINDS
    assert record_after_return(**given) == receipt
    with night.inside():
        assert LogEntry.objects.filter(
            episode__reference=receipt.reference, kind="return.account_added"
        ).count() == 1  # fmt: skip


def test_b50_a_child_whom_nobody_reported_gets_an_episode_from_the_officer_who_found_them(begin):
    night = begin()
    found = Found(how="found", by_whom="police", found_at=night.at, found_place="the made-up quay")
    given = {"actor": night.response_officer, "told": told(night), "found": found, "at": night.at}
    receipt = open_for_found_child(**given)
    night.reference = receipt.reference
    episode = night.episode()
    assert (episode.state, episode.unreported) == ("located", True)
    assert not night.kinds() & SEARCH_KINDS
    assert open_for_found_child(**given) == receipt
    with night.inside():
        asked = Task.objects.get(episode__reference=receipt.reference, kind="why_not_reported")
    # Whoever should have reported the child says why nobody did: there is no home, but an authority.
    assert (asked.to_role, asked.state, asked.because) == ("social_worker", "open", "B50")
    assert asked.due_at == night.at + timedelta(days=1)
    # Gone again before being back, this child too is searched for.
    from whereabouts.journeys.reopen_as_missing import reopen_as_missing

    reopen_as_missing(
        actor=night.response_officer, reference=night.reference, gone_at=night.at, at=night.at
    )
    assert night.kinds("open") & SEARCH_KINDS


def test_only_whoever_takes_reports_opens_an_episode(begin):
    night = begin()
    found = Found(how="found", by_whom="police", found_at=night.at)
    for way in (record_after_return, open_for_found_child):
        with pytest.raises(NotPermitted):
            way(actor=night.home_worker, told=told(night), found=found, at=night.at)


# --- found dead ---------------------------------------------------------------------------------


def die(night, **more):
    at = night.later()
    given = {"found_at": at, "officer": night.supervisor.member_id, **more}
    record_found_dead(actor=night.duty_inspector, reference=night.reference, at=at, **given)


def test_found_dead_everything_that_runs_by_itself_stops_and_one_officer_tells_the_family(begin):
    night = begin()
    worker = night.social_worker
    assert notices_to_me(actor=worker, at=night.at)
    die(night)
    assert night.episode().state == "found_dead"
    left = [one for one in night.tasks() if one.state in ("open", "accepted")]
    assert [one.kind for one in left] == ["family_told_of_death"]
    assert left[0].owner_id == night.supervisor.member_id
    with night.inside():
        episode = night.episode()
        assert not Timer.objects.filter(state="waiting", subject__endswith=str(episode.pk)).exists()
        assert episode.child.died_on == night.at.date()
        assert StandDown.objects.filter(system="appeals", confirmed_at__isnull=True).exists()
    assert notices_to_me(actor=worker, at=night.at) == []
    assert notices_to_me(actor=night.duty_inspector, at=night.at) == []
    with pytest.raises(NoInterviewNow):
        night.interview()
    with pytest.raises(FollowUpOpen):
        night.close()


def test_a_death_ends_every_living_episode_of_the_child_and_a_later_report_is_taken(begin):
    night = begin()
    night.found(already_there=True)
    night.later(600)
    first = night.reference
    with night.inside():
        child = night.episode().child_id
    night.report(child=child)
    assert night.reference != first
    die(night, died_on=night.at.date())
    with night.inside():
        states = set(
            type(night.episode()).objects.filter(child=child).values_list("state", flat=True)
        )
        assert states == {"found_dead"}
        assert Child.objects.get(pk=child).died_on is not None
    night.later(60)
    night.report(child=child)
    assert night.episode().state == "open"


def test_after_a_death_an_account_or_a_second_recording_is_kept_and_moves_nothing(begin):
    night = begin()
    die(night)
    assert night.found() == "found_dead"
    assert night.back() == "found_dead"
    die(night)
    assert [one.kind for one in night.tasks() if one.state == "open"] == ["family_told_of_death"]


def test_a_death_needs_a_named_officer_of_the_force_a_rank_and_a_time_that_has_come(
    begin, outsider, make_actor
):
    night = begin()
    with pytest.raises(OfficerMissing):
        die(night, officer=outsider.member_id)
    with pytest.raises(NotYet):
        die(night, found_at=night.at + timedelta(days=2))
    with pytest.raises(NotPermitted):
        record_found_dead(
            actor=night.response_officer, reference=night.reference, found_at=night.at,
            officer=night.supervisor.member_id, at=night.at,
        )  # fmt: skip
    far = make_actor("duty_inspector", agency="Southmoor Police", name="far")
    with pytest.raises(NotVisible):
        record_found_dead(
            actor=far, reference=night.reference, found_at=night.at, officer=far.member_id,
            at=night.at,
        )  # fmt: skip
    assert night.episode().state == "open"


def test_a_disposition_is_for_an_allegation_that_one_may_see(night, outsider):
    night.prevention(harms={"held": "disclosed"})
    task = night.tasks("crime_record")[0]
    with pytest.raises(NotVisible):
        record_disposition(actor=outsider, task_id=task.pk, words="x", at=night.at)
    with pytest.raises(NotInList):
        record_disposition(
            actor=night.supervisor, task_id=night.tasks("return_interview")[0].pk, words="x",
            at=night.at,
        )  # fmt: skip
