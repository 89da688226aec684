"""The returns out of the database: an authority's own children, in its own scope, checked."""

from datetime import date, timedelta

import pytest

from tests.conftest import NOON
from tests.journeys.conftest import make_child
from whereabouts.foundations.access.scope import NotPermitted, entered
from whereabouts.foundations.audit.models import Look
from whereabouts.insight.figures.checks import checked
from whereabouts.insight.figures.ssda903 import made
from whereabouts.insight.lookups.every_row import from_database
from whereabouts.insight.lookups.looked_after import every_looked_after, looked_after_by
from whereabouts.interfaces.commands.statistics import making
from whereabouts.journeys.add_placement import add_placement
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people import actions as people

__all__ = ["make_child"]
pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
BEGAN = date(2026, 5, 1)


@pytest.fixture
def coordinator(make_actor):
    return make_actor("missing_coordinator")


@pytest.fixture
def worker(make_actor):
    return make_actor("social_worker")


@pytest.fixture
def council(worker, make_agency):
    return make_agency("Aldermere Council", "authority")


def a_child(by, *, born="12 March 2012", **more):
    with entered(actor=by, at=NOON):
        return people.create_child(
            by=by, at=NOON, names=[{"full": "Testa Sampleton"}], born_text=born, sex="F", **more
        )


def looked_after_child(by, council, **more):
    child = a_child(by, **more)
    add_placement(
        actor=by, child_id=child.pk, living_at="foster", at=NOON, started_on=BEGAN,
        looked_after=True, responsible_authority=council.pk, legal_status="C2",
    )  # fmt: skip
    return child


def missing(by, child, number, *, began, ended=None, category="missing"):
    with entered(actor=by, at=NOON):
        return Episode.objects.create(
            reference=f"E-MADE-{number:04}", child=child, level="medium", category=category,
            recommended_level="medium", seriousness="some", immediacy="days", pack="made-up",
            happened_at=began, reported_at=began, last_seen_at=began, decided=True,
            state="closed" if ended else "open", back_at=ended, closed_at=ended,
            owner_agency_id=by.agency_id, recorded_at=NOON, recorded_by_id=by.member_id,
        )  # fmt: skip


def test_an_authoritys_return_is_made_of_its_own_children_and_passes_the_rules(
    coordinator, worker, council
):
    child = looked_after_child(coordinator, council)
    missing(coordinator, child, 1, began=NOON - 20 * DAY, ended=NOON - 18 * DAY)
    missing(coordinator, child, 2, began=NOON - 5 * DAY, ended=NOON - 5 * DAY,
            category="whereabouts_known")  # fmt: skip
    missing(coordinator, child, 3, began=NOON - DAY)
    found = looked_after_by(actor=worker, at=NOON)
    files = made(children=found.children, ends=2027)
    assert [(row["MISSING"], row["MIS_START"], row["MIS_END"]) for row in files.missing] == [
        ("M", "31/10/2026", "02/11/2026"), ("A", "15/11/2026", "15/11/2026"),
        ("M", "19/11/2026", ""),
    ]  # fmt: skip
    assert files.header[0]["SEX"] == "2"
    assert checked(made=files) == []


def test_two_forces_records_of_one_absence_are_one_period(coordinator, worker, council, make_actor):
    child = looked_after_child(coordinator, council)
    elsewhere = make_actor("missing_coordinator", agency="Southfell Police")
    with entered(actor=coordinator, at=NOON):
        people.relate_to_child(
            child_id=child.pk, agency=elsewhere.agency_id, kind="shared", at=NOON, because="told"
        )
    missing(coordinator, child, 1, began=NOON - 3 * DAY, ended=NOON - DAY)
    missing(elsewhere, child, 2, began=NOON - 2 * DAY, ended=NOON - DAY)
    (one,) = looked_after_by(actor=worker, at=NOON).children
    assert len(one.absences) == 1


def test_an_earlier_placement_ends_where_the_next_begins(coordinator, worker, council):
    child = looked_after_child(coordinator, council)
    add_placement(
        actor=coordinator, child_id=child.pk, living_at="childrens_home", at=NOON,
        started_on=date(2026, 9, 1), looked_after=True, responsible_authority=council.pk,
    )  # fmt: skip
    (one,) = looked_after_by(actor=worker, at=NOON).children
    assert [(placed.place, placed.ended) for placed in one.placements] == [
        ("U6", date(2026, 9, 1)), ("K2", None),
    ]  # fmt: skip
    assert checked(made=made(children=[one], ends=2027)) == []


def test_the_authoritys_own_number_goes_before_one_of_ours(coordinator, worker, council):
    child = looked_after_child(coordinator, council)
    (one,) = looked_after_by(actor=worker, at=NOON).children
    assert one.number.startswith("W")
    assert str(child.pk)[:8] not in one.number
    with entered(actor=coordinator, at=NOON):
        from whereabouts.records.people.models import ChildIdentifier

        ChildIdentifier.objects.create(
            child=child, scheme="local_authority", value="510001",
            owner_agency_id=coordinator.agency_id, recorded_at=NOON,
            recorded_by_id=coordinator.member_id,
        )  # fmt: skip
    (one,) = looked_after_by(actor=worker, at=NOON).children
    assert one.number == "510001"


def test_who_has_no_date_of_birth_is_counted_as_left_out(coordinator, worker, council):
    looked_after_child(coordinator, council, born="about 14")
    found = looked_after_by(actor=worker, at=NOON)
    assert (found.children, found.without_birth) == ([], 1)


def test_another_authority_sees_none_of_it(coordinator, council, outsider):
    looked_after_child(coordinator, council)
    found = looked_after_by(actor=outsider, at=NOON)
    assert (found.children, found.records) == ([], frozenset())


def test_whoever_may_not_make_returns_is_refused(make_actor):
    with pytest.raises(NotPermitted):
        looked_after_by(actor=make_actor("response_officer"), at=NOON)


def test_the_look_is_recorded_with_every_child(coordinator, worker, council):
    child = looked_after_child(coordinator, council)
    looked_after_by(actor=worker, at=NOON)
    with entered(actor=worker, at=NOON):
        (look,) = Look.objects.filter(page="returns on looked-after children")
        assert look.subjects == [child.pk]


def test_every_authority_is_read_by_its_own_clock(coordinator, council, outsider):
    looked_after_child(coordinator, council)
    found = every_looked_after(at=NOON, area=None)
    assert {code: len(one.children) for code, one in found.items()} == {
        "aldermere-council": 1, "elsewhere-council": 0,
    }  # fmt: skip
    assert set(every_looked_after(at=NOON, area="aldermere-council")) == {"aldermere-council"}


def test_the_tables_come_out_of_the_database(coordinator, council, monkeypatch):
    child = looked_after_child(coordinator, council)
    missing(coordinator, child, 1, began=NOON - 20 * DAY, ended=NOON - 18 * DAY)
    source = from_database(at=NOON)
    assert source.details.sex.tolist() == [0]
    assert source.details.level.tolist() == [2]
    assert source.details.harm.tolist() == [0]
    table = making.care_missing(source=source, ends=2027, area=None)
    assert [line[0] for line in table.lines] == ["aldermere-council", "all"]
    files = making.returns_of(source=source, ends=2027, area="aldermere-council")
    assert len(files["aldermere-council"].missing) == 1
    listed = making.annex_a(source=source, area="aldermere-council", on=date(2027, 3, 31))
    assert listed.lines[0][10] == "1"
    with pytest.raises(making.NoSuchArea):
        making.annex_a(source=source, area="nowhere", on=date(2027, 3, 31))
