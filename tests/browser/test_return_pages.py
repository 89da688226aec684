"""The return in a real browser: without scripts, on a telephone, and open to assistive tools.

Its pictures are drawn anew into docs/screenshots with WHEREABOUTS_SCREENSHOTS=docs.
"""

import io
import os
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image

from tests.browser.conftest import DESK, PHONE, screenshots_folder
from tests.browser.site import barriers
from tests.browser.world import actor
from whereabouts.journeys.report_missing import Told, report_missing
from whereabouts.practice.return_home.vocabulary import SAFETY_QUESTIONS

# The pictures that the manual shows; every page is held all the same.
PICTURED = ("where-to", "decide", "follow-up", "there-already", "interview", "told", "force")
pytestmark = [pytest.mark.browser, pytest.mark.slow]


def report(site, key):
    """Take a report of another made-up child, and return the episode's reference."""
    at = datetime.now(tz=UTC)
    told = Told(
        idempotency_key=f"return-{key}", happened_at=at, names=f"Tester Returnwood {key}",
        born_text="12 March 2012", reporter_name="Paula Returnwood", relation="mother",
        last_seen_at=at - timedelta(hours=2), last_seen_place="the made-up park",
        facts={"whereabouts_known": False},
    )  # fmt: skip
    return report_missing(
        actor=actor(site.world, "call_handler", at=at), told=told, at=at
    ).reference


def hold(page, name=""):
    """Hold that a page has no fault that axe finds and fits its width; draw its picture if asked."""
    found = barriers(page)
    assert found == [], found
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, f"the page is {wide} px wider than the screen"
    if os.environ.get("WHEREABOUTS_SCREENSHOTS") == "docs" and name.rpartition("-")[0] in PICTURED:
        folder = screenshots_folder()
        folder.mkdir(parents=True, exist_ok=True)
        drawn = Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("RGB")
        light = drawn.quantize(colors=128, dither=Image.Dither.NONE)
        light.save(folder / f"return-{name}.png", optimize=True)


@pytest.mark.parametrize("width", [pytest.param(DESK, marks=pytest.mark.full), PHONE])
def test_a_child_is_brought_home_and_followed_up_without_scripts(site, as_role, width):
    # axe itself is a script, so the pages are held with scripts and walked without.
    reference = report(site, f"walk-{width}")
    here = f"/episodes/{reference}/return/"
    officer = as_role("response_officer", width=width, scripts=False)
    inspector = as_role("duty_inspector", width=width)

    officer.goto(here)
    officer.check("#how-found")
    officer.select_option("#by_whom", "public")
    officer.fill("#found_place", "the made-up quay")
    officer.check("#needs-warmth")
    officer.click("#locate-send")
    assert "Next: where does the child go?" in officer.inner_text("main")
    inspector.goto(here)
    hold(inspector, f"where-to-{width}")

    officer.check("#kind")
    officer.fill("#destination", "1 Made-up Lane")
    officer.check("#danger_there-no")
    for key, _ in SAFETY_QUESTIONS:
        officer.fill(f"#{key}", "Asked, and answered in words.")
    officer.click("button:has-text('Propose it')")
    inspector.goto(here)
    hold(inspector, f"decide-{width}")
    inspector.check("#agreed")
    inspector.fill("#because", "The child wants it, and who is there was spoken with.")
    inspector.click("button:has-text('Decide, in my name')")

    officer.goto(here)
    officer.click("button:has-text('The child is back')")
    officer.check("#alone")
    officer.click("button:has-text('Write it down')")
    assert "Returned is not closed." in officer.inner_text("main")

    officer.click("text=Record the prevention interview")
    officer.check("#outcome")
    officer.check("#explained")
    officer.check("#safe_now")
    officer.select_option("#harm_held", "disclosed")
    officer.fill("#child_words", "He kept the door locked.")
    officer.fill("#offered", "Somebody to talk with; yes.")
    officer.click("#interview-send")
    assert "Record the crime" in officer.inner_text("main")
    inspector.goto(here)
    hold(inspector, f"follow-up-{width}")
    assert "Kept somewhere, or not free to leave: said yes" in inspector.inner_text("main")


@pytest.mark.parametrize("width", [PHONE])
def test_every_page_of_a_return_is_open_to_assistive_tools(site, as_role, width):
    reference = report(site, f"pages-{width}")
    inspector = as_role("duty_inspector", width=width)
    for name in ("", "located/", "may-be-said/", "found-dead/"):
        inspector.goto(f"/episodes/{reference}/return/{name}")
        hold(inspector, f"{name.strip('/') or 'missing'}-{width}")
    for name in ("found-child", "after-return"):
        inspector.goto(f"/returns/{name}/")
        hold(inspector, f"{name}-{width}")
    inspector.goto(f"/episodes/{reference}/return/located/")
    inspector.click("#locate-send")
    assert "There is a problem" in inspector.inner_text("main")
    hold(inspector, f"fault-{width}")
    inspector.check("#how")
    inspector.select_option("#by_whom", "own_accord")
    inspector.check("#already_there")
    inspector.click("#locate-send")
    hold(inspector, f"there-already-{width}")
    for name in ("prevention-interview/", "protection/"):
        inspector.goto(f"/episodes/{reference}/return/{name}")
        hold(inspector, f"{name.strip('/')}-{width}")
    inspector.goto(f"/episodes/{reference}/return/prevention-interview/")
    for summary in inspector.locator("summary").all():
        summary.click()
    hold(inspector, f"interview-{width}")
    inspector.check("#outcome")
    inspector.fill("#know_next_time", "Text first.")
    inspector.check("#next_agreed")
    inspector.check("#next_audience")
    inspector.click("#interview-send")
    hold(inspector, f"talked-{width}")
    inspector.goto(f"/episodes/{reference}/return/force/")
    inspector.check("#tactics-held")
    inspector.fill("#why", "Near the road.")
    inspector.click("button:has-text('Keep it')")
    for name in ("told/", "harm/", "force/", "conduct/"):
        inspector.goto(f"/episodes/{reference}/return/{name}")
        for summary in inspector.locator("main summary").all():
            summary.click()
        hold(inspector, f"{name.strip('/')}-{width}")
    inspector.goto("/returns/gaps/")
    hold(inspector, f"gaps-{width}")
    inspector.goto(f"/episodes/{reference}/return/protection/")
    inspector.fill("#grounds", "Significant harm was likely.")
    inspector.click("button:has-text('It has begun')")
    inspector.goto(f"/episodes/{reference}/return/protection/")
    hold(inspector, f"protected-{width}")
