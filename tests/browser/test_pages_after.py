"""Pages of help, conduct and grounds after a return: on a desk and a telephone, without a fault."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.browser.conftest import DESK, PHONE
from tests.browser.test_return_pages import hold, report
from tests.browser.world import actor
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.actions import enrol, open_agency
from whereabouts.journeys.ask_for_place import Place, ask_for_place
from whereabouts.journeys.childs_page import Said, say_as_child, whose_page
from whereabouts.journeys.commission_interview import commission_interview
from whereabouts.journeys.give_child_code import give_child_code
from whereabouts.journeys.keep_support_plan import (
    NewAction,
    PlanSays,
    act_in_support_plan,
    ask_child_again,
    start_support_plan,
)
from whereabouts.journeys.locate_child import Found, locate_child
from whereabouts.journeys.read_childs_words import read_childs_words
from whereabouts.journeys.refer_nationally import Referred, refer_nationally
from whereabouts.journeys.tell_of_conduct import Told, decide_matter, tell_of_conduct
from whereabouts.practice.conduct.models import Matter
from whereabouts.practice.voice.models import ChildsWords
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people.actions import relate_to_child

pytestmark = [pytest.mark.browser, pytest.mark.slow]
BOTH = [pytest.param(DESK, id="desk"), pytest.param(PHONE, id="phone")]


class After:
    """An episode whose child is back, and what was done since."""

    def __init__(self, site, key):
        self.site, self.at = site, datetime.now(tz=UTC)
        self.reference = report(site, key)
        self.here = f"/episodes/{self.reference}/return/"
        self.given = {"reference": self.reference, "at": self.at}
        locate_child(
            actor=self.who("response_officer"), **self.given,
            found=Found(
                how="found", by_whom="police", found_at=self.at, found_place="A quay",
                already_there=True,
            ),
        )  # fmt: skip
        council = site.world.agencies["authority"].pk
        with entered(actor=self.who("duty_inspector"), at=self.at):
            self.child = Episode.objects.get(reference=self.reference).child_id
            relate_to_child(child_id=self.child, agency=council, kind="shared", at=self.at)

    def who(self, role):
        return actor(self.site.world, role, at=self.at)

    def matter(self):
        with entered(actor=self.who("professional_standards"), at=self.at):
            return visible(Matter).latest("recorded_at").pk


@pytest.mark.parametrize("width", BOTH)
def test_what_was_offered_and_what_was_decided_nationally(site, as_role, width):
    made = After(site, f"offered-{width}")
    refer_nationally(
        actor=made.who("supervisor"), **made.given,
        referred=Referred(referred_at=made.at, reference="MSU-1", age_disputed=True),
    )  # fmt: skip
    page = as_role("supervisor", width=width)
    page.goto(made.here)
    assert "Offer help, or say why none is offered" in page.inner_text("main")
    page.click("summary:has-text('It was decided')")
    hold(page, f"grounds-{width}")
    page.select_option("#grounds", "reasonable")
    page.select_option("#decided", "positive")
    page.fill("#decided_on", f"{made.at:%d/%m/%Y}")
    page.click("button:has-text('Keep the decision')")
    assert f"{made.at.day} {made.at:%B %Y}" in page.inner_text("main")
    page.click("text=Say what was offered, or why nothing was")
    hold(page, f"support-{width}")
    page.click("button:has-text('Save')")
    assert "There is a problem" in page.inner_text("main")
    hold(page, f"support-fault-{width}")
    page.check("#to_whom-child, [name=to_whom][value=child]")
    page.check("[name=answer][value=not_offered]")
    page.fill("#words", "Asleep on the sofa.")
    page.click("button:has-text('Save')")
    page.goto(made.here)
    assert "Say what was offered" not in page.inner_text("main")


@pytest.mark.parametrize("width", BOTH)
def test_silence_about_another_place_is_listed_where_it_is_looked_for(site, as_role, width):
    made = After(site, f"gaps-{width}")
    ask_for_place(
        actor=made.who("response_officer"), **made.given,
        place=Place(
            kind="duty_team", name="The duty team", asked_at=made.at,
            agency=site.world.agencies["authority"].pk,
        ),
    )  # fmt: skip
    page = as_role("duty_inspector", width=width)
    page.goto("/")
    page.click("main >> text=Answers about another place")
    assert "Went to on-call" in page.inner_text("main")
    hold(page, f"gaps-{width}")


@pytest.mark.parametrize("width", BOTH)
def test_an_interview_is_called_off_with_its_reason(site, as_role, width):
    made = After(site, f"off-{width}")
    provider = open_agency(
        kind="provider", name=f"Made-up Charity {width}", code=f"charity-{width}", at=made.at,
        made_up=True,
    )  # fmt: skip
    enrol(
        agency=provider, username=f"listener@{width}", at=made.at, roles=("return_interviewer",),
        display_name="Nel Imaginary",
    )  # fmt: skip
    key = commission_interview(
        actor=made.who("social_worker"), **made.given, provider=provider.pk, visit_risk=""
    )
    page = as_role("social_worker", width=width)
    page.goto("/returns/interviews/")
    off = page.locator(f"details:has(form[action$='/{key}/cancel/'])")
    off.locator("summary").click()
    hold(page, f"queue-{width}")
    off.locator("button").click()
    assert "There is a problem" in page.inner_text("main")
    hold(page, f"cancel-fault-{width}")


@pytest.mark.parametrize("width", BOTH)
def test_what_a_child_said_of_somebody_is_passed_on_decided_and_told_back(site, as_role, width):
    made = After(site, f"said-{width}")
    code = give_child_code(
        actor=made.who("response_officer"), **made.given, handed="face_to_face", phone="none",
        address="https://page.example/", reader=site.world.agencies["authority"].pk,
    ).code  # fmt: skip
    visitor = whose_page(typed=code, at=made.at)
    say_as_child(
        actor=visitor.actor, link_id=visitor.link_id, at=made.at,
        said=Said(
            answers={"kindly": "no"}, words="The police officer shouted.", name="Tess",
            reach="At the library",
        ),
    )  # fmt: skip
    with entered(actor=made.who("social_worker"), at=made.at):
        key = ChildsWords.objects.latest("recorded_at").pk
    worker = as_role("social_worker", width=width)
    worker.goto(f"/childs-words/{key}/")
    hold(worker, f"words-{width}")
    read_childs_words(
        actor=made.who("social_worker"), words_id=key, outcome="conduct", at=made.at,
        outcome_words="Passed on.",
    )  # fmt: skip
    worker.goto(f"/childs-words/{key}/")
    assert "Once it is decided, the child hears from you" in worker.inner_text("main")
    hold(worker, f"words-passed-on-{width}")
    standards = as_role("professional_standards", width=width)
    standards.goto(f"/conduct/{made.matter()}/")
    hold(standards, f"matter-{width}")
    decide_matter(
        actor=made.who("professional_standards"), matter_id=made.matter(), outcome="upheld",
        words="On video.", for_child="You were right, and we are sorry.", at=made.at,
    )  # fmt: skip
    standards.goto(f"/conduct/{made.matter()}/")
    assert "tells the child" in standards.inner_text("main")
    worker.goto(f"/childs-words/{key}/")
    assert "You were right, and we are sorry." in worker.inner_text("main")
    hold(worker, f"words-to-tell-{width}")
    worker.check("[name=told_how][value=told]")
    worker.fill("#told_words", "In the library; she said thanks.")
    worker.click("button:has-text('The child has heard')")
    worker.goto("/childs-words/")
    assert "The child has heard what became of it." in worker.inner_text("main")
    hold(worker, f"words-queue-{width}")


@pytest.mark.parametrize("width", BOTH)
def test_conduct_told_of_in_a_conversation_and_what_became_of_it(site, as_role, width):
    made = After(site, f"conduct-{width}")
    worker = as_role("social_worker", width=width)
    worker.goto(f"{made.here}conduct/")
    hold(worker, f"tell-{width}")
    worker.click("button:has-text('Keep it under seal')")
    assert "There is a problem" in worker.inner_text("main")
    hold(worker, f"tell-fault-{width}")
    tell_of_conduct(
        actor=made.who("social_worker"), **made.given,
        told=Told(
            kind="spoken_to", about_kind="officer", words="Sworn at.", said_at=made.at
        ),
    )  # fmt: skip
    standards = as_role("professional_standards", width=width)
    decide_matter(
        actor=made.who("professional_standards"), matter_id=made.matter(), outcome="learning",
        words="Seen on video.", for_child="We are sorry.", at=made.at,
    )  # fmt: skip
    standards.goto("/conduct/")
    assert "Tell them" in standards.inner_text("main")
    hold(standards, f"matters-{width}")
    standards.goto(f"/conduct/{made.matter()}/")
    hold(standards, f"matter-to-tell-{width}")


@pytest.mark.parametrize("width", BOTH)
def test_the_child_is_asked_again_and_the_chart_shows_what_they_say(site, as_role, width):
    made = After(site, f"plan-{width}")
    worker = made.who("social_worker")
    start_support_plan(
        actor=worker, child_id=made.child, at=made.at,
        review_on=(made.at + timedelta(days=60)).date(),
        says=PlanSays(needs="A friend.", risks="The quay at night.", childs_view="Ask me first."),
    )  # fmt: skip
    act_in_support_plan(
        actor=worker, child_id=made.child, at=made.at,
        action=NewAction(kind="support", what="Swimming on Thursdays", who="Sam"),
    )  # fmt: skip
    page = as_role("social_worker", width=width)
    page.goto(f"/children/{made.child}/support/")
    page.click("text=Ask the child again")
    hold(page, f"ask-{width}")
    page.click("button:has-text('Save')")
    assert "There is a problem" in page.inner_text("main")
    ask_child_again(
        actor=worker, child_id=made.child, says="worse", words="Nobody came.", asked_by="Sam",
        asked_on=made.at.date(), at=made.at,
    )  # fmt: skip
    page.goto(f"/children/{made.child}/support/")
    assert "worse" in page.inner_text("main")
    hold(page, f"help-{width}")
