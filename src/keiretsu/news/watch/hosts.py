"""Politeness: one request at a time and a pause between two to a host; robots.txt."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from keiretsu.errors import FetchError
from keiretsu.news.fetching.fetch import Fetched, fetch
from keiretsu.news.fetching.limits import Limits
from keiretsu.news.fetching.targets import Target, target
from keiretsu.news.watch.robots import LONGEST_DELAY, MOST_READ, Robots, read_robots

PAUSE = 1.0
"""Seconds between two requests to one host."""
_KEPT = 24 * 3600.0
"""Seconds for which a robots.txt is believed. RFC 9309, 2.4."""
_OF_ROBOTS = Limits(bytes=MOST_READ, seconds=10)
_GONE = range(400, 500)


@dataclass
class Hosts:
    """Every host that was asked: when it may be asked again, and what it forbids.

    Attributes
    ----------
    pause
        Seconds between two requests to one host; its `Crawl-delay` where that is more.
    ask
        How a page is fetched.
    clock, sleep
        The time, and how it is waited for.
    """

    pause: float = PAUSE
    ask: Callable[..., Fetched] = fetch
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _next: dict[str, float] = field(default_factory=dict)
    _robots: dict[str, tuple[float, Robots]] = field(default_factory=dict)

    def busy(self) -> dict[str, float]:
        """Return the hosts that may not be asked yet, with the seconds until then."""
        now = self.clock()
        self._next = {host: at for host, at in self._next.items() if at > now}
        return {host: at - now for host, at in self._next.items()}

    def get(
        self,
        url: str,
        *,
        allow_private: bool = False,
        etag: str | None = None,
        modified: str | None = None,
    ) -> Fetched:
        """Fetch a page when its host's turn has come.

        Raises
        ------
        FetchError
            If the host forbids it to robots, or it cannot be fetched.
        """
        goal = target(url)
        robots = self._open_to_us(goal, allow_private)
        self._wait(goal)
        try:
            return self.ask(
                url,
                allow_private=allow_private,
                etag=etag,
                modified=modified,
                see=lambda there: self._onward(there, allow_private),
            )
        except FetchError as error:
            self._later(goal, error.wait or 0.0)
            raise
        finally:
            self._later(goal, max(self.pause, robots.delay))

    def _open_to_us(self, goal: Target, allow_private: bool) -> Robots:
        robots = self._of(goal, allow_private)
        if not robots.allows(goal.path):
            raise FetchError(f"{goal.url} is closed to robots, says its robots.txt")
        return robots

    def _onward(self, goal: Target, allow_private: bool) -> None:
        """See that a redirect leads to what is open; its host is asked now."""
        robots = self._open_to_us(goal, allow_private)
        self._later(goal, max(self.pause, robots.delay))

    def _of(self, goal: Target, allow_private: bool) -> Robots:
        known = self._robots.get(goal.origin)
        if known is not None and known[0] > self.clock():
            return known[1]
        self._wait(goal)
        try:
            data = self.ask(
                f"{goal.origin}/robots.txt",
                allow_private=allow_private,
                limits=_OF_ROBOTS,
            ).body
            robots = read_robots(data)
        except FetchError as error:
            if error.may_pass or error.status not in _GONE:
                raise
            robots = Robots()
        finally:
            self._later(goal, self.pause)
        self._robots[goal.origin] = (self.clock() + _KEPT, robots)
        return robots

    def _wait(self, goal: Target) -> None:
        left = self._next.get(goal.origin, 0.0) - self.clock()
        if left > LONGEST_DELAY:
            raise FetchError(
                f"{goal.origin} asks to be left alone for {left:.0f} seconds",
                may_pass=True,
                wait=left,
            )
        if left > 0:
            self.sleep(left)

    def _later(self, goal: Target, seconds: float) -> None:
        at = self.clock() + min(seconds, _KEPT)
        self._next[goal.origin] = max(at, self._next.get(goal.origin, 0.0))
