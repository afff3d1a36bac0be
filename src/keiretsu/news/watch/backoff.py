"""How long it is until something is tried again."""

from __future__ import annotations

FIRST_WAIT = 60.0
"""Seconds until the second try."""
LONGEST_WAIT = 86_400.0
"""Seconds until another try at the most."""


def pause_before(tries: int, wait: float | None) -> float:
    """Return the seconds until another try: twice as many each time, or as asked.

    >>> [pause_before(n, None) for n in (0, 1, 2, 30)], pause_before(0, 600)
    ([60.0, 120.0, 240.0, 86400.0], 600)
    """
    doubled = FIRST_WAIT * 2.0 ** min(tries, 20)
    return min(max(doubled, wait or 0.0), LONGEST_WAIT)
