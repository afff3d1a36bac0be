"""The start page, several deals side by side, and one car."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from keiretsu.deals.alternatives import Alternative
from keiretsu.deals.answers import Range
from keiretsu.errors import DataError, UnknownName
from keiretsu.landscape.analysis.freshness import dates_said
from keiretsu.market import load_market
from keiretsu.plain import to_json
from keiretsu.report.answer import answer
from keiretsu.report.car import Car, car
from keiretsu.report.html import sections_of
from keiretsu.report.references import References
from keiretsu.report.severity import gravest
from keiretsu.report.sheets import write_side_by_side
from keiretsu.report.words import between, signed
from keiretsu.web.asked import Asked, asked, day_of, landscape_of
from keiretsu.web.pages.deals import WRITTEN, effects_of, report_of
from keiretsu.web.site import Site, site_of
from keiretsu.web.twins import as_csv, as_pdf

MOST_COMPARED = 6
"""Deals that stand side by side."""
CAR_MARKETS = {"US": "us-2022", "JP": "jp-2024", "DE": "de-2025"}
"""Where a car is looked for, by the code of the country."""
SMALLEST_CHANGE = 1e-3
"""A price change below which a deal that nobody asked for is left off a car's page."""
QUESTIONS = (("toyota", "nissan", 20.0), ("honda", "nissan", None))
"""Deals that the start page names, each of which somebody has reported."""


def start(request: Request) -> Response:
    """`/`: one box, and where to begin."""
    site, today = site_of(request), dt.date.today()
    landscape = landscape_of(today)
    deals = _live(site, today)
    sold = {sales.group for sales in landscape.group_sales}
    makers = [c for c in landscape.companies.values() if c.id in sold]
    return site.page(
        request,
        "start.html",
        deals=[(one, sentence_of(one)) for one in deals],
        dates=dates_said(landscape),
        today=today,
        makers=sorted(makers, key=lambda c: c.name),
        compare=beside(deals),
        served=not site.questions,
    )


def beside(deals: Sequence[Asked]) -> str | None:
    """Return the address at which deals of one day stand side by side, or None."""
    days = {one.on for one in deals}
    if len(days) != 1 or not 1 < len(deals) <= MOST_COMPARED:
        return None
    query = "&".join(f"d={quote(named(one), safe='~:')}" for one in deals)
    return f"/compare?{query}&on={days.pop()}"


def sentence_of(one: Asked) -> str:
    """Return a deal in words: `Toyota takes 20 % of Nissan`."""
    first, second = (one.landscape.label(c) for c in (one.holder, one.held))
    if one.percent is None:
        return f"{first} and {second} merge"
    return f"{first} takes {one.percent:g} % of {second}"


def named(one: Asked) -> str:
    """Return a deal as `/compare` names it: `toyota~nissan:20`."""
    size = "merger" if one.percent is None else f"{one.percent:g}"
    return f"{one.holder}~{one.held}:{size}"


def compare_page(request: Request) -> Response:
    """`/compare?d=toyota~nissan:20&d=…&on=&market=`: columns deals, rows answers."""
    site, deals = site_of(request), _compared(request)
    columns = [_column(site, one) for one in deals]
    kept = {k: v for k in ("on", "market") if (v := request.query_params.get(k))}
    return site.page(
        request,
        "compare.html",
        columns=columns,
        deals=deals,
        kept=kept,
        twin=urlencode([*(("d", named(one)) for one in deals), *kept.items()]),
    )


def compare_twin(request: Request) -> Response:
    """`/compare.json?d=…`, `.csv`, `.xlsx`, `.pdf`: the same as data, or on paper."""
    site, form = site_of(request), request.path_params["form"]
    if form == "pdf":
        return as_pdf(request, compare_page(request))
    if form not in {"json", "csv", "xlsx"}:
        raise DataError("deals side by side are there as json, csv, xlsx and pdf")
    found = [(one, report_of(site, one)) for one in _compared(request)]
    if form == "json":
        return JSONResponse({named(one): report.to_dict() for one, report in found})
    if form == "csv":
        return as_csv(
            [
                {"deal": named(one)} | row
                for one, report in found
                for row in report.effects.rows()
            ]
        )
    if not found:
        raise DataError("no deal is named", hint="/compare.xlsx?d=toyota~nissan:20")
    with TemporaryDirectory(prefix="keiretsu-") as folder:
        path = Path(folder) / "deals.xlsx"
        write_side_by_side([report for _, report in found], path)
        return Response(path.read_bytes(), media_type=WRITTEN["xlsx"][1])


def _compared(request: Request) -> list[Asked]:
    given = [d for d in request.query_params.getlist("d") if d.strip()]
    if len(given) > MOST_COMPARED:
        raise DataError(
            f"{len(given)} deals at once", hint=f"compare at most {MOST_COMPARED}"
        )
    query = {k: request.query_params.get(k, "") for k in ("on", "market")}
    found = []
    for one in given:
        pair, _, size = one.partition(":")
        found.append(asked(pair, query | {"stake": size}))
    return found


def _column(site: Site, one: Asked) -> dict[str, Any]:
    report = report_of(site, one)
    top = answer(report)
    verdicts = () if report.assessment is None else report.assessment.verdicts
    worst = gravest(verdicts)
    references = References()
    sections = {s.name: s for s in sections_of(report, references)}
    return {
        "asked": one,
        "sentence": report.deal.sentence,
        "headline": top.headline.sentence,
        "table": top.table,
        "decide": sections["owners"].lead if "owners" in sections else (),
        "meet": sections["overlap"].glance if "overlap" in sections else None,
        "test": "none that can be decided is met" if worst is None else worst.meaning,
        "filed": sections["filings"].lead if "filings" in sections else (),
    }


def car_page(request: Request) -> Response:
    """`/car/ariya?in=US&d=toyota~nissan:20`: who builds it, what a deal would do."""
    site = site_of(request)
    if "name" not in request.path_params:
        name = request.query_params.get("q", "").strip()
        if not name:
            return site.page(request, "cars_form.html", places=CAR_MARKETS)
        place = request.query_params.get("in", "")
        query = f"?in={quote(place)}" if place else ""
        return RedirectResponse(f"/car/{quote(name)}{query}", 303)
    name, found, options, on = _car(request, site)
    landscape = landscape_of(on)
    return site.page(
        request,
        "car.html",
        name=name,
        title=_title(found),
        car=found,
        landscape=landscape,
        label=landscape.label,
        options=options,
        places=CAR_MARKETS,
        place=request.query_params.get("in", ""),
        twin=f"?{request.url.query}" if request.url.query else "",
        change=_change,
        dates=dates_said(landscape),
        references=(references := References()),
        cite=references.cite,
    )


def _title(found: Car) -> str:
    """Return what a car is called: on record, where it is sold, or as it was asked."""
    named = [f"{v.brand} {v.model}" for v in found.vehicles]
    named = named or [offer.product for offer in found.offers]
    return min(named, key=len, default=found.name)


def car_twin(request: Request) -> Response:
    """`/car/ariya.json` or `.pdf`: the same as data, or on paper."""
    if request.path_params["form"] == "pdf":
        return as_pdf(request, car_page(request))
    if request.path_params["form"] != "json":
        raise DataError("a car is there as json and pdf")
    _, found, _, _ = _car(request, site_of(request))
    return JSONResponse(to_json(found))


def _car(
    request: Request, site: Site
) -> tuple[str, Car, tuple[Alternative, ...], dt.date]:
    name, query = request.path_params["name"], request.query_params
    on, place = day_of(query.get("on", "")), query.get("in", "").upper()
    if place and place not in CAR_MARKETS:
        raise UnknownName("country with a market of cars", place, CAR_MARKETS)
    names = [CAR_MARKETS[place]] if place else list(CAR_MARKETS.values())
    asked_for = _compared(request)
    deals = asked_for or _live(site, on)
    options = tuple(
        Alternative(label=sentence_of(one), deals=(one.deal,)) for one in deals
    )

    def make() -> Car:
        places = [load_market(n) for n in names]
        found = car(name, landscape_of(on), places, options, draws=0)
        return found if asked_for else _touched(found)

    key = "car", name, place, on, tuple(deals), bool(asked_for)
    found = site.answers.get(key, make)
    return name, found, options, on


def _live(site: Site, on: dt.date) -> Sequence[Asked]:
    """Return the deals that the start page names, on a day."""
    if site.questions:
        return site.questions
    known = landscape_of(on).companies
    return [
        Asked(holder=a, held=b, percent=size, on=on, market=None)
        for a, b, size in QUESTIONS
        if a in known and b in known
    ]


def warm(site: Site) -> Iterator[Asked]:
    """Compute the deals of the start page, and load what every deal needs.

    What their sentences say comes first, each report in a step of its own: who asks
    meanwhile waits for one step. Yields each deal when a step of it is there.
    """
    live = _live(site, dt.date.today())
    for compute in (effects_of, report_of):
        for one in live:
            site.answers.give_way()
            if site.answers.stopped.is_set():
                return
            compute(site, one)
            yield one


def _touched(found: Car) -> Car:
    """Return a car without the deals that hardly touch it: nobody asked for them."""
    return replace(
        found,
        offers=tuple(
            replace(offer, changes={k: v for k, v in offer.changes.items() if _big(v)})
            for offer in found.offers
        ),
    )


def _big(told: Range | None) -> bool:
    if told is None:
        return False
    ends = (told.point, told.low or 0.0, told.high or 0.0)
    return max(map(abs, ends)) >= SMALLEST_CHANGE


def _change(told: Any) -> str:
    if told is None:
        return "not believed"
    if told.low is None or told.high is None or told.low == told.high:
        return signed(told.point)
    return between(told.low, told.high)
