"""Effects rise with the stake and end at the merger, under every default reading."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from keiretsu.control import READINGS
from keiretsu.deals import Deal, PriceSetting, run
from keiretsu.deals.jumps import jumps
from keiretsu.landscape import Landscape, load_landscape
from keiretsu.market import Market, load_market

DAY = "2025-05-19"
STAKES = (0, 5, 10, 19.9, 20, 25, 33.4, 49, 51, 75, 100)
PAIRS = (
    *(("toyota", "nissan"), ("honda", "nissan"), ("hyundai", "gm"), ("ford", "honda")),
    *(("gm", "ford"), ("stellantis", "gm"), ("ford", "tesla"), ("honda", "mazda")),
    *(("nissan", "honda"), ("gm", "nissan")),
)


@pytest.fixture(scope="module")
def landscape() -> Landscape:
    return load_landscape(DAY)


@pytest.fixture(scope="module")
def us() -> Market:
    return load_market("us-2022")


def losses(deal: Deal, landscape: Landscape, us: Market) -> list[float]:
    found = run(deal, landscape, us, demand="logit").markets
    assert [one.reading for one in found] == list(READINGS)
    return [-one.surplus_change for one in found if one.surplus_change is not None]


@pytest.mark.parametrize(("holder", "held"), PAIRS)
def test_buyers_lose_more_the_larger_the_stake_and_most_in_the_merger(
    holder: str, held: str, landscape: Landscape, us: Market
) -> None:
    curve = np.array(
        [
            losses(Deal.stake(holder, held, p / 100, on=DAY), landscape, us)
            for p in STAKES
        ]
    )
    merged = np.array(losses(Deal.merge(holder, held, on=DAY), landscape, us))
    minority = [n for n, percent in enumerate(STAKES) if percent < 50]
    # Toyota has 5.1 % of Mazda, Mercedes-Benz 3 % of Nissan: they are bought out as the
    # stake grows, and are spared less.
    slack = 0.02 if held == "mazda" else 1.5e-3
    assert (np.diff(curve, axis=0) >= -slack * merged).all()
    assert (curve[minority] < merged).all()
    # In a merger Mercedes-Benz's part of Nissan becomes one of the two: a smaller one,
    # if Nissan is the holder. Bought for cash it stays what it is.
    assert (curve <= (1.02 if holder == "nissan" else 1 + 1e-4) * merged).all()
    np.testing.assert_array_equal(curve[0], 0)
    # The only jumps: a large holder counts under "joint", and more than half decides.
    steps = np.diff(curve, axis=0) / merged
    pairs = enumerate(itertools.pairwise(STAKES))
    calm = [n for n, pair in pairs if pair not in {(19.9, 20), (49, 51)}]
    assert steps[calm].max() < 0.35


@pytest.mark.parametrize("market", ["us-2022", "jp-2024"])
def test_with_second_choices_the_curve_rises_to_the_merger_too(
    market: str, landscape: Landscape
) -> None:
    sold = load_market(market)

    def rises(deal: Deal) -> list[float]:
        near = PriceSetting(look_afar=False)
        found = run(
            deal, landscape, sold, demand="second choices", conduct=near
        ).markets
        weights = [np.where(one.parties, sold.quantities, 0.0) for one in found]
        pairs = zip(found, weights, strict=True)
        return [float(np.average(one.price_change, weights=w)) for one, w in pairs]

    asked = (5, 10, 19.9, 20, 25, 33.4, 49, 51)
    deals = [Deal.stake("toyota", "nissan", p / 100, on=DAY) for p in asked]
    curve = np.array([rises(deal) for deal in deals])
    merged = np.array(rises(Deal.merge("toyota", "nissan", on=DAY)))
    assert (np.diff(curve, axis=0) > 0).all()
    assert (curve <= merged * (1 + 1e-3)).all()
    told = [jumps(deal) for deal in deals]
    assert all(told)
    steps = np.diff(curve, axis=0) / merged
    for n, (before, after) in enumerate(itertools.pairwise(told)):
        if steps[n].max() > 0.3:
            assert before != after
