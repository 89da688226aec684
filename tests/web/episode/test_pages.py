"""The pages of episodes and tasks: read, sent, refused, and hidden from the outsider."""

from datetime import timedelta

import pytest
from django.urls import reverse

from whereabouts.foundations.access.scope import entered
from whereabouts.interfaces.web.episode import acting, supervising, tasks, views
from whereabouts.interfaces.web.episode.forms import moment
from whereabouts.journeys.answer_question import answer_question
from whereabouts.journeys.challenge_grade import challenge_grade
from whereabouts.journeys.offer_hand_over import offer_hand_over
from whereabouts.journeys.offer_transfer import offer_transfer
from whereabouts.journeys.propose_lower import propose_lower
from whereabouts.journeys.take_ownership import take_ownership
from whereabouts.practice.investigation.models import Sighting, Task
from whereabouts.practice.supervision.models import Challenge
from whereabouts.records.episodes.models import Episode, LogEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def flagged(make_child, take_report):
    """An episode with a bar at medium."""
    return take_report(child=make_child(flags=[("cse", "suspected")]))


def test_the_page_shows_the_level_the_owner_and_the_next_clock(flagged, signed_in):
    text = signed_in("supervisor").get(reverse("episode", args=[flagged])).text
    for words in ("Testa Sampleton", "Medium", "Not yet decided", "No owner", "Why this level"):
        assert words in text


def test_a_reference_in_small_letters_is_the_same(flagged, signed_in):
    there = reverse("episode", args=[flagged.lower()])
    assert signed_in("supervisor").get(there).status_code == 200


def test_the_part_that_renews_itself_holds_no_form_to_type_in(flagged, signed_in):
    text = signed_in("supervisor").get(reverse("episode-now", args=[flagged])).text
    assert "data-live" in text
    for box in ("<textarea", 'type="text"', "<select"):
        assert box not in text


def test_a_note_is_kept_and_an_empty_one_keeps_the_page(flagged, signed_in, make_actor, noon):
    client, there = signed_in("call_handler"), reverse("episode-note", args=[flagged])
    empty = client.post(there, {"words": " "})
    assert (empty.status_code, "Write the note" in empty.text) == (400, True)
    assert client.post(there, {"words": "The bus driver rang."}).status_code == 302
    with entered(actor=make_actor("call_handler"), at=noon):
        assert LogEntry.objects.get(kind="episode.note").words == "The bus driver rang."


def test_a_sighting_in_the_future_is_refused_and_nothing_typed_is_lost(
    flagged, signed_in, make_actor, noon
):
    client, there = signed_in("call_handler"), reverse("episode-sighting", args=[flagged])
    sent = {
        "place": "Made-up bus station", "seen_at": "2026-11-21T12:00", "confidence": "likely",
        "words": "By the kiosk",
    }  # fmt: skip
    refused = client.post(there, sent)
    assert refused.status_code == 409
    assert "That time has not come yet" in refused.text
    assert "Made-up bus station" in refused.text
    assert "By the kiosk" in refused.text
    kept = client.post(there, {**sent, "seen_at": "2026-11-20T11:00"})
    assert kept.status_code == 302
    with entered(actor=make_actor("call_handler"), at=noon):
        assert Sighting.objects.get().confidence == "likely"


@pytest.mark.parametrize("text", ["yesterday", "2026-13-40T00:00", "0001-01-01T00:00", "\u202e1"])
def test_a_time_that_cannot_be_read_is_named(text, flagged, signed_in):
    sent = {"place": "Somewhere", "seen_at": text, "confidence": "likely"}
    there = reverse("episode-sighting", args=[flagged])
    refused = signed_in("call_handler").post(there, sent)
    assert refused.status_code == 400
    assert "#seen_at" in refused.text
    assert moment(text=text) is None


def test_an_enquiry_becomes_a_task_that_somebody_takes_on_and_settles(
    flagged, signed_in, make_actor, noon
):
    client, actor = signed_in("response_officer"), make_actor("response_officer")
    asked = client.post(
        reverse("episode-enquiry", args=[flagged]),
        {"title": "Ask at the kiosk", "to_role": "response_officer", "due_at": "2026-11-20T13:00"},
    )
    assert asked.status_code == 302
    with entered(actor=actor, at=noon):
        key = Task.objects.get(title="Ask at the kiosk").pk
    assert "Ask at the kiosk" in client.get(reverse("tasks")).text
    assert client.post(reverse("task-accept", args=[key])).status_code == 302
    assert client.post(reverse("task-accept", args=[key])).status_code == 409
    unsaid = client.post(reverse("task", args=[key]), {"not_done_code": "done", "result": ""})
    assert unsaid.status_code == 400
    sent = {"not_done_code": "done", "result": "Nobody saw her."}
    assert client.post(reverse("task", args=[key]), sent).status_code == 302
    assert client.post(reverse("task", args=[key]), sent).status_code == 409


def test_a_task_with_a_form_of_its_own_leads_there(flagged, signed_in, make_actor, noon):
    challenge_grade(
        actor=make_actor("call_handler"), reference=flagged, made_by_kind="carer", words="No.",
        at=noon,
    )  # fmt: skip
    with entered(actor=make_actor("supervisor"), at=noon):
        key = Task.objects.get(kind="challenge_answer").pk
        challenge = Challenge.objects.get().pk
    led = signed_in("supervisor").get(reverse("task", args=[key]))
    assert led.url == reverse("challenge-answer", args=[challenge])


def test_an_inspector_answers_a_proposal_and_a_phrase_is_no_reason(
    flagged, signed_in, make_actor, accept_all, noon
):
    supervisor = make_actor("supervisor")
    key = propose_lower(
        actor=supervisor, reference=flagged, at=noon,
        wish=accept_all(supervisor, flagged, level="low"),
    )  # fmt: skip
    client, there = signed_in("duty_inspector"), reverse("proposal", args=[key])
    assert "Answer it" in client.get(reverse("episode", args=[flagged])).text
    assert "The aunt in Eastmere" in client.get(there).text
    phrase = client.post(there, {"agreed": "yes", "because": "streetwise"})
    assert phrase.status_code == 409
    assert "RF03" in phrase.text
    agreed = client.post(
        there,
        {"agreed": "yes", "because": "The aunt confirmed by video that the child eats there."},
    )
    assert agreed.status_code == 302
    assert "Passed RF03" in client.get(reverse("episode", args=[flagged])).text


def test_a_challenge_is_answered_and_the_page_says_what_may_be_told(
    flagged, signed_in, make_actor, noon
):
    client = signed_in("call_handler")
    made = client.post(
        reverse("episode-challenge", args=[flagged]),
        {"made_by_kind": "carer", "words": "She left without her coat."},
    )
    assert made.status_code == 302
    with entered(actor=make_actor("supervisor"), at=noon):
        key = Challenge.objects.get().pk
    answered = signed_in("supervisor").post(
        reverse("challenge-answer", args=[key]),
        {"words": "I rang the school: nobody has seen her since noon."},
        follow=True,
    )
    assert "You may tell them" in answered.text


def test_ownership_is_taken_offered_and_accepted(flagged, signed_in, make_actor, noon):
    first = signed_in("supervisor")
    assert first.post(reverse("episode-own", args=[flagged])).status_code == 302
    other = make_actor("supervisor", name="second-supervisor")
    assert (
        signed_in("supervisor", name="second-supervisor")
        .post(reverse("episode-own", args=[flagged]))
        .status_code
        == 409
    )
    offered = first.post(
        reverse("episode-offer", args=[flagged]),
        {"to_member": other.member_id, "words": "Read on."},
    )
    assert offered.status_code == 302
    second = signed_in("supervisor", name="second-supervisor")
    text = second.get(reverse("episode", args=[flagged])).text
    assert "stays the owner until" in text
    assert "Answer it" in text


def test_a_transfer_is_offered_and_answered_by_the_other_force(
    flagged, signed_in, make_actor, noon
):
    elsewhere = make_actor("duty_inspector", agency="Elsewhere Police")
    asked = signed_in("duty_inspector").post(
        reverse("episode-transfer", args=[flagged]),
        {"to_agency": elsewhere.agency_id, "because": "Last seen there."},
    )
    assert asked.status_code == 302
    theirs = signed_in("duty_inspector", agency="Elsewhere Police")
    with entered(actor=elsewhere, at=noon + timedelta(minutes=1)):
        key = Episode.objects.get(reference=flagged).transfers.get().pk
    there = reverse("transfer-answer", args=[key])
    assert theirs.post(there, {"accepted": "no", "because": ""}).status_code == 409
    assert theirs.post(there, {"accepted": "yes"}).status_code == 302


def test_a_contradiction_is_settled_in_ones_own_name(flagged, signed_in, make_actor, noon):
    handler = make_actor("call_handler")
    for value, by in ((True, "the aunt"), (False, "the teacher")):
        answer_question(
            actor=handler, reference=flagged, fact="late_night", value=value, said_by=by,
            source_kind="reporter", at=noon,
        )  # fmt: skip
    client, there = (
        signed_in("call_handler"),
        reverse("episode-settle", args=[flagged, "late_night"]),
    )
    text = client.get(there).text
    assert "the teacher" in text
    key = text.split('name="statement" type="radio" value="')[-1].split('"')[0]
    settled = client.post(there, {"statement": key, "words": "I rang them both."})
    assert settled.status_code == 302
    assert client.get(there).status_code == 404


def test_children_missing_together_are_linked_from_both(flagged, take_report, signed_in, noon):
    other = take_report(names="Robin Sampleton", born_text="1 May 2011")
    client = signed_in("call_handler")
    there = reverse("episode-together", args=[flagged])
    assert client.post(there, {"other": flagged}).status_code == 409
    assert client.post(there, {"other": other.lower()}).status_code == 302
    for one, name in ((flagged, "Robin Sampleton"), (other, "Testa Sampleton")):
        assert name in client.get(reverse("episode", args=[one])).text


@pytest.fixture
def everything(flagged, make_actor, accept_all, noon):
    """An address for each page about the episode, with everything that may wait for an answer."""
    supervisor, inspector = make_actor("supervisor"), make_actor("duty_inspector")
    later = noon + timedelta(minutes=1)
    challenge = challenge_grade(
        actor=supervisor, reference=flagged, made_by_kind="carer", words="No.", at=noon
    )
    take_ownership(actor=supervisor, reference=flagged, at=noon)
    proposal = propose_lower(
        actor=supervisor, reference=flagged, at=later,
        wish=accept_all(supervisor, flagged, level="low"),
    )  # fmt: skip
    offer = offer_hand_over(
        actor=supervisor, reference=flagged, to_member=inspector.member_id, words="", at=later
    )
    third = make_actor("duty_inspector", agency="Thirdmoor Police")
    transfer = offer_transfer(
        actor=inspector, reference=flagged, to_agency=third.agency_id, because="Seen.", at=later
    )
    with entered(actor=supervisor, at=noon):
        task = Task.objects.filter(kind="search_home_first").first().pk
    return [
        *(
            reverse(f"episode{part}", args=[flagged])
            for part in ("", "-now", "-note", "-sighting", "-enquiry", "-together", "-challenge")
        ),
        *(reverse(f"episode-{part}", args=[flagged]) for part in ("own", "offer", "transfer")),
        reverse("proposal", args=[proposal]),
        reverse("challenge-answer", args=[challenge]),
        reverse("offer-answer", args=[offer]),
        reverse("transfer-answer", args=[transfer]),
        reverse("task", args=[task]),
        reverse("task-accept", args=[task]),
    ]


def test_another_force_cannot_tell_that_any_of_it_exists(everything, flagged, signed_in):
    client = signed_in("duty_inspector", agency="Elsewhere Police")
    for there in everything:
        for answer in (client.get(there), client.post(there, _plausible())):
            hidden = answer.status_code in (404, 405) or (
                # A form that names nobody, and whose sending finds nothing.
                answer.status_code in (200, 400, 409) and "Testa" not in answer.text
            )
            assert hidden, (there, answer.status_code)
            assert "Testa" not in answer.text
        sent = client.post(there, _plausible())
        assert sent.status_code in (404, 405, 400, 409), (there, sent.status_code)


def _plausible():
    return {
        "words": "A note that is long enough to be one.", "place": "Somewhere",
        "seen_at": "2026-11-20T11:00", "confidence": "likely", "title": "Ask",
        "to_role": "supervisor", "due_at": "2026-11-20T13:00", "other": "E-X",
        "made_by_kind": "carer", "agreed": "no", "because": "Nobody has seen the child.",
        "accepted": "yes", "not_done_code": "done", "result": "Done.",
    }  # fmt: skip


def test_every_page_of_this_part_says_what_it_needs():
    pages = [
        page
        for module in (acting, supervising, tasks, views)
        for page in vars(module).values()
        if getattr(page, "__module__", "") == module.__name__ and hasattr(page, "methods")
    ]
    assert len(pages) >= 19
    assert all(page.needs is not None for page in pages)


def test_whoever_is_not_signed_in_is_asked_to(flagged, client):
    for name, args in (("episode", [flagged]), ("tasks", [])):
        answer = client.get(reverse(name, args=args))
        assert answer.status_code == 302
        assert "sign-in" in answer.url
