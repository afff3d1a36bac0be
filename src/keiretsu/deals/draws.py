"""How unsure the effects are: the same deal over draws of what is assumed.

Elasticities and nesting are drawn from their ranges, independently. Half of the draws
set the price coefficient by the own-price elasticity, the other half by the margin,
because the literature offers both and they need not agree.
"""

from __future__ import annotations

import zlib

import numpy as np
from jaxtyping import Float

from keiretsu.competition import solve_many_demands
from keiretsu.deals.assumptions import Assumptions
from keiretsu.deals.effects import Draws
from keiretsu.deals.setting import Form, Setting
from keiretsu.errors import DataError


def draw_effects(
    setting: Setting,
    assumed: Assumptions,
    *,
    form: Form,
    before: Float[np.ndarray, "F F"],
    after: Float[np.ndarray, "F F"],
    count: int,
    seed: int,
) -> Draws:
    """Return the deal's effects over `count` draws; the seed and market fix them.

    Draws whose elasticities contradict each other, or that find no equilibrium, are
    left out and counted.

    Raises
    ------
    DataError
        If no draw is left.
    """
    rng = np.random.default_rng([seed, zlib.crc32(setting.market.name.encode())])
    parameters = {
        "own elasticity": assumed.own_elasticity.draw(rng, count),
        "market elasticity": assumed.market_elasticity.draw(rng, count),
        "nesting": assumed.nesting.draw(rng, count),
        "margin": assumed.margin.draw(rng, count),
        "set by margin": np.arange(count) % 2,
    }
    if form == "logit":
        parameters["nesting"] = np.zeros(count)
    demands = np.array(
        [
            _demand(setting, before, *(values[n] for values in parameters.values()))
            for n in range(count)
        ]
    )
    usable = np.isfinite(demands).all(axis=1)
    if not usable.any():
        raise DataError(
            f"no draw for market {setting.market.name!r} is consistent",
            hint="narrow the ranges of the elasticities",
        )
    alpha, outside = demands[usable].T
    nesting = parameters["nesting"][usable]
    batch = solve_many_demands(
        setting.pairs,
        setting.inside,
        before=before,
        after=after,
        alpha=alpha,
        nesting=nesting[:, None] * np.ones_like(setting.sigma(0.0)),
        outside=outside,
    )
    good = batch.converged
    buyers = setting.market.quantities.sum() / (1 - outside)
    gain = batch.log_sum_change / alpha * buyers
    if setting.market.prices is None:
        gain = gain / (setting.prices @ setting.market.quantities)
    change = batch.markup_change[:, setting.pairs.of_product] / setting.prices
    kept = {name: values[usable][good] for name, values in parameters.items()}
    return Draws(
        price_change=change[good],
        surplus_change=gain[good],
        parameters=kept,
        failed=count - int(good.sum()),
        seed=seed,
    )


def _demand(
    setting: Setting,
    before: Float[np.ndarray, "F F"],
    own: float,
    market: float,
    nesting: float,
    margin: float,
    by_margin: float,
) -> tuple[float, float]:
    """Return alpha and the outside share of one draw; NaN if it contradicts itself."""
    try:
        outside = setting.outside(
            own_elasticity=own, market_elasticity=market, nesting=nesting
        )
    except DataError:
        return np.nan, np.nan
    if by_margin:
        alpha = setting.alpha_by_margin(
            outside, margin=margin, nesting=nesting, kappa=before
        )
    else:
        alpha = setting.alpha_by_elasticity(
            outside, own_elasticity=own, nesting=nesting
        )
    return alpha, outside
