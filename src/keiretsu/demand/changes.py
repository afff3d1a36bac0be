"""Other products than today's: some leave, some come, some get better.

Each function takes a demand and gives one of the same form. Choice models know what a
product is worth to buyers, so a product can leave or come without a new estimate;
linear, log-linear and AIDS demand know only the products that they were fitted to.
"""

from __future__ import annotations

from dataclasses import replace
from functools import singledispatch
from typing import Any, TypeVar

import numpy as np
from jaxtyping import Bool, Float

from keiretsu.arrays import floats, marks, refuse_large_table
from keiretsu.demand.ces import CES, NestedCES
from keiretsu.demand.demand import Demand
from keiretsu.demand.generalized import GeneralizedNestedLogit
from keiretsu.demand.linear import Linear, LogLinear
from keiretsu.demand.logit import Logit
from keiretsu.demand.mixed import MixedLogit
from keiretsu.demand.nested import NestedLogit
from keiretsu.demand.no_outside_good import NoOutsideGood
from keiretsu.demand.spending import ConstantExpenditure
from keiretsu.demand.two_level import TwoLevelLogit
from keiretsu.errors import DataError, ShapeError

Form = TypeVar("Form", bound=Demand)

_PER_PRODUCT: dict[type, tuple[str, ...]] = {
    Logit: ("delta",),
    NestedLogit: ("delta", "nests"),
    TwoLevelLogit: ("delta", "subgroups"),
    GeneralizedNestedLogit: ("delta", "allocation"),
    MixedLogit: ("values", "nests"),
    CES: ("values",),
    NestedCES: ("values", "nests"),
}
"""Arrays of each form that have a row for each product: worth first, place second."""


def restrict(demand: Form, offered: Bool[np.ndarray, " J"]) -> Form:
    """Return the demand when only some products can be bought.

    Parameters
    ----------
    demand
        A choice model for J products.
    offered
        Which of them are there, shape `(J,)`, at least one.

    Raises
    ------
    ShapeError, DataError
        If `offered` does not fit or leaves nothing, or the form is no choice model.

    Examples
    --------
    >>> demand = Logit(alpha=0.2, delta=np.array([4.0, 5.0]))
    >>> restrict(demand, np.array([False, True])).shares(np.array([25.0]))
    array([0.5])
    """
    offered = marks(offered, "offered", count=np.size(offered))
    if not offered.any():
        raise DataError("no product is offered", hint="keep at least one")

    def kept(rows: Any, _: int) -> Any:
        if offered.shape != rows.shape[:1]:
            raise ShapeError(f"{len(offered)} marks for {len(rows)} products")
        return rows[offered]

    left: Form = _with_rows(demand, kept)
    return left


def second_choices(
    demand: Form, prices: Float[np.ndarray, " J"]
) -> Float[np.ndarray, "J J"]:
    """Return the share of product j's buyers who would buy k if j were gone, `(J, J)`.

    Surveys of buyers ask this. It is not the `diversion` of those whom a dearer price
    drives away: with tastes that differ they are other people. The diagonal is -1; what
    a row lacks to zero goes to buying none.

    Parameters
    ----------
    demand
        A choice model for J products.
    prices
        Currency units, shape `(J,)`.

    References
    ----------
    Conlon & Mortimer (2021), "Empirical properties of diversion ratios", RAND 52.

    Examples
    --------
    >>> demand = Logit(alpha=0.2, delta=np.array([4.0, 5.0]))
    >>> second_choices(demand, np.array([20.0, 25.0])).round(3)
    array([[-1. ,  0.5],
           [ 0.5, -1. ]])
    """
    prices = floats(prices, "prices", shape=(None,))
    sold = demand.quantities(prices)
    refuse_large_table(len(sold))
    caught = np.zeros((len(sold), len(sold)))
    for product in range(len(sold) if len(sold) > 1 else 0):
        stay = np.arange(len(sold)) != product
        later = restrict(demand, stay).quantities(prices[stay])
        caught[product, stay] = (later - sold[stay]) / sold[product]
    np.fill_diagonal(caught, -1.0)
    return caught


def extend(demand: Form, values: Any, *, places: Any = None) -> Form:
    """Return the demand with K more products, after those of today.

    Parameters
    ----------
    demand
        A choice model for J products.
    values
        What the new products are worth, as the form's `delta` or `values` has it: shape
        `(K,)`, or `(K, I)` for mixed logit.
    places
        Nest of each new product, `(K,)`, its subgroup in two-level demand, or its
        allocation to nests, `(K, G)`; None where the form has none.

    Raises
    ------
    ShapeError, DataError
        If the arrays do not fit, a place is missing, or the form is no choice model.

    Examples
    --------
    >>> demand = Logit(alpha=0.2, delta=np.array([4.0]))
    >>> extend(demand, np.array([5.0])).shares(np.array([20.0, 25.0])).round(3)
    array([0.333, 0.333])
    """
    values = floats(values, "values")
    if values.ndim == 0:
        values = values[None]

    def longer(rows: Any, number: int) -> Any:
        more = values if number == 0 else places
        if more is None:
            raise DataError(
                "the new products have no nest", hint="say where they belong: places="
            )
        more = np.asarray(more, dtype=rows.dtype)
        if more.shape[1:] != rows.shape[1:] or len(more) != len(values):
            raise ShapeError(f"{more.shape} for new products beside {rows.shape}")
        return np.concatenate([rows, more])

    grown: Form = _with_rows(demand, longer)
    return grown


def with_copy(demand: Form, product: int, money: float) -> Form:
    """Return the demand with one more product, like another one and worth more.

    Parameters
    ----------
    demand
        A choice model for J products.
    product
        Number of the product that it is like; it shares its nest and its tastes.
    money
        What buyers would pay more for it, currency units.

    Raises
    ------
    DataError
        If the form is no choice model with a price coefficient.

    Examples
    --------
    >>> one = Logit(alpha=0.2, delta=np.array([4.0]))
    >>> with_copy(one, 0, 5.0).delta
    array([4., 5.])
    """
    by = worth_of(demand, np.array([money]))[0]

    def longer(rows: Any, number: int) -> Any:
        more = rows[[product]]
        return np.concatenate([rows, more if number else more + by])

    grown: Form = _with_rows(demand, longer)
    return grown


def worth_of(demand: Any, money: Float[np.ndarray, " J"]) -> Any:
    """Return what money is in utility, as `improve` takes it: `(J,)` or `(J, I)`.

    Raises
    ------
    DataError
        If the form has no utility that is linear in the price.
    """
    inner = demand.demand if isinstance(demand, NoOutsideGood) else demand
    alpha = getattr(inner, "alpha", None)
    if alpha is None or type(inner) not in _PER_PRODUCT:
        raise DataError(
            f"{type(demand).__name__} does not say what a car is worth in money",
            hint="take a logit, a nested or a mixed logit",
        )
    by = np.asarray(money, dtype=float)
    return by[:, None] * alpha if np.ndim(alpha) else by * alpha


@singledispatch
def improve(demand: Any, by: Float[np.ndarray, " J"]) -> Any:
    r"""Return the demand when products get better, or worse, to buyers.

    Parameters
    ----------
    demand
        Any form but AIDS.
    by
        Change of mean utility, shape `(J,)`, of every type alike or `(J, I)` in mixed
        logit; a characteristic's change times its taste. In CES the log of the factor
        on values; in linear demand the change of quantities, in log-linear demand of
        their logs. What buyers would pay for it is `by` over alpha.

    Raises
    ------
    DataError
        If the form has no such thing.

    Examples
    --------
    >>> demand = improve(Logit(alpha=0.2, delta=np.array([4.0])), np.array([1.0]))
    >>> demand.shares(np.array([25.0]))
    array([0.5])
    """
    del by
    raise DataError(
        f"{type(demand).__name__} does not know what products are worth",
        hint="take a choice model, CES, linear or log-linear demand",
    )


@improve.register(Logit)
@improve.register(NestedLogit)
@improve.register(TwoLevelLogit)
@improve.register(GeneralizedNestedLogit)
def _(demand: Any, by: Float[np.ndarray, " J"]) -> Any:
    return replace(demand, delta=_sum(demand.delta, by))


@improve.register
def _(demand: MixedLogit, by: Any) -> MixedLogit:
    by = floats(by, "by")
    shift = by[:, None] if by.ndim == 1 else by
    if shift.shape not in (demand.values.shape, (len(demand.values), 1)):
        raise ShapeError(f"changes {by.shape} of values {demand.values.shape}")
    return replace(demand, values=demand.values + shift)


@improve.register(CES)
@improve.register(NestedCES)
def _(demand: Any, by: Float[np.ndarray, " J"]) -> Any:
    return replace(demand, values=np.exp(_sum(np.log(demand.values), by)))


@improve.register(Linear)
@improve.register(LogLinear)
def _(demand: Any, by: Float[np.ndarray, " J"]) -> Any:
    return replace(demand, intercepts=_sum(demand.intercepts, by))


@improve.register(NoOutsideGood)
@improve.register(ConstantExpenditure)
def _(demand: Any, by: Float[np.ndarray, " J"]) -> Any:
    return replace(demand, demand=improve(demand.demand, by))


def _sum(values: Any, by: Any) -> Any:
    change = floats(by, "by")
    if change.shape != values.shape:
        raise ShapeError(f"changes of shape {change.shape} for {len(values)} products")
    return values + change


def _with_rows(demand: Any, change: Any) -> Any:
    """Return the form with the rows of its products changed."""
    if isinstance(demand, NoOutsideGood | ConstantExpenditure):
        return replace(demand, demand=_with_rows(demand.demand, change))
    names = _PER_PRODUCT.get(type(demand))
    if names is None:
        raise DataError(
            f"{type(demand).__name__} knows only the products that it was fitted to",
            hint="take a choice model such as the nested logit, or CES",
        )
    rows = {
        name: change(getattr(demand, name), number)
        for number, name in enumerate(names)
        if getattr(demand, name) is not None
    }
    return replace(demand, **rows)
