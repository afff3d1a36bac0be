"""One message to an address of the network, under the rules by which pages are fetched.

No redirect is followed: what was meant for one address goes to no other.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing

from keiretsu.errors import FetchError
from keiretsu.news.fetching.connecting import connected, refused, told
from keiretsu.news.fetching.fetch import AGENT
from keiretsu.news.fetching.limits import Deadline, Limits
from keiretsu.news.fetching.targets import Resolve, checked, look_up, target
from keiretsu.version import __version__

SENDING = Limits(bytes=65_536, seconds=15, redirects=0)
"""What one message may take; of the answer only the status counts."""


def post(
    url: str,
    body: bytes,
    *,
    kind: str = "application/json",
    headers: Mapping[str, str] | None = None,
    allow_private: bool = False,
    limits: Limits = SENDING,
    resolve: Resolve = look_up,
) -> int:
    """Send a message; return the status, one of 200 to 299.

    Parameters
    ----------
    url
        An address of http or https.
    body
        The message.
    kind
        Its type.
    headers
        What else is said beside it.
    allow_private
        Whether hosts of one's own network and machine may be sent to.
    limits
        Seconds that it may take.
    resolve
        How a host and port become addresses.

    Raises
    ------
    FetchError
        If it may not be sent, or was not taken; `may_pass` tells whether to try again.
    """
    goal = target(url)
    deadline = Deadline(limits.seconds, goal.url)
    places = checked(goal, deadline, allow_private=allow_private, resolve=resolve)
    said = {
        "Host": goal.origin.partition("://")[2],
        "User-Agent": f"{AGENT}/{__version__}",
        "Content-Type": kind,
        "Content-Length": str(len(body)),
        "Connection": "close",
    }
    with told(goal, deadline), connected(goal, places, deadline) as connection:
        connection.putrequest(
            "POST", goal.path, skip_host=True, skip_accept_encoding=True
        )
        for name, value in (said | dict(headers or {})).items():
            connection.putheader(name, value)
        connection.endheaders(body)
        with closing(connection.getresponse()) as response:
            if 200 <= response.status < 300:
                return response.status
            if 300 <= response.status < 400:
                raise FetchError(
                    f"{goal.url} answers {response.status}: it moved",
                    status=response.status,
                    hint="give the address that it moved to",
                )
            raise refused(goal, response)
