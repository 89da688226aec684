"""The national unit's return from records: a death, what was done to a child, and nobody's name."""

from datetime import UTC, datetime, timedelta

import pytest

from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.models import Agency
from whereabouts.insight.figures.details import HARMS_TOLD
from whereabouts.insight.figures.making import ukmpu
from whereabouts.insight.figures.reconciling import reconciled
from whereabouts.insight.lookups.every_row import HARM_KINDS, from_database
from whereabouts.journeys.record_found_dead import record_found_dead
from whereabouts.journeys.report_missing import Told, report_missing
from whereabouts.practice.conversations.models import HarmSaid
from whereabouts.records.episodes.models import Episode
from whereabouts.records.reports.models import AGE_NOT_TOLD, OF_AN_ADULT, Contact

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
ENDS = 2027


@pytest.fixture
def handler(make_actor):
    return make_actor("call_handler")


@pytest.fixture
def report(handler):
    def make(names="Testa Sampleton", key="k"):
        receipt = report_missing(
            actor=handler,
            at=AT,
            told=Told(idempotency_key=key, happened_at=AT, names=names, description="A red coat."),
        )
        with entered(actor=handler, at=AT):
            return Episode.objects.get(reference=receipt.episode)

    return make


def details(at):
    return from_database(at=at, ends=ENDS).details


def test_every_kind_of_harm_that_can_be_told_of_has_words_in_the_return():
    assert len(HARMS_TOLD) == len(HARM_KINDS)


def test_a_child_found_dead_is_counted_so_and_is_missing_no_longer(report, make_actor):
    episode, inspector = report(), make_actor("duty_inspector")
    found = AT + timedelta(hours=5)
    record_found_dead(
        actor=inspector, reference=episode.reference, found_at=found,
        officer=inspector.member_id, at=found + timedelta(hours=1),
    )  # fmt: skip
    source = from_database(at=found + timedelta(hours=2), ends=ENDS)
    assert source.details.found_dead.tolist() == [1]
    assert source.rows.returned_at[0] - source.rows.reported_at[0] == 5 * 3600
    report(names="Testo Otherwise", key="k2")
    assert sorted(details(found + timedelta(hours=3)).found_dead.tolist()) == [0, 1]


def test_what_was_told_of_is_marked_and_a_no_is_not(report, handler):
    episode = report()

    def said(harm, answer):
        HarmSaid.objects.create(
            child_id=episode.child_id, episode=episode, harm=harm, answer=answer, source="child",
            said_in="prevention", said_at=AT, owner_agency_id=handler.agency_id, recorded_at=AT,
            recorded_by_id=handler.member_id,
        )  # fmt: skip

    with entered(actor=handler, at=AT):
        said("hurt", "denied")
        said("sexual", "suspected")
        said("pictures", "disclosed")
    held = int(details(AT).harmed[0])
    assert [key for place, (key, _) in enumerate(HARM_KINDS) if held >> place & 1] == [
        "sexual", "pictures",
    ]  # fmt: skip


def test_a_child_whom_nobody_could_name_is_counted_so_until_somebody_does(report):
    report(names="")
    report(key="k2")
    assert sorted(details(AT).unidentified.tolist()) == [0, 1]


def test_calls_about_adults_and_about_nobody_knows_whom_are_steps_between_two_counts(
    report, handler
):
    report()

    def called(disposal, child=None):
        Contact.objects.create(
            child=child, happened_at=AT, state="closed", closed_at=AT, disposal=disposal,
            owner_agency_id=handler.agency_id, recorded_at=AT, recorded_by_id=handler.member_id,
        )  # fmt: skip

    with entered(actor=handler, at=AT):
        for disposal in (OF_AN_ADULT, OF_AN_ADULT, AGE_NOT_TOLD, "no_child", "information"):
            called(disposal)
    found = reconciled(rows=from_database(at=AT).rows, ends=ENDS)
    steps = {one.name: one.count for one in found.steps if one.count}
    assert steps == {"adults": 2, "no date of birth, and no child's record": 1}
    assert (found.sent, found.incidents, found.children) == (4, 1, 1)
    assert found.whole


def test_of_a_force_that_cannot_tell_absent_apart_everything_before_that_day_is_so(report, handler):
    report()
    apart = Agency.objects.filter(pk=handler.agency_id)
    for since, step in ((AT + timedelta(seconds=1), 1), (AT, 0)):
        apart.update(absent_apart_since=since)
        found = reconciled(rows=from_database(at=AT).rows, ends=ENDS)
        steps = {one.name: one.count for one in found.steps}
        assert steps["absent and missing not told apart"] == step
        assert found.incidents == 1 - step


def test_calls_stand_against_the_children_of_the_force_s_own_area(report, handler):
    report()
    Agency.objects.filter(pk=handler.agency_id).update(gss_code="E23000002")
    _, tables = ukmpu(source=from_database(at=AT, ends=ENDS), ends=ENDS)
    table = next(one for one in tables if "population" in one.name)
    assert table.lines[0][1:3] == ("c", "90746")
    Agency.objects.filter(pk=handler.agency_id).update(gss_code=None)
    _, tables = ukmpu(source=from_database(at=AT, ends=ENDS), ends=ENDS)
    assert next(one for one in tables if "population" in one.name).lines[0][2:] == ("z", "c")
