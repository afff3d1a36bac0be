"""The start page: one box, deals to begin with, and what of them is warmed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from starlette.requests import Request
from starlette.responses import Response

from keiretsu.deals.where import markets_to_price
from keiretsu.landscape.analysis.freshness import dates_said
from keiretsu.web.asked import Asked, landscape_of
from keiretsu.web.computed import effects_of, report_of
from keiretsu.web.pages.comparing import beside
from keiretsu.web.site import Site, site_of

QUESTIONS = (("toyota", "nissan", 20.0), ("honda", "nissan", None))
"""Deals that the start page names, each of which somebody has reported."""


def start(request: Request) -> Response:
    """`/`: one box, and where to begin."""
    site, today = site_of(request), dt.date.today()
    landscape = landscape_of(today)
    deals = live(site, today)
    sold = {sales.group for sales in landscape.group_sales}
    makers = [c for c in landscape.companies.values() if c.id in sold]
    return site.page(
        request,
        "start.html",
        deals=[(one, one.sentence) for one in deals],
        dates=dates_said(landscape),
        today=today,
        makers=sorted(makers, key=lambda c: c.name),
        compare=beside(deals),
        served=not site.questions,
    )


def live(site: Site, on: dt.date) -> Sequence[Asked]:
    """Return the deals that the start page names, on a day."""
    if site.questions:
        return site.questions
    known = landscape_of(on).companies
    return [
        Asked(holder=a, held=b, percent=size, on=on, market=None)
        for a, b, size in QUESTIONS
        if a in known and b in known
    ]


def ready(site: Site) -> None:
    """Load the facts and markets that every deal needs, before anybody asks."""
    for one in live(site, dt.date.today()):
        markets_to_price(one.deal, one.landscape)


def warm(site: Site) -> Iterator[Asked]:
    """Compute the deals of the start page, and load what every deal needs.

    What their sentences say comes first, each report in a step of its own: who asks
    meanwhile waits for one step. Yields each deal when a step of it is there.
    """
    deals = live(site, dt.date.today())
    for compute in (effects_of, report_of):
        for one in deals:
            site.answers.give_way()
            if site.answers.stopped.is_set():
                return
            compute(site, one)
            yield one
