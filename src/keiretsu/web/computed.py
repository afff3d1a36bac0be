"""What a deal's pages speak of, computed once: its effects, its report, its curve.

The tenths of a curve come first; the rest is computed behind the pages, in steps.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from starlette.requests import Request

from keiretsu.deals import Effects, run
from keiretsu.deals.where import markets_to_price
from keiretsu.market import Market
from keiretsu.report import Report, make_report
from keiretsu.report.curve import COARSE, FINE, Curve, merged, stake_curve
from keiretsu.report.key_numbers import leading
from keiretsu.web.asked import Asked, asked
from keiretsu.web.site import Site, site_of

CHUNK = 20
"""Steps in which the points behind a page are computed; who asks waits for one."""


def asked_of(request: Request) -> Asked:
    """Return the deal that an address names, looked up where it was asked before."""
    answers, key = site_of(request).answers, address_of(request)
    found: Asked | None = answers.known(key)
    if found is None:
        found = asked(request.path_params["pair"], request.query_params)
        answers.keep(key, found)
    return found


def address_of(request: Request) -> tuple[Any, ...]:
    """Return what an address names; without a day of its own, it is of today."""
    state = (request.query_params.get(name, "") for name in ("stake", "on", "market"))
    return "asked", request.path_params["pair"], *state, dt.date.today()


def report_of(site: Site, one: Asked) -> Report:
    """Return the report of a deal at the models' points, computed once."""

    def make() -> Report:
        return make_report(
            one.deal,
            landscape=one.landscape,
            markets=one.markets,
            draws=0,
            effects=effects_of(site, one),
        )

    return site.answers.get(("report", one), make)


def effects_of(site: Site, one: Asked) -> Effects | None:
    """Return what a deal does at the models' points, None where nothing is sold."""

    def make() -> tuple[Effects | None]:
        places = one.markets or markets_to_price(one.deal, one.landscape)
        return (run(one.deal, one.landscape, places) if places else None,)

    return site.answers.get(("effects", one), make)[0]


def market_of(site: Site, one: Asked) -> Market | None:
    """Return the market that a deal's page speaks of first."""

    def find() -> tuple[Market | None]:
        found = leading(report_of(site, one).effects)
        return (None if found is None else found.market,)

    return site.answers.get(("market", one), find)[0]


def curve_of(site: Site, one: Asked) -> Curve | None:
    """Return the curve of a pair as far as it is computed; the rest is begun."""
    market = market_of(site, one)
    if market is None:
        return None
    key = curve_key(one, market)
    found: Curve | None = site.answers.known(key)
    if found is None or len(found.points) < len(FINE):
        site.answers.behind(key, lambda: draw_curve(site, one, market, key))
    return found


def curve_key(one: Asked, market: Market) -> tuple[Any, ...]:
    """Return by what the curve of a pair is kept."""
    return "curve", one.holder, one.held, one.on, market.name


def draw_curve(
    site: Site, one: Asked, market: Market, key: tuple[Any, ...]
) -> Iterator[int]:
    """Compute the tenths first, then every whole percent, and keep each step.

    Yields how many sizes there are by then.
    """
    found: Curve | None = None
    behind = [size for size in FINE if size not in COARSE]
    steps = [COARSE, *(behind[n::CHUNK] for n in range(CHUNK))]
    for sizes in steps:
        site.answers.give_way()
        if site.answers.stopped.is_set():
            return
        more = stake_curve(
            one.holder, one.held, one.landscape, market, stakes=tuple(sizes)
        )
        found = more if found is None else merged(found, more)
        site.answers.keep(key, found)
        yield len(found.points)
