"""Days without an episode and the child's own word, by kind of help, out of the tables."""

from datetime import timedelta

import pytest

from tests.journeys.planning_cast import DAY, Team
from whereabouts.foundations.access.scope import entered
from whereabouts.insight.figures.facts import Quiet
from whereabouts.insight.lookups.facts import facts
from whereabouts.insight.lookups.facts_of_help import everybody_helped
from whereabouts.journeys.keep_support_plan import PlanSays, ask_child_again, start_support_plan
from whereabouts.journeys.offer_support import offer_support
from whereabouts.journeys.record_back import record_back

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(make_actor, make_agency, take_report, noon):
    """Return a child who was missing twice, the second time under a long-term plan."""
    made = Team(make_actor=make_actor, make_agency=make_agency, noon=noon)
    for day in (20, -10):
        at = noon - day * DAY
        reference = take_report(child=made.child, at=at)
        back_at = at + timedelta(hours=1)
        record_back(
            actor=made.make_actor("response_officer"), reference=reference, back_at=back_at,
            at=back_at,
        )  # fmt: skip
    start_support_plan(
        actor=made.worker, child_id=made.child_id, says=PlanSays(needs="A friend."), at=noon,
        review_on=(noon + 60 * DAY).date(),
    )  # fmt: skip
    return made


def look(actor, until):
    with entered(actor=actor, at=until):
        return everybody_helped(until=until)


def test_days_are_counted_when_help_began_and_at_the_end_long_after_the_last_episode(team, noon):
    until = noon + 700 * DAY
    (quiet,) = look(team.worker, until).quiet
    assert (quiet.kind, quiet.days_then, quiet.days_now) == ("Long-term plan", 20, 690)
    with entered(actor=team.worker, at=until):
        counted = facts(agency=team.council.pk, since=until - 365 * DAY, until=until)
    # Nothing of the year: yet the child is counted, and the look at them is written down.
    assert counted.episodes == ()
    assert counted.quiet == (quiet,)
    assert team.child_id in counted.records


def test_support_counts_only_once_it_is_accepted(team, noon):
    for answer in ("declined", "accepted"):
        offer_support(
            actor=team.worker, child_id=team.child_id, to_whom="child", need="school",
            answer=answer, at=noon + (0 if answer == "declined" else 30) * DAY,
        )  # fmt: skip
    found = [one for one in look(team.worker, noon + 60 * DAY).quiet if "Support" in one.kind]
    (person,) = {one.person for one in look(team.worker, noon + 60 * DAY).quiet}
    assert found == [
        Quiet(person=person, kind="Support that was accepted", days_then=20, days_now=50)
    ]


def test_help_that_begins_later_is_not_counted_yet(team, noon):
    assert look(team.worker, noon).quiet == ()


def test_the_childs_last_word_stands_and_who_was_not_asked_is_counted_as_such(team, noon):
    assert look(team.worker, noon + DAY).says[0].words == "Not asked"
    for day, says in ((5, "worse"), (9, "better")):
        ask_child_again(
            actor=team.worker, child_id=team.child_id, says=says, words="x", asked_by="Sam",
            asked_on=(noon + day * DAY).date(), at=noon + day * DAY,
        )  # fmt: skip
    assert look(team.worker, noon + 7 * DAY).says[0].words == "Worse"
    assert look(team.worker, noon + 30 * DAY).says[0].words == "Better"


def test_the_outsider_counts_nobody(team, outsider, noon):
    found = look(outsider, noon + 60 * DAY)
    assert (found.quiet, found.says, found.records) == ((), (), frozenset())
