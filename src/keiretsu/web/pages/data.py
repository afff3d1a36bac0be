"""The tables of facts and the markets, read only: a page of rows at a time, and twins.

What is shown is what the package holds, cell by cell, with the source of every row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from keiretsu.errors import DataError, UnknownName
from keiretsu.landscape import bundled
from keiretsu.landscape.tables.publishing import data_package
from keiretsu.landscape.tables.schema import CITED, TABLES
from keiretsu.landscape.tables.tables import bundled_text, table_rows
from keiretsu.market import catalogue, load_market, product_names
from keiretsu.sources import safe_link
from keiretsu.web.site import site_of
from keiretsu.web.twins import as_csv, as_pdf

MOST_ROWS = 15
"""Rows of a table on a page; its twins hold all."""
Row = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Look:
    """What of a table is looked at: the words sought, the order, the page."""

    words: str
    by: str
    down: bool
    page: int

    def query(self, **changes: Any) -> str:
        """Return this state, or one that differs from it, as an address says it."""
        said = {"q": self.words, "by": self.by, "down": "1" if self.down else ""}
        said |= {"page": str(self.page) if self.page > 1 else ""} | changes
        found = {k: v for k, v in said.items() if v}
        return f"?{urlencode(found)}" if found else ""

    def rows(self, rows: Sequence[Row]) -> list[Row]:
        """Return the rows that hold every word, in the order asked for."""
        words = self.words.casefold().split()
        found = [
            row
            for row in rows
            if all(w in " ".join(row.values()).casefold() for w in words)
        ]
        if self.by:
            filled = [row for row in found if row.get(self.by)]
            filled.sort(key=lambda row: _place(row[self.by]), reverse=self.down)
            found = filled + [row for row in found if not row.get(self.by)]
        return found


def _place(cell: str) -> tuple[int, float, str]:
    """Return by what a cell is ordered: numbers by size, before words."""
    try:
        return 0, float(cell), ""
    except ValueError:
        return 1, 0.0, cell.casefold()


@cache
def rows_of(table: str) -> tuple[Row, ...]:
    """Return the rows of a bundled table, as its file has them."""
    text = bundled_text(table)
    return tuple(row for _, row in table_rows(text, f"{table}.csv", TABLES[table]))


def data_page(request: Request) -> Response:
    """`/data`: every table and every market."""
    tables = [(schema, len(rows_of(name))) for name, schema in TABLES.items()]
    markets = catalogue()
    return site_of(request).page(
        request,
        "data.html",
        tables=tables,
        markets=markets,
        levels=list(dict.fromkeys(market.level for market in markets)),
    )


def package(request: Request) -> Response:
    """`/data.json`: the tables and their columns, as a Data Package."""
    found = data_package()
    for resource in found["resources"]:
        resource["path"] = f"/data/{resource['path']}"
    return JSONResponse(found)


def table_page(request: Request) -> Response:
    """`/data/stakes?q=&by=&down=&page=`: some rows of a table."""
    name, look = _table(request), _look(request)
    found = look.rows(rows_of(name))
    pages = max(1, -(-len(found) // MOST_ROWS))
    if look.page > pages:
        raise DataError(f"{name} have no page {look.page}", hint=f"the last is {pages}")
    shown = found[(look.page - 1) * MOST_ROWS : look.page * MOST_ROWS]
    schema = TABLES[name]
    filled = [
        c for c in schema.columns if c not in CITED and any(r.get(c) for r in shown)
    ]
    first = [c for c in schema.about if c in filled]
    return site_of(request).page(
        request,
        "data_table.html",
        schema=schema,
        look=look,
        rows=shown,
        columns=first + [c for c in filled if c not in first],
        sortable=[c for c in schema.columns if c not in CITED],
        count=len(found),
        pages=pages,
        whole=len(rows_of(name)),
        known=bundled().companies,
        link=lambda row: safe_link(row.get("address", "")),
    )


def table_twin(request: Request) -> Response:
    """`/data/stakes.csv`, `.json`: all rows that hold the words."""
    name, form = _table(request), request.path_params["form"]
    found = [dict(row) for row in _look(request).rows(rows_of(name))]
    if form == "csv":
        return as_csv(found, next(iter(rows_of(name)), ()))
    if form == "json":
        return JSONResponse({"table": name, "rows": found})
    raise DataError("a table is there as json and csv")


def market_page(request: Request) -> Response:
    """`/market/us-2022?page=`: what is sold there, by whom, at what price."""
    market, look = load_market(request.path_params["name"]), _look(request)
    found = sorted(market.rows(), key=lambda row: -row["quantity"])
    pages = max(1, -(-len(found) // MOST_ROWS))
    if look.page > pages:
        raise DataError(
            f"{market.name} has no page {look.page}", hint=f"the last is {pages}"
        )
    return site_of(request).page(
        request,
        "market.html",
        market=market,
        look=look,
        rows=found[(look.page - 1) * MOST_ROWS : look.page * MOST_ROWS],
        pages=pages,
        names=dict(zip(market.products, product_names(market), strict=True)),
        label=bundled().register.label,
        known=bundled().companies,
        link=safe_link,
    )


def market_twin(request: Request) -> Response:
    """`/market/us-2022.csv`, `.json`: every product; `.pdf`: a page of them."""
    market, form = load_market(request.path_params["name"]), request.path_params["form"]
    if form == "csv":
        return as_csv(market.rows())
    if form == "json":
        return JSONResponse(market.about() | {"products": market.rows()})
    if form == "pdf":
        return as_pdf(request, market_page(request))
    raise DataError("a market is there as json, csv and pdf")


def _table(request: Request) -> str:
    name: str = request.path_params["table"]
    if name not in TABLES:
        raise UnknownName("table of facts", name, TABLES)
    return name


def _look(request: Request) -> Look:
    query = request.query_params
    page = query.get("page", "") or "1"
    if not (page.isascii() and page.isdecimal() and 0 < int(page[:6]) < 100_000):
        raise DataError(f"page is {page!r:.40}", hint="write a whole number from 1")
    by = query.get("by", "")
    if by and "table" in request.path_params:
        columns = TABLES[_table(request)].columns
        if by not in columns:
            raise UnknownName("column", by, columns)
    return Look(
        words=query.get("q", "").strip(),
        by=by,
        down=bool(query.get("down")),
        page=int(page),
    )
