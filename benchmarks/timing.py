"""Two engines take turns on one problem; medians, and whether they agree."""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

Work = Callable[[], np.ndarray]

LEAST = 0.02
"""Seconds that a run lasts at least."""


@dataclass(frozen=True, kw_only=True)
class Task:
    """One row: the same question to both engines.

    Attributes
    ----------
    name, what
        For `--only`, and in words.
    solves
        Equilibria in one run; times are stated for each.
    ours, peer
        Return the answers of a run, in the same order.
    reach
        The ratio to reach.
    peer_name, peer_seconds
        A peer whose time for a run is stored instead of measured.
    limit
        Returns the seconds of the exponentials that one run cannot avoid, or None.
    """

    name: str
    what: str
    solves: int
    ours: Work
    peer: Work | None
    reach: float
    peer_name: str = "PyBLP"
    peer_seconds: float | None = None
    limit: Callable[[], float] | None = None


@dataclass(frozen=True, kw_only=True)
class Row:
    """What was measured, seconds for each solve; `first` holds compilation."""

    name: str
    what: str
    solves: int
    runs: int
    ours: float
    peer: float
    peer_name: str
    measured: bool
    ratio: float
    reach: float
    difference: float | None
    first: float
    of_limit: float | None

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


def measure(task: Task, runs: int) -> Row:
    """Run both in turns after one run each to warm up.

    A run repeats its work until it has lasted `LEAST` seconds, as `timeit` does: a
    microsecond cannot be told from one call that follows the other engine's.
    """
    first, answer = _timed(task.ours)
    expected = None if task.peer is None else task.peer()
    ours_times = _repeats(task.ours)
    peer_times = 1 if task.peer is None else _repeats(task.peer)
    mine, theirs = [], []
    for _ in range(runs):
        mine.append(_run(task.ours, ours_times))
        if task.peer is not None:
            theirs.append(_run(task.peer, peer_times))
    ours = statistics.median(mine)
    peer = statistics.median(theirs) if theirs else float(task.peer_seconds or "nan")
    apart = None
    if expected is not None:
        apart = float(np.max(np.abs(answer / expected - 1)))
    return Row(
        name=task.name,
        what=task.what,
        solves=task.solves,
        runs=runs,
        ours=ours / task.solves,
        peer=peer / task.solves,
        peer_name=task.peer_name,
        measured=task.peer is not None,
        ratio=peer / ours,
        reach=task.reach,
        difference=apart,
        first=first,
        of_limit=None if task.limit is None else ours / task.limit(),
    )


def _timed(work: Work) -> tuple[float, np.ndarray]:
    began = time.perf_counter()
    answer = work()
    return time.perf_counter() - began, answer


def _repeats(work: Work) -> int:
    return max(1, math.ceil(LEAST / _timed(work)[0]))


def _run(work: Work, times: int) -> float:
    """Return the mean seconds of a work done so many times."""
    began = time.perf_counter()
    for _ in range(times):
        work()
    return (time.perf_counter() - began) / times
