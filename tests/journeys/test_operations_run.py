"""An operation joins children, adults and episodes of one force under one name."""

import pytest

from tests.journeys.adults_cast import Beat
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.scope import NotPermitted, NotVisible, entered
from whereabouts.journeys.run_operation import (
    AlreadyJoined,
    NameTaken,
    OperationClosed,
    WordsMissing,
    close_operation,
    join_operation,
    leave_operation,
    open_operation,
)
from whereabouts.practice.adults.models import Operation, OperationMember

pytestmark = pytest.mark.django_db


@pytest.fixture
def beat(make_actor, noon):
    """Return a force at work."""
    return Beat(make_actor=make_actor, noon=noon)


@pytest.fixture
def operation(beat, noon):
    """Return the key of an operation."""
    return open_operation(
        actor=beat.missing_coordinator, name="Chalice, made up", purpose="Three girls.", at=noon
    )


def join(beat, operation, **more):
    return join_operation(
        actor=beat.missing_coordinator, operation_id=operation, at=beat.noon,
        because=more.pop("because", "Seen together."), **more,
    )  # fmt: skip


def test_i09_children_adults_and_episodes_are_joined_once_each(beat, operation, take_report, noon):
    child, adult = beat.child(), beat.enter()
    reference = take_report(child=child)
    join(beat, operation, child_id=child.pk)
    member = join(beat, operation, adult_id=adult)
    join(beat, operation, reference=reference)
    for more in ({"child_id": child.pk}, {"adult_id": adult}, {"reference": reference}):
        with pytest.raises(AlreadyJoined):
            join(beat, operation, **more)
    with entered(actor=beat.duty_inspector, at=noon):
        assert OperationMember.objects.count() == 3
    assert leave_operation(actor=beat.missing_coordinator, member_id=member, at=noon) == operation
    with pytest.raises(AlreadyJoined):
        leave_operation(actor=beat.missing_coordinator, member_id=member, at=noon)
    assert join(beat, operation, adult_id=adult)


def test_what_is_missing_is_said_and_a_name_is_taken_once(beat, operation, noon):
    given = {"actor": beat.missing_coordinator, "at": noon}
    with pytest.raises(NameTaken):
        open_operation(name="Chalice, made up", purpose="Again.", **given)
    for name, purpose in ((" ", "x"), ("x", " ")):
        with pytest.raises(WordsMissing):
            open_operation(name=name, purpose=purpose, **given)
    with pytest.raises(WordsMissing):
        join(beat, operation)
    with pytest.raises(WordsMissing):
        join(beat, operation, child_id=beat.child().pk, because=" ")
    with pytest.raises(WordsMissing):
        close_operation(operation_id=operation, words="", **given)


def test_closed_it_takes_nobody_on_and_its_name_is_free(beat, operation, noon):
    given = {"actor": beat.missing_coordinator, "at": noon}
    close_operation(operation_id=operation, words="Two convictions.", **given)
    with pytest.raises(OperationClosed):
        close_operation(operation_id=operation, words="Again.", **given)
    with pytest.raises(OperationClosed):
        join(beat, operation, child_id=beat.child().pk)
    assert open_operation(name="Chalice, made up", purpose="Again.", **given)


def test_another_force_the_outsider_and_whoever_sees_no_adults_see_no_operation(
    beat, operation, make_actor, outsider, noon
):
    child = beat.child()
    join(beat, operation, child_id=child.pk)
    far = make_actor("missing_coordinator", agency="Southfell Police")
    for actor in (far, outsider, make_actor("home_worker"), make_actor("information_governance")):
        with entered(actor=actor, at=noon):
            for table in (Operation, OperationMember):
                assert not table.objects.exists()
                assert not visible(table).exists()
    with pytest.raises(NotVisible):
        close_operation(actor=far, operation_id=operation, words="Not ours.", at=noon)
    with pytest.raises(NotPermitted):
        close_operation(actor=outsider, operation_id=operation, words="Not ours.", at=noon)
