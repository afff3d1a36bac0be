"""What the processes do that test_safety.py starts, each with its own connections.

python writers.py write URL PROCESSES THREADS WRITES   writers as threads of each
python writers.py load URL RUN SIZE                    entries of a size, until killed
python writers.py migrate URL                          a migration that never ends
"""

from __future__ import annotations

import multiprocessing
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import Any
from unittest import mock

from keiretsu.landscape.store import Statement, open_store, statement
from keiretsu.landscape.store import schema_version as form
from keiretsu.landscape.store.connection import writing
from keiretsu.landscape.store.location import place


def numbered(number: int, writer: str) -> Statement:
    """A statement that no other number makes."""
    row = {"group": "toyota", "period": "2024", "basis": f"count {writer}"}
    row |= {"units_million": str(number), "confidence": "assumed"}
    return statement("group_sales", row | {"source_title": "a test"}, "a test")


def write(url: str, processes: str, threads: str, writes: str) -> None:
    """Write from many processes; they begin as copies, so that each imports nothing."""
    copies, size = multiprocessing.get_context("fork"), int(threads)
    own = [range(n * size, n * size + size) for n in range(int(processes))]
    running = [
        copies.Process(target=_write_as, args=(url, names, int(writes)))
        for names in own
    ]
    for process in running:
        process.start()
    for process in running:
        process.join()
    sys.exit(max(abs(process.exitcode or 0) for process in running))


def _write_as(url: str, names: range, writes: int) -> None:
    def one(writer: int) -> None:
        store = open_store(url)
        for number in range(writes):
            said = numbered(number, str(writer))
            store.add([said], by=f"writer {writer}", origin="a test")

    with ThreadPoolExecutor(len(names)) as pool:
        list(pool.map(one, names))


def load(url: str, run: str, size: str) -> None:
    store = open_store(url)
    for entry in count():
        name = f"of load {run}, entry {entry}"
        said = [numbered(number, name) for number in range(int(size))]
        store.add(said, by=f"load {run}", origin="a test")
        print("written", flush=True)


def migrate(url: str) -> None:
    """Stop after the last step of a migration, before it is committed."""
    go: Any = form._migrate

    def stall(*words: Any) -> None:
        go(*words)
        print("half-way", flush=True)
        time.sleep(600)

    with mock.patch.object(form, "_migrate", stall), writing(place(url)) as connection:
        form.bring_up(connection, place(url))


WAYS: dict[str, Callable[..., None]] = {
    "write": write,
    "load": load,
    "migrate": migrate,
}

if __name__ == "__main__":
    WAYS[sys.argv[1]](*sys.argv[2:])
