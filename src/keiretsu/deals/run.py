"""Running a deal: one call from a deal, a day and markets to its effects."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import numpy as np
from jaxtyping import Float

from keiretsu.competition import Equilibrium, recover_costs, solve_prices
from keiretsu.control import READINGS, Reading
from keiretsu.deals.assumptions import Assumptions, default_assumptions
from keiretsu.deals.deal import Deal
from keiretsu.deals.draws import draw_effects
from keiretsu.deals.effects import Effects, MarketEffects, Pressure, Solution
from keiretsu.deals.ownership import control_weights, merged_groups
from keiretsu.deals.setting import Form, Setting, set_up
from keiretsu.demand import NestedLogit, diversion
from keiretsu.errors import DataError
from keiretsu.landscape import Landscape
from keiretsu.market import Market
from keiretsu.names import bundled_register
from keiretsu.units import percent

LOWEST_COST = 0.25
"""Marginal cost, as a share of price, below which a calibration is not believable."""


@dataclass(frozen=True, kw_only=True)
class _Model:
    """A calibrated market: its demand and where each parameter came from."""

    demand: NestedLogit
    parameters: Mapping[str, tuple[float, str]]
    words: str


def run(
    deal: Deal,
    landscape: Landscape,
    markets: Sequence[Market],
    *,
    demand: Form = "nested logit",
    assumptions: Assumptions | None = None,
    margins: Mapping[str, Float[np.ndarray, " J"]] | None = None,
    control: Sequence[Reading] = READINGS,
    rest_holders: float = 1,
    draws: int = 0,
    seed: int = 0,
) -> Effects:
    """Return what a deal does to prices, shares, buyers and profits.

    Parameters
    ----------
    deal
        The deal.
    landscape
        Who owns whom; its day should be the deal's.
    markets
        Where to look.
    demand
        `nested logit` with the market's segments as nests, or `logit`.
    assumptions
        How buyers react; None takes the bundled ranges from the literature.
    margins
        Known margins by market name, fractions of price, shape `(J,)`, NaN where not
        known; they then set the price coefficient instead of the own-price elasticity.
    control
        Readings of control; each gives its own effects.
    rest_holders
        See `keiretsu.control.weights_under`.
    draws
        Draws over the ranges of the assumptions; 0 gives point values only.
    seed
        Seed of the draws.

    Raises
    ------
    DataError
        If the landscape is of another day than the deal, or an option is impossible.
    NoConvergence
        If a market has no equilibrium under the deal.
    """
    if landscape.on != deal.on:
        raise DataError(
            f"a deal of {deal.on} over a landscape of {landscape.on}",
            hint="load the landscape of the deal's day",
        )
    if draws < 0:
        raise DataError(f"{draws} draws", hint="give 0 or more")
    assumed = default_assumptions() if assumptions is None else assumptions
    results = []
    for market in markets:
        setting = set_up(market, landscape, form=demand)
        known = None if margins is None else margins.get(market.name)
        for reading in control:
            before, after = (
                control_weights(
                    landscape, setting.groups, reading, d, rest_holders=rest_holders
                )
                for d in (None, deal)
            )
            model = _calibrate(setting, assumed, demand, known, before)
            effects = _effects(setting, model, deal, landscape, reading, before, after)
            if draws:
                drawn = draw_effects(
                    setting,
                    assumed,
                    form=demand,
                    before=before,
                    after=after,
                    count=draws,
                    seed=seed,
                )
                effects = effects.with_draws(drawn)
            results.append(effects)
    inputs = _inputs(deal, landscape, markets) | {
        "demand": demand,
        "control": list(control),
        "rest_holders": rest_holders,
        "draws": draws,
        "seed": seed,
    }
    return Effects(deal=deal, markets=tuple(results), inputs=inputs)


def _calibrate(
    setting: Setting,
    assumed: Assumptions,
    form: Form,
    margins: Float[np.ndarray, " J"] | None,
    kappa: Float[np.ndarray, "F F"],
) -> _Model:
    """Find the demand behind today's sales, and say where each parameter came from."""
    nesting = assumed.nesting.value if form == "nested logit" else 0.0
    own = assumed.own_elasticity
    outside = setting.outside(
        own_elasticity=own.value,
        market_elasticity=assumed.market_elasticity.value,
        nesting=nesting,
    )
    stated = setting.market.outside_share is not None
    if margins is None:
        alpha = setting.alpha_by_elasticity(
            outside, own_elasticity=own.value, nesting=nesting
        )
        why = f"own-price elasticity {own.value:g}: {own.source}"
    else:
        alpha = setting.alpha_by_margins(
            outside, margins=margins, nesting=nesting, kappa=kappa
        )
        why = "the known margins"
    market = assumed.market_elasticity
    basis = "the market" if stated else f"market elasticity {market.value:g}"
    parameters = {
        "alpha": (alpha, why),
        "outside share": (outside, basis if stated else f"{basis}: {market.source}"),
    }
    if form == "nested logit":
        parameters["nesting"] = (nesting, str(assumed.nesting.source))
    how = "an own-price elasticity" if margins is None else "known margins"
    words = f"{form}; price coefficient from {how}, outside share from {basis}"
    return _Model(
        demand=setting.demand(outside, alpha=alpha, nesting=nesting),
        parameters=parameters,
        words=words,
    )


def _effects(
    setting: Setting,
    model: _Model,
    deal: Deal,
    landscape: Landscape,
    reading: Reading,
    before: Float[np.ndarray, "F F"],
    after: Float[np.ndarray, "F F"],
) -> MarketEffects:
    market, demand, prices = setting.market, model.demand, setting.prices
    costs = recover_costs(demand, prices, firms=setting.firms, kappa=before)
    solved = solve_prices(
        demand, costs, firms=setting.firms, kappa=after, start=prices
    ).check(market=market.name, products=market.products)
    shares = demand.shares(prices)
    buyers = market.quantities.sum() / shares.sum()
    spend = float(prices @ shares) * buyers
    unit = spend if market.prices is None else 1.0
    groups = tuple(setting.groups[firm] for firm in setting.firms)
    heads = merged_groups(landscape, deal)
    gain = float(demand.surplus(solved.prices) - demand.surplus(prices)) * buyers
    return MarketEffects(
        market=market,
        reading=reading,
        groups_before=groups,
        groups_after=tuple(heads.get(group, group) for group in groups),
        prices_before=prices,
        prices_after=solved.prices,
        costs=costs,
        shares_before=shares,
        shares_after=solved.shares,
        surplus_change=gain / unit,
        profits_before=_profits(groups, (prices - costs) * shares * buyers / unit),
        profits_after=_profits(groups, solved.markups * solved.shares * buyers / unit),
        relative=market.prices is None,
        demand=model.words,
        parameters=model.parameters,
        solution=_solution(solved),
        pressure=_pressure(setting, demand, costs, before, after),
        warnings=_warnings(groups, prices, costs),
    )


def _warnings(
    groups: Sequence[str],
    prices: Float[np.ndarray, " J"],
    costs: Float[np.ndarray, " J"],
) -> tuple[str, ...]:
    """Say where the model needs costs that nobody would believe."""
    ratio = costs / prices
    if ratio.min() >= LOWEST_COST:
        return ()
    worst = groups[int(ratio.argmin())]
    return (
        f"to explain today's prices under this reading, a car of "
        f"{bundled_register().label(worst)} would have to cost only "
        f"{percent(float(ratio.min()), 0)} of its price: read these effects with care",
    )


def _pressure(
    setting: Setting,
    demand: NestedLogit,
    costs: Float[np.ndarray, " J"],
    before: Float[np.ndarray, "F F"],
    after: Float[np.ndarray, "F F"],
) -> Pressure:
    """Measure the pull of changed profit weights at today's prices."""
    prices, firms = setting.prices, setting.firms
    change = (after - before)[np.ix_(firms, firms)]
    lost_to = diversion(demand, prices)
    np.fill_diagonal(lost_to, 0)
    needed = recover_costs(demand, prices, firms=firms, kappa=after)
    return Pressure(
        guppi=(change * lost_to) @ (prices - costs) / prices,
        cmcr=(costs - needed) / costs,
        diversion=((change > 1e-12) * lost_to).sum(axis=1),
    )


def _profits(
    groups: Sequence[str], earned: Float[np.ndarray, " J"]
) -> dict[str, float]:
    totals: dict[str, float] = dict.fromkeys(groups, 0.0)
    for group, amount in zip(groups, earned, strict=True):
        totals[group] += float(amount)
    return totals


def _solution(solved: Equilibrium) -> Solution:
    return Solution(
        converged=solved.converged, residual=solved.residual, status=solved.status
    )


def _inputs(
    deal: Deal, landscape: Landscape, markets: Sequence[Market]
) -> dict[str, Any]:
    """Return what identifies the inputs: version and short hashes."""
    return {
        "keiretsu": version("keiretsu"),
        "deal": _hash(deal.to_dict()),
        "landscape": _hash(landscape.to_dict()),
        "markets": {market.name: market_hash(market) for market in markets},
    }


def market_hash(market: Market) -> str:
    """Return a short hash of a market's products, makers, quantities and prices."""
    prices = None if market.prices is None else market.prices.tolist()
    return _hash(
        [
            market.products,
            market.firms,
            market.quantities.tolist(),
            prices,
            market.nests,
        ]
    )


def _hash(value: Any) -> str:
    return hashlib.sha256(repr(value).encode()).hexdigest()[:12]
