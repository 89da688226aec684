"""Writers that behave as a careful caller does: the same key again until it is acknowledged."""

import http.client
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
import urllib.parse
import uuid
from abc import ABC, abstractmethod
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from whereabouts.launcher.places import CHECKOUT
from whereabouts.proving.ledger import Ledger
from whereabouts.proving.names import name_of

AGAIN_AFTER_SECONDS = 0.1
ANSWER_SECONDS = 30.0
# How long what was begun may take until it is acknowledged, once nothing is broken any more; on a
# busy machine a part takes half a minute to come up.
FINISH_SECONDS = 180.0
TOOK = "/episodes/"


class Loader(ABC):
    """Sends reports one after the other until it is told that it is enough."""

    def __init__(self, *, name: str, ledger: Ledger) -> None:
        """Prepare; nothing is sent before `start`."""
        self.name = name
        self.ledger = ledger
        self._enough = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._number = 0

    def start(self) -> None:
        """Begin to send."""
        self._thread.start()

    def finish(self, *, seconds: float = FINISH_SECONDS) -> bool:
        """Begin nothing new, have what was begun acknowledged; return whether it was in time."""
        self._enough.set()
        self._thread.join(seconds)
        in_time = not self._thread.is_alive()
        self.close()
        return in_time

    @abstractmethod
    def send(self, *, key: str, at: str) -> Any | None:
        """Send one report; return its receipt, or None if nothing was acknowledged."""

    def fresh_key(self) -> str:
        """Return a key that was never used."""
        self._number += 1
        return f"{self.name}-{self._number}"

    @abstractmethod
    def close(self) -> None:
        """Let go of what it holds."""

    def _run(self) -> None:
        while not self._enough.is_set():
            key, at = self.fresh_key(), datetime.now(UTC).isoformat()
            self.ledger.ask(key=key, at=at)
            gives_up = None
            while gives_up is None or time.monotonic() < gives_up:
                receipt = self.send(key=key, at=at)
                if receipt is not None:
                    self.ledger.answer(key=key, receipt=receipt)
                    break
                if self._enough.is_set() and gives_up is None:
                    gives_up = time.monotonic() + FINISH_SECONDS - ANSWER_SECONDS
                time.sleep(AGAIN_AFTER_SECONDS)


class JourneyLoader(Loader):
    """A process that calls the journey over a connection of its own; it may be killed any time."""

    def __init__(self, *, name: str, ledger: Ledger, environ: dict[str, str]) -> None:
        """Prepare; the process is started with the first report."""
        super().__init__(name=name, ledger=ledger)
        self._environ = environ
        self._process: subprocess.Popen[str] | None = None
        self._answers: queue.Queue[str] = queue.Queue()

    def kill(self) -> bool:
        """Kill the process without warning; return whether there was one."""
        process = self._process
        if process is None or process.poll() is not None:
            return False
        with suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)
        return True

    def send(self, *, key: str, at: str) -> Any | None:
        """Have the process take one report."""
        process = self._ready()
        try:
            assert process.stdin is not None  # noqa: S101  it is a pipe
            process.stdin.write(json.dumps({"key": key, "at": at}) + "\n")
            process.stdin.flush()
        except OSError:
            self._gone(why="process gone")
            return None
        try:
            line = self._answers.get(timeout=ANSWER_SECONDS)
        except queue.Empty:
            process.kill()
            self._gone(why="no answer")
            return None
        if not line:
            self._gone(why="process gone")
            return None
        said = json.loads(line)
        if "receipt" not in said:
            self.ledger.fail(why=said["error"])
            return None
        return said["receipt"]

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            _put_away(self._process)

    def _ready(self) -> "subprocess.Popen[str]":
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "whereabouts.proving.writing"],
                env=self._environ,
                cwd=CHECKOUT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
            self._answers = queue.Queue()
            threading.Thread(target=_read, args=(self._process, self._answers), daemon=True).start()
        return self._process

    def _gone(self, *, why: str) -> None:
        self.ledger.fail(why=why)
        if self._process is not None:
            _put_away(self._process)
            self._process = None


class HttpLoader(Loader):
    """Sends over HTTP to the web part; what a subclass sends and takes for an answer is its own."""

    def __init__(self, *, name: str, ledger: Ledger, port: int) -> None:
        """Prepare; each report has a connection of its own."""
        super().__init__(name=name, ledger=ledger)
        self.port = port

    def posted(
        self, *, path: str, body: str, headers: dict[str, str]
    ) -> tuple[int, str, bytes] | None:
        """Return status, onward address and body; None where nothing came back."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=ANSWER_SECONDS)
        try:
            connection.request("POST", path, body, headers)
            response = connection.getresponse()
            said = response.read()
            return response.status, response.headers.get("Location", ""), said
        except (OSError, http.client.HTTPException) as fault:
            self.ledger.fail(why=f"http {type(fault).__name__}")
            return None
        finally:
            connection.close()

    def close(self) -> None:
        """Hold nothing: each request has a connection of its own."""


class FormLoader(HttpLoader):
    """Sends the page on which a report is taken, signed in as a call handler."""

    def __init__(self, *, name: str, ledger: Ledger, port: int, cookies: dict[str, str]) -> None:
        """Prepare; `cookies` are those of somebody who has signed in."""
        super().__init__(name=name, ledger=ledger, port=port)
        self._cookie = "; ".join(f"{key}={value}" for key, value in cookies.items())
        self._token = next(value for key, value in cookies.items() if "csrf" in key)

    def fresh_key(self) -> str:
        """Return the key of a new draft: the page's own guard against sending twice."""
        return str(uuid.uuid4())

    def send(self, *, key: str, at: str) -> Any | None:
        """Post the form; where it leads on to the episode, it was acknowledged."""
        body = urllib.parse.urlencode(
            {
                "do": "send", "child": "unknown", "names": name_of(key=key),
                "born_text": "12/3/2012", "sex": "F", "reporter_name": "Paula Sampleton",
                "relation": "mother", "reporter_contact": "01632 960001", "seen": "hour",
                "last_seen_place": "the made-up park", "words": "Did not come home.",
                "q-whereabouts_known": "no", "csrfmiddlewaretoken": self._token,
            }
        )  # fmt: skip
        headers = {
            "Cookie": self._cookie,
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": f"http://127.0.0.1:{self.port}",
        }
        answer = self.posted(path=f"/reports/drafts/{key}/", body=body, headers=headers)
        if answer is None:
            return None
        status, onward, _ = answer
        if status == http.HTTPStatus.FOUND and onward.startswith(TOOK):
            return {"episode": onward.removeprefix(TOOK).split("/")[0]}
        self.ledger.fail(why=f"http {status}")
        return None


class ApiLoader(HttpLoader):
    """Sends what a force's own system sends: JSON, a bearer token and an Idempotency-Key."""

    def __init__(self, *, name: str, ledger: Ledger, port: int, token: str) -> None:
        """Prepare; `token` is the secret of the system."""
        super().__init__(name=name, ledger=ledger, port=port)
        self._token = token

    def send(self, *, key: str, at: str) -> Any | None:
        """Post the report; 200 and 201 are acknowledgements, and nothing else is."""
        body = json.dumps({"child": {"names": name_of(key=key)}, "words": "Did not come home."})
        headers = {
            "Authorization": f"Bearer {self._token}",
            "Content-Type": "application/json",
            "Idempotency-Key": key,
        }
        answer = self.posted(path="/api/v1/reports", body=body, headers=headers)
        if answer is None:
            return None
        status, _, said = answer
        if status not in (http.HTTPStatus.OK, http.HTTPStatus.CREATED):
            self.ledger.fail(why=f"api {status}")
            return None
        receipt = json.loads(said)
        return {name: receipt[name] for name in ("report", "episode", "received_at")}


def _put_away(process: "subprocess.Popen[str]") -> None:
    process.kill()
    process.wait()
    if process.stdin is not None:
        with suppress(OSError):
            process.stdin.close()


def _read(process: "subprocess.Popen[str]", answers: "queue.Queue[str]") -> None:
    assert process.stdout is not None  # noqa: S101  it is a pipe
    with process.stdout:
        for line in process.stdout:
            answers.put(line)
    answers.put("")
