"""How the pages hold: visitors at once on a deal page whose curve is there.

Run with: python -m benchmarks.web_load [--visitors N] [--rounds N] [--workers N]

Each visitor asks for the page again as soon as it has come, over its own connection.
The time of a request is from its first byte sent to its last byte read.
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
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
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
            faults.append(head.split("\r\n")[0])
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


def warmed(port: int, workers: int) -> float:
    """Ask until every worker has the whole curve; return seconds of the first page."""
    started = time.perf_counter()
    urllib.request.urlopen(f"http://127.0.0.1:{port}{PAGE}").read()
    first = time.perf_counter() - started
    whole = 0
    while whole < 8 * workers:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{CURVE}") as answer:
                whole = whole + 1 if json.load(answer)["whole"] else 0
        except urllib.error.HTTPError:
            whole = 0
        time.sleep(0.0 if whole else 0.5)
    for _ in range(8 * workers):
        urllib.request.urlopen(f"http://127.0.0.1:{port}{PAGE}").read()
    return first


def processes(pid: int) -> Iterator[int]:
    """Yield a process and its children."""
    yield pid
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        yield from processes(int(child))


def memory(pid: int) -> int:
    """Return bytes in the memory of a process and its children."""
    size = os.sysconf("SC_PAGE_SIZE")
    statm = (Path(f"/proc/{one}/statm").read_text() for one in processes(pid))
    return sum(int(told.split()[1]) * size for told in statm)


def busy(pid: int) -> float:
    """Return seconds of processor time that a process and its children have had."""
    ticks = 0
    for one in processes(pid):
        told = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        ticks += int(told[11]) + int(told[12])
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
    given = parser.parse_args()
    with served(given.workers) as (port, running):
        first = warmed(port, given.workers)
        began = busy(running.pid)
        times, faults = asyncio.run(crowd(port, given.visitors, given.rounds))
        each = (busy(running.pid) - began) / len(times)
        used = memory(running.pid)
    print(
        json.dumps(
            {
                "visitors": given.visitors,
                "workers": given.workers,
                "requests": len(times),
                "faults": len(faults),
                "first page, s": round(first, 2),
                "median, ms": round(1000 * float(np.median(times)), 1),
                "p95, ms": round(1000 * float(np.quantile(times, 0.95)), 1),
                "processor a page, ms": round(1000 * each, 2),
                "memory, MB": round(used / 1e6),
            }
        )
    )


if __name__ == "__main__":
    main()
