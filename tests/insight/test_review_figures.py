"""How soon somebody looked again equals a recount; what nobody made is counted against us."""

from datetime import timedelta

import pytest

from whereabouts.foundations.access.scope import NotPermitted, entered
from whereabouts.insight.lookups.review_figures import review_figures
from whereabouts.journeys.record_back import record_back
from whereabouts.journeys.review_episode import review_episode
from whereabouts.practice.supervision.models import Review

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def inspector(make_actor):
    return make_actor("duty_inspector")


@pytest.fixture
def looked(inspector, accept_all):
    """Return a reviewer of an episode at a moment."""

    def go(reference, at, **wanted):
        wish = accept_all(inspector, reference, at=at, **wanted)
        review_episode(actor=inspector, reference=reference, wish=wish, at=at)

    return go


def by_level(actor, at):
    return {row.level: row for row in review_figures(actor=actor, at=at)}


def test_a_look_in_time_and_one_that_is_late_are_told_apart(take_report, inspector, looked, noon):
    first = take_report()
    second = take_report(names="Sam Placeholder", born_text="1 May 2015")
    looked(first, noon + HOUR)
    looked(second, noon + 3 * HOUR)
    row = by_level(inspector, noon + 3 * HOUR)["medium"]
    with entered(actor=inspector, at=noon):
        done = list(Review.objects.filter(level="medium", state="done"))
    in_time = [one for one in done if one.settled_at <= one.due_at]
    assert 0 < len(in_time) < len(done)
    assert (row.in_time.part, row.in_time.n) == (len(in_time), len(done))
    assert (row.late, row.never) == (len(done) - len(in_time), 0)
    assert row.half_within.lasting in {one.settled_at - one.opens_at for one in done}


def test_what_nobody_made_counts_though_the_child_came_back_and_what_is_not_due_does_not(
    take_report, inspector, noon
):
    reference = take_report()
    assert by_level(inspector, noon + HOUR) == {}
    late = by_level(inspector, noon + 2.5 * HOUR)["medium"]
    assert (late.in_time.part, late.in_time.n, late.never) == (0, 1, 1)
    back = noon + 3 * HOUR
    record_back(actor=inspector, reference=reference, back_at=back, at=back)
    after = by_level(inspector, noon + 100 * HOUR)["medium"]
    assert (after.in_time.n, after.never, after.half_within) == (1, 1, None)


def test_how_often_a_look_changes_the_grade_counts_a_look_once(
    take_report, inspector, looked, decide_as, make_actor, noon
):
    kept = take_report()
    raised = take_report(names="Sam Placeholder", born_text="1 May 2015")
    for reference in (kept, raised):
        decide_as(make_actor("call_handler"), reference, level="medium", at=noon)
    # At four hours a look counts for the sergeant's review and for the inspector's.
    looked(kept, noon + 4 * HOUR)
    looked(raised, noon + 4 * HOUR, level="high")
    row = by_level(inspector, noon + 4 * HOUR)["medium"]
    assert (row.changed.part, row.changed.n, row.raised, row.lowered) == (1, 2, 1, 0)


def test_another_force_counts_nothing_of_it_and_other_roles_see_no_figures(
    take_report, inspector, make_actor, outsider, noon
):
    take_report()
    later = noon + 3 * HOUR
    assert by_level(inspector, later) != {}
    assert (
        review_figures(actor=make_actor("duty_inspector", agency="Eastmoor Police"), at=later) == []
    )
    for who in (outsider, make_actor("supervisor")):
        with pytest.raises(NotPermitted):
            review_figures(actor=who, at=later)
