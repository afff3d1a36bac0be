"""A client that is slow on purpose holds no place: head, form, answer have limits."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
import time
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest
import uvicorn

from keiretsu.web import guard, patience
from keiretsu.web.app import create_app

PATIENCE = 0.4
HEAD = b"GET /openapi.json HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
FORM = (
    b"POST /lab HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: http://127.0.0.1\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 500\r\n\r\n"
)


T = TypeVar("T")


def in_own_loop(asked: Coroutine[Any, Any, T]) -> T:
    """Run in a thread of its own: a browser of other tests may have a loop here."""
    with ThreadPoolExecutor(1) as one:
        return one.submit(asyncio.run, asked).result()


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A server of little patience."""
    change = pytest.MonkeyPatch()
    change.setattr(patience, "LONGEST_HEAD", PATIENCE)
    change.setattr(patience, "LONGEST_SILENCE", PATIENCE)
    change.setattr(guard, "LONGEST_BODY", PATIENCE)
    app = create_app(tmp_path_factory.mktemp("kept"))
    config = uvicorn.Config(
        app, port=0, http=patience.Patience, log_level="critical", lifespan="off"
    )
    server = uvicorn.Server(config)
    running = threading.Thread(target=server.run)
    running.start()
    while not server.started:
        time.sleep(0.02)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    running.join(10)
    change.undo()


async def told(port: int, pieces: list[bytes], pause: float) -> tuple[bytes, float]:
    """Send piece after piece; return all that came back, and after how long."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    started = time.perf_counter()

    async def send() -> None:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause)

    sending = asyncio.create_task(send())
    found = b""
    with contextlib.suppress(ConnectionError):  # a reset is an end too
        while piece := await asyncio.wait_for(reader.read(65_536), 10):
            found += piece
    sending.cancel()
    writer.close()
    return found, time.perf_counter() - started


def test_a_connection_that_says_nothing_is_closed(port: int) -> None:
    found, took = in_own_loop(told(port, [], 0))
    assert found == b""
    assert PATIENCE * 0.9 < took < 5 * PATIENCE


def test_a_head_a_letter_at_a_time_is_closed(port: int) -> None:
    found, took = in_own_loop(told(port, [bytes([c]) for c in HEAD], 0.05))
    assert found == b""
    assert took < 5 * PATIENCE


def test_a_second_head_on_the_same_connection_is_closed_too(port: int) -> None:
    pieces = [HEAD, *(bytes([c]) for c in HEAD)]
    found, took = in_own_loop(told(port, pieces, 0.1))
    assert found.count(b"HTTP/1.1 200") == 1
    assert took < 8 * PATIENCE


def test_a_form_a_letter_at_a_time_is_refused(port: int) -> None:
    found, took = in_own_loop(told(port, [FORM, *[b"a"] * 5], 0.05))
    assert found.startswith(b"HTTP/1.1 408")
    assert took < 5 * PATIENCE
    started = time.perf_counter()
    with contextlib.suppress(ConnectionError):  # who goes on sending is cut off
        in_own_loop(told(port, [FORM, *[b"a"] * 400], 0.05))
    assert time.perf_counter() - started < 5 * PATIENCE


def test_who_is_quick_is_answered(port: int) -> None:
    async def ask() -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(HEAD)
        head = await reader.readuntil(b"\r\n")
        writer.close()
        return head

    assert in_own_loop(ask()).startswith(b"HTTP/1.1 200")


def test_an_answer_that_nobody_reads_is_given_up(port: int) -> None:
    asked = HEAD * 2000
    with socket.socket() as hoard:
        hoard.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        hoard.connect(("127.0.0.1", port))
        hoard.settimeout(PATIENCE)
        with contextlib.suppress(TimeoutError):
            hoard.sendall(asked)
        time.sleep(4 * PATIENCE)
        hoard.settimeout(10)
        found = bytearray()
        with contextlib.suppress(ConnectionError):
            while piece := hoard.recv(65536):
                found += piece
    assert found.count(b"HTTP/1.1 200") < 2000


def test_many_slow_clients_keep_nobody_out(port: int) -> None:
    async def crowd() -> tuple[bytes, float]:
        slow = [
            asyncio.create_task(told(port, [bytes([c]) for c in HEAD], 0.05))
            for _ in range(40)
        ]
        await asyncio.sleep(0.1)
        started = time.perf_counter()
        found, _ = await told(
            port, [HEAD.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")], 0
        )
        took = time.perf_counter() - started
        await asyncio.gather(*slow)
        return found, took

    found, took = in_own_loop(crowd())
    assert found.startswith(b"HTTP/1.1 200")
    assert took < 2
