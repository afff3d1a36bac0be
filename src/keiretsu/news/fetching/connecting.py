"""A line to one checked address, cut when its time is over; what goes wrong, in a line.

The line goes to an address that was checked, and never to a name.
"""

from __future__ import annotations

import email.utils
import http.client
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from keiretsu.errors import FetchError
from keiretsu.news.fetching.limits import Deadline
from keiretsu.news.fetching.targets import Target

_MAY_PASS = (408, 425, 429, 500, 502, 503, 504)


def refused(goal: Target, response: http.client.HTTPResponse) -> FetchError:
    """Return what is said of an answer that is not what was asked for."""
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
def connected(
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
def told(goal: Target, deadline: Deadline) -> Iterator[None]:
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
