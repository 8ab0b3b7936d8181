"""A mail server and a web server on this machine that keep what they are sent."""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_string, policy
from http.server import BaseHTTPRequestHandler, HTTPServer


class Mail(socketserver.StreamRequestHandler):
    """As much of SMTP as one message takes, without encryption or login."""

    def handle(self) -> None:
        self.say("220 test")
        while command := self.rfile.readline().decode().strip():
            if command.upper() == "DATA":
                self.say("354 go on")
                lines = iter(self.rfile.readline, b".\r\n")
                self.server.kept.append(message_from_string(b"".join(lines).decode(), policy=policy.default))
            self.say("221 bye" if command.upper() == "QUIT" else "250 fine")

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


class Hook(BaseHTTPRequestHandler):
    """Takes JSON by POST."""

    def do_POST(self) -> None:
        self.server.kept.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(self.server.answer)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def listening(kind: type[socketserver.BaseRequestHandler], answer: int = 204) -> Iterator[tuple[int, list]]:
    """(port, what was sent to it so far)."""
    server = (HTTPServer if kind is Hook else socketserver.ThreadingTCPServer)(("127.0.0.1", 0), kind)
    server.kept, server.answer = [], answer
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_address[1], server.kept
    finally:
        server.shutdown()
        server.server_close()
