"""The pages of adults who pose a risk, of networks, and of what the community tells, by hand."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.journeys.adults_cast import Beat
from tests.spent import spent_by
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.keys import new_id
from whereabouts.insight.lookups.notice_paper import notice_paper
from whereabouts.insight.lookups.warning_notices import notice_figures
from whereabouts.interfaces.web.adults.paper import said_of
from whereabouts.journeys.add_flag import add_flag
from whereabouts.journeys.tell_of_worry import begin_campaign
from whereabouts.journeys.warn_adult_away import authorise_warning_notice, review_warning_notice
from whereabouts.practice.adults.models import (
    Breach,
    HomeWarning,
    Operation,
    RegisterEntry,
    Release,
    WarningNotice,
)
from whereabouts.practice.community.models import CommunityReport
from whereabouts.records.people.models import Adult, AdultLink

pytestmark = pytest.mark.django_db
GRADE = {"grade_source": "2", "grade_assessment": "B", "grade_handling": "P"}
ENTER = {
    "name": "Made-up Adult", "because": "Seen with several children.", "source": "a neighbour",
    "others": "not_known", **GRADE,
}  # fmt: skip


@pytest.fixture
def beat(make_actor, noon):
    """Return a force at work."""
    return Beat(make_actor=make_actor, noon=noon)


@pytest.fixture
def officer(signed_in):
    """Return the browser of somebody who works on adults."""
    return signed_in("offender_manager")


@pytest.fixture
def inspector(signed_in):
    """Return the browser of a duty inspector."""
    return signed_in("duty_inspector")


def at(name, *parts):
    return reverse(name, args=parts)


def words(response):
    """Return the text of a page, without its marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def held(beat, model, **wanted):
    with entered(actor=beat.duty_inspector, at=beat.noon):
        return model.objects.get(**wanted)


def entered_by_hand(beat, officer):
    assert officer.post(at("adult-new"), ENTER).status_code == 302
    return held(beat, Adult).pk


def test_from_the_form_to_the_register_and_the_adults_page(beat, officer):
    assert "Nobody yet" in words(officer.get(at("adults")))
    key = entered_by_hand(beat, officer)
    assert "Made-up Adult" in words(officer.get(at("adults")))
    said = words(officer.get(at("adult", key)))
    for line in ("Seen with several children.", "Date of birth not known", "Not known yet"):
        assert line in said
    for name, sent in (
        ("trace", {"kind": "vehicle", "value": "AB12 CDE", "source": "stop", **GRADE}),
        ("know", {"text": "Has a flat above a shop.", "source": "a neighbour", **GRADE}),
        ("act", {"kind": "visit", "words": "Spoken to at the door."}),
        ("others", {"answer": "no", "words": "Asked the school."}),
    ):
        assert officer.get(at(f"adult-{name}", key)).status_code == 200
        assert officer.post(at(f"adult-{name}", key), sent).status_code == 302
    said = words(officer.get(at("adult", key)))
    for line in ("AB12 CDE", "2BP", "Has a flat", "Spoken to at the door.", "Asked the school."):
        assert line in said


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"name": ""}, "Enter name"),
        ({"born_on": "1/1/2012"}, "They are under 18"),
        ({"others": "yes"}, "Say it in words."),
        ({"grade_handling": ""}, "Choose handling"),
        ({"born_on": "32/1/1980"}, "Enter a day that exists"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_kept(beat, officer, more, sentence):
    response = officer.post(at("adult-new"), {**ENTER, **more})
    assert response.status_code == 422
    assert sentence in words(response)
    with entered(actor=beat.duty_inspector, at=beat.noon):
        assert not Adult.objects.exists()


def test_a_notice_from_the_law_to_the_arrest(beat, officer, inspector, signed_in, noon):
    child, key = beat.child(), entered_by_hand(beat, officer)
    beat.link(key, child)
    page = at("warning-notice-new", key, child.pk)
    assert "Child Abduction Act 1984, section 2" in words(officer.get(page))
    sent = {
        "route": "under_16", "consent_by": "Aldermere Council", "consent_words": "No permission.",
        "knowledge": "Told at the door.", "conditions": "No contact.",
    }  # fmt: skip
    assert "Enter what the notice forbids" in words(officer.post(page, {**sent, "conditions": ""}))
    where = officer.post(page, sent)["Location"]
    assert "Somebody else authorises it" in words(officer.get(where))
    assert "Authorise it, in my name" in words(inspector.get(where))
    notice = held(beat, WarningNotice)
    assert inspector.post(at("warning-notice-authorise", notice.pk)).status_code == 302
    assert inspector.post(at("warning-notice-authorise", notice.pk)).status_code == 409
    served = {"place": "1 Made-up Way", "how": "in_person", "acknowledged": "refused"}
    assert officer.post(at("warning-notice-serve", notice.pk), served).status_code == 302
    assert "It holds until" in words(officer.get(where))
    breach = {"words": "Rang twice.", "source": "the phone"}
    assert officer.post(at("warning-notice-breach", notice.pk), breach).status_code == 302
    made = held(beat, Breach)
    assert "Visit by" in words(officer.get(where))
    visit = at("breach-visit", notice.pk, made.pk)
    assert "Enter how many children" in words(officer.post(visit, {"words": "Nobody."}))
    assert officer.post(visit, {"words": "A girl.", "children_found": "1"}).status_code == 302
    decide = at("breach-decide", notice.pk, made.pk)
    sent = {"decision": "arrested", "words": "With a child."}
    assert officer.post(decide, sent).status_code == 403
    assert inspector.post(decide, sent).status_code == 302
    assert "1 child was there" in words(inspector.get(where))


def test_the_paper_says_what_it_must_and_not_what_the_adult_may_not_know(
    beat, officer, signed_in, noon
):
    notice = beat.draft(beat.enter(), beat.child())
    seen = officer.get(at("warning-notice-paper", notice))
    assert seen["Content-Type"] == "application/pdf"
    assert seen.content.startswith(b"%PDF-")
    shown = notice_paper(actor=beat.response_officer, notice_id=notice, at=noon)
    said = said_of(shown=shown)
    assert said["standing"] == "Draft: not authorised, and not to be served"
    assert said["made-up"]
    everything = " ".join(said.values())
    for wanted in (
        "Made-up Adult", "Testa Sampleton", "12 March 2012", "Child Abduction Act 1984, section 2",
        "Aldermere Council", "No permission is given", "No contact, by any way", shown.reference,
    ):  # fmt: skip
        assert wanted in everything, wanted
    assert "at the door" not in everything  # what the police know of the adult's knowledge
    authorise_warning_notice(actor=beat.duty_inspector, notice_id=notice, at=noon)
    ready = notice_paper(actor=beat.response_officer, notice_id=notice, at=noon)
    assert (ready.standing, ready.authorised_by) == ("", beat.duty_inspector.name)
    beat.serve(notice)
    grown = noon + timedelta(days=2 * 365)  # the child is sixteen: the law reaches no further
    assert (
        "Not in force"
        in notice_paper(actor=beat.response_officer, notice_id=notice, at=grown).standing
    )
    far = signed_in("offender_manager", agency="Southfell Police", name="far@southfell")
    assert far.get(at("warning-notice-paper", notice)).status_code == 404
    assert signed_in("home_worker").get(at("warning-notice-paper", notice)).status_code == 403


def test_where_the_law_says_no_the_page_gives_the_reason_and_what_else_can_be_done(beat, officer):
    child, key = beat.child(born="12 March 2010"), entered_by_hand(beat, officer)
    said = words(officer.get(at("warning-notice-new", key, child.pk)))
    assert "The law does not let this notice be." in said
    assert "sexual risk order" in said
    assert "Draft the notice" not in said


def test_a_notice_in_force_is_seen_by_a_call_handler_and_by_no_home(
    beat, officer, signed_in, make_agency, noon
):
    home = make_agency("Fern House", "home")
    child, key = beat.child(), entered_by_hand(beat, officer)
    beat.link(key, child)
    beat.place(child, "C2", started_on=noon.date(), home=home.pk)
    handler, carer = signed_in("call_handler"), signed_in("home_worker", agency=home)
    assert "Warning notice in force" not in words(handler.get(at("child", child.pk)))
    beat.served(key, child)
    said = words(handler.get(at("child", child.pk)))
    assert "Warning notice in force" in said
    shown = carer.get(at("child", child.pk))
    assert shown.status_code == 200
    assert "Made-up Adult" not in words(shown)
    assert "Warning notice" not in words(shown)


def test_a_home_reads_a_warning_without_a_name_and_a_name_by_decision_until_its_end(
    beat, officer, inspector, signed_in, make_agency, at_noon, noon
):
    home = make_agency("Fern House", "home")
    key, carer = entered_by_hand(beat, officer), signed_in("home_worker", agency=home)
    assert "There is no warning for you." in words(carer.get(at("home-warnings")))
    sent = {
        "to_agency": str(home.pk), "look_for": "A silver car.", "do_this": "Ring 999.",
        "expires_on": "30/11/2026", **GRADE,
    }  # fmt: skip
    refused = officer.post(at("adult-warn", key), {**sent, "look_for": "Made-up waits."})
    assert "This names or identifies the adult." in words(refused)
    assert officer.post(at("adult-warn", key), sent).status_code == 302
    said = words(carer.get(at("home-warnings")))
    assert "A silver car." in said
    assert "Made-up" not in said.replace("Everything here is made up", "")
    warning = held(beat, HomeWarning)
    assert carer.post(at("home-warning-received", warning.pk)).status_code == 302
    assert carer.post(at("home-warning-received", warning.pk)).status_code == 409
    assert "Received by Home Worker Example" in words(officer.get(at("adult", key)))
    let_go = {
        "to_agency": str(home.pk), "parts": ["name"], "because": "He comes to the door.",
        "expires_on": "30/11/2026", **GRADE,
    }  # fmt: skip
    assert officer.post(at("adult-release", key), let_go).status_code == 403
    assert inspector.post(at("adult-release", key), let_go).status_code == 302
    assert "Made-up Adult" in words(carer.get(at("home-warnings")))
    release = held(beat, Release)
    assert inspector.post(at("release-call-back", release.pk), {"words": ""}).status_code == 400
    call = at("release-call-back", release.pk)
    assert inspector.post(call, {"words": "The wrong man."}).status_code == 302
    assert "Made-up Adult" not in words(carer.get(at("home-warnings")))


def test_operations_join_and_their_network_is_drawn_and_listed(beat, inspector, officer):
    child, key = beat.child(), entered_by_hand(beat, officer)
    beat.link(key, child)
    sent = {"name": "Chalice, made up", "purpose": "Three girls."}
    assert inspector.post(at("operation-new"), sent).status_code == 302
    operation = held(beat, Operation)
    join = at("operation-join", operation.pk)
    assert "Say it in words." in words(inspector.post(join, {"because": "Seen."}))
    sent = {"adult_id": str(key), "because": "He leads."}
    assert inspector.post(join, sent).status_code == 302
    said = words(inspector.get(at("operation", operation.pk)))
    assert "Made-up Adult" in said
    drawn = inspector.get(at("operation-network", operation.pk))
    assert "<svg" in drawn.text
    assert "Testa Sampleton" in words(drawn)
    close = at("operation-close", operation.pk)
    assert inspector.post(close, {"words": "Two convictions."}).status_code == 302


def test_who_else_may_be_at_risk_is_said_with_the_way(beat, officer):
    child, other = beat.child(), beat.child(name="Tess Example")
    one, two = entered_by_hand(beat, officer), beat.enter(name="Second Adult")
    beat.link(one, child)
    beat.link(two, other)
    for key in (one, two):
        sent = {"kind": "phone", "value": "07700 900123", "source": "a phone", **GRADE}
        assert officer.post(at("adult-trace", key), sent).status_code == 302
    said = words(officer.get(at("adult-network", one)))
    assert "Who else may be at risk Tess Example By way of telephone number 07700 900123" in said
    assert "Who else" not in words(officer.get(at("child-network", child.pk)))


def test_the_network_of_two_thousand_links_comes_within_300_milliseconds(beat, officer, noon):
    by = beat.offender_manager
    ours = {"owner_agency_id": by.agency_id, "recorded_at": noon, "recorded_by_id": by.member_id}
    children = [beat.child(name=f"Testa Number {number}") for number in range(60)]
    with entered(actor=by, at=noon):
        adults = Adult.objects.bulk_create(
            [Adult(pk=new_id(), name=f"Adult {number}", **ours) for number in range(700)]
        )
        AdultLink.objects.bulk_create(
            AdultLink(
                child=children[(number * 7) % 60], adult=adults[number % 700], kind="associate",
                source="made up", said_at=noon, **ours,
            )
            for number in range(2000)
        )  # fmt: skip
    page = at("adult-network", adults[0].pk)
    officer.get(page)  # the templates are read once
    assert officer.get(page).status_code == 200
    assert min(spent_by(lambda: officer.get(page)) for _ in range(5)) < 0.3


def test_figures_by_force_protect_small_numbers(beat, signed_in, officer):
    child, key = beat.child(), entered_by_hand(beat, officer)
    beat.link(key, child)
    beat.served(key, child, at=beat.noon)
    page = signed_in("national_analyst").get(at("warning-figures"))
    assert "Northmoor Police" in words(page)
    assert signed_in("call_handler").get(at("warning-figures")).status_code == 403


def test_figures_by_force_stay_as_they_were_when_their_year_ended(beat, officer, make_actor):
    """Else whoever watches another force's line reads what was done on which day."""
    child, key = beat.child(), entered_by_hand(beat, officer)
    beat.link(key, child)
    notice = beat.served(key, child, at=beat.noon)
    elsewhere = make_actor("duty_inspector", agency="Southfell Police")

    def line(days):
        found = notice_figures(actor=elsewhere, at=beat.noon + timedelta(days=days))
        return found.until, dict(found.rows)["Northmoor Police"]

    nothing = ("0",) * 6
    assert [line(days)[1] for days in (0, 12, 120)] == [nothing] * 3  # the year is not over
    april, seen = line(140)
    assert seen == ("c", *nothing[1:])
    review_warning_notice(
        actor=beat.response_officer, notice_id=notice, kind="due", finding="keeps",
        words="Nothing new.", at=beat.noon + timedelta(days=141),
    )  # fmt: skip
    assert line(142) == (april, seen)
    assert line(500)[1] == nothing, "The next year is of other days."


# --- the community ------------------------------------------------------------------------------


def test_anybody_tells_by_the_form_with_a_campaigns_word_and_no_name(beat, noon, signed_in):
    begin_campaign(
        actor=beat.missing_coordinator, name="Makesafe", code="MAKESAFE", audiences=["taxi"],
        from_on=noon.date(), at=noon,
    )  # fmt: skip
    add_flag(
        actor=beat.missing_coordinator, child_id=beat.child().pk, kind="cse", at=noon,
        strength="suspected", source="made up", review_on=(noon + timedelta(days=90)).date(),
    )  # fmt: skip
    public = Client()
    page = public.get("/tell/?word=makesafe")
    assert page.status_code == 200
    assert not page.cookies
    assert "noindex" in page["X-Robots-Tag"]
    sent = {"words": "A girl and three men.", "place": "Made-up Hotel", "source": "hotel"}
    assert "Choose the police" in words(public.post("/tell/", sent))
    missing = public.post("/tell/", {"code": "makesafe"})
    assert missing.status_code == 422
    assert "Enter where?" in words(missing) or "Enter where" in words(missing)
    thanks = public.post("/tell/", {**sent, "code": "Make Safe"})
    report = held(beat, CommunityReport)
    assert report.reference in words(thanks)
    assert report.campaign.name == "Makesafe"
    handler = signed_in("call_handler")
    said = words(handler.get(at("community")))
    assert "Made-up Hotel" in said
    assert "Makesafe" in said
    assert "that the force raised: 1 in its days, 0 in as many days before" in said


def test_a_form_that_another_page_sends_is_not_taken(beat, noon):
    strict = Client(enforce_csrf_checks=True)
    sent = {"words": "x", "place": "x", "source": "hotel"}
    response = strict.post("/tell/", sent, headers={"Origin": "https://elsewhere.example"})
    assert response.status_code == 403
    with entered(actor=beat.duty_inspector, at=noon):
        assert not CommunityReport.objects.exists()


def test_one_address_that_sends_again_and_again_is_asked_to_ring(beat, noon, monkeypatch):
    from whereabouts.interfaces.web.community import limiting

    monkeypatch.setattr(limiting, "limit_of", lambda at: (1, 60))
    sent = {
        "words": "A girl.", "place": "Made-up Hotel", "source": "hotel",
        "force": str(beat.duty_inspector.agency_id),
    }  # fmt: skip
    assert Client().post("/tell/", sent).status_code == 200
    refused = Client().post("/tell/", sent)
    assert refused.status_code == 429
    assert "101" in words(refused)
    held(beat, CommunityReport)


def test_a_call_is_taken_looked_into_linked_and_led_to_an_outcome(beat, signed_in, make_episode):
    reference = make_episode(beat.call_handler, 1).reference
    handler = signed_in("call_handler")
    sent = {"words": "A girl.", "place": "Made-up Hotel", "source": "hotel", "now": "yes"}
    assert handler.post(at("community-take"), sent).status_code == 302
    report = held(beat, CommunityReport).pk
    assert "Happening now" in words(handler.get(at("community")))
    assert handler.post(at("community-look", report)).status_code == 302
    about = at("community-about", report)
    assert handler.post(about, {"because": "x"}).status_code == 422
    assert handler.post(about, {"reference": reference, "because": "Same coat."}).status_code == 302
    outcome = at("community-outcome", report)
    sent = {"kind": "safeguarded", "people": "1", "words": "With her aunt."}
    assert handler.post(outcome, sent).status_code == 302
    assert handler.post(outcome, sent).status_code == 422  # no longer offered
    assert handler.post(at("community-close", report), {"words": ""}).status_code == 422
    assert handler.post(at("community-close", report), {"words": "Done."}).status_code == 302
    said = words(handler.get(at("community-report", report)))
    for line in ("Closed.", "Same coat.", "A child was made safer"):
        assert line in said


def test_a_plan_of_their_own_is_made_on_the_childs_page(beat, signed_in):
    child, page = beat.child(born="12 March 2011"), signed_in("missing_coordinator")
    sent = {
        "because": "Hit a boy.", "needs": "Somebody to talk to.", "safety": "Not alone.",
        "review_on": "20/12/2026",
    }  # fmt: skip
    assert page.get(at("young-plan", child.pk)).status_code == 200
    assert page.post(at("young-plan", child.pk), sent).status_code == 302
    assert page.post(at("young-plan", child.pk), sent).status_code == 422
    assert "A plan of their own" in words(page.get(at("child", child.pk)))
    with entered(actor=beat.duty_inspector, at=beat.noon + timedelta(minutes=1)):
        assert not RegisterEntry.objects.exists()
