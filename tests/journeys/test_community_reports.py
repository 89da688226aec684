"""What somebody in a hotel, a taxi or a street tells reaches a reader, a child, an outcome."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.journeys.adults_cast import Beat
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.permissions import ROLES, Permission
from whereabouts.foundations.access.scope import NotPermitted, NotVisible, entered
from whereabouts.foundations.outbox.models import Message
from whereabouts.journeys.tell_of_worry import (
    AlreadySaid,
    CodeTaken,
    Incomplete,
    ReportClosed,
    Worry,
    begin_campaign,
    close_worry,
    end_campaign,
    for_force,
    link_worry,
    look_into_worry,
    note_outcome,
    tell_by_form,
    tell_by_phone,
)
from whereabouts.practice.community.models import (
    Campaign,
    CommunityReport,
    ReportLink,
    ReportOutcome,
)
from whereabouts.practice.community.queries import told_of_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def beat(make_actor, noon):
    """Return a force at work."""
    return Beat(make_actor=make_actor, noon=noon)


@pytest.fixture
def campaign(beat, noon):
    """Return the key of a campaign with a word."""
    return begin_campaign(
        actor=beat.missing_coordinator, name="Makesafe, made up", code="make-safe 7",
        audiences=["hotel", "taxi"], from_on=noon.date(), at=noon,
    )  # fmt: skip


def worry(**more):
    given = {"source": "hotel", "place": "Made-up Hotel", "words": "A girl and three men.", **more}
    return Worry(**given)


def by_form(beat, at, **more):
    actor = for_force(
        force=beat.duty_inspector.agency_id, code=more.get("code", ""), at=at
    )  # fmt: skip
    reference = tell_by_form(actor=actor, worry=worry(**more), at=at)
    with entered(actor=beat.duty_inspector, at=at):
        return CommunityReport.objects.get(reference=reference)


def told(beat, kind):
    with entered(actor=beat.duty_inspector, at=beat.noon):
        return sorted(Message.objects.filter(kind=kind).values_list("to_role", flat=True))


def test_the_form_keeps_what_was_told_without_a_name_and_tells_a_reader(beat, noon):
    report = by_form(beat, noon, vehicle="AB12 CDE", of_child="about 13")
    assert (report.state, report.channel, report.campaign) == ("new", "form", None)
    assert report.reference.startswith("R")
    assert told(beat, "community_report") == ["missing_coordinator"]
    with entered(actor=beat.duty_inspector, at=noon):
        (notice,) = Message.objects.filter(kind="community_report")
        assert "Hotel" not in notice.text


def test_what_happens_now_goes_to_the_duty_inspector(beat, noon):
    by_form(beat, noon, now=True)
    assert told(beat, "community_now") == ["duty_inspector"]


def test_whoever_uses_the_form_may_tell_and_nothing_else(beat, noon):
    actor = for_force(force=beat.duty_inspector.agency_id, code="", at=noon)
    assert ROLES["public"] == {Permission.COMMUNITY_SAY}
    with pytest.raises(NotPermitted):
        tell_by_phone(actor=actor, worry=worry(), at=noon)
    by_form(beat, noon)
    with entered(actor=actor, at=noon):
        assert not ReportLink.objects.exists()


def test_a_campaigns_word_says_which_force_and_is_read_however_it_is_typed(
    beat, campaign, make_agency, noon
):
    elsewhere = make_agency("Southfell Police")
    actor = for_force(force=elsewhere.pk, code="MakeSafe7", at=noon)
    assert actor.agency_id == beat.duty_inspector.agency_id
    report = by_form(beat, noon, code="makesafe 7")
    assert report.campaign_id == campaign
    assert for_force(force=None, code="nobody's", at=noon) is None
    assert for_force(force=make_agency("Fern House", "home").pk, code="", at=noon) is None


def test_on_the_phone_the_word_counts_for_the_own_force_alone(beat, campaign, make_actor, noon):
    far = Beat(make_actor=make_actor, noon=noon, agency="Southfell Police")
    for force, expected in ((beat, campaign), (far, None)):
        tell_by_phone(actor=force.call_handler, worry=worry(code="makesafe7"), at=noon)
        with entered(actor=force.call_handler, at=noon):
            report = CommunityReport.objects.get()
            assert (report.channel, report.campaign_id) == ("phone", expected)


def test_a_campaign_that_is_over_is_no_campaign_and_a_word_is_one_campaigns(beat, campaign, noon):
    with pytest.raises(CodeTaken):
        begin_campaign(
            actor=beat.missing_coordinator, name="Another", code="MAKESAFE7", audiences=[],
            from_on=noon.date(), at=noon,
        )  # fmt: skip
    end_campaign(actor=beat.missing_coordinator, campaign_id=campaign, people_reached=140, at=noon)
    assert by_form(beat, noon, code="makesafe7").campaign_id == campaign
    assert by_form(beat, noon + timedelta(days=1), code="makesafe7").campaign_id is None
    with entered(actor=beat.duty_inspector, at=noon):
        assert Campaign.objects.get().people_reached == 140


@pytest.mark.parametrize(
    ("more", "fields"),
    [
        ({"place": " "}, ("place",)),
        ({"words": ""}, ("words",)),
        ({"place": "", "words": " ", "source": "x"}, ("place", "words", "source")),
    ],
)
def test_a_report_says_where_and_what_and_names_what_it_lacks(beat, noon, more, fields):
    with pytest.raises(Incomplete) as refused:
        by_form(beat, noon, **more)
    assert refused.value.fields == fields


def test_a_postcode_is_a_place(beat, noon):
    assert by_form(beat, noon, place="", postcode="zz1 1zz").place == "zz1 1zz"
    with entered(actor=beat.duty_inspector, at=noon):
        assert len(told_of_place(postcode="ZZ11ZZ")) == 1
        assert told_of_place(postcode=" ") == told_of_place(postcode="ZZ9 9ZZ") == []


def test_silence_is_told_above_until_somebody_looks(beat, noon):
    report = by_form(beat, noon)
    beat.tick(noon + timedelta(hours=4))
    roles = ["duty_inspector", "missing_coordinator"]
    assert told(beat, "community_report") == sorted([*roles, "missing_coordinator"])
    look_into_worry(actor=beat.response_officer, report_id=report.pk, at=noon + timedelta(hours=5))
    beat.tick(noon + timedelta(hours=9))
    assert len(told(beat, "community_report")) == 3


def test_it_is_linked_with_a_child_and_an_adult_and_led_to_an_arrest_and_a_safer_child(beat, noon):
    """I13: calls of hotels led to arrests, and to children who were made safer."""
    report, child, adult = by_form(beat, noon), beat.child(), beat.enter()
    given = {"actor": beat.response_officer, "report_id": report.pk, "at": noon}
    link_worry(child_id=child.pk, because="The same coat.", **given)
    link_worry(adult_id=adult, because="He paid.", **given)
    with pytest.raises(AlreadySaid):
        link_worry(child_id=child.pk, because="Again.", **given)
    for more in ({}, {"child_id": child.pk, "adult_id": adult}):
        with pytest.raises(Incomplete):
            link_worry(because="x", **more, **given)
    with pytest.raises(Incomplete):
        link_worry(adult_id=adult, because=" ", **given)
    note_outcome(kind="arrest", words="Two men.", people=2, **given)
    note_outcome(kind="safeguarded", words="She is with her aunt.", people=1, **given)
    with pytest.raises(AlreadySaid):
        note_outcome(kind="arrest", words="Again.", **given)
    with pytest.raises(Incomplete):
        note_outcome(kind="charge", words=" ", **given)
    with pytest.raises(Incomplete):
        close_worry(words="", **given)
    close_worry(words="Arrests, and a child safer.", **given)
    with pytest.raises(ReportClosed):
        close_worry(words="Again.", **given)
    with pytest.raises(ReportClosed):
        link_worry(adult_id=adult, because="x", **given)
    # A conviction comes long after.
    note_outcome(kind="conviction", words="One man, nine years.", **given)
    with entered(actor=beat.duty_inspector, at=noon):
        assert ReportOutcome.objects.count() == 3
        assert CommunityReport.objects.get().looked_by_id == beat.response_officer.member_id


def test_the_outsider_and_another_force_see_nothing_of_it(beat, make_actor, outsider, noon):
    report = by_form(beat, noon)
    far = make_actor("missing_coordinator", agency="Southfell Police")
    for actor in (far, outsider, make_actor("home_worker")):
        with entered(actor=actor, at=noon):
            assert not CommunityReport.objects.exists()
            assert not visible(CommunityReport).exists()
    with pytest.raises(NotVisible):
        close_worry(actor=far, report_id=report.pk, words="Not ours.", at=noon)
    with pytest.raises(NotPermitted):
        close_worry(actor=outsider, report_id=report.pk, words="Not ours.", at=noon)
    with pytest.raises(NotPermitted):
        begin_campaign(
            actor=beat.call_handler, name="x", code="x", audiences=[], from_on=noon.date(), at=noon
        )  # fmt: skip


def test_another_forces_campaign_is_not_ended(campaign, make_actor, noon):
    far = make_actor("missing_coordinator", agency="Southfell Police")
    with pytest.raises(NotVisible):
        end_campaign(actor=far, campaign_id=campaign, at=noon)


@pytest.mark.parametrize(
    ("more", "field"),
    [({"name": " "}, "name"), ({"code": "--"}, "code"), ({"until": -1}, "until_on")],
)
def test_a_campaign_lacks_by_name(beat, noon, more, field):
    days = more.pop("until", None)
    given = {"name": "Made-up", "code": "word", "audiences": [], "from_on": noon.date(), **more}
    until = (noon + timedelta(days=days)).date() if days else None
    with pytest.raises(Incomplete) as refused:
        begin_campaign(actor=beat.missing_coordinator, at=noon, until_on=until, **given)
    assert refused.value.fields == (field,)


def test_the_database_refuses_a_report_closed_without_words(beat, noon):
    report = by_form(beat, noon)
    with (
        pytest.raises(IntegrityError),
        entered(actor=beat.duty_inspector, at=noon),
        transaction.atomic(),
    ):
        CommunityReport.objects.filter(pk=report.pk).update(
            state="closed", looked_at=noon, closed_at=noon
        )
