"""An episode that nobody acknowledges climbs the ladder, on the screen of whoever is above."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from playwright.sync_api import expect

from tests.browser.site import barriers
from tests.browser.world import actor
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.actions import enrol
from whereabouts.foundations.agencies.models import Member
from whereabouts.foundations.outbox.models import Message
from whereabouts.foundations.timers.models import Timer
from whereabouts.journeys.report_missing import Told, report_missing
from whereabouts.records.episodes.models import Episode

pytestmark = pytest.mark.browser

LONG = 60_000
# What is said is gone when the next is said: keep all of it.
LISTEN = """() => {
  const alarm = document.getElementById("interrupt-said");
  window.said = [];
  new MutationObserver(() => window.said.push(alarm.textContent))
    .observe(alarm, { childList: true, characterData: true, subtree: true });
}"""


def run_out(world, reference):
    """Let the time for acknowledging an episode's notices be over, for the worker to find."""
    inspector = actor(world, "duty_inspector")
    with entered(actor=inspector, at=world.at):
        episode = Episode.objects.get(reference=reference)
        waited = Message.objects.filter(subject=f"episode:{episode.pk}")
        waited.update(promised_at=world.at - timedelta(minutes=20))
        Timer.objects.filter(
            subject=f"episode:{episode.pk}", kind="notice_unacknowledged", state="waiting"
        ).update(due_at=world.at - timedelta(minutes=5), next_try_at=world.at)
    connection.close()


def report(world, key, *, at=None, **facts):
    at = at or world.at
    receipt = report_missing(
        actor=actor(world, "call_handler"),
        told=Told(
            idempotency_key=key, happened_at=at, names=f"Testa Climbington {key}",
            born_text="12 March 2012", reporter_name="Paula Sampleton", relation="mother",
            reporter_contact="01632 960333", last_seen_at=at - timedelta(hours=2),
            last_seen_place="the made-up park", facts=facts,
        ),
        at=at,
    )  # fmt: skip
    connection.close()
    return receipt.episode


def superintendent(world):
    """Enrol a superintendent, where there is none yet."""
    name = "superintendent@browser"
    if not Member.objects.filter(username=name).exists():
        enrol(
            agency=world.agencies["force"], username=name, rank="superintendent",
            display_name="Jo Madeupham", roles=("superintendent",),
            at=world.at - timedelta(days=9), demo=True,
        )  # fmt: skip
    connection.close()


def test_an_episode_at_high_interrupts_is_said_once_and_is_acknowledged(site, as_role):
    inspector = as_role("duty_inspector")
    inspector.goto("/board/")
    before = inspector.locator("[data-interrupt]").count()
    # Reported now: clocks of the world before it may ring meanwhile, and the newest stand first.
    inspector.evaluate(LISTEN)
    reference = report(
        site.world, "interrupting", at=datetime.now(UTC), self_harm="current", suicide_concern=True
    )
    shown = inspector.locator("[data-interrupt]", has_text=reference)
    expect(shown).to_be_visible(timeout=LONG)
    assert any(reference in words for words in inspector.evaluate("window.said"))
    assert inspector.locator("[data-interrupt]").count() > before
    expect(inspector.locator("[data-sound]")).to_have_text("Sound is off")
    assert barriers(inspector) == []
    # On the next page it is there, and is not said again.
    inspector.goto("/notices/")
    expect(inspector.locator("[data-interrupt]", has_text=reference)).to_be_visible()
    time.sleep(0.2)
    expect(inspector.locator("#interrupt-said")).to_be_empty()
    inspector.locator("[data-interrupt]", has_text=reference).get_by_role("button").click()
    expect(inspector.locator("[data-interrupt]", has_text=reference)).to_have_count(0)


def test_an_episode_that_nobody_acknowledges_climbs_on_the_screen_above(site, as_role):
    world = site.world
    superintendent(world)
    reference = report(world, "climbing")
    inspector = as_role("duty_inspector")
    inspector.goto("/notices/")
    # The coordinator is at home: that notice climbs to the inspector too, as a line of its own.
    others = "coordinator"
    line = inspector.locator("li.notice", has_text=reference, has_not_text=others)
    expect(line).to_contain_text("New episode")
    expect(line).not_to_contain_text("nobody read it in time")
    run_out(world, reference)
    until = time.monotonic() + 3 * LONG / 1000  # the worker may only just have started
    while True:
        inspector.reload()
        if "nobody read it in time" in (line.text_content() or ""):
            break
        assert time.monotonic() < until, "The notice did not climb."
    expect(line).to_contain_text("so also Superintendent")
    above = as_role("superintendent")
    above.goto("/notices/")
    climbed = above.locator("li.notice", has_text=reference, has_not_text=others)
    expect(climbed).to_contain_text("nobody read it in time")
    assert barriers(above) == []
    assert above.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    above.get_by_role("button", name="Acknowledge all of these").click()
    expect(climbed).to_have_count(0)
    inspector.reload()
    expect(line).to_have_count(0)


def test_what_interrupts_is_one_line_each_on_a_telephone_and_opens(site, as_role):
    for number in range(3):
        report(site.world, f"phone-{number}", self_harm="current", suicide_concern=True)
    page = as_role("duty_inspector", width=390)
    page.goto("/board/")
    lines = page.locator("[data-interrupt]:visible")
    expect(lines).to_have_count(3, timeout=LONG)
    # All at once: a line is drawn anew whenever another thing interrupts.
    heights = lines.evaluate_all("all => all.map((one) => one.getBoundingClientRect().height)")
    assert len(heights) == 3
    assert max(heights) < 60
    assert page.locator(".interrupts__banner").bounding_box()["height"] < 330
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert barriers(page) == []
    source = lines.first.locator(".source")
    expect(source).to_be_hidden()
    lines.first.locator("summary").click()
    expect(source).to_be_visible()
    # One acknowledgement covers the list.
    page.get_by_role("button", name="Acknowledge all (").click()
    expect(page.locator("[data-interrupt]")).to_have_count(0)


def test_a_shift_is_left_on_one_page_and_accepted_by_the_next(site, as_role):
    superintendent(site.world)
    outgoing, incoming = as_role("duty_inspector"), as_role("superintendent", width=390)
    outgoing.goto("/shift/")
    outgoing.fill("textarea[name=words]", "Ring the made-up aunt at two.")
    outgoing.get_by_role("button", name="Write the list for the next inspector").click()
    expect(outgoing.locator("body")).to_contain_text("The list is written as it stands now.")
    incoming.goto("/shift/")
    incoming.get_by_role("button", name="Read the list and accept it").click()
    expect(incoming.locator("blockquote")).to_contain_text("Ring the made-up aunt at two.")
    assert barriers(incoming) == []
    assert incoming.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    incoming.get_by_role("button", name="Accept the shift").click()
    expect(incoming.locator("body")).to_contain_text("You have accepted the shift")
    expect(incoming.locator("body")).to_contain_text("Accepted by Jo Madeupham")
    outgoing.goto("/shift/")
    expect(outgoing.locator("body")).to_contain_text("Jo Madeupham")
