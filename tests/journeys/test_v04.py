"""V04: an adult with a plan to take her away comes to light: looked at again, and graded high."""

from datetime import timedelta

import pytest

from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.outbox.models import Message
from whereabouts.foundations.timers.models import Timer
from whereabouts.insight.lookups.episode import episode_page
from whereabouts.journeys.answer_question import answer_question
from whereabouts.journeys.clock import fire
from whereabouts.journeys.name_adult import name_adult
from whereabouts.journeys.record_back import record_back
from whereabouts.journeys.told import AdultNamed
from whereabouts.practice.risk.models import Assessment, Decision

pytestmark = pytest.mark.django_db
HIM = AdultNamed(name="Alex Sample", kind="associate", fact="with_adult_of_concern")


@pytest.fixture
def later(noon):
    return noon + timedelta(hours=1)


@pytest.fixture
def medium(make_child, take_report, make_actor, decide_as):
    """An episode that an inspector graded medium."""
    reference = take_report(child=make_child(born="12 March 2012"), relation="mother")
    decide_as(make_actor("duty_inspector"), reference, level="medium")
    return reference


@pytest.fixture
def come_to_light(medium, make_actor, later):
    """The same, an hour on: her family speak of a man and a journey."""
    officer = make_actor("response_officer")
    name_adult(actor=officer, reference=medium, adult=HIM, said_by="her family", at=later)
    answer_question(
        actor=officer, reference=medium, fact="travel_abroad", value=True,
        said_by="her family", source_kind="relative", at=later,
    )  # fmt: skip
    return medium


def test_the_level_stands_higher_at_once_and_looking_again_is_due_in_a_quarter_of_an_hour(
    come_to_light, make_actor, look, later
):
    inspector = make_actor("duty_inspector")
    episode = look(inspector, come_to_light, at=later)
    assert (episode.recommended_level, episode.level) == ("high", "high")
    with entered(actor=inspector, at=later):
        assert {"RF04", "RF13"} <= {
            row["rule"] for row in Assessment.objects.latest("number").result["fired"]
        }
    waiting = Timer.objects.get(
        kind="reassess_due", subject=f"episode:{episode.pk}", state="waiting"
    )
    assert waiting.due_at - later <= timedelta(minutes=15)


def test_nobody_looks_again_and_the_duty_inspector_is_told_once(
    come_to_light, make_actor, look, later
):
    inspector = make_actor("duty_inspector")
    episode = look(inspector, come_to_light, at=later)
    told = Message.objects.filter(kind="reassess_due", subject=f"episode:{episode.pk}")
    with entered(actor=inspector, at=later):
        assert not told.exists()
    after = later + timedelta(minutes=16)
    for _ in range(2):
        fire(at=after)
    with entered(actor=inspector, at=after):
        assert told.get().to_role == "duty_inspector"


def test_the_second_version_keeps_who_why_and_what_changed_and_both_grades_are_shown(
    come_to_light, make_actor, decide_as, later
):
    inspector, after = make_actor("duty_inspector"), later + timedelta(minutes=10)
    decide_as(
        inspector, come_to_light, level="high", at=after,
        rationale="Her family say that a man of eighteen means to take her on a journey.",
    )  # fmt: skip
    with entered(actor=inspector, at=after):
        first, second = Decision.objects.order_by("decided_at", "pk")
        assert (first.level, second.level) == ("medium", "high")
        assert second.recorded_by_id == inspector.member_id
        assert "journey" in second.rationale
    page = episode_page(actor=inspector, reference=come_to_light, at=after)
    assert {one.level for one in page.decisions} == {"medium", "high"}
    changed = [change.fact for one in page.versions for change in one.changes]
    assert "travel_abroad" in changed


def test_a_stranger_learns_nothing_of_it(come_to_light, outsider, later):
    with entered(actor=outsider, at=later):
        assert not Assessment.objects.exists()
        assert not Decision.objects.exists()


def test_how_long_she_was_away_is_shown_beside_both_grades(come_to_light, make_actor, later):
    officer, back = make_actor("response_officer"), later + timedelta(hours=6)
    decide = make_actor("duty_inspector")
    before = episode_page(actor=decide, reference=come_to_light, at=later)
    assert before.who.away_for is None
    record_back(actor=officer, reference=come_to_light, back_at=back, at=back)
    page = episode_page(actor=decide, reference=come_to_light, at=back)
    assert page.who.away_for == timedelta(hours=9)  # last seen two hours before the report
    assert {one.level for one in page.decisions} | {page.stands.level} == {"medium", "high"}
