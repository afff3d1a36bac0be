"""Chargers that follow cars carry a push further; without them nothing is added."""

from __future__ import annotations

import numpy as np
import pytest

from keiretsu import Deal, load_landscape, load_market, run
from keiretsu.deals import MarketEffects
from keiretsu.deals.electric_share import electric_share
from keiretsu.deals.steps import Subsidy
from keiretsu.errors import DataError

ON = "2025-05-19"


@pytest.fixture(scope="module")
def ended() -> MarketEffects:
    """The American market once USD 7,500 a car have ended."""
    step = Subsidy(powertrains=("BEV",), amount=-7500.0)
    day = load_landscape(ON)
    deal = Deal(steps=(step,), on=day.on)
    market = load_market("us-2022")
    return run(deal, day, market, demand="nested logit", control=["silent"]).markets[0]


def test_at_no_sensitivity_chargers_add_nothing(ended: MarketEffects) -> None:
    found = electric_share(ended, sensitivity=0.0)
    assert found is not None
    assert found.answered == pytest.approx(found.after, rel=1e-12)
    driven = np.array(ended.market.powertrains) == "BEV"
    sold = ended.market.quantities
    assert found.today == pytest.approx(sold[driven].sum() / sold.sum())


def test_the_more_chargers_answer_the_further_a_push_goes(ended: MarketEffects) -> None:
    found = [electric_share(ended, sensitivity=s) for s in (0.0, 0.15, 0.4, 0.8)]
    ends = [one.answered for one in found if one is not None]
    assert len(ends) == 4
    assert ends == sorted(ends, reverse=True)  # the subsidy ends: fewer are sold
    for one in found:
        assert one is not None  # by hand: logit s = logit s0 + u + f (ln s - ln s0)
        s, s0, u = one.answered, one.today, np.log(one.after / (1 - one.after))
        u -= np.log(s0 / (1 - s0))
        left = np.log(s / (1 - s))
        right = np.log(s0 / (1 - s0)) + u + one.sensitivity * np.log(s / s0)
        assert left == pytest.approx(right, abs=1e-9)


def test_where_no_electric_car_is_told_there_is_no_share() -> None:
    deal = Deal.merge("Toyota", "Nissan", on=ON)
    found = run(
        deal, load_landscape(ON), load_market("us-2024-brands"), control=["silent"]
    )
    assert electric_share(found.markets[0], sensitivity=0.4) is None


@pytest.mark.parametrize("sensitivity", [-0.1, 1.0, 2.0, float("nan")])
def test_a_sensitivity_out_of_range_is_refused(
    sensitivity: float, ended: MarketEffects
) -> None:
    with pytest.raises(DataError, match="sensitivity"):
        electric_share(ended, sensitivity=sensitivity)
