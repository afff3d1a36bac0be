"""How long a store is waited for.

A writer waits for its turn at most a minute, or the seconds that `KEIRETSU_WAIT` names;
a server is waited for ten seconds at the most.
"""

from __future__ import annotations

import os

from keiretsu.errors import StoreError

VARIABLE = "KEIRETSU_WAIT"
"""The environment variable that says how many seconds to wait for a lock."""
LONGEST_WAIT = 60.0
LONGEST_WAIT_TO_CONNECT = 10


def most_wait() -> float:
    """Return the seconds that a lock is waited for.

    Raises
    ------
    StoreError
        If `KEIRETSU_WAIT` is no number from 0 to 60.
    """
    said = os.environ.get(VARIABLE)
    if not said:
        return LONGEST_WAIT
    try:
        wait = float(said)
    except ValueError:
        wait = -1
    if not 0 <= wait <= LONGEST_WAIT:
        raise StoreError(
            f"{VARIABLE} is {said[:40]!r}",
            hint=f"give the seconds to wait for a lock, from 0 to {LONGEST_WAIT:.0f}",
        )
    return wait


def most_wait_to_connect() -> int:
    """Return the seconds that a server is waited for; PostgreSQL's least are two."""
    return max(2, min(LONGEST_WAIT_TO_CONNECT, round(most_wait())))
