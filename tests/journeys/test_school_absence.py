"""A school's report goes to its officer, is acknowledged, and is linked with the child it names."""

from datetime import timedelta

import pytest

from tests.journeys.homes_cast import MINUTE, make_move
from whereabouts.foundations.access.scope import NotPermitted, NotVisible, entered
from whereabouts.insight.lookups.child import child_page
from whereabouts.insight.lookups.notices import notices_to_me
from whereabouts.insight.lookups.schools import absence_seen, school_page
from whereabouts.journeys.acknowledge_notice import acknowledge_notices
from whereabouts.journeys.keep_register import name_officer, put_on_register
from whereabouts.journeys.report_absence import (
    Absent,
    AlreadySettled,
    link_absence,
    report_absence,
)
from whereabouts.practice.partners.models import NotAtSchool, SchoolAbsence
from whereabouts.records.episodes.models import LogEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def move(make_actor, make_agency, make_child, noon):
    """Two forces, two authorities, a home and its provider; she has moved to the home."""
    move = make_move(
        make_actor=make_actor, make_agency=make_agency, make_child=make_child, noon=noon
    )
    move.place(days=0)
    return move


@pytest.fixture
def school(move, make_actor, noon):
    """Return somebody of her new school, and its officer."""
    worker, officer = make_actor("school_worker"), make_actor("response_officer")
    key = put_on_register(
        actor=move.police, agency=worker.agency_id, kind="school", authority=move.host.agency_id,
        force=move.police.agency_id, at=noon,
    )  # fmt: skip
    name_officer(actor=move.police, setting_id=key, officer=officer.member_id, at=noon)
    return worker, officer


@pytest.fixture
def absence(school, noon):
    """The school says that she is not there."""
    return report_absence(
        actor=school[0], at=noon,
        absent=Absent(names="Testa Sampleton", born_text="4 May 2011", worry="first",
                      absent_at=noon - timedelta(hours=3)),
    )  # fmt: skip


def test_it_is_pushed_to_the_officer_by_name_who_acknowledges_and_is_led_to_it(
    school, absence, noon
):
    _, officer = school
    (told,) = [one for one in notices_to_me(actor=officer, at=noon) if one.kind == "school_absence"]
    assert told.place == ("school-absence", absence)
    acknowledge_notices(actor=officer, keys=[told.key], at=noon + MINUTE)
    waits = notices_to_me(actor=officer, at=noon + MINUTE)
    assert not [one for one in waits if one.kind == "school_absence"]


def test_the_officer_says_which_child_it_is_and_whoever_sees_the_child_reads_it(
    move, school, absence, noon
):
    _, officer = school
    link_absence(actor=officer, absence_id=absence, child_id=move.child.pk, at=noon + MINUTE)
    seen = absence_seen(actor=officer, at=noon + MINUTE, absence_id=absence)
    assert (seen.child_id, seen.child) == (move.child.pk, "Testa Sampleton")
    assert seen.read_at == noon + MINUTE
    for actor in (officer, move.placing, move.host, move.home, move.before):
        page = child_page(actor=actor, at=noon + MINUTE, child_id=move.child.pk)
        assert page.beside.not_at_school == ((noon - timedelta(hours=3), "Example School"),)
    with pytest.raises(AlreadySettled):
        link_absence(actor=officer, absence_id=absence, child_id=move.child.pk, at=noon + MINUTE)


def test_while_she_is_missing_it_stands_in_that_history(
    move, school, absence, take_report, make_actor, noon
):
    reference = take_report(child=move.child, actor=make_actor("call_handler"))
    link_absence(actor=school[1], absence_id=absence, child_id=move.child.pk, at=noon + MINUTE)
    with entered(actor=school[1], at=noon):
        line = LogEntry.objects.get(episode__reference=reference, kind="school.absence_linked")
    assert line.happened_at == noon - timedelta(hours=3)


def test_the_school_learns_of_no_record(move, school, absence, noon):
    worker, officer = school
    link_absence(actor=officer, absence_id=absence, child_id=move.child.pk, at=noon + MINUTE)
    (line,) = school_page(actor=worker, at=noon + MINUTE).reports
    assert (line.child_id, line.child) == (None, "")
    with entered(actor=worker, at=noon):
        assert not NotAtSchool.objects.exists()


def test_the_outsider_another_force_and_the_home_link_nothing(
    move, school, absence, outsider, make_actor, make_child, noon
):
    elsewhere = make_actor("missing_coordinator", agency="Elsewhere Police")
    given = {"absence_id": absence, "child_id": move.child.pk, "at": noon}
    for actor in (elsewhere, move.before):
        with pytest.raises(NotVisible):
            link_absence(actor=actor, **given)
    for actor in (outsider, move.home, school[0]):
        with pytest.raises(NotPermitted):
            link_absence(actor=actor, **given)
    hidden = make_child("Tilda Sampleton", by=elsewhere)
    with pytest.raises(NotVisible):
        link_absence(actor=school[1], absence_id=absence, child_id=hidden.pk, at=noon)
    with entered(actor=elsewhere, at=noon):
        assert not SchoolAbsence.objects.exists()
        assert not NotAtSchool.objects.exists()
