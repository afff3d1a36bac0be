"""The application asked without a server: one address, one answer."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import unquote, urlsplit

from starlette.types import Message

from keiretsu.errors import DataError
from keiretsu.web.guard import Guard


def ask(app: Guard, address: str) -> bytes:
    """Return what the application answers to an address.

    Raises
    ------
    DataError
        If it is anything but the page.
    """
    parts = urlsplit(address)
    status, body = 0, bytearray()

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        nonlocal status
        status = message.get("status", status)
        body.extend(message.get("body", b""))

    scope: dict[str, Any] = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": unquote(parts.path),
        "raw_path": parts.path.encode(),
        "query_string": parts.query.encode(),
        "root_path": "",
        "headers": [(b"host", b"localhost")],
        "client": None,
        "server": ("localhost", 80),
    }
    # In a thread of its own: in a notebook, this one has a loop that runs already.
    with ThreadPoolExecutor(max_workers=1) as worker:
        worker.submit(lambda: asyncio.run(app(scope, receive, send))).result()
    if status != 200:
        raise DataError(f"the page {address} answers {status}")
    return bytes(body)
