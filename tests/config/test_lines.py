"""A line that falls silent: nobody waits long, nobody is told that something was saved."""

import threading
import time
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import OperationalError, connection, connections, transaction
from django.test import Client

from whereabouts.config.postgres import lines
from whereabouts.foundations.agencies.models import Agency
from whereabouts.proving.proxy import Proxy, Weather

MOST_SECONDS = 10.0  # two, on a machine that does other things; the silence outlasts it
SILENCE_SECONDS = 60


def calm():
    return Weather(kind="fair", seconds=0)


@pytest.fixture
def line(committed, monkeypatch):
    """Give the application a line of its own to the database, which can fall silent."""
    told = settings.DATABASES["default"]
    folder = told["HOST"]
    if not str(folder).startswith("/"):
        pytest.skip("the database is not reached by a socket in a folder")
    proxy = Proxy(target=Path(folder) / f".s.PGSQL.{told['PORT'] or 5432}")
    monkeypatch.setattr(lines, "_doubted", {})
    connection.close()
    changed = {"HOST": "127.0.0.1", "PORT": str(proxy.port)}
    changed["OPTIONS"] = {
        **connection.settings_dict["OPTIONS"], "sslmode": "disable", "gssencmode": "disable",
    }  # fmt: skip
    kept = {name: connection.settings_dict[name] for name in changed}
    connection.settings_dict.update(changed)
    yield proxy
    proxy.let(weather=calm())
    connections.close_all()
    connection.settings_dict.update(kept)
    proxy.close()


def taken(do):
    began = time.monotonic()
    with pytest.raises(OperationalError) as refused:
        do()
    taken.by = refused.value.__cause__
    return time.monotonic() - began


def ask():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone()


@pytest.mark.parametrize("kind", ["stall_up", "stall_down"])
def test_a_statement_on_a_silent_line_fails_within_two_seconds(line, kind):
    assert ask() == (1,)
    line.let(weather=Weather(kind=kind, seconds=SILENCE_SECONDS))
    assert taken(ask) < MOST_SECONDS
    connection.close()
    # Now that it is known a new line is refused sooner still.
    assert taken(ask) < MOST_SECONDS
    assert isinstance(taken.by, lines.Silent)
    line.let(weather=calm())
    time.sleep(lines.AT_ONCE_SECONDS)
    assert ask() == (1,)


def test_what_is_waited_for_comes_to_less_than_two_seconds():
    assert lines.PATIENCE_SECONDS + lines.ANSWER_SECONDS < 2
    assert settings.DATABASES["default"]["OPTIONS"]["connect_timeout"] == "2"


def test_a_first_line_to_a_silent_server_fails_within_two_seconds(line):
    line.let(weather=Weather(kind="stall", seconds=SILENCE_SECONDS))
    assert taken(ask) < MOST_SECONDS
    line.let(weather=calm())
    time.sleep(lines.AT_ONCE_SECONDS)
    assert ask() == (1,)


def test_a_slow_statement_is_waited_for(line):
    began = time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(2.2)")
    assert time.monotonic() - began > 2.2
    assert ask() == (1,)


def test_a_statement_that_is_still_being_sent_is_waited_for(line, monkeypatch):
    assert ask() == (1,)
    monkeypatch.setattr(lines, "answers", lambda **_: True)  # slow, and there
    line.let(weather=Weather(kind="stall_up", seconds=SILENCE_SECONDS))
    clears = threading.Timer(2.0, line.let, kwargs={"weather": calm()})
    clears.start()
    with connection.cursor() as cursor:
        cursor.execute("SELECT length(%s)", ["x" * 20_000_000])
        assert cursor.fetchone() == (20_000_000,)
    clears.join()


def test_what_was_under_way_is_undone_and_the_request_is_told_when_to_try_again(line):
    def half():
        with transaction.atomic():
            Agency.objects.create(kind="police_force", name="Half Police", code="half")
            line.let(weather=Weather(kind="stall", seconds=SILENCE_SECONDS))
            ask()

    assert taken(half) < MOST_SECONDS
    line.let(weather=calm())
    time.sleep(lines.AT_ONCE_SECONDS)
    assert not Agency.objects.filter(code="half").exists()
    line.let(weather=Weather(kind="stall", seconds=SILENCE_SECONDS))
    connection.close()
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = "x" * 32
    client.get("/healthz")  # reads every address, once a process
    began = time.monotonic()
    answer = client.get("/board/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
    assert time.monotonic() - began < MOST_SECONDS


def test_asking_whether_the_server_is_there_knows_a_socket_a_port_and_nothing(line):
    told = settings.DATABASES["default"]
    assert lines.answers(host=told["HOST"], port=str(told["PORT"] or 5432))
    assert lines.answers(host="127.0.0.1", port=str(line.port))
    line.let(weather=Weather(kind="cut", seconds=SILENCE_SECONDS))
    assert not lines.answers(host="127.0.0.1", port=str(line.port))
    assert not lines.answers(host="/nonexistent", port="5432")


def test_the_silence_says_nothing_of_what_was_asked():
    assert str(lines.Silent()) == "The database does not answer."
    assert issubclass(lines.Silent, psycopg.OperationalError)
