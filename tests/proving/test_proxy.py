"""The line passes on, and cuts, resets and stalls when it is told to."""

import socket
import threading
import time
from random import Random

import pytest

from whereabouts.proving.proxy import Proxy, Weather, schedule


@pytest.fixture
def echo(tmp_path):
    """Something that answers with what it was sent."""
    path = tmp_path / "s"
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(path))
    listener.listen()

    def serve(one):
        with one:
            while got := one.recv(100):
                one.sendall(got)

    def accept():
        while True:
            try:
                one, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=serve, args=(one,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    yield path
    listener.close()


@pytest.fixture
def line(echo):
    """A line to it, and somebody at this end."""
    proxy = Proxy(target=echo)
    with socket.create_connection(("127.0.0.1", proxy.port), timeout=5) as end:
        end.sendall(b"one")
        assert end.recv(100) == b"one"
        yield proxy, end
    proxy.close()


def takes(proxy):
    """Return whether the line takes somebody new and passes on what they say."""
    try:
        with socket.create_connection(("127.0.0.1", proxy.port), timeout=5) as other:
            other.sendall(b"two")
            return other.recv(100) == b"two"
    except ConnectionError:
        return False


def test_a_cut_line_ends_and_takes_nobody_until_it_is_fair_again(line):
    proxy, end = line
    proxy.let(weather=Weather(kind="cut", seconds=1))
    assert end.recv(100) == b""
    assert not takes(proxy)
    proxy.let(weather=Weather(kind="fair", seconds=1))
    assert takes(proxy)


def test_a_reset_is_a_reset(line):
    proxy, end = line
    proxy.let(weather=Weather(kind="reset", seconds=1))
    with pytest.raises(ConnectionResetError):
        end.recv(100)


@pytest.mark.parametrize("kind", ["stall", "stall_up", "stall_down"])
def test_a_stall_holds_everything_back_and_loses_nothing(line, kind):
    proxy, end = line
    proxy.let(weather=Weather(kind=kind, seconds=1))
    end.sendall(b"late")
    end.settimeout(0.2)
    with pytest.raises(TimeoutError):
        end.recv(100)
    proxy.let(weather=Weather(kind="fair", seconds=1))
    end.settimeout(5)
    assert end.recv(100) == b"late"


def test_a_slow_line_takes_its_time(line):
    proxy, end = line
    proxy.let(weather=Weather(kind="slow", seconds=1, delay=0.1))
    began = time.monotonic()
    end.sendall(b"slow")
    assert end.recv(100) == b"slow"
    assert time.monotonic() - began >= 0.2


def test_the_same_seed_is_the_same_schedule_and_lasts_as_long_as_was_asked():
    first, again = (schedule(chance=Random("1:2"), seconds=10) for _ in range(2))
    assert first == again
    assert first != schedule(chance=Random("1:3"), seconds=10)
    assert 8 <= sum(weather.seconds for weather in first) <= 13
    assert {first[0].kind, first[-1].kind} == {"fair"}
