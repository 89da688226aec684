"""An operation joins children, adults and episodes of one force under one name."""

import pytest

from tests.journeys.adults_cast import Beat
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.scope import NotPermitted, NotVisible, entered
from whereabouts.insight.lookups.network import network_of_operation
from whereabouts.insight.lookups.operations import operation_page, operations_page
from whereabouts.journeys.run_operation import (
    AlreadyJoined,
    NameTaken,
    NoForce,
    OperationClosed,
    WordsMissing,
    close_operation,
    end_force_part,
    join_operation,
    leave_operation,
    let_force_join,
    open_operation,
)
from whereabouts.practice.adults.models import Operation, OperationMember, OperationPartner

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


# --- another force ----------------------------------------------------------------------------


@pytest.fixture
def apart(make_actor, noon):
    """Return another force at work."""
    return Beat(make_actor=make_actor, noon=noon, agency="Eastmoor Police")


def let_in(beat, operation, apart, **more):
    given = {"because": "They are taken across the line.", "at": beat.noon, **more}
    return let_force_join(
        actor=beat.duty_inspector, operation_id=operation,
        agency=apart.missing_coordinator.agency_id, **given,
    )  # fmt: skip


def test_another_force_takes_part_by_a_named_decision_until_it_is_ended(
    beat, operation, apart, noon
):
    ours, adult = beat.child(), beat.enter()
    join(beat, operation, child_id=ours.pk)
    join(beat, operation, adult_id=adult)
    theirs = apart.missing_coordinator
    assert operations_page(actor=theirs, at=noon) == ()
    part = let_in(beat, operation, apart)
    (line,) = operations_page(actor=theirs, at=noon)
    assert (line.ours, line.force) == (False, "Northmoor Police")
    shown = operation_page(actor=theirs, operation_id=operation, at=noon)
    # That somebody is in it they see; who it is they see where they may see it otherwise.
    assert {(one.kind, one.key, one.words) for one in shown.members} == {
        ("child", "", "On record at Northmoor Police: ask them"),
        ("adult", "", "On record at Northmoor Police: ask them"),
    }  # fmt: skip
    assert network_of_operation(actor=theirs, operation_id=operation, at=noon).shown == {}
    own = join_operation(
        actor=theirs, operation_id=operation, child_id=apart.child(name="Tilda Example").pk,
        because="Met the same man.", at=noon,
    )  # fmt: skip
    both = operation_page(actor=beat.missing_coordinator, operation_id=operation, at=noon)
    assert [one.ours for one in both.members] == [True, True, False]
    assert [one.force for one in both.partners] == ["Eastmoor Police"]
    for refused in (
        lambda: leave_operation(
            actor=theirs, member_id=shown.members[0].member_id, at=noon
        ),
        lambda: leave_operation(actor=beat.missing_coordinator, member_id=own, at=noon),
        lambda: close_operation(actor=theirs, operation_id=operation, words="x", at=noon),
        lambda: let_force_join(
            actor=apart.duty_inspector, operation_id=operation, because="x", at=noon,
            agency=theirs.agency_id,
        ),
        lambda: end_force_part(
            actor=apart.duty_inspector, partner_id=part, because="x", at=noon
        ),
    ):  # fmt: skip
        with pytest.raises(NotVisible):
            refused()
    end_force_part(actor=beat.duty_inspector, partner_id=part, because="It is done.", at=noon)
    assert operations_page(actor=theirs, at=noon) == ()
    with entered(actor=theirs, at=noon):
        assert Operation.objects.count() == 0  # the second fence, without the first
        assert OperationMember.objects.count() == 1  # what it joined itself
        assert OperationPartner.objects.get().ended_because == "It is done."
    with pytest.raises(AlreadyJoined):
        end_force_part(actor=beat.duty_inspector, partner_id=part, because="x", at=noon)


def test_only_a_senior_lets_another_force_in_and_only_a_force(beat, operation, apart, noon):
    with pytest.raises(NotPermitted):
        let_force_join(
            actor=beat.missing_coordinator, operation_id=operation, because="x", at=noon,
            agency=apart.missing_coordinator.agency_id,
        )  # fmt: skip
    for agency in (beat.duty_inspector.agency_id, beat.social_worker.agency_id):
        with pytest.raises(NoForce):
            let_force_join(
                actor=beat.duty_inspector, operation_id=operation, agency=agency, because="x",
                at=noon,
            )  # fmt: skip
    with pytest.raises(WordsMissing):
        let_in(beat, operation, apart, because=" ")
    let_in(beat, operation, apart)
    with pytest.raises(AlreadyJoined):
        let_in(beat, operation, apart)
    close_operation(
        actor=beat.missing_coordinator, operation_id=operation, words="Two charged.", at=noon
    )
    with pytest.raises(OperationClosed):
        let_in(beat, operation, apart)


def test_whoever_does_not_see_adults_sees_no_operation_of_a_partner(
    beat, operation, apart, make_actor, noon
):
    let_in(beat, operation, apart)
    governs = make_actor("information_governance", agency="Eastmoor Police")
    with entered(actor=governs, at=noon):
        assert Operation.objects.count() == 0
        assert visible(Operation).count() == 0
