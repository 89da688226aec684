"""A call becomes an episode, a decision, a board and a return: played in a real browser."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.browser.site import Hands
from tests.browser.world import NAME

pytestmark = pytest.mark.browser

KEYS_A_SECOND = 5
SECONDS_AT_MOST = 90
# What was counted when this was written, and a little more.
REPORT_KEYS_AT_MOST, REPORT_PAGES_AT_MOST = 190, 3
BOARD_WITHIN_MS = 1000  # and five times that where a machine does other things: see test_live
BUSY = 5
WATCH = """() => {
  const board = () => document.querySelector("#board")?.textContent ?? "";
  window.shownAt = null;
  const look = () => {
    if (!window.shownAt && board().includes("Testa Sampleton")) window.shownAt = Date.now();
  };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
}"""


def test_a_call_is_taken_by_keyboard_decided_seen_by_everybody_and_followed_to_its_end(
    as_role, capsys
):
    board = as_role("duty_inspector")
    board.goto("/board/")
    expect(board.locator("#board")).not_to_contain_text(NAME)
    board.evaluate(WATCH)
    loads = []
    board.on("framenavigated", lambda frame: loads.append(frame.url))

    page = as_role("call_handler")
    hands = Hands(page)
    reference = _take_report(page, hands)
    seconds = hands.keys / KEYS_A_SECOND

    board.wait_for_function("window.shownAt")
    shown_at = board.evaluate("window.shownAt")
    late, since_sent = shown_at - hands.answered_at, shown_at - hands.sent_at
    assert since_sent > 0
    assert late <= BUSY * BOARD_WITHIN_MS
    assert not loads, "The board was loaded anew."
    row = board.locator("#board tr", has_text=NAME)
    expect(row).to_contain_text("Medium")
    expect(row).to_contain_text(re.compile("not yet decided", re.IGNORECASE))

    _be_stopped_at_absent(page, hands)
    _answer_the_question_shown(page, hands)
    _decide(page, hands)
    expect(row).to_contain_text("High")
    there = f"/episodes/{reference}/return/"
    officer, coordinator = as_role("response_officer"), as_role("missing_coordinator")
    _is_back(officer, board, there)
    _is_seen_and_spoken_with(officer, as_role("supervisor"), there)
    _follow_up_stands(coordinator, reference, there)

    with capsys.disabled():
        print(
            f"\nreport: {hands.report_keys} keys, {hands.report_pages} pages,"
            f" {seconds:.0f} s at {KEYS_A_SECOND} keys a second;"
            f" with the decision: {hands.keys} keys, {hands.pages} pages;"
            f" board: {since_sent:.0f} ms after the key that sent it ({late:.0f} ms after the answer)"
        )
    assert hands.report_keys <= REPORT_KEYS_AT_MOST
    assert hands.report_pages <= REPORT_PAGES_AT_MOST
    assert seconds < SECONDS_AT_MOST


def _take_report(page, hands):
    hands.to("nav a[href='/reports/new/']")
    hands.press("Enter")
    expect(page.locator("#reporter_name")).to_be_focused()
    hands.type("Jules Fableton")
    hands.press("Tab")
    hands.type("Ch")
    expect(page.locator("#relation")).to_have_value("home_worker")
    hands.press("Tab")
    hands.type("01632960444")
    hands.press("Tab")
    hands.type("Testa Sampleton")
    expect(page.locator("[data-choice='1']")).to_be_visible()
    hands.press("Tab")
    hands.type("12/3/12")
    # Before anybody is chosen: what is known of the likeliest.
    shown = page.locator("#who")
    expect(shown).to_contain_text("Sexual exploitation")
    expect(shown).to_contain_text("Trigger plan")
    expect(shown).to_contain_text("Adult Inventor")
    expect(shown).to_contain_text("3 in all")
    expect(shown).to_contain_text("Fern House")
    hands.press("Alt+1")
    expect(shown).to_contain_text("Chosen")
    hands.to("input[name=seen]")
    hands.press("i")
    hands.to("#last_seen_place")
    hands.type("bus station")
    hands.to("#clothing")
    hands.type("green coat, white shoes")
    hands.press("Tab")
    for fact, key in (
        ("whereabouts_known", "n"),
        ("believed_abducted", "n"),
        ("self_harm", "u"),
        ("with_adult_of_concern", "u"),
        ("with_adult_partner", "u"),
        ("medical_need", "n"),
    ):
        expect(page.locator(f"#q-{fact}")).to_be_focused()
        hands.press(key)
    answers = []
    page.on("response", lambda one: answers.append(one) if one.status == 302 else None)
    hands.sent_at = time.time() * 1000
    hands.press("Control+Enter")
    page.wait_for_url("**/decide/")
    # The answer comes straight after the commit.
    timing = answers[0].request.timing
    hands.answered_at = timing["startTime"] + timing["responseStart"]
    hands.report_keys, hands.report_pages = hands.keys, hands.pages
    expect(page.locator("h1")).to_have_text("Decide")
    return page.url.rstrip("/").split("/")[-2]


def _be_stopped_at_absent(page, hands):
    standing = page.locator(".decide-now").inner_text()
    hands.to("#level-medium", most=60)
    hands.press("n")
    expect(page.locator("#level-absent")).to_be_checked()
    hands.to("[name=category]")
    hands.press("n")
    expect(page.locator("#category-absent")).to_be_checked()
    hands.to("#rationale")
    hands.type("The home says she will be back by ten.")
    hands.press("Control+Enter")
    refused = page.locator(".refusal").first
    expect(refused).to_contain_text("may not stand as it is")
    # The rule by its name, and who may pass it.
    expect(refused).to_contain_text("RF03")
    expect(refused).to_contain_text("duty inspector")
    # What stands goes on standing, and what is typed is still there.
    assert _level(page.locator(".decide-now").inner_text()) == _level(standing)
    expect(page.locator("#rationale")).to_have_value("The home says she will be back by ten.")


def _level(words):
    return re.search(r"Stands now\s+(\w+)", words)[1]


def _answer_the_question_shown(page, hands):
    expect(page.locator(".decide-now")).not_to_contain_text("High\n")
    asked = page.locator(".ask-next").first
    expect(asked).to_contain_text("harmed themselves")
    hands.to("[name=a-self_harm]", most=60)
    hands.press("h")
    hands.to("button[value='answer:self_harm']")
    hands.press("Enter")
    expect(page.locator("[role=status]", has_text="is now High")).to_be_visible()
    # It stood there at once, before anybody decided.
    assert _level(page.locator(".decide-now").inner_text()) == "High"


def _decide(page, hands):
    # The page leads on to the next question; the way up is one key.
    hands.press("Alt+h")
    page.wait_for_url(lambda address: not address.endswith("/decide/"))
    expect(page.locator("main")).to_contain_text("Decided: High")
    expect(page.locator("h1")).to_contain_text(NAME)


def _is_back(officer, inspector, there):
    """The child is found, a destination is agreed to by a named person, and the child is back."""
    officer.goto(there)
    officer.check("input[name=how][value=found]")
    officer.select_option("#by_whom", "police")
    officer.fill("#found_place", "the bus station")
    officer.fill("#condition", "Cold and hungry, talks with us.")
    officer.fill("#where_now", "in our car")
    officer.click("#locate-send")
    expect(officer.locator("#next-heading")).to_contain_text("where does the child go")
    officer.check("input[name=kind][value=placement]")
    officer.fill("#destination", "Fern House")
    officer.check("input[name=danger_there][value=no]")
    for question in (
        "why_left", "who_is_there", "risk_history", "child_view", "alternatives", "protection",
    ):  # fmt: skip
        officer.fill(
            f"#{question}", "Asked of the child and of the home; nothing speaks against it."
        )
    officer.fill("#said_by", "the child, and Jules Fableton")
    officer.click("text=Propose it")
    expect(officer.locator("#next-heading")).to_contain_text("a named person decides")
    inspector.goto(there)
    inspector.check("input[name=agreed][value=yes]")
    inspector.fill("#because", "She wants to be there, and the home was asked.")
    if inspector.locator("#safeguarding").count():
        inspector.fill("#safeguarding", "Spoke with the social worker on duty, who agrees.")
    inspector.click("text=Decide, in my name")
    expect(inspector.locator("#next-heading")).to_contain_text("the child is back")
    officer.goto(there)
    officer.fill("#where_now", "Fern House")
    officer.click("main button:has-text('The child is back')")
    expect(officer.locator("#next-heading")).to_contain_text("see the child alone")


def _is_seen_and_spoken_with(officer, supervisor, there):
    """The child is seen alone, spoken with, and the referral is decided on."""
    officer.check("input[name=alone][value=yes]")
    officer.click("text=Write it down")
    expect(officer.locator("#next-heading")).to_contain_text("follow up")
    officer.click("text=Record the prevention interview")
    officer.check("input[name=outcome][value=held]")
    officer.check("input[name=seen_alone][value=yes]")
    officer.check("#explained")
    officer.check("input[name=safe_now][value=yes]")
    officer.fill("#child_words", "I wanted to see my mates.")
    officer.fill("#offered", "The youth worker, tomorrow; she said yes.")
    officer.click("#interview-send")
    expect(
        officer.locator(".return-owed__one--done", has_text="revention interview")
    ).to_be_visible()
    supervisor.goto(there)
    supervisor.click("text=Decide on the referral")
    supervisor.check("input[name=sent][value=yes]")
    supervisor.fill(
        "#referral_because", "Signs of exploitation, and the fourth time in a hundred days."
    )
    supervisor.click("form[action$='/referral/'] button")
    expect(supervisor.locator("main")).to_contain_text("Decided, with your reason")


def _follow_up_stands(coordinator, reference, there):
    """The return interview waits; whoever asks for closing is told by name what is left."""
    coordinator.goto(there)
    waits = coordinator.locator(".return-owed__one--outstanding", has_text="eturn home interview")
    expect(waits).to_be_visible()
    assert not coordinator.locator("form[action$='/close/']").count()
    coordinator.evaluate(
        """there => {
          const form = document.createElement("form");
          form.method = "post";
          form.action = `${there}close/`;
          form.append(document.querySelector("[name=csrfmiddlewaretoken]").cloneNode());
          document.body.append(form);
          form.submit();
        }""",
        there,
    )
    refused = coordinator.locator("main", has_text="eturn home interview")
    expect(refused).to_contain_text("Returned is not closed")
    coordinator.goto(f"/episodes/{reference}/")
    expect(coordinator.locator("main")).not_to_contain_text("Closed")
    expect(coordinator.locator("section[aria-labelledby=tasks]")).to_contain_text(
        re.compile("return home interview", re.I)
    )
