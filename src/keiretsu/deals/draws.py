"""How unsure the effects are: the same deal over draws of what is assumed.

Draws are the same points under every reading of control, in every market and for every
deal. The bundled tastes are solved all at once from one Jacobian, and so are plain and
nested logits, from the shares of makers in nests, where weights and costs change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

import numpy as np
from jaxtyping import Float

from keiretsu.competition import (
    DemandBatch,
    Scenario,
    firm_nests_of,
    solve_many_demands,
)
from keiretsu.competition.counterfactuals.taxes import Untaxed
from keiretsu.competition.solvers.mixed_logit.many_demands import solve_many_mixed
from keiretsu.deals.compute import moved
from keiretsu.deals.conduct import PriceSetting
from keiretsu.deals.demand_models import DemandModel, DemandSource
from keiretsu.deals.demand_models.assumed import AssumedNestedLogit
from keiretsu.deals.demand_models.nested_logit import NestedLogitParameters
from keiretsu.deals.demand_models.second_choices import (
    SecondChoices,
    answers_second_choices,
    drawn_demands,
    draws_held,
    fitted_demand,
)
from keiretsu.deals.measures import Draws
from keiretsu.deals.place import Place
from keiretsu.demand import Demand
from keiretsu.errors import DataError, NoConvergence


def draw_effects(place: Place, source: DemandSource, *, count: int, seed: int) -> Draws:
    """Return the deal's effects over `count` draws; the seed and market fix them.

    Of tastes fitted to second choices there are no more than are bundled.

    Draws whose elasticities contradict each other, or that find no equilibrium, are
    left out and counted.

    Raises
    ------
    DataError
        If the source has no ranges to draw from, or no draw is left.
    """
    market = place.observed.market
    simple = type(place.conduct) is PriceSetting and not (
        place.changes_demand or place.feeds_back
    )
    if isinstance(source, SecondChoices) and not answers_second_choices(market):
        source = source.elsewhere
    if isinstance(source, SecondChoices):
        count = min(count, draws_held(market))
    if simple and isinstance(source, AssumedNestedLogit):
        found = _nested(place, source, seed, count)
    elif simple and isinstance(source, SecondChoices):
        found = _mixed(place, count)
    else:
        found = _one_by_one(place, source, seed, count)
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
    return all(step.only_ownership for step in place.change.deal.steps)


def _nested(place: Place, source: AssumedNestedLogit, seed: int, count: int) -> Found:
    """Return the effects from the shares of makers in nests, all draws at once."""
    observed, market = place.observed, place.observed.market
    values = NestedLogitParameters(observed, nested=source.nested)
    parameters, demands = source.parameters(observed, seed, count)
    usable = np.isfinite(demands).all(axis=1)
    if not usable.any():
        return np.empty((0, len(observed.prices))), np.empty(0), {}
    alpha, outside = demands[usable].T
    nesting = parameters["nesting"][usable]
    change, batch = nested_changes(
        values, place, alpha=alpha, outside=outside, nesting=nesting
    )
    gain = batch.log_sum_change / alpha * market.quantities.sum() / (1 - outside)
    if market.prices is None:
        gain = gain / (observed.prices @ market.quantities)
    good = np.array(batch.converged)
    if not _only_weights(place):
        for n in np.flatnonzero(~good).tolist():
            form = values.demand(outside[n], alpha=alpha[n], nesting=nesting[n])
            model = DemandModel(demand=form, parameters={}, words="")
            changes, gains, _ = _each(place, [({}, model)])
            if len(changes):
                change[n], gain[n], good[n] = changes[0], gains[0], True
    kept = {name: column[usable][good] for name, column in parameters.items()}
    return change[good], gain[good], kept


def nested_changes(
    values: NestedLogitParameters,
    place: Place,
    *,
    alpha: Float[np.ndarray, " N"],
    outside: Float[np.ndarray, " N"],
    nesting: Float[np.ndarray, " N"],
    at: Callable[[int], Place] | None = None,
) -> tuple[Float[np.ndarray, "N J"], DemandBatch]:
    """Return relative price changes under N nested logits, and all that was solved.

    Parameters
    ----------
    values
        The market today, and its nests.
    place
        What the deal makes of it: owners, costs and taxes.
    alpha, outside, nesting
        Price coefficients, outside shares and nesting parameters, shape `(N,)`.
    at
        Gives the place of one of the N, of the same weights, where costs differ by more
        than demand.

    Returns
    -------
    tuple
        Those are not solved in which a maker meets several rates of a tax on prices.
    """
    observed, owners_alone = place.observed, _only_weights(place)
    weights = place.kappa_after

    def dearer(number: int, markups: Float[np.ndarray, " J"]) -> np.ndarray:
        demand = values.demand(
            outside[number], alpha=alpha[number], nesting=nesting[number]
        )
        here, costs = place if at is None else at(number), observed.prices - markups
        then = _untaxed(here, demand, costs)
        alike = np.array_equal(then.firms, observed.firms)
        return then.costs - costs if alike else np.full(len(costs), np.nan)

    if not owners_alone:
        first = values.demand(outside[0], alpha=alpha[0], nesting=nesting[0])
        then = _untaxed(place, first, observed.prices)
        weights = then.kappa if len(then.kappa) == len(weights) else weights
    pairs = firm_nests_of(observed.firms, values.nests)
    batch = solve_many_demands(
        pairs,
        observed.inside,
        before=observed.kappa,
        after=weights,
        alpha=alpha,
        nesting=nesting[:, None] + values.per_nest(0.0),
        outside=outside,
        dearer=None if owners_alone else dearer,
    )
    moved = batch.markup_change[:, pairs.of_product]
    if batch.cost_change is not None:
        moved = moved + batch.cost_change
    return moved / observed.prices, batch


def _mixed(place: Place, count: int) -> Found:
    """Return the effects under bundled tastes, near one another as they are."""
    observed = place.observed
    drawn = list(drawn_demands(observed.market, count))
    demands = [demand for _, demand in drawn]
    firms, before, after = observed.firms, observed.kappa, place.kappa_after
    dearer = None
    if not _only_weights(place):
        then = _untaxed(place, demands[0], observed.prices)
        makers = np.array([firms[then.firms == n][0] for n in range(len(then.kappa))])
        firms, before, after = then.firms, before[np.ix_(makers, makers)], then.kappa
        dearer = partial(_dearer, place)
    batch = solve_many_mixed(
        demands,
        observed.prices,
        firms=firms,
        before=before,
        after=after,
        midst=fitted_demand(observed.market),
        dearer=dearer,
    )
    kept = [n for n, good in enumerate(batch.converged) if good]
    near = [drawn[n][0] for n in kept]
    sizes = np.array([one["market size"] for one in near])
    change, gain = batch.price_change[kept], batch.surplus_change[kept] * sizes
    far = [drawn[n] for n, good in enumerate(batch.converged) if not good]
    models = (DemandModel(demand=one, parameters={}, words="") for _, one in far)
    changes, gains, rest = _each(
        place, zip((told for told, _ in far), models, strict=True)
    )
    return (
        np.concatenate([change, changes]),
        np.concatenate([gain, gains]),
        _columns([*near, *rest]),
    )


def _dearer(
    place: Place, demand: Demand, costs: Float[np.ndarray, " J"]
) -> Float[np.ndarray, " J"]:
    """Return what the deal's steps add to costs, as they would be without taxes."""
    return _untaxed(place, demand, costs).costs - costs


def _untaxed(place: Place, demand: Demand, costs: Float[np.ndarray, " J"]) -> Untaxed:
    """Return the problem without taxes that has the prices after the deal."""
    seen = place.observed
    today = Scenario(demand=demand, costs=costs, firms=seen.firms, kappa=seen.kappa)
    then = place.after(today)
    return then.taxes.untaxed(then.costs, firms=then.firms, kappa=then.kappa)


def _one_by_one(place: Place, source: DemandSource, seed: int, count: int) -> Found:
    drawn = source.draws(place.observed, seed, count)
    changes, gains, told = _each(place, drawn)
    return changes, gains, _columns(told)


def _each(
    place: Place, drawn: Iterable[tuple[Mapping[str, float], DemandModel | None]]
) -> tuple[
    Float[np.ndarray, "N J"], Float[np.ndarray, " N"], list[Mapping[str, float]]
]:
    """Return the effects under each draw that has an equilibrium, and the draws."""
    changes, gains, told, near = [], [], [], place.nearby
    for parameters, model in drawn:
        if model is None:
            continue
        try:
            one = moved(near, model)
        except NoConvergence:
            continue
        changes.append(one.price_change)
        gains.append(np.nan if one.gain is None else one.gain)
        told.append(parameters)
    width = len(place.observed.prices)
    return np.array(changes).reshape(len(changes), width), np.array(gains), told


def _columns(told: Sequence[Mapping[str, float]]) -> dict[str, Float[np.ndarray, " N"]]:
    names = told[0] if told else {}
    return {name: np.array([row[name] for row in told]) for name in names}
