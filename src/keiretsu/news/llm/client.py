"""A client of the network that bears no more than so many bytes of an answer.

It follows no redirect, takes nothing packed, and asks no proxy.
"""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx2


class TooLarge(httpx2.ReadError):
    """An answer above its limit."""


class _Counted(httpx2.AsyncByteStream):
    def __init__(self, inner: httpx2.AsyncByteStream, most: int) -> None:
        self._inner, self._most = inner, most

    async def __aiter__(self) -> AsyncIterator[bytes]:
        left = self._most
        async for piece in self._inner:
            left -= len(piece)
            if left < 0:
                raise TooLarge(f"the answer is larger than {self._most / 1e6:g} MB")
            yield piece

    async def aclose(self) -> None:
        await self._inner.aclose()


class _Capped(httpx2.AsyncHTTPTransport):
    def __init__(self, most: int) -> None:
        super().__init__(trust_env=False)
        self._most = most

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        request.headers["Accept-Encoding"] = "identity"
        response = await super().handle_async_request(request)
        how = response.headers.get("Content-Encoding", "identity")
        if how not in ("", "identity"):
            await response.aclose()
            raise TooLarge(f"the answer is packed as {how[:20]!r}")
        assert isinstance(response.stream, httpx2.AsyncByteStream)
        response.stream = _Counted(response.stream, self._most)
        return response


def capped_client(most: int, seconds: float) -> httpx2.AsyncClient:
    """Return a client.

    Parameters
    ----------
    most
        Bytes of an answer.
    seconds
        Seconds for which it may be silent.
    """
    return httpx2.AsyncClient(
        transport=_Capped(most),
        timeout=seconds,
        follow_redirects=False,
        trust_env=False,
    )
