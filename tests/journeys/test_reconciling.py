"""At six each morning every closed contact that names a child is reconciled with the episodes."""

from datetime import UTC, datetime, timedelta

import pytest

from whereabouts.foundations.access.scope import NotPermitted, NotVisible, entered
from whereabouts.foundations.audit.models import AuditEntry
from whereabouts.foundations.outbox.models import Message
from whereabouts.foundations.timers.models import Timer
from whereabouts.journeys.clock import begin_rounds, fire
from whereabouts.journeys.clock.contacts import begin, next_round
from whereabouts.journeys.close_contact import close_contact, close_contact_by_import
from whereabouts.journeys.report_from_contact import report_from_contact
from whereabouts.journeys.sign_contact import sign_contact
from whereabouts.practice.plans.actions import agree_plan
from whereabouts.records.reports.actions import open_contact
from whereabouts.records.reports.models import Contact

pytestmark = pytest.mark.django_db
KIND = "contacts_reconcile"
SIX = datetime(2026, 11, 21, 6, 0, tzinfo=UTC)
SIGNED = "The caller rang back: the child is at the dentist with the carer, who handed over."


@pytest.fixture
def northmoor(make_agency):
    """The force, whose rounds come."""
    return make_agency()


@pytest.fixture
def imported(make_actor, noon):
    """Return a maker of contacts that came into the database closed, past every guard."""

    def make(agency="Northmoor Police", **more):
        by = make_actor("call_handler", agency=agency)
        with entered(actor=by, at=noon):
            contact = open_contact(by=by, at=noon, happened_at=noon, channel="log", **more)
            Contact.objects.filter(pk=contact.pk).update(state="closed", closed_at=noon)
        return contact

    return make


def told(actor, at=SIX):
    with entered(actor=actor, at=at):
        return list(Message.objects.filter(kind=KIND).order_by("promised_at"))


@pytest.mark.parametrize(
    ("after", "due"),
    [
        ("2026-11-20T05:59:59+00:00", "2026-11-20T06:00:00+00:00"),
        ("2026-11-20T06:00:00+00:00", "2026-11-21T06:00:00+00:00"),
        ("2026-07-01T04:59:59+00:00", "2026-07-01T05:00:00+00:00"),
        ("2026-03-28T12:00:00+00:00", "2026-03-29T05:00:00+00:00"),  # the clocks go forward
        ("2026-10-24T12:00:00+00:00", "2026-10-25T06:00:00+00:00"),  # and back
        ("2026-06-30T23:30:00+00:00", "2026-07-01T05:00:00+00:00"),  # another day in London
    ],
)
def test_six_is_six_on_the_clocks_of_london(after, due):
    assert next_round(after=datetime.fromisoformat(after)) == datetime.fromisoformat(due)


def test_each_force_has_one_round_a_day_and_it_sets_the_next(northmoor, make_agency, noon):
    make_agency("Southmere Police")
    make_agency("Aldermere Council", "authority")
    for _ in range(3):
        begin(at=noon)
    waiting = Timer.objects.filter(kind=KIND, state="waiting")
    assert [timer.due_at for timer in waiting] == [SIX, SIX]
    assert fire(at=SIX - timedelta(seconds=1)) == 0
    assert fire(at=SIX) == 2
    assert {timer.due_at for timer in waiting.all()} == {SIX + timedelta(days=1)}


def test_after_days_without_a_worker_one_round_makes_good_for_all(northmoor, noon):
    begin(at=noon)
    late = SIX + timedelta(days=3, hours=2)
    assert fire(at=late) == 1
    assert Timer.objects.get(kind=KIND, state="waiting").due_at == SIX + timedelta(days=4)


def test_what_got_round_the_guard_is_told_once_with_no_name(
    northmoor, imported, make_child, make_actor, noon
):
    inspector, coordinator = make_actor("duty_inspector"), make_actor("missing_coordinator")
    planned = make_child("Planned Sampleton")
    with entered(actor=coordinator, at=noon):
        agree_plan(
            child=planned, level="high", category="missing", by=coordinator, at=noon,
            review_on=(noon + timedelta(days=90)).date(),
        )  # fmt: skip
    found = {
        imported(child=make_child("Keyed Sampleton")).pk,
        imported(child_names="Named Sampleton").pk,
        imported(words="Planned Sampleton is not back.").pk,
    }
    imported(words="A bin is on fire.")
    imported(words="Planned work on Sampleton Road.")
    begin(at=noon)
    fire(at=SIX)
    told_of_it = told(inspector)
    assert {one.to_role for one in told_of_it} == {"duty_inspector", "missing_coordinator"}
    assert len(told_of_it) == 2
    notice = told_of_it[0]
    assert notice.subject == "contacts:unreconciled"
    assert notice.text.startswith("3 closed contacts")
    assert "Sampleton" not in notice.text
    with entered(actor=inspector, at=SIX):
        marked = set(
            Contact.objects.filter(round_guard_at__isnull=False).values_list("pk", flat=True)
        )
        assert AuditEntry.objects.filter(kind="alarm.contacts_reconcile").count() == 1
    assert marked == found


def test_what_nobody_answers_for_is_told_again_and_what_is_settled_is_not(
    northmoor, imported, make_actor, noon
):
    inspector = make_actor("duty_inspector")
    signed, reported = imported(child_names="A Sampleton"), imported(child_names="B Sampleton")
    begin(at=noon)
    fire(at=SIX)
    sign_contact(actor=inspector, contact_id=signed.pk, because=SIGNED, at=SIX)
    fire(at=SIX + timedelta(days=1))
    report_from_contact(actor=inspector, contact_id=reported.pk, at=SIX + timedelta(days=1))
    fire(at=SIX + timedelta(days=2), most=1000)
    texts = [
        notice.text
        for notice in told(inspector, SIX + timedelta(days=3))
        if notice.to_role == "duty_inspector"
    ]
    assert [text[:2] for text in texts] == ["2 ", "A "]


def test_what_stands_beside_an_episode_is_no_hole(
    northmoor, imported, make_child, take_report, make_actor, noon
):
    child = make_child()
    take_report(child=child)
    imported(child=child)
    begin(at=noon)
    fire(at=SIX, most=1000)
    assert told(make_actor("duty_inspector")) == []


def test_a_forced_closure_waits_in_the_list_from_the_first_moment(
    northmoor, make_actor, make_child, noon
):
    handler = make_actor("call_handler")
    with entered(actor=handler, at=noon):
        contact = open_contact(by=handler, at=noon, happened_at=noon, child=make_child())
    close_contact_by_import(
        actor=handler, contact_id=contact.pk, disposal="closed", because="closed", at=noon
    )
    with entered(actor=handler, at=noon):
        assert Contact.objects.get(pk=contact.pk).round_guard_at == noon


def test_each_force_hears_of_its_own(northmoor, imported, make_actor, noon):
    imported(agency="Southmere Police", child_names="Far Sampleton")
    begin(at=noon)
    fire(at=SIX)
    assert told(make_actor("duty_inspector")) == []
    assert len(told(make_actor("duty_inspector", agency="Southmere Police"))) == 2


def test_the_outsider_neither_signs_nor_reports(imported, outsider, make_actor, noon):
    contact = imported(child_names="A Sampleton")
    for journey, more in ((sign_contact, {"because": SIGNED}), (report_from_contact, {})):
        with pytest.raises(NotPermitted):
            journey(actor=outsider, contact_id=contact.pk, at=noon, **more)
        with pytest.raises(NotVisible):
            journey(
                actor=make_actor("duty_inspector", agency="Elsewhere Police"),
                contact_id=contact.pk, at=noon, **more,
            )  # fmt: skip


# --- what nobody closes -------------------------------------------------------------


def left_open(actor, at):
    with entered(actor=actor, at=at):
        found = Message.objects.filter(kind="contact_left_open")
        return [(one.to_role, one.loudness) for one in found]


@pytest.fixture
def opened(make_actor, noon):
    """Return a maker of contacts that are open since noon."""

    def make(**more):
        handler = make_actor("call_handler")
        with entered(actor=handler, at=noon):
            return open_contact(by=handler, at=noon, happened_at=noon, **more)

    return make


def after(noon, *minutes):
    begin_rounds(at=noon)
    for count in minutes:
        fire(at=noon + timedelta(minutes=count), most=1000)


def test_a_contact_that_names_a_child_and_stands_open_is_told_once_after_an_hour(
    opened, make_actor, noon
):
    inspector = make_actor("duty_inspector")
    opened(child_names="Named Sampleton")
    after(noon, 0, 16, 32, 48)
    assert left_open(inspector, noon) == []
    after(noon, 64, 80, 96)
    assert left_open(inspector, noon) == [("duty_inspector", "list")]
    with entered(actor=inspector, at=noon):
        said = Message.objects.get(kind="contact_left_open")
        assert "Sampleton" not in said.text
        assert said.climbed_to == "superintendent"  # nobody read it


def test_what_has_an_episode_or_names_nobody_or_is_closed_is_not_left_open(
    opened, make_child, take_report, make_actor, noon
):
    child, inspector = make_child(), make_actor("duty_inspector")
    take_report(child=child, contact=opened(child=child).pk)
    opened(child=child)  # a second log beside the episode
    opened(words="A bin is on fire.")
    signed = opened(child_names="Signed Sampleton")
    close_contact(
        actor=inspector, contact_id=signed.pk, disposal="no_child", because=SIGNED, signed=True,
        at=noon,
    )  # fmt: skip
    after(noon, 64, 128)
    assert left_open(inspector, noon) == []
