"""What a transaction has written itself it knows; whatever may have changed it asks for."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from whereabouts.foundations.access.gate import made_here
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.added import MOST_ROWS, made_now, nothing_else
from whereabouts.foundations.agencies.gathered import (
    _calls_ours,
    added,
    gathering,
    insert,
    insert_now,
    is_gathered,
)
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.agencies.remembered import remembering
from whereabouts.foundations.timers.actions import set_timer, stand_down
from whereabouts.foundations.timers.models import Timer
from whereabouts.records.episodes import actions as episodes
from whereabouts.records.people import actions, queries
from whereabouts.records.people.models import Child, ChildBirth, ChildName, Flag
from whereabouts.records.reports import actions as reports
from whereabouts.records.reports.models import Contact

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
OF_A_TIMER = {
    "kind": "heartbeat", "subject": "made:up", "set_at": NOON, "due_at": NOON, "next_try_at": NOON,
}  # fmt: skip
FLAGS, CONTACTS = Flag._meta.db_table, Contact._meta.db_table


@pytest.fixture
def handler(make_actor):
    return make_actor("call_handler")


def a_child(handler, noon, **more):
    return actions.create_child(
        by=handler, at=noon, names=[{"full": "Testa Sampleton"}], born_text="12 March 2012", **more
    )


def test_of_a_child_made_now_nothing_is_asked(handler, noon, django_assert_num_queries):
    with entered(actor=handler, at=noon):
        child = a_child(handler, noon)
        with django_assert_num_queries(0):
            assert queries.flags_of(child_ids=[child.pk], at=noon) == []
            assert queries.same_person_set(child_id=child.pk) == {child.pk}
            (name,) = queries.names_of(child_ids=[child.pk])
            (born,) = queries.births_of(child_ids=[child.pk])
        assert (name.full, born.as_said) == ("Testa Sampleton", "12 March 2012")


def test_of_a_child_made_before_it_is(handler, noon, django_assert_num_queries):
    with entered(actor=handler, at=noon):
        child = a_child(handler, noon)
    with entered(actor=handler, at=noon):
        assert not made_now(keys=[child.pk])
        with django_assert_num_queries(1):
            assert queries.flags_of(child_ids=[child.pk], at=noon) == []
        assert made_here(ChildName, about=[child.pk]) is None


def test_of_two_children_of_whom_one_was_there_it_is(handler, noon, django_assert_num_queries):
    with entered(actor=handler, at=noon):
        before = a_child(handler, noon)
    with entered(actor=handler, at=noon):
        both = [before.pk, a_child(handler, noon).pk]
        with django_assert_num_queries(1):
            queries.flags_of(child_ids=both, at=noon)
        assert len(queries.names_of(child_ids=both)) == 2


def test_a_flag_that_was_put_there_meanwhile_is_found(handler, noon):
    with entered(actor=handler, at=noon):
        child = a_child(handler, noon)
        actions.propose_flag(
            child=child, kind="cse", strength="suspected", source="told", detail="",
            review_on=noon.date() + timedelta(days=7), by=handler, at=noon,
        )  # fmt: skip
        assert not nothing_else(table=FLAGS, about=[child.pk])
        assert len(queries.flag_proposals_of(child_ids=[child.pk])) == 1


def test_a_row_that_comes_to_be_about_the_child_is_found(handler, noon):
    """A call that came before anybody made a record of the child is written to the record now."""
    with entered(actor=handler, at=noon):
        call = reports.open_contact(by=handler, at=noon, happened_at=noon)
    with entered(actor=handler, at=noon):
        child = a_child(handler, noon)
        assert nothing_else(table=CONTACTS, about=[child.pk])
        Contact.objects.filter(pk=call.pk).update(words="another word")
        assert nothing_else(table=CONTACTS, about=[child.pk])
        Contact.objects.filter(pk=call.pk).update(child=child)
        assert not nothing_else(table=CONTACTS, about=[child.pk])


def test_what_was_changed_since_is_read_as_it_is_now(handler, noon):
    with entered(actor=handler, at=noon):
        child = a_child(handler, noon, sex="F")
        assert queries.sexes_of(child_ids=[child.pk]) == ["F"]
        actions.update_child(child=child, by=handler, at=noon, sex="M")
        assert queries.sexes_of(child_ids=[child.pk]) == ["M"]
        actions.add_birth(child=child, by=handler, at=noon, text="1 May 2010", instead=True)
        believed = {one.as_said: one.believed for one in queries.births_of(child_ids=[child.pk])}
    assert believed == {"12 March 2012": False, "1 May 2010": True}


@transaction.atomic
def typed_wrongly(child, handler, noon):
    actions.add_name(child=child, by=handler, at=noon, full="Wrongly Typed")
    raise RuntimeError


def test_what_was_undone_is_not_there(handler, noon):
    with entered(actor=handler, at=noon):
        child = a_child(handler, noon)
        with pytest.raises(RuntimeError):
            typed_wrongly(child, handler, noon)
        assert [one.full for one in queries.names_of(child_ids=[child.pk])] == ["Testa Sampleton"]


def test_a_change_to_what_was_given_out_does_not_come_back(handler, noon):
    with entered(actor=handler, at=noon):
        child = a_child(handler, noon)
        queries.names_of(child_ids=[child.pk])[0].full = "Somebody Else"
        assert queries.names_of(child_ids=[child.pk])[0].full == "Testa Sampleton"


def test_what_is_another_agencys_is_asked_for(handler, make_actor, noon):
    other = make_actor("call_handler", agency="Southmere")
    with entered(actor=handler, at=noon):
        child = a_child(handler, noon)
        with entered(actor=other, at=noon):
            assert made_here(ChildName, about=[child.pk]) is None
            assert queries.names_of(child_ids=[child.pk]) == []


def test_many_rows_of_one_table_are_not_kept_in_mind(handler, noon):
    with entered(actor=handler, at=noon):
        child = a_child(handler, noon)
        for number in range(MOST_ROWS):
            actions.add_name(
                child=child, by=handler, at=noon, full=f"Testa {'x' * (number + 1)}"[:90]
            )
        assert made_here(ChildName, about=[child.pk]) is None
        assert len(queries.names_of(child_ids=[child.pk])) == MOST_ROWS + 1
        assert made_here(ChildBirth, about=[child.pk]) is not None


def test_outside_of_a_transaction_nothing_is_known(handler, noon):
    assert not nothing_else(table=FLAGS, about=[handler.member_id])
    with remembering():
        assert not made_now(keys=[handler.member_id])
        assert not nothing_else(table=FLAGS, about=[])


def sent():
    """Count on the bare line: by a cursor of Django's whoever counts has the rest inserted first."""
    connection.ensure_connection()
    return connection.connection.execute("SELECT count(*) FROM timers_timer").fetchone()[0]


def timer(handler, noon, key="one"):
    set_timer(
        key=key, kind="heartbeat", subject="made:up", agency=handler.agency_id, at=noon, due_at=noon
    )


def test_what_is_gathered_is_inserted_at_the_end_in_one_statement(
    handler, noon, django_assert_num_queries
):
    with django_assert_num_queries(1), gathering():
        for key in ("one", "two", "one"):
            timer(handler, noon, key)
    assert Timer.objects.count() == 2


def test_whoever_needs_it_before_has_it(handler, noon):
    with gathering():
        timer(handler, noon)
        assert sent() == 0
        assert stand_down(subject="made:up", at=noon) == 1
        timer(handler, noon, "two")
        insert_now(model=Child)
        assert sent() == 1
        insert_now(model=Timer)
        assert sent() == 2


READINGS = {
    "a question": lambda: [*Timer.objects.all()],
    "a filter": lambda: [*Timer.objects.filter(subject="made:up")],
    "whether there is one": Timer.objects.exists,
    "a count": Timer.objects.count,
    "a count of what differs": lambda: Timer.objects.values("kind").distinct().count(),
    "a join": lambda: [*Agency.objects.filter(timer__kind="heartbeat")],
    "a change": lambda: Timer.objects.filter(subject="made:up").update(because="changed"),
}


@pytest.mark.parametrize("read", READINGS.values(), ids=READINGS)
def test_whoever_reads_finds_what_was_gathered(handler, noon, read):
    with gathering():
        timer(handler, noon)
        assert read()
        assert sent() == 1


def test_what_is_gathered_counts_among_what_was_written(handler, noon):
    with entered(actor=handler, at=noon), gathering():
        child = a_child(handler, noon)
        assert nothing_else(table=Timer._meta.db_table, about=[child.pk])
        timer(handler, noon)
        assert not nothing_else(table=Timer._meta.db_table, about=[child.pk])


def test_a_block_inside_another_belongs_to_that_one(handler, noon):
    with gathering():
        with gathering():
            timer(handler, noon)
        assert sent() == 0
    assert Timer.objects.count() == 1


@gathering()
def gathered_in_vain(handler, noon):
    timer(handler, noon)
    raise RuntimeError


def test_of_a_block_that_fails_nothing_is_inserted(handler, noon):
    with pytest.raises(RuntimeError):
        gathered_in_vain(handler, noon)
    timer(handler, noon, "after")
    insert(rows=[])
    assert [one.key for one in Timer.objects.all()] == ["after"]


def test_who_calls_a_function_of_ours_has_all_of_it(handler, noon):
    with entered(actor=handler, at=noon), gathering():
        child = a_child(handler, noon)
        timer(handler, noon)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM people_pointers(%s)", [[child.pk]])
            assert cursor.fetchone() == (1,)
        assert sent() == 1


def test_every_function_of_ours_is_known_by_its_name():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang"
            " WHERE pronamespace = 'public'::regnamespace AND lanname IN ('sql', 'plpgsql')"
            " AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND deptype = 'e')"
        )
        names = [name for (name,) in cursor.fetchall()]
    assert "people_candidates" in names
    assert not [name for name in names if not _calls_ours().search(f"SELECT {name}(")]


def test_a_table_whose_name_begins_with_anothers_is_another(handler, noon):
    with entered(actor=handler, at=noon), gathering():
        insert(rows=[Timer(key="made", **OF_A_TIMER, owner_agency_id=handler.agency_id)])
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 AS timers_timer_of_another")
        assert sent() == 0


def test_what_is_changed_of_a_row_before_it_goes_goes_with_it(handler, noon):
    with entered(actor=handler, at=noon), gathering():
        row = added(Timer(key="made", **OF_A_TIMER, owner_agency_id=handler.agency_id))
        assert is_gathered(row)
        row.because = "changed meanwhile"
        assert Timer.objects.get().because == "changed meanwhile"
        assert not is_gathered(row)


@transaction.atomic
def timer_in_vain(handler, noon):
    timer(handler, noon, "in vain")
    raise RuntimeError


def test_what_waits_when_a_savepoint_begins_is_not_undone_with_it(handler, noon):
    with entered(actor=handler, at=noon), gathering():
        timer(handler, noon)
        with pytest.raises(RuntimeError):
            timer_in_vain(handler, noon)
    assert [one.key for one in Timer.objects.all()] == ["one"]


def test_rows_of_several_tables_go_in_one_statement(handler, noon, django_assert_num_queries):
    with entered(actor=handler, at=noon):
        child = Child(recorded_at=noon, recorded_by_id=handler.member_id)
        child.owner_agency_id = handler.agency_id
        with django_assert_num_queries(1), gathering():
            added(child)
            timer(handler, noon)
        assert (Child.objects.count(), Timer.objects.count()) == (1, 1)
        assert not child._state.adding


def test_an_episode_that_somebody_else_opened_first_is_known_at_once(make_actor, noon):
    """Of a child who was known before: the constraint speaks where the step catches it."""
    clerk = make_actor("call_handler")
    with entered(actor=clerk, at=noon), gathering():
        child = a_child(clerk, noon)
    opened = {
        "child": child, "by": clerk, "at": noon, "happened_at": noon, "reported_at": noon,
        "pack": "made-up",
        "recommended": {
            "category": "missing", "level": "medium", "seriousness": "none_apparent",
            "immediacy": "none_apparent",
        },
    }  # fmt: skip
    with entered(actor=clerk, at=noon), gathering():
        episodes.open_episode(reference="E-AAAA-AAAA", **opened)
    with entered(actor=clerk, at=noon), gathering(), pytest.raises(episodes.AlreadyOpen):
        episodes.open_episode(reference="E-BBBB-BBBB", **opened)
