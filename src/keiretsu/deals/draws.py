"""How unsure the effects are: the same deal over draws of what is assumed.

Where a deal only changes profit weights and demand is plain or nested logit, all draws
are solved at once from the shares of makers in nests; otherwise one after another.
"""

from __future__ import annotations

import zlib

import numpy as np
from jaxtyping import Float

from keiretsu.competition import firm_nests_of, solve_many_demands
from keiretsu.deals.compute import effects_of
from keiretsu.deals.conduct import PriceSetting
from keiretsu.deals.demand_models import DemandSource
from keiretsu.deals.demand_models.assumed import (
    AssumedNestedLogit,
    NestedLogitParameters,
)
from keiretsu.deals.measures import Draws
from keiretsu.deals.place import Place
from keiretsu.errors import DataError, NoConvergence


def draw_effects(place: Place, source: DemandSource, *, count: int, seed: int) -> Draws:
    """Return the deal's effects over `count` draws; the seed and market fix them.

    Draws whose elasticities contradict each other, or that find no equilibrium, are
    left out and counted.

    Raises
    ------
    DataError
        If the source has no ranges to draw from, or no draw is left.
    """
    market = place.observed.market
    rng = np.random.default_rng([seed, zlib.crc32(market.name.encode())])
    at_once = (
        isinstance(source, AssumedNestedLogit)
        and type(place.conduct) is PriceSetting
        and _only_weights(place)
    )
    if at_once:
        assert isinstance(source, AssumedNestedLogit)
        found = _at_once(place, source, rng, count)
    else:
        found = _one_by_one(place, source, rng, count)
    change, gain, parameters = found
    if not len(change):
        raise DataError(
            f"no draw for market {market.name!r} is consistent",
            hint="narrow the ranges of the elasticities",
        )
    return Draws(
        price_change=change,
        surplus_change=gain,
        parameters=parameters,
        failed=count - len(change),
        seed=seed,
    )


Found = tuple[
    Float[np.ndarray, "N J"],
    Float[np.ndarray, " N"],
    dict[str, Float[np.ndarray, " N"]],
]


def _only_weights(place: Place) -> bool:
    """Return whether no step changes more than who owns whom."""
    return all(step.affected is not None for step in place.change.deal.steps)


def _at_once(
    place: Place, source: AssumedNestedLogit, rng: np.random.Generator, count: int
) -> Found:
    observed = place.observed
    values = NestedLogitParameters(observed, nested=source.nested)
    parameters, demands = source.parameters(observed, rng, count)
    usable = np.isfinite(demands).all(axis=1)
    alpha, outside = demands[usable].T
    pairs = firm_nests_of(observed.firms, values.nests)
    batch = solve_many_demands(
        pairs,
        observed.inside,
        before=observed.kappa,
        after=place.kappa_after,
        alpha=alpha,
        nesting=parameters["nesting"][usable][:, None] + values.per_nest(0.0),
        outside=outside,
    )
    good = batch.converged
    market = observed.market
    gain = batch.log_sum_change / alpha * market.quantities.sum() / (1 - outside)
    if market.prices is None:
        gain = gain / (observed.prices @ market.quantities)
    change = batch.markup_change[:, pairs.of_product] / observed.prices
    kept = {name: column[usable][good] for name, column in parameters.items()}
    return change[good], gain[good], kept


def _one_by_one(
    place: Place, source: DemandSource, rng: np.random.Generator, count: int
) -> Found:
    changes, gains, told = [], [], []
    for parameters, model in source.draws(place.observed, rng, count):
        if model is None:
            continue
        try:
            one = effects_of(place, model)
        except NoConvergence:
            continue
        changes.append(one.price_change)
        gains.append(np.nan if one.surplus_change is None else one.surplus_change)
        told.append(parameters)
    names = told[0] if told else {}
    return (
        np.array(changes).reshape(len(changes), -1),
        np.array(gains),
        {name: np.array([row[name] for row in told]) for name in names},
    )
