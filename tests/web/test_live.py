"""A change reaches the screens of its agency within a second, through a real server."""

import http.client
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connections

from whereabouts.foundations.access.gate import relate
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.actions import end_role
from whereabouts.foundations.agencies.queries import actor_of
from whereabouts.foundations.outbox.actions import tell_screens
from whereabouts.interfaces.web.live import LISTENER, Exchange
from whereabouts.interfaces.web.sessions import begin
from whereabouts.journeys.join_records import join_records
from whereabouts.journeys.report_missing import Told, report_missing
from whereabouts.records.episodes.models import Episode

WITHIN = 1.0
ON_A_BUSY_MACHINE = 5 * WITHIN
QUIET = 0.5
# Closed when the server is gone.
OPENED: list[tuple[http.client.HTTPConnection, http.client.HTTPResponse]] = []
READERS: list[threading.Thread] = []


def _url(database):
    name, host = quote(str(database["NAME"])), quote(str(database["HOST"]), safe="")
    secret = f":{quote(str(database['PASSWORD']))}" if database["PASSWORD"] else ""
    port = f"&port={database['PORT']}" if database["PORT"] else ""
    return f"postgresql://{quote(str(database['USER']))}{secret}@/{name}?host={host}{port}"


@pytest.fixture
def at_noon():
    """Let time be: the server in another process has its own."""


@pytest.fixture
def noon():
    """Return a minute ago: what is recorded then can be seen now."""
    return datetime.now(tz=UTC) - timedelta(minutes=1)


@pytest.fixture
def server(committed, tmp_path) -> Iterator[int]:
    """Start the whole site on a free port and return the port."""
    before = _sessions()
    key = tmp_path / "key"
    key.write_text(settings.SECRET_KEY)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    running = subprocess.Popen(
        [
            sys.executable, "-m", "uvicorn", "whereabouts.config.asgi:application",
            "--port", str(port), "--timeout-graceful-shutdown", "1", "--log-level", "warning",
        ],
        env={
            **os.environ,
            "WHEREABOUTS_DATABASE_URL": _url(connections["default"].settings_dict),
            "WHEREABOUTS_SECRET_KEY_FILE": str(key),
            "WHEREABOUTS_DEMO": "",
            "PYTHONPATH": str(settings.BASE_DIR),
        },
        cwd=settings.BASE_DIR,
    )  # fmt: skip
    try:
        _wait_for(port)
        yield port
    finally:
        running.terminate()
        running.wait(timeout=60)
        for thread in READERS:
            thread.join(timeout=5)
        for conn, answer in OPENED:
            answer.close()
            conn.close()
        READERS.clear()
        OPENED.clear()
        _wait_for_the_last_session(before)


def _wait_for(port):
    for _ in range(600):
        try:
            answer = _get(port, "/healthz")
        except OSError:
            time.sleep(0.1)
            continue
        assert answer.status == 200
        return
    raise AssertionError("The server did not start.")


def _sessions():
    """Return the process ids of the other sessions of the application in this database."""
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
            " AND usename = current_user AND pid <> pg_backend_pid()"
        )
        return {pid for (pid,) in cursor.fetchall()}


def _wait_for_the_last_session(before):
    """Wait until the server's sessions have left the database, which is dropped after the tests."""
    for _ in range(600):
        if _sessions() <= before:
            return
        time.sleep(0.1)
    raise AssertionError("A session outlived the server.")


def _get(port, path, cookie="", method="GET"):
    conn = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    conn.request(method, path, headers={"Cookie": cookie} if cookie else {})
    answer = conn.getresponse()
    OPENED.append((conn, answer))
    return answer


def _cookie(member, *, at=None):
    session = SessionStore()
    session["_auth_user_id"] = str(member.pk)
    session["_auth_user_backend"] = "django.contrib.auth.backends.ModelBackend"
    session["_auth_user_hash"] = member.get_session_auth_hash()
    begin(session=session, how="two_factors", at=at or datetime.now(tz=UTC))
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


class Screen:
    """A screen that reads its stream, and when each word of a change came."""

    def __init__(self, port, member):
        self.member = member
        self.answer = _get(port, "/live/", _cookie(member))
        self.came = []
        READERS.append(threading.Thread(target=self._read, daemon=True))
        READERS[-1].start()

    def _read(self):
        try:
            for line in self.answer:
                if line.startswith(b"event: changed"):
                    self.came.append(time.monotonic())
        except (OSError, http.client.HTTPException):
            return  # the server went away with the test

    def settle(self):
        """Wait until a change comes through, and forget it."""
        for _ in range(40):
            _tell(self.member)
            time.sleep(0.25)
            if self.came:
                break
        assert self.came, "Nothing listens."
        # What was told meanwhile may still be on its way.
        told = 0
        while told != len(self.came):
            told = len(self.came)
            time.sleep(QUIET)
        self.came.clear()

    def wait(self, *, number):
        """Return once so many have come since it settled, or too long has passed."""
        for _ in range(100):
            if len(self.came) >= number:
                return
            time.sleep(ON_A_BUSY_MACHINE / 100)


@contextmanager
def screens(*opened):
    for screen in opened:
        screen.settle()
    for screen in opened:
        screen.came.clear()
    yield opened


def _tell(*members):
    now = datetime.now(tz=UTC)
    with entered(actor=actor_of(member=members[0], at=now), at=now):
        tell_screens(agencies=[member.agency_id for member in members])
    return time.monotonic()


@pytest.mark.slow
def test_a_change_reaches_every_screen_of_its_agency_within_a_second_and_no_other(
    server, make_member
):
    ours, theirs = make_member("duty_inspector"), make_member("social_worker")
    first, second, other = (Screen(server, member) for member in (ours, ours, theirs))
    assert first.answer.headers["Content-Type"].startswith("text/event-stream")
    assert first.answer.headers["Cache-Control"] == "no-store"
    assert first.answer.headers["X-Accel-Buffering"] == "no"
    assert "default-src 'none'" in first.answer.headers["Content-Security-Policy"]
    with screens(other, first, second):
        took = []
        for number in range(1, 6):
            told = _tell(ours)
            for screen in (first, second):
                screen.wait(number=number)
                assert len(screen.came) == number
                took.append(screen.came[-1] - told)
        assert min(took) < WITHIN
        assert max(took) < ON_A_BUSY_MACHINE
        time.sleep(WITHIN)
        assert [len(one.came) for one in (first, second, other)] == [5, 5, 0]
        _tell(theirs, ours)
        for screen, number in ((first, 6), (second, 6), (other, 1)):
            screen.wait(number=number)
        time.sleep(QUIET)
        assert [len(one.came) for one in (first, second, other)] == [6, 6, 1]


def _tell_and_fail(member, now):
    with entered(actor=actor_of(member=member, at=now), at=now):
        tell_screens(agencies=[member.agency_id])
        raise ZeroDivisionError


@pytest.mark.slow
def test_a_change_that_was_rolled_back_is_told_to_nobody(server, make_member):
    ours = make_member("duty_inspector")
    now = datetime.now(tz=UTC)
    with screens(Screen(server, ours)) as (screen,):
        with pytest.raises(ZeroDivisionError):
            _tell_and_fail(ours, now)
        time.sleep(WITHIN)
        assert screen.came == []


@pytest.mark.slow
def test_listening_begins_again_when_its_connection_breaks(server, make_member):
    ours = make_member("duty_inspector")
    with screens(Screen(server, ours)) as (screen,):
        with connections["default"].cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND application_name = %s",
                [LISTENER],
            )
            assert cursor.rowcount == 1
        # What may have been missed meanwhile is told as a change.
        screen.settle()
        _tell(ours)
        screen.wait(number=1)
        time.sleep(QUIET)
        assert len(screen.came) == 1


@pytest.mark.slow
def test_only_whoever_is_signed_in_gets_a_stream(server, make_member):
    ours = make_member("duty_inspector")
    now = datetime.now(tz=UTC)
    assert _get(server, "/live/").status == 401
    assert _get(server, "/live/", "sessionid=nobody").status == 401
    assert _get(server, "/live/", "sessionid=%00; x=\x01").status in {400, 401}
    assert _get(server, "/live/", _cookie(ours, at=now - timedelta(minutes=16))).status == 401
    assert _get(server, "/live/", _cookie(ours), method="POST").status == 405
    cookie = _cookie(ours)
    end_role(member=ours.pk, role="duty_inspector", at=now)
    assert _get(server, "/live/", cookie).status == 401


@pytest.mark.slow
def test_pages_are_served_beside_the_streams(server, make_member):
    ours = make_member("duty_inspector")
    streams = [Screen(server, ours) for _ in range(20)]
    page = _get(server, "/board/", _cookie(ours))
    assert page.status == 200
    text = page.read().decode()
    assert re.search("No episode that you may see is open", text)
    script = _get(server, "/static/live.js")
    assert script.status == 200
    assert all(stream.answer.status == 200 for stream in streams)


@pytest.fixture
def screen(chromium) -> Iterator[object]:
    """Return a window of a real browser; skipped where there is none."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    yield context
    context.close()
    # Queries made beside the browser's loop had a connection of their own.
    connections.close_all()


@pytest.mark.slow
@pytest.mark.browser
def test_a_board_in_a_browser_renews_itself_and_leaves_the_hands_alone(
    server, screen, make_member, make_actor, make_episode, noon
):
    ours = make_member("duty_inspector")
    actor = make_actor("duty_inspector")
    name, _, value = _cookie(ours).partition("=")
    screen.add_cookies([{"name": name, "value": value, "domain": "127.0.0.1", "path": "/"}])
    page = screen.new_page()
    page.goto(f"http://127.0.0.1:{server}/board/")
    page.wait_for_selector("text=No episode that you may see is open")
    page.wait_for_timeout(1500)
    page.click("summary")
    page.select_option("#filter-level", "low")
    page.focus("#filter-level")
    make_episode(actor, 1, name="Newly Sampleton")
    _tell(ours)
    page.wait_for_selector("text=Newly Sampleton")
    assert page.evaluate("document.activeElement.id") == "filter-level"
    assert page.input_value("#filter-level") == "low"
    page.wait_for_function("document.getElementById('live-said').textContent.startsWith('1 open')")
    Session.objects.all().delete()
    _tell(ours)
    page.wait_for_selector(".board-age--stale")
    assert "sign in again" in page.inner_text(".board-age")
    assert "Newly Sampleton" in page.inner_text("main")


@pytest.mark.parametrize("told", ["", "{}", "[]", '{"agencies": 1}', '{"agencies": ["x"]}', "null"])
def test_a_notification_that_cannot_be_read_breaks_nothing(told):
    Exchange().tell(told)


def _children_missing(port, cookie):
    text = _get(port, "/picture/now/", cookie).read().decode()
    return int(re.search(r'number">(\d+)</span>Children, each once', text)[1])


def _report(actor, *, at):
    """Report a child missing, and return their record and when the report was committed."""
    told = Told(
        idempotency_key=f"call-{actor.agency_id}", happened_at=at, names="Testa Sampleton",
        born_text="12 March 2012", reporter_name="Paula Sampleton", relation="foster_carer",
        reporter_contact="01632 960001", last_seen_at=at - timedelta(hours=2),
        last_seen_place="the made-up park",
    )  # fmt: skip
    reference = report_missing(actor=actor, told=told, at=at).episode
    committed_at = time.monotonic()
    with entered(actor=actor, at=at):
        return Episode.objects.get(reference=reference).child_id, committed_at


def _shown_after(screen, port, cookie, *, number, committed_at):
    """Return how long after a commit the screen, once told, has so many children to show."""
    while time.monotonic() - committed_at < 10:
        if screen.came and _children_missing(port, cookie) == number:
            screen.came.clear()
            return time.monotonic() - committed_at
        time.sleep(0.02)
    raise AssertionError("It was never shown.")


@pytest.mark.slow
def test_a_report_is_on_the_national_picture_within_a_second_and_a_child_in_two_forces_once(
    server, make_member, make_actor, noon
):
    cookie = _cookie(make_member("national_analyst"))
    ours, theirs = (
        make_actor("call_handler", agency=agency)
        for agency in ("Northmoor Police", "Southmoor Police")
    )
    with screens(Screen(server, make_member("national_analyst"))) as (screen,):
        assert _children_missing(server, cookie) == 0
        shown = []
        children = []
        for number, handler in enumerate((ours, theirs), 1):
            child, committed_at = _report(handler, at=noon)
            children.append(child)
            shown.append(
                _shown_after(screen, server, cookie, number=number, committed_at=committed_at)
            )
        with entered(actor=theirs, at=noon):
            relate(subjects={children[1]}, agency=ours.agency_id, kind="shared", at=noon)
        join_records(
            actor=make_actor("missing_coordinator"), child_id=children[0], other_id=children[1],
            because="Same date of birth and carer, said by both.", at=noon,
        )  # fmt: skip
        committed_at = time.monotonic()
        shown.append(_shown_after(screen, server, cookie, number=1, committed_at=committed_at))
    assert min(shown) < WITHIN
    assert max(shown) < ON_A_BUSY_MACHINE
