"""A briefing is for whoever opened it: it says whose it is, and hides itself when nobody touches it."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.site import barriers
from tests.browser.world import CAST, NAME, actor
from whereabouts.journeys.keep_beats import make_beat, name_officer
from whereabouts.practice.street import rules

pytestmark = pytest.mark.browser
READER = CAST["response_officer"][1]


@pytest.fixture(scope="module")
def briefing(site):
    """Return the address of the briefing of a beat with a home and its children."""
    at, world = datetime.now(tz=UTC), site.world
    inspector, officer = actor(world, "duty_inspector"), actor(world, "response_officer")
    beat = make_beat(actor=inspector, name="Home beat", places=["Imaginary Road"], at=at)
    name_officer(actor=inspector, beat_id=beat, member=officer.member_id, at=at)
    return reverse("briefing", args=[beat])


def wait(page, seconds):
    page.clock.fast_forward(seconds * 1000)


@pytest.mark.parametrize("width", [1280, PHONE])
def test_it_hides_itself_untouched_and_is_asked_for_anew_by_one_press(as_role, briefing, width):
    seconds = rules.measure(on=datetime.now(tz=UTC).date()).hidden_seconds
    page = as_role("response_officer", width=width)
    page.clock.install()
    page.goto(briefing)
    body, hidden = page.locator("#brief"), page.locator("#brief-hidden")
    expect(body).to_contain_text(NAME)
    wait(page, seconds - 30)
    page.mouse.move(40, 40)  # somebody is there: it begins anew
    wait(page, seconds - 30)
    expect(body).to_be_visible()
    wait(page, 60)
    expect(body).to_be_hidden()
    expect(hidden).to_contain_text("hid itself")
    assert NAME not in page.inner_text("main")
    again = page.get_by_role("button", name="Show it again")
    expect(again).to_be_focused()
    assert barriers(page) == []
    wait(page, 3 * seconds)
    expect(body).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page.locator("#brief")).to_contain_text(NAME)


def test_whose_it_is_stays_in_sight_and_stands_on_paper(as_role, briefing):
    page = as_role("response_officer", width=PHONE)
    page.goto(briefing)
    stamp = page.locator(".brief__whose")
    expect(stamp).to_contain_text(f"For {READER}, ")
    page.evaluate("window.scrollTo(0, document.body.scrollHeight / 2)")
    expect(stamp).to_be_in_viewport()
    page.emulate_media(media="print")
    expect(stamp).to_be_visible()
    expect(stamp).to_contain_text("destroyed after the shift")
    # Fixed, a browser repeats it on every sheet.
    assert stamp.evaluate("one => getComputedStyle(one).position") == "fixed"
