"""The application: its addresses, and what becomes of an error."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from keiretsu.errors import KeiretsuError, UnknownName
from keiretsu.web import api
from keiretsu.web.answers import Busy
from keiretsu.web.articles import Articles
from keiretsu.web.guard import HERE, Guard, TooLarge, TooSlow
from keiretsu.web.inbox import Desk
from keiretsu.web.pages import (
    choices,
    data,
    deals,
    embedding,
    inbox,
    lab,
    reading,
    record,
    ties,
    watching,
)
from keiretsu.web.site import Site, site_of
from keiretsu.web.tokens import Tokens

STATIC = Path(__file__).parent / "static"
_LOG = logging.getLogger("keiretsu.web")


def create_app(
    folder: Path,
    *,
    hosts: Collection[str] = HERE,
    secret: bytes | None = None,
    watched: Path | None = None,
    desk: Desk | None = None,
    hurried: bool = False,
) -> Guard:
    """Return the application, behind its guard.

    Parameters
    ----------
    folder
        Where pasted articles are kept.
    hosts
        Names by which this machine may be asked.
    secret
        What tokens are signed with; workers of one server share it.
    watched
        The file of what is watched, where it is to be shown.
    desk
        Where decisions on claims are kept; None shows no inbox.
    hurried
        Whether a deal that is new is answered with its sentence first, and the deals of
        the start page are computed before anybody asks.
    """
    site = Site(
        articles=Articles(folder),
        tokens=Tokens() if secret is None else Tokens(secret),
        watched=watched,
        desk=desk,
        hurried=hurried,
    )

    @asynccontextmanager
    async def running(app: Starlette) -> AsyncIterator[None]:
        if hurried:
            site.answers.behind("warm", lambda: choices.warm(site))
        yield
        site.answers.close()

    app = Starlette(
        routes=[
            Route("/", choices.start),
            Route("/find", reading.find),
            Route("/read", reading.read_form, methods=["GET"]),
            Route("/read", reading.read_post, methods=["POST"]),
            Route("/read/{name}.{form}", reading.read_twin),
            Route("/read/{name}", reading.read_article_page),
            Route("/confirm", reading.confirm),
            Route("/deal/{pair}.{form:str}", deals.deal_twin),
            Route("/deal/{pair}", deals.deal_page),
            Route("/deal/{pair}/{part}", deals.deal_part),
            Route("/curve/{pair}.{form}", deals.curve_twin),
            Route("/embed/deal/{pair}", embedding.framed_deal),
            Route("/embed/curve/{pair}", embedding.framed_curve),
            Route("/oembed", embedding.oembed),
            Route("/compare.{form}", choices.compare_twin),
            Route("/compare", choices.compare_page),
            Route("/car/{name}.{form}", choices.car_twin),
            Route("/car/{name}", choices.car_page),
            Route("/car", choices.car_page),
            Route("/company/{name}.{form}", record.company_twin),
            Route("/company/{name}", record.company_page),
            Route("/on/{day}.{form}", record.day_twin),
            Route("/on/{day}", record.day_page),
            Route("/tie/{pair}.{form}", ties.tie_twin),
            Route("/tie/{pair}", ties.tie_page),
            Route("/pairs.{form}", ties.pairs_twin),
            Route("/pairs", ties.pairs_page),
            Route("/lab", lab.lab_form, methods=["GET"]),
            Route("/lab", lab.lab_post, methods=["POST"]),
            Route("/lab/{name}.{form}", lab.lab_twin),
            Route("/lab/{name}", lab.table_page),
            Route("/lab/{name}/table", lab.sent_table),
            Route("/lab/{name}/demand", lab.demand_page),
            Route("/lab/{name}/deal", lab.lab_deal_page),
            Route("/lab/{name}/{part}.{form}", lab.lab_twin),
            Route("/data", data.data_page),
            Route("/data.json", data.package),
            Route("/data/{table}.{form}", data.table_twin),
            Route("/data/{table}", data.table_page),
            Route("/market/{name}.{form}", data.market_twin),
            Route("/market/{name}", data.market_page),
            Route("/watch.{form}", watching.watch_twin),
            Route("/watch", watching.watch_page),
            Route("/inbox.{form}", inbox.inbox_twin),
            Route("/inbox", inbox.inbox_page, methods=["GET"]),
            Route("/inbox", inbox.inbox_post, methods=["POST"]),
            Route("/inbox/{key}", inbox.claim_page),
            Route("/openapi.json", api.openapi),
            Route("/style.css", _style),
            Mount("/static", StaticFiles(directory=STATIC)),
        ],
        exception_handlers={
            KeiretsuError: _told,
            HTTPException: _no_page,
            Busy: _busy,
            TooLarge: _too_large,
            TooSlow: _too_slow,
            Exception: _unexpected,
        },
        lifespan=running,
    )
    app.state.site = site
    return Guard(app, hosts)


def _style(request: Request) -> Response:
    return Response(site_of(request).style(), media_type="text/css")


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
