"""The return's page shows the next step, keeps what is typed, and each refusal says what to do."""

import re

import pytest
from django.urls import reverse

from tests.journeys.returning_cast import ANSWERS, Night
from whereabouts.interfaces.web.returns.refused import REFUSED, SAYS
from whereabouts.practice.plans.models import ReferralDecision
from whereabouts.practice.return_home.models import Return
from whereabouts.practice.return_home.vocabulary import DANGER, HARMS
from whereabouts.records.episodes.models import Episode

pytestmark = pytest.mark.django_db
WHEN = "2026-11-20T12:00"


@pytest.fixture
def night(make_actor, make_agency, noon):
    """Return a night that begins with a report."""
    return Night(make_actor=make_actor, make_agency=make_agency, noon=noon).report()


@pytest.fixture
def send(night, signed_in):
    """Return a way to send a form, as somebody, to one of the pages of this return."""

    def post(name, role="response_officer", **fields):
        client = signed_in(role)
        return client.post(reverse(name, args=[night.reference]), fields)

    return post


@pytest.fixture
def shown(night, signed_in):
    """Return a way to read a page of this return, as somebody."""

    def get(name="return", role="duty_inspector"):
        answer = signed_in(role).get(reverse(name, args=[night.reference]))
        assert answer.status_code == 200
        return answer.content.decode()

    return get


FOUND = {"how": "found", "by_whom": "police", "found_at": WHEN}


def test_a_return_is_walked_from_located_to_followed_up(night, send, shown):
    assert "Next: found, located or back" in shown()
    assert send("return-locate", **FOUND, found_place="the made-up quay").status_code == 302
    assert "Next: where does the child go?" in shown()
    answers = {**ANSWERS, "kind": "home", "destination": "1 Made-up Lane"}
    assert send("return-destination", **answers).status_code == 302
    assert "Next: a named person decides" in shown()
    decided = send("return-decision", "duty_inspector", agreed="yes", because="Safe tonight.")
    assert decided.status_code == 302
    assert "Next: the child is back" in shown()
    assert send("return-back", back_at=WHEN).status_code == 302
    assert "Next: see the child alone" in shown()
    assert send("return-seen", seen_at=WHEN, alone="yes").status_code == 302
    assert "Next: follow up" in shown()
    spoken = {
        "outcome": "held", "held_at": WHEN, "held_by": "PC Example", "explained": "yes",
        "safe_now": "yes", "child_words": "I wanted to think.", "offered": "A talk; yes.",
        "harm_hurt": "denied", "harm_sexual": "denied", "harm_held": "denied",
        "carer_source": "parent", "carer_hurt": "denied", "consent_child": "yes",
        "consent_child_to": ["talk"],
    }  # fmt: skip
    assert "Say what was offered, or why nothing was" in shown()
    nothing = {"carer_support": "declined"}
    assert send("return-prevention", **spoken, **nothing).status_code == 400
    assert send("return-prevention", **spoken).status_code == 302
    assert "To a parent or carer, unless they may be the one who harms" in shown()
    offered = {"carer_support": "accepted", "carer_offered": "The family worker."}
    assert send("return-prevention", **spoken, **offered).status_code == 302
    assert "Say what was offered, or why nothing was" not in shown()
    assert send("return-interview", "social_worker", **spoken).status_code == 302
    for to in ("child", "police", "social_care", "plan"):
        told = {"to": to, "told": "yes", "feedback_words": "What comes next.", "told_at": WHEN}
        assert send("return-feedback", "social_worker", **told).status_code == 302
    referred = send("return-referral", "supervisor", sent="yes", referral_because="Support.")
    assert referred.status_code == 302
    assert "Sent to Aldermere Council: no answer yet" in shown()
    assert "The referral has no answer yet: Aldermere Council" in shown()
    with night.inside():
        (referral,) = ReferralDecision.objects.all()
    night.referral_answered(referral.pk)
    assert "Sent to Aldermere Council: accepted" in shown()
    for system in ("national_computer", "ports", "appeals", "other_forces", "hospitals"):
        send("return-stand-down", "supervisor", system=system, answer="not_used")
    assert "Next: close the follow-up" in shown()
    assert send("return-close", "missing_coordinator").status_code == 302
    assert "Open the follow-up again" in shown(role="missing_coordinator")
    assert send("return-open-again", "missing_coordinator").status_code == 302


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("return-locate", "response_officer"),
        ("return-back", "response_officer"),
        ("return-seen", "response_officer"),
        ("return-gone-again", "response_officer"),
        ("return-destination", "response_officer"),
        ("return-decision", "duty_inspector"),
        ("return-protection", "response_officer"),
        ("return-protection-step", "duty_inspector"),
        ("return-protection-end", "duty_inspector"),
        ("return-prevention", "response_officer"),
        ("return-interview", "social_worker"),
        ("return-referral", "supervisor"),
        ("return-not-done", "supervisor"),
        ("return-disposition", "supervisor"),
        ("return-stand-down", "supervisor"),
        ("return-found-dead", "duty_inspector"),
    ],
)
def test_an_empty_form_is_shown_again_with_each_fault_named(night, send, name, role):
    night.found(already_there=True)
    answer = send(name, role)
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "There is a problem" in page


def test_what_was_typed_is_still_there_beside_the_fault(night, send):
    answer = send("return-locate", how="found", found_at="yesterday", found_place="the <b>quay</b>")
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Choose who found the child." in page
    assert "such as 20/11/2026 14:05" in page
    assert "the &lt;b&gt;quay&lt;/b&gt;" in page
    with night.inside():
        assert not Return.objects.exists()


def test_a_time_that_lies_ahead_is_named(send):
    answer = send("return-locate", **{**FOUND, "found_at": "2030-01-01T00:00"})
    assert answer.status_code == 400
    assert "has not come yet" in answer.content.decode()


@pytest.mark.parametrize("odd", ["0001-01-01T00:00", "9999-12-31T23:59", "2026-02-30T10:00", "1e5"])
def test_odd_times_are_refused_or_kept_and_never_a_fault_of_ours(send, odd):
    assert send("return-locate", **{**FOUND, "found_at": odd}).status_code in (302, 400)


@pytest.mark.parametrize("odd", ["\x00", "x" * 5000, "\u202eNull", "O'Connor", "1e5"])
def test_odd_words_are_refused_or_kept_and_never_a_fault_of_ours(send, odd):
    fields = {**FOUND, "found_place": odd, "condition": odd, "adult_name_1": odd}
    assert send("return-locate", **fields).status_code in (302, 400)


def test_the_way_home_against_what_is_known_gets_a_page_that_says_what_to_do(night, send, shown):
    night.found()
    send("return-destination", **{**ANSWERS, DANGER: "yes"}, kind="home", destination="Home")
    assert "safeguarding decision" in shown()
    answer = send("return-decision", "duty_inspector", agreed="yes", because="Late.")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Ask a duty inspector or a social worker" in page
    decided = send(
        "return-decision",
        "social_worker",
        agreed="yes",
        because="Safe.",
        safeguarding="He is away.",
    )
    assert decided.status_code == 302


def test_open_questions_get_a_page_that_lists_them(night, send):
    night.found()
    send("return-destination", kind="home", destination="Home")
    answer = send("return-decision", "duty_inspector", agreed="yes", because="Late.")
    assert answer.status_code == 409
    assert "Why did the child leave?" in answer.content.decode()


def test_closing_too_early_gets_a_page_that_lists_what_is_left(night, send):
    night.found(already_there=True)
    answer = send("return-close", "missing_coordinator")
    assert answer.status_code == 409
    assert "Return home interview" in answer.content.decode()


def test_gone_again_after_being_back_leads_to_a_new_report(night, send):
    night.found(already_there=True)
    answer = send("return-gone-again", gone_at=WHEN)
    assert answer.status_code == 409
    assert "Take a new report now" in answer.content.decode()
    with night.inside():
        assert Episode.objects.get().state == "back"


def test_every_refusal_has_a_heading_and_a_next_step():
    assert all(says.heading and says.steps for says in SAYS.values())
    assert set(SAYS) < set(REFUSED)


def test_an_interview_that_tells_of_harm_shows_what_follows(night, send, shown):
    night.found(already_there=True)
    send(
        "return-prevention", outcome="held", held_at=WHEN, held_by="PC Example",
        harm_held="disclosed", adult_name_1="Alex Sample",
    )  # fmt: skip
    page = shown()
    assert "Record the crime" in page
    assert "said yes" in page
    assert "Not asked" in page
    task = night.tasks("crime_record")[0]
    fault = send("return-disposition", "supervisor", task_key=task.pk)
    assert fault.status_code == 400
    kept = send(
        "return-disposition", "supervisor", task_key=task.pk, disposition="Crime 00/1, made up."
    )
    assert kept.status_code == 302
    assert "Crime 00/1, made up." in shown()


def test_police_protection_is_kept_step_by_step(night, send, shown):
    night.found()
    begun = send("return-protection", started_at=WHEN, grounds="Harm was likely.")
    assert begun.status_code == 302
    assert "until" in shown()
    page = shown("return-protection", role="response_officer")
    assert "no power to enter" in page
    step = {"step": "wishes", "step_words": "With the aunt.", "done_at": WHEN}
    assert send("return-protection-step", "duty_inspector", **step).status_code == 302
    ended = send("return-protection-end", "duty_inspector", outcome="returned", ended_at=WHEN)
    assert ended.status_code == 302


def test_what_is_not_done_is_kept_with_code_and_words(night, send, shown):
    night.found(already_there=True)
    kept = send(
        "return-not-done", "social_worker", task="return_interview", code="child_declined",
        not_done_words="Offered twice.",
    )  # fmt: skip
    assert kept.status_code == 302
    assert "Offered twice." in shown()


def test_a_death_leaves_one_sentence_and_one_task(night, send, shown):
    assert "cannot be undone" in shown("return-found-dead")
    officer = night.supervisor.member_id
    died = send("return-found-dead", "duty_inspector", dead_found_at=WHEN, officer=officer)
    assert died.status_code == 302
    page = shown()
    assert "Only the named officer" in page
    assert "The named officer tells the family in person" in page
    assert "Record the return home interview" not in page


def test_what_may_be_said_is_a_sentence_that_holds_no_place(night, shown):
    night.found(found_place="the made-up quay")
    page = shown("return-may-be-said", role="call_handler")
    assert "The child is safe." in page
    assert "quay" not in page


@pytest.mark.parametrize("name", ["found-child", "after-return"])
def test_a_child_found_or_back_without_a_report_gets_an_episode_once(
    night, signed_in, name, make_member
):
    client = signed_in("call_handler")
    page = client.get(reverse(name)).content.decode()
    key = re.search(r'name="idempotency_key" value="([^"]+)"', page).group(1)
    fields = {**FOUND, "idempotency_key": key, "told_at": WHEN, "names": "Tester Nobody"}
    answer = client.post(reverse(name), fields)
    assert answer.status_code == 302
    assert client.post(reverse(name), fields).headers["Location"] == answer.headers["Location"]
    assert client.get(answer.headers["Location"]).status_code == 200
    assert client.post(reverse(name), {}).status_code == 400
    other = client.post(reverse(name), {**fields, "names": "Somebody Else"})
    assert other.status_code == 409
    nothing = client.post(reverse(name), {**fields, "idempotency_key": "k2", "names": ""})
    assert nothing.status_code == 400
    bad = {**fields, "idempotency_key": "k3", "born_text": "31 February"}
    assert client.post(reverse(name), bad).status_code == 400


def test_another_agency_is_told_nothing_on_any_page(night, signed_in, outsider):
    night.found(already_there=True)
    client = signed_in("social_worker", name="outsider@elsewhere")
    for name in ("return", "return-may-be-said", "return-interview"):
        answer = client.get(reverse(name, args=[night.reference]))
        assert answer.status_code == 404
        assert "Sampleton" not in answer.content.decode()


def test_every_harm_is_asked_for_on_the_form(night, shown):
    night.found(already_there=True)
    page = shown("return-prevention")
    assert all(f'name="harm_{key}"' in page for key, _ in HARMS)
    assert (
        page.index("Are you safe?") < page.index("What happened?") < page.index("What do you need?")
    )
