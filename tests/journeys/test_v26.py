"""V26: an officer who looks in at homes hears of men who wait for a girl who has just moved there."""

from datetime import timedelta

import pytest

from tests.journeys.homes_cast import DAY
from whereabouts.foundations.access.scope import NotPermitted, NotVisible, entered
from whereabouts.insight.lookups.adults import adult_page
from whereabouts.insight.lookups.register import setting_page
from whereabouts.insight.lookups.warning_notices import may_be_warned
from whereabouts.journeys.name_adult_in_concern import name_adult_in_concern
from whereabouts.journeys.visit_setting import (
    AlreadySettled,
    keep_visit,
    raise_concern,
    settle_concern,
)
from whereabouts.records.people.models import Adult, AdultLink
from whereabouts.records.placements.models import Concern, Visit

pytestmark = pytest.mark.django_db
SEEN = "A man in a grey car waits at the gate for her each evening."


@pytest.fixture
def setting(cities):
    """The home is on the register of the northern force, with its named officer; she moves in."""
    made = cities.move.register()
    cities.move.place(days=1)
    return made


@pytest.fixture
def concern(cities, setting, noon):
    """What a worker of the home tells the officer."""
    at = noon + 2 * DAY
    key = raise_concern(
        actor=cities.move.home, setting_id=setting.pk, kind="approached", words=SEEN,
        child_id=cities.child.pk, at=at,
    )  # fmt: skip
    return key, at


@pytest.fixture
def offender(cities):
    """A registered sex offender whom the northern force knows."""
    return cities.adult(
        name="Known Offender", by=cities.north("offender_manager"), registered_sex_offender=True
    )


def test_her_arrival_asks_the_named_officer_to_look_in_within_a_week(cities, setting, noon):
    (asked,) = cities.told(cities.move.police, "visit_wanted")
    assert asked.to_member_id == cities.move.police.member_id
    with entered(actor=cities.move.police, at=noon):
        visit = Visit.objects.get(setting=setting)
    assert visit.due_at <= noon + 9 * DAY
    keep_visit(
        actor=cities.move.police, setting_id=setting.pk, kind=visit.kind, at=noon + 2 * DAY,
        visited_at=noon + 2 * DAY, words="Talked with staff and with two children.", talked_with=2,
    )  # fmt: skip
    with entered(actor=cities.move.police, at=noon):
        assert Visit.objects.get(setting=setting).visited_at == noon + 2 * DAY


def test_a_concern_that_names_an_offender_leads_to_his_record_his_manager_and_a_notice(
    cities, setting, concern, offender
):
    key, at = concern
    assert cities.told(cities.move.police, "concern_raised", at)
    adult = name_adult_in_concern(
        actor=cities.move.police, concern_id=key, adult_id=offender, source="staff of the home",
        at=at,
    )  # fmt: skip
    assert adult == offender
    manager = cities.north("offender_manager")
    (told,) = cities.told(manager, "adult_in_concern", at)
    assert (told.to_role, told.loudness) == ("offender_manager", "list")
    for secret in ("Offender", "Sampleton", "Fern", SEEN):
        assert secret not in told.text
    record = adult_page(actor=manager, adult_id=offender, at=at)
    assert [(one.child_id, one.detail) for one in record.links] == [(cities.child.pk, SEEN)]
    warned = may_be_warned(actor=manager, adult_id=offender, child_id=cities.child.pk, at=at)
    assert warned.routes  # a notice is a form away
    (line,) = setting_page(actor=cities.move.police, at=at, setting_id=setting.pk).concerns
    assert [(one.adult_id, one.name) for one in line.adults] == [(offender, "Known Offender")]
    assert may_be_warned(actor=cities.move.police, adult_id=offender, child_id=cities.child.pk,
                         at=at).routes  # fmt: skip


def test_a_man_whom_nobody_knows_by_name_gets_a_record_from_the_concern(cities, concern):
    key, at = concern
    adult = name_adult_in_concern(
        actor=cities.move.police, concern_id=key, name="Man in a grey car", at=at,
        source="staff of the home",
    )  # fmt: skip
    with entered(actor=cities.move.police, at=at):
        link = AdultLink.objects.get(adult=adult)
    assert (link.child_id, link.kind, link.detail) == (cities.child.pk, "risk", SEEN)


def test_what_is_settled_takes_no_adult_and_a_concern_without_a_child_links_nobody(
    cities, setting, concern, noon
):
    key, at = concern
    settle_concern(actor=cities.move.police, concern_id=key, outcome="Two notices.", at=at)
    given = {"actor": cities.move.police, "name": "X. Man", "source": "staff", "at": at}
    with pytest.raises(AlreadySettled):
        name_adult_in_concern(concern_id=key, **given)
    other = raise_concern(
        actor=cities.move.police, setting_id=setting.pk, kind="approached", words="A car, twice.",
        at=at,
    )  # fmt: skip
    adult = name_adult_in_concern(concern_id=other, **given)
    with entered(actor=cities.move.police, at=at):
        assert Adult.objects.filter(pk=adult).exists()
        assert not AdultLink.objects.exists()


def test_the_home_that_told_it_reads_no_adult_and_a_stranger_no_concern(
    cities, setting, concern, offender
):
    key, at = concern
    name_adult_in_concern(
        actor=cities.move.police, concern_id=key, adult_id=offender, source="staff", at=at
    )
    cities.nobody_else_sees(offender)
    (line,) = setting_page(actor=cities.move.home, at=at, setting_id=setting.pk).concerns
    assert line.adults == ()
    for actor in cities.everybody_else():
        with pytest.raises((NotVisible, NotPermitted)):
            name_adult_in_concern(
                actor=actor, concern_id=key, name="X. Man", source="x", at=at + timedelta(hours=1)
            )
    with entered(actor=cities.everybody_else()[2], at=at):
        assert not Concern.objects.exists()
