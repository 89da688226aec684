"""Deliveries: promised with the message, at least once, in order, dead where nothing helps."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.audit.models import AuditEntry
from whereabouts.foundations.outbox import rules
from whereabouts.foundations.outbox.actions import Notice, promise, promise_all, send_on
from whereabouts.foundations.outbox.delivering import (
    NotDelivered,
    _due,
    claim,
    settle_delivered,
    settle_failed,
)
from whereabouts.foundations.outbox.endpoints import (
    BadEndpoint,
    end_endpoint,
    set_endpoint,
    try_again,
)
from whereabouts.foundations.outbox.models import Address, Delivery, Endpoint, Message
from whereabouts.journeys.clock.posting import deliver, deliver_one

pytestmark = pytest.mark.django_db

HOOK = "https://partner.example/hooks/1"


class Killed(BaseException):
    """The worker was killed here."""


@pytest.fixture
def social_worker(make_actor):
    return make_actor("social_worker")


@pytest.fixture
def hook(social_worker, noon):
    with entered(actor=social_worker, at=noon):
        return set_endpoint(
            channel="webhook", where=HOOK, label="Case system", by=social_worker, at=noon
        )


@pytest.fixture
def tell(make_actor, social_worker, noon):
    """Return a promiser: a force tells the authority, in the force's own scope."""
    inspector = make_actor("duty_inspector")

    def tell(key, *, minutes=0, **more):
        given = {
            "kind": "new_episode", "subject": "episode:1", "to_role": "social_worker",
            "from_agency": inspector.agency_id, "to_agency": social_worker.agency_id,
            "text": f"New episode E-MADE-{key}.", "at": noon + timedelta(minutes=minutes),
        }  # fmt: skip
        with entered(actor=inspector, at=noon):
            promise(key=key, **{**given, **more})

    return tell


def sent_at(moment, *, fail=lambda parcel: None, most=100):
    """Let a worker come round at a moment, and return what it sent, in order."""
    sent = []

    def send(parcel):
        fault = fail(parcel)
        if fault:
            raise fault
        sent.append(parcel)

    deliver(send=send, now=lambda: moment, most=most)
    return sent


def texts(parcels):
    return [one.text.rpartition("-")[2].rstrip(".") for one in parcels]


def test_a_promise_makes_its_deliveries_in_the_same_transaction(hook, tell):
    def dies_before_commit():
        with transaction.atomic():
            tell("lost")
            assert Delivery.objects.count() == 1
            raise Killed()

    with pytest.raises(Killed):
        dies_before_commit()
    assert not Delivery.objects.exists()
    tell("kept")
    assert Delivery.objects.get().endpoint_id == hook.key


def test_the_same_promise_twice_is_sent_once(hook, tell, noon):
    tell("one")
    tell("one")
    assert texts(sent_at(noon)) == ["one"]
    assert sent_at(noon + timedelta(hours=1)) == []


def test_without_an_endpoint_nothing_is_on_its_way(tell):
    tell("one")
    assert not Delivery.objects.exists()


def test_an_endpoint_of_another_role_or_agency_hears_nothing(tell, social_worker, outsider, noon):
    for actor, role in ((social_worker, "out_of_hours_worker"), (outsider, "")):
        with entered(actor=actor, at=noon):
            set_endpoint(
                channel="email", where="team@council.example", label="Mail", role=role,
                by=actor, at=noon,
            )  # fmt: skip
    tell("one")
    assert not Delivery.objects.exists()


def test_a_parcel_carries_what_its_receiver_needs_and_the_secret_that_signs(hook, tell, noon):
    tell("one")
    (parcel,) = sent_at(noon)
    assert (parcel.where, parcel.secret) == (HOOK, hook.secret)
    assert (parcel.kind, parcel.to_role, parcel.loudness) == (
        "new_episode", "social_worker", "list",
    )  # fmt: skip


def test_a_worker_killed_between_sending_and_marking_leaves_it_to_the_next(hook, tell, noon):
    tell("one")
    seen = []

    def dies(parcel):
        seen.append(parcel.delivery)
        raise Killed()

    with pytest.raises(Killed):
        deliver(send=dies, now=lambda: noon)
    assert sent_at(noon + timedelta(seconds=30)) == []
    (again,) = sent_at(noon + rules.LEASE)
    assert [again.delivery] == seen
    assert sent_at(noon + timedelta(hours=1)) == []


def test_a_worker_that_comes_back_late_settles_nothing(hook, tell, noon):
    tell("one")
    slow = claim(at=noon)
    later = noon + rules.LEASE
    quick = claim(at=later)
    assert quick.delivery == slow.delivery
    assert settle_delivered(parcel=slow, at=later) is False
    failed = settle_failed(parcel=slow, failed=NotDelivered("late", refused=True), at=later)
    assert (failed.dead, failed.silent_since) == (False, None)
    assert Delivery.objects.get().state == "waiting"
    assert settle_delivered(parcel=quick, at=later) is True


def test_a_fault_that_nobody_foresaw_leaves_the_delivery_waiting(hook, tell, noon):
    tell("one")
    with pytest.raises(ZeroDivisionError):
        sent_at(noon, fail=lambda parcel: ZeroDivisionError())
    assert texts(sent_at(noon + rules.LEASE)) == ["one"]


def test_a_childs_next_message_waits_for_the_one_before(hook, tell, noon):
    one, other = uuid4(), uuid4()
    tell("first", child=one)
    tell("second", child=one, subject="episode:2", loudness="interrupt", high=True)
    tell("elsewhere", child=other)

    def first_fails(parcel):
        return NotDelivered("away") if "first" in parcel.text else None

    assert texts(sent_at(noon, fail=first_fails)) == ["elsewhere"]
    assert texts(sent_at(noon + timedelta(seconds=5))) == ["first", "second"]


def test_a_dead_one_holds_nothing_up(hook, tell, noon):
    child = uuid4()
    tell("first", child=child)
    tell("second", child=child)
    gone = NotDelivered("answered 410", refused=True)
    assert texts(sent_at(noon, fail=lambda one: gone if "first" in one.text else None)) == [
        "second"
    ]
    assert Delivery.objects.get(state="dead").fault == "answered 410"


def test_the_loudest_goes_first_and_then_the_oldest(hook, tell, noon):
    tell("old", subject="a:1")
    tell("young", subject="a:2", minutes=1)
    tell("loud", subject="a:3", minutes=2, loudness="interrupt", high=True)
    assert texts(sent_at(noon + timedelta(minutes=3))) == ["loud", "old", "young"]


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_whatever_fails_each_line_arrives_whole_and_in_order(data, hook, tell, noon):
    run = uuid4().hex[:6]
    children = [uuid4() for _ in range(3)]
    promised = {child: [] for child in children}
    for number in range(data.draw(st.integers(1, 8))):
        child = data.draw(st.sampled_from(children))
        tell(f"{run}{number}", child=child, subject=f"episode:{run}{number}")
        promised[child].append(f"{run}{number}")
    arrived, at = [], noon
    while Delivery.objects.filter(state="waiting").exists():
        arrived += texts(
            sent_at(at, fail=lambda one: NotDelivered("away") if data.draw(st.booleans()) else None)
        )
        at += timedelta(minutes=11)
        if at > noon + timedelta(hours=2):
            arrived += texts(sent_at(at))
    for ordered in promised.values():
        assert [one for one in arrived if one in ordered] == ordered
    assert len(arrived) == len(set(arrived))


def test_too_many_tries_end_as_a_dead_letter_seen_and_alarmed_once(hook, tell, social_worker, noon):
    tell("one")
    at, alarms = noon, []
    for tries in range(1, rules.MOST_TRIES + 1):
        sent_at(at, fail=lambda parcel: NotDelivered("answered 500"))
        at += timedelta(minutes=10)
        with entered(actor=social_worker, at=noon):
            alarms.append(Message.objects.filter(kind="feed_silent").count())
        assert Delivery.objects.get().tries == tries
    assert alarms[rules.SILENT_AFTER_TRIES - 2] == 0
    # Once an outage: to whoever heads the agency, and to information governance.
    assert set(alarms[rules.SILENT_AFTER_TRIES - 1 :]) == {2}
    assert Delivery.objects.get().state == "dead"
    with entered(actor=social_worker, at=noon):
        silent = Message.objects.filter(kind="feed_silent", to_role="social_worker").get()
        assert silent.loudness == "interrupt"
        assert Message.objects.filter(kind="dead_letter").count() == 1
    # An alarm about an endpoint is not sent to an endpoint.
    assert Delivery.objects.count() == 1


def test_an_endpoint_that_answers_again_is_no_longer_failing(hook, tell, noon):
    tell("one")
    sent_at(noon, fail=lambda parcel: NotDelivered("away"))
    assert Endpoint.objects.get().failing_since == noon
    sent_at(noon + timedelta(minutes=1))
    assert Endpoint.objects.get().failing_since is None


def test_a_notice_that_was_withdrawn_is_not_sent(hook, tell, social_worker, noon):
    tell("one")
    tell("two", child=None)
    with entered(actor=social_worker, at=noon):
        Message.objects.filter(key="one").update(withdrawn_at=noon)
    assert texts(sent_at(noon)) == ["two"]
    assert Delivery.objects.get(state="withdrawn").settled_at == noon


def test_a_message_that_climbs_reaches_the_higher_roles_endpoints_too(tell, social_worker, noon):
    with entered(actor=social_worker, at=noon):
        for role in ("social_worker", "out_of_hours_worker"):
            set_endpoint(
                channel="email", where=f"{role}@council.example", label="Mail", role=role,
                by=social_worker, at=noon,
            )  # fmt: skip
    tell("one")
    with entered(actor=social_worker, at=noon):
        message = Message.objects.get()
        assert send_on(message=message, roles=("out_of_hours_worker",), at=noon) == 1
        send_on(message=message, roles=("out_of_hours_worker",), at=noon)
    assert [one.where for one in sent_at(noon)] == [
        "social_worker@council.example", "out_of_hours_worker@council.example",
    ]  # fmt: skip


def test_dead_letters_are_tried_again_by_their_own_agency_only(
    hook, tell, social_worker, outsider, noon
):
    tell("one")
    sent_at(noon, fail=lambda parcel: NotDelivered("answered 410", refused=True))
    (key,) = Delivery.objects.filter(state="dead").values_list("pk", flat=True)
    with entered(actor=outsider, at=noon):
        assert try_again(keys=[key], by=outsider, at=noon) == 0
    assert Delivery.objects.get().state == "dead"
    with entered(actor=social_worker, at=noon):
        assert try_again(keys=[key], by=social_worker, at=noon) == 1
        assert AuditEntry.objects.filter(kind="delivery.tried_again").count() == 1
    assert texts(sent_at(noon)) == ["one"]


def test_ending_an_endpoint_makes_what_waits_dead_and_hears_no_more(
    hook, tell, social_worker, outsider, noon
):
    tell("one")
    with entered(actor=outsider, at=noon), pytest.raises(BadEndpoint):
        end_endpoint(key=hook.key, by=outsider, at=noon)
    with entered(actor=social_worker, at=noon):
        end_endpoint(key=hook.key, by=social_worker, at=noon)
    tell("two")
    assert [one.state for one in Delivery.objects.all()] == ["dead"]
    assert sent_at(noon) == []
    with entered(actor=social_worker, at=noon):
        (key,) = Delivery.objects.values_list("pk", flat=True)
        assert try_again(keys=[key], by=social_worker, at=noon) == 0


def test_an_address_and_its_secret_are_seen_by_their_agency_alone(
    hook, social_worker, outsider, noon
):
    with entered(actor=outsider, at=noon):
        assert not Address.objects.exists()
    with entered(actor=social_worker, at=noon):
        kept = Address.objects.get()
        assert kept.where == HOOK
        assert hook.secret not in kept.secret


@pytest.mark.parametrize(
    "wrong",
    [
        {"channel": "pigeon"},
        {"role": "king"},
        {"least": "whisper"},
        {"where": "http://partner.example/plain"},
        {"where": "https://user:word@partner.example/"},
        {"where": "ftp://partner.example/"},
        {"where": "https://[half/"},
        {"where": "https://"},
        {"where": "https://partner.example/" + "x" * 300},
        {"channel": "email", "where": "nobody"},
        {"channel": "email", "where": "a@b.example\nBcc: c@d.example"},
    ],
    ids=str,
)
def test_an_endpoint_that_cannot_be_used_is_refused_and_its_address_not_repeated(
    wrong, social_worker, noon
):
    wanted = {"channel": "webhook", "where": HOOK, "label": "x", **wrong}
    with entered(actor=social_worker, at=noon):
        with pytest.raises(BadEndpoint) as refused:
            set_endpoint(by=social_worker, at=noon, **wanted)
        assert wanted["where"] not in str(refused.value)
        assert not Endpoint.objects.exists()


def test_a_worker_that_is_told_to_stop_sends_nothing_more(hook, tell, noon):
    tell("one")
    assert deliver(send=lambda parcel: None, now=lambda: noon, stop=lambda: True) == 0
    assert deliver(send=lambda parcel: None, now=lambda: noon, most=1) == 1


def test_a_parcel_of_an_unknown_channel_is_dead_and_not_lost(hook, tell, noon):
    from whereabouts.interfaces.exchange.sending import send

    tell("one")
    parcel = replace(claim(at=noon), channel="pigeon")
    deliver_one(parcel=parcel, send=send, now=lambda: noon)
    assert Delivery.objects.get().state == "dead"


@pytest.fixture
def told_together(make_actor, social_worker, noon):
    """Return a promiser of several notices at once; some are for the screens alone."""
    inspector = make_actor("duty_inspector")

    def told_together(numbers, *, lines=2, for_screens=()):
        notices = [
            Notice(
                key=f"together-{number}", kind="new_episode", subject=f"episode:{number % lines}",
                from_agency=inspector.agency_id, to_agency=social_worker.agency_id,
                to_role="social_worker", text=f"New episode E-MADE-{number}.",
                screens_only=number in for_screens,
            )
            for number in numbers
        ]  # fmt: skip
        with entered(actor=inspector, at=noon):
            promise_all(notices=notices, at=noon)

    return told_together


def test_messages_promised_together_go_out_each_once_in_the_order_promised(
    hook, told_together, noon
):
    told_together(range(2))
    told_together(range(5), for_screens={3})
    assert texts(sent_at(noon)) == ["0", "1", "2", "4"]


def test_however_many_are_promised_together_putting_them_on_their_way_asks_as_often(
    hook, told_together, django_assert_max_num_queries
):
    with CaptureQueriesContext(connection) as few:
        told_together(range(2))
    with django_assert_max_num_queries(len(few)):
        told_together(range(10, 30))
    assert Delivery.objects.count() == 22


def test_which_comes_first_is_found_without_putting_all_that_wait_in_order(
    hook, told_together, noon
):
    told_together(range(600), lines=20)
    asked, values = _due(at=noon)[:1].query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE outbox_delivery")
        # Whether it can be done without, not whether it pays for so few rows.
        cursor.execute("SET LOCAL enable_sort = off")
        cursor.execute(f"EXPLAIN {asked}", values)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "deliveries_in_order" in plan
    assert "Sort" not in plan
