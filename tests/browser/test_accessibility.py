"""No page keeps anybody out: no barrier that axe finds, no width it runs over, no lost focus."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.urls import resolve
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, SMALLEST
from tests.browser.places import ELSEWHERE, WHOSE, deepen, pages, path_of
from tests.browser.site import barriers
from tests.browser.world import NAME, PASSWORD
from tests.web.test_sign_in import code_of

pytestmark = pytest.mark.browser
MADE_UP = "Everything here is made up"
SIGNED_OUT = ("/sign-in/",)
ROLES = sorted({"duty_inspector", *WHOSE.values()})
FOCUSED = """() => {
  const lost = [];
  const marks = (one) => {
    const style = getComputedStyle(one);
    return [style.outlineStyle, style.outlineWidth, style.boxShadow, style.backgroundColor,
      style.borderColor].join("|");
  };
  const stops = [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
    .filter((one) => one.offsetParent && one.type !== "hidden" && one.tabIndex >= 0 && !one.disabled);
  for (const one of stops) {
    one.blur();
    // Radios and boxes of the design system are marked on the label beside them.
    const shown = one.matches(".govuk-radios__input, .govuk-checkboxes__input")
      ? (mark) => ["::before"].map((part) => {
          const style = getComputedStyle(one.nextElementSibling, part);
          return [style.outlineStyle, style.boxShadow, style.borderWidth].join("|");
        }).join()
      : () => marks(one);
    const before = shown();
    one.focus({ focusVisible: true });
    if (document.activeElement === one && shown() === before) lost.push(one.outerHTML.slice(0, 120));
  }
  return lost;
}"""


@pytest.fixture(scope="module")
def night(site):
    """Let more happen in the night."""
    deepen(site.world)
    return site.world


def faults_of(page, path, widths=(PHONE,)):
    """Return what is wrong with the page that is shown: how wide it runs, and what axe finds."""
    found = []
    if not page.title().strip().removesuffix("– Whereabouts").strip():
        found.append("no title")
    if page.locator("h1").count() != 1:
        found.append(f"{page.locator('h1').count()} first headings")
    if MADE_UP not in page.inner_text("body"):
        found.append("no banner")
    for width in (DESK, PHONE, SMALLEST):
        page.set_viewport_size({"width": width, "height": 900})
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            found.append(f"{wide} wide at {width}")
        if width in widths:
            found += [f"{rule} at {width}: {where}" for rule, where in barriers(page)]
    page.set_viewport_size({"width": DESK, "height": 900})
    found += [f"focus not seen: {one}" for one in page.evaluate(FOCUSED)]
    return [f"{path}: {one}" for one in found]


SHARES = 5  # of the duty inspector's pages, which are most of them


@pytest.mark.parametrize("widths", [(PHONE,), pytest.param((DESK,), marks=pytest.mark.full)])
@pytest.mark.parametrize(
    ("role", "share"),
    [
        *((role, 0) for role in ROLES),
        *(pytest.param("duty_inspector", one, marks=pytest.mark.full) for one in range(1, SHARES)),
    ],
)
def test_every_page_of_a_role_is_open_to_everybody(as_role, night, role, share, widths):
    page = as_role(role)
    faults = []
    theirs = [one for one in pages().items() if WHOSE.get(one[0], "duty_inspector") == role]
    for name, pattern in theirs[share::SHARES] if role == "duty_inspector" else theirs:
        path = path_of(night, name, pattern)
        answer = page.goto(path)
        if answer.status != 200:
            faults.append(f"{name} answers {answer.status}")
            continue
        faults += faults_of(page, name, widths)
    assert not faults, "\n".join(faults)


def test_a_search_that_finds_somebody_is_open_to_everybody(as_role, night):
    page = as_role("social_worker")
    page.goto("/children/search/")
    page.fill("input[type=text], input:not([type])", NAME)
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text(NAME)
    assert faults_of(page, "search") == []


def test_signing_in_with_a_password_and_setting_up_the_second_factor_is_open_to_everybody(
    open_browser, site
):
    page, walked = open_browser(), set()

    def walk(what):
        walked.add(resolve(urlsplit(page.url).path).url_name)
        assert faults_of(page, what) == []

    page.goto("/sign-in/")
    assert faults_of(page, "sign-in") == []
    page.fill("#id_login", "newcomer@example")
    page.fill("#id_password", "something-else-entirely")
    page.keyboard.press("Enter")
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    assert faults_of(page, "sign-in refused") == []
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/second-factor/")
    walk("second factor")
    secret = page.locator(".sign-in-secret").inner_text().replace(" ", "")
    page.fill("#id_code", code_of(secret))
    page.keyboard.press("Enter")
    page.wait_for_url("**/recovery-codes/")
    recovery = page.locator(".sign-in-secret").first.inner_text()
    walk("recovery codes")
    page.click("text=Sign out")
    page.fill("#id_login", "newcomer@example")
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/sign-in/code/")
    walk("code")
    page.fill("#id_code", recovery)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "/sign-in/" not in address)
    (cookie,) = [one for one in page.context.cookies() if one["name"] == "sessionid"]
    held = SessionStore(session_key=cookie["value"])
    held["seen_at"] = (datetime.now(tz=UTC) - timedelta(minutes=16)).isoformat()
    held.save()
    page.goto("/board/")
    page.wait_for_url("**/sign-in/again/**")
    walk("locked")
    assert walked == ELSEWHERE


def test_a_pack_that_is_opened_by_its_code_is_open_to_everybody(open_browser, night):
    """Whoever walks a hot spot reads it on a telephone, with no sign-in."""
    page = open_browser()
    page.goto("/pack/")
    page.fill("[name=code]", "NOT-A-CODE")
    page.keyboard.press("Enter")
    expect(page.locator(".govuk-error-message, .govuk-error-summary").first).to_be_visible()
    assert faults_of(page, "pack refused") == []
    page.fill("[name=code]", night.pack_code)
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("The made-up market")
    assert faults_of(page, "pack") == []


def test_every_refusal_is_open_to_everybody_and_says_what_to_do_next(as_role, night):
    page = as_role("call_handler")
    faults = []
    for status, path in ((403, "/policy/"), (404, "/episodes/E-NOPE-0000-0/"), (404, "/nothing/")):
        assert page.goto(path).status == status
        expect(page.locator("main li, main a").first).to_be_visible()
        faults += faults_of(page, str(status))
    for status, fill in (
        (409, {"version": "1", "seen_at": "", "do": "decide", "level": "high",
               "category": "missing", "rationale": "Seen at the made-up park at nine."}),
        (413, {"rationale": "x" * 2_600_000, "do": "decide"}),
    ):  # fmt: skip
        page.goto(f"/episodes/{night.reference}/decide/")
        with page.expect_navigation(wait_until="load") as sent:
            page.evaluate(
                """fields => {
                  const form = document.createElement("form");
                  form.method = "post";
                  const token = document.querySelector("[name=csrfmiddlewaretoken]").cloneNode();
                  form.append(token);
                  for (const [name, value] of Object.entries(fields)) {
                    const field = document.createElement("textarea");
                    Object.assign(field, { name, value });
                    form.append(field);
                  }
                  document.body.append(form);
                  form.submit();
                }""",
                fill,
            )
        assert sent.value.status == status
        faults += faults_of(page, str(status))
    assert not faults, "\n".join(faults)


def test_whoever_runs_no_scripts_can_take_a_report_and_decide(as_role, night):
    page = as_role("call_handler", scripts=False)
    page.goto("/reports/new/")
    page.fill("#names", "Sky Written-Without")
    page.fill("#born_text", "11")
    page.click("#look")
    expect(page.locator("#names")).to_have_value("Sky Written-Without")
    page.check("input[name=seen][value=hour]")
    page.fill("#last_seen_place", "the made-up pier")
    page.click("#send")
    page.wait_for_url("**/decide/")
    page.check("#category")
    page.fill("#rationale", "Eleven, never gone before, nobody has heard from her.")
    page.click("button[value=high]")
    expect(page.locator("main")).to_contain_text("Decided: High")
    page.goto("/board/")
    expect(page.locator("#board tr", has_text="Sky Written-Without")).to_contain_text("High")
