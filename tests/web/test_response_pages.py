"""The pages of going out, talking, telling, answering another force and the plan."""

from datetime import timedelta

import pytest

from tests.journeys.conftest import accept_all, decide_as, look, make_child, take_report
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.audit.models import Look
from whereabouts.insight.lookups.family import WORDS
from whereabouts.journeys.add_related_person import add_related_person
from whereabouts.journeys.keep_family_told import promise_family_news
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.response.models import ChildContact, Deployment
from whereabouts.practice.response.rules import sayable
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people import actions as people
from whereabouts.records.people.models import RelatedPerson

__all__ = ["accept_all", "decide_as", "look", "make_child", "take_report"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(make_actor):
    return make_actor("response_officer")


@pytest.fixture
def browser(signed_in):
    return signed_in("response_officer")


@pytest.fixture
def missing(take_report):
    return take_report(clothing="a blue coat")


def text_of(response):
    assert response.status_code == 200, response.content
    return response.content.decode()


def task_of(actor, reference, kind, at):
    with entered(actor=actor, at=at):
        return Task.objects.filter(episode__reference=reference, kind=kind).first()


def test_whoever_attends_reads_all_they_need_on_one_page_and_is_recorded(
    browser, officer, missing, noon
):
    with entered(actor=officer, at=noon):
        child = Episode.objects.get(reference=missing).child
        people.add_address(
            child=child,
            kind="home",
            line="1 Plain Road",
            risk_history="A dog.",
            by=officer,
            at=noon,
        )
    shown = text_of(browser.get(f"/episodes/{missing}/attend/"))
    for words in (
        "Testa Sampleton", "a blue coat", "Search the home first", "See the child alone",
        "police protection", "1 Plain Road", "A dog.", "Paula Sampleton", "Nobody sent yet",
        "Why did the child leave?", "I am there", "I have seen the child",
    ):  # fmt: skip
        assert words in shown, words
    with entered(actor=officer, at=noon):
        assert Look.objects.filter(page="attend", subjects__contains=[child.pk]).count() == 1


def test_two_buttons_without_scripts_say_there_and_child_seen(browser, officer, missing, noon):
    there = browser.post(f"/episodes/{missing}/attend/arrived/")
    assert there["Location"] == f"/episodes/{missing}/attend/"
    assert browser.post(f"/episodes/{missing}/attend/arrived/").status_code == 409
    seen = browser.post(f"/episodes/{missing}/attend/child-seen/")
    assert seen["Location"] == f"/episodes/{missing}/return/located/"
    with entered(actor=officer, at=noon):
        made = Deployment.objects.get()
        assert (made.arrived_by_id, made.child_seen_by_id) == (officer.member_id,) * 2
    assert "I am there" not in text_of(browser.get(f"/episodes/{missing}/attend/"))


@pytest.mark.parametrize("unit", ["no-key", "00000000-0000-0000-0000-000000000000"])
def test_a_button_for_a_unit_that_is_not_there_finds_nothing(browser, missing, unit):
    for deed in ("sent", "arrived", "child-seen", "stand-down"):
        answer = browser.post(f"/episodes/{missing}/attend/{deed}/", {"unit": unit})
        assert answer.status_code == 404, deed
    assert browser.post(f"/episodes/{missing}/attend/sent/").status_code == 404


def test_the_board_says_nobody_sent_in_words_and_in_a_colour_of_its_own(
    signed_in, browser, missing
):
    board = text_of(signed_in("duty_inspector").get("/board/"))
    assert '<span class="going-out going-out--nobody">Nobody sent yet</span>' in board
    browser.post(
        f"/episodes/{missing}/attend/no-unit/",
        {"said_by": "Sgt Example", "asked_at": "2026-11-20T12:00", "words": ""},
    )
    board = text_of(signed_in("duty_inspector").get("/board/?nobody_sent=1"))
    assert "Nobody sent: no unit free (1 × no unit free)" in board
    browser.post(
        f"/episodes/{missing}/attend/send/",
        {"unit": "NM 21", "asked_at": "2026-11-20T12:00", "sent_at": "2026-11-20T12:00"},
    )
    assert missing not in text_of(signed_in("duty_inspector").get("/board/?nobody_sent=1"))


def test_no_unit_free_without_who_said_so_shows_the_form_again(browser, missing):
    answer = browser.post(
        f"/episodes/{missing}/attend/no-unit/", {"said_by": "", "asked_at": "2026-11-20T12:00"}
    )
    assert answer.status_code == 400
    assert b"Say who said that no unit is free" in answer.content


def test_a_try_is_kept_from_the_form_with_the_words_suggested(browser, officer, missing, noon):
    shown = text_of(browser.get(f"/episodes/{missing}/talk/"))
    assert "Are you safe?" in shown
    assert "no practitioner has reviewed it" in shown
    assert "{who}" not in shown
    assert "{next}" not in shown
    sent = {
        "towards": "to_child", "how": "voicemail", "made_by": "", "suggested": "safe",
        "happened_at": "2026-11-20T11:55", "safe_answer": "no_answer", "tone": "not_reached",
        "words": "", "next_role": "call_handler", "next_by": "PC Example",
        "next_at": "2026-11-20T13:00",
    }  # fmt: skip
    assert browser.post(f"/episodes/{missing}/talk/", {**sent, "tone": "sulky"}).status_code == 400
    assert browser.post(f"/episodes/{missing}/talk/", sent).status_code == 302
    with entered(actor=officer, at=noon):
        made = ChildContact.objects.get()
        assert made.made_by == "Response Officer Example"
        assert made.next_task.detail == "Best by: PC Example"
    shown = text_of(browser.get(f"/episodes/{missing}/talk/"))
    assert "Asked, no answer" in shown
    browser.post(f"/episodes/{missing}/talk/", {**sent, "next_role": "nobody"})
    with entered(actor=officer, at=noon):
        assert ChildContact.objects.filter(next_task__isnull=True).count() == 1


@pytest.fixture
def mother(officer, missing, noon):
    with entered(actor=officer, at=noon):
        child = Episode.objects.get(reference=missing).child_id
    add_related_person(
        actor=officer, child_id=child, name="Mina Sampleton", relation="mother", at=noon
    )
    with entered(actor=officer, at=noon):
        return RelatedPerson.objects.get(name="Mina Sampleton").pk


@pytest.mark.parametrize("told", ["nothing", "safe", "plan", "all"])
def test_the_page_offers_nothing_beyond_what_may_be_told(
    browser, officer, missing, mother, noon, told
):
    key = promise_family_news(
        actor=officer, reference=missing, person_id=mother, named=officer.member_id,
        due_at=noon + timedelta(hours=1), at=noon,
    )  # fmt: skip
    with entered(actor=officer, at=noon):
        RelatedPerson.objects.filter(pk=mother).update(told=told)
    allowed = {words for _, words in sayable(told=told, found=False)}
    form = text_of(browser.get(f"/episodes/{missing}/family/tell/{key}/"))
    for words in WORDS.values():
        assert (words in form) == (words in allowed), words
    answer = browser.post(
        f"/episodes/{missing}/family/tell/{key}/", {"said": ["where"], "their_words": ""}
    )
    assert answer.status_code in {400, 409}
    with entered(actor=officer, at=noon):
        assert task_of(officer, missing, "family_update", noon).state == "open"


def test_what_was_said_is_ticked_and_shown(browser, officer, missing, mother, noon):
    page = f"/episodes/{missing}/family"
    sent = {
        "named": str(officer.member_id), "due_at": "2026-11-20T13:00", "language": "Urdu",
        "interpreter": "yes",
    }  # fmt: skip
    assert browser.post(f"{page}/promise/{mother}/", sent).status_code == 302
    shown = text_of(browser.get(f"{page}/"))
    assert "in Urdu, with an interpreter" in shown
    key = shown.partition('id="tell-')[2][:36]
    tick = {"said": ["heard", "will_ring"], "their_words": "Thank you.", "next_at": ""}
    assert browser.post(f"{page}/tell/{key}/", tick).status_code == 302
    shown = text_of(browser.get(f"{page}/"))
    assert "Thank you." in shown
    assert WORDS["will_ring"] in shown
    assert browser.get(f"{page}/tell/{key}/").status_code == 404


def test_the_plan_is_shown_added_to_signed_and_publicity_decided(signed_in, browser, missing, noon):
    shown = text_of(browser.get(f"/episodes/{missing}/plan/"))
    assert "Search the home first" in shown
    assert "Not asked by this grade:" in shown
    sent = {
        "title": "Ask at the made-up arcade", "detail": "", "to_role": "response_officer",
        "due_at": "2026-11-20T14:00", "again": "4",
    }  # fmt: skip
    assert browser.post(f"/episodes/{missing}/plan/line/", sent).status_code == 302
    assert "again 4 hours after it was done" in text_of(browser.get(f"/episodes/{missing}/plan/"))
    inspector = signed_in("duty_inspector")
    answer = inspector.post(f"/episodes/{missing}/plan/sign/", {"agreed": "no", "words": ""})
    assert answer.status_code == 409
    assert inspector.post(f"/episodes/{missing}/plan/sign/", {"agreed": "yes"}).status_code == 302
    decision = {
        "decision": "limited", "because": "She may sit in a shop.", "harm_weighed": "School hears.",
        "may_say": "Have you seen her?", "channels": ["partners"],
    }  # fmt: skip
    half = {**decision, "may_say": ""}
    assert inspector.post(f"/episodes/{missing}/publicity/", half).status_code == 409
    assert inspector.post(f"/episodes/{missing}/publicity/", decision).status_code == 302
    shown = text_of(inspector.get(f"/episodes/{missing}/plan/"))
    assert "Have you seen her?" in shown
    assert 'id="take-down"' in shown
    down = {"words": "The shops rang back."}
    assert inspector.post(f"/episodes/{missing}/publicity/down/", down).status_code == 302
    assert "Taken down" in text_of(inspector.get(f"/episodes/{missing}/plan/"))


@pytest.mark.parametrize(
    ("kind", "there"),
    [("deployment_clock", "attend"), ("plan_sign_off", "plan")],
)
def test_a_task_with_a_form_of_its_own_leads_there(browser, officer, missing, noon, kind, there):
    task = task_of(officer, missing, kind, noon)
    answer = browser.get(f"/tasks/{task.pk}/")
    assert answer["Location"] == f"/episodes/{missing}/{there}/"


def test_the_force_that_is_asked_acknowledges_and_answers_and_the_holder_reads_it(
    signed_in, make_agency, make_actor, browser, make_child, take_report, noon
):
    south = make_agency("Southmere Police")
    child, coordinator = make_child(), make_actor("missing_coordinator")
    reference = take_report(child=child)
    details = {
        "address": "12 Far Street", "address_kind": "family", "address_force": str(south.pk),
        "source": "her aunt",
    }  # fmt: skip
    saved = signed_in("missing_coordinator").post(f"/children/{child.pk}/details/", details)
    assert saved.status_code == 302, saved.content
    task = task_of(coordinator, reference, "cross_force_task", noon)
    assert task.assigned_agency_id == south.pk
    theirs = signed_in("duty_inspector", agency="Southmere Police")
    assert theirs.get(f"/tasks/{task.pk}/")["Location"] == f"/tasks/{task.pk}/across/"
    shown = text_of(theirs.get(f"/tasks/{task.pk}/across/"))
    assert "12 Far Street" in shown
    assert 'id="acknowledge"' in shown
    assert theirs.post(f"/tasks/{task.pk}/accept/").status_code == 302
    assert 'id="acknowledge"' not in text_of(theirs.get(f"/tasks/{task.pk}/across/"))
    answered = theirs.post(
        f"/tasks/{task.pk}/across/", {"outcome": "seen_lately", "words": "Seen at ten."}
    )
    assert answered.status_code == 302
    ours = text_of(signed_in("duty_inspector").get(f"/episodes/{reference}/"))
    assert "Seen at ten." in ours
    assert "Acknowledged by Southmere Police" in ours
    assert browser.get(f"/tasks/{task.pk}/across/").status_code == 404


def test_a_home_is_offered_none_of_it(signed_in, make_child, make_actor, take_report, noon):
    home = signed_in("home_worker")
    reference = take_report()
    for page in ("attend", "talk", "family", "plan"):
        assert home.get(f"/episodes/{reference}/{page}/").status_code == 403
