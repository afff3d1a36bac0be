"""What every request passes before a page sees it, and every answer before it leaves.

The Host must be ours, lest a name of a stranger's be pointed at this machine; a write
must come from our own pages; a body is capped while it is read; and no answer lets a
browser load or run what is not ours.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection
from urllib.parse import urlsplit

import anyio
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from keiretsu.web.rates import Rates

MOST_BODY = 1_000_000
"""Bytes that a form may hold."""
MOST_UPLOAD = 5_000_000
"""Bytes that a form with a table may hold."""
LONGEST_BODY = 60.0
"""Seconds in which a form must have come."""
LONGEST_ADDRESS = 4_000
"""Bytes of an address with its query."""
FILES = ("/static/", "/fonts/", "/style.css")
"""What every page takes beside itself, which is not counted."""
_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^\s:@/\[\]]+)(:\d+)?")
HERE = ("127.0.0.1", "localhost", "[::1]", "testserver")
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "script-src 'self'; connect-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


class Guard:
    """The first and the last that touches a request.

    Parameters
    ----------
    app
        What answers.
    hosts
        Names by which this machine may be asked, without a port.
    """

    def __init__(self, app: ASGIApp, hosts: Collection[str] = HERE) -> None:
        self.app, self.hosts, self.rates = app, frozenset(hosts), Rates()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        wait = self._wait(scope)
        if wait:
            told = HEADERS | {"retry-after": str(math.ceil(wait))}
            await PlainTextResponse("you ask too often", 429, told)(
                scope, receive, send
            )
            return
        refusal = self._refusal(scope)
        if refusal is not None:
            await PlainTextResponse(refusal[1], refusal[0], HEADERS)(
                scope, receive, send
            )
            return
        most = _most(scope["path"])
        await self.app(scope, _capped(receive, most), _with_headers(send))

    def _wait(self, scope: Scope) -> float:
        """Return the seconds until a client is answered again; files cost nothing."""
        client = scope.get("client")
        if client is None or scope["path"].startswith(FILES):
            return 0.0
        return self.rates.wait(client[0])

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if not _HOST.fullmatch(host) or _name(host) not in self.hosts:
            return 421, "this machine is not asked by that name"
        address = scope.get("raw_path", b"") + scope.get("query_string", b"")
        if len(address) > LONGEST_ADDRESS:
            return 414, "the address is too long"
        if scope["method"] in {"GET", "HEAD"}:
            return None
        if scope["method"] != "POST":
            return 405, "only GET, HEAD and POST are answered"
        origin = headers.get("origin", "")
        if urlsplit(origin).netloc != host:
            return 403, "a form must be sent from a page of this machine"
        most, told = _most(scope["path"]), headers.get("content-length") or "0"
        if not (told.isascii() and told.isdecimal()):
            return 400, "the length of a form is a number of bytes"
        if int(told[:20]) > most:
            return 413, f"a form may hold {most} bytes"
        return None


def _most(path: str) -> int:
    """Return the bytes that a form of an address may hold."""
    return MOST_UPLOAD if path == "/lab" else MOST_BODY


def _name(host: str) -> str:
    """Return a host without its port."""
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0].lower()


class TooLarge(Exception):
    """A body that goes on beyond what it may hold."""


class TooSlow(Exception):
    """A body that does not come."""


def _capped(receive: Receive, most: int) -> Receive:
    """Return the body piece by piece, and stop where it is too long or too slow."""
    seen, until, whole = 0, anyio.current_time() + LONGEST_BODY, False

    async def read() -> Message:
        nonlocal seen, whole
        if whole:  # what comes next is only that the client has gone
            return await receive()
        with anyio.CancelScope(deadline=until) as waiting:
            message = await receive()
        if waiting.cancelled_caught:
            raise TooSlow
        seen += len(message.get("body", b""))
        whole = not message.get("more_body")
        if seen > most:
            raise TooLarge
        return message

    return read


def _with_headers(send: Send) -> Send:
    async def write(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return write
