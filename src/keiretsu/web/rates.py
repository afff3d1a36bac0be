"""How often one client may ask: a bucket of requests that fills again with time.

A client is an address, and behind one address there may be an office: the bucket is
large enough for 200 people who open a page each, with the page that it first shows and
its curve, and small enough for a script that asks in a loop.
"""

from __future__ import annotations

import ipaddress
import time
from collections import OrderedDict
from collections.abc import Callable

MOST_AT_ONCE = 600
"""Requests of one client that are answered one after another at once."""
A_SECOND = 10.0
"""Requests of one client that are answered each second after that."""
MOST_CLIENTS = 10_000
"""Clients that are remembered, those that asked last."""


class Rates:
    """Counts the requests of each client; this machine itself is not counted.

    A proxy that says for whom it asks is counted by these; one on this machine that
    does not is not counted, and has a limit of its own.

    Parameters
    ----------
    clock
        Seconds that never go back.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, client: str) -> float:
        """Count one request; return 0, or the seconds until one is answered again.

        >>> rates = Rates(clock=lambda: 0.0)
        >>> [rates.wait("203.0.113.5") for _ in range(MOST_AT_ONCE + 1)][-2:]
        [0.0, 0.1]
        >>> rates.wait("198.51.100.7"), rates.wait("127.0.0.1")
        (0.0, 0.0)
        """
        name = _counted(client)
        if name is None:
            return 0.0
        now = self._clock()
        left, since = self._left.pop(name, (float(MOST_AT_ONCE), now))
        left = min(float(MOST_AT_ONCE), left + (now - since) * A_SECOND)
        answered = left >= 1
        self._left[name] = (left - 1 if answered else left, now)
        while len(self._left) > MOST_CLIENTS:
            self._left.popitem(last=False)
        return 0.0 if answered else (1 - left) / A_SECOND


def _counted(client: str) -> str | None:
    """Return by what a client is counted: its address, of IPv6 its network (/64)."""
    try:
        found = ipaddress.ip_address(client.partition("%")[0])
    except ValueError:
        return None
    if found.is_loopback:
        return None
    if found.version == 6:
        return str(ipaddress.ip_network((int(found), 64), strict=False))
    return str(found)
