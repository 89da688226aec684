"""The search in a real browser, on the real index: found while it is typed, and one key chooses."""

import os

import pytest
from django.utils import timezone

from tests.browser.conftest import PHONE
from tests.browser.site import barriers
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.actions import enrol, open_agency
from whereabouts.foundations.agencies.queries import actor_of
from whereabouts.insight import finding
from whereabouts.records.people import actions as people

pytestmark = pytest.mark.browser
AWAY = "Westmarch Police"


@pytest.fixture(scope="module")
def indexed(site):
    """The site with its index, and a child of another force among others who sound like her."""
    at = timezone.now()
    force = open_agency(
        kind="police_force", name=AWAY, code="westmarch-police", at=at, made_up=True
    )
    type(force).objects.filter(pk=force.pk).update(phone="01632 960777")
    away = actor_of(
        member=enrol(
            agency=force, username="coordinator@westmarch", display_name="Example Member",
            roles=("missing_coordinator",), at=at, rank="sergeant",
        ),
        at=at,
    )  # fmt: skip
    with entered(actor=away, at=at):
        child = people.create_child(
            by=away, at=at, names=[{"full": "Zephyra Quillfeather"}], born_text="23 May 2013",
            sex="F",
        )  # fmt: skip
        for number in range(8):
            people.create_child(
                by=away, at=at, names=[{"full": f"Zena {['Quillan', 'Quilter', 'Quimby'][number % 3]}"}],
                born_text=f"{number + 1} June 2010", sex="F",
            )  # fmt: skip
        people.raise_flag(
            child=child, kind="cse", strength="suspected", source="made up", by=away, at=at,
            review_on=at.date(),
        )  # fmt: skip
    site.start_finder()
    return child


def picture(page, name):
    """Keep a picture for whoever wants to look."""
    folder = os.environ.get("WHEREABOUTS_PICTURES")
    if folder:
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def test_a_misheard_name_finds_her_before_the_date_of_birth_is_finished(indexed, as_role, site):
    page = as_role("call_handler")
    page.goto("/reports/new/")
    page.focus("#names")
    page.keyboard.type("Sefira Quilfether", delay=20)
    page.focus("#born_text")
    for part in ("23", "/5", "/2", "0"):
        with page.expect_response("**/who/"):
            page.keyboard.type(part)
    assert page.input_value("#born_text") == "23/5/20"
    first = page.locator(".who__hit").first
    assert "Zephyra Quillfeather" in first.inner_text()
    assert AWAY in first.inner_text()
    assert "sounds alike" in first.inner_text() or "nearly the same" in first.inner_text()
    assert "01632 960777" in first.inner_text() or "Flags" in first.inner_text()
    assert page.locator(".who__problems").count() == 0
    assert "too many" not in page.inner_text("#who").lower()
    assert finding.state()["records"] >= 9
    picture(page, "typed-1280")
    with page.expect_response("**/who/"):
        page.keyboard.type("13")
    page.wait_for_selector("#who:has-text('Date of birth is the same')")
    assert barriers(page) == []
    picture(page, "found-1280")
    page.keyboard.press("Alt+1")
    page.wait_for_selector(".who__chosen:has-text('Zephyra Quillfeather')")


def test_a_common_beginning_shows_the_likeliest_and_never_nothing(indexed, as_role):
    page = as_role("call_handler", width=PHONE)
    page.goto("/reports/new/")
    page.focus("#names")
    page.keyboard.type("Zena Qui")
    page.wait_for_selector(".who__hit [data-choice='8']")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert barriers(page) == []
    picture(page, "many-390")


def test_the_search_page_says_who_holds_her_and_how_to_reach_them(indexed, as_role):
    page = as_role("supervisor", width=PHONE)
    page.goto("/children/search/")
    page.fill("[name=names]", "zena quilen")
    page.click("button:has-text('Find')")
    said = page.inner_text(".child-search__found")
    assert "Zena Quillan" in said
    assert "Held by Westmarch Police: 01632 960777" in said
    assert "0 episodes on record" in said
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert barriers(page) == []
    picture(page, "search-390")
