"""The record: one company on a day, and the whole landscape of a day."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from keiretsu.control import explain_control
from keiretsu.deals.figures import percent
from keiretsu.errors import DataError
from keiretsu.landscape import Landscape, Link, Stake
from keiretsu.landscape.analysis.freshness import dates_said
from keiretsu.report.references import References
from keiretsu.web.asked import EARLIEST, day_of, landscape_of
from keiretsu.web.site import site_of
from keiretsu.web.twins import as_csv, as_pdf, as_svg


def company_page(request: Request) -> Response:
    """`/company/nissan?on=`: who has the say in it, what it holds, what it builds."""
    site, landscape = site_of(request), _landscape(request)
    company = landscape.resolve(request.path_params["name"])
    references = References()
    drawn = landscape.page(company.id)
    others = [
        c.id
        for c in landscape.companies.values()
        if c.kind == company.kind and c.id != company.id and c.is_there(landscape.on)
    ]
    if not company.is_there(landscape.on):
        others = []
    return site.page(
        request,
        "company.html",
        landscape=landscape,
        label=landscape.label,
        company=company,
        dates=dates_said(landscape, company.id),
        say=explain_control(landscape, company.id),
        holders=landscape.holders_of(company.id),
        holdings=landscape.holdings_of(company.id),
        vehicles=[v for v in landscape.vehicles if v.company == company.id],
        plans=[p for p in landscape.plans if p.company == company.id],
        picture=drawn.map,
        percent=percent,
        references=references,
        cite=references.cite,
        others=sorted(others),
    )


def company_twin(request: Request) -> Response:
    """`/company/nissan.json`, `.csv`, `.svg`, `.pdf`: its say, its stakes, its map."""
    landscape, form = _landscape(request), request.path_params["form"]
    company = landscape.id_of(request.path_params["name"])
    if form == "json":
        return JSONResponse(explain_control(landscape, company).to_dict())
    if form == "csv":
        rows = landscape.rows("stakes")
        own = [r for r in rows if company in (r["holder"], r["held"])]
        return as_csv(own, rows[0] if rows else ())
    if form == "svg":
        return as_svg(landscape.page(company).map)
    if form == "pdf":
        return as_pdf(request, company_page(request))
    raise DataError("a company is there as json, csv, svg and pdf")


def day_page(request: Request) -> Response:
    """`/on/2026-11-26`: every stake of a day, and the days before and after."""
    site, on = site_of(request), day_of(request.path_params["day"])
    landscape = landscape_of(on)
    references = References()
    days = change_days()
    return site.page(
        request,
        "day.html",
        landscape=landscape,
        label=landscape.label,
        on=on,
        dates=dates_said(landscape),
        count=len(landscape.stakes),
        companies=_by_held(landscape),
        links=sorted(landscape.links, key=lambda k: _names(landscape, k)),
        days=days,
        place=max(1, sum(d <= on for d in days)),
        earlier=max((d for d in days if d < on), default=None),
        later=min((d for d in days if d > on), default=None),
        years=sorted({d.year for d in days}),
        references=references,
        cite=references.cite,
    )


def change_page(request: Request) -> Response:
    """`/on?change=17`: leads to that one of the days on which a stake changed."""
    days, said = change_days(), request.query_params.get("change", "")
    number = int(said) if said.isascii() and said.isdecimal() and len(said) < 7 else 0
    if said and not 1 <= number <= len(days):
        raise DataError(
            f"no change {said!r:.20} of the stakes is on record",
            hint=f"write a number from 1 to {len(days)}",
        )
    return RedirectResponse(f"/on/{days[number - 1] if said else dt.date.today()}", 303)


def _names(landscape: Landscape, link: Link) -> list[str]:
    return [landscape.label(company).casefold() for company in link.companies]


def _by_held(landscape: Landscape) -> list[tuple[str, list[Stake]]]:
    """Return each company that is held with its stakes, the largest first."""
    held: dict[str, list[Stake]] = {}
    for stake in sorted(landscape.stakes, key=lambda s: -landscape.cash_of(s).value):
        held.setdefault(stake.held, []).append(stake)
    return sorted(held.items(), key=lambda pair: landscape.label(pair[0]).casefold())


def day_twin(request: Request) -> Response:
    """`/on/2026-11-26.json`, `.csv`, `.svg` or `.pdf`: the landscape of a day."""
    landscape = landscape_of(day_of(request.path_params["day"]))
    form = request.path_params["form"]
    if form == "json":
        return JSONResponse(landscape.to_dict())
    if form == "csv":
        return as_csv(landscape.rows("stakes"))
    if form == "svg":
        return as_svg(landscape.map())
    if form == "pdf":
        return as_pdf(request, day_page(request))
    raise DataError("a day is there as json, csv, svg and pdf")


@lru_cache(maxsize=1)
def change_days() -> tuple[dt.date, ...]:
    """Return the days on which a stake on record begins, up to today."""
    today = dt.date.today()
    record = landscape_of(today).record
    found = {stake.since.last for stake in record}
    return tuple(sorted(d for d in found if EARLIEST <= d <= today))


def _landscape(request: Request) -> Landscape:
    return landscape_of(day_of(request.query_params.get("on", "")))
