"""Who asks for what may have to be computed stands in a line; other pages pass it by.

Each who waits holds a thread. Were they the threads of all pages, a crowd before one
new deal would stop the style, the scripts and every page that is there already.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial, wraps

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response

from keiretsu.web.site import site_of


def in_line(
    page: Callable[[Request], Response],
) -> Callable[[Request], Awaitable[Response]]:
    """Return a page that is made on the threads of the line, not on those of all."""

    @wraps(page)
    async def waited(request: Request) -> Response:
        made = partial(page, request)
        return await to_thread.run_sync(made, limiter=site_of(request).line)

    return waited
