"""Answers that were computed once: by what was asked, the latest kept.

One answer is computed at a time, and may ask for another; who asks for the same waits
for it, however many they are; where too many different ones are waited for, who asks
for one more is told to come back.
"""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Hashable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

MOST_KEPT = 512
"""Answers that are kept."""
MOST_WAITING = 32
"""Answers that are not kept and may be waited for, each by whoever asks for it."""
GIVES_WAY = 200
"""Times that work behind the pages looks whether it may go on, 50 ms apart."""

T = TypeVar("T")


class Busy(Exception):
    """Too many ask for what must be computed first."""


class Answers:
    """Kept answers, and the one place where new ones are made."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = threading.Lock()
        self._computing = threading.Lock()
        self._maker: int | None = None
        self._waiting = Counter[Hashable]()
        self._behind = ThreadPoolExecutor(max_workers=1, thread_name_prefix="behind")
        self._begun: set[Hashable] = set()
        self._tasks: deque[tuple[Hashable, Iterator[object]]] = deque()
        self.stopped = threading.Event()

    def known(self, key: Hashable) -> Any:
        """Return a kept answer, or None."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        return None

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return the answer to what was asked, made now unless it is kept.

        Raises
        ------
        Busy
            If too many others are waited for already.
        """
        found = self.known(key)
        if found is not None:
            return found
        if self._maker == threading.get_ident():  # a part of what is being made
            return self._made(key, make)
        with self._waited_for(key), self._computing:
            self._maker = threading.get_ident()
            try:
                return self._made(key, make)
            finally:
                self._maker = None

    def _made(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return the kept answer, or make and keep it."""
        found = self.known(key)
        if found is None:
            found = make()
            self.keep(key, found)
        return found

    @contextmanager
    def _waited_for(self, key: Hashable) -> Iterator[None]:
        """Count an asker under what is asked for, until it is there."""
        with self._lock:
            if key not in self._waiting and len(self._waiting) >= MOST_WAITING:
                raise Busy
            self._waiting[key] += 1
        try:
            yield
        finally:
            with self._lock:
                self._waiting[key] -= 1
                if not self._waiting[key]:
                    del self._waiting[key]

    def keep(self, key: Hashable, found: Any) -> None:
        """Keep an answer; the one that was asked for longest ago goes."""
        with self._lock:
            self._kept[key] = found
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)

    def behind(
        self, key: Hashable, work: Callable[[], Iterable[object] | None]
    ) -> None:
        """Begin work behind the pages, once for each key.

        Work that comes in steps stands back after each of them for what is newer: who
        asks now waits for one step of what others have begun, not for all of it.
        """
        with self._lock:
            if key in self._begun:
                return
            self._begun.add(key)
            self._tasks.append((key, _steps(work)))
        self._behind.submit(self._step)

    def _step(self) -> None:
        """Take one step of the newest work; what is not done goes behind the others."""
        with self._lock:
            key, steps = self._tasks.pop()
        try:
            next(steps)
        except StopIteration:
            self._done(key)
            return
        except BaseException:
            self._done(key)
            raise
        with self._lock:
            self._tasks.appendleft((key, steps))
        with suppress(RuntimeError):  # where all is being stopped
            self._behind.submit(self._step)

    def _done(self, key: Hashable) -> None:
        with self._lock:
            self._begun.discard(key)

    def give_way(self) -> None:
        """Wait while somebody waits for an answer, but not for ever."""
        for _ in range(GIVES_WAY):
            with self._lock:
                if not self._waiting:
                    return
            if self.stopped.wait(0.05):
                return

    def close(self) -> None:
        """Stop the work behind the pages; what is half done ends at its next step."""
        self.stopped.set()
        self._behind.shutdown(wait=False, cancel_futures=True)


def _steps(work: Callable[[], Iterable[object] | None]) -> Iterator[object]:
    """Yield after each step of some work; work that gives none is one step."""
    found = work()
    if found is not None:
        yield from found
