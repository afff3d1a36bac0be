"""One car: who builds it, and what a deal would do to its price."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from keiretsu.deals.alternatives import Alternative
from keiretsu.deals.answers import Range
from keiretsu.deals.figures import between, signed
from keiretsu.errors import DataError, UnknownName
from keiretsu.landscape.analysis.freshness import dates_said
from keiretsu.market import load_market
from keiretsu.plain import to_json
from keiretsu.report.car import Car, car
from keiretsu.report.references import References
from keiretsu.web.asked import day_of, landscape_of
from keiretsu.web.pages.comparing import compared
from keiretsu.web.pages.start import live
from keiretsu.web.site import Site, site_of
from keiretsu.web.twins import as_pdf

CAR_MARKETS = {"US": "us-2022", "JP": "jp-2024", "DE": "de-2025"}
"""Where a car is looked for, by the code of the country."""
SMALLEST_CHANGE = 1e-3
"""A price change below which a deal that nobody asked for is told without figures."""


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
        smallest=SMALLEST_CHANGE,
        dates=dates_said(landscape),
        references=(references := References()),
        cite=references.cite,
    )


def _title(found: Car) -> str:
    """Return what a car is called: on record, where it is sold, or as it was asked."""
    named = [f"{v.brand} {v.model}" for v in found.vehicles]
    named = named or [offer.product for offer in found.offers]
    shortest = min(named, key=len, default=found.name)
    return shortest if len(named) < 2 else shortest.partition(" (")[0]


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
    asked_for = compared(request)
    deals = asked_for or live(site, on)
    options = tuple(Alternative(label=one.sentence, deals=(one.deal,)) for one in deals)

    def make() -> Car:
        places = [load_market(n) for n in names]
        found = car(name, landscape_of(on), places, options, draws=0)
        return found if asked_for else _touched(found)

    key = "car", name, place, on, tuple(deals), bool(asked_for)
    found = site.answers.get(key, make)
    return name, found, options, on


def _touched(found: Car) -> Car:
    """Return a car without figures of deals that hardly touch it."""
    return replace(
        found,
        offers=tuple(
            replace(offer, changes={k: v for k, v in offer.changes.items() if _big(v)})
            for offer in found.offers
        ),
    )


def _big(told: Range | None) -> bool:
    if told is None:
        return True
    ends = (told.point, told.low or 0.0, told.high or 0.0)
    return max(map(abs, ends)) >= SMALLEST_CHANGE


def _change(told: Any) -> str:
    if told is None:
        return "not believed"
    if told.low is None or told.high is None or told.low == told.high:
        return signed(told.point)
    return between(told.low, told.high)
