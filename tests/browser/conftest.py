"""A real browser on the real site, with a small made-up night in its database."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.site import Site
from tests.browser.world import make_world

DESK, PHONE, SMALLEST = 1280, 390, 320
# What comes about comes about sooner; a machine that does other things has time for it.
PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="module")
def site(chromium, committed_for_module, tmp_path_factory):
    """Start the site with its worker, on a database that holds the made-up night."""
    running = Site(folder=tmp_path_factory.mktemp("site"))
    running.world = make_world()
    try:
        running.start()
        running.start_worker()
        yield running
    finally:
        running.stop()


@pytest.fixture
def open_browser(chromium, site):
    """Return a maker of browser windows, each with cookies of its own."""
    opened = []

    def make(*, width=DESK, scripts=True):
        context = chromium.new_context(
            base_url=site.url(""),
            viewport={"width": width, "height": 900 if width == DESK else 844},
            java_script_enabled=scripts,
            locale="en-GB",
            timezone_id="Europe/London",
        )
        context.set_default_timeout(PATIENCE_MS)
        opened.append(context)
        return context.new_page()

    yield make
    for context in opened:
        context.close()


@pytest.fixture
def as_role(open_browser):
    """Return a maker of windows signed in as somebody in a role."""

    def make(role, **more):
        page = open_browser(**more)
        sign_in(page, role)
        return page

    return make


def sign_in(page, role):
    """Sign in by the demonstration's button."""
    page.goto("/sign-in/")
    which = ':has-text("Southmoor")' if role == "next_inspector" else ':not(:has-text("Southmoor"))'
    role = "duty_inspector" if role == "next_inspector" else role
    page.click(f'.sign-in-role{which} [data-role="{role}"]')
    page.wait_for_url(lambda address: "/sign-in/" not in address)


def screenshots_folder():
    """Return where the manual's pictures lie."""
    return Path(__file__).resolve().parents[2] / "docs" / "screenshots"
