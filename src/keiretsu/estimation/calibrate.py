"""Calibration of a market's demand to what is known of it, by the names of products."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from jaxtyping import Float, Int

from keiretsu.competition import (
    Calibration,
    Evidence,
    FitRow,
    calibrate_ces,
    calibrate_linear,
    calibrate_logit,
    calibrate_mixed,
)
from keiretsu.control import Ownership
from keiretsu.demand import normal_nodes
from keiretsu.errors import DataError, UnknownName
from keiretsu.estimation.fitted import FittedDemand
from keiretsu.estimation.known_numbers import KnownNumbers, Pair
from keiretsu.market import Market


def calibrate_market(
    market: Market,
    known: KnownNumbers,
    *,
    ownership: Ownership | None = None,
) -> FittedDemand:
    """Return the demand of a form that fits a market's sales and what is known.

    Parameters
    ----------
    market
        Products, prices and sales; its segments are the nests.
    known
        The form, and the known numbers by the names of products.
    ownership
        Who decides over whom, for margins; None takes every maker by itself.

    Raises
    ------
    DataError
        If the market has no prices, too little is known, or a name is no product.
    """
    if market.prices is None:
        raise DataError(
            f"market {market.name!r} has no prices",
            hint="add a column prices, or name a form with deal run --demand",
        )
    evidence = _evidence(market, known, ownership)
    found = _fitted(market, known, evidence)
    names = market.products
    return FittedDemand(
        products=names,
        demand=found.demand,
        fit=tuple(_named(row, names) for row in found.table),
    )


def _named(row: FitRow, names: Sequence[str]) -> dict[str, Any]:
    """Return a row of the fit with the names of its products."""
    places = {"product": row.product, "towards": row.towards}
    named = {key: names[n] for key, n in places.items() if n is not None}
    return {"what": row.what, **named, "given": row.given, "fitted": row.fitted}


def _fitted(
    market: Market,
    known: KnownNumbers,
    evidence: Evidence,
) -> Calibration[Any]:
    if known.form == "linear":
        return calibrate_linear(market.quantities, evidence)
    outside = _outside(market, known)
    shares = market.inside_shares * (1.0 if outside is None else 1 - outside)
    if known.form == "mixed logit":
        if outside is None:
            raise DataError(
                f"market {market.name!r} does not say who buys nothing",
                hint="give market_size, or shares of all potential buyers",
            )
        return _mixed(market, known, evidence, shares)
    nested = known.form == "nested logit"
    options: dict[str, Any] = {
        "nests": _nests(market) if nested else None,
        "nesting": known.nesting if nested else None,
        "outside": "unknown" if outside is None else "given",
    }
    if known.form == "ces":
        revenue = market.quantities * evidence.prices
        options = {"outside": "unknown"}
        return calibrate_ces(revenue / revenue.sum(), evidence, **options)
    return calibrate_logit(shares, evidence, **options)


def _outside(market: Market, known: KnownNumbers) -> float | None:
    """Return the share of potential buyers who buy nothing, if market or user say."""
    if known.market_size is None:
        return market.outside_share
    sold = float(market.quantities.sum())
    if not sold < known.market_size < np.inf:
        raise DataError(
            f"{known.market_size:g} potential buyers in market {market.name!r}, "
            f"where {sold:g} {market.words.units} are sold",
            hint="count everybody who might buy",
        )
    return 1 - sold / known.market_size


def _mixed(
    market: Market,
    known: KnownNumbers,
    evidence: Evidence,
    shares: Float[np.ndarray, " J"],
) -> Calibration[Any]:
    tastes = _tastes(market, known)
    nodes = normal_nodes(known.types, tastes.shape[1] + 1, seed=known.seed)
    return calibrate_mixed(shares, evidence, characteristics=tastes, nodes=nodes)


def _tastes(market: Market, known: KnownNumbers) -> Float[np.ndarray, "J K"]:
    """Return what tastes differ about; the segments where no column is named."""
    if not known.tastes:
        nests = _nests(market)
        return (nests[:, None] == np.arange(int(nests.max()) + 1)) * 1.0
    given = {"constant": np.ones(len(market.products)), **market.characteristics}
    for name in known.tastes:
        if name not in given:
            raise UnknownName("column of numbers", name, given)
        if not np.isfinite(given[name]).all():
            raise DataError(f"column {name!r} has a product without a number")
    return np.column_stack([given[name] for name in known.tastes])


def _nests(market: Market) -> Int[np.ndarray, " J"]:
    names = [nest or "not classed" for nest in market.nests]
    numbers = {name: n for n, name in enumerate(dict.fromkeys(names))}
    return np.array([numbers[name] for name in names])


def _evidence(
    market: Market, known: KnownNumbers, ownership: Ownership | None
) -> Evidence:
    makers = tuple(dict.fromkeys(market.firms))
    kappa = np.eye(len(makers))
    if ownership is not None:
        kappa = ownership.groups.profit_weights(makers, "silent")
    assert market.prices is not None
    return Evidence(
        prices=market.prices,
        firms=np.array([makers.index(firm) for firm in market.firms]),
        kappa=kappa,
        margins=_by_product(market, known.margins),
        own_elasticities=_by_product(market, known.own_elasticities),
        market_elasticity=known.market_elasticity,
        mean_margin=known.mean_margin,
        mean_own_elasticity=known.mean_own_elasticity,
        diversions=_by_pair(market, known.diversions),
        second_choices=_by_pair(market, known.second_choices),
    )


def _by_product(
    market: Market, given: Mapping[str, float]
) -> Float[np.ndarray, " J"] | None:
    if not given:
        return None
    values = np.full(len(market.products), np.nan)
    for product, value in given.items():
        values[_number(market, product)] = value
    return values


def _by_pair(
    market: Market, given: Mapping[Pair, float]
) -> Float[np.ndarray, "J J"] | None:
    if not given:
        return None
    values = np.full((len(market.products),) * 2, np.nan)
    for (first, second), share in given.items():
        pair = _number(market, first), _number(market, second)
        if pair[0] == pair[1] or not 0 <= share <= 1:
            raise DataError(
                f"a share of {share:g} from {first!r} to {second!r}",
                hint="it goes from one product to another and lies between 0 and 1",
            )
        values[pair] = share
    return values


def _number(market: Market, product: str) -> int:
    """Return the number of a product by its name, if no other has it."""
    places = [n for n, name in enumerate(market.products) if name == product]
    if not places:
        raise UnknownName(
            f"product in market {market.name!r}",
            product,
            market.products,
            look=f"write a name as the market has it, as {market.products[0]!r}",
        )
    if len(places) > 1:
        raise DataError(
            f"market {market.name!r} has {len(places)} products called {product!r}",
            hint="give them different names",
        )
    return places[0]
