"""What becomes of an error: a page that says it, or JSON where a program asked."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from keiretsu.errors import KeiretsuError, UnknownName
from keiretsu.web.answers import Busy
from keiretsu.web.guard import TooLarge, TooSlow
from keiretsu.web.site import site_of

_LOG = logging.getLogger("keiretsu.web")


def _said(request: Request, status: int, heading: str, words: str) -> Response:
    """Return an error as a page, or as JSON where a program asked."""
    if request.url.path.endswith(".json") or request.url.path == "/oembed":
        return JSONResponse({"error": heading, "hint": words}, status)
    return site_of(request).page(
        request, "error.html", status, heading=heading, words=words
    )


def _told(request: Request, error: Exception) -> Response:
    assert isinstance(error, KeiretsuError)
    status = 404 if isinstance(error, UnknownName) else 400
    hint = error.hint or ""
    said = str(error).removesuffix(f"\nhint: {hint}").strip()
    return _said(request, status, said, hint)


def _no_page(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 404:
        words = "Nothing is kept at this address."
        return _said(request, 404, "There is no such page", words)
    return _said(request, error.status_code, "This cannot be answered", error.detail)


def _busy(request: Request, error: Exception) -> Response:
    response = _said(request, 503, "Too many ask at once", "Come back in a moment.")
    response.headers["retry-after"] = "5"
    return response


def _too_large(request: Request, error: Exception) -> Response:
    return PlainTextResponse("the form holds too much", 413)


def _too_slow(request: Request, error: Exception) -> Response:
    return PlainTextResponse("the form did not come", 408, {"connection": "close"})


def _unexpected(request: Request, error: Exception) -> Response:
    _LOG.error("an error at %s", request.url.path, exc_info=error)
    return _said(
        request, 500, "Something went wrong here", "It is in the log of this server."
    )


HANDLERS: Mapping[Any, Any] = {
    KeiretsuError: _told,
    HTTPException: _no_page,
    Busy: _busy,
    TooLarge: _too_large,
    TooSlow: _too_slow,
    Exception: _unexpected,
}
