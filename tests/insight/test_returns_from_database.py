"""The returns out of the database: an authority's own children, in its own scope, checked."""

from datetime import date, timedelta
from uuid import uuid4

import numpy as np
import pytest

from tests.conftest import NOON
from tests.journeys.conftest import make_child
from whereabouts.foundations.access.scope import NotPermitted, entered
from whereabouts.foundations.audit.models import Look
from whereabouts.insight.figures.checks import WHY_MOVED, checked, lacking
from whereabouts.insight.figures.details import PUBLICITY, VULNERABILITIES
from whereabouts.insight.figures.ssda903 import made
from whereabouts.insight.lookups.counted import CountedEpisode, agencies_to_count, counted_of
from whereabouts.insight.lookups.every_row import FLAGS, _detailed, _details, from_database
from whereabouts.insight.lookups.looked_after import every_looked_after, looked_after_by
from whereabouts.interfaces.commands.statistics import making
from whereabouts.interfaces.commands.statistics.source import VULNERABLE
from whereabouts.journeys.add_placement import add_placement
from whereabouts.journeys.end_a_placement import ReasonUnknown, end_a_placement
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people import actions as people
from whereabouts.records.people.models import Flag
from whereabouts.records.people.vocabulary import FLAG_KINDS
from whereabouts.records.placements.actions import register
from whereabouts.records.placements.models import Placement

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
    assert [(placed.living_at, placed.ended) for placed in one.placements] == [
        ("foster", date(2026, 9, 1)), ("childrens_home", None),
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
    assert listed.held[0]["missing"] == "1"
    with pytest.raises(making.NoSuchArea):
        making.annex_a(source=source, area="nowhere", on=date(2027, 3, 31))


def test_what_the_register_and_the_addresses_hold_goes_into_the_return(
    coordinator, worker, council, make_agency
):
    child = a_child(coordinator)
    home = make_agency("Fern House", "home", parent=council)
    add_placement(
        actor=coordinator, child_id=child.pk, living_at="supported_accommodation", at=NOON,
        started_on=BEGAN, looked_after=True, responsible_authority=council.pk, home=home.pk,
    )  # fmt: skip
    with entered(actor=coordinator, at=NOON):
        people.add_address(
            child=child, by=coordinator, at=NOON, line="1 Made Up Lane", postcode="zz1 1zz"
        )
        register(
            agency=home, kind="supported_accommodation", authority=council.pk,
            force=coordinator.agency_id, by=coordinator, at=NOON, urn="SC900001",
            address="2 Made Up Lane, Aldermere ZZ2 2ZZ",
        )  # fmt: skip
    (one,) = looked_after_by(actor=worker, at=NOON).children
    (row,) = made(children=[one], ends=2027).episodes
    assert {key: row[key] for key in ("PLACE", "URN", "PLACE_PROVIDER", "HOME_POST", "PL_POST")} == {
        "PLACE": "K3", "URN": "SC900001", "PLACE_PROVIDER": "PR1", "HOME_POST": "ZZ1 1ZZ",
        "PL_POST": "ZZ2 2ZZ",
    }  # fmt: skip


def test_what_nobody_recorded_of_a_placement_is_empty_and_never_guessed(
    coordinator, worker, council
):
    child = a_child(coordinator)
    add_placement(
        actor=coordinator, child_id=child.pk, living_at="foster", at=NOON, started_on=BEGAN,
        looked_after=True, responsible_authority=council.pk,
    )  # fmt: skip
    (one,) = looked_after_by(actor=worker, at=NOON).children
    (row,) = made(children=[one], ends=2027).episodes
    wanted = ("LS", "CIN", "PLACE_PROVIDER", "HOME_POST", "PL_POST", "URN")
    assert [row[key] for key in wanted] == ["", "", "", "", "", "XXXXXXX"]


def test_an_address_told_of_that_is_the_placement_is_not_where_the_child_came_from(
    coordinator, worker, council
):
    child = a_child(coordinator)
    add_placement(
        actor=coordinator, child_id=child.pk, living_at="foster", at=NOON, started_on=BEGAN,
        looked_after=True, responsible_authority=council.pk, place="3 Made Up Lane, ZZ3 3ZZ",
    )  # fmt: skip
    with entered(actor=coordinator, at=NOON):
        people.add_address(
            child=child, by=coordinator, at=NOON, line="3 Made Up Lane ZZ3 3ZZ", source="report"
        )
    (one,) = looked_after_by(actor=worker, at=NOON).children
    assert (one.placements[0].from_postcode, one.placements[0].postcode) == ("", "ZZ3 3ZZ")


def details_of(*, reasons=(), flags=(), **more):
    one = CountedEpisode(
        child=uuid4(), agency="northmoor", reported_at=NOON, returned_at=None, category="missing",
        age=14, looked_after=None, further_reports=0, reasons=frozenset(reasons),
        flags=frozenset(flags), **more,
    )  # fmt: skip
    return _details(_detailed([one]), np.array([0]))


@pytest.mark.parametrize(
    ("told", "named"),
    [
        ((), None),
        (("quarrel",), "Trouble or a quarrel where they live"),
        (("quarrel", "friends"), "Several reasons"),
    ],
)
def test_one_reason_is_told_by_its_name_and_several_are_not_made_into_one(told, named):
    details = details_of(reasons=told)
    (place,) = details.reason.tolist()
    assert (details.reasons[place] if place >= 0 else None) == named


def test_flags_become_what_made_the_child_more_at_risk():
    found = details_of(flags=("cse", "online_contact", "substance"), publicity="appeal")
    names = [one for place, one in enumerate(VULNERABILITIES) if found.vulnerable[0] & 2**place]
    assert names == ["Sexual exploitation", "Other signs of exploitation", "Drink or drugs"]
    assert PUBLICITY[found.publicity[0]] == "An appeal to the public"
    assert details_of().vulnerable.tolist() == [0]
    assert len(FLAGS) == len(VULNERABLE) == len(VULNERABILITIES)
    assert set().union(*FLAGS) <= {kind for kind, _ in FLAG_KINDS}


def test_a_flag_counts_from_when_it_was_raised_until_it_ended_and_never_while_it_waits(
    coordinator,
):
    child = a_child(coordinator)
    missing(coordinator, child, 1, began=NOON - 5 * DAY)
    with entered(actor=coordinator, at=NOON):
        for kind, state, raised, ended in (
            ("cse", "active", 9, None), ("cce", "active", 1, None), ("substance", "ended", 9, 2),
            ("suicide", "ended", 9, 7), ("trafficking", "proposed", 9, None),
        ):  # fmt: skip
            Flag.objects.create(
                child=child, kind=kind, strength="suspected", state=state, source="made up",
                owner_id=coordinator.member_id, raised_at=NOON - raised * DAY,
                ended_at=None if ended is None else NOON - ended * DAY,
                ended_by_id=None if ended is None else coordinator.member_id,
                end_because="made up" if ended else "", review_on=NOON.date(),
                owner_agency_id=coordinator.agency_id, recorded_at=NOON,
                recorded_by_id=coordinator.member_id,
            )  # fmt: skip
    (found,) = [
        one
        for agency in agencies_to_count()
        for one in counted_of(agency=agency, at=NOON)
        if isinstance(one, CountedEpisode) and one.child == child.pk
    ]
    assert found.flags == {"cse", "substance"}


def test_why_a_child_moved_is_what_whoever_ended_the_placement_chose(coordinator, worker, council):
    child = looked_after_child(coordinator, council)
    days = [BEGAN + timedelta(days=number) for number in (10, 20, 30)]

    def move(day, **more):
        return add_placement(
            actor=coordinator, child_id=child.pk, living_at="foster", at=NOON, started_on=day,
            looked_after=True, responsible_authority=council.pk, **more,
        )  # fmt: skip

    with entered(actor=coordinator, at=NOON):
        first = Placement.objects.get(child=child).pk
    with pytest.raises(ReasonUnknown):
        end_a_placement(actor=worker, placement_id=first, ended_on=days[0], because="", at=NOON)
    with pytest.raises(ReasonUnknown):
        end_a_placement(actor=worker, placement_id=first, ended_on=days[0], because="X1", at=NOON)
    end_a_placement(actor=worker, placement_id=first, ended_on=days[0], because="LAREQ", at=NOON)
    move(days[0])
    move(days[1], ended_because="CHILD")
    last = move(days[2])  # nobody says why the one before ends
    end_a_placement(
        actor=worker, placement_id=last, ended_on=days[2] + timedelta(days=9), because="ceased",
        at=NOON,
    )  # fmt: skip
    (one,) = looked_after_by(actor=worker, at=NOON).children
    found = made(children=[one], ends=2027)
    assert [row["REASON_PLACE_CHANGE"] for row in found.episodes] == ["LAREQ", "CHILD", "", ""]
    assert dict(lacking(made=found))[WHY_MOVED] == 1
