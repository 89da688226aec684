"""The demo tells people how to get in, and takes no port that somebody else has."""

import os
import socket
from pathlib import Path

import pytest

from whereabouts.launcher import processes
from whereabouts.launcher.demo import HOST, NOTE, demo, table
from whereabouts.launcher.parts import is_free, is_healthy, next_free, require_free
from whereabouts.launcher.places import Places
from whereabouts.launcher.progress import Progress
from whereabouts.launcher.refusals import Refused


def test_sign_ins_are_shown_as_a_table_with_every_column() -> None:
    shown = table(rows=[{"role": "call handler", "user": "pat"}, {"role": "worker", "code": 7}])

    assert shown.splitlines() == [
        "  role          user  code",
        "  ------------------------",
        "  call handler  pat",
        "  worker              7",
    ]


def test_a_port_that_is_taken_is_refused_and_the_next_one_found() -> None:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]

        assert not is_free(host=HOST, port=port)
        assert next_free(host=HOST, port=port) > port
        with pytest.raises(Refused, match="--port"):
            require_free(host=HOST, port=port)


def test_a_server_that_does_not_answer_is_not_healthy() -> None:
    with socket.socket() as silent:
        silent.bind((HOST, 0))
        assert not is_healthy(host=HOST, port=silent.getsockname()[1])


def test_a_second_demo_of_the_same_checkout_is_refused(tmp_path: Path) -> None:
    places = Places(checkout=tmp_path, state=tmp_path, cluster=tmp_path)
    processes.note(file=places.running / NOTE, pid=os.getpid())

    with pytest.raises(Refused, match="running already"):
        demo(places=places, progress=Progress(), port=None, children=1, seed=1)
