"""A plan's draft writes itself: every line has a source and an audience, and waits for a person."""

import pytest

from tests.journeys.planning_cast import DAY, Team
from tests.journeys.returning_cast import Night
from whereabouts.foundations.access.scope import NotPermitted, NotVisible, entered
from whereabouts.foundations.audit.models import AuditEntry
from whereabouts.insight.lookups.conversing import told_page
from whereabouts.insight.lookups.planning import versions_page
from whereabouts.journeys.add_sighting import add_sighting
from whereabouts.journeys.contact_child import Talked, contact_child
from whereabouts.journeys.decide_plan_line import (
    AlreadyDecided,
    NotAllowedByChild,
    decide_plan_line,
    take_line_out,
)
from whereabouts.journeys.record_interview import Beside
from whereabouts.practice.conversations import vocabulary as conversing
from whereabouts.practice.conversations.models import ToldLine
from whereabouts.practice.conversations.rules import Line
from whereabouts.practice.plans import actions as plan_actions
from whereabouts.practice.plans import vocabulary as planning
from whereabouts.practice.plans.models import PlanLine
from whereabouts.practice.plans.queries import lines_of
from whereabouts.practice.risk import drafting
from whereabouts.practice.risk.drafting import SaidForNextTime, proposed_lines
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people.queries import same_person_set

pytestmark = pytest.mark.django_db
ALLOWED = Line(kind="next_time", words="", agreed="yes", audience=("control_room", "police"))


@pytest.fixture
def night(make_actor, make_agency, noon):
    """Return a night that left something to learn: seen, reached, found, spoken with."""
    night = Night(make_actor=make_actor, make_agency=make_agency, noon=noon).report()
    officer = night.response_officer
    for place, sure in (("the skate park", "certain"), ("a bus in Eastmere", "unsure")):
        add_sighting(
            actor=officer, reference=night.reference, seen_at=night.at, place=place,
            confidence=sure, at=night.at,
        )  # fmt: skip
    contact_child(
        actor=officer, reference=night.reference, at=night.at,
        talked=Talked(
            how="text", towards="to_child", happened_at=night.at, made_by="PC Example",
            tone="calm", safe_answer="yes", next_by="the youth worker",
        ),
        next_at=None,
    )  # fmt: skip
    night.found(found_place="the arcade", found_with="an older cousin")
    night.back()
    night.prevention(
        know_next_time="Look at the bus stop by the arcade.", beside=Beside(know_next=ALLOWED)
    )
    return night


def child_of(night):
    with entered(actor=night.supervisor, at=night.at):
        return Episode.objects.get(reference=night.reference).child_id


def lines(night, actor=None):
    actor = actor or night.missing_coordinator
    child = child_of(night)
    with entered(actor=actor, at=night.at):
        return proposed_lines(children=same_person_set(child_id=child))


def line(night, source, part=None):
    return next(one for one in lines(night) if one.source == source and part in (None, one.part))


def decide(night, key, **more):
    given = {"actor": night.missing_coordinator, "accepted": True, "at": night.later(), **more}
    return decide_plan_line(child_id=child_of(night), key=key, **given)


def test_each_line_has_its_source_and_its_audience(night):
    found = {(one.part, one.text): one for one in lines(night)}
    assert {text for _, text in found} == {
        "Was found at the arcade.",
        "Was found with an older cousin.",
        "Was seen at the skate park.",
        "Answered when PC Example got in touch (text message).",
        "Would rather hear from the youth worker.",
        "Look at the bus stop by the arcade.",
    }
    assert all(night.reference in one.source_words for one in found.values())
    audience = {text: one.audience for (_, text), one in found.items()}
    assert audience["Was found at the arcade."] == "everybody"
    assert audience["Was found with an older cousin."] == "police_and_social_care"
    assert audience["Look at the bus stop by the arcade."] == "police_and_social_care"


def test_a_line_taken_in_stands_in_the_plan_and_is_proposed_no_more(night):
    key = line(night, "return").key
    decide(night, key, text="Was found at the arcade, by the back door.")
    assert key not in {one.key for one in lines(night)}
    with entered(actor=night.missing_coordinator, at=night.at):
        (kept,) = lines_of(children=[child_of(night)], at=night.at)
    assert kept.text == "Was found at the arcade, by the back door."
    with pytest.raises(NotVisible):
        decide(night, key)


def test_a_line_left_out_is_kept_with_who_left_it_out_and_comes_no_more(night):
    key = line(night, "sighting").key
    decide(night, key, accepted=False)
    assert "sighting" not in {one.source for one in lines(night)}
    with entered(actor=night.missing_coordinator, at=night.at):
        assert lines_of(children=[child_of(night)], at=night.at) == []
        assert PlanLine.objects.get().recorded_by_id == night.missing_coordinator.member_id


def test_taken_out_again_it_stands_no_more_and_may_be_proposed_anew(night):
    key = line(night, "return").key
    kept = decide(night, key)
    assert take_line_out(actor=night.missing_coordinator, line_id=kept, at=night.later())
    assert not take_line_out(actor=night.missing_coordinator, line_id=kept, at=night.later())
    with entered(actor=night.missing_coordinator, at=night.at):
        assert lines_of(children=[child_of(night)], at=night.at) == []
    assert key in {one.key for one in lines(night)}


@pytest.fixture
def not_allowed(night, monkeypatch):
    """Let the child have said no to what they said for next time being used."""
    before = drafting.said_for_next_time

    def said(*, children):
        return [
            SaidForNextTime(
                key=one.key, words=one.words, allowed=False, audience=one.audience,
                worker=one.worker, reference=one.reference, at=one.at,
            )
            for one in before(children=children)
        ]  # fmt: skip

    monkeypatch.setattr(drafting, "said_for_next_time", said)
    return night


def test_what_the_child_did_not_allow_shows_no_words_and_names_the_worker(not_allowed):
    one = line(not_allowed, "interview")
    assert (one.allowed, one.text) == (False, "")
    assert one.ask == "Ask the worker, Response Officer Example."


def test_overriding_a_childs_no_records_who_why_and_whether_the_child_was_told(not_allowed):
    key = line(not_allowed, "interview").key
    for more in ({}, {"because": "She is in danger."}, {"child_told": "first"},
                 {"because": "She is in danger.", "child_told": "perhaps"}):  # fmt: skip
        with pytest.raises(NotAllowedByChild):
            decide(not_allowed, key, **more)
    decide(not_allowed, key, because="A man waits for her there.", child_told="first")
    with entered(actor=not_allowed.missing_coordinator, at=not_allowed.at):
        kept = PlanLine.objects.get(source="interview")
        assert (kept.overrode, kept.child_told) == (True, "first")
        assert kept.because == "A man waits for her there."
        assert kept.text == "Look at the bus stop by the arcade."
        assert kept.recorded_by_id == not_allowed.missing_coordinator.member_id
        assert AuditEntry.objects.filter(kind="plan.line_used_without_the_childs_yes").exists()


def test_leaving_out_what_the_child_did_not_allow_needs_no_reason(not_allowed):
    decide(not_allowed, line(not_allowed, "interview").key, accepted=False)
    with entered(actor=not_allowed.missing_coordinator, at=not_allowed.at):
        assert PlanLine.objects.get().text == ""


def test_two_who_decide_at_once_are_told(night, make_actor):
    key = line(night, "return").key
    child = child_of(night)
    decide(night, key)
    from whereabouts.practice.plans.actions import Proposed, decide_line
    from whereabouts.records.people.gate import child_for

    coordinator = night.missing_coordinator
    with entered(actor=coordinator, at=night.at), pytest.raises(AlreadyDecided):
        decide_line(
            child=child_for(coordinator, child_id=child), accepted=True, by=coordinator,
            at=night.at,
            proposed=Proposed(
                key=key, part="works", text="x", source="return", source_words="x",
                audience="everybody",
            ),
        )  # fmt: skip


def test_the_outsider_and_those_who_set_no_plans_decide_on_no_line(night, outsider):
    key, child = line(night, "return").key, child_of(night)
    kept = decide(night, line(night, "sighting").key)
    with pytest.raises(NotVisible):
        decide_plan_line(actor=outsider, child_id=child, key=key, accepted=True, at=night.at)
    with pytest.raises(NotVisible):
        take_line_out(actor=outsider, line_id=kept, at=night.at)
    with pytest.raises(NotPermitted):
        decide_plan_line(
            actor=night.response_officer, child_id=child, key=key, accepted=True, at=night.at
        )
    assert lines(night, actor=outsider) == []


def test_what_nobody_marked_as_shareable_asks_the_worker(night):
    night.interview(know_next_time="The canal bridge.")
    (kept,) = [one for one in lines(night) if one.source == "interview" and not one.allowed]
    assert kept.text == ""
    assert kept.ask.startswith("Ask the worker, Social Worker Example")
    with pytest.raises(NotAllowedByChild):
        decide(night, kept.key)
    decide(night, kept.key, because="The water is high.", child_told="first")
    with entered(actor=night.missing_coordinator, at=night.at):
        assert PlanLine.objects.get().text == "The canal bridge."


@pytest.fixture
def said_no(make_actor, make_agency, noon):
    """Return a night after which the child told something, and said no to its being shared."""
    night = Night(make_actor=make_actor, make_agency=make_agency, noon=noon).report()
    night.found()
    night.back()
    night.prevention(
        know_next_time="Look at the bus stop by the arcade.",
        beside=Beside(know_next=Line(kind="next_time", words="", agreed="no")),
    )
    return night


def test_a_childs_no_that_is_overridden_for_the_plan_stands_with_what_they_told_too(said_no):
    night = said_no
    key = line(night, "interview").key
    kept = decide(night, key, because="A man waits for her there.", child_told="first")
    page = told_page(actor=night.missing_coordinator, reference=night.reference, at=night.later())
    (shown,) = page.lines
    assert (shown.agreed, shown.because, shown.told_first) == (
        "No", "A man waits for her there.", True,
    )  # fmt: skip
    assert shown.decided_by == "Missing Coordinator Example"
    assert "Police who look into it" in shown.shared_with
    assert "Family" not in shown.shared_with
    assert [one.source for one in lines(night)].count("interview") == 0
    with entered(actor=night.missing_coordinator, at=night.at):
        plan_line = PlanLine.objects.get(pk=kept)
        told = ToldLine.objects.get(replaced_by__isnull=True)
    assert plan_line.source_key == f"interview:{told.pk}"
    assert (plan_line.because, plan_line.recorded_by_id) == (told.because, told.recorded_by_id)


def test_told_afterwards_is_not_told_first(said_no):
    decide(
        said_no, line(said_no, "interview").key, because="A man waits there.", child_told="after"
    )
    with entered(actor=said_no.missing_coordinator, at=said_no.at):
        assert ToldLine.objects.get(replaced_by__isnull=True).told_first is False


def test_every_audience_of_a_conversation_has_its_audience_in_a_plan():
    assert set(drafting.AUDIENCE_OF) == {key for key, _ in conversing.AUDIENCES}
    assert set(drafting.AUDIENCE_OF.values()) == {key for key, _ in planning.AUDIENCES}
    assert drafting.reached_by(audience="everybody") == frozenset(drafting.AUDIENCE_OF)
    assert drafting.reached_by(audience="police_and_social_care") == {
        "control_room", "police", "social_care",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("audience", "allowed"),
    [(("family",), False), (("home", "school"), False), (("police", "family"), True)],
)
def test_what_may_be_known_at_home_alone_is_not_taken_for_the_police(
    make_actor, make_agency, noon, audience, allowed
):
    night = Night(make_actor=make_actor, make_agency=make_agency, noon=noon).report()
    night.found()
    night.back()
    said = Line(kind="next_time", words="", agreed="yes", audience=audience)
    night.prevention(know_next_time="Ring my aunt.", beside=Beside(know_next=said))
    assert line(night, "interview").allowed is allowed


def test_a_version_lists_the_lines_that_stood_in_it(make_actor, make_agency, noon, take_report):
    team = Team(make_actor=make_actor, make_agency=make_agency, noon=noon)
    team.agree()
    with entered(actor=team.writer, at=noon):
        kept = plan_actions.decide_line(
            child=team.child, accepted=True, by=team.writer, at=noon + DAY,
            proposed=plan_actions.Proposed(
                key="return:x:place", part="locate_now", text="Was found at the arcade.",
                source="return", source_words="A return", audience="everybody",
            ),
        )  # fmt: skip
    team.agree(at=noon + 2 * DAY)
    take_line_out(actor=team.writer, line_id=kept.pk, at=noon + 3 * DAY)
    page = versions_page(actor=team.writer, child_id=team.child_id, at=noon + 4 * DAY)
    said = {one.plan.version: [line.text for line in one.lines.get("locate_now", ())]
            for one in page.versions}  # fmt: skip
    assert said == {1: ["Was found at the arcade."], 2: []}
