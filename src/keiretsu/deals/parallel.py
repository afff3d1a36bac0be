"""The same work on many things: here, on several cores, or on a cluster of Dask.

Answers come as they are ready, with the number of what they answer; which way it was
done changes no digit.
"""

from __future__ import annotations

import copyreg
from collections.abc import Callable, Iterator, Sequence
from types import MappingProxyType
from typing import Any, TypeVar

from keiretsu.errors import DataError

T = TypeVar("T")
R = TypeVar("R")

MOST_WORKERS = 256
"""Processes of one run on this machine."""
WAIT = 10
"""Seconds in which the scheduler of a cluster must answer."""


def _closed(held: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(held)


def _as_dict(mapping: MappingProxyType[Any, Any]) -> tuple[Any, tuple[Any]]:
    return _closed, (dict(mapping),)


copyreg.pickle(MappingProxyType, _as_dict)  # tables of a landscape are closed by one


def each(
    work: Callable[[T], R],
    things: Sequence[T],
    *,
    workers: int = 1,
    cluster: str | None = None,
) -> Iterator[tuple[int, R]]:
    """Yield the number of each thing, from 0, and what the work makes of it.

    Parameters
    ----------
    work
        A function of a module, or a partial of one.
    things
        What it is done on.
    workers
        Processes on this machine; 1 stays in this one.
    cluster
        Address of a Dask scheduler, `tcp://host:8786`, whose workers have keiretsu
        installed; `workers` then does not matter.

    Raises
    ------
    DataError
        If there are fewer than 1 or more than 256 workers, no scheduler answers, or
        what this needs is not installed.
    """
    if not 1 <= workers <= MOST_WORKERS:
        raise DataError(f"{workers} workers", hint=f"give 1 to {MOST_WORKERS}")
    if cluster is None and workers == 1:
        yield from ((n, work(thing)) for n, thing in enumerate(things))
    elif cluster is None:
        yield from _by_joblib(work, things, "loky", workers)
    else:
        with _client(cluster):
            yield from _by_joblib(work, things, "dask", -1)


def _by_joblib(
    work: Callable[[T], R], things: Sequence[T], backend: str, workers: int
) -> Iterator[tuple[int, R]]:
    try:
        from joblib import Parallel, delayed, parallel_config
    except ImportError:
        raise _missing() from None
    with parallel_config(backend=backend, n_jobs=workers):
        run = Parallel(return_as="generator_unordered")
        yield from run(delayed(_numbered)(work, n, t) for n, t in enumerate(things))


def _numbered(work: Callable[[T], R], number: int, thing: T) -> tuple[int, R]:
    return number, work(thing)


def _client(address: str) -> Any:
    """Return the client of a cluster, which closes behind a `with`."""
    try:
        from distributed import Client
    except ImportError:
        raise _missing() from None
    try:
        found: Any = Client
        return found(address, timeout=WAIT)
    except (OSError, ValueError, TypeError) as error:
        raise DataError(
            f"no Dask scheduler answers at {address!r}: {error}",
            hint="start one by dask scheduler, and name it as tcp://host:8786",
        ) from None


def _missing() -> DataError:
    return DataError(
        "work on several cores needs joblib, on a cluster distributed: not installed",
        hint="pip install 'keiretsu[parallel]'",
    )
