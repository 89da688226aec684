"""What children told HMIC in 2016 (C01 to C18), where it is about their voice, as behaviour."""

import re
from pathlib import Path

import pytest

from tests.journeys.returning_cast import Night
from whereabouts.foundations.access.scope import NotPermitted
from whereabouts.foundations.outbox.models import Message
from whereabouts.insight.lookups.attending import attend_page
from whereabouts.insight.lookups.childs_words import words_queue
from whereabouts.insight.lookups.returning import return_page
from whereabouts.insight.lookups.talking import talk_page
from whereabouts.insight.lookups.wording import wording_of
from whereabouts.interfaces.web.hello.words import said_in
from whereabouts.journeys.childs_page import Said, say_as_child, whose_page
from whereabouts.journeys.clock import fire
from whereabouts.journeys.close_follow_up import FollowUpOpen
from whereabouts.journeys.give_child_code import give_child_code
from whereabouts.journeys.keep_voice import Line, add_to_about_me
from whereabouts.journeys.read_childs_words import OutcomeNeeded, read_childs_words
from whereabouts.practice.return_home.vocabulary import DESTINATION_KINDS
from whereabouts.practice.voice.vocabulary import QUESTIONS

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "whereabouts" / "interfaces" / "web"
COST = re.compile(r"£|\bcosts?\b|taxpayer|\bexpens|\bpounds\b", re.IGNORECASE)
# Where words say that cost is not to be spoken of, or are the check's own list.
SPEAKS_AGAINST = {"response/talk.html"}
HELLO = said_in(language="en").strings


@pytest.fixture
def night(make_actor, make_agency, noon):
    """Return a night on which the child was found."""
    night = Night(make_actor=make_actor, make_agency=make_agency, noon=noon).report()
    night.found()
    return night


@pytest.fixture
def told(make_child, take_report, make_actor, noon):
    """Return an episode whose child asks for somebody and tells what makes it worse."""
    child, officer = make_child(), make_actor("response_officer")
    for kind, words, person in (
        ("ask_for", "She rang, and asked only if I was safe.", "PC Example"),
        ("not_them", "He laughed at me.", "PC Other"),
        ("touch", "Do not hold me.", ""),
    ):
        add_to_about_me(
            actor=officer, child_id=child.pk, at=noon,
            line=Line(
                kind=kind, words=words, person=person, source="child_said", said_on=noon.date()
            ),
        )  # fmt: skip
    return take_report(child=child)


@pytest.fixture
def answered(told, make_actor, make_agency, noon):
    """Return a sayer for the child of that episode."""

    def say(**said):
        made = give_child_code(
            actor=make_actor("response_officer"), reference=told, handed="face_to_face",
            phone="controlled", address="https://page.example/hello/", worker="Sam", at=noon,
            reader=make_agency("Aldermere Council", "authority").pk,
        )  # fmt: skip
        visitor = whose_page(typed=made.code, at=noon)
        say_as_child(
            actor=visitor.actor,
            link_id=visitor.link_id,
            said=Said(**{"answers": {}, **said}),
            at=noon,
        )

    return say


@pytest.mark.django_db
def test_c01_whoever_rings_or_goes_next_sees_whom_the_child_asked_for(told, make_actor, noon):
    for page in (
        talk_page(actor=make_actor("call_handler"), at=noon, reference=told),
        attend_page(actor=make_actor("response_officer"), at=noon, reference=told),
    ):
        asked = {line.kind: line for line in page.voice.of("asks")}
        assert asked["ask_for"].person == "PC Example"
        assert asked["not_them"].person == "PC Other"


def test_c02_no_page_shows_a_child_or_an_operational_user_what_anything_costs():
    found = {
        str(path.relative_to(PAGES / "templates"))
        for path in (PAGES / "templates").rglob("*.html")
        if COST.search(path.read_text())
    }
    assert found <= SPEAKS_AGAINST
    for strings in (said_in(language=language).strings for language in ("en", "cy")):
        assert not any(COST.search(words) for words in strings.values())


@pytest.mark.django_db
@pytest.mark.parametrize(
    "words",
    ["The search cost the taxpayer a lot.", "A drain on police resources.", "Wasting our time."],
)
def test_c02_blame_by_cost_comes_up_while_somebody_writes_it(words, make_actor, noon):
    assert wording_of(actor=make_actor("call_handler"), at=noon, text=words)


def test_c02_a_child_is_asked_whether_they_were_spoken_to_kindly():
    assert "kindly" in dict(QUESTIONS)
    assert HELLO["q_kindly"]


def test_c04_and_c06_a_child_is_told_that_they_may_ask_why_and_say_where_and_is_asked_about_both():
    assert {"asked_where", "told_why"} <= set(dict(QUESTIONS))
    assert "where you want to go" in HELLO["right_where"]
    assert "ask why" in HELLO["right_why"]
    assert "not a crime" in HELLO["right_crime"]
    assert not [words for _, words in DESTINATION_KINDS if re.search("cell|custody", words.lower())]


@pytest.mark.django_db
def test_c05_a_group_judged_by_its_dress_comes_up_with_another_way_to_say_it(make_actor, noon):
    text = "Seen with a gang of youths in hoodies."
    hints = wording_of(actor=make_actor("response_officer"), at=noon, text=text)
    assert {hint.term for hint in hints} == {"youths"}
    assert "how many children" in hints[0].instead


@pytest.mark.django_db
def test_c08_to_c10_words_against_an_officer_go_past_the_force_and_end_with_what_was_done(
    answered, make_actor, noon
):
    answered(words="He swore at me and showed me a taser.", name="Tess", answers={"kindly": "no"})
    for role in ("response_officer", "supervisor", "duty_inspector", "superintendent"):
        with pytest.raises(NotPermitted):
            words_queue(actor=make_actor(role), at=noon)
    worker = make_actor("social_worker")
    (one,) = words_queue(actor=worker, at=noon).waiting
    with pytest.raises(OutcomeNeeded):
        read_childs_words(actor=worker, words_id=one.words_id, outcome="conduct", at=noon)
    for tells in ("hurt you", "scare you", "swear at you", "the police too", "complain"):
        assert tells in HELLO["right_kind"]


@pytest.mark.django_db
def test_c09_whoever_goes_out_reads_not_to_hold_the_child(told, make_actor, noon):
    page = attend_page(actor=make_actor("response_officer"), at=noon, reference=told)
    assert [line.words for line in page.voice.of("about")] == ["Do not hold me."]


@pytest.mark.django_db
def test_c11_a_check_that_nobody_did_rings_and_one_that_ticks_boxes_is_not_done(night):
    night.back()
    (task,) = night.tasks("prevention_interview")
    fire(at=task.due_at, most=1000)
    with night.inside():
        assert Message.objects.filter(kind="task_due", subject=f"episode:{task.episode_id}")
    lacks = night.prevention(words="", child_view="", offered="", safe_now="")
    assert {"words", "offered", "safe_now"} <= set(lacks)
    shown = return_page(actor=night.supervisor, reference=night.reference, at=night.at)
    (owed,) = [one for one in shown.owed if one.kind == "prevention_interview"]
    assert (owed.state, shown.state) == ("outstanding", "seen")
    with pytest.raises(FollowUpOpen):
        night.close()


def test_c13_the_form_sits_down_first_and_asks_what_happened_before_what_is_needed():
    form = (PAGES / "templates" / "returns" / "interview.html").read_text(encoding="utf-8")
    steps = (
        "Sit down. Something to drink?", "Where you sat", "I said what this is for",
        "Are you safe?", "What happened?", "What do you need?", "Was help offered?",
    )  # fmt: skip
    places = [form.index(step) for step in steps]
    assert places == sorted(places)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["prevention", "interview"])
def test_c13_a_conversation_in_which_no_help_was_offered_is_not_done(night, kind):
    night.back()
    assert "offered" in getattr(night, kind)(offered=" ")


@pytest.mark.django_db
def test_c15_others_than_the_police_do_their_share_and_each_sees_whose_it_is(night, make_agency):
    health = make_agency("Made-up Health Board", "health")
    night.back()
    night.prevention()
    night.sent_referral(to_agency=health.pk)
    shown = return_page(actor=night.social_worker, reference=night.reference, at=night.at)
    shares = {agency: (settled, asked) for agency, settled, asked in shown.shares}
    assert set(shares) == {"Northmoor Police", "Aldermere Council"}
    assert shares["Aldermere Council"][0] == 0  # its own conversation is still to come
    assert shares["Northmoor Police"][0] >= 2
    assert "Sent to Made-up Health Board: no answer yet" in shown.referrals


def test_c12_a_child_is_told_that_they_may_talk_to_another_person_and_stop():
    assert "another person" in HELLO["right_person"]
    assert "when you stop" in HELLO["now_choose"]


def test_c16_a_child_is_told_whom_to_ask_for_by_name_and_number():
    words = said_in(language="en")
    assert words("who_yours", name="Sam") == "You can ask for Sam."
    assert "01632 960123" in words("who_ring", phone="01632 960123")


@pytest.mark.django_db
def test_c18_what_children_valued_is_asked_and_can_be_left_out(answered, make_actor, noon):
    answered(answers={"listened": "yes", "offered_help": "no"})
    (one,) = words_queue(actor=make_actor("social_worker"), at=noon).waiting
    assert [answer for _, _, answer in one.answers] == [
        "Yes", "Not answered", "Not answered", "Not answered", "No",
    ]  # fmt: skip
    assert len(said_in(language="en").help_lines) >= 3
