"""What has reached its time is counted, binned by two people, and undone or erased; in that order."""

import json
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from tests.journeys.sharing_cast import member_of, share
from whereabouts.foundations.access.scope import NotPermitted, NotVisible, entered
from whereabouts.foundations.agencies.actions import enrol
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.agencies.queries import actor_of
from whereabouts.foundations.audit.models import AuditEntry
from whereabouts.foundations.audit.verifying import faults_of
from whereabouts.foundations.timers.models import Timer
from whereabouts.insight.lookups.governance import retention_page
from whereabouts.journeys import retain_records as retaining
from whereabouts.journeys.clock import fire
from whereabouts.practice.governance import erasing, rules
from whereabouts.practice.governance.models import BinnedRow
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people import actions as people
from whereabouts.records.people.models import ChildBirth, ChildName, ChildPhone
from whereabouts.records.reports.models import Report

pytestmark = pytest.mark.django_db
LONG_AGO, DAY = 365 * 7, timedelta(days=1)
BIN = 90 * DAY


@pytest.fixture
def coordinator(make_actor):
    return make_actor("missing_coordinator")


@pytest.fixture
def officer(make_actor):
    return make_actor("information_governance")


@pytest.fixture
def second(officer, noon):
    member = enrol(
        agency=Agency.objects.get(pk=officer.agency_id), username="second-officer",
        display_name="Sol Second", roles=("information_governance",),
        at=noon - timedelta(days=900),
    )  # fmt: skip
    return actor_of(member=member, at=noon)


@pytest.fixture
def closed(coordinator, make_child, take_report, noon):
    """Return a maker of children whose one episode was followed up so many days ago."""

    def make(days=LONG_AGO, name="Old Sample", **more):
        child = make_child(name, **more)
        reference = take_report(child=child)
        with entered(actor=coordinator, at=noon):
            Episode.objects.filter(reference=reference).update(
                state="closed", closed_at=noon - timedelta(days=days)
            )
        return child

    return make


@pytest.fixture
def binned(officer, second, noon):
    """Return a maker of a run that a second person agreed to."""

    def make():
        key = retaining.run_retention(actor=officer, at=noon)
        retaining.decide_retention(
            actor=second, run_id=key, agreed=True, because="Read all of them.", at=noon
        )
        return key

    return make


def run_of(actor, at):
    return retention_page(actor=actor, at=at).runs[0]


def names(actor, at):
    with entered(actor=actor, at=at):
        return sorted(ChildName.objects.values_list("full", flat=True))


def test_a_dry_run_changes_nothing(officer, closed, coordinator, noon):
    closed()
    closed(LONG_AGO - 365 * 2, name="Young Sample")
    closed(name="Flagged Sample", flags=[("cse", "suspected")])
    before = names(coordinator, noon)
    retaining.run_retention(actor=officer, at=noon)
    run = run_of(officer, noon)
    assert (run.found, run.held, run.named, run.of, run.state_key) == (2, 1, 1, 3, "counted")
    assert run.large  # one of three is more than one in a thousand
    assert names(coordinator, noon) == before
    later = noon + 400 * DAY
    fire(at=later, most=1000)
    assert names(coordinator, noon) == before


def test_agreed_to_by_another_it_lies_in_the_bin_and_undone_it_is_as_it_was(
    officer, second, closed, binned, coordinator, noon
):
    gone, stays = closed(), closed(100, name="Young Sample")
    with entered(actor=coordinator, at=noon):
        people.add_phone(child=gone, number="07700 900123", by=coordinator, at=noon)
        kept = Report.objects.get(child=gone)
        birth = ChildBirth.objects.get(child=gone)
    key = binned()
    assert names(coordinator, noon) == ["(erased)", "Young Sample"]
    with entered(actor=coordinator, at=noon):
        assert ChildPhone.objects.get(child=gone).number == "(erased)"
        emptied = Report.objects.get(child=gone)
        assert (emptied.words, emptied.answers, emptied.receipt) == (
            "(erased)" if kept.words else "", {} if isinstance(kept.answers, dict) else [],
            {} if isinstance(kept.receipt, dict) else emptied.receipt,
        )  # fmt: skip
        # What the figures count is there: level, day, state; and the year of birth.
        assert Episode.objects.get(child=gone).level == Episode.objects.get(child=stays).level
        assert ChildBirth.objects.get(child=gone).earliest.year == birth.earliest.year
        assert BinnedRow.objects.count() == 0  # nobody reads the bin
    run = run_of(officer, noon)
    assert (run.state_key, run.erase_at) == ("binned", noon + BIN)
    assert run.rows > 4
    back = retaining.undo_retention(
        actor=officer, run_id=key, because="Her brother asks.", at=noon + 89 * DAY
    )
    assert back == run.rows
    assert names(coordinator, noon) == ["Old Sample", "Young Sample"]
    with entered(actor=coordinator, at=noon):
        for model, was in ((Report, kept), (ChildBirth, birth)):
            again = model.objects.get(pk=was.pk)
            for field in model._meta.concrete_fields:
                assert getattr(again, field.attname) == getattr(was, field.attname), field.name
    with pytest.raises(retaining.NothingToUndo):
        retaining.undo_retention(actor=second, run_id=key, because="Again.", at=noon + 89 * DAY)


def test_after_its_days_it_is_erased_for_good_and_the_log_goes_on_verifying(
    officer, closed, binned, coordinator, noon
):
    child = closed()
    with entered(actor=coordinator, at=noon):
        about = AuditEntry.objects.filter(subject=f"child:{child.pk}", payload__isnull=False)
        assert about.exists()
    key = binned()
    timer = Timer.objects.get(kind="retention_erase")
    assert timer.due_at == noon + BIN
    fire(at=noon + BIN - DAY, most=1000)
    assert run_of(officer, noon).state_key == "binned"  # not before its day, whoever wakes it
    over = noon + BIN
    fire(at=over, most=1000)
    run = run_of(officer, over)
    assert (run.state_key, run.erased_at) == ("erased", over)
    assert run.lines > 0
    with pytest.raises(retaining.NothingToUndo):
        retaining.undo_retention(actor=officer, run_id=key, because="Too late.", at=over)
    with entered(actor=coordinator, at=over):
        kept = list(AuditEntry.objects.filter(subject=f"child:{child.pk}"))
        assert kept
        assert {(one.payload, one.salt) for one in kept} == {(None, None)}
        assert [fault for one in kept for fault in faults_of(entry=one)] == []
        told = AuditEntry.objects.filter(kind="governance.erased")
        assert json.loads(told.get().payload) == {"rows": run.rows, "lines": run.lines}
    # What was erased is not found again by the next run.
    retaining.run_retention(actor=officer, at=over)
    assert run_of(officer, over).found == 0


def test_nothing_personal_of_the_child_is_left_anywhere(closed, binned, coordinator, noon):
    child = closed(name="Zyxwv Uncommonly")
    with entered(actor=coordinator, at=noon):
        people.add_phone(child=child, number="07700 900777", by=coordinator, at=noon)
    binned()
    found = []
    with entered(actor=coordinator, at=noon), connection.cursor() as cursor:
        for one in erasing.plan(kept=()):
            cursor.execute(
                f"SELECT count(*) FROM {one.table} t WHERE t::text ~* 'zyxwv|uncommonly|900777'"
            )
            if cursor.fetchone()[0]:
                found.append(one.table)
    assert found == []


def test_the_record_of_one_who_has_another_that_is_in_use_is_held_back(
    officer, closed, coordinator, noon
):
    first, other = closed(), closed(100, name="Same Sample")
    with entered(actor=coordinator, at=noon):
        people.link_records(
            child=first, other=other, because="One girl, two records.", by=coordinator, at=noon
        )
    retaining.run_retention(actor=officer, at=noon)
    run = run_of(officer, noon)
    assert (run.found, run.held, run.named) == (1, 1, 0)


@pytest.mark.parametrize("why", ["missing again", "somebody's", "asked"])
def test_it_is_held_back_while_it_is_needed(
    why, officer, closed, coordinator, make_agency, take_report, noon
):
    child = closed()
    if why == "missing again":
        take_report(child=child)
    elif why == "somebody's":
        school = member_of(make_agency, noon, "Hillside School", "education", "partner_worker")
        share(coordinator, child, school, at=noon)
    else:
        from tests.journeys.test_governing_records import ask

        ask(coordinator, child, noon)
    retaining.run_retention(actor=officer, at=noon)
    run = run_of(officer, noon)
    assert (run.found, run.held, run.named) == (1, 1, 0)


def test_a_run_above_its_cap_is_refused_whole(officer, closed, noon, monkeypatch):
    closed()
    closed(name="Second Sample")
    rule = rules.retention_for(agency_kind="police_force", on=noon.date())
    monkeypatch.setattr(rules, "_kept", lambda: (rules.Rule(**{**rule.__dict__, "cap": 1}),))
    with pytest.raises(retaining.AboveTheCap):
        retaining.run_retention(actor=officer, at=noon)
    assert retention_page(actor=officer, at=noon).runs == ()


def test_a_second_person_decides_on_a_run_and_one_waits_at_a_time(
    officer, second, closed, coordinator, noon
):
    closed()
    key = retaining.run_retention(actor=officer, at=noon)
    with pytest.raises(retaining.AlreadyAnswered):
        retaining.run_retention(actor=second, at=noon)
    given = {"run_id": key, "agreed": True, "at": noon}
    with pytest.raises(retaining.NoReason):
        retaining.decide_retention(actor=second, because=" ", **given)
    with pytest.raises(retaining.AnotherDecides):
        retaining.decide_retention(actor=officer, because="Mine.", **given)
    refused = {**given, "agreed": False}
    retaining.decide_retention(actor=second, because="Too early.", **refused)
    assert names(coordinator, noon) == ["Old Sample"]
    with pytest.raises(retaining.AlreadyAnswered):
        retaining.decide_retention(actor=second, because="Again.", **given)
    with pytest.raises(retaining.NothingToUndo):
        retaining.undo_retention(actor=second, run_id=key, because="x", at=noon)
    retaining.run_retention(actor=second, at=noon)


def test_an_agency_without_a_rule_counts_nothing(make_agency, noon):
    home = member_of(make_agency, noon, "Fern House", "home", "information_governance")
    with pytest.raises(retaining.NoRule):
        retaining.run_retention(actor=home, at=noon)
    assert retention_page(actor=home, at=noon).refused


def test_another_agencys_rows_about_the_child_stay_and_its_runs_touch_nothing_of_ours(
    officer, second, closed, binned, coordinator, make_agency, outsider, noon
):
    closed()
    key = binned()
    stranger = member_of(
        make_agency, noon, "Eastmoor Police", "police_force", "information_governance"
    )
    for act in (
        lambda who: retaining.undo_retention(actor=who, run_id=key, because="x", at=noon),
        lambda who: retaining.decide_retention(
            actor=who, run_id=key, agreed=True, because="x", at=noon
        ),
    ):
        with pytest.raises(NotVisible):
            act(stranger)
        for who in (outsider, coordinator):
            with pytest.raises(NotPermitted):
                act(who)
    assert retention_page(actor=stranger, at=noon).runs == ()
    # The functions themselves refuse a run of another agency, whatever is asked of them.
    for statement, given in (
        ("SELECT governance_unbin(%s)", [key]),
        ("SELECT * FROM governance_take_bin(%s)", [key]),
        ("SELECT governance_bin(%s, 'people_childname', '{child_id}', '', '', '{}')", [key]),
    ):
        with (
            entered(actor=stranger, at=noon),
            pytest.raises(DatabaseError, match="There is no run of this agency"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement, given)
