"""A single car's figures are findings only where the model can be believed."""

from __future__ import annotations

import itertools
import re

import numpy as np
import pytest

from keiretsu import Deal, load_landscape, load_market, run
from keiretsu.deals.plausible import bounds
from keiretsu.market import product_names
from keiretsu.report.pictures.movers import movers


@pytest.mark.parametrize("market", ["us-2022", "us-2019"])
@pytest.mark.parametrize("demand", ["nested logit", "second choices"])
@pytest.mark.parametrize("first", ["Toyota", "Honda"])
def test_no_car_is_shown_beyond_the_bounds(
    market: str, demand: str, first: str
) -> None:
    deal = Deal.merge(first, "Nissan", on="2025-06-01")
    (one,) = run(
        deal,
        load_landscape(deal.on),
        load_market(market),
        demand=demand,  # type: ignore[arg-type]
        control=["silent"],
    ).markets
    picture = movers(deal, one, str)
    assert picture is not None
    largest, margin = bounds()["price_change"].high, bounds()["margin"]
    for row in picture.table.rows:
        ends = re.findall(r"[+−][\d.]+", str(row[3]))
        assert ends
        assert all(float(end[1:]) <= 100 * largest for end in ends)
    margins = 1 - one.costs / one.prices_before
    assert margin.holds(margins[one.believable]).all()
    named = " ".join(one.warnings)
    for product, fine, units in zip(
        product_names(one.market), one.believable, one.market.quantities, strict=True
    ):
        if not fine and units > 10_000:
            assert product in named


@pytest.mark.parametrize("market", ["us-2022", "us-2019"])
def test_margins_rise_with_price_in_dollars_and_fall_in_percent(market: str) -> None:
    deal = Deal.merge("Toyota", "Nissan", on="2025-06-01")
    (one,) = run(
        deal,
        load_landscape(deal.on),
        load_market(market),
        demand="second choices",
        control=["silent"],
    ).markets
    prices, sold = one.prices_before, one.market.quantities
    margin = prices - one.costs
    ends = [0.0, 22e3, 30e3, 40e3, 60e3]
    parts = [(prices > a) & (prices <= b) for a, b in itertools.pairwise(ends)]
    dollars = [np.average(margin[part], weights=sold[part]) for part in parts]
    shares = [np.average((margin / prices)[p], weights=sold[p]) for p in parts]
    assert dollars == sorted(dollars)
    assert shares == sorted(shares, reverse=True)
    assert 0.15 < np.average(margin / prices, weights=sold) < 0.26
