"""What a child says, what may be shared of it, who asks, and what becomes of it."""

from datetime import timedelta

import pytest

from tests.journeys.returning_cast import DENIED, Night
from whereabouts.engines.deadlines import lengths
from whereabouts.foundations.access.scope import NotPermitted, NotVisible, entered
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.outbox.models import Message
from whereabouts.insight.lookups.conversing import told_page
from whereabouts.insight.lookups.known_parts import history
from whereabouts.insight.lookups.known_shapes import View
from whereabouts.journeys.close_follow_up import FollowUpOpen
from whereabouts.journeys.commission_interview import (
    AlreadyCommissioned,
    NotInList,
    NotTheirTurn,
    NotYet,
    ReasonMissing,
    answer_commission,
    cancel_commission,
    commission_interview,
    log_attempt,
    take_interview_on,
)
from whereabouts.journeys.feed_back import feed_back
from whereabouts.journeys.hear_of_harm import Asked, hear_of_harm
from whereabouts.journeys.leave_undone import leave_undone
from whereabouts.journeys.record_disposition import record_disposition
from whereabouts.journeys.record_interview import Beside, Line, OverrideIncomplete
from whereabouts.journeys.record_interview import NotInList as NotInTheList
from whereabouts.journeys.share_line import share_line
from whereabouts.practice.conversations import actions as conversations
from whereabouts.practice.conversations.models import (
    Attempt,
    Commission,
    FedBack,
    HarmSaid,
    ToldLine,
)
from whereabouts.practice.conversations.queries import harm_now, shareable_lines
from whereabouts.practice.return_home.models import Interview
from whereabouts.practice.risk import clocks
from whereabouts.practice.risk.drafting import proposed_lines, said_for_next_time
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people.actions import relate_to_child
from whereabouts.records.people.queries import same_person_set

pytestmark = pytest.mark.django_db
SHARED = ("control_room", "social_care")


@pytest.fixture
def night(make_actor, make_agency, noon):
    """Return a night on which the child is back."""
    night = Night(make_actor=make_actor, make_agency=make_agency, noon=noon).report()
    night.found(already_there=True)
    return night


def shared(night):
    with night.inside():
        return shareable_lines(children=same_person_set(child_id=night.episode().child_id))


# --- harm ---------------------------------------------------------------------------------------


def test_harm_is_a_row_a_saying_and_a_later_conversation_adds_and_never_overwrites(night):
    night.prevention(harms={**DENIED, "given": "asked"})
    night.interview(harms={"given": "disclosed", "hurt": "not_asked"})
    with night.inside():
        rows = HarmSaid.objects.filter(harm="given", source="child").order_by("said_at")
        assert [one.answer for one in rows] == ["asked", "disclosed"]
        assert [one.said_in for one in rows] == ["prevention", "return"]
        now = harm_now(episode=night.episode(), source="child")
    assert now["given"] == "disclosed"
    assert now["hurt"] == "denied", "silence later takes nothing back"


def test_a_later_no_stands_and_the_yes_before_it_is_kept(night):
    night.prevention(harms={**DENIED, "hurt": "disclosed"})
    night.interview(harms={"hurt": "denied"})
    with night.inside():
        assert harm_now(episode=night.episode(), source="child")["hurt"] == "denied"
        assert HarmSaid.objects.filter(harm="hurt", answer="disclosed").count() == 1
    assert {"crime_record", "strategy_discussion"} <= night.kinds("open")


def test_c14_played_with_no_history_and_no_flag_the_direct_questions_are_asked_of_both(night):
    """C14: raped on a train, taken home; nobody asked her, nobody asked her mother."""
    night.prevention(harms={}, beside=Beside())
    assert {"see_again", "carer_asked"} <= night.kinds("open")
    (appointment,) = night.tasks("see_again")
    assert appointment.due_at - appointment.created_at == timedelta(days=1)
    with pytest.raises(FollowUpOpen) as refused:
        night.close()
    assert {"see_again", "carer_asked"} <= {one.kind for one in refused.value.left}
    night.ask_carer(sexual="suspected")
    assert "carer_asked" in night.kinds("done")
    assert {"crime_record", "strategy_discussion"} <= night.kinds("open")
    night.prevention(harms={**DENIED, "sexual": "disclosed"})
    assert "see_again" in night.kinds("done")
    (centre,) = night.tasks("sexual_assault_centre")
    assert centre.due_at - centre.created_at == timedelta(hours=1)
    assert "at the latest" in centre.detail


def test_an_appointment_stands_even_after_silence_and_one_kept_asks_for_no_third(night):
    night.prevention(harms=dict.fromkeys(DENIED, "asked"))
    assert "see_again" in night.kinds("open")
    night.prevention(harms=dict.fromkeys(DENIED, "asked"))
    assert [one.state for one in night.tasks("see_again")] == ["done"]


def test_a_parent_who_may_be_the_one_who_harms_is_not_asked(night):
    night.prevention(harms={**DENIED, "at_home": "disclosed"}, beside=Beside())
    assert "carer_asked" not in night.kinds()


def test_declined_by_the_child_the_carer_is_asked_and_the_offer_stands(night):
    night.interview(outcome="declined")
    assert "carer_asked" in night.kinds("open")
    assert "return_interview" in night.kinds("open")
    with night.inside():
        assert not HarmSaid.objects.exists(), "nobody asked the child anything"
    leave_undone(
        actor=night.social_worker, reference=night.reference, kind="carer_asked",
        code="unable_to_contact", words="Rang four times.", at=night.later(),
    )  # fmt: skip
    assert "carer_asked" in night.kinds("not_done")


@pytest.mark.parametrize("outcome", ["offered", "missing_again", "carer_only", "declined"])
def test_a_talk_that_was_not_held_leaves_the_task_where_it_was(night, outcome):
    assert "held" in night.interview(outcome=outcome)
    assert "return_interview" in night.kinds("open")


def test_a_carer_s_answers_are_never_the_child_s(night):
    night.prevention()
    with night.inside():
        assert {one.source for one in HarmSaid.objects.all()} == {"child", "parent"}
        episode = night.episode()
    night.ask_carer(hurt="disclosed")
    with night.inside():
        assert harm_now(episode=episode, source="child")["hurt"] == "denied"
        assert harm_now(episode=episode, source="parent")["hurt"] == "disclosed"


def test_what_somebody_saw_is_an_answer_and_asks_for_the_crime(night):
    at = night.later()
    asked = Asked(source="record", answers={"hurt": "observed"}, words="Bruises on both arms.")
    hear_of_harm(
        actor=night.response_officer, reference=night.reference, asked=asked, said_at=at, at=at
    )
    assert {"crime_record", "strategy_discussion"} <= night.kinds("open")


def test_answers_about_harm_are_kept_by_whoever_holds_a_conversation_and_by_no_outsider(
    night, outsider
):
    asked = Asked(source="parent", answers={"hurt": "denied"})
    for actor, refusal in (
        (night.call_handler, NotPermitted),
        (night.home_worker, NotPermitted),
        (outsider, NotVisible),
    ):
        with pytest.raises(refusal):
            hear_of_harm(
                actor=actor, reference=night.reference, asked=asked, said_at=night.at, at=night.at
            )


# --- confidence ---------------------------------------------------------------------------------


def test_only_what_the_child_lets_be_known_is_shared_with_its_source_and_audience(night):
    night.prevention(
        know_next_time="Text first; the canal.",
        beside=Beside(
            know_next=Line(kind="next_time", words="", agreed="yes", audience=("control_room",)),
            lines=(
                Line(kind="where", words="At the marina.", agreed="no"),
                Line(kind="helps", words="Music.", agreed="yes", audience=SHARED),
                Line(kind="why", words="A quarrel."),
            ),
        ),
    )
    lines = {one.kind: one for one in shared(night)}
    assert set(lines) == {"next_time", "helps"}
    assert lines["next_time"].words == "Text first; the canal."
    assert lines["next_time"].source == f"Prevention interview, episode {night.reference}"
    assert lines["helps"].audience == tuple(sorted(SHARED))
    assert not lines["helps"].overridden


def test_what_would_help_next_time_is_not_shared_by_default(night):
    night.prevention(know_next_time="Text first.")
    assert shared(night) == ()


def test_safeguarding_overrides_a_no_with_who_why_and_whether_the_child_was_told_first(night):
    night.interview(
        beside=Beside(lines=(Line(kind="where", words="The flat over the shop.", agreed="no"),))
    )
    with night.inside():
        earlier = ToldLine.objects.get()
    line = Line(
        kind="where", words=earlier.words, agreed="no", audience=("police",),
        because="Another child is there tonight.",
    )  # fmt: skip
    given = {"actor": night.social_worker, "reference": night.reference, "replaces": earlier.pk}
    with pytest.raises(OverrideIncomplete):
        share_line(line=line, at=night.later(), **given)
    told = Line(**{**vars(line), "told_first": True})
    share_line(line=told, at=night.later(), **given)
    (one,) = shared(night)
    assert (one.overridden, one.because, one.told_first) == (
        True, "Another child is there tonight.", True,
    )  # fmt: skip
    with night.inside():
        assert ToldLine.objects.count() == 2, "the child's no is kept beside it"
        assert ToldLine.objects.get(replaces=earlier).recorded_by_id == (
            night.social_worker.member_id
        )


def test_a_child_who_changes_their_mind_is_heard(night):
    night.interview(
        beside=Beside(lines=(Line(kind="helps", words="Music.", agreed="yes", audience=("home",)),))
    )
    with night.inside():
        earlier = ToldLine.objects.get()
    share_line(
        actor=night.social_worker, reference=night.reference, replaces=earlier.pk,
        line=Line(kind="helps", words="Music.", agreed="no"), at=night.later(),
    )  # fmt: skip
    assert shared(night) == ()
    with pytest.raises(NotVisible):
        share_line(
            actor=night.social_worker, reference=night.reference, replaces=earlier.pk,
            line=Line(kind="helps", words="Music.", agreed="yes", audience=("home",)),
            at=night.later(),
        )  # fmt: skip


def test_another_agency_is_given_no_line(night, outsider):
    night.interview(
        beside=Beside(lines=(Line(kind="helps", words="Music.", agreed="yes", audience=("home",)),))
    )
    child = night.episode().child_id
    with entered(actor=outsider, at=night.at):
        assert shareable_lines(children=[child]) == ()
    with pytest.raises(NotVisible):
        share_line(
            actor=outsider, reference=night.reference, at=night.later(),
            line=Line(kind="helps", words="Music."),
        )  # fmt: skip


# --- commissioned -------------------------------------------------------------------------------


def try_(night, outcome="no_answer", **more):
    at = night.later()
    given = {"tried_at": at, "way": "phone", "outcome": outcome, "words": "Rang out.", **more}
    return log_attempt(actor=night.return_interviewer, reference=night.reference, at=at, **given)


def test_a_provider_sees_the_child_once_asked_and_the_authority_stays_answerable(night):
    with pytest.raises(NotVisible):
        night.interview(by=night.return_interviewer)
    key = night.commission()
    with night.inside("return_interviewer"):
        asked = Commission.objects.get(pk=key)
        assert asked.visit_risk == "The dog is loose in the yard."
    (task,) = night.tasks("return_interview")
    assert task.assigned_agency_id == night.authority.pk
    take_interview_on(actor=night.return_interviewer, commission_id=key, at=night.later())
    try_(night)
    next_at = night.at + timedelta(days=1)
    try_(night, "agreed", next_at=next_at)
    with night.inside("return_interviewer"):
        asked.refresh_from_db()
        assert (asked.state, asked.scheduled_for) == ("scheduled", next_at)
        assert Attempt.objects.count() == 2
    night.interview(by=night.return_interviewer)
    with night.inside("return_interviewer"):
        asked.refresh_from_db()
        assert asked.state == "submitted"


def test_the_authority_sends_it_back_with_the_reason_or_accepts_it(night):
    key = night.commission()
    given = {"actor": night.social_worker, "commission_id": key}
    with pytest.raises(NotTheirTurn):
        answer_commission(approved=True, at=night.later(), **given)
    night.interview(by=night.return_interviewer)
    with pytest.raises(ReasonMissing):
        answer_commission(approved=False, at=night.later(), **given)
    answer_commission(approved=False, because="The child's view?", at=night.later(), **given)
    night.interview(by=night.return_interviewer, child_view="With my aunt.")
    answer_commission(approved=True, at=night.later(), **given)
    with night.inside("social_worker"):
        asked = Commission.objects.get()
        assert (asked.state, asked.approved_by_id) == ("approved", night.social_worker.member_id)
    with pytest.raises(NotVisible):
        take_interview_on(actor=night.return_interviewer, commission_id=key, at=night.later())


def test_a_commission_is_one_providers_and_one_at_a_time(night, make_actor, make_agency, outsider):
    key = night.commission()
    with pytest.raises(AlreadyCommissioned):
        night.commission()
    with pytest.raises(NotInList):
        night.commission(provider=night.force.pk)
    other = make_actor("return_interviewer", agency=make_agency("Beacon Charity", "provider"),
                       name="beacon@example")  # fmt: skip
    for actor in (other, night.duty_inspector):
        with pytest.raises((NotVisible, NotPermitted)):
            take_interview_on(actor=actor, commission_id=key, at=night.later())
    with pytest.raises(NotVisible):
        commission_interview(
            actor=outsider, reference=night.reference, provider=other.agency_id, visit_risk="",
            at=night.later(),
        )  # fmt: skip


def reaches(night, *, provider="return_interviewer"):
    with night.inside(provider):
        return Episode.objects.filter(reference=night.reference).exists()


def test_accepted_the_provider_sees_the_child_no_more(night):
    key = night.commission()
    given = {"actor": night.social_worker, "commission_id": key}
    night.interview(by=night.return_interviewer)
    answer_commission(approved=False, because="The child's view?", at=night.later(), **given)
    assert reaches(night), "sent back, it is still theirs"
    night.interview(by=night.return_interviewer, child_view="With my aunt.")
    answer_commission(approved=True, at=night.later(), **given)
    night.later()
    assert not reaches(night)
    with pytest.raises(NotVisible):
        night.interview(by=night.return_interviewer)


def test_another_reason_to_see_the_child_stands(night):
    key = night.commission()
    with night.inside("social_worker"):
        relate_to_child(
            child_id=night.episode().child_id, agency=night.return_interviewer.agency_id,
            kind="shared", because="sharing record", at=night.at,
        )  # fmt: skip
    night.interview(by=night.return_interviewer)
    answer_commission(actor=night.social_worker, commission_id=key, approved=True, at=night.later())
    assert reaches(night)


def test_no_longer_asked_for_the_provider_sees_the_child_no_more_and_may_be_asked_again(
    night, outsider
):
    key = night.commission()
    given = {"actor": night.social_worker, "commission_id": key}
    for actor, refusal in (
        (night.return_interviewer, NotPermitted),
        (night.duty_inspector, NotPermitted),
        (outsider, (NotVisible, NotPermitted)),
    ):
        with pytest.raises(refusal):
            cancel_commission(
                actor=actor, commission_id=key, because="Not theirs.", at=night.later()
            )
    with pytest.raises(ReasonMissing):
        cancel_commission(because=" ", at=night.later(), **given)
    cancel_commission(because="The child asked for somebody else.", at=night.later(), **given)
    night.later()
    assert not reaches(night)
    assert "return_interview" in night.kinds("open"), "the child is still owed it"
    with pytest.raises(NotTheirTurn):
        cancel_commission(because="Again.", at=night.later(), **given)
    with night.inside("return_interviewer"):
        texts = set(Message.objects.values_list("text", flat=True))
    assert any("no longer asked of you" in text for text in texts)
    again = night.commission()
    assert again != key
    assert reaches(night)


def test_what_is_written_up_is_answered_and_not_called_off(night):
    key = night.commission()
    night.interview(by=night.return_interviewer)
    with pytest.raises(NotTheirTurn):
        cancel_commission(
            actor=night.social_worker, commission_id=key, because="Late.", at=night.later()
        )


def test_an_attempt_outside_the_lists_or_still_to_come_is_refused(night):
    night.commission()
    with pytest.raises(NotInList):
        try_(night, way="pigeon")
    with pytest.raises(NotInList):
        try_(night, outcome="bored")
    with pytest.raises(NotYet):
        try_(night, tried_at=night.at + timedelta(days=1))


def test_one_visit_may_answer_several_episodes_each_recorded(make_actor, make_agency, noon):
    night = Night(make_actor=make_actor, make_agency=make_agency, noon=noon).report()
    night.found(already_there=True)
    first = night.reference
    night.at += timedelta(days=1)
    child = night.episode().child_id
    night.report(child=child, names="", born_text="")
    assert night.reference != first
    night.found(already_there=True)
    night.interview(also=(first, first))
    with night.inside():
        kept = Interview.objects.filter(kind="return")
        assert {one.episode.reference for one in kept} == {first, night.reference}
        assert len({one.visit for one in kept}) == 1
    assert "return_interview" in night.kinds("done")
    night.reference = first
    assert "return_interview" in night.kinds("done")


def test_a_visit_answers_for_one_child_alone(night):
    mine = night.reference
    night.at += timedelta(hours=1)
    night.report(names="Somebody Else-Sample", born_text="1 May 2013")
    other = night.reference
    night.reference = mine
    with pytest.raises(NotInTheList):
        night.interview(also=(other,))


# --- what came of it ----------------------------------------------------------------------------


def test_b48_feeding_back_is_part_of_done(night):
    night.interview()
    assert "interview_feedback" in night.kinds("open")
    with pytest.raises(FollowUpOpen) as refused:
        night.close()
    assert "interview_feedback" in {one.kind for one in refused.value.left}
    assert set(night.fed_back("child", "police")) == {"social_care", "plan"}
    assert night.fed_back("social_care", "plan") == ()
    assert "interview_feedback" in night.kinds("done")
    with night.inside("social_worker"):
        assert FedBack.objects.count() == 4


def test_a_worker_of_the_charity_who_listened_hears_what_came_of_it_before_it_is_done(night):
    night.commission()
    night.interview(by=night.return_interviewer)
    assert night.fed_back("child", "police", "social_care", "plan") == ("worker",)
    assert "interview_feedback" in night.kinds("open")
    shown = told_page(actor=night.social_worker, reference=night.reference, at=night.at)
    assert shown.feedback_left == ("The worker who listened",)
    assert night.fed_back("worker") == ()
    assert "interview_feedback" in night.kinds("done")


def test_feedback_takes_words_and_somebody_of_the_list(night, outsider):
    night.interview()
    given = {"reference": night.reference, "told": True, "told_at": night.at, "at": night.at}
    with pytest.raises(ReasonMissing):
        feed_back(actor=night.social_worker, to="child", words=" ", **given)
    with pytest.raises(NotInList):
        feed_back(actor=night.social_worker, to="everybody", words="-", **given)
    with pytest.raises(NotYet):
        feed_back(
            actor=night.social_worker, to="child", words="-",
            **{**given, "told_at": night.at + timedelta(days=1)},
        )  # fmt: skip
    with pytest.raises(NotVisible):
        feed_back(actor=outsider, to="child", words="-", **given)


def test_what_became_of_an_allegation_goes_back_to_whoever_listened(night):
    night.commission()
    night.interview(by=night.return_interviewer, harms={**DENIED, "held": "disclosed"})
    (task,) = night.tasks("crime_record")
    record_disposition(
        actor=night.supervisor, task_id=task.pk, words="Crime 26/000001.", at=night.later()
    )
    with night.inside("return_interviewer"):
        notice = Message.objects.get(kind="came_of_it")
    assert notice.to_member_id == night.return_interviewer.member_id
    assert "000001" not in notice.text


def test_the_authority_hears_that_the_police_have_spoken_with_the_child(night):
    night.prevention()
    with night.inside("social_worker"):
        assert Message.objects.filter(kind="prevention_held", to_role="social_worker").count() == 1


# --- two countries ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("country", "calendar", "says", "says_not"),
    [
        ("england", "england", "must offer it within 72 hours", "good practice"),
        ("wales", "wales", "not a duty in Welsh law", "must offer"),
    ],
)
def test_the_guidance_is_that_of_whoever_must_offer_the_conversation(
    make_actor, make_agency, noon, country, calendar, says, says_not
):
    night = Night(make_actor=make_actor, make_agency=make_agency, noon=noon)
    Agency.objects.filter(pk__in=[night.force.pk, night.authority.pk]).update(country=country)
    night.report()
    night.found(already_there=True)
    (task,) = night.tasks("return_interview")
    assert task.assigned_agency_id == night.authority.pk
    assert task.clock["calendar"] == calendar
    assert ("Not a duty in Welsh law" in task.detail) is (country == "wales")
    shown = told_page(actor=night.social_worker, reference=night.reference, at=night.at)
    assert says in shown.guidance
    assert says_not not in shown.guidance


def test_a_welsh_authority_s_child_found_by_an_english_force_is_offered_it_by_welsh_guidance(
    make_actor, make_agency, noon
):
    night = Night(make_actor=make_actor, make_agency=make_agency, noon=noon)
    Agency.objects.filter(pk=night.authority.pk).update(country="wales")
    night.report()
    night.found(already_there=True)
    (task,) = night.tasks("return_interview")
    (police,) = night.tasks("prevention_interview")
    assert task.clock["calendar"] == "wales"
    assert police.clock["calendar"] == "england"


def test_the_length_in_wales_is_an_entry_of_its_own_with_its_day_and_source(
    make_actor, make_agency, noon, monkeypatch
):
    entries = lengths.read_lengths(text=lengths.LENGTHS.read_text())["return_interview_wales"]
    assert [one.since.isoformat() for one in entries] == ["2011-06-20", "2021-02-01"]
    assert all("Wales" in one.source for one in entries)
    other = {"return_interview_wales": timedelta(hours=48)}
    monkeypatch.setattr(
        clocks, "length_of", lambda *, key, at: other.get(key) or lengths.length_of(key=key, at=at)
    )
    night = Night(make_actor=make_actor, make_agency=make_agency, noon=noon)
    Agency.objects.filter(pk=night.authority.pk).update(country="wales")
    night.report()
    night.found(already_there=True)
    (task,) = night.tasks("return_interview")
    assert task.clock == {"from": "return", "length": 48, "unit": "hours", "calendar": "wales"}
    assert task.due_at == night.at + timedelta(hours=48)


# --- from before a child was asked --------------------------------------------------------------


def test_what_was_kept_before_a_child_was_asked_is_shown_to_nobody_and_the_worker_is_named(
    night, monkeypatch
):
    # As a row looked before lines were marked: the words, and nothing said about sharing them.
    monkeypatch.setattr(conversations, "keep_lines", lambda **_: None)
    night.interview(know_next_time="The canal bridge.")
    with night.inside():
        episode = night.episode()
        assert Interview.objects.get().know_next_time == "The canal bridge."
    with night.inside():
        children = same_person_set(child_id=episode.child_id)
        (past,) = history(children=children, view=View.FULL, at=night.at)
        (said,) = said_for_next_time(children=children)
        (line,) = [one for one in proposed_lines(children=children) if one.source == "interview"]
    assert "canal" not in str(past)
    assert "ask PC Example" in str(past)
    assert not said.allowed
    assert (line.allowed, line.text, line.ask) == (False, "", "Ask the worker, PC Example.")


# --- back to the plan ---------------------------------------------------------------------------


def test_what_is_fed_back_to_the_plan_comes_before_a_person_as_a_line_of_its_draft(night):
    at = night.later()
    given = {"actor": night.social_worker, "reference": night.reference, "at": at, "told_at": at}
    feed_back(to="plan", told=True, words="Ring the aunt first.", **given)
    feed_back(to="plan", told=False, words="There is no plan yet.", **given)
    feed_back(to="police", told=True, words="For the police alone.", **given)
    with night.inside():
        children = same_person_set(child_id=night.episode().child_id)
        (line,) = [
            one for one in proposed_lines(children=children) if one.key.startswith("feedback:")
        ]
    assert line.text == "Ring the aunt first."
    assert "Fed back to the plan" in line.source_words
    assert night.reference in line.source_words
