"""What is watched and what it claimed, as a page, as data and as an Atom feed.

It is shown only where the server was told which file to show, and what comes from hosts
of the operator's own network or from folders stays out of it.
"""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from keiretsu.errors import DataError
from keiretsu.news.watch import WatchStore
from keiretsu.news.watch.store import open_watch
from keiretsu.news.watch.telling import as_atom, called
from keiretsu.sources import safe_link
from keiretsu.web.asked import day_of
from keiretsu.web.site import Site, site_of
from keiretsu.web.twins import as_csv

MOST_TOLD = 200
"""Articles with a claim that a page or a feed holds, the newest."""
SINCE = 30
"""Days that are looked back where no day is asked for."""
_OF_ARTICLE = ("day", "title", "publisher", "url", "watched", "read")
_OF_CLAIM = ("kind", "sentence", "modality", "quote", "probability")


def watch_page(request: Request) -> Response:
    """`/watch?since=2026-10-01`: what was claimed, the newest first."""
    site, since = site_of(request), since_of(request.query_params)
    if site.watched is None:
        return site.page(request, "watch.html", since=since, sources=None, articles=())
    with open_watch(site.watched) as store:
        sources = [s for s in store.sources() if _is_open(s.kind, private=s.private)]
        articles = told(store, since)
    return site.page(
        request,
        "watch.html",
        since=since,
        sources=sources,
        articles=[{**row, "called": called(row)} for row in reversed(articles)],
    )


def watch_twin(request: Request) -> Response:
    """`/watch.json`, `.csv`, `.atom`: the same as data."""
    form, since = request.path_params["form"], since_of(request.query_params)
    articles = _articles(site_of(request), since)
    if form == "json":
        return JSONResponse({"since": since.isoformat(), "articles": _plain(articles)})
    if form == "csv":
        return as_csv(
            [
                {k: row[k] for k in _OF_ARTICLE} | {k: c.get(k) for k in _OF_CLAIM}
                for row in articles
                for c in row["claims"]
            ],
            (*_OF_ARTICLE, *_OF_CLAIM),
        )
    if form == "atom":
        return Response(as_atom(articles), media_type="application/atom+xml")
    raise DataError("what is watched is there as json, csv and atom")


def told(store: WatchStore, since: dt.date) -> Sequence[dict[str, Any]]:
    """Return the articles with a claim since a day that may be shown, oldest first."""
    shown = {s.name for s in store.sources() if _is_open(s.kind, private=s.private)}
    rows = store.since(since.isoformat())
    known = (r for r in rows if r["claims"] and r["watched"] in shown)
    return deque((r | {"url": safe_link(r["url"] or "")} for r in known), MOST_TOLD)


def _is_open(kind: str, *, private: bool) -> bool:
    return kind != "folder" and not private


def _articles(site: Site, since: dt.date) -> Sequence[dict[str, Any]]:
    if site.watched is None:
        raise DataError(
            "nothing is watched here", hint="keiretsu serve --watch FILE shows a file"
        )
    with open_watch(site.watched) as store:
        return told(store, since)


def _plain(articles: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        {k: row[k] for k in _OF_ARTICLE}
        | {"claims": [{k: c.get(k) for k in _OF_CLAIM} for c in row["claims"]]}
        for row in articles
    ]


def since_of(query: Mapping[str, str]) -> dt.date:
    """Return the first day that is asked for; that of `SINCE` where none is."""
    said = query.get("since", "").strip()
    return day_of(said) if said else dt.date.today() - dt.timedelta(days=SINCE)
