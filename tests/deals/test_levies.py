"""What governments do to prices beside a deal: a tariff by country, a subsidy's end."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from keiretsu.deals import (
    Deal,
    ImportTariff,
    MarketEffects,
    Merge,
    Step,
    Subsidy,
    Tax,
    run,
)
from keiretsu.deals.shocks import shocks, shocks_in
from keiretsu.errors import DataError
from keiretsu.landscape import Landscape, load_landscape
from keiretsu.market import load_market

DAY = dt.date(2025, 5, 19)


@pytest.fixture(scope="module")
def landscape() -> Landscape:
    return load_landscape(DAY)


def alone(
    step: Step, landscape: Landscape, market: str = "us-2022", draws: int = 0
) -> MarketEffects:
    (one,) = run(
        Deal(steps=(step,), on=DAY),
        landscape,
        load_market(market),
        demand="second choices",
        control=["silent"],
        draws=draws,
    ).markets
    return one


def electric(one: MarketEffects) -> float:
    """Relative change of electric cars sold."""
    cars = one.market.characteristics["electric"] == 1
    return float(one.shares_after[cars].sum() / one.shares_before[cars].sum() - 1)


@pytest.mark.parametrize("market", ["us-2022", "us-2019"])
def test_without_the_credit_a_quarter_to_a_half_of_electric_cars_go(
    market: str, landscape: Landscape
) -> None:
    step = Subsidy(powertrains=("BEV",), amount=-7500.0)
    one = alone(step, landscape, market)
    assert -0.5 < electric(one) < -0.25
    cars = one.market.characteristics["electric"] == 1
    rise = (one.prices_after - one.prices_before)[cars]
    mean = float(np.average(rise, weights=one.market.quantities[cars]))
    assert 0.8 < mean / 7500 < 1.1  # what buyers bear
    assert one.revenue_change > 0


def test_a_tariff_hits_what_is_made_in_the_country(landscape: Landscape) -> None:
    one = alone(ImportTariff(country="JP", rate=0.15), landscape)
    made = one.market.characteristics["assembled_jp"] == 1
    weights = one.market.quantities
    dearer = np.average(one.price_change[made], weights=weights[made])
    others = np.average(one.price_change[~made], weights=weights[~made])
    assert 0.07 < dearer < 0.15
    assert abs(others) < 0.01
    half = alone(ImportTariff(country="JP", rate=0.15, pass_through=0.5), landscape)
    small = np.average(half.price_change[made], weights=weights[made])
    assert small == pytest.approx(dearer / 2, rel=0.05)


def test_draws_see_the_costs_of_a_step_too(landscape: Landscape) -> None:
    one = alone(ImportTariff(country="JP", rate=0.15), landscape, draws=8)
    assert one.draws is not None
    assert one.surplus_change is not None
    ends = np.quantile(one.draws.surplus_change, [0, 1])
    assert ends[0] * 1.1 < one.surplus_change < ends[1] * 0.9


def test_a_deal_file_keeps_the_steps_of_a_government() -> None:
    steps = (
        Merge(first="toyota", second="nissan"),
        ImportTariff(country="JP", rate=0.15, pass_through=0.68),
        Subsidy(powertrains=("BEV", "PHEV"), amount=-7500.0),
    )
    deal = Deal(steps=steps, on=DAY)
    assert Deal.from_dict(deal.to_dict()) == deal
    assert "a tariff of 15 %, 68 % of which enters cost, is put on" in deal.sentence
    assert (
        "a subsidy of 7,500 in the currency of each market for each battery-electric "
        "and plug-in hybrid car ends" in deal.sentence
    )


def test_an_amount_names_its_currency_and_enters_no_other(landscape: Landscape) -> None:
    for step, said in (
        (Subsidy(powertrains=("BEV",), amount=-7500.0, currency="EUR"), "EUR 7,500"),
        (
            Tax(amount=100.0, currency="EUR"),
            "a tax of EUR 100 is put on all that is sold",
        ),
    ):
        deal = Deal(steps=(step,), on=DAY)
        assert said in deal.sentence
        assert Deal.from_dict(deal.to_dict()) == deal
        with pytest.raises(DataError, match="prices in USD, not EUR"):
            run(deal, landscape, load_market("us-2022"), control=["silent"])


def test_a_market_that_cannot_tell_is_an_error(landscape: Landscape) -> None:
    japan = load_market("jp-2024")
    for step, said in (
        (ImportTariff(country="jp", rate=0.15), "what is made in Japan itself"),
        (ImportTariff(country="KR", rate=0.15), "does not say what is made in South"),
        (Subsidy(powertrains=("BEV",), amount=-7500.0), "no priced BEV"),
    ):
        with pytest.raises(DataError, match=said):
            run(Deal(steps=(step,), on=DAY), landscape, japan, control=["silent"])
    with pytest.raises(DataError, match="pass-through"):
        ImportTariff(country="JP", rate=0.15, pass_through=3)
    for name in ("Japan", "J", "12", ""):
        with pytest.raises(DataError, match="two letters"):
            ImportTariff(country=name, rate=0.15)
    with pytest.raises(DataError, match="tariff of"):
        ImportTariff(country="JP", rate=-2)


def test_shocks_are_dated_sourced_and_alone(landscape: Landscape) -> None:
    tariff, credit = shocks()
    assert (tariff.since, credit.since) == (dt.date(2025, 9, 16), dt.date(2025, 9, 30))
    assert all(one.source for one in shocks())
    found = shocks_in(load_market("us-2022"), landscape)
    assert [one.shock.name for one in found] == [tariff.name, credit.name]
    assert len(found[1].electric) == 2
    assert shocks_in(load_market("jp-2024"), landscape) == ()


@pytest.mark.parametrize(
    "step",
    [
        Tax(rate=0.1),
        Tax(rate=-0.05),
        Tax(rate=0.2, powertrains=("BEV",)),
        Tax(rate=0.1, amount=500.0),
        ImportTariff(country="JP", rate=0.15),
    ],
)
def test_draws_of_tastes_answer_a_levy_as_the_fitted_tastes_do(
    step: Step, landscape: Landscape
) -> None:
    one = alone(step, landscape, draws=8)
    assert one.draws is not None
    assert one.draws.failed == 0
    sold = one.market.quantities
    fitted = np.average(one.price_change, weights=sold)
    drawn = np.average(one.draws.price_change, axis=1, weights=sold)
    assert np.median(drawn) == pytest.approx(fitted, rel=0.1)
    assert drawn.min() * drawn.max() > 0
