r"""Draws of the American mixed logits: tastes other than those fitted, within reason.

    python -m keiretsu.estimation.survey_draws us-2022

prints the file that the package holds (`keiretsu/market/demand`). Parameters are Sobol
points over triangles from published ranges. The price coefficient and the number of
potential buyers of a draw are those at which its mean own elasticity and market
elasticity are the ones drawn, and its mean utilities those at which the market sells
what it sells: so a run has nothing left to calibrate.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from jaxtyping import Float

from keiretsu.competition import recover_costs, solve_prices
from keiretsu.demand import MixedLogit, elasticities, market_elasticity
from keiretsu.errors import NoConvergence
from keiretsu.estimation.buyer_tastes import TASTES, BuyerTastes
from keiretsu.estimation.sobol import triangle_points
from keiretsu.estimation.survey_fit import Inversion
from keiretsu.estimation.survey_targets import FIGURES
from keiretsu.estimation.taste_draws import TasteDraw, TasteDraws
from keiretsu.estimation.taste_files import bundled_tastes, read_ranges, read_tastes
from keiretsu.market import Market, load_market

COUNT, SEED = 32, 1
"""Draws, a power of two, and the seed of their points."""
_MISS = 1e-4
_STEP = 1e-3


def make_draws(market: Market, *, count: int = COUNT) -> TasteDraws:
    """Return the fitted tastes of a bundled market, and draws of them.

    A draw that no mean utilities can bring to today's sales is left out, and so is one
    under which a maker would not leave its prices where they are.
    """
    exact = {one: bundled_tastes(market.name, one) for one in FIGURES}
    fitted = exact["correlations"]
    known = {
        name: TasteDraw.of(market, tastes, tastes.demand(market))
        for name, tastes in exact.items()
    }
    inversion, found = Inversion(market), []
    inversion.demand(fitted)
    for wanted in drawn_parameters(market.name, count):
        try:
            tastes, demand = calibrated(inversion, fitted, wanted)
        except NoConvergence as error:
            sys.stderr.write(f"left out: {error}\n")
            continue
        if not explains_prices(demand, market):
            sys.stderr.write("left out: a maker would move today's prices\n")
            continue
        found.append(TasteDraw.of(market, tastes, demand))
    return TasteDraws(
        market=market.name,
        products=market.products,
        fitted=known,
        draws=tuple(found),
    )


def explains_prices(demand: MixedLogit, market: Market) -> bool:
    """Return whether today's prices are at every maker's maximum under a demand.

    Costs that meet the first-order conditions always exist; at a saddle of a maker's
    profit it would move its prices without any deal, and a deal's effect would hold
    that move.
    """
    assert market.prices is not None
    names, firms = np.unique(market.firms, return_inverse=True)
    alone = np.eye(len(names))
    costs = recover_costs(demand, market.prices, firms=firms, kappa=alone)
    found = solve_prices(demand, costs, firms=firms, kappa=alone, start=market.prices)
    return bool(np.abs(found.prices / market.prices - 1).max() < _MISS)


def drawn_parameters(market: str, count: int) -> list[dict[str, float]]:
    """Return the values at each draw by name: elasticities, exponent, spreads."""
    fitted, ranges = bundled_tastes(market), read_ranges()
    moments = {row["name"]: row["fitted"] for row in read_tastes(market)["moments"]}
    modes = {
        "own_elasticity": moments["mean own elasticity"],
        "market_elasticity": moments["market elasticity"],
        "income_exponent": fitted.income_exponent,
        **{name: fitted.spreads[name] for name in TASTES},
    }
    triangles = [
        (min(row["low"], modes[name]), modes[name], max(row["high"], modes[name]))
        for name, row in ranges.items()
    ]
    points = triangle_points(triangles, count, seed=SEED)
    return [dict(zip(ranges, row.tolist(), strict=True)) for row in points]


def calibrated(
    inversion: Inversion, fitted: BuyerTastes, wanted: Mapping[str, float]
) -> tuple[BuyerTastes, MixedLogit]:
    """Return the tastes of a draw: Newton in the logs of its two free parameters."""
    market = inversion.market
    sold = float(market.quantities.sum())
    spreads = {name: wanted.get(name, fitted.spreads[name]) for name in TASTES}
    first = replace(fitted, income_exponent=wanted["income_exponent"], spreads=spreads)
    target = np.array([wanted["own_elasticity"], wanted["market_elasticity"]])

    def at(x: Float[np.ndarray, " 2"]) -> tuple[BuyerTastes, MixedLogit, np.ndarray]:
        tastes = replace(
            first, alpha=float(np.exp(x[0])), market_size=sold + float(np.exp(x[1]))
        )
        demand = inversion.demand(tastes)
        return tastes, demand, _elasticities(demand, market) / target - 1

    x = np.log([fitted.alpha, fitted.market_size - sold])
    x[0] += np.log(target[0] / -5.5)
    for _ in range(20):
        tastes, demand, miss = at(x)
        if np.abs(miss).max() < _MISS:
            return tastes, demand
        slopes = np.column_stack(
            [(at(x + _STEP * way)[2] - miss) / _STEP for way in np.eye(2)]
        )
        step = np.linalg.solve(slopes, -miss)
        x = x + step / max(1.0, float(np.abs(step).max()) / 0.7)
    raise NoConvergence("no price coefficient gives the elasticities of a draw")


def _elasticities(demand: MixedLogit, market: Market) -> Float[np.ndarray, " 2"]:
    assert market.prices is not None
    own = np.diagonal(elasticities(demand, market.prices))
    return np.array(
        [
            np.average(own, weights=market.quantities),
            market_elasticity(demand, market.prices),
        ]
    )


def main(arguments: list[str]) -> int:
    """Print the file of a market's draws."""
    market = load_market(arguments[0] if arguments else "us-2022")
    sys.stdout.write(make_draws(market).as_csv())
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
