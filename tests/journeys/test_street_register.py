"""Whose officer is whose is said once: on the register, which the beats read."""

import pytest

from tests.journeys.planning_cast import Team
from whereabouts.foundations.access.scope import NotVisible, entered
from whereabouts.insight.lookups.briefing import briefing
from whereabouts.insight.lookups.street_lists import beat_kept, mine, schools_on_register
from whereabouts.journeys.keep_beats import (
    AlreadyNamed,
    NothingSaid,
    make_beat,
    name_officer,
    name_school,
)
from whereabouts.journeys.keep_register import name_officer as name_on_register
from whereabouts.journeys.keep_register import put_on_register
from whereabouts.practice.street.models import School
from whereabouts.records.placements.models import NamedOfficer

pytestmark = pytest.mark.django_db


class Area:
    """A force with a beat, an officer, and a register of homes and schools."""

    def __init__(self, *, make_actor, make_agency, noon):
        self.make_agency, self.noon = make_agency, noon
        self.team = Team(make_actor=make_actor, make_agency=make_agency, noon=noon)
        self.writer = make_actor("missing_coordinator")
        self.officer = make_actor("response_officer")
        self.other = make_actor("response_officer", name="other@northmoor")
        self.beat = make_beat(actor=self.writer, name="Park", places=["ZZ1"], at=noon)

    def on_register(self, name="Sample School", kind="school", agency="education", **more):
        """Put it there, and return its line's key."""
        return put_on_register(
            actor=self.writer, agency=self.make_agency(name, agency).pk, kind=kind, at=self.noon,
            authority=self.team.worker.agency_id, force=self.writer.agency_id, **more,
        )  # fmt: skip

    def officers_of(self, name):
        """Return everybody whom the register ever named for it, the latest last."""
        with entered(actor=self.writer, at=self.noon):
            found = NamedOfficer.objects.filter(agency__name=name).order_by("from_at", "id")
            return [(one.officer_id, one.until_at is None) for one in found]


@pytest.fixture
def area(make_actor, make_agency, noon):
    """Return the area."""
    return Area(make_actor=make_actor, make_agency=make_agency, noon=noon)


def test_the_officer_of_a_school_on_the_register_is_named_there_and_nowhere_else(area, noon):
    setting = area.on_register()
    name_school(
        actor=area.writer, beat_id=area.beat, setting_id=setting, name="Another name",
        officer=area.officer.member_id, at=noon,
    )  # fmt: skip
    assert area.officers_of("Sample School") == [(area.officer.member_id, True)]
    with entered(actor=area.writer, at=noon):
        kept = School.objects.get()
    assert (kept.name, kept.officer_id, kept.setting_id) == ("Sample School", None, setting)
    assert [one.name for one in mine(actor=area.officer, at=noon).schools] == ["Sample School"]
    # The register is changed: the beat and both officers' lists say so at once.
    name_on_register(actor=area.writer, setting_id=setting, officer=area.other.member_id, at=noon)
    assert mine(actor=area.officer, at=noon).schools == ()
    (theirs,) = mine(actor=area.other, at=noon).schools
    assert (theirs.officer, theirs.mine) == (area.other.name, True)
    assert beat_kept(actor=area.writer, beat_id=area.beat, at=noon).schools == (
        ("Sample School", area.other.name, ""),
    )


def test_naming_the_same_officer_again_writes_no_second_line(area, noon):
    setting = area.on_register()
    name_on_register(actor=area.writer, setting_id=setting, officer=area.officer.member_id, at=noon)
    name_school(
        actor=area.writer, beat_id=area.beat, setting_id=setting,
        officer=area.officer.member_id, at=noon,
    )  # fmt: skip
    assert area.officers_of("Sample School") == [(area.officer.member_id, True)]


def test_a_school_lies_on_one_beat_and_another_force_cannot_take_it(area, make_actor, noon):
    setting = area.on_register()
    assert schools_on_register(actor=area.writer, at=noon) == [(setting, "Sample School")]
    given = {"setting_id": setting, "officer": area.officer.member_id, "at": noon}
    name_school(actor=area.writer, beat_id=area.beat, **given)
    assert schools_on_register(actor=area.writer, at=noon) == []
    with pytest.raises(AlreadyNamed):
        name_school(actor=area.writer, beat_id=area.beat, **given)
    with pytest.raises(NothingSaid):
        name_school(actor=area.writer, beat_id=area.beat, officer=area.officer.member_id, at=noon)
    home = area.on_register("Fern House", "childrens_home", "home")
    with pytest.raises(NotVisible):  # a home is no school
        name_school(actor=area.writer, beat_id=area.beat, **{**given, "setting_id": home})
    elsewhere = make_actor("missing_coordinator", agency="Southfell Police")
    beat = make_beat(actor=elsewhere, name="Quay", places=["ZZ2"], at=noon)
    with pytest.raises(NotVisible):
        name_school(
            actor=elsewhere, beat_id=beat, setting_id=setting, officer=elsewhere.member_id, at=noon
        )
    assert schools_on_register(actor=elsewhere, at=noon) == []


def test_the_homes_on_a_beat_are_the_registers_with_their_officer_also_where_nobody_lives(
    area, make_actor, noon
):
    empty = area.on_register("Oak House", "childrens_home", "home", address="1 Plain Road, ZZ1 1ZZ")
    area.on_register("Far House", "childrens_home", "home", address="2 Plain Road, ZZ9 1ZZ")
    name_on_register(
        actor=area.writer, setting_id=empty, officer=area.other.member_id, at=noon, phone="01632 1"
    )
    shown = briefing(actor=area.officer, beat_id=area.beat, at=noon).homes
    assert [(one.name, one.living, one.officer, one.registered) for one in shown] == [
        ("Oak House", 0, area.other.name, True)
    ]
    # Whom a home knows by name has it on their own list, whosever beat it is.
    ((beat, theirs),) = mine(actor=area.other, at=noon).homes
    assert (beat, theirs.name) == ("", "Oak House")
    name_officer(actor=area.writer, beat_id=area.beat, member=area.other.member_id, at=noon)
    assert [(beat, one.name) for beat, one in mine(actor=area.other, at=noon).homes] == [
        ("Park", "Oak House")
    ]
    elsewhere = make_actor("response_officer", agency="Southfell Police")
    assert mine(actor=elsewhere, at=noon).homes == ()


def test_a_home_that_nobody_put_on_the_register_says_so(area, noon):
    fern = make_beat(actor=area.writer, name="Fern", places=["Fern House"], at=noon)
    (line,) = briefing(actor=area.officer, beat_id=fern, at=noon).homes
    assert (line.name, line.living, line.registered) == ("Fern House", 1, False)
    area.on_register("Fern House", "childrens_home", "home")
    (line,) = briefing(actor=area.officer, beat_id=fern, at=noon).homes
    assert (line.living, line.registered, line.officer) == (1, True, "")
