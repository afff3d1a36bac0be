"""How the pages hold: visitors at once on a deal page whose curve is there.

Run with: python -m benchmarks.web_load [--visitors N] [--rounds N] [--workers N]
    [--new]

Each visitor asks for the page again as soon as it has come, over its own connection.
The time of a request is from its first byte sent to its last byte read. Every worker
has the page before they come; with --new none has, and the crowd is the first to ask.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path

import numpy as np

PAGE = "/deal/toyota~nissan?stake=20&on=2025-05-19&market=jp-2024"
CURVE = "/curve/toyota~nissan.json?on=2025-05-19&market=jp-2024"


async def visitor(
    port: int, rounds: int, times: list[float], faults: list[str]
) -> None:
    """Ask for the page some times over one connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    asked = f"GET {PAGE} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()
    for _ in range(rounds):
        started = time.perf_counter()
        writer.write(asked)
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(head.split("content-length: ")[1].split("\r\n")[0])
        await reader.readexactly(length)
        times.append(time.perf_counter() - started)
        if not head.startswith("http/1.1 200"):
            faults.append(head.split(" ")[1])
    writer.close()


async def crowd(port: int, visitors: int, rounds: int) -> tuple[list[float], list[str]]:
    """Let all visitors in at once."""
    times: list[float] = []
    faults: list[str] = []
    came = (visitor(port, rounds, times, faults) for _ in range(visitors))
    for one in await asyncio.gather(*came, return_exceptions=True):
        if isinstance(one, BaseException):
            faults.append(repr(one))
    return times, faults


def warmed(port: int, running: subprocess.Popen[bytes]) -> float:
    """Ask each worker until it has the whole curve; return seconds of the first page.

    One connection after the other may be taken by the same worker: who took each is
    looked up, so that none is left without the page.
    """
    started = time.perf_counter()
    urllib.request.urlopen(f"http://127.0.0.1:{port}{PAGE}").read()
    first = time.perf_counter() - started
    each = waiting = one_to_each(port, set(workers_of(running.pid)))
    while waiting:  # in turns, lest a connection be closed that nobody uses
        time.sleep(0.2)
        whole = {one: json.loads(told(one, CURVE)).get("whole") for one in each}
        waiting = [one for one in each if not whole[one]]
    for asking in each:
        while b"data-curve" not in told(asking, PAGE):
            pass  # the first answer is the sentence alone
        asking.close()
    settle(running.pid)
    return first


def settle(pid: int) -> None:
    """Wait until nothing is computed behind the pages: the start page's deals are."""
    before, now = -1.0, busy(pid)
    while now - before > 0.1:
        time.sleep(1)
        before, now = now, busy(pid)


def told(asking: HTTPConnection, address: str) -> bytes:
    """Return what one connection is answered, which stays open."""
    asking.request("GET", address)
    return asking.getresponse().read()


def one_to_each(port: int, workers: set[int]) -> list[HTTPConnection]:
    """Return a connection to each worker."""
    found: dict[int, HTTPConnection] = {}
    for _ in range(1000):
        asking = HTTPConnection("127.0.0.1", port)
        told(asking, "/openapi.json")
        found.setdefault(holder(port, asking.sock.getsockname()[1], workers), asking)
        if workers <= set(found):
            return [found[worker] for worker in workers]
    raise SystemExit(f"of the workers {workers} only {set(found)} took a connection")


def holder(port: int, client: int, workers: set[int]) -> int:
    """Return the process that holds the server's end of a connection (Linux)."""
    ends = (line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:])
    ours = (f":{port:04X}", f":{client:04X}")
    (inode,) = (e[9] for e in ends if (e[1][8:], e[2][8:]) == ours)
    for worker in workers:
        for file in Path(f"/proc/{worker}/fd").iterdir():
            with suppress(OSError):  # closed meanwhile
                if str(file.readlink()) == f"socket:[{inode}]":
                    return worker
    return 0


def workers_of(pid: int) -> list[int]:
    """Return the processes that answer: those that have the most in memory."""
    return [one for one in processes(pid) if memory(one) > 60e6]


def processes(pid: int) -> Iterator[int]:
    """Yield a process and its children."""
    yield pid
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        yield from processes(int(child))


def memory(pid: int) -> int:
    """Return bytes in the memory of a process."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def busy(pid: int) -> float:
    """Return seconds of processor time that a process and its children have had."""
    ticks = 0
    for one in processes(pid):
        stat = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        ticks += int(stat[11]) + int(stat[12])
    return ticks / os.sysconf("SC_CLK_TCK")


@contextmanager
def served(workers: int) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """Start a server; yield its port and its process once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "keiretsu", "serve", "--port", str(port)]
    running = subprocess.Popen([*command, "--workers", str(workers)])
    try:
        for _ in range(100):
            time.sleep(0.3)
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/openapi.json").read()
                break
            except OSError:
                continue
        yield port, running
    finally:
        running.terminate()
        running.wait(20)


def main() -> None:
    """Measure, and print one line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visitors", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument(
        "--new", action="store_true", help="the crowd is the first that asks"
    )
    given = parser.parse_args()
    with served(given.workers) as (port, running):
        first = 0.0 if given.new else warmed(port, running)
        began = busy(running.pid)
        times, faults = asyncio.run(crowd(port, given.visitors, given.rounds))
        each = (busy(running.pid) - began) / len(times)
        used = [memory(one) for one in processes(running.pid)]
    print(
        json.dumps(
            {
                "visitors": given.visitors,
                "workers": given.workers,
                "requests": len(times),
                "faults": dict(Counter(faults)),
                "first page, s": round(first, 2),
                "median, ms": round(1000 * float(np.median(times)), 1),
                "p95, ms": round(1000 * float(np.quantile(times, 0.95)), 1),
                "processor a page, ms": round(1000 * each, 2),
                "memory of each process, MB": [round(one / 1e6) for one in used],
            }
        )
    )


if __name__ == "__main__":
    main()
