"""The site on this machine's own loopback, and a real browser, for the pages of a call."""

import os
import threading
import warnings
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest

CHROMIUM = os.environ.get("WHEREABOUTS_CHROMIUM", "")


class Quiet(WSGIRequestHandler):
    """Answers without writing every request down."""

    def log_message(self, *_):
        """Say nothing."""


class Threaded(ThreadingMixIn, WSGIServer):
    """A server that answers several requests at once, and ends when the last is answered."""

    daemon_threads = False


class Served:
    """The site, served from this process on the worker's own database; can be stopped, restarted."""

    def __init__(self, application):
        self.application = application
        self.port = 0
        self.start()

    def start(self):
        """Begin to answer, on the same port as before."""
        self.server = make_server(
            "127.0.0.1", self.port, self.application, server_class=Threaded, handler_class=Quiet
        )
        self.port = self.server.server_port
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True)
        self.thread.start()

    def stop(self):
        """Answer no more."""
        self.server.shutdown()
        self.server.server_close()
        self.thread.join(timeout=5)

    @property
    def address(self):
        """Return where it is."""
        return f"http://127.0.0.1:{self.port}"


@pytest.fixture
def served(committed, settings, make_member):
    """Serve the site with a made-up call handler and duty inspector to sign in as."""
    from whereabouts.config.wsgi import application

    settings.DEMO = True
    for role in ("call_handler", "duty_inspector"):
        make_member(role, demo=True)
    running = Served(application)
    yield running
    running.stop()


@pytest.fixture
def browser():
    """Start a Chromium, or skip where there is none."""
    if not CHROMIUM or not os.access(CHROMIUM, os.X_OK):
        pytest.skip("NO BROWSER: set WHEREABOUTS_CHROMIUM to a Chromium to try the pages in one.")
    from playwright.sync_api import sync_playwright

    # The browser's library keeps an event loop in this thread; our database calls do not use it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            with sync_playwright() as library:
                started = library.chromium.launch(
                    executable_path=CHROMIUM,
                    args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
                )
                yield started
                started.close()
    finally:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def open_page(browser, served):
    """Return a maker of pages, each signed in as somebody in a role."""
    contexts = []

    def make(role="call_handler", *, width=1280, scripts=True):
        context = browser.new_context(
            base_url=served.address,
            viewport={"width": width, "height": 900 if width > 600 else 844},
            java_script_enabled=scripts,
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.goto("/sign-in/")
        page.click(f'[data-role="{role}"]')
        page.wait_for_url(lambda address: "/sign-in/" not in address)
        return page

    yield make
    for context in contexts:
        context.close()
