"""Several questions on one way: each planned once a line, seen by one scope's eyes and no longer."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.db.utils import DataError
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from whereabouts.foundations.access.gate import relate, visible
from whereabouts.foundations.access.models import Relation
from whereabouts.foundations.access.prepared import Together, prepared_together
from whereabouts.foundations.access.scope import asked_at_once, entered, scope_of
from whereabouts.foundations.agencies.planned import Question, ask_at_once

NUMBERS = Question("SELECT %s::int + 1, '100%%'", ["41"])
EYES = Question("SELECT current_setting('whereabouts.agency', true)", [])
PLAN = Question("SELECT current_setting('plan_cache_mode')", [])


@prepared_together
def _subjects(*, subjects: list[UUID]) -> Together:
    rows = visible(Relation).filter(subject__in=subjects).values("subject")
    return Together(parts={"seen": rows}, sql="SELECT subject FROM seen ORDER BY subject")


@pytest.fixture
def reasons(make_actor, noon):
    """Two forces, each with a reason to see a child of its own and one to see a child of both."""
    ours, theirs = make_actor("call_handler"), make_actor("call_handler", agency="Southfell Police")
    both, one, other = sorted([uuid4(), uuid4(), uuid4()])
    for actor, child in ((ours, one), (theirs, other)):
        with entered(actor=actor, at=noon):
            relate(subjects={both, child}, agency=actor.agency_id, kind="recording", at=noon)
    return ours, theirs, {both, one}, {both, other}


@pytest.mark.django_db
def test_answers_come_in_the_order_of_the_questions_by_one_message():
    ask_at_once(questions=[NUMBERS, EYES])
    with CaptureQueriesContext(
        connection,
    ) as sent:
        answers = ask_at_once(questions=[NUMBERS, EYES, NUMBERS])
    assert answers[0] == answers[2] == [(42, "100%")]
    assert len(answers) == 3
    told = [one["sql"] for one in sent.captured_queries if "SAVEPOINT" not in one["sql"]]
    assert len(told) == 1


@pytest.mark.django_db
def test_a_value_that_stands_at_several_places_is_sent_once():
    twice = Question("SELECT %s::text, %s::text, %s::text", ["a", "b"], (1, 0, 1))
    assert ask_at_once(questions=[twice]) == [[("b", "a", "b")]]


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=6)


@pytest.mark.django_db
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(one=TEXT | st.text("'\\%{},\" \n"), some=st.lists(TEXT | st.just("NULL"), max_size=3))
def test_whatever_a_value_says_it_comes_back_as_it_was(one, some):
    keys, at = [uuid4(), uuid4()], datetime(2026, 3, 28, 23, 59, 59, 7, tzinfo=UTC)
    asked = Question(
        "SELECT %s::text, %s::text[], %s::uuid, %s::uuid[], %s::timestamptz",
        [one, some, keys[0], keys, at],
    )
    assert ask_at_once(questions=[asked]) == [[(one, some, keys[0], keys, at)]]


@pytest.mark.django_db
def test_each_scope_is_given_its_own_rows_and_nobody_elses(reasons, noon):
    ours, theirs, of_ours, of_theirs = reasons
    everybody = sorted(of_ours | of_theirs)
    for actor, own in ((ours, of_ours), (theirs, of_theirs)):
        (rows,) = asked_at_once(
            scope=scope_of(actor=actor, at=noon),
            questions=lambda: [_subjects.question(subjects=everybody)],
        )
        assert {subject for (subject,) in rows} == own


@pytest.mark.django_db
def test_a_question_put_together_for_others_is_stopped_by_the_second_fence(reasons, noon):
    ours, theirs, _, of_theirs = reasons
    kept = []
    asked_at_once(
        scope=scope_of(actor=theirs, at=noon),
        questions=lambda: kept.append(_subjects.question(subjects=sorted(of_theirs))) or kept,
    )
    (rows,) = asked_at_once(scope=scope_of(actor=ours, at=noon), questions=lambda: kept)
    assert rows == []


@pytest.mark.django_db
def test_a_transaction_that_goes_on_keeps_its_own_eyes(reasons, noon):
    ours, theirs, *_ = reasons
    with entered(actor=ours, at=noon):
        ((inside,),) = asked_at_once(
            scope=scope_of(actor=theirs, at=noon), questions=lambda: [EYES]
        )  # fmt: skip
        assert inside == (str(theirs.agency_id),)
        assert ask_at_once(questions=[EYES, PLAN]) == [[(str(ours.agency_id),)], [("auto",)]]


@pytest.mark.usefixtures("committed")
def test_outside_every_transaction_the_eyes_are_gone_with_the_answers(reasons, noon):
    ours = reasons[0]
    at = noon + timedelta(seconds=1)
    assert not connection.in_atomic_block
    ((seen,), (plan,)) = asked_at_once(
        scope=scope_of(actor=ours, at=at), questions=lambda: [EYES, PLAN]
    )  # fmt: skip
    assert (seen, plan) == ((str(ours.agency_id),), ("force_generic_plan",))
    (((left,),), ((plan,),)) = ask_at_once(questions=[EYES, PLAN])
    assert (left or "", plan) == ("", "auto")


@pytest.mark.usefixtures("committed")
def test_plans_that_a_line_has_let_go_of_are_made_again():
    ask_at_once(questions=[NUMBERS])
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    assert ask_at_once(questions=[NUMBERS]) == [[(42, "100%")]]
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("DEALLOCATE ALL")
        assert ask_at_once(questions=[NUMBERS]) == [[(42, "100%")]]


@pytest.mark.django_db
def test_a_fault_of_the_question_itself_is_the_askers():
    with pytest.raises(DataError), transaction.atomic():
        ask_at_once(questions=[Question("SELECT 1 / %s::int", ["0"])])
    assert ask_at_once(questions=[NUMBERS]) == [[(42, "100%")]]
