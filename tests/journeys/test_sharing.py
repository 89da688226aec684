"""What is shared says why and until when, ends when it says, and stands in the child's log."""

from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.journeys.sharing_cast import HOUR, member_of, pack, sees, share, terms
from whereabouts.foundations.access.scope import NotPermitted, NotVisible, entered
from whereabouts.foundations.audit.models import AuditEntry, Look
from whereabouts.foundations.outbox.models import Message
from whereabouts.insight.lookups.sharing import (
    agreements_page,
    pack_by_code,
    pack_on_paper,
    share_choices,
    sharing_page,
)
from whereabouts.journeys import share_child as sharing
from whereabouts.journeys.clock import fire
from whereabouts.journeys.join_records import join_records, part_records
from whereabouts.journeys.make_agreement import (
    AlreadyOver,
    Incomplete,
    make_agreement,
    withdraw_agreement,
)
from whereabouts.journeys.open_pack import AlreadyReceipted, NameNeeded, receipt_pack, whose_pack
from whereabouts.journeys.tell_partners import tell_what_we_know
from whereabouts.practice.sharing.models import Sharing, Slip
from whereabouts.records.people import actions as people

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(make_actor):
    return make_actor("missing_coordinator")


@pytest.fixture
def governance(make_actor):
    return make_actor("information_governance")


@pytest.fixture
def school(make_agency, noon):
    return member_of(make_agency, noon, "Hillside School", "education", "partner_worker")


@pytest.fixture
def clinic(make_agency, noon):
    return member_of(make_agency, noon, "Brook Clinic", "health", "partner_worker")


@pytest.fixture
def child(make_child):
    return make_child()


@pytest.fixture
def agreed(governance, school, noon):
    return make_agreement(
        actor=governance, with_agency=school.agency_id, title="Schools", at=noon,
        purpose="Children away from school.", ends_at=noon + timedelta(days=40),
    )  # fmt: skip


def found(actor, child, at):
    return sharing_page(actor=actor, at=at, child_id=child.pk)


def test_the_agency_sees_the_child_until_the_end_and_not_a_moment_longer(
    coordinator, school, child, noon
):
    end = noon + 48 * HOUR
    assert not sees(school, child, at=noon)
    share(coordinator, child, school, at=noon)
    assert sees(school, child, at=noon)
    assert sees(school, child, at=end - timedelta(microseconds=1))
    assert not sees(school, child, at=end)
    with pytest.raises(NotVisible):
        found(school, child, end)


def test_the_log_says_what_to_whom_by_which_law_for_what_and_until_when(
    coordinator, school, child, noon
):
    share(coordinator, child, school, at=noon, told="later", told_because="")
    (line,) = found(coordinator, child, noon).shared
    assert (line.to, line.until_at, line.runs, line.ours) == (
        "Hillside School", noon + 48 * HOUR, True, True,
    )  # fmt: skip
    assert line.gateway.startswith("Children Act 1989, section 47")
    assert (line.purpose, line.told, line.child_told) == (
        "So that the school looks out.", "The child will be told", False,
    )  # fmt: skip
    sharing.say_sharing_told(actor=coordinator, sharing_id=line.key, at=noon)
    assert found(coordinator, child, noon).shared[0].child_told
    with pytest.raises(sharing.AlreadyEnded):
        sharing.say_sharing_told(actor=coordinator, sharing_id=line.key, at=noon)
    reasons = {(one.agency, one.why) for one in found(coordinator, child, noon).reasons}
    assert ("Hillside School", "Told under a sharing record") in reasons
    (notice,) = found(coordinator, child, noon).notices
    assert (notice.to_agency, notice.acknowledged_at) == ("Hillside School", None)
    # A school reads no notice between others, and not who else may see the child.
    assert found(school, child, noon).reasons == found(school, child, noon).notices == ()
    assert found(school, child, noon).shared[0].purpose == ""


def test_reading_the_log_is_a_look(coordinator, child, noon):
    found(coordinator, child, noon)
    with entered(actor=coordinator, at=noon):
        assert Look.objects.filter(page="sharing", subjects__contains=[child.pk]).count() == 1


def test_ended_early_it_is_over_at_once_in_every_record_of_the_child(
    coordinator, make_child, school, child, noon
):
    other = make_child("Tessie Sampleton")
    join_records(
        actor=coordinator, child_id=child.pk, other_id=other.pk, because="One child.", at=noon
    )
    key = share(coordinator, child, school, at=noon)
    assert sees(school, other, at=noon)
    later = noon + HOUR
    sharing.end_child_sharing(
        actor=coordinator, sharing_id=key, because="She moved school.", at=later
    )
    for one in (child, other):
        assert not sees(school, one, at=later)
        assert not sees(school, one, at=later + 24 * HOUR)
    part_records(actor=coordinator, child_id=child.pk, other_id=other.pk, because="Two.", at=later)
    join_records(actor=coordinator, child_id=child.pk, other_id=other.pk, because="One.", at=later)
    assert not sees(school, other, at=later + HOUR)
    (line,) = found(coordinator, child, later).shared
    assert (line.runs, line.ended_at, line.ended_because) == (False, later, "She moved school.")
    with pytest.raises(sharing.AlreadyEnded):
        sharing.end_child_sharing(actor=coordinator, sharing_id=key, because="Again.", at=later)


def test_another_reason_to_see_the_child_stays_when_a_sharing_ends(
    coordinator, school, child, noon
):
    with entered(actor=coordinator, at=noon):
        people.relate_to_child(
            child_id=child.pk, agency=school.agency_id, kind="allocated", at=noon, because="task"
        )
    key = share(coordinator, child, school, at=noon)
    sharing.end_child_sharing(actor=coordinator, sharing_id=key, because="Done.", at=noon)
    assert sees(school, child, at=noon + HOUR)


def test_an_agreement_carries_what_is_shared_under_it_and_ends_it(
    coordinator, governance, school, child, agreed, noon
):
    with pytest.raises(sharing.TooLong):
        share(
            coordinator, child, school, at=noon, agreement_id=agreed,
            until_at=noon + timedelta(days=40, seconds=1),
        )  # fmt: skip
    share(
        coordinator, child, school, at=noon, agreement_id=agreed,
        until_at=noon + timedelta(days=40),
    )  # fmt: skip
    made = pack(coordinator, child, at=noon)
    assert sees(school, child, at=noon + timedelta(days=39))
    later = noon + HOUR
    assert withdraw_agreement(
        actor=governance, agreement_id=agreed, because="The school left.", at=later
    ) == 1  # fmt: skip
    assert not sees(school, child, at=later)
    assert not sees(school, child, at=noon + timedelta(days=39))
    # What was shared by another law runs on.
    assert whose_pack(typed=made.code, at=later) is not None
    with pytest.raises(AlreadyOver):
        withdraw_agreement(actor=governance, agreement_id=agreed, because="Again.", at=later)
    stand, over = agreements_page(actor=governance, at=later)
    assert (stand, [one.title for one in over]) == ([], ["Schools"])
    with pytest.raises(sharing.SomethingMissing):
        share(coordinator, child, school, at=later, agreement_id=agreed)


def test_either_agency_ends_the_agreement_and_a_third_never(
    coordinator, school, make_agency, child, agreed, noon
):
    share(coordinator, child, school, at=noon, agreement_id=agreed)
    theirs = member_of(make_agency, noon, "Hillside School", "education", "information_governance")
    third = member_of(
        make_agency, noon, "Eastmoor Police", "police_force", "information_governance"
    )
    with pytest.raises(NotVisible):
        withdraw_agreement(actor=third, agreement_id=agreed, because="No.", at=noon)
    assert agreements_page(actor=third, at=noon) == ([], [])
    assert withdraw_agreement(
        actor=theirs, agreement_id=agreed, because="We close.", at=noon + HOUR
    ) == 1  # fmt: skip
    assert not sees(school, child, at=noon + HOUR)


def test_an_agreement_is_only_for_its_two_agencies(coordinator, clinic, child, agreed, noon):
    with pytest.raises(sharing.SomethingMissing):
        share(coordinator, child, clinic, at=noon, agreement_id=agreed)


def test_an_agreement_needs_another_agency_a_purpose_and_an_end(governance, school, noon):
    whole = {
        "with_agency": school.agency_id, "title": "T", "purpose": "P", "ends_at": noon + HOUR,
    }  # fmt: skip
    for field, value in (
        ("with_agency", governance.agency_id), ("title", " "), ("purpose", ""), ("ends_at", noon),
    ):  # fmt: skip
        with pytest.raises(Incomplete) as refused:
            make_agreement(actor=governance, at=noon, **{**whole, field: value})
        assert refused.value.field == field
    key = make_agreement(actor=governance, at=noon, **whole)
    with pytest.raises(Incomplete):
        withdraw_agreement(actor=governance, agreement_id=key, because="", at=noon)


def test_both_agencies_hear_a_month_before_an_agreement_ends(governance, school, agreed, noon):
    fire(at=noon + timedelta(days=9))
    with entered(actor=governance, at=noon):
        assert not Message.objects.filter(kind="agreement_ends").exists()
    fire(at=noon + timedelta(days=10))
    with entered(actor=governance, at=noon):
        told = set(
            Message.objects.filter(kind="agreement_ends").values_list("to_agency", flat=True)
        )
    assert told == {governance.agency_id, school.agency_id}


def test_what_ran_out_is_written_down_and_whoever_shared_hears(coordinator, school, child, noon):
    share(coordinator, child, school, at=noon)
    fire(at=noon + 48 * HOUR)
    with entered(actor=coordinator, at=noon + 48 * HOUR):
        assert AuditEntry.objects.filter(kind="sharing.ran_out").count() == 1
        (told,) = Message.objects.filter(kind="sharing_ends")
    assert (told.to_agency_id, told.to_role, told.loudness) == (
        coordinator.agency_id, "missing_coordinator", "digest",
    )  # fmt: skip


def test_whoever_is_told_for_a_time_tells_nobody_for_longer(
    coordinator, make_actor, clinic, child, noon
):
    worker = make_actor("social_worker")
    share(coordinator, child, worker, at=noon, until_at=noon + 10 * HOUR)
    assert share_choices(
        actor=worker, at=noon, child_id=child.pk
    ).own_end == noon + 10 * HOUR  # fmt: skip
    with pytest.raises(sharing.TooLong):
        share(worker, child, clinic, at=noon, until_at=noon + 11 * HOUR)
    share(worker, child, clinic, at=noon, until_at=noon + 10 * HOUR)
    assert not sees(clinic, child, at=noon + 10 * HOUR)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"purpose": " "}, "purpose"), ({"told": ""}, "told"),
        ({"told": "not_told", "told_because": ""}, "told_because"),
    ],
)  # fmt: skip
def test_a_sharing_says_for_what_and_whether_the_child_was_told(
    coordinator, school, child, noon, more, field
):
    with pytest.raises(sharing.SomethingMissing) as refused:
        share(coordinator, child, school, at=noon, **more)
    assert refused.value.field == field


def test_a_sharing_is_refused_by_a_law_that_is_not_the_agencys_and_without_an_end_ahead(
    coordinator, school, child, noon
):
    with pytest.raises(sharing.NotInForce):
        share(coordinator, child, school, at=noon, gateway="ca1989-s17")
    with pytest.raises(sharing.TooLong):
        share(coordinator, child, school, at=noon, until_at=noon)
    with pytest.raises(sharing.SomethingMissing):
        share(coordinator, child, coordinator, at=noon)
    share(coordinator, child, school, at=noon)
    with pytest.raises(sharing.AlreadyShared):
        share(coordinator, child, school, at=noon)


def test_volunteers_get_a_few_fields_and_no_case_file(coordinator, child, noon):
    made = pack(coordinator, child, at=noon)
    reader = whose_pack(typed=made.code.lower().replace("-", " "), at=noon)
    shown = pack_by_code(actor=reader.actor, at=noon, slip_id=reader.slip_id)
    assert dict(shown.lines) == {
        "First name": "Testa", "Age, roughly": "About 14 to 15", "Where": "The bus station",
        "Whom to ring": "01632 960001",
    }  # fmt: skip
    # The code opens one pack: nothing else of the child is there for whoever has it.
    with pytest.raises(NotPermitted):
        sharing_page(actor=reader.actor, at=noon, child_id=child.pk)
    with pytest.raises(NotPermitted):
        tell_what_we_know(actor=reader.actor, child_id=child.pk, kind="knows", words="x", at=noon)


def test_a_pack_opens_once_for_half_an_hour_and_never_after_its_end(coordinator, child, noon):
    made = pack(coordinator, child, at=noon)
    at = noon + HOUR
    assert whose_pack(typed="AAAAA-AAAAA-AAAAA", at=at) is None
    assert whose_pack(typed=made.code, at=at) is not None
    assert whose_pack(typed=made.code, at=at + timedelta(minutes=29)) is not None
    assert whose_pack(typed=made.code, at=at + timedelta(minutes=30)) is None
    late = pack(coordinator, child, at=noon)
    assert whose_pack(typed=late.code, at=noon + 6 * HOUR) is None


def test_a_pack_whose_sharing_was_ended_opens_no_more_even_while_it_is_open(
    coordinator, child, noon
):
    made = pack(coordinator, child, at=noon)
    assert whose_pack(typed=made.code, at=noon) is not None
    (line,) = found(coordinator, child, noon).shared
    sharing.end_child_sharing(
        actor=coordinator, sharing_id=line.key, because="Found.", at=noon + timedelta(minutes=1)
    )
    assert whose_pack(typed=made.code, at=noon + timedelta(minutes=1)) is None


def test_a_pack_is_never_longer_than_its_profile_says(coordinator, child, noon):
    with pytest.raises(sharing.TooLong):
        pack(coordinator, child, at=noon, until_at=noon + 12 * HOUR + timedelta(seconds=1))


def test_what_is_typed_for_a_pack_may_not_name_the_child(coordinator, child, noon):
    with pytest.raises(sharing.TellsTooMuch):
        pack(coordinator, child, at=noon, typed={"place": "Ask for Sampleton at the stop"})
    with entered(actor=coordinator, at=noon):
        assert Sharing.objects.count() == Slip.objects.count() == 0


def test_the_receipt_and_what_the_reader_saw_come_back_to_whoever_shared(coordinator, child, noon):
    made = pack(coordinator, child, at=noon)
    reader = whose_pack(typed=made.code, at=noon)
    given = {"actor": reader.actor, "slip_id": reader.slip_id, "at": noon}
    with pytest.raises(NameNeeded):
        receipt_pack(**given, name=" ")
    receipt_pack(**given, name="Val Unteer")
    with pytest.raises(AlreadyReceipted):
        receipt_pack(**given, name="Val Unteer")
    receipt_pack(**given, name="Val Unteer", saw="A silver car waited.")
    with pytest.raises(AlreadyReceipted):
        receipt_pack(**given, name="Val Unteer", saw="Another.")
    packed = found(coordinator, child, noon).shared[0].pack
    assert (packed.receipt_by, packed.feedback, packed.opened_at) == (
        "Val Unteer", "A silver car waited.", noon,
    )  # fmt: skip
    with entered(actor=coordinator, at=noon):
        (told,) = Message.objects.filter(kind="pack_answered")
        assert "car" not in told.text


def test_paper_has_no_code_and_is_printed_by_the_agency_that_shared(
    coordinator, make_actor, child, noon
):
    made = pack(coordinator, child, at=noon, handed="printed")
    assert made.code == ""
    (line,) = found(coordinator, child, noon).shared
    assert dict(pack_on_paper(actor=coordinator, at=noon, sharing_id=line.key).lines)["Where"]
    worker = make_actor("social_worker")
    share(coordinator, child, worker, at=noon)
    with pytest.raises(NotVisible):
        pack_on_paper(actor=worker, at=noon, sharing_id=line.key)


@pytest.mark.parametrize("reader", ["", "named"])
def test_a_pack_is_for_somebody_by_name_in_a_way_of_the_list(coordinator, child, noon, reader):
    with pytest.raises(sharing.SomethingMissing):
        sharing.share_pack(
            actor=coordinator, child_id=child.pk, terms=terms(noon + HOUR), at=noon,
            pack=sharing.Pack(profile="hot_spot", reader=reader, handed="shouted"),
        )  # fmt: skip


def test_the_outsider_and_another_force_share_read_and_end_nothing(
    coordinator, outsider, school, make_actor, child, noon
):
    key = share(coordinator, child, school, at=noon)
    made = pack(coordinator, child, at=noon)
    stranger = make_actor("missing_coordinator", agency="Eastmoor Police")
    for act in (
        lambda who: share(who, child, school, at=noon),
        lambda who: pack(who, child, at=noon),
        lambda who: sharing.end_child_sharing(actor=who, sharing_id=key, because="x", at=noon),
        lambda who: sharing.say_sharing_told(actor=who, sharing_id=key, at=noon),
        lambda who: found(who, child, noon),
        lambda who: share_choices(actor=who, at=noon, child_id=child.pk),
        lambda who: pack_on_paper(actor=who, at=noon, sharing_id=key),
    ):
        with pytest.raises(NotVisible):
            act(stranger)
        with pytest.raises((NotVisible, NotPermitted)):
            act(outsider)
    # Whoever it is shared with reads it and shares nothing onward.
    with pytest.raises(NotPermitted):
        share(school, child, stranger, at=noon)
    for who in (outsider, stranger):
        with entered(actor=who, at=noon):
            assert Sharing.objects.count() == Slip.objects.count() == 0
    assert isinstance(made.slip_id, UUID)


@settings(
    max_examples=25, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(
    lasts=st.integers(1, 39 * 24 * 60),
    under=st.booleans(),
    ends=st.none() | st.tuples(st.sampled_from(["sharing", "agreement"]), st.integers(0, 60_000)),
    asked=st.lists(st.integers(-60, 70_000), min_size=1, max_size=6),
)
def test_at_every_instant_after_an_end_nothing_is_readable(
    coordinator, governance, school, make_child, noon, lasts, under, ends, asked
):
    """Whatever is made and ended, the receiver reads from the start until the first end alone."""
    minute, child = timedelta(minutes=1), make_child()
    agreement = (
        make_agreement(
            actor=governance, with_agency=school.agency_id, title="T", purpose="P", at=noon,
            ends_at=noon + timedelta(days=40),
        )
        if under
        else None
    )  # fmt: skip
    until_at = noon + lasts * minute
    key = share(coordinator, child, school, at=noon, until_at=until_at, agreement_id=agreement)
    made = pack(
        coordinator, child, at=noon, until_at=min(until_at, noon + 12 * HOUR),
    )  # fmt: skip
    last = until_at
    if ends is not None:
        how, after = ends
        moment = noon + after * minute
        try:
            if how == "agreement" and agreement is not None:
                withdraw_agreement(
                    actor=governance, agreement_id=agreement, because="Over.", at=moment
                )
            else:
                sharing.end_child_sharing(
                    actor=coordinator, sharing_id=key, because="Over.", at=moment
                )
        except (sharing.AlreadyEnded, AlreadyOver):
            pass
        last = min(last, moment)
    for after in (*asked, 0, lasts):
        at = noon + after * minute
        assert sees(school, child, at=at) == (noon <= at < last)
        if at >= min(until_at, noon + 12 * HOUR):
            assert whose_pack(typed=made.code, at=at) is None
