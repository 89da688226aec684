"""The whole site in processes of its own, and the hands of somebody who uses a keyboard."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from urllib.parse import quote

from django.conf import settings
from django.db import connections

from whereabouts.insight import finding

START_WITHIN = 30.0
HOST = "127.0.0.1"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
# What is found is told in full; what passes is not listed node by node, which took most of the time.
OPTIONS = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]}


class Site:
    """Web server and worker on the test database; each can be killed and started again."""

    def __init__(self, *, folder):
        key = folder / "key"
        key.write_text(settings.SECRET_KEY)
        with socket.socket() as free:
            free.bind((HOST, 0))
            self.port = free.getsockname()[1]
        self.environ = {
            **os.environ,
            "WHEREABOUTS_DATABASE_URL": _url(connections["default"].settings_dict),
            "WHEREABOUTS_OWNER_DATABASE_URL": _url(connections["owner"].settings_dict),
            "WHEREABOUTS_SECRET_KEY_FILE": str(key),
            "WHEREABOUTS_DEMO": "1",
            "PYTHONPATH": str(settings.BASE_DIR),
        }
        self.web = self.worker = self.finder = None

    def url(self, path="/"):
        """Return the whole address of a page."""
        return f"http://{HOST}:{self.port}{path}"

    def start(self):
        """Start the web server, and wait until it answers."""
        self.web = self._run(
            "-m", "uvicorn", "whereabouts.config.asgi:application", "--host", HOST,
            "--port", str(self.port), "--timeout-graceful-shutdown", "1",
            "--log-level", "warning", "--no-access-log",
        )  # fmt: skip
        until = time.monotonic() + START_WITHIN
        while not self._answers():
            assert self.web.poll() is None, "The server ended as it started."
            assert time.monotonic() < until, "The server did not start."
            time.sleep(0.1)

    def start_worker(self):
        """Start the worker that lets clocks run out."""
        self.worker = self._run("-m", "whereabouts.manage", "run_timers")

    def start_finder(self):
        """Start the process that keeps the search index, and wait until it has everybody."""
        self.finder = self._run("-m", "whereabouts.manage", "run_finder")
        until = time.monotonic() + 2 * START_WITHIN
        while (finding.state() or {}).get("records") is None:
            assert self.finder.poll() is None, "The search index ended as it started."
            assert time.monotonic() < until, "The search index did not start."
            time.sleep(0.1)

    def kill(self):
        """Kill the web server as a fault would: at once, with nothing tidied."""
        self.web.send_signal(signal.SIGKILL)
        self.web.wait(timeout=10)

    def stop(self):
        """Stop all."""
        for running in (self.web, self.worker, self.finder):
            if running is not None and running.poll() is None:
                running.terminate()
                try:
                    running.wait(timeout=10)
                except subprocess.TimeoutExpired:
                    running.kill()
                    running.wait(timeout=10)

    def _run(self, *arguments):
        return subprocess.Popen(
            [sys.executable, *arguments], env=self.environ, cwd=settings.BASE_DIR
        )

    def _answers(self):
        asked = http.client.HTTPConnection(HOST, self.port, timeout=5)
        try:
            asked.request("GET", "/healthz")
            return asked.getresponse().status == 200
        except OSError:
            return False
        finally:
            asked.close()


def barriers(page):
    """Return what axe finds against WCAG 2.2 AA: rule and where, as pairs."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options=OPTIONS)
    return [
        (one["id"], [node["target"] for node in one["nodes"]])
        for one in found.response["violations"]
    ]


def _url(database):
    name, host = quote(str(database["NAME"])), quote(str(database["HOST"]), safe="")
    secret = f":{quote(str(database['PASSWORD']))}" if database["PASSWORD"] else ""
    port = f"&port={database['PORT']}" if database["PORT"] else ""
    return f"postgresql://{quote(str(database['USER']))}{secret}@/{name}?host={host}{port}"


class Hands:
    """Somebody who uses nothing but the keyboard; every key pressed and page opened is counted."""

    def __init__(self, page):
        self.page = page
        self.keys = self.pages = 0
        page.on("framenavigated", self._opened)

    def _opened(self, frame):
        if frame == self.page.main_frame:
            self.pages += 1

    def press(self, *keys):
        """Press keys or chords one after the other; a chord counts each of its keys."""
        for key in keys:
            self.keys += len(key.split("+"))
            self.page.keyboard.press(key)

    def type(self, text):
        """Type words."""
        self.keys += len(text)
        self.page.keyboard.type(text)

    def to(self, selector, *, most=40, back=False):
        """Tab on until something is focused."""
        for _ in range(most):
            if self.page.evaluate("s => !!document.activeElement?.matches(s)", selector):
                return
            self.press("Shift+Tab" if back else "Tab")
        here = self.page.evaluate("document.activeElement?.outerHTML?.slice(0, 200)")
        raise AssertionError(f"{most} tabs do not lead to {selector}; they lead to {here}")
