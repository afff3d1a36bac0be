"""A single car's figures are findings only where the model can be believed."""

from __future__ import annotations

import pytest

from keiretsu import Deal, load_landscape, load_market, run
from keiretsu.deals.market_effects import LARGEST_CHANGE, MARGINS
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
    for row in picture.table.rows:
        assert abs(float(str(row[4]).split()[0].rstrip("%"))) <= 100 * LARGEST_CHANGE
    margins = 1 - one.costs / one.prices_before
    shown = margins[one.believable]
    assert shown.min() >= MARGINS[0]
    assert shown.max() <= MARGINS[1]
    wrong = ~one.believable & (abs(one.price_change) > LARGEST_CHANGE)
    for product, left, units in zip(
        one.market.products, wrong, one.market.quantities, strict=True
    ):
        if left and units > 10_000:
            assert product in picture.note
