"""What HMIC's cases of 2016 want of a page: the man's other children, a phone, a visit, a concern."""

import re

import pytest
from django.urls import reverse

from tests.journeys.adults_cast import Beat
from tests.journeys.conftest import make_child, take_report
from tests.journeys.homes_cast import make_move
from whereabouts.foundations.access.scope import entered
from whereabouts.journeys.visit_setting import raise_concern
from whereabouts.journeys.warn_adult_away import record_breach, visit_after_breach
from whereabouts.practice.adults.models import ChildAtVisit
from whereabouts.practice.investigation.models import Task
from whereabouts.records.people.models import AdultLink
from whereabouts.records.placements.models import NamedInConcern

pytestmark = pytest.mark.django_db
__all__ = ["make_child", "take_report"]


def at(name, *parts):
    return reverse(name, args=parts)


def words(response):
    """Return the text of a page, without its marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture
def beat(make_actor, noon):
    """Return a force at work."""
    return Beat(make_actor=make_actor, noon=noon)


def test_v01_the_level_is_chosen_under_his_intelligence_and_his_other_children(
    beat, signed_in, take_report
):
    child, other = beat.child(), beat.child(name="Tilda Sampleton")
    adult = beat.enter()
    beat.link(adult, child)
    beat.link(adult, other)
    reference = take_report(child=child)
    said = words(signed_in("supervisor").get(at("decide", reference)))
    assert "Adults of concern" in said
    assert "Other children linked: Tilda Sampleton (associate)." in said


def test_v21_a_phone_is_asked_for_on_one_page_that_names_what_is_missing(
    beat, signed_in, take_report, noon
):
    child, adult = beat.child(), beat.enter()
    beat.link(adult, child)
    reference = take_report(child=child, facts={"with_adult_of_concern": True})
    officer = signed_in("response_officer")
    page = at("episode-phone", reference)
    assert page in officer.get(at("episode", reference)).content.decode()
    given = {
        "number": "07700 900456", "necessary": "With a man who hurts girls.",
        "proportionate": "Her own phone, for six hours.", "others": "Nobody.",
        "authorised_by": "Supt Example",
    }  # fmt: skip
    refused = officer.post(page, {**given, "proportionate": ""})
    assert refused.status_code == 400
    assert "Say why it is proportionate" in words(refused)
    assert officer.post(page, given).status_code == 302
    with entered(actor=beat.supervisor, at=noon):
        assert Task.objects.filter(kind="phone_location", state="done").count() == 1


def test_v22_from_the_visit_an_episode_is_opened_for_the_child_who_was_there(beat, signed_in, noon):
    child, adult = beat.child(), beat.enter()
    notice = beat.served(adult, child)
    breach = record_breach(
        actor=beat.response_officer, notice_id=notice, words="Rang.", source="phone", at=noon
    )
    officer = signed_in("response_officer")
    page = at("breach-child", notice, breach)
    given = {
        "key": "page-1",
        "names": "Tally Sampleton",
        "born_text": "14 years",
        "place": "A flat",
    }
    assert officer.post(page, given).status_code == 409  # nobody has visited
    visit_after_breach(
        actor=beat.response_officer, breach_id=breach, words="A girl.", children_found=1, at=noon
    )
    assert page in officer.get(at("warning-notice", notice)).content.decode()
    assert officer.get(page).status_code == 200
    wrong = officer.post(page, {**given, "born_text": "the day after tomorrow", "place": ""})
    assert wrong.status_code == 422
    for _ in range(2):  # a second press of the button opens no second episode
        assert officer.post(page, given).status_code == 302
    with entered(actor=beat.supervisor, at=noon):
        assert ChildAtVisit.objects.get().episode.unreported
    assert signed_in("missing_coordinator").get(page).status_code == 403


def test_v26_the_adult_of_a_concern_is_named_in_two_taps(
    make_actor, make_agency, make_child, signed_in, noon
):
    move = make_move(
        make_actor=make_actor, make_agency=make_agency, make_child=make_child, noon=noon
    )
    setting = move.register()
    move.place(days=0)
    key = raise_concern(
        actor=move.home, setting_id=setting.pk, kind="approached", words="A grey car, each night.",
        child_id=move.child.pk, at=noon,
    )  # fmt: skip
    officer = signed_in("missing_coordinator")
    page = at("setting-concern-adult", key)
    assert page in officer.get(at("setting", setting.pk)).content.decode()
    assert "A grey car" in words(officer.get(page))
    assert officer.post(page, {"source": "staff"}).status_code == 422
    assert officer.post(page, {"source": "staff", "name": "Man in a grey car"}).status_code == 302
    with entered(actor=move.police, at=noon):
        adult = NamedInConcern.objects.get(concern=key).adult_id
        assert AdultLink.objects.get(adult=adult).child_id == move.child.pk
    said = officer.get(at("setting", setting.pk)).content.decode()
    assert at("warning-notice-new", adult, move.child.pk) in said
    assert signed_in("social_worker", agency=make_agency("Northmoor Council")).get(
        page
    ).status_code == 403  # fmt: skip
