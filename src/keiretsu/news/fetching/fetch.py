"""One page from the network: `fetch` → `Fetched`.

No cookies, no proxy, no name or password, no script; a redirect is followed by hand,
and its target is checked as the first was. Whatever goes wrong is one line.
"""

from __future__ import annotations

import email.utils
import http.client
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass

from keiretsu.errors import FetchError
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
_MAY_PASS = (408, 425, 429, 500, 502, 503, 504)
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
    with _told(goal, deadline), _connected(goal, places, deadline) as connection:
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
        raise _refused(goal, response)
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


def _refused(goal: Target, response: http.client.HTTPResponse) -> FetchError:
    reason = http.client.responses.get(response.status, "an unknown status")
    return FetchError(
        f"{goal.url} answers {response.status} ({reason.lower()})",
        may_pass=response.status in _MAY_PASS,
        status=response.status,
        wait=_wait(response.getheader("Retry-After")),
    )


def _wait(said: str | None) -> float | None:
    """Return the seconds that a server asks to be left alone; None where it does not.

    RFC 9110, 10.2.3: a number of seconds, or a date.
    """
    if not said:
        return None
    if said.strip().isdecimal():
        return float(said.strip()[:9])
    try:
        return max(
            0.0, email.utils.parsedate_to_datetime(said).timestamp() - time.time()
        )
    except (ValueError, TypeError, OverflowError):
        return None


@contextmanager
def _connected(
    goal: Target, places: list[str], deadline: Deadline
) -> Iterator[http.client.HTTPConnection]:
    """Connect to one of the addresses, and cut the line when the time is over."""
    line = _line(places, goal.port, deadline)
    if goal.scheme == "https":
        line = _secured(line, goal.host, deadline)
    connection = http.client.HTTPConnection(goal.host, goal.port)
    connection.sock = line
    end = threading.Timer(deadline.left(), _cut, (line,))
    end.daemon = True
    end.start()
    try:
        yield connection
    finally:
        end.cancel()
        connection.close()
        line.close()


def _line(places: list[str], port: int, deadline: Deadline) -> socket.socket:
    wrong: OSError | None = None
    for place in places:
        try:
            line = socket.create_connection((place, port), timeout=deadline.left())
        except OSError as error:
            wrong = error
            continue
        line.settimeout(deadline.left())
        return line
    raise wrong or OSError("no address")


def _secured(line: socket.socket, host: str, deadline: Deadline) -> socket.socket:
    try:
        line.settimeout(deadline.left())
        return ssl.create_default_context().wrap_socket(line, server_hostname=host)
    except BaseException:
        line.close()
        raise


def _cut(line: socket.socket) -> None:
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)


@contextmanager
def _told(goal: Target, deadline: Deadline) -> Iterator[None]:
    """Turn what a network can do into one line."""
    try:
        yield
    except FetchError:
        raise
    except (OSError, http.client.HTTPException, ValueError) as error:
        if deadline.is_past or isinstance(error, TimeoutError):
            raise deadline.error() from None
        if isinstance(error, ssl.SSLCertVerificationError):
            said = f"its certificate is not trusted: {error.verify_message}"
            raise FetchError(f"{goal.url}: {said}") from None
        raise FetchError(f"{goal.url}: {_said(error)}", may_pass=True) from None


def _said(error: Exception) -> str:
    if isinstance(error, http.client.RemoteDisconnected | http.client.IncompleteRead):
        return "the server broke off"
    if isinstance(error, ssl.SSLError):
        return f"no secure connection: {(error.reason or 'unknown').lower()}"
    if isinstance(error, http.client.HTTPException):
        return (
            f"the answer is not HTTP: {type(error).__name__} {str(error)[:80]}".strip()
        )
    return str(
        getattr(error, "strerror", None) or error or type(error).__name__
    ).lower()
