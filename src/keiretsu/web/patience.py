"""How long a connection may take to say what it wants, and to take what it asked for.

A stranger who sends a letter a second, or never reads the answer, would hold a place
for ever; uvicorn counts only the seconds between two requests.
"""

from __future__ import annotations

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

LONGEST_HEAD = 20.0
"""Seconds from the first byte, or the connection, to a whole head of a request."""
LONGEST_SILENCE = 60.0
"""Seconds for which a client may leave an answer unread."""


class Patience(H11Protocol):
    """A connection that is closed when its head is late or its answer is not taken."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._late: asyncio.TimerHandle | None = None
        self._unread: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a head."""
        super().connection_made(transport)
        self._wait_for_head()

    def data_received(self, data: bytes) -> None:
        """Take what came, and go on waiting where it is not the whole head."""
        super().data_received(data)
        self._wait_for_head()

    def pause_writing(self) -> None:
        """Begin to wait for a client that does not read."""
        super().pause_writing()
        self._unread = self.loop.call_later(LONGEST_SILENCE, self.transport.abort)

    def resume_writing(self) -> None:
        """Go on: the client reads."""
        super().resume_writing()
        _cancel(self._unread)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        _cancel(self._late)
        _cancel(self._unread)
        super().connection_lost(exc)

    def _wait_for_head(self) -> None:
        if self.conn.their_state is not h11.IDLE:
            _cancel(self._late)
            self._late = None
        elif self._late is None:
            self._late = self.loop.call_later(LONGEST_HEAD, self.transport.close)


def _cancel(timer: asyncio.TimerHandle | None) -> None:
    if timer is not None:
        timer.cancel()
