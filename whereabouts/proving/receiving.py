"""A receiver of webhooks on this machine, which keeps the key of everything that it was sent."""

import http.server
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager


class Receiver(http.server.ThreadingHTTPServer):
    """Answers every parcel that it has it, and counts each key."""

    daemon_threads = True

    def __init__(self) -> None:
        """Take a free port of loopback."""
        super().__init__(("127.0.0.1", 0), _Taking)
        self.taken: Counter[str] = Counter()

    @property
    def address(self) -> str:
        """Return where it is sent to."""
        return f"http://127.0.0.1:{self.server_port}/"


class _Taking(http.server.BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        server = self.server
        assert isinstance(server, Receiver)  # noqa: S101  it makes no others
        server.taken[self.headers["Whereabouts-Delivery"]] += 1
        self.send_response(http.HTTPStatus.NO_CONTENT)
        self.end_headers()

    def log_message(self, *words: object) -> None:
        """Say nothing."""


@contextmanager
def receiver() -> Iterator[Receiver]:
    """Run a receiver for the block."""
    with Receiver() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
