"""No sequence of notices, moves and birthdays leaves a warning notice valid when the law says not."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.journeys.adults_cast import Beat
from whereabouts.foundations.access.scope import entered
from whereabouts.journeys.warn_adult_away import NotLawful, NotNow
from whereabouts.practice.risk.lawful import notices_that_hold
from whereabouts.records.people.queries import same_person_set

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
# In care, under an emergency order, in police protection; by agreement it is none of these.
REACHED = {"C1", "C2", "L2"}
CODES = (*sorted(REACHED), "V2", "J1")
# The year in which the child is born: 14, 15, 16 or 17 years old when the story begins.
BORN = st.sampled_from([date(year, 3, 12) for year in (2009, 2010, 2011, 2012)])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("move"), st.sampled_from(CODES)),
        st.tuples(st.just("serve"), st.sampled_from(["under_16", "in_care"])),
        st.tuples(st.just("wait"), st.integers(1, 400)),
        st.tuples(st.just("tick"), st.none()),
    ),
    min_size=2,
    max_size=8,
)


def birthday(born, age):
    return date(born.year + age, born.month, born.day)


def lawful(*, route, served, born, moves, on):
    """Return whether a notice may hold on a day: said here anew, from the law and the moves.

    `moves` are (day, code); a notice in care holds only while every status since was one of those.
    """
    if route == "under_16":
        return on < birthday(born, 16)
    standing = [code for day, code in moves if day <= served][-1:]
    since = [code for day, code in moves if served < day <= on]
    return on < birthday(born, 18) and bool(standing) and {*standing, *since} <= REACHED


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture,
                                                           HealthCheck.too_slow]
)  # fmt: skip
@given(born=BORN, steps=STEPS)
def test_no_sequence_of_notices_moves_and_birthdays_leaves_one_valid_against_the_law(
    make_actor, noon, born, steps
):
    with transaction.atomic():
        beat = Beat(make_actor=make_actor, noon=noon, born=f"{born:%d %B %Y}")
        child, at = beat.child(), noon
        moves, served = [], {}
        for what, said in steps:
            at += DAY  # a day apart: which of two things on one day came first is nobody's question
            if what == "move":
                beat.place(child, said, started_on=at.date(), at=at)
                moves.append((at.date(), said))
            elif what == "serve":
                adult = beat.enter(name=f"Adult {len(served)}", at=at)
                try:
                    notice = beat.served(adult, child, route=said, at=at)
                except (NotLawful, NotNow):
                    pass
                else:
                    served[notice] = (said, at.date())
            elif what == "wait":
                at += said * DAY
            else:
                beat.tick(at)
            at += DAY
            with entered(actor=beat.duty_inspector, at=at):
                same = same_person_set(child_id=child.pk)
                found = {one.pk for one in notices_that_hold(children=same, at=at)}
            expected = {
                key for key, (route, day) in served.items()
                if lawful(route=route, served=day, born=born, moves=moves, on=at.date())
            }  # fmt: skip
            assert found == expected
        transaction.set_rollback(True)
