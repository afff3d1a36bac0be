"""Draws of American tastes: remade, near the sales, and solved as one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pytest

from keiretsu import Deal, load_landscape, load_market, run
from keiretsu.deals.demand_models import DemandModel
from keiretsu.deals.observed import Observed
from keiretsu.demand import MixedLogit, elasticities, market_elasticity
from keiretsu.estimation.buyer_tastes import BUNDLED_BUYERS, bundled_buyers, buyers
from keiretsu.estimation.sobol import (
    KEPT,
    KEPT_DIMENSIONS,
    KEPT_SEED,
    kept_points,
    scrambled_points,
    triangle_points,
)
from keiretsu.estimation.survey_draws import (
    calibrated,
    drawn_parameters,
    explains_prices,
    make_draws,
)
from keiretsu.estimation.survey_fit import Inversion
from keiretsu.estimation.survey_targets import FIGURES
from keiretsu.estimation.taste_draws import bundled_draws
from keiretsu.estimation.taste_files import BUNDLED, bundled_tastes, read_ranges


@pytest.mark.parametrize("name", BUNDLED)
def test_every_draw_sells_what_the_market_sells(name: str) -> None:
    market, draws = load_market(name), bundled_draws(name)
    assert market.prices is not None
    assert len(draws.draws) == {"us-2019": 31, "us-2022": 32}[name]
    assert tuple(draws.fitted) == FIGURES
    exact = list(draws.fitted.values())
    for n, draw in enumerate((*exact, *draws.draws)):
        sold = draw.demand(market).quantities(market.prices) * draw.tastes.market_size
        miss = np.abs(sold / market.quantities - 1).max()
        assert miss < (3e-3 if n >= len(exact) else 1e-7)


@pytest.mark.parametrize("name", BUNDLED)
def test_under_every_draw_makers_leave_todays_prices(name: str) -> None:
    market, draws = load_market(name), bundled_draws(name)
    exact = draws.fitted.values()
    for draw in (*exact, *draws.draws):
        assert explains_prices(draw.demand(market), market)


@pytest.mark.slow
def test_a_draw_under_which_a_maker_would_move_is_told() -> None:
    """The last point of 2019: Tesla's prices would be at a saddle of its profit."""
    market = load_market("us-2019")
    assert market.prices is not None
    draw = bundled_draws("us-2019").draws[-1]
    last = drawn_parameters("us-2019", 32)[-1]
    inversion = Inversion(market)
    _, demand = calibrated(inversion, draw.tastes, last)
    assert not explains_prices(demand, market)


@pytest.mark.parametrize("name", BUNDLED)
def test_draws_have_the_elasticities_that_were_drawn(name: str) -> None:
    market, draws = load_market(name), bundled_draws(name)
    prices = market.prices
    assert prices is not None
    wanted = drawn_parameters(name, 32)
    ranges = read_ranges()
    for draw, told in list(zip(draws.draws, wanted, strict=False))[::8]:
        demand = draw.demand(market)
        own = np.average(
            np.diagonal(elasticities(demand, prices)), weights=market.quantities
        )
        assert own == pytest.approx(told["own_elasticity"], rel=1e-3)
        found = market_elasticity(demand, prices)
        assert found == pytest.approx(told["market_elasticity"], rel=1e-3)
        assert (
            ranges["own_elasticity"]["low"] <= own <= ranges["own_elasticity"]["high"]
        )


def test_draws_are_remade_from_their_ranges() -> None:
    kept, made = bundled_draws("us-2022"), make_draws(load_market("us-2022"), count=4)
    assert made.products == kept.products
    for one, other in zip(made.draws, kept.draws, strict=False):
        assert one.told == pytest.approx(other.told, rel=1e-3)
        np.testing.assert_allclose(one.worth, other.worth, atol=5e-3)


def test_draws_solved_together_are_those_solved_one_by_one() -> None:
    market = load_market("us-2022")
    deal = Deal.merge("toyota", "nissan", on="2025-06-01")
    landscape = load_landscape(deal.on)
    together = run(
        deal, landscape, market, demand="second choices", control=["silent"], draws=4
    ).markets[0]
    assert together.draws is not None

    class Alone:
        name = "one draw"

        def __init__(self, demand: MixedLogit) -> None:
            self.demand = demand

        def model(self, observed: Observed) -> DemandModel:
            return DemandModel(demand=self.demand, parameters={}, words=self.name)

        def draws(
            self, observed: Observed, seed: int, count: int
        ) -> Iterator[tuple[Mapping[str, float], DemandModel | None]]:
            raise NotImplementedError

    for n in (0, 3):
        draw = bundled_draws("us-2022").draws[n]
        one = run(
            deal,
            landscape,
            market,
            demand=Alone(draw.demand(market)),
            control=["silent"],
        ).markets[0]
        np.testing.assert_allclose(
            together.draws.price_change[n], one.price_change, atol=2e-4
        )
        assert one.surplus_change is not None
        assert together.draws.surplus_change[n] == pytest.approx(
            one.surplus_change * draw.tastes.market_size / _size(one), rel=1e-3
        )


def _size(one: object) -> float:
    market, shares = one.market, one.shares_before  # type: ignore[attr-defined]
    return float(market.quantities.sum() / shares.sum())


def test_triangles_are_filled_evenly_and_the_same_again() -> None:
    points = triangle_points([(0.0, 1.0, 4.0), (-2.0, -2.0, 0.0)], 64, seed=3)
    again = triangle_points([(0.0, 1.0, 4.0), (-2.0, -2.0, 0.0)], 64, seed=3)
    np.testing.assert_array_equal(points, again)
    assert points.mean(axis=0) == pytest.approx([5 / 3, -4 / 3], abs=0.02)
    assert points.min(axis=0) == pytest.approx([0.0, -2.0], abs=0.4)


def test_the_points_that_are_kept_are_those_of_scipy() -> None:
    made = scrambled_points(KEPT_DIMENSIONS, KEPT, KEPT_SEED)
    assert kept_points().tolist() == made.tolist()
    for count in (1, 5, 16, 32):
        fewer = scrambled_points(KEPT_DIMENSIONS, count, KEPT_SEED)
        assert kept_points()[:count].tolist() == fewer[:count].tolist()


def test_the_buyers_of_the_bundled_tastes_are_what_their_file_says() -> None:
    made = buyers(*BUNDLED_BUYERS)
    np.testing.assert_allclose(bundled_buyers(), made, rtol=1e-12, atol=1e-13)
    for name in BUNDLED:
        tastes = bundled_tastes(name)
        assert (tastes.types, tastes.seed) == BUNDLED_BUYERS
