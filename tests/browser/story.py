"""One made-up child's story, step by step: a return, two conversations, a plan in force."""

from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect

from tests.browser.world import actor
from whereabouts.foundations.access.scope import entered
from whereabouts.journeys.add_placement import add_placement
from whereabouts.journeys.keep_voice import Line, add_to_about_me
from whereabouts.journeys.report_missing import Told, report_missing
from whereabouts.records.people import actions as people

NAME, BORN = "Posy Storyman-Madeup", "2 February 2012"
FOUND = "the boathouse café"
NEXT_TIME = "Ask Old Example at the boathouse; text before ringing."
IN_CONFIDENCE = "The attic at Hidden Lane"
TOLD_THE_POLICE, TOLD_THE_WORKER = "I wanted to hear the band.", "It was too loud that night."
ABOUT_ME = "Sit down first. Ask me where I want to go."
WORKS = "Her football coach, by text."
FIRST = ("Text from the coach's phone", "Go to the boathouse café")


def make_child(world):
    """Make a child of whom little is known, in a home where an authority placed her; return her key."""
    at = datetime.now(tz=UTC) - timedelta(days=3)
    by = actor(world, "missing_coordinator", at=at)
    with entered(actor=by, at=at):
        made = people.create_child(
            by=by, at=at, names=[{"given": "Posy", "family": "Storyman-Madeup", "kind": "birth"}],
            born_text=BORN, sex="F", source="force record",
        ).pk  # fmt: skip
    authority = world.agencies["authority"].pk
    add_placement(
        actor=by, child_id=made, living_at="childrens_home", looked_after=True,
        started_on=at.date(), home=world.agencies["home"].pk, responsible_authority=authority,
        host_authority=authority, place="4 Imaginary Road, Aldermere", at=at,
    )  # fmt: skip
    return made


def report_first(world, child):
    """Report the child for the first time, and return the episode's reference."""
    at = datetime.now(tz=UTC) - timedelta(hours=1)
    receipt = report_missing(
        actor=actor(world, "call_handler", at=at), at=at,
        told=Told(
            idempotency_key="first-time", happened_at=at, child=child, relation="home_worker",
            reporter_name="Jules Fableton", last_seen_at=at - timedelta(hours=2),
            last_seen_place="the garden", facts={"whereabouts_known": False},
            words="She is not in her room.",
        ),
    )  # fmt: skip
    return receipt.reference


def comes_back(officer, inspector, there):
    """The child is found, a destination is agreed to, and she comes back and is seen alone."""
    officer.goto(there)
    officer.check("input[name=how][value=found]")
    officer.select_option("#by_whom", "police")
    officer.fill("#found_place", FOUND)
    officer.click("#locate-send")
    expect(officer.locator("#next-heading")).to_contain_text("where does the child go")
    officer.check("input[name=kind][value=placement]")
    officer.fill("#destination", "Fern House")
    officer.check("input[name=danger_there][value=no]")
    for question in (
        "why_left", "who_is_there", "risk_history", "child_view", "alternatives", "protection",
    ):  # fmt: skip
        officer.fill(f"#{question}", "Asked of the child and of the home.")
    officer.click("text=Propose it")
    inspector.goto(there)
    inspector.check("#agreed")
    inspector.fill("#because", "The child wants it, and who is there was spoken with.")
    inspector.click("button:has-text('Decide, in my name')")
    officer.goto(there)
    officer.click("button:has-text('The child is back')")
    officer.check("#alone")
    officer.click("button:has-text('Write it down')")
    expect(officer.locator("#next-heading")).to_contain_text("follow up")


def _speaks(page, *, words, next_time, agreed):
    page.check("input[name=outcome][value=held]")
    page.check("input[name=seen_alone][value=yes]")
    page.check("#explained")
    page.check("input[name=consent_child][value=yes]")
    page.check("input[name=consent_child_to][value=talk]")
    page.check("input[name=safe_now][value=yes]")
    page.fill("#child_words", words)
    page.fill("#offered", "A youth worker, tomorrow; she said yes.")
    page.fill("#know_next_time", next_time)
    page.check(f"input[name=next_agreed][value={agreed}]")


def talks_with_the_police(officer, there):
    """She says something that may be known next time."""
    officer.click("text=Record the prevention interview")
    _speaks(officer, words=TOLD_THE_POLICE, next_time=NEXT_TIME, agreed="yes")
    officer.check("input[name=next_audience][value=control_room]")
    officer.check("input[name=next_audience][value=police]")
    officer.click("#interview-send")
    expect(
        officer.locator(".return-owed__one--done", has_text="revention interview")
    ).to_be_visible()


def talks_with_somebody_independent(worker, there):
    """She says something else, and it stays in confidence."""
    worker.goto(f"{there}interview/")
    _speaks(worker, words=TOLD_THE_WORKER, next_time=IN_CONFIDENCE, agreed="no")
    worker.click("#interview-send")
    expect(
        worker.locator(".return-owed__one--done", has_text="eturn home interview")
    ).to_be_visible()


def write_the_plan(coordinator, child):
    """The coordinator writes a plan with a level and first actions; return the draft's address."""
    coordinator.goto(f"/children/{child}/plan/write/")
    today = datetime.now(tz=UTC).date()
    coordinator.select_option("#level", "high")
    coordinator.select_option("#category", "missing")
    coordinator.fill("#high_when", "While the man at the boathouse waits for her.")
    coordinator.fill("#high_until", f"{today + timedelta(days=30):%d/%m/%Y}")
    coordinator.fill("#review_on", f"{today + timedelta(days=60):%d/%m/%Y}")
    for number, (title, role) in enumerate(
        zip(FIRST, ("call_handler", "response_officer"), strict=True), start=1
    ):
        row = coordinator.locator("details.plan-row", has_text=f"Action {number}").first
        if row.get_attribute("open") is None:
            row.locator("summary").click()
        coordinator.fill(f"#action{number}_title", title)
        coordinator.select_option(f"#action{number}_role", role)
        coordinator.select_option(f"#action{number}_within", "30")
    for name, words in (
        ("locate_now", "The quay, in the evening."), ("works", WORKS),
        ("who_does_what", "The home texts first; the social worker tells the school."),
        ("prevent", "A lift home from band practice."), ("childs_view", "I helped to write it."),
    ):  # fmt: skip
        coordinator.fill(f"#{name}", words)
    coordinator.click("form.plan-form > button")
    coordinator.wait_for_url("**/plans/drafts/**")
    return coordinator.url


def take_in_what_was_taught(coordinator, child):
    """Each line that wrote itself is accepted, but the one that the child keeps to herself."""
    coordinator.goto(f"/children/{child}/plan/lines/")
    expect(coordinator.locator("main")).not_to_contain_text(IN_CONFIDENCE)
    for words in (FOUND, NEXT_TIME.rstrip(".")):
        coordinator.locator(".plan-proposed", has_text=words).locator("button[value=take]").click()
        expect(coordinator.locator("main")).to_contain_text("It stands in the plan")
        expect(coordinator.locator(".plan-standing", has_text=words)).to_be_visible()
    held = coordinator.locator(".plan-proposed", has_text="The child did not allow it")
    expect(held).to_contain_text("Ask the worker, Max Pretendley")
    held.locator("button[value=leave]").click()
    expect(coordinator.locator(".plan-proposed")).to_have_count(0)


def approve_the_plan(coordinator, inspector, worker, draft):
    """It is sent, and the force and the authority each approve it."""
    coordinator.goto(draft)
    coordinator.click("text=Send it to be approved")
    expect(coordinator.locator("h1")).to_have_text("A plan that waits for approval")
    for approver in (inspector, worker):
        approver.goto(coordinator.url)
        approver.select_option("#answer", "yes")
        approver.click("button:has-text('Answer for your agency')")
    expect(worker.locator("h1")).to_have_text("This plan is in force")


def tells_about_herself(world, child):
    """She says how to talk with her."""
    at = datetime.now(tz=UTC)
    for kind, words in (("talk", ABOUT_ME), ("worse", "Do not shout up the stairs.")):
        add_to_about_me(
            actor=actor(world, "response_officer", at=at), child_id=child, at=at,
            line=Line(kind=kind, words=words, source="child_said", said_on=at.date()),
        )  # fmt: skip
