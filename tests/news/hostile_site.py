"""A site on this machine that does what a stranger's may do."""

from __future__ import annotations

import gzip
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers by the table of its server, and notes what it was asked."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        site: Any = self.server
        site.asked.append((self.path, dict(self.headers)))
        answer = site.answers.get(self.path)
        with suppress(OSError):
            if answer is None:
                self.give(b"nothing here", status=404)
            else:
                answer(self)

    def do_POST(self) -> None:
        site: Any = self.server
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        site.posted.append((self.path, dict(self.headers), body))
        with suppress(OSError):
            site.answers.get(self.path, lambda h: h.give(b""))(self)

    def give(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        said = {"Content-Type": "text/html", "Content-Length": str(len(body))}
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in (said | given).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None: ...


class Site(ThreadingHTTPServer):
    """The server: `answers` by path, what was `asked` for, and what was `posted`."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.posted: list[tuple[str, dict[str, str], bytes]] = []

    def handle_error(self, request: Any, client_address: Any) -> None: ...

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}{path}"

    def page(self, path: str, body: bytes, status: int = 200, **headers: str) -> str:
        self.answers[path] = lambda h: h.give(body, status, **headers)
        return self.url(path)

    def redirect(self, path: str, to: str) -> str:
        return self.page(path, b"", 302, Location=to)

    def raw(self, path: str, parts: Callable[[], Iterator[bytes]]) -> str:
        """Write bytes as they come, head and all."""

        def answer(handler: Handler) -> None:
            handler.close_connection = True
            for part in parts():
                handler.wfile.write(part)

        self.answers[path] = answer
        return self.url(path)


@contextmanager
def open_site() -> Iterator[Site]:
    site = Site()
    running = threading.Thread(target=site.serve_forever, args=(0.02,), daemon=True)
    running.start()
    try:
        yield site
    finally:
        site.shutdown()
        site.server_close()


def bomb(megabytes: int) -> bytes:
    """A body of gzip that unpacks to so many megabytes of nothing."""
    machine = zlib.compressobj(9, zlib.DEFLATED, 31)
    piece = b"\0" * 1_000_000
    return b"".join(machine.compress(piece) for _ in range(megabytes)) + machine.flush()


def endless() -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    while True:
        yield b"x" * 65_536


def dripping(head: bytes, drop: bytes, every: float = 0.05) -> Iterator[bytes]:
    yield head
    for _ in range(400):
        time.sleep(every)
        yield drop


LAUGHS = b"""<?xml version="1.0"?>
<!DOCTYPE rss [
<!ENTITY a "ha ha ha ha ha ha ha ha ha ha">
%s]>
<rss version="2.0"><channel><title>&j;</title><item><title>&j;</title>
<link>http://example.com/1</link></item></channel></rss>""" % b"".join(
    b'<!ENTITY %c "%s">\n' % (97 + n, b"&%c;" % (96 + n) * 10) for n in range(1, 10)
)
NESTED = b"<html><body>" + b"<div>" * 100_000 + b"Toyota" + b"</div>" * 100_000


def zipped(text: str) -> bytes:
    return gzip.compress(text.encode("utf-8"))
