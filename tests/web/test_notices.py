"""Notices reach the role they are for, are acknowledged by a person, and by one person only."""

import re
from datetime import timedelta

import pytest

from whereabouts.foundations.access.scope import NotVisible, entered
from whereabouts.foundations.audit.models import AuditEntry
from whereabouts.foundations.outbox.actions import promise
from whereabouts.foundations.outbox.models import Message
from whereabouts.insight.lookups.notices import notices_to_me
from whereabouts.journeys.acknowledge_notice import (
    AlreadyAcknowledged,
    acknowledge_notice,
    acknowledge_notices,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def inspector(make_actor):
    return make_actor("duty_inspector")


@pytest.fixture
def tell(inspector, noon):
    def tell(key, *, role="duty_inspector", loudness="list", minutes=0, **more):
        wanted = {
            "kind": "made_up", "subject": "made-up:1", "text": f"Notice {key}.",
            "from_agency": inspector.agency_id, "to_agency": inspector.agency_id,
            "at": noon - timedelta(minutes=minutes),
        }  # fmt: skip
        with entered(actor=inspector, at=noon):
            promise(key=key, to_role=role, loudness=loudness, **{**wanted, **more})
            return Message.objects.get(key=key).pk

    return tell


def texts(actor, noon):
    return [one.text for one in notices_to_me(actor=actor, at=noon)]


def test_interrupting_notices_come_first_then_the_oldest(inspector, tell, noon):
    tell("young")
    tell("old", minutes=30)
    tell("digest", loudness="digest", minutes=7 * 60)
    tell("now", kind="proposal_waiting", minutes=1)
    assert texts(inspector, noon) == [
        "Notice now.",
        "Notice old.",
        "Notice young.",
        "Notice digest.",
    ]


def test_a_notice_is_shown_to_its_role_and_its_person_only(
    inspector, tell, make_actor, make_member, outsider, noon
):
    tell("other role", role="supervisor")
    tell("other person", to_member=make_member("duty_inspector", name="second.inspector").pk)
    tell("mine", to_member=inspector.member_id)
    assert texts(inspector, noon) == ["Notice mine."]
    assert texts(make_actor("supervisor"), noon) == ["Notice other role."]
    assert texts(outsider, noon) == []


@pytest.mark.parametrize(
    ("roles", "agency", "readers"),
    [
        ("supervisor", "", ["supervisor"]),  # not in the role meant: told in their own
        ("gone", "", ["duty_inspector"]),  # has left: everybody with the role reads it
        ("duty_inspector", "Elsewhere Police", ["duty_inspector"]),  # works elsewhere now
    ],
)
def test_a_notice_that_names_somebody_who_has_not_the_role_is_read_by_somebody(
    inspector, tell, make_actor, make_member, noon, roles, agency, readers
):
    if roles == "gone":
        named = make_member("supervisor", name="gone.sergeant")
        type(named).objects.filter(pk=named.pk).update(is_active=False)
    else:
        named = make_member(roles, **({"agency": agency} if agency else {}))
    tell("named", to_member=named.pk)
    seen = [role for role in ("duty_inspector", "supervisor")
            if texts(make_actor(role), noon) == ["Notice named."]]  # fmt: skip
    assert seen == readers


def test_a_notice_that_climbed_is_shown_to_the_role_it_climbed_to(inspector, tell, noon):
    key = tell("up", role="supervisor")
    with entered(actor=inspector, at=noon):
        Message.objects.filter(pk=key).update(climbed_to="duty_inspector")
    assert texts(inspector, noon) == ["Notice up."]
    acknowledge_notice(actor=inspector, key=key, at=noon)
    assert texts(inspector, noon) == []


def test_acknowledging_names_who_and_when_and_is_audited(inspector, tell, noon):
    key = tell("one")
    acknowledge_notice(actor=inspector, key=key, at=noon)
    with entered(actor=inspector, at=noon):
        message = Message.objects.get(pk=key)
        assert (message.acknowledged_at, message.acknowledged_by_id) == (noon, inspector.member_id)
        entry = AuditEntry.objects.get(subject=f"message:{key}")
        assert (entry.kind, entry.member_id) == ("notice.acknowledged", inspector.member_id)


def test_the_second_is_told_that_somebody_was_first(inspector, tell, noon):
    key = tell("one")
    acknowledge_notice(actor=inspector, key=key, at=noon)
    with pytest.raises(AlreadyAcknowledged):
        acknowledge_notice(actor=inspector, key=key, at=noon)


def test_nobody_acknowledges_what_is_not_to_them(inspector, tell, make_actor, outsider, noon):
    key = tell("one")
    for other in (make_actor("supervisor"), outsider):
        with pytest.raises(NotVisible):
            acknowledge_notice(actor=other, key=key, at=noon)
    assert texts(inspector, noon) == ["Notice one."]


def test_several_are_acknowledged_at_once_and_what_was_taken_is_left(inspector, tell, noon):
    keys = [tell(str(number)) for number in range(3)]
    acknowledge_notice(actor=inspector, key=keys[0], at=noon)
    later = noon + timedelta(minutes=1)
    assert acknowledge_notices(actor=inspector, keys=[*keys, keys[1]], at=later) == 2
    with entered(actor=inspector, at=noon):
        assert Message.objects.get(pk=keys[0]).acknowledged_at == noon


def test_one_that_is_not_to_me_stops_all_of_them(inspector, tell, noon):
    mine, other = tell("mine"), tell("other", role="supervisor")
    with pytest.raises(NotVisible):
        acknowledge_notices(actor=inspector, keys=[mine, other], at=noon)
    assert texts(inspector, noon) == ["Notice mine."]


def test_the_home_page_lists_and_acknowledges(inspector, tell, signed_in, noon):
    key = tell("one", kind="proposal_waiting")
    client = signed_in("duty_inspector")
    page = client.get("/").text
    assert "Notice one." in page
    assert "notice--interrupt" in page
    done = client.post("/notices/acknowledge/", {"notice": key}, follow=True)
    assert "1 acknowledged." in done.text
    assert "Notice one." not in done.text
    again = client.post("/notices/acknowledge/", {"notice": key}, follow=True)
    assert "somebody else was first" in again.text
    assert "Nothing was ticked" in client.post("/notices/acknowledge/", follow=True).text


def test_many_that_interrupt_leave_room_for_the_page_the_newest_before_the_others(
    inspector, tell, signed_in
):
    for number in range(5):
        tell(f"interrupt-{number}", kind="proposal_waiting", minutes=number)
    page = signed_in("duty_inspector").get("/notices/now/").text
    open_part, _, folded = page.partition('<details class="govuk-details')
    assert page.count("data-interrupt=") == 5
    assert open_part.count("data-interrupt=") == 3
    assert "2 older" in folded
    # One acknowledgement may cover the list.
    together = page.partition("Acknowledge all (5)")[0].rpartition("<form")[2]
    assert together.count('name="notice"') == 5


def test_a_line_that_interrupts_says_what_happened_whatever_it_names_first(tell, signed_in):
    for key, text in (
        ("stands", "Episode E-0000-0000-0 stands at HIGH: see it and acknowledge."),
        ("nobody", "Episode E-0000-0000-1: nobody is there yet. Send somebody."),
        ("unowned", "Episode E-0000-0000-2 has no owner. Name one."),
        ("placed", "A child is placed in your area: read the notice."),
    ):
        tell(key, kind="proposal_waiting", text=text)
    page = signed_in("duty_inspector").get("/notices/now/").text
    hidden = re.compile(r'<span class="govuk-visually-hidden">[^<]*</span>')
    lines = re.findall(r"<strong data-words>(.*?)</strong>", page)
    assert {hidden.sub("", line) for line in lines} == {
        "Stands at HIGH: see it and acknowledge.",
        "Nobody is there yet. Send somebody.",
        "Has no owner. Name one.",
        "A child is placed in your area: read the notice.",
    }
    assert sum("Episode E-0000-0000-" in line for line in lines) == 3


def test_what_interrupts_within_a_short_while_is_one_interruption_and_shown_at_once(
    inspector, tell, signed_in, noon
):
    for number, minutes in enumerate((60, 31, 30, 1)):
        tell(f"interrupt-{number}", kind="proposal_waiting", minutes=minutes)
    shown = notices_to_me(actor=inspector, at=noon, loudness=("interrupt",))
    assert [one.joined for one in shown] == [False, True, False, True]
    page = signed_in("duty_inspector").get("/notices/now/").text
    assert page.count("data-interrupt=") == 4
    assert page.count("data-joined") == 2


def test_another_readers_interruption_is_another(inspector, tell, noon):
    tell("one", kind="proposal_waiting")
    tell("two", kind="proposal_waiting", role="superintendent")
    (mine,) = notices_to_me(actor=inspector, at=noon, loudness=("interrupt",))
    assert not mine.joined
    with entered(actor=inspector, at=noon):
        assert not Message.objects.filter(gathered_with__isnull=False).exists()


def test_a_stranger_to_a_notice_gets_the_page_for_nothing_there(tell, signed_in):
    key = tell("one")
    response = signed_in("supervisor").post("/notices/acknowledge/", {"notice": key})
    assert response.status_code == 404


def test_the_home_page_of_every_role_opens(signed_in):
    from whereabouts.foundations.access.permissions import NOBODYS_ROLES, ROLES

    for role in sorted(set(ROLES) - NOBODYS_ROLES):  # whoever holds a code has one page alone
        assert signed_in(role).get("/").status_code == 200, role


def test_ready_names_what_is_off_of_a_database_that_could_lose_something(client):
    said = client.get("/readyz")
    assert said.status_code == 503
    assert "synchronous_commit" in said.json()["off"]
    assert "could lose" in said.json()["detail"]


def test_ready_says_what_is_wanting_and_when_the_worker_last_came_round(client, noon, durable):
    from whereabouts.foundations.timers.actions import beat

    assert client.get("/readyz").json()["detail"].startswith("No worker")
    beat(name="worker", at=noon)
    ready = client.get("/readyz")
    assert ready.status_code == 200
    assert ready.json()["worker_heartbeat_at"] == noon.isoformat()
    beat(name="worker", at=noon - timedelta(minutes=3))
    late = client.get("/readyz")
    assert late.status_code == 503
    assert late.headers["Content-Type"] == "application/problem+json"


def test_ready_says_that_the_database_is_away_or_behind(client, monkeypatch, durable):
    from whereabouts.insight.lookups import health

    monkeypatch.setattr(health, "migrations_missing", lambda: 2)
    assert client.get("/readyz").json()["migrations_missing"] == 2

    def away():
        raise health.DatabaseAway()

    monkeypatch.setattr(health, "database_answers", away)
    assert client.get("/readyz").json()["database"] == "away"


def test_a_page_says_when_to_come_back_while_the_database_is_away(client, monkeypatch):
    from django.db import OperationalError

    from whereabouts.insight.lookups import health

    def away():
        raise OperationalError("gone")

    client.raise_request_exception = False
    monkeypatch.setattr(health, "not_durable", away)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
    assert "Nothing that you sent was half saved" in answer.content.decode()


def test_a_session_that_the_database_could_not_keep_is_no_bad_request(signed_in, monkeypatch):
    from django.contrib.sessions.backends.db import SessionStore
    from django.contrib.sessions.models import Session
    from django.db import DatabaseError, OperationalError

    client = signed_in("call_handler")
    fault = OperationalError

    def away(self, *given, **more):
        raise fault("gone")

    def kept(self):
        return True

    monkeypatch.setattr(Session, "save", away)
    monkeypatch.setattr(SessionStore, "modified", property(kept, lambda self, value: None), False)
    answer = client.get("/board/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
    # One that was ended elsewhere meanwhile is.
    fault = DatabaseError
    assert client.get("/board/").status_code == 400


def test_alive_needs_no_database(client):
    assert client.get("/healthz").status_code == 200


def test_however_many_wait_each_is_reached_and_the_page_says_how_many_in_all(
    inspector, tell, signed_in
):
    for number in range(60):
        tell(f"listed-{number}-", minutes=number)
    for number in range(30):
        tell(f"interrupt-{number}-", kind="proposal_waiting", minutes=number)
    client = signed_in("duty_inspector")
    first, second = client.get("/notices/").text, client.get("/notices/?page=2").text
    for page in (first, second):
        assert "To acknowledge (60)" in page
        assert "Now (30)" in page
    # The oldest come first.
    assert "Notice listed-59-." in first
    assert "Notice listed-0-." not in first
    for name, most in (("listed", 60), ("interrupt", 30)):
        for number in range(most):
            said = f"Notice {name}-{number}-."
            assert (said in first) != (said in second), said
    assert 'id="notices-more" href="/notices/?page=2"' in first
    assert 'id="notices-earlier" href="/notices/"' in second
    for page in ("0", "-1", "x", "²", "9" * 9):
        assert client.get(f"/notices/?page={page}").text.count("listed-59-.") >= 1
    assert "Your list does not go on so far." in client.get("/notices/?page=9").text


def test_on_a_banner_the_newest_stand_and_the_others_are_counted_and_reached(
    inspector, tell, signed_in
):
    for number in range(30):
        tell(f"interrupt-{number}-", kind="proposal_waiting", minutes=number)
    banner = signed_in("duty_inspector").get("/notices/now/").text
    assert "Now (30)" in banner
    assert "27 older" in banner
    assert "5 older still" in banner
    assert "Notice interrupt-0-." in banner
    assert "Notice interrupt-29-." not in banner
    # Nobody acknowledges what they cannot read.
    together = banner.partition("Acknowledge these (25)")[0].rpartition("<form")[2]
    assert together.count('name="notice"') == 25


def test_a_digest_of_many_says_that_more_follow(inspector, tell, signed_in):
    for number in range(80):
        tell(f"digest-{number}", loudness="digest", minutes=7 * 60 + number)
    client = signed_in("duty_inspector")
    assert "5 more follow once you have read these." in client.get("/notices/digest/").text
    assert "80 to read" in client.get("/notices/").text
