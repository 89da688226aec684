"""The pages of the talks, of force and of matters under seal: each fault named, each step walked."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.journeys.returning_cast import Night
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.agencies.models import Agency
from whereabouts.practice.conduct.models import ForceUsed, Matter
from whereabouts.practice.conversations.models import Commission, HarmSaid, ToldLine
from whereabouts.practice.return_home.models import Alternative, Interview
from whereabouts.records.episodes.models import Episode

pytestmark = pytest.mark.django_db
WHEN = "2026-11-20T12:00"


@pytest.fixture
def night(make_actor, make_agency, noon):
    """Return a night on which the child is back."""
    night = Night(make_actor=make_actor, make_agency=make_agency, noon=noon).report()
    night.found(already_there=True, needs=("food",))
    return night


@pytest.fixture
def send(night, signed_in):
    """Return a way to send a form, as somebody, to one of the pages of this return."""

    def post(name, role="social_worker", *parts, **fields):
        return signed_in(role).post(reverse(name, args=[night.reference, *parts]), fields)

    return post


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("return-place", "response_officer"),
        ("return-place-answer", "out_of_hours_worker"),
        ("return-need", "response_officer"),
        ("return-national", "supervisor"),
        ("return-harm", "social_worker"),
        ("return-share", "social_worker"),
        ("return-commission", "social_worker"),
        ("return-attempt", "social_worker"),
        ("return-feedback", "social_worker"),
        ("return-force", "response_officer"),
        ("return-conduct", "social_worker"),
    ],
)
def test_an_empty_form_is_shown_again_with_each_fault_named(send, name, role):
    answer = send(name, role)
    assert answer.status_code == 400
    assert "There is a problem" in answer.content.decode()


def test_the_moment_of_return_is_walked(night, send):
    asked = {
        "alternative_kind": "duty_team", "alternative_name": "The duty team", "asked_at": WHEN,
        "alternative_agency": str(night.authority.pk),
    }  # fmt: skip
    assert send("return-place", "response_officer", **asked).status_code == 302
    with night.inside():
        key = str(Alternative.objects.get().pk)
    answered = {"place_key": key, "alternative_answer": "yes", "answered_at": WHEN}
    assert send("return-place-answer", "out_of_hours_worker", **answered).status_code == 302
    assert send("return-place-answer", "out_of_hours_worker", **answered).status_code == 409
    met = send("return-need", "response_officer", need="food", need_words="Soup.")
    assert met.status_code == 302
    referred = {"national_reference": "MSU-1", "referred_at": WHEN, "age_disputed": "yes"}
    assert send("return-national", "supervisor", **referred).status_code == 302
    assert send("return-national", "supervisor", **referred).status_code == 409
    grounds = {"grounds": "reasonable", "decided": "positive"}
    assert send("return-grounds", "supervisor", **grounds).status_code == 400
    grounds["decided_on"] = "31/2/2026"
    assert send("return-grounds", "supervisor", **grounds).status_code == 400
    grounds["decided_on"] = "20/11/2026"
    assert send("return-grounds", "supervisor", **grounds).status_code == 302
    assert send("return-grounds", "supervisor", **grounds).status_code == 400


def test_the_talks_are_walked_by_authority_and_provider(night, send, signed_in):
    provider = night.make_actor("return_interviewer").agency_id
    risk = {"provider": str(provider), "visit_risk": "A dog in the yard."}
    assert send("return-commission", **risk).status_code == 302
    assert send("return-commission", **risk).status_code == 409
    with night.inside("social_worker"):
        key = Commission.objects.get().pk
    worker = signed_in("return_interviewer")
    assert "A dog in the yard." in worker.get(reverse("interview-queue")).content.decode()
    assert worker.post(reverse("interview-take", args=[key])).status_code == 302
    tried = {"tried_at": WHEN, "way": "phone", "attempt_outcome": "no_answer"}
    assert send("return-attempt", "return_interviewer", **tried).status_code == 302
    spoken = {
        "outcome": "held", "held_at": WHEN, "held_by": "A worker", "explained": "yes",
        "safe_now": "yes", "child_words": "I wanted to think.", "offered": "A talk; yes.",
        "consent_child": "yes", "consent_child_to": ["talk"],
        "know_next_time": "Text first.", "next_agreed": "yes", "next_audience": ["control_room"],
        "told_where": "By the made-up quay.",
    }  # fmt: skip
    assert send("return-interview", "return_interviewer", **spoken).status_code == 302
    page = signed_in("social_worker").get(reverse("return-told", args=[night.reference]))
    assert "By the made-up quay." in page.content.decode()
    back = {"approved": "no"}
    authority = signed_in("social_worker")
    assert authority.post(reverse("interview-answer", args=[key]), back).status_code == 400
    back["commission_because"] = "What does the child want?"
    assert authority.post(reverse("interview-answer", args=[key]), back).status_code == 302
    with night.inside("social_worker"):
        assert ToldLine.objects.get().audience == ["control_room"]


def test_a_conversation_is_asked_of_a_provider_no_longer(night, send, signed_in):
    provider = night.make_actor("return_interviewer").agency_id
    send("return-commission", provider=str(provider), visit_risk="-")
    with night.inside("social_worker"):
        key = Commission.objects.get().pk
    authority, there = signed_in("social_worker"), reverse("interview-cancel", args=[key])
    again = authority.post(there, {})
    assert again.status_code == 400
    assert "Say why it is no longer asked of them." in again.content.decode()
    assert authority.post(there, {"cancel_because": "Too far."}).status_code == 302
    assert authority.post(there, {"cancel_because": "Too far."}).status_code == 409


def test_the_form_asks_who_agrees_and_how_the_child_is_reached_and_keeps_it(night, send, signed_in):
    said = {
        "outcome": "held", "held_at": WHEN, "held_by": "A worker", "way": "face_to_face",
        "consent_child": "yes", "consent_child_to": ["talk", "help"],
        "consent_carer": "no", "consent_carer_by": "parent",
        "consent_carer_name": "Paula Sampleton", "best_time": "After school",
        "how_to_reach": "Text first.",
    }  # fmt: skip
    assert send("return-interview", "social_worker", **said).status_code == 302
    told = signed_in("social_worker").get(reverse("return-told", args=[night.reference])).text
    for words in ("Agreed? The child", "To help being asked for", "Paula Sampleton", "Text first."):
        assert words in told
    with night.inside("social_worker"):
        assert Interview.objects.get().consents[1]["who"] == "parent"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"outcome": "held", "consent_child": "no"}, "outcome"),
        ({"consent_child": "yes"}, "consent_child_to"),
        ({"consent_child": "not_able"}, "consent_child_words"),
        ({"consent_carer": "no"}, "consent_carer_by"),
        ({"best_time": "x" * 161}, "best_time"),
        ({"how_to_reach": "x" * 241}, "how_to_reach"),
    ],
)
def test_a_fault_in_what_was_agreed_to_names_its_field(night, send, said, field):
    given = {"outcome": "declined", "held_at": WHEN, "held_by": "A worker", **said}
    for name, role in (
        ("return-interview", "social_worker"), ("return-prevention", "response_officer"),
    ):  # fmt: skip
        again = send(name, role, **given)
        assert again.status_code == 400
        assert f'id="{field}-error"' in again.text
    with night.inside("social_worker"):
        assert not Interview.objects.exists()


def test_a_home_reads_nothing_of_what_was_told(night, signed_in):
    night.interview(words="She locks me out at night.")
    page = signed_in("home_worker").get(reverse("return-told", args=[night.reference]))
    assert page.status_code == 403


def test_a_carer_is_asked_on_their_own(night, send):
    asked = {"source": "carer", "said_at": WHEN, "harm_hurt": "denied"}
    assert send("return-harm", "response_officer", **asked).status_code == 302
    with night.inside():
        assert HarmSaid.objects.get().source == "carer"


def test_force_is_recorded_and_reviewed_and_a_matter_goes_under_seal(night, send, signed_in):
    used = {"used_at": WHEN, "tactics": ["held"], "why": "Near the road."}
    assert send("return-force", "response_officer", **used).status_code == 302
    with night.inside():
        key = ForceUsed.objects.get().pk
    assert send("return-force-review", "duty_inspector", key).status_code == 400
    found = {"finding": "avoidable", "review_words": "Words would do."}
    assert send("return-force-review", "duty_inspector", key, **found).status_code == 302
    assert send("return-force-review", "duty_inspector", key, **found).status_code == 409
    told = {
        "kind": "spoken_to", "about_kind": "officer", "conduct_words": "Sworn at.",
        "conduct_said_by": "child", "said_at": WHEN,
    }  # fmt: skip
    assert send("return-conduct", **told).status_code == 302
    with night.inside("professional_standards"):
        matter = visible(Matter).get().pk
    reader = signed_in("professional_standards")
    here = reverse("conduct-matter", args=[matter])
    assert "Sworn at." in reader.get(here).content.decode()
    assert reader.post(here).status_code == 400
    assert reader.post(reverse("conduct-seal", args=[matter])).status_code == 400
    decided = {"outcome": "learning", "outcome_words": "Sorry was said."}
    assert reader.post(here, decided).status_code == 400
    assert reader.post(here, {**decided, "for_child": "You were right."}).status_code == 302
    assert "You were right." in reader.get(here).text
    assert reader.post(here, {"told_how": "told"}).status_code == 400
    heard = {"told_how": "told", "told_words": "By her worker, in the car."}
    assert reader.post(here, heard).status_code == 302
    assert "By her worker, in the car." in reader.get(here).text
    assert signed_in("duty_inspector").get(here).status_code == 403


@pytest.mark.parametrize(
    ("country", "says", "says_not"),
    [
        ("england", "must offer it within 72 hours", "target of this service"),
        ("wales", "the time shown is a target of this service", "must offer it"),
    ],
)
def test_the_form_and_the_page_say_by_what_right_the_conversation_is_offered(
    night, signed_in, country, says, says_not
):
    Agency.objects.filter(pk=night.authority.pk).update(country=country)
    client = signed_in("social_worker")
    for name in ("return", "return-interview", "return-told"):
        page = client.get(reverse(name, args=[night.reference])).text
        assert says in page, name
        assert says_not not in page, name
    police = signed_in("response_officer").get(reverse("return-prevention", args=[night.reference]))
    assert says not in police.text


def test_the_form_begins_with_what_is_known_beforehand_and_keeps_how_it_was_offered(
    night, signed_in, send, at_noon
):
    with night.inside():
        child = Episode.objects.get().child_id
    for number in range(4):
        night.report(idempotency_key=f"again-{number}", child=child)
        night.found(already_there=True)
    with night.inside():
        first = Episode.objects.order_by("reported_at").first().reference
    night.reference = first
    at_noon.shift(timedelta(hours=3))  # the night's own clock is ahead of the pages'
    client = signed_in("social_worker")
    page = client.get(reverse("return-interview", args=[first])).text
    beforehand = page[page.index("Before you go") : page.index("Was it held?")]
    assert "5 in six months, 5 in 30 days: <strong>five or more</strong>" in beforehand
    assert "Aldermere Council" in beforehand
    assert "Last seen" in beforehand
    assert "Strategy meeting" in beforehand
    said = {
        "outcome": "declined", "held_at": WHEN, "held_by": "A worker",
        "told_offered_how": "By text, twice.", "told_independent": "For the charity alone.",
        "told_explore": "Who drives the silver car.",
    }  # fmt: skip
    assert send("return-interview", "social_worker", **said).status_code == 302
    told = client.get(reverse("return-told", args=[first])).text
    for words in ("By text, twice.", "For the charity alone.", "Who drives the silver car."):
        assert words in told
    police = signed_in("response_officer").get(reverse("return-prevention", args=[first])).text
    assert "Before you go" not in police
    assert "told_independent" not in police
