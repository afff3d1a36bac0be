"""The process that reads a stranger's table: begun for one task, limited, and ended."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from keiretsu.errors import DataError
from keiretsu.web.answers import Busy

LONGEST_TASK = 30
"""Seconds that a task on a table may take."""
MOST_MEMORY = 1_500_000_000
"""Bytes of address space that it may have."""
MOST_ANSWER = 30_000_000
"""Bytes that it may answer with."""
MOST_WAITING = 8
"""Tasks that wait for the one that runs, in each process that answers."""
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "POLARS_MAX_THREADS")
_HINT = "send fewer rows, or use keiretsu on your own machine"
_LOG = logging.getLogger("keiretsu.web")
_TURN = threading.Semaphore(1)
_PLACES = threading.Semaphore(MOST_WAITING)


def in_child(
    task: str,
    path: Path,
    query: Mapping[str, str],
    *,
    seconds: float = LONGEST_TASK,
    memory: int = MOST_MEMORY,
) -> Any:
    """Return the answer to a task on a table, found in a process of its own.

    Parameters
    ----------
    task
        A name of `keiretsu.web.lab.work.TASKS`.
    path
        The table.
    query
        What the address says.
    seconds, memory
        After which it is ended.

    Raises
    ------
    DataError
        If the table is refused, or the process took too much time or memory.
    Busy
        If too many wait already.
    """
    if not _PLACES.acquire(blocking=False):
        raise Busy
    try:
        with _TURN:
            code, answer, said = _run(task, path, query, seconds, memory)
    finally:
        _PLACES.release()
    if code is None or code == -signal.SIGXCPU:
        raise DataError(
            f"the table took longer than {seconds:g} seconds and was given up",
            hint=_HINT,
        )
    try:
        told = json.loads(answer)
    except ValueError:
        _LOG.error("a task on a table ended with %s: %s", code, said)
        raise DataError(
            "the table took too much memory and was given up", hint=_HINT
        ) from None
    if "error" in told:
        raise DataError(told["error"], hint=told["hint"])
    return told["answer"]


def _run(
    task: str, path: Path, query: Mapping[str, str], seconds: float, memory: int
) -> tuple[int | None, bytes, str]:
    """Return the exit status, None where time ran out, and what was written."""
    asked = {
        "task": task,
        "path": str(path),
        "query": dict(query),
        "seconds": seconds,
        "memory": memory,
        "answer": MOST_ANSWER,
    }
    # The secrets of this server are no business of a process that reads strangers.
    kept = {k: v for k, v in os.environ.items() if not k.startswith("KEIRETSU_WEB")}
    with (
        tempfile.TemporaryFile() as out,
        tempfile.TemporaryFile() as errors,
        tempfile.TemporaryDirectory() as folder,
    ):
        running = subprocess.Popen(
            [sys.executable, "-m", "keiretsu.web.lab.work"],
            stdin=subprocess.PIPE,
            stdout=out,
            stderr=errors,
            start_new_session=True,
            env=kept | dict.fromkeys(_ONE_THREAD, "1") | {"TMPDIR": folder},
        )
        try:
            running.communicate(json.dumps(asked).encode(), timeout=seconds)
        except subprocess.TimeoutExpired:
            return None, b"", ""
        finally:
            _end(running)
        out.seek(0)
        errors.seek(0)
        said = errors.read(MOST_ANSWER)[-2_000:].decode("utf-8", "replace")
        return running.returncode, out.read(MOST_ANSWER), said


def _end(running: subprocess.Popen[bytes]) -> None:
    """End the process and whatever it began."""
    with suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(running.pid, signal.SIGKILL)
        else:
            running.kill()
    running.wait()
