"""E-mails and webhooks as they really go out: signed, with a reference, and about nobody."""

import email
import hashlib
import hmac
import json
import re
import socket
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from tests.exchange.servers import hook_server, mail_server
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.models import Area
from whereabouts.foundations.outbox.delivering import NotDelivered, Parcel
from whereabouts.foundations.outbox.endpoints import set_endpoint
from whereabouts.foundations.outbox.models import Delivery, Endpoint
from whereabouts.interfaces.exchange.sending import mail, send, webhook
from whereabouts.journeys.clock.posting import deliver
from whereabouts.journeys.report_missing import Told, report_missing

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
CANARIES = ("Quillfeather", "Testa", "made-up park", "01632 960001", " 2012", "a blue coat")
# Made of chance, and so may hold any four figures: keys, signatures, what tells messages apart.
DRAWN = re.compile(
    r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32,}|={10,}\d+==|<\d+\.[^>]+>"
)


@pytest.fixture
def post(settings):
    with mail_server() as server:
        settings.MAIL_HOST, settings.MAIL_PORT = server.server_address
        settings.MAIL_FROM = "whereabouts@force.example"
        yield server


@pytest.fixture
def partner():
    with hook_server() as server:
        server.where = f"http://127.0.0.1:{server.server_address[1]}/hooks/1?from=w"
        yield server


def parcel(**more):
    given = {
        "delivery": uuid4(), "lease": uuid4(), "endpoint": uuid4(), "agency": uuid4(),
        "channel": "webhook", "where": "https://partner.example/", "secret": "made-up secret",
        "kind": "new_episode", "text": "New episode E-MADE-1.", "loudness": "list",
        "to_role": "social_worker", "promised_at": NOON, "tries": 0,
    }  # fmt: skip
    return Parcel(**{**given, **more})


def test_an_email_is_taken_by_a_real_server_and_says_where_to_read(post):
    one = parcel(channel="email", where="team@council.example")
    send(one)
    (taken,) = post.taken
    message = email.message_from_bytes(taken)
    assert message["To"] == "team@council.example"
    assert message["Subject"] == "Whereabouts: To acknowledge"
    assert message["Message-ID"] == f"<{one.delivery}@force.example>"
    body = message.get_payload()
    assert "New episode E-MADE-1." in body
    assert "For: Social worker" in body
    assert "/notices/" in body


@pytest.mark.parametrize(
    ("step", "answer", "refused"),
    [
        ("RCPT", "550 no such mailbox", True),
        ("RCPT", "450 try later", False),
        ("DATA", "554 never", True),
        ("DATA", "451 try later", False),
    ],
)
def test_a_mail_server_that_refuses_is_believed_or_tried_again(post, step, answer, refused):
    post.answers[step] = answer
    with pytest.raises(NotDelivered) as failed:
        mail.send(parcel(channel="email", where="team@council.example"))
    assert failed.value.refused is refused
    assert "council" not in failed.value.fault
    assert post.taken == []


def test_without_a_mail_server_or_with_one_away_the_email_waits(settings):
    settings.MAIL_HOST = ""
    with pytest.raises(NotDelivered, match="no mail server"):
        mail.send(parcel(channel="email", where="team@council.example"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.MAIL_HOST, settings.MAIL_PORT = free.getsockname()
    with pytest.raises(NotDelivered) as failed:
        mail.send(parcel(channel="email", where="team@council.example"))
    assert not failed.value.refused


def test_a_webhook_is_signed_over_its_key_its_moment_and_its_body(partner):
    one = parcel(where=partner.where)
    send(one)
    ((path, headers, body),) = partner.taken
    assert path == "/hooks/1?from=w"
    key, moment = headers["Whereabouts-Delivery"], headers["Whereabouts-Timestamp"]
    assert key == str(one.delivery)
    # As docs/messages.md tells a receiver to, written out here once more.
    signed = f"{key}.{moment}.".encode() + body
    expected = hmac.new(b"made-up secret", signed, hashlib.sha256).hexdigest()
    assert headers["Whereabouts-Signature"] == f"v1={expected}"
    told = json.loads(body)
    assert (told["delivery"], told["text"]) == (key, "New episode E-MADE-1.")


@pytest.mark.parametrize(("status", "refused"), [(500, False), (404, False), (410, True)])
def test_only_gone_is_taken_for_never(partner, status, refused):
    partner.status = status
    with pytest.raises(NotDelivered) as failed:
        webhook.send(parcel(where=partner.where))
    assert (failed.value.fault, failed.value.refused) == (f"answered {status}", refused)


def test_a_redirect_is_not_followed(partner):
    partner.status = 302
    with pytest.raises(NotDelivered, match="answered 302"):
        webhook.send(parcel(where=partner.where))
    assert len(partner.taken) == 1


def test_a_receiver_that_never_answers_is_given_up(monkeypatch):
    monkeypatch.setattr(webhook, "STEP_SECONDS", 0.05)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        where = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        with pytest.raises(NotDelivered, match="TimeoutError"):
            webhook.send(parcel(where=where))


@pytest.mark.django_db
def test_nothing_about_the_child_leaves_in_any_message(post, partner, make_actor):
    handler, worker = make_actor("call_handler"), make_actor("social_worker")
    with entered(actor=worker, at=NOON):
        Area.objects.create(authority_id=worker.agency_id, force_id=handler.agency_id)
    for actor in (worker, handler):
        with entered(actor=actor, at=NOON):
            for channel, where in (("email", "team@a.example"), ("webhook", partner.where)):
                set_endpoint(
                    channel=channel, where=where, label="x", least="digest", by=actor, at=NOON
                )
    told = Told(
        idempotency_key="one", happened_at=NOON, names="Testa Quillfeather",
        born_text="12 March 2012", reporter_name="Paula Quillfeather", relation="mother",
        reporter_contact="01632 960001", last_seen_at=NOON - timedelta(hours=2),
        last_seen_place="the made-up park", clothing="a blue coat",
        words="Quillfeather did not come home.", facts={"self_harm": "current"},
    )  # fmt: skip
    reference = report_missing(actor=handler, told=told, at=NOON).episode
    deliver(send=send, now=lambda: NOON)
    mails = [email.message_from_bytes(one).as_string() for one in post.taken]
    hooks = [f"{path}{headers}{body.decode()}" for path, headers, body in partner.taken]
    assert len(mails) >= 3
    assert len(hooks) >= 3
    assert all(one.state == "delivered" for one in Delivery.objects.all())
    for sent in (*mails, *hooks):
        assert reference in sent
        left = re.sub(r"\W2012\W", " 2012 ", DRAWN.sub(" ", sent))
        assert [one for one in CANARIES if one in left] == []


@pytest.mark.django_db
def test_an_operator_sets_and_ends_an_endpoint_and_sees_the_secret_once(make_agency, capsys):
    make_agency("Aldermere Council", "authority")
    call_command("set_endpoint", "aldermere-council", "webhook", "https://partner.example/")
    said = capsys.readouterr().out.split()
    assert len(said[said.index("secret") + 1]) > 40
    key = said[said.index("endpoint") + 1]
    call_command("set_endpoint", "aldermere-council", f"--end={key}")
    assert Endpoint.objects.get(pk=key).ended_at is not None
    for wrong in (
        ["nobody", "webhook", "https://partner.example/"],
        ["aldermere-council", "email", "nobody"],
        ["aldermere-council"],
        ["aldermere-council", "--end=x"],
    ):
        with pytest.raises(CommandError):
            call_command("set_endpoint", *wrong)


@pytest.mark.django_db
def test_an_operator_sends_what_is_due_by_hand(capsys):
    call_command("deliver_outbox")
    assert capsys.readouterr().out == "0 tried.\n"
