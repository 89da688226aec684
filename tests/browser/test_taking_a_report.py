"""The report page in a real browser: kept as typed, whatever ends; one key chooses; no barrier."""

import json

import pytest

from tests.browser.site import Hands, barriers
from tests.browser.world import actor
from whereabouts.foundations.access.scope import entered
from whereabouts.records.episodes.models import Episode
from whereabouts.records.reports.models import ReportDraft

pytestmark = pytest.mark.browser


@pytest.fixture
def page(as_role):
    """Open a fresh report as a call handler."""
    opened = as_role("call_handler")
    opened.goto("/reports/new/")
    return opened


def until_saved(page):
    page.wait_for_selector("#saved:has-text('Saved at')")


def test_what_is_typed_survives_a_closed_browser(page, as_role):
    Hands(page).type("Marlow Inventley")
    until_saved(page)
    there = page.url
    page.context.close()
    again = as_role("call_handler")
    again.goto(there)
    assert again.input_value("#reporter_name") == "Marlow Inventley"
    again.goto("/reports/drafts/")
    assert "Marlow Inventley" in again.inner_text("main")


def test_what_is_typed_survives_a_server_that_dies(page, site):
    site.kill()
    hands = Hands(page)
    hands.type("Nova")
    page.wait_for_selector("#save-said:not([hidden])")
    assert "cannot be reached" in page.inner_text("#save-said")
    assert "Nova" in json.dumps(page.evaluate("({...sessionStorage})"))
    hands.press("Control+Enter")
    assert page.input_value("#reporter_name") == "Nova"
    site.start()
    until_saved(page)
    left = page.evaluate("Object.keys(sessionStorage)")
    assert not [key for key in left if key.startswith("report:")]
    assert "Nova" not in json.dumps(page.evaluate("({...sessionStorage})"))
    handler = actor(site.world, "call_handler")
    with entered(actor=handler, at=site.world.at):
        assert ReportDraft.objects.filter(answers__reporter_name="Nova").count() == 1


def test_nothing_typed_stays_on_a_shared_machine_after_signing_out(page):
    Hands(page).type("Nova")
    page.click(".shell-who__out")
    page.wait_for_url("**/sign-in/")
    kept = page.evaluate("Object.keys(sessionStorage).length + Object.keys(localStorage).length")
    assert kept == 0


def test_people_appear_while_they_are_typed_and_one_key_chooses(page):
    page.focus("#names")
    page.keyboard.type("Testa Samp")
    page.wait_for_selector("[data-choice='1']")
    page.focus("#born_text")
    page.keyboard.type("12/3/2012")
    page.wait_for_selector(".who__hit .known")
    assert barriers(page) == []
    page.keyboard.press("Alt+1")
    page.wait_for_selector(".who__chosen")
    assert page.evaluate("document.activeElement.name") == "born_text"
    page.click("[data-undo]")
    page.wait_for_selector("[data-choice='1']")
    page.keyboard.press("Alt+0")
    assert page.is_checked("[data-choice='0']")


def test_one_letter_answers_only_where_a_row_of_answers_is_focused(page):
    page.focus("#q-whereabouts_known")
    page.keyboard.press("n")
    assert page.is_checked("#q-whereabouts_known-no")
    assert page.evaluate("document.activeElement.name") != "q-whereabouts_known"
    page.focus("#names")
    page.keyboard.type("nu")
    assert page.input_value("#names") == "nu"


def test_who_may_be_the_cause_is_not_shown_the_questions_on_harm_at_home(page):
    assert not page.is_visible("#q-violence_at_home")
    page.select_option("#relation", "school")
    assert page.is_visible("#q-violence_at_home")
    page.select_option("#relation", "father")
    assert not page.is_visible("#q-violence_at_home")


@pytest.mark.parametrize(
    "width", [390, *(pytest.param(width, marks=pytest.mark.full) for width in (1280, 320))]
)
def test_no_barrier_is_found_and_nothing_runs_over_the_edge(as_role, width):
    page = as_role("call_handler", width=width)
    page.goto("/reports/new/")
    assert barriers(page) == []
    page.fill("#names", f"Nova Inventley-Made-Up {'abc'[width % 3]}")
    page.fill("#born_text", "31/2/2012")
    page.click("#send")
    page.wait_for_selector(".govuk-error-summary")
    assert barriers(page) == []
    with page.expect_response("**/who/"):
        page.fill("#born_text", "9")
    page.check("[data-choice='0']")
    page.select_option("#relation", "school")
    page.check("#q-suicide_concern")
    page.fill("#last_seen_place", "the made-up pier")
    page.click("#send")
    page.wait_for_url("**/decide/")
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.check("#level-absent")
    page.check("#category-absent")
    page.fill("#rationale", "He always comes back.")
    assert "no reason by itself" in page.inner_text("#rationale-hints")
    page.click("#decide button[value=decide]")
    page.wait_for_selector(".refusal")
    assert barriers(page) == []
    page.goto(page.url.replace("/decide/", "/adult/"))
    assert barriers(page) == []
    page.goto("/reports/drafts/")
    assert barriers(page) == []


def test_a_report_is_taken_without_scripts(as_role, site):
    page = as_role("call_handler", scripts=False)
    page.goto("/reports/new/")
    page.fill("#names", "Quill Unwritten")
    page.press("#names", "Enter")
    assert page.input_value("#names") == "Quill Unwritten"
    assert "Nobody is found" in page.inner_text("#who")
    page.fill("#last_seen_place", "the made-up park")
    page.click("#send")
    page.wait_for_url("**/decide/")
    reference = page.url.split("/")[-3]
    page.click("button[value=agree]")
    with entered(actor=actor(site.world, "call_handler"), at=site.world.at):
        assert Episode.objects.get(reference=reference).decided
