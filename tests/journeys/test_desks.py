"""A desk is made at its hour in London, kept as it stood, and names nobody who may not be seen."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.journeys.sharing_cast import member_of, share
from whereabouts.engines.deadlines import times_of
from whereabouts.foundations.access.scope import NotPermitted, NotVisible, entered
from whereabouts.foundations.timers.models import Timer
from whereabouts.insight.lookups.desks import (
    desk_now,
    desk_then,
    governance_now,
    governance_then,
)
from whereabouts.journeys.add_placement import add_placement
from whereabouts.journeys.clock import begin_rounds, fire
from whereabouts.journeys.locate_child import Found, locate_child
from whereabouts.journeys.record_back import record_back
from whereabouts.journeys.use_emergency_access import use_emergency_access
from whereabouts.practice.desks import rules
from whereabouts.practice.desks.models import Desk

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def coordinator(make_actor):
    return make_actor("missing_coordinator")


def part(desk, key):
    return next(one for one in desk.parts if one.key == key)


@pytest.mark.parametrize(
    ("kind", "after", "due"),
    [
        # Winter: London is UTC. Summer: an hour before.
        ("coordinator", datetime(2026, 11, 20, 6, 59, tzinfo=UTC), (20, 7, 0)),
        ("coordinator", datetime(2026, 11, 20, 7, 0, tzinfo=UTC), (21, 7, 0)),
        ("authority", datetime(2026, 7, 20, 7, 29, tzinfo=UTC), (20, 7, 30)),
        ("authority", datetime(2026, 7, 20, 7, 30, tzinfo=UTC), (21, 7, 30)),
        ("governance", datetime(2026, 10, 24, 12, 0, tzinfo=UTC), (25, 9, 0)),
    ],
)  # fmt: skip
def test_a_desk_is_made_at_its_hour_in_london_summer_and_winter(kind, after, due):
    moment = rules.next_hour(after=after, hours=times_of(key=rules.HOURS[kind], at=after))
    assert (moment.day, moment.hour, moment.minute) == due


def test_only_forces_and_authorities_have_desks():
    assert rules.desks_of(agency_kind="police_force") == ("coordinator", "governance")
    assert rules.desks_of(agency_kind="authority") == ("authority", "governance")
    assert rules.desks_of(agency_kind="home") == ()


def test_the_coordinator_finds_the_night_and_what_is_to_be_chased(
    coordinator, take_report, make_child, noon
):
    child = make_child()
    reference = take_report(child=child, at=noon - 10 * HOUR)
    take_report(child=make_child("Old Sample"), at=noon - 25 * HOUR)
    desk = desk_now(actor=coordinator, at=noon)
    (line,) = part(desk, "overnight").lines
    assert (line.name, line.reference, line.page) == ("Testa Sampleton", reference, "episode")
    assert [one.key for one in desk.parts] == [
        "overnight", "second_looks", "drafts", "interviews", "panels", "matters",
    ]  # fmt: skip


def test_an_interview_is_chased_once_the_child_is_back(
    coordinator, make_actor, take_report, make_child, noon
):
    reference, officer = take_report(child=make_child(), at=noon), make_actor("response_officer")
    assert part(desk_now(actor=coordinator, at=noon), "interviews").lines == ()
    locate_child(
        actor=officer, reference=reference, at=noon + HOUR,
        found=Found(how="found", by_whom="police", found_at=noon + HOUR, found_place="the mill"),
    )  # fmt: skip
    record_back(
        actor=officer, reference=reference, back_at=noon + HOUR, at=noon + HOUR,
        where_now="home", words="well",
    )  # fmt: skip
    later = noon + timedelta(days=4)
    lines = part(desk_now(actor=coordinator, at=later), "interviews").lines
    assert {one.words for one in lines} == {
        "Prevention interview, Northmoor Police", "Return home interview, Northmoor Police",
    }  # fmt: skip
    assert all(one.late for one in lines)


def test_the_authority_finds_its_children_away_in_any_force(
    make_actor, make_agency, take_report, make_child, coordinator, noon
):
    worker = make_actor("social_worker")
    ours, other = make_child(), make_child("Elsa Where")
    add_placement(
        actor=coordinator, child_id=ours.pk, living_at="childrens_home", at=noon,
        started_on=noon.date(), looked_after=True, responsible_authority=worker.agency_id,
        place="Made-up House",
    )  # fmt: skip
    elsewhere = make_actor("call_handler", agency="Eastmoor Police")
    share(coordinator, ours, make_actor("missing_coordinator", agency="Eastmoor Police"), at=noon)
    theirs = take_report(actor=elsewhere, child=ours, at=noon)
    take_report(child=other, at=noon)
    desk = desk_now(actor=worker, at=noon)
    lines = part(desk, "away").lines
    assert [(one.name, one.reference) for one in lines] == [("Testa Sampleton", theirs)]
    assert "Eastmoor Police" in lines[0].words
    assert desk.late == 1


def test_each_desk_is_kept_once_at_its_hour_and_stays_as_it_stood(
    coordinator, take_report, make_child, noon
):
    begin_rounds(at=noon)
    take_report(child=make_child(), at=noon)
    seven = noon.replace(hour=7) + timedelta(days=1)
    fire(at=seven - timedelta(seconds=1))
    assert desk_now(actor=coordinator, at=seven).kept == ()
    fire(at=seven)
    fire(at=seven)
    (kept,) = desk_now(actor=coordinator, at=seven).kept
    assert (kept.for_on, kept.made_at) == (seven.date(), seven)
    with entered(actor=coordinator, at=seven):
        due = Timer.objects.filter(kind="desk_due", state="waiting").values_list(
            "due_at", flat=True
        )
        assert seven + timedelta(days=1) in list(due)
    take_report(child=make_child("Later Sample"), at=seven)
    then = desk_then(actor=coordinator, at=seven + HOUR, desk_id=kept.key)
    assert [one.name for one in part(then, "overnight").lines] == ["Testa Sampleton"]
    now = desk_now(actor=coordinator, at=seven + 6 * HOUR)
    assert [one.name for one in part(now, "overnight").lines] == ["Later Sample"]


def test_an_old_desk_names_no_child_whom_its_reader_may_see_no_more(
    make_actor, coordinator, take_report, make_child, noon
):
    worker, child = make_actor("social_worker"), make_child()
    with entered(actor=coordinator, at=noon):
        from whereabouts.records.people import actions as people

        people.relate_to_child(
            child_id=child.pk, agency=worker.agency_id, kind="host", at=noon,
            until_at=noon + 30 * HOUR,
        )  # fmt: skip
    reference = take_report(child=child, at=noon)
    begin_rounds(at=noon)
    morning = (noon + timedelta(days=1)).replace(hour=8, minute=30)
    fire(at=morning)
    (kept,) = desk_now(actor=worker, at=morning).kept
    line = part(desk_then(actor=worker, at=morning, desk_id=kept.key), "away").lines[0]
    assert (line.name, line.reference) == ("Testa Sampleton", reference)
    after = noon + 31 * HOUR
    line = part(desk_then(actor=worker, at=after, desk_id=kept.key), "away").lines[0]
    assert (line.name, line.reference, line.page, line.key) == ("", "", "", "")
    with entered(actor=worker, at=after):
        assert "Sampleton" not in str(list(Desk.objects.values_list("sections", flat=True)))


def test_governance_finds_who_looked_and_emergency_access(
    make_actor, coordinator, take_report, make_child, noon
):
    reference = take_report(child=make_child())
    desk_now(actor=coordinator, at=noon)
    stranger = make_actor("duty_inspector", agency="Eastmoor Police")
    use_emergency_access(actor=stranger, reference=reference, reason="A child in danger.", at=noon)
    desk = governance_now(actor=make_actor("information_governance"), at=noon)
    assert len(part(desk, "emergency").lines) == 1
    assert any("looks" in one.words for one in part(desk, "looks").lines)
    assert not any(one.name for section in desk.parts for one in section.lines)


def test_nobody_of_another_agency_or_role_reads_a_desk(
    make_actor, make_agency, coordinator, outsider, noon
):
    begin_rounds(at=noon)
    fire(at=noon + timedelta(days=1))
    later = noon + timedelta(days=1)
    (kept,) = desk_now(actor=coordinator, at=later).kept
    officer = make_actor("information_governance")
    (governed,) = governance_now(actor=officer, at=later).kept
    other = make_actor("missing_coordinator", agency="Eastmoor Police")
    for who in (other, outsider):
        with pytest.raises(NotVisible):
            desk_then(actor=who, at=later, desk_id=kept.key)
    # Neither reads the other's under one's own agency.
    with pytest.raises(NotVisible):
        desk_then(actor=coordinator, at=later, desk_id=governed.key)
    with pytest.raises(NotVisible):
        governance_then(actor=officer, at=later, desk_id=kept.key)
    for who in (officer, make_actor("call_handler")):
        with pytest.raises(NotPermitted):
            desk_now(actor=who, at=noon)
    home = member_of(make_agency, noon, "Fern House", "home", "information_governance")
    with pytest.raises(NotVisible):
        governance_now(actor=home, at=noon)
