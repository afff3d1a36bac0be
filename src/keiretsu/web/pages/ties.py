"""What ties two companies, and what the merger of every pair of a market would do."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from keiretsu.control import Ownership
from keiretsu.deals.figures import money, signed
from keiretsu.deals.pairs import PairEffect, Pairs, all_pairs
from keiretsu.errors import DataError, KeiretsuError, UnknownName
from keiretsu.landscape import HistoryEntry, Landscape
from keiretsu.landscape.analysis.freshness import dates_said
from keiretsu.market import Market, catalogue, load_market, resolve_party
from keiretsu.plain import to_json
from keiretsu.report.references import References
from keiretsu.web.asked import Asked, asked, day_of, landscape_of
from keiretsu.web.site import Site, site_of
from keiretsu.web.twins import as_csv, as_pdf, as_svg, not_yet

PAIRS_OF = "jp-2024"
"""The market whose pairs are shown where none is asked for."""
COLUMNS = ("kind", "lane", "start", "end", "words", "source", "address")
"""Columns of what ties two companies, as a table."""
MOST_PAIRS = 40
"""Pairs that a page shows; its twins hold all."""


def tie_page(request: Request) -> Response:
    """`/tie/renault~nissan?on=`: what ties two companies, and since when."""
    site, one = site_of(request), _two(request)
    landscape = one.landscape
    references = References()
    return site.page(
        request,
        "tie.html",
        asked=one,
        label=landscape.label,
        sentence=landscape.sentence,
        dates=dates_said(landscape),
        entries=landscape.between(one.holder, one.held),
        picture=landscape.timeline(one.holder, one.held),
        stakes=[
            stake
            for pair in ((one.holder, one.held), (one.held, one.holder))
            if (stake := landscape.stake(*pair)) is not None
        ],
        references=references,
        cite=references.cite,
    )


def tie_twin(request: Request) -> Response:
    """`/tie/renault~nissan.json`, `.csv`, `.svg`, `.pdf`: the same as data."""
    one, form = _two(request), request.path_params["form"]
    if form == "pdf":
        return as_pdf(request, tie_page(request))
    pair = one.holder, one.held
    if form == "svg":
        return as_svg(one.landscape.timeline(*pair))
    entries = one.landscape.between(*pair)
    if form == "json":
        return JSONResponse({"between": pair, "entries": to_json(entries)})
    if form == "csv":
        return as_csv([_row(entry) for entry in entries], COLUMNS)
    raise DataError("what ties two companies is there as json, csv, svg and pdf")


def _two(request: Request) -> Asked:
    on = request.query_params.get("on", "")
    one = asked(request.path_params["pair"], {"on": on})
    for company in (one.holder, one.held):
        if company not in one.landscape.companies:
            raise UnknownName("company on record", company, one.landscape.companies)
    return one


def _row(entry: HistoryEntry) -> dict[str, Any]:
    end = None if entry.end is None else str(entry.end)
    told = (entry.kind, entry.lane, str(entry.start), end, entry.words)
    source = (entry.source.title, entry.source.address)
    return dict(zip(COLUMNS, (*told, *source), strict=True))


def pairs_page(request: Request) -> Response:
    """`/pairs?market=jp-2024&on=&of=toyota~nissan`: every pair, merged in turn."""
    site, one = site_of(request), _scan(request)
    found = _pairs(site, one)
    shown = () if found is None else found.found[:MOST_PAIRS]
    own = None if found is None else one.own(found)
    if own is not None and own not in shown:
        shown = (*shown, own)
    response = site.page(
        request,
        "pairs.html",
        scan=one,
        market=load_market(one.market),
        markets=catalogue(),
        label=landscape_of(one.on).label,
        found=found,
        own=own,
        below=None if found is None or own is None else found.below(own),
        shown=shown,
        twin=one.query(),
        address=one.address,
        gain=_gain,
    )
    if found is None:
        response.headers["refresh"] = "3"
    return response


def pairs_twin(request: Request) -> Response:
    """`/pairs.json`, `/pairs.csv`, `/pairs.pdf`: the same as data, or on paper."""
    site, one, form = site_of(request), _scan(request), request.path_params["form"]
    if form == "pdf":
        return as_pdf(request, pairs_page(request))
    if form not in {"json", "csv"}:
        raise DataError("pairs are there as json, csv and pdf")
    found = _pairs(site, one)
    if found is None:
        return not_yet()
    if form == "csv":
        return as_csv(found.rows())
    own = one.own(found)
    return JSONResponse(
        {
            "market": one.market,
            "on": one.on.isoformat(),
            "demand": found.demand,
            "asked": own and {**vars(own), "moves_less": found.below(own)},
            "pairs": [vars(pair) for pair in found.found],
        }
    )


@dataclass(frozen=True, kw_only=True)
class Scan:
    """All pairs of a market on a day, and the one that is asked for."""

    market: str
    on: dt.date
    of: tuple[str, str] | None

    def query(self) -> str:
        """Return the state as an address says it."""
        state = {"market": self.market, "on": self.on.isoformat()}
        pair = {} if self.of is None else {"of": "~".join(self.of)}
        return urlencode(state | pair, safe="~")

    def address(self, pair: PairEffect) -> str:
        """Return the page of the merger of a pair in this market."""
        one = Asked(
            holder=pair.first,
            held=pair.second,
            percent=None,
            on=self.on,
            market=self.market,
        )
        return one.address()

    def own(self, found: Pairs) -> PairEffect | None:
        """Return the pair that is asked for, by the heads of its groups."""
        if self.of is None:
            return None
        heads = Ownership.of_day(landscape_of(self.on), self.of)
        return found.of(*map(heads.head, self.of))


def _scan(request: Request) -> Scan:
    query = request.query_params
    market = load_market(query.get("market") or PAIRS_OF)
    on, pair = day_of(query.get("on", "")), query.get("of", "").strip()
    return Scan(market=market.name, on=on, of=_named(pair, landscape_of(on), market))


def _named(pair: str, landscape: Landscape, market: Market) -> tuple[str, str] | None:
    """Return the identifiers of two companies, as `toyota~nissan`; None of nothing."""
    if not pair:
        return None
    first, between, second = pair.partition("~")
    if not (first.strip() and between and second.strip()):
        raise DataError(
            f"{pair!r:.80} names no two companies", hint="write toyota~nissan"
        )
    ids = [resolve_party(name, landscape, [market]).id for name in (first, second)]
    if ids[0] == ids[1]:
        raise DataError(f"{pair!r:.80} names one company", hint="name two that differ")
    return ids[0], ids[1]


def _pairs(site: Site, one: Scan) -> Pairs | None:
    """Return the pairs of a market as they were solved; the first asker begins it."""
    key = "pairs", one.market, one.on

    def solve() -> None:
        try:
            found: Pairs | KeiretsuError = all_pairs(
                landscape_of(one.on), load_market(one.market)
            )
        except KeiretsuError as error:  # told to whoever asks, not lost behind
            found = error
        site.answers.keep(key, found)

    found: Pairs | KeiretsuError | None = site.answers.known(key)
    if isinstance(found, KeiretsuError):
        raise found
    if found is None:
        site.answers.behind(key, solve)
    return found


def _gain(pair: PairEffect, market: Market) -> str:
    """Return what buyers lose or win, in words."""
    if pair.buyers is None:
        return "not defined"
    if market.prices is None:
        return signed(pair.buyers)
    each = " per buyer" if market.per_buyer else ""
    return money(pair.buyers, market.currency) + each
