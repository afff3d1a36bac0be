"""A client that is slow on purpose holds no place: head, form, answer have limits.

The server's clock stands still until a test lets time pass, so that nothing here
depends on how fast this machine is.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from select import select
from typing import Any

import pytest
import uvicorn

from keiretsu.web import guard, patience
from keiretsu.web.app import create_app

WHOLE = b"GET /openapi.json HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
PART = WHOLE[:-2]
FORM = (
    b"POST /lab HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: http://127.0.0.1\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 500\r\n\r\n"
)
HUNG = 120.0
"""Seconds of this machine after which a test is given up."""


class Still(asyncio.SelectorEventLoop):
    """A loop whose clock moves only when it is told to."""

    now = 0.0

    def time(self) -> float:
        return self.now

    def let_pass(self, seconds: float) -> None:
        """Let time pass, and see that what was due has been done."""
        done = threading.Event()

        def move() -> None:
            self.now += seconds
            self._after(10, done.set)

        self.call_soon_threadsafe(move)
        assert done.wait(HUNG)

    def _after(self, rounds: int, what: Callable[[], object]) -> None:
        """Do something after some rounds of the loop."""
        if rounds:
            self.call_soon(self._after, rounds - 1, what)
        else:
            what()


class Client:
    """A connection, and what the server knows of it."""

    def __init__(self, server: uvicorn.Server, port: int, buffer: int | None) -> None:
        self._there = server.server_state.connections
        before = set(self._there)
        self.socket = socket.socket()
        self.socket.settimeout(HUNG)
        if buffer is not None:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        self.socket.connect(("127.0.0.1", port))
        until(lambda: set(self._there) - before)
        self.known: Any = (set(self._there) - before).pop()

    @property
    def gone(self) -> bool:
        """Whether the server has closed it."""
        return self.known not in self._there

    def say(self, part: bytes) -> None:
        """Send a part of a head, and see that it has come."""
        held = self.known.conn.trailing_data[0]
        self.socket.sendall(part)
        until(lambda: self.known.conn.trailing_data[0] == held + part)

    def line(self) -> bytes:
        """Return the first line of an answer, once the whole answer is there."""
        found = b""
        while b"\r\n\r\n" not in found or not found.endswith(b"}"):
            piece = self.socket.recv(65_536)
            assert piece, "closed before it was answered"
            found += piece
        return found.partition(b"\r\n")[0]

    def rest(self) -> bytes:
        """Return what comes until the connection is closed."""
        found = b""
        with contextlib.suppress(ConnectionError):  # a reset is an end too
            while piece := self.socket.recv(65_536):
                found += piece
        return found


class Served:
    """A server in a thread of its own, and its clock."""

    def __init__(self, folder: Path) -> None:
        config = uvicorn.Config(
            create_app(folder),
            port=0,
            http=patience.Patience,
            log_level="critical",
            lifespan="off",
            timeout_keep_alive=10**9,
        )
        self.server = uvicorn.Server(config)
        self.loop = Still()
        self._clients: list[Client] = []
        self._running = threading.Thread(
            target=lambda: self.loop.run_until_complete(self.server.serve())
        )
        self._running.start()
        until(lambda: self.server.started)
        self._port: int = self.server.servers[0].sockets[0].getsockname()[1]

    def client(self, buffer: int | None = None) -> Client:
        """Return a connection that the server has taken."""
        found = Client(self.server, self._port, buffer)
        self._clients.append(found)
        return found

    def stop(self) -> None:
        """Stop the server; its clock runs meanwhile."""
        for client in self._clients:
            client.socket.close()
        self.server.should_exit = True
        while self._running.is_alive():
            self.loop.call_soon_threadsafe(setattr, self.loop, "now", self.loop.now + 1)
            self._running.join(0.01)
        self.loop.close()


def until(is_so: Callable[[], object]) -> None:
    """Wait for an event."""
    latest = time.monotonic() + HUNG
    while not is_so():
        assert time.monotonic() < latest, "it did not come about"
        time.sleep(0.002)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    found = Served(tmp_path)
    yield found
    found.stop()


def test_a_connection_that_says_nothing_is_closed(served: Served) -> None:
    client = served.client()
    served.loop.let_pass(patience.LONGEST_HEAD - 1)
    assert not client.gone
    served.loop.let_pass(2)
    until(lambda: client.gone)
    assert client.rest() == b""


def test_a_head_a_letter_at_a_time_is_closed(served: Served) -> None:
    client = served.client()
    for letter in PART[:19]:
        client.say(bytes([letter]))
        served.loop.let_pass(patience.LONGEST_HEAD / 20)
    assert not client.gone
    client.say(PART[19:20])
    served.loop.let_pass(patience.LONGEST_HEAD / 10)
    until(lambda: client.gone)
    assert client.rest() == b""


def test_a_second_head_on_the_same_connection_is_closed_too(served: Served) -> None:
    client = served.client()
    client.socket.sendall(WHOLE)
    assert client.line() == b"HTTP/1.1 200 OK"
    client.say(PART)
    served.loop.let_pass(patience.LONGEST_HEAD - 1)
    assert not client.gone
    served.loop.let_pass(2)
    until(lambda: client.gone)
    assert client.rest() == b""


def test_a_form_a_letter_at_a_time_is_refused(served: Served) -> None:
    client, passed = served.client(), 0
    client.socket.sendall(FORM)

    def told() -> object:
        nonlocal passed
        passed += 1
        client.socket.sendall(b"a")
        served.loop.let_pass(1)
        return select([client.socket], [], [], 0)[0]

    until(told)
    assert passed >= guard.LONGEST_BODY
    until(lambda: client.gone)
    assert client.rest().startswith(b"HTTP/1.1 408")


def test_who_was_answered_is_waited_for(served: Served) -> None:
    client = served.client()
    client.socket.sendall(WHOLE)
    assert client.line() == b"HTTP/1.1 200 OK"
    served.loop.let_pass(10 * patience.LONGEST_HEAD)
    assert not client.gone
    client.socket.sendall(WHOLE)
    assert client.line() == b"HTTP/1.1 200 OK"


def test_an_answer_that_nobody_reads_is_given_up(served: Served) -> None:
    hoard = served.client(buffer=4096)
    hoard.socket.setblocking(False)

    def stuck() -> object:
        with contextlib.suppress(BlockingIOError):
            hoard.socket.send(WHOLE * 20)
        return hoard.known.flow.write_paused

    until(stuck)
    served.loop.let_pass(patience.LONGEST_SILENCE - 1)
    assert not hoard.gone
    served.loop.let_pass(2)
    until(lambda: hoard.gone)


def test_many_slow_clients_keep_nobody_out(served: Served) -> None:
    slow = [served.client() for _ in range(40)]
    for client in slow:
        client.say(PART)
    quick = served.client()
    quick.socket.sendall(WHOLE)
    assert quick.line() == b"HTTP/1.1 200 OK"
    served.loop.let_pass(patience.LONGEST_HEAD + 1)
    until(lambda: all(client.gone for client in slow))
    assert not quick.gone
