r"""One price changed, all others kept: does a maker gain by it?

First-order conditions find local maxima. A maker may still gain by a large change of
one price: by selling one product to few who like it at four times the price. This looks
at every product over a bracket of markups, and is how a result is called an equilibrium
rather than prices at which small changes do not pay.

Under the logit no such change pays: with all other prices fixed, a maker's objective in
one of its prices has a single peak. With nests and with tastes that differ what changes
with one price is that product's nest, so no other choice is computed anew.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from jaxtyping import Float, Int

from keiretsu.competition.firm_nests import FirmNests, firm_nests_under
from keiretsu.demand import Demand, Logit, MixedLogit, NestedLogit
from keiretsu.demand.form import Form

NOTICED = 1e-6
"""Gain, a share of the maker's profit, above which it would change the price."""

FACTORS = np.unique(
    np.concatenate([np.geomspace(0.02, 60, 23), [0.5, 0.8, 0.95, 1.05, 1.25, 2]])
)
"""Markups that are tried, as multiples of the product's own."""

_MOST = 500.0
_NUMBERS = 2**20

Objectives = Callable[[Float[np.ndarray, " J"]], Float[np.ndarray, " J"]]
"""From one trial price a product to what each maker then earns, others' kept, (J,)."""


class Deviation(NamedTuple):
    """The change of one price by which a maker gains most.

    Attributes
    ----------
    maker, product
        Who would change the price of what.
    price
        To what, currency units.
    gain
        Rise of what the maker's manager maximises, a share of it.
    """

    maker: int
    product: int
    price: float
    gain: float

    @property
    def noticed(self) -> bool:
        """Whether the maker would make the change."""
        return self.gain > NOTICED


def best_deviation(
    demand: Demand,
    prices: Float[np.ndarray, " J"],
    costs: Float[np.ndarray, " J"],
    *,
    firms: Int[np.ndarray, " J"],
    kappa: Float[np.ndarray, "F F"],
    chosen: Any = None,
    capacities: Float[np.ndarray, " J"] | None = None,
) -> Deviation | None:
    """Return the one-price change by which a maker gains most, or None if none may.

    Parameters
    ----------
    demand, prices, costs, firms, kappa
        The market, as for `solve_prices`.
    chosen
        Whose price may change, booleans of shape `(J,)`; None means all.
    capacities
        Most that can be sold of each product, `(J,)`; a change that would sell more is
        not looked at.
    """
    may = np.ones(len(prices), dtype=bool) if chosen is None else np.asarray(chosen)
    if not may.any():
        return None
    with np.errstate(all="ignore"):
        objectives = _objectives(demand, prices, costs, firms, kappa, capacities)
        now = objectives(prices)
        markups = np.abs(prices - costs)
        size = np.maximum(markups, 1e-3 * float(markups.max()))
        gains, at = np.full(len(prices), -np.inf), np.array(prices)
        for factor in FACTORS:
            trial = costs + factor * size
            if getattr(demand, "positive_prices", False):
                trial = np.maximum(trial, 1e-3 * prices)
            gain = objectives(trial) - now
            better = np.isfinite(gain) & (gain > gains)
            gains, at = np.where(better, gain, gains), np.where(better, trial, at)
        share = np.where(may, gains / np.maximum(np.abs(now), 1e-300), -np.inf)
        product = int(np.argmax(share))
        return _refined(objectives, prices, now, at, product, int(firms[product]), size)


def _refined(
    objectives: Objectives,
    prices: Float[np.ndarray, " J"],
    now: Float[np.ndarray, " J"],
    at: Float[np.ndarray, " J"],
    product: int,
    maker: int,
    size: Float[np.ndarray, " J"],
) -> Deviation:
    """Return the deviation at the peak nearest to the best price tried."""
    scale = max(abs(float(now[product])), 1e-300)

    def lost(price: float) -> float:
        trial = np.array(prices)
        trial[product] = price
        gain = float(objectives(trial)[product] - now[product])
        return -gain if np.isfinite(gain) else 1e300

    price, gain = float(at[product]), -lost(float(at[product]))
    if gain > NOTICED * scale:
        from scipy.optimize import minimize_scalar  # takes long to load

        reach = 0.4 * abs(price - float(prices[product])) + 0.1 * float(size[product])
        found = minimize_scalar(
            lost, bounds=(price - reach, price + reach), method="bounded"
        )
        if -found.fun > gain:
            price, gain = float(found.x), -float(found.fun)
    return Deviation(maker, product, price, gain / scale)


def _objectives(
    demand: Demand,
    prices: Float[np.ndarray, " J"],
    costs: Float[np.ndarray, " J"],
    firms: Int[np.ndarray, " J"],
    kappa: Float[np.ndarray, "F F"],
    capacities: Float[np.ndarray, " J"] | None,
) -> Objectives:
    if capacities is None and isinstance(demand, Logit | NestedLogit | MixedLogit):
        return _by_choice(demand, prices, costs, firms, kappa)
    return _by_quantities(demand, prices, costs, firms, kappa, capacities)


def _by_choice(
    demand: Logit | NestedLogit | MixedLogit,
    prices: Float[np.ndarray, " J"],
    costs: Float[np.ndarray, " J"],
    firms: Int[np.ndarray, " J"],
    kappa: Float[np.ndarray, "F F"],
) -> Objectives:
    r"""Return objectives where only the product's own nest is chosen anew.

    With :math:`r = e^{-\alpha (p' - p)/(1-\sigma)}` the nest's sum grows by
    :math:`q = 1 + v_j (r - 1)` and the buyers' sum by :math:`z = 1 + s_g
    (q^{1-\sigma} - 1)`; the maker earns from the nest :math:`s_g q^{-\sigma} (n - v_j
    m_j + v_j r m'_j) / z`, with n what a buyer of the nest brings, and the rest is
    divided by z.
    """
    pairs = firm_nests_under(demand, firms)
    alpha, weights, within, chosen, spread = _tables(demand, prices)
    of_nest = np.where(within > 0, chosen / np.where(within > 0, within, 1), 0)
    markups = (prices - costs)[:, None]
    everywhere, near = _earnings(pairs, kappa, markups, within, chosen, demand)
    rest = everywhere - of_nest * near
    is_nested = bool(np.any(spread))  # powers take long

    def objectives(trial: Float[np.ndarray, " J"]) -> Float[np.ndarray, " J"]:
        moved = -alpha * (trial - prices)[:, None] / (1 - spread)
        ratio = np.exp(np.minimum(moved, _MOST))
        grown = 1 + within * (ratio - 1)
        sold = grown > 0  # a nest whose only product nobody buys any more is empty
        apiece = np.where(sold, 1.0, 0.0)
        if is_nested:
            apiece *= np.where(sold, grown, 1.0) ** -spread
        all_of_it = 1 + of_nest * (grown * apiece - 1)
        own = within * (ratio * (trial - costs)[:, None] - markups)
        earned = of_nest * apiece * (near + own) + rest
        return (earned / all_of_it) @ weights

    return objectives


def _tables(
    demand: Logit | NestedLogit | MixedLogit, prices: Float[np.ndarray, " J"]
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, Any]:
    """Return alpha and weights by type, choice within nests and choice, and spreads.

    Without nests every product is a nest of its own.
    """
    if isinstance(demand, MixedLogit):
        within, chosen, _ = demand.choose(prices)
        alpha, weights = demand.alpha, demand.weights
        if within is None or demand.nesting is None:
            return alpha, weights, np.ones(chosen.shape), chosen, 0.0
        return alpha, weights, within, chosen, demand.nesting[demand.nests][:, None]
    alpha, weights = np.array([demand.alpha]), np.ones(1)
    if isinstance(demand, Logit):
        shares = demand.shares(prices)[:, None]
        return alpha, weights, np.ones(shares.shape), shares, 0.0
    within, of_nest, _ = demand.choose(prices)
    chosen = (within * of_nest[demand.nests])[:, None]
    return (
        alpha,
        weights,
        within[:, None],
        chosen,
        demand.nesting[demand.nests][:, None],
    )


def _earnings(
    pairs: FirmNests,
    kappa: Float[np.ndarray, "F F"],
    markups: Float[np.ndarray, "J 1"],
    within: Float[np.ndarray, "J I"],
    chosen: Float[np.ndarray, "J I"],
    demand: Any,
) -> tuple[Float[np.ndarray, "J I"], Float[np.ndarray, "J I"]]:
    """Return what a product's maker earns from a type, and from a buyer of the nest."""
    weights = pairs.weights(kappa)
    everywhere = weights @ (pairs.members @ (chosen * markups))
    if getattr(demand, "nests", None) is None:
        return everywhere[pairs.of_product], np.broadcast_to(markups, chosen.shape)
    near = (weights * pairs.same_nest) @ (pairs.members @ (within * markups))
    return everywhere[pairs.of_product], near[pairs.of_product]


def _by_quantities(
    demand: Demand,
    prices: Float[np.ndarray, " J"],
    costs: Float[np.ndarray, " J"],
    firms: Int[np.ndarray, " J"],
    kappa: Float[np.ndarray, "F F"],
    capacities: Float[np.ndarray, " J"] | None,
) -> Objectives:
    """Return objectives from the form's own quantities, at J prices at a time."""
    count = len(prices)
    rows = max(1, _NUMBERS // (8 * count))
    most = np.inf if capacities is None else capacities * (1 + 1e-9)

    def objectives(trial: Float[np.ndarray, " J"]) -> Float[np.ndarray, " J"]:
        found = np.empty(count)
        for low in range(0, count, rows):
            own = np.arange(low, min(low + rows, count))
            table = np.tile(np.asarray(prices, dtype=float), (len(own), 1))
            table[np.arange(len(own)), own] = trial[own]
            if isinstance(demand, Form):
                sold = demand.quantities(table)
            else:
                sold = np.array([demand.quantities(row) for row in table])
            earned = ((table - costs) * sold * kappa[firms[own]][:, firms]).sum(axis=1)
            possible = ((sold >= -1e-12) & (sold <= most)).all(axis=1)
            found[own] = np.where(possible, earned, -np.inf)
        return found

    return objectives
