"""One page from the network: `fetch` → `Fetched`.

No cookies, no proxy, no name or password, no script; a redirect is followed by hand,
and its target is checked as the first was. Whatever goes wrong is one line.
"""

from __future__ import annotations

import http.client
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass

from keiretsu.errors import FetchError
from keiretsu.news.fetching.connecting import connected, refused, told
from keiretsu.news.fetching.limits import Deadline, Limits
from keiretsu.news.fetching.targets import (
    Resolve,
    Target,
    checked,
    look_up,
    onward,
    target,
)
from keiretsu.news.fetching.unpacking import ACCEPTED, too_large, unpacked
from keiretsu.version import __version__

AGENT = "keiretsu"
"""By which robots.txt may name us."""
_HEADERS = {
    "User-Agent": f"{AGENT}/{__version__}",
    "Accept": "text/html, application/xhtml+xml, application/atom+xml, "
    "application/rss+xml, application/feed+json, */*;q=0.5",
    "Accept-Encoding": ACCEPTED,
    "Connection": "close",
}
_ONWARD = (301, 302, 303, 307, 308)
_PIECE = 65_536
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w:.-]{2,40})", re.I)


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """What a server sent.

    Attributes
    ----------
    url
        The address at which it was found, after every redirect.
    body
        Its bytes, unpacked; empty where nothing changed.
    kind
        Its type, as `text/html`; empty where the server does not say.
    charset
        Its encoding as the server says.
    etag, modified
        What to give back to learn whether it changed.
    unchanged
        Whether it is still what `etag` or `modified` stood for.
    """

    url: str
    body: bytes
    kind: str = ""
    charset: str | None = None
    etag: str | None = None
    modified: str | None = None
    unchanged: bool = False


def fetch(
    url: str,
    *,
    etag: str | None = None,
    modified: str | None = None,
    allow_private: bool = False,
    limits: Limits | None = None,
    resolve: Resolve = look_up,
    see: Callable[[Target], None] | None = None,
) -> Fetched:
    """Fetch a page.

    Parameters
    ----------
    url
        An address of http or https.
    etag, modified
        Of an earlier answer: nothing is sent again where nothing changed.
    allow_private
        Whether hosts of one's own network and machine may be asked.
    limits
        Bytes, seconds and redirects that it may take.
    resolve
        How a host and port become addresses.
    see
        Told where a redirect leads before it is followed; it may raise.

    Raises
    ------
    FetchError
        If it may not or cannot be fetched; `may_pass` tells whether to try again.
    """
    limits = limits or Limits()
    goal = target(url)
    deadline = Deadline(limits.seconds, goal.url)
    asked = {"If-None-Match": etag, "If-Modified-Since": modified}
    headers = _HEADERS | {
        k: v for k, v in asked.items() if v and v.isascii() and v.isprintable()
    }
    for _ in range(limits.redirects + 1):
        places = checked(goal, deadline, allow_private=allow_private, resolve=resolve)
        got = _answer(goal, places, headers, deadline, limits.bytes)
        if isinstance(got, Fetched):
            return got
        goal = got
        if see is not None:
            see(goal)
    raise FetchError(f"{url[:200]} redirects more than {limits.redirects} times")


def _answer(
    goal: Target,
    places: list[str],
    headers: Mapping[str, str],
    deadline: Deadline,
    most: int,
) -> Fetched | Target:
    """Return what is at an address, or where it says to go."""
    with told(goal, deadline), connected(goal, places, deadline) as connection:
        connection.putrequest(
            "GET", goal.path, skip_host=True, skip_accept_encoding=True
        )
        connection.putheader("Host", goal.origin.partition("://")[2])
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        with closing(connection.getresponse()) as response:
            if response.status in _ONWARD:
                return onward(goal, response.getheader("Location") or "")
            return _read(goal, response, deadline, most)


def _read(
    goal: Target, response: http.client.HTTPResponse, deadline: Deadline, most: int
) -> Fetched:
    unchanged = response.status == http.client.NOT_MODIFIED
    if not unchanged and response.status != http.client.OK:
        raise refused(goal, response)
    if (response.length or 0) > most:
        raise too_large(goal.url, most)
    encoding = response.getheader("Content-Encoding") or ""
    pieces = _pieces(response, deadline)
    kind = response.getheader("Content-Type") or ""
    charset = _CHARSET.search(kind)
    return Fetched(
        url=goal.url,
        body=b"" if unchanged else unpacked(pieces, encoding, most, goal.url),
        kind=kind.partition(";")[0].strip().casefold(),
        charset=charset[1] if charset else None,
        etag=response.getheader("ETag"),
        modified=response.getheader("Last-Modified"),
        unchanged=unchanged,
    )


def _pieces(response: http.client.HTTPResponse, deadline: Deadline) -> Iterator[bytes]:
    expected = response.length
    got = 0
    while piece := response.read1(_PIECE):
        deadline.left()
        got += len(piece)
        yield piece
    deadline.left()
    if expected is not None and got < expected:
        raise http.client.IncompleteRead(b"", expected - got)
