"""Looking again on its page: what waits and what changed are shown, and every refusal by name."""

import pytest
from django.urls import reverse

from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.audit.models import Look
from whereabouts.foundations.timers.models import Timer
from whereabouts.insight.lookups.board import board
from whereabouts.journeys.link_adult_of_concern import link_adult_of_concern
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.risk.models import Decision
from whereabouts.practice.supervision.models import Proposal, Review
from whereabouts.records.episodes.models import Episode

pytestmark = pytest.mark.django_db
WHY = "I rang the aunt and read the log: the school saw the child at four with two friends."


@pytest.fixture
def there(take_report):
    """An episode at medium, and the address at which it is reviewed."""
    reference = take_report()
    return reverse("review", args=[reference])


def sent(client, there, **more):
    """Send the review as the page has it."""
    text = client.get(there).text
    version = text.split('name="version" value="')[1].split('"')[0]
    given = {"category": "missing", "level": "medium", "rationale": WHY, "version": version}
    return client.post(there, {"do": "review", **given, **more})


def test_the_page_shows_what_waits_what_stands_and_the_grades_and_the_look_is_kept(
    there, signed_in, make_actor, noon
):
    text = signed_in("supervisor").get(there).text
    for words in (
        "Testa Sampleton", "Review (sergeant or above)", "Your review counts for this",
        "Recommended now", "Recommended before", "What changed", "Grades before",
    ):  # fmt: skip
        assert words in text
    with entered(actor=make_actor("supervisor"), at=noon):
        assert Look.objects.filter(page="review").exists()


def test_the_adults_of_concern_are_shown_with_what_is_known_and_the_other_children(
    there, signed_in, make_actor, make_child, noon
):
    """Whoever looks again sees what whoever decided saw, and who else is at risk."""
    officer = make_actor("response_officer")
    with entered(actor=officer, at=noon):
        child = Episode.objects.get().child_id
    other = make_child("Tilda Beside")
    adult = link_adult_of_concern(
        actor=officer, child_id=child, kind="associate", strength="suspected", at=noon,
        source="a neighbour", name="Adult Example", intelligence="Gives lifts to girls.",
    )  # fmt: skip
    link_adult_of_concern(
        actor=officer, child_id=other.pk, kind="associate", strength="suspected", at=noon,
        source="a neighbour", adult_id=adult,
    )  # fmt: skip
    text = signed_in("supervisor").get(there).text
    for words in ("Adults of concern", "Adult Example", "Gives lifts to girls.", "Tilda Beside"):
        assert words in text
    with entered(actor=make_actor("supervisor"), at=noon):
        seen = Look.objects.filter(page="review").latest("at")
        assert "adults" in seen.shown
        assert {str(child), str(other.pk)} <= {str(one) for one in seen.subjects}


def test_keeping_what_stands_is_saved_and_the_next_review_shows(there, signed_in, make_actor, noon):
    answer = sent(signed_in("supervisor"), there)
    assert answer.status_code == 302
    with entered(actor=make_actor("supervisor"), at=noon):
        assert Review.objects.get(key="review_first_medium").state == "done"
        assert Decision.objects.get().assessment.cause == "review"
    page = signed_in("supervisor").get(answer.url).text
    assert "Look again (sergeant or above)" in page
    assert 'id="do-review"' in page


def test_without_words_nothing_is_saved_and_nothing_typed_is_lost(
    there, signed_in, make_actor, noon
):
    client = signed_in("supervisor")
    answer = sent(client, there, rationale="always comes home")
    assert answer.status_code == 422
    assert "always comes home" in answer.text
    with entered(actor=make_actor("supervisor"), at=noon):
        assert not Decision.objects.exists()


def test_a_category_that_is_none_is_named_as_the_fault(there, signed_in):
    answer = sent(signed_in("supervisor"), there, category="gone")
    assert (answer.status_code, "Choose the category" in answer.text) == (422, True)


def test_an_old_page_is_refused_with_what_was_typed(there, signed_in):
    answer = sent(signed_in("supervisor"), there, version="1")
    assert answer.status_code == 409
    assert "Somebody else changed this" in answer.text
    assert WHY in answer.text


def test_what_a_sergeant_may_not_decide_goes_to_the_duty_inspector(
    there, signed_in, make_actor, noon
):
    client = signed_in("supervisor")
    refused = sent(client, there, level="low", **{
        "answer-RF01": "declined", "reason-RF01": "The aunt has the child at her table.",
    })  # fmt: skip
    assert refused.status_code == 422
    assert 'id="ask-inspector"' in refused.text
    asked = sent(client, there, do="ask", level="low", **{
        "answer-RF01": "declined", "reason-RF01": "The aunt has the child at her table.",
    })  # fmt: skip
    assert asked.status_code == 302
    with entered(actor=make_actor("supervisor"), at=noon):
        assert Proposal.objects.get().state == "asked"


def test_at_high_a_sergeant_is_told_that_a_higher_rank_looks(
    there, take_report, signed_in, make_actor, decide_as, noon
):
    with entered(actor=make_actor("supervisor"), at=noon):
        reference = Episode.objects.get().reference
    decide_as(make_actor("duty_inspector"), reference, level="high")
    text = signed_in("supervisor").get(there).text
    assert "Nothing that waits is for your rank now" in text
    assert 'id="save-review"' not in text


def test_another_force_and_another_role_see_nothing(there, signed_in):
    assert signed_in("duty_inspector", agency="Elsewhere Police").get(there).status_code == 404
    for role in ("call_handler", "social_worker"):
        answer = signed_in(role).get(there)
        assert answer.status_code == 403
        assert "Testa" not in answer.text


def test_the_boards_next_deadline_is_a_review_where_that_is_next(
    take_report, make_actor, decide_as, noon
):
    reference, inspector = take_report(), make_actor("duty_inspector")
    decide_as(inspector, reference, level="medium")
    with entered(actor=inspector, at=noon):
        Task.objects.update(due_at=None)
        Timer.objects.filter(subject__startswith="episode:").update(state="fired", settled_at=noon)
        wanted = Review.objects.filter(state="waiting").order_by("due_at").first()
    (row,) = board(actor=inspector, at=noon).rows
    assert (row.due_at, row.due_what) == (wanted.due_at, "Review (inspector or above)")
