"""The page for a child in a real browser: one tap from the link, one entry of history, no trace."""

from contextlib import suppress

import pytest
from django.utils import timezone
from playwright.sync_api import Error, expect
from playwright.sync_api import TimeoutError as TooLong

from tests.browser.conftest import DESK, PHONE, SMALLEST
from tests.browser.places import code_for, deepen
from tests.browser.site import barriers

pytestmark = pytest.mark.browser
LEFT = """async () => [
  document.cookie, localStorage.length, sessionStorage.length,
  (await indexedDB.databases()).length, (await caches.keys()).length, history.length,
]"""


@pytest.fixture(scope="module")
def night(site):
    """Let more happen in the night."""
    deepen(site.world)
    return site.world


def faults(page):
    found = []
    for width in (DESK, PHONE, SMALLEST):
        page.set_viewport_size({"width": width, "height": 844})
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            found.append(f"{wide} wide at {width}")
        found += [f"{rule} at {width}: {where}" for rule, where in barriers(page)]
    page.set_viewport_size({"width": PHONE, "height": 844})
    return found


def test_a_link_is_one_tap_and_nothing_of_it_stays(open_browser, night):
    page = open_browser(width=PHONE)
    asked = []
    page.on("request", lambda request: asked.append((request.url, request.headers.get("referer"))))
    code = code_for(night, at=timezone.now())
    page.goto(f"/hello/#{code}")
    expect(page.locator("#code")).to_have_value(code)
    assert "#" not in page.url
    assert faults(page) == []
    entries = page.evaluate("history.length")
    page.click("#open")
    expect(page.locator("h1")).to_have_text("This page is for you")
    expect(page.locator("#before")).to_contain_text("within one working day")
    assert faults(page) == []
    page.click("#language")
    expect(page.locator("h1")).to_have_text("Mae'r dudalen hon i ti")
    expect(page.locator("#not-read")).to_be_visible()
    assert faults(page) == []
    page.click("#language")
    page.click("a[href='#tell']")
    page.check("#kindly-no")
    page.fill("#words", "They talked over my head.")
    page.check("#wants")
    page.click("#send")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Without a name")
    expect(page.locator("#words")).to_have_value("They talked over my head.")
    assert faults(page) == []
    page.fill("#name", "Tess")
    page.click("#send")
    expect(page.locator("#thanks")).to_be_visible()
    assert faults(page) == []
    assert page.evaluate(LEFT) == ["", 0, 0, 0, 0, entries]
    assert page.context.cookies() == []
    assert not [url for url, _ in asked if code in url]
    assert page.url.endswith("/hello/")


@pytest.mark.parametrize("how", ["button", "keys"])
def test_leaving_is_at_once_and_back_leads_nowhere_near(open_browser, night, how):
    page = open_browser(width=PHONE)
    came = []

    def weather(route):
        came.append(route.request.headers.get("referer"))
        route.fulfill(body="<title>Weather</title>", content_type="text/html")

    page.context.route("https://www.bbc.co.uk/**", weather)
    page.goto("about:blank")
    page.goto(f"/hello/#{code_for(night, at=timezone.now())}")
    page.click("#open")
    expect(page.locator("h1")).to_have_text("This page is for you")
    if how == "button":
        page.click("#exit")
    else:
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
    page.wait_for_url("https://www.bbc.co.uk/**")
    assert set(came) == {None}
    page.wait_for_load_state()
    go_back(page)
    assert "This page is for you" not in page.content()


def go_back(page):
    """Go back as somebody holding the phone would, and wait until that page is there.

    What is asked of the browser while it changes over to the other site's process may be lost:
    then it is asked again. There is nothing before the first page to go back to too often.
    """
    left = page.url
    for _ in range(10):
        with suppress(Error):
            page.evaluate("setTimeout(() => history.back())")
        with suppress(TooLong):
            page.wait_for_url(lambda url: url != left, timeout=3_000)
            page.wait_for_load_state()
            return
    raise AssertionError("The browser did not go back.")


def test_without_scripts_the_code_is_typed_and_the_page_works(open_browser, night):
    page = open_browser(width=PHONE, scripts=False)
    page.goto("/hello/")
    page.fill("#code", "no such code")
    page.click("#open")
    expect(page.locator("#code-error")).to_contain_text("does not open anything")
    assert "no such code" not in page.content()
    page.fill("#code", code_for(night, at=timezone.now()).lower())
    page.click("#open")
    page.fill("#words", "Nobody told me why.")
    page.click("#send")
    expect(page.locator("#thanks")).to_be_visible()
    assert page.locator("#exit").get_attribute("href").startswith("https://www.bbc.co.uk")


def test_the_demonstration_gives_a_code_at_the_door(open_browser, night):
    page = open_browser(width=PHONE)
    page.goto("/sign-in/")
    page.click("#childs-page")
    code = page.inner_text("#code")
    page.click("#open")
    expect(page.locator("input#code")).to_have_value(code)
    page.click("#open")
    expect(page.locator("h1")).to_have_text("This page is for you")


def test_while_somebody_writes_another_way_to_say_it_comes_up_and_stops_nothing(as_role, night):
    page = as_role("call_handler", width=PHONE)
    page.goto(f"/episodes/{night.reference}/")
    page.fill("#words", "👩‍👧 She kicked off again.")
    hint = page.locator("#words-wording")
    expect(hint).to_contain_text("say what happened")
    assert faults(page) == []
    page.click("#words-wording .wording__find")
    chosen = page.evaluate(
        "() => { const f = document.getElementById('words');"
        " return f.value.slice(f.selectionStart, f.selectionEnd); }"
    )
    assert chosen == "kicked off"
    page.fill("#words", "“I kicked off,” she said.")
    expect(hint).to_be_hidden()
    page.fill("#words", "She kicked off again.")
    expect(hint).to_be_visible()
    page.click(".episode-note button[data-module]")
    expect(page.locator("main")).to_contain_text("She kicked off again.")


def test_a_line_is_looked_at_like_a_paragraph_and_a_place_is_not(as_role, night):
    page = as_role("duty_inspector")
    page.goto(f"/episodes/{night.reference}/enquiry/")
    page.fill("#title", "Ask why she absconded")
    expect(page.locator("#title-wording")).to_contain_text("absconded")
    page.goto(f"/episodes/{night.reference}/sighting/")
    assert page.locator("#place-wording").count() == 0
    assert page.locator("#words-wording").count() == 1
