"""The manual's pictures, taken of the pages as they are: none too heavy, none empty.

Drawn anew into docs/screenshots with WHEREABOUTS_SCREENSHOTS=docs in the environment.
"""

import io
import os

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from tests.browser import story
from tests.browser.conftest import DESK, PHONE, screenshots_folder
from tests.browser.places import code_for, deepen
from tests.browser.world import NAME

# Run by name: nobody waits for pictures every day.
pytestmark = [pytest.mark.browser, pytest.mark.bench]
HEAVIEST = 250_000
TALLEST = {DESK: 1500, PHONE: 1700}
FEWEST_COLOURS = 12


@pytest.fixture
def keep(tmp_path):
    """Return a keeper of pictures: it saves what a page shows, checked."""
    to_docs = os.environ.get("WHEREABOUTS_SCREENSHOTS") == "docs"
    folder = screenshots_folder() if to_docs else tmp_path
    folder.mkdir(parents=True, exist_ok=True)

    def save(page, name):
        for width in (DESK, PHONE):
            page.set_viewport_size({"width": width, "height": 900})
            page.evaluate("window.scrollTo(0, 0); document.activeElement?.blur()")
            tall = page.evaluate("document.documentElement.scrollHeight")
            clip = {"x": 0, "y": 0, "width": width, "height": min(tall, TALLEST[width])}
            raw = page.screenshot(full_page=True, clip=clip)
            drawn = Image.open(io.BytesIO(raw)).convert("RGB")
            assert len(drawn.getcolors(maxcolors=1 << 24)) >= FEWEST_COLOURS, f"{name}: empty"
            file = folder / f"{name}-{width}.png"
            drawn.quantize(colors=128, dither=Image.Dither.NONE).save(file, optimize=True)
            assert file.stat().st_size < HEAVIEST, f"{name} is too heavy"
        page.set_viewport_size({"width": DESK, "height": 900})

    return save


def test_screenshots_of_the_tour_are_light_and_show_the_pages(as_role, site, keep):
    page = as_role("call_handler")
    page.goto("/reports/new/")
    page.fill("#reporter_name", "Jules Fableton")
    page.select_option("#relation", "home_worker")
    page.fill("#reporter_contact", "01632 960444")
    page.fill("#names", NAME)
    page.fill("#born_text", "12/3/12")
    page.wait_for_selector(".who__hit .known")
    keep(page, "report")
    page.check("[data-choice='1']")
    page.wait_for_selector(".who__chosen")
    page.check("input[name=seen][value=hour]")
    page.fill("#last_seen_place", "the bus station")
    page.fill("#clothing", "Green coat, white shoes")
    page.check("input[name=q-whereabouts_known][value=no]")
    page.check("input[name=q-believed_abducted][value=no]")
    page.fill("#words", "She left after tea and her phone is off.")
    page.click("#send")
    page.wait_for_url("**/decide/")
    keep(page, "decide")
    page.check("#level-absent")
    page.check("#category-absent")
    page.fill("#rationale", "The home says she will be back by ten.")
    page.click("#save-decision")
    expect(page.locator(".refusal").first).to_be_visible()
    keep(page, "refusal")
    page.check("input[name=a-self_harm][value=current]")
    page.click("button[value='answer:self_harm']")
    expect(page.locator("[role=status]", has_text="is now High")).to_be_visible()
    page.click("#go-high")
    page.wait_for_url(lambda address: not address.endswith("/decide/"))
    keep(page, "episode")
    reference = page.url.rstrip("/").split("/")[-1]
    inspector = as_role("duty_inspector")
    inspector.goto("/board/")
    keep(inspector, "board")
    inspector.goto(f"/children/{site.world.child}/")
    keep(inspector, "child")
    officer = as_role("response_officer")
    officer.goto(f"/episodes/{reference}/return/")
    officer.check("input[name=how][value=found]")
    officer.select_option("#by_whom", "police")
    officer.fill("#found_place", "the bus station")
    officer.check("#already_there")
    officer.click("#locate-send")
    expect(officer.locator("#next-heading")).to_contain_text("see the child alone")
    keep(officer, "return")


def test_a_screenshot_of_the_childs_page(open_browser, site, keep):
    if not hasattr(site.world, "keys"):
        deepen(site.world)
    page = open_browser()
    page.goto(f"/hello/#{code_for(site.world, at=timezone.now())}")
    page.click("#open")
    expect(page.locator("#before")).to_be_visible()
    keep(page, "hello")


def test_screenshots_of_one_childs_story_from_the_first_call_to_the_second(as_role, site, keep):
    child = story.make_child(site.world)
    there = f"/episodes/{story.report_first(site.world, child)}/return/"
    officer, inspector = as_role("response_officer"), as_role("duty_inspector")
    coordinator, worker = as_role("missing_coordinator"), as_role("social_worker")
    story.comes_back(officer, inspector, there)
    story.talks_with_the_police(officer, there)
    story.talks_with_somebody_independent(worker, there)
    worker.goto(f"{there}told/")
    expect(worker.locator("main")).to_contain_text("In confidence.")
    keep(worker, "told")
    story.tells_about_herself(site.world, child)
    officer.goto(f"/children/{child}/voice/")
    expect(officer.locator("main")).to_contain_text(story.ABOUT_ME)
    keep(officer, "about-me")
    draft = story.write_the_plan(coordinator, child)
    coordinator.goto(f"/children/{child}/plan/lines/")
    expect(coordinator.locator(".plan-proposed").first).to_be_visible()
    keep(coordinator, "plan-lines")
    story.take_in_what_was_taught(coordinator, child)
    story.approve_the_plan(coordinator, inspector, worker, draft)
    coordinator.goto(f"/children/{child}/plan/")
    expect(coordinator.locator("section.plan")).to_contain_text(story.FIRST[0])
    keep(coordinator, "plan")
    handler = as_role("call_handler")
    handler.goto("/reports/new/")
    handler.focus("#names")
    handler.keyboard.type(story.NAME)
    expect(handler.locator("#who")).to_contain_text(story.ABOUT_ME)
    keep(handler, "second-call")


def test_screenshots_of_help_that_lasts_and_of_what_is_under_seal(as_role, site, keep):
    if not hasattr(site.world, "keys"):
        deepen(site.world)
    worker, standards = as_role("social_worker"), as_role("professional_standards")
    worker.goto(f"/children/{site.world.child}/support/")
    expect(worker.locator("main")).to_contain_text("Meet with the school")
    keep(worker, "long-term-plan")
    standards.goto("/conduct/")
    expect(standards.locator(".return-owed__one").first).to_be_visible()
    keep(standards, "conduct")


def test_screenshots_of_the_picture_the_figures_and_a_pack(as_role, site, keep):
    if not hasattr(site.world, "keys"):
        deepen(site.world)
    keys = site.world.keys
    analyst, inspector = as_role("national_analyst"), as_role("duty_inspector")
    analyst.goto("/picture/")
    expect(analyst.locator(".tile-map svg")).to_be_visible()
    keep(analyst, "picture")
    analyst.goto(f"/figures/{keys['figures_year']}/")
    expect(analyst.locator("main")).to_contain_text("Two counts of one year")
    keep(analyst, "figures")
    for kind in ("pack", "profile"):
        inspector.goto(f"/packs/{kind}/{keys['pack_until']}/")
        expect(inspector.locator("main svg").first).to_be_visible()
        keep(inspector, "problem-profile" if kind == "profile" else kind)
