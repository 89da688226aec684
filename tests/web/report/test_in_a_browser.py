"""A call taken in a real browser: keyboard only, kept as typed, no barrier that axe can find."""

import json
import os
from pathlib import Path

import pytest

from whereabouts.foundations.access.scope import entered
from whereabouts.practice.risk.models import Assertion
from whereabouts.records.episodes.models import Episode
from whereabouts.records.reports.models import Report, ReportDraft

pytestmark = pytest.mark.browser
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


class Keys:
    """Somebody who uses the keyboard alone; every key pressed is counted."""

    def __init__(self, page):
        self.page, self.count = page, 0

    def type(self, text):
        """Type words into what is focused."""
        self.count += len(text)
        self.page.keyboard.type(text)

    def press(self, *keys):
        """Press keys, or chords of keys."""
        for key in keys:
            self.count += len(key.split("+"))
            self.page.keyboard.press(key)

    def to(self, name, *, most=12):
        """Tab on until a field is focused."""
        for _ in range(most):
            if self.page.evaluate("document.activeElement.name") == name:
                return
            self.press("Tab")
        raise AssertionError(f"{most} tabs do not lead to {name}")


def barriers(page):
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}})
    return [
        (one["id"], [node["target"] for node in one["nodes"]])
        for one in found.response["violations"]
    ]


def picture(page, name):
    folder = os.environ.get("WHEREABOUTS_PICTURES")
    if folder:
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


def call(keys):
    keys.type("Paula Sampleton")
    keys.press("Tab", "m", "Tab")
    keys.type("01632 960001")
    keys.press("Tab")
    keys.type("Testa Sampleton")
    keys.press("Tab")
    keys.type("12/3/2012")
    keys.press("Tab", "f")
    keys.type("1 Made-up Road")
    keys.to("last_seen_place", most=30)
    keys.type("the made-up park")


def test_a_call_is_taken_and_decided_with_the_keyboard_alone(open_page, make_actor, noon):
    page = open_page()
    keys = Keys(page)
    page.goto("/reports/new/")
    assert page.evaluate("document.activeElement.name") == "reporter_name"
    call(keys)
    keys.to("q-whereabouts_known", most=6)
    keys.press("n", "n", "u")
    assert page.evaluate("document.activeElement.name") == "q-with_adult_of_concern"
    picture(page, "report-typing")
    keys.press("Control+Enter")
    page.wait_for_url("**/decide/")
    assert "is taken" in page.inner_text(".shell-said")
    taken = keys.count
    picture(page, "decide")
    # Be stopped at the lowest, answer the question shown, decide.
    page.focus("#level")
    keys.press("l")
    page.focus("#rationale")
    keys.type("She rang her aunt at six.")
    page.focus("button[value=decide]")
    keys.press("Enter")
    page.wait_for_selector(".refusal")
    picture(page, "decide-refused")
    assert "What stands goes on standing" in page.inner_text(".refusal")
    asked = page.locator("input[name^=a-][value=yes]").first
    asked.focus()
    keys.press("y", "Enter")
    page.wait_for_selector(".govuk-inset-text")
    assert page.input_value("#rationale") == "She rang her aunt at six."
    page.focus("button[value=high]")
    keys.press("Enter")
    page.wait_for_url(lambda address: not address.endswith("/decide/"))
    with entered(actor=make_actor("call_handler"), at=noon):
        episode = Episode.objects.get()
        assert (episode.level, episode.decided) == ("high", True)
        assert Report.objects.get().relation == "mother"
        said = {one.fact: one.value for one in Assertion.objects.all()}
        assert said["whereabouts_known"] is False
        assert said["self_harm"] is None
    # At two keys a second, less than a person does who has done it before, under 90 seconds.
    assert taken < 180, taken


def test_what_is_typed_survives_a_closed_browser(open_page, make_actor, noon):
    page = open_page()
    page.goto("/reports/new/")
    Keys(page).type("Paula Sampleton")
    page.wait_for_selector("#saved:has-text('Saved at')")
    there = page.url
    page.context.close()
    again = open_page()
    again.goto(there)
    assert again.input_value("#reporter_name") == "Paula Sampleton"
    again.goto("/reports/drafts/")
    assert "Paula Sampleton" in again.inner_text("main")


def test_what_is_typed_survives_a_server_that_dies(open_page, served, make_actor, noon):
    page = open_page()
    page.goto("/reports/new/")
    served.stop()
    Keys(page).type("Paula")
    page.wait_for_selector("#save-said:not([hidden])")
    assert "cannot be reached" in page.inner_text("#save-said")
    assert "Paula" in json.dumps(page.evaluate("({...sessionStorage})"))
    page.keyboard.press("Control+Enter")
    served.start()
    page.wait_for_selector("#saved:has-text('Saved at')")
    assert page.evaluate("Object.keys(sessionStorage).length") == 0
    with entered(actor=make_actor("call_handler"), at=noon):
        assert ReportDraft.objects.get().answers["reporter_name"] == "Paula"


def test_nothing_typed_stays_on_a_shared_machine_after_signing_out(open_page, served):
    page = open_page()
    page.goto("/reports/new/")
    Keys(page).type("Paula")
    page.click(".shell-who__out")
    page.wait_for_url("**/sign-in/")
    assert (
        page.evaluate("Object.keys(sessionStorage).length + Object.keys(localStorage).length") == 0
    )


def test_people_appear_while_they_are_typed_and_one_key_chooses(open_page, make_actor, noon):
    page = open_page()
    page.goto("/reports/new/")
    call(Keys(page))
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/decide/")
    page.goto("/reports/new/")
    page.focus("#names")
    page.keyboard.type("Testa Samp")
    page.wait_for_selector("[data-choice='1']")
    page.focus("#born_text")
    page.keyboard.type("12/3/2012")
    page.wait_for_selector(".who__hit .known")
    assert "What is known" in page.inner_text("#who")
    picture(page, "report-found")
    assert barriers(page) == []
    page.keyboard.press("Alt+1")
    page.wait_for_selector(".who__chosen")
    picture(page, "report-chosen")
    assert page.evaluate("document.activeElement.name") == "born_text"
    page.click("[data-undo]")
    page.wait_for_selector("[data-choice='1']")
    page.keyboard.press("Alt+0")
    assert page.is_checked("[data-choice='0']")


def test_who_may_be_the_cause_changes_which_questions_are_shown(open_page):
    page = open_page()
    page.goto("/reports/new/")
    assert not page.is_visible("#q-violence_at_home")
    page.select_option("#relation", "school")
    assert page.is_visible("#q-violence_at_home")
    page.select_option("#relation", "father")
    assert not page.is_visible("#q-violence_at_home")


@pytest.mark.parametrize("width", [1280, 390])
def test_no_barrier_is_found_and_nothing_runs_over_the_edge(open_page, width):
    page = open_page(width=width)
    page.goto("/reports/new/")
    picture(page, f"report-{width}")
    assert barriers(page) == []
    page.fill("#names", "Testa Sampleton")
    page.fill("#words", "She left her phone.")
    page.fill("#born_text", "31/2/2012")
    page.click("#send")
    page.wait_for_selector(".govuk-error-summary")
    assert barriers(page) == []
    picture(page, f"report-error-{width}")
    page.fill("#born_text", "9")
    page.select_option("#relation", "school")
    page.check("#q-suicide_concern")
    page.click("#send")
    page.wait_for_url("**/decide/")
    picture(page, f"decide-{width}")
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.goto(page.url.replace("/decide/", "/adult/"))
    assert barriers(page) == []
    page.goto("/reports/drafts/")
    assert barriers(page) == []


def test_a_report_is_taken_without_scripts(open_page, make_actor, noon):
    page = open_page(scripts=False)
    page.goto("/reports/new/")
    page.fill("#names", "Testa Sampleton")
    page.press("#names", "Enter")
    assert page.input_value("#names") == "Testa Sampleton"
    assert "Nobody is found" in page.inner_text("#who")
    page.fill("#last_seen_place", "the made-up park")
    page.click("#send")
    page.wait_for_url("**/decide/")
    page.click("button[value=agree]")
    with entered(actor=make_actor("call_handler"), at=noon):
        assert Episode.objects.get().decided
