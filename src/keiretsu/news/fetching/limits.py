"""How much of a server is borne: bytes, seconds, redirects."""

from __future__ import annotations

import time
from dataclasses import dataclass

from keiretsu.errors import FetchError

MOST_BYTES = 10_000_000
"""Bytes of a page, as sent and again unpacked."""
LONGEST_FETCH = 30
"""Seconds that a page may take, redirects and all."""
MOST_REDIRECTS = 5
LONGEST_ADDRESS = 2_000
"""Characters of an address."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What one fetch may take.

    Attributes
    ----------
    bytes
        Bytes of the body, as sent and again unpacked.
    seconds
        Seconds from the name of the host to the last byte.
    redirects
        Addresses that it may be sent on to.
    """

    bytes: int = MOST_BYTES
    seconds: float = LONGEST_FETCH
    redirects: int = MOST_REDIRECTS


class Deadline:
    """The moment at which a fetch ends, whatever the server does."""

    def __init__(self, seconds: float, place: str) -> None:
        self._seconds, self._place = seconds, place
        self._end = time.monotonic() + seconds

    @property
    def is_past(self) -> bool:
        """Whether the time is over."""
        return time.monotonic() >= self._end

    def left(self) -> float:
        """Return the seconds that are left.

        Raises
        ------
        FetchError
            If none are.
        """
        left = self._end - time.monotonic()
        if left <= 0:
            raise self.error()
        return left

    def error(self) -> FetchError:
        """Return what is said when the time is over."""
        return FetchError(
            f"{self._place} took more than {self._seconds:g} seconds", may_pass=True
        )
