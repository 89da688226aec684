"""A real mail server and a real receiver of webhooks, on loopback, as small as they can be."""

import contextlib
import http.server
import socketserver
import threading


class _Mail(socketserver.StreamRequestHandler):
    """Speaks SMTP well enough to take a message, or to refuse it as it was told to."""

    def handle(self):
        self.said("220 made-up mail server")
        while line := self.rfile.readline():
            word = line.split(b" ")[0].strip().upper()
            if word in {b"EHLO", b"HELO"}:
                self.said("250 made-up")
            elif word == b"RCPT":
                self.server.recipients.append(line.decode().strip())
                self.said(self.server.answers.get("RCPT", "250 ok"))
            elif word == b"DATA":
                self.take()
            elif word == b"QUIT":
                self.said("221 bye")
                return
            else:
                self.said("250 ok")

    def take(self):
        self.said("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line)
        answer = self.server.answers.get("DATA", "250 taken")
        if answer.startswith("250"):
            self.server.taken.append(b"".join(lines))
        self.said(answer)

    def said(self, words):
        self.wfile.write(f"{words}\r\n".encode())


class _Hook(http.server.BaseHTTPRequestHandler):
    """Keeps what it was sent, and answers as it was told to."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.taken.append((self.path, dict(self.headers), body))
        self.send_response(self.server.status)
        if self.server.status == 302:
            self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_POST

    def log_message(self, *words):
        """Say nothing."""


@contextlib.contextmanager
def _running(server):
    server.taken, server.recipients, server.answers, server.status = [], [], {}, 200
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def mail_server():
    """Run a mail server on a free port."""
    return _running(socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Mail))


def hook_server():
    """Run a receiver of webhooks on a free port."""
    return _running(http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Hook))
