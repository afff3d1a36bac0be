"""Markets filled to a multiple of eight products, so that few programs are compiled.

A filled product answers to nobody: next to nothing is sold of it, no maker weighs it,
and its price is held.
"""

from __future__ import annotations

from dataclasses import replace
from functools import singledispatch
from typing import Any

import numpy as np
from jaxtyping import Float

from keiretsu.demand import (
    AIDS,
    CES,
    Demand,
    Linear,
    LogLinear,
    NestedCES,
    TwoLevelLogit,
)

_LITTLE = 1e-120
"""Sales of a filled product, next to all others."""


def fill_up(
    demand: Demand,
    costs: Float[np.ndarray, " J"],
    weights: Float[np.ndarray, "J J"],
    most: Float[np.ndarray, " J"],
    stay: Float[np.ndarray, " J"],
    first: Float[np.ndarray, " J"],
) -> tuple[Any, ...]:
    """Return the solver's question with a few more products, held and sold to nobody.

    Parameters
    ----------
    demand, costs, weights, most, stay, first
        The form, then costs, profit weights between products, capacities, held prices
        and first guess, as the solver has them.
    """
    more, price = room(len(costs)), float(np.abs(first).mean())
    wide = filled(demand, more, price) if more else None
    if wide is None:
        return demand, costs, weights, most, stay, first
    size = len(costs) + more
    square = np.eye(size)
    square[: len(costs), : len(costs)] = weights
    longer = (
        np.append(values, np.full(more, filling))
        for values, filling in (
            (costs, price / 2),
            (most, np.inf),
            (stay, price),
            (first, price),
        )
    )
    cost, limit, still, start = longer
    return wide, cost, square, limit, still, start


@singledispatch
def filled(demand: Any, more: int, price: float) -> Any | None:
    """Return the demand with `more` products added, or None for a form without a way.

    The price of the added products is held at `price`.
    """
    del demand, more, price
    return None


def room(count: int) -> int:
    """Return how many products to add to a market of this many.

    >>> [room(n) for n in (3, 8, 30)]
    [5, 0, 2]
    """
    return max(-(-count // 8) * 8, 8) - count


@filled.register
def _(demand: Linear, more: int, price: float) -> Linear:
    return Linear(
        intercepts=_longer(demand.intercepts, more, 1.0 + price),
        slopes=_wider(demand.slopes, more, -1.0),
    )


@filled.register
def _(demand: LogLinear, more: int, price: float) -> LogLinear:
    del price
    return LogLinear(
        intercepts=_longer(demand.intercepts, more, 0.0),
        slopes=_wider(demand.slopes, more, -2.0),
    )


@filled.register
def _(demand: AIDS, more: int, price: float) -> AIDS:
    return replace(
        demand,
        revenue=_longer(demand.revenue, more, _LITTLE),
        slopes=_wider(demand.slopes, more, -_LITTLE),
        base=_longer(demand.base, more, price),
    )


@filled.register
def _(demand: CES, more: int, price: float) -> CES:
    del price
    return replace(demand, values=_longer(demand.values, more, _LITTLE))


@filled.register
def _(demand: NestedCES, more: int, price: float) -> NestedCES:
    del price
    return replace(
        demand,
        values=_longer(demand.values, more, _LITTLE),
        nesting=np.append(demand.nesting, 0.0),
        nests=_longer(demand.nests, more, len(demand.nesting)),
    )


@filled.register
def _(demand: TwoLevelLogit, more: int, price: float) -> TwoLevelLogit:
    return replace(
        demand,
        delta=_longer(demand.delta, more, price * demand.alpha + np.log(_LITTLE)),
        subgroup_nesting=np.append(demand.subgroup_nesting, 0.0),
        group_nesting=np.append(demand.group_nesting, 0.0),
        subgroups=_longer(demand.subgroups, more, len(demand.groups)),
        groups=np.append(demand.groups, len(demand.group_nesting)),
    )


def _longer(values: np.ndarray, more: int, filling: float) -> np.ndarray:
    return np.concatenate([values, np.full(more, filling, dtype=values.dtype)])


def _wider(table: np.ndarray, more: int, own: float) -> np.ndarray:
    count = len(table) + more
    wide = np.zeros((count, count))
    np.fill_diagonal(wide, own)
    wide[: len(table), : len(table)] = table
    return wide
