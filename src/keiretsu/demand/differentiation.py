r"""Derivatives of any demand form: exact for ours, by small steps for a user's own.

A form of one method, `quantities` or `shares`, is enough for the solvers: an imaginary
step gives its derivatives to the last digit where the form takes complex numbers, which
is tried and not taken on trust; else differences of the fourth order do. Second
derivatives of our forms are their own (`Form.second_derivatives`).

References
----------
Squire & Trapp (1998), "Using complex variables to estimate derivatives of real
functions", SIAM Review 40(1).
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
from jaxtyping import Float, Int

from keiretsu.arrays import refuse_large_table
from keiretsu.demand.demand import Demand
from keiretsu.demand.form import IMAGINARY, Form
from keiretsu.errors import DataError, ShapeError

_STEP = 1e-3
"""Real step, as a share of the price change that would lose all sales at this pace."""


def as_demand(demand: Any) -> Demand:
    """Return a form that answers quantities and derivatives, made from any that sells.

    Parameters
    ----------
    demand
        One of our forms, which comes back as it is; an object with `quantities`, or
        `shares`, and perhaps `derivatives`; or a function from prices, `(J,)`, to what
        is sold, `(J,)`. It may say `positive_prices = True`.

    Raises
    ------
    DataError
        If it has nothing of the kind.

    Examples
    --------
    >>> class Own:
    ...     def shares(self, prices):
    ...         worth = np.exp(2.0 - prices)
    ...         return worth / (1 + worth.sum())
    >>> as_demand(Own()).derivatives(np.array([1.0, 2.0])).round(3)
    array([[-0.244,  0.122],
           [ 0.122, -0.167]])
    """
    if isinstance(demand, Form | OwnDemand):
        return demand
    sales = getattr(demand, "quantities", None) or getattr(demand, "shares", None)
    if sales is None and callable(demand) and not isinstance(demand, type):
        sales = demand
    if sales is None:
        raise DataError(
            f"{type(demand).__name__} is no demand",
            hint="give a form of keiretsu.demand, or an object with shares(prices)",
        )
    return OwnDemand(demand, sales)


class OwnDemand:
    """A user's own form, with whatever it lacks supplied."""

    def __init__(self, form: Any, sales: Callable[[Any], Any]) -> None:
        self.form, self._sales = form, sales
        self.positive_prices = bool(getattr(form, "positive_prices", False))
        self._complex: bool | None = None
        surplus = getattr(form, "surplus", None)
        if surplus is not None:
            self.surplus = surplus

    def quantities(self, prices: Float[np.ndarray, " J"]) -> Float[np.ndarray, " J"]:
        """Return what is sold, shape `(J,)`.

        Raises
        ------
        ShapeError
            If the form answers with another shape than that of the prices.
        """
        sold = np.asarray(self._sales(prices))
        if sold.shape != np.shape(prices):
            raise ShapeError(
                f"quantities of shape {sold.shape} for prices of {np.shape(prices)}",
                hint="the form answers one number for each product",
            )
        return sold

    def derivatives(self, prices: Float[np.ndarray, " J"]) -> Float[np.ndarray, "J J"]:
        """Return the change of quantity j with price k, shape `(J, J)`."""
        refuse_large_table(len(prices))
        own = getattr(self.form, "derivatives", None)
        if own is not None:
            return np.asarray(own(prices), dtype=float)
        if self._complex is None:
            self._complex = self._takes_complex(prices)
        if self._complex:
            return self._by_imaginary_steps(prices)
        return self._by_differences(prices)

    def _by_imaginary_steps(self, prices: Any) -> Float[np.ndarray, "J J"]:
        table = np.empty((len(prices), len(prices)))
        for product in range(len(prices)):
            moved = np.asarray(prices, dtype=complex)
            moved[product] += 1j * IMAGINARY
            table[:, product] = self.quantities(moved).imag / IMAGINARY
        return table

    def _by_differences(self, prices: Any) -> Float[np.ndarray, "J J"]:
        rough = _differences(self.quantities, prices, 1e-3 * _sizes(prices))
        with np.errstate(all="ignore"):
            pace = np.abs(self.quantities(prices) / np.diagonal(rough))
        steps = np.where(np.isfinite(pace) & (pace > 0), pace, _sizes(prices))
        if self.positive_prices:
            steps = np.minimum(steps, np.abs(prices))
        return _differences(self.quantities, prices, _STEP * steps)

    def _takes_complex(self, prices: Any) -> bool:
        """Say whether an imaginary step gives what small real steps do."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                exact = self._by_imaginary_steps(prices)
        except Exception:
            return False
        near = self._by_differences(prices)
        size = float(np.abs(near).max())
        return bool(
            np.isfinite(exact).all() and np.abs(exact - near).max() < 1e-5 * size
        )


def second_derivatives(
    demand: Any,
    prices: Float[np.ndarray, " J"],
    weights: Float[np.ndarray, "K J"],
    products: Int[np.ndarray, " K"] | None = None,
) -> Float[np.ndarray, "K J"]:
    r"""Return weighted second derivatives of quantities, shape `(K, J)`.

    For each of the products j, all of them if they are not given, the entry jl is
    :math:`\sum_k u_{jk}\, \partial^2 q_k / \partial p_j \partial p_l`.

    Parameters
    ----------
    demand
        Any form that `as_demand` gives.
    prices
        Shape `(J,)`.
    weights
        u above, a row for each of the products, shape `(K, J)`.
    products
        Numbers of the products, shape `(K,)`.
    """
    which = np.arange(len(prices)) if products is None else products
    if isinstance(demand, Form):
        return demand.second_derivatives(prices, weights, which)
    return _second_by_differences(demand, prices, weights, which)


def _second_by_differences(
    demand: Any, prices: np.ndarray, weights: np.ndarray, which: np.ndarray
) -> Float[np.ndarray, "K J"]:
    sold, own = demand.quantities(prices), np.diagonal(demand.derivatives(prices))
    with np.errstate(all="ignore"):
        pace = np.abs(sold / own)
    steps = np.where(np.isfinite(pace) & (pace > 0), pace, _sizes(prices))
    if demand.positive_prices:
        steps = np.minimum(steps, np.abs(prices))
    table = np.empty((len(which), len(prices)))
    for row, product in enumerate(which):
        step = _STEP * steps[product]

        def along(move: float, row: int = row, product: int = product) -> np.ndarray:
            moved = np.array(prices, dtype=float)
            moved[product] += move
            return weights[row] @ demand.derivatives(moved)

        near, far = along(step) - along(-step), along(2 * step) - along(-2 * step)
        table[row] = (8 * near - far) / (12 * step)
    return table


def _differences(
    function: Callable[[np.ndarray], np.ndarray], at: Any, steps: np.ndarray
) -> Float[np.ndarray, "J J"]:
    """Return the Jacobian by differences of the fourth order."""
    columns = []
    for product, step in enumerate(steps):
        move = np.zeros(len(at))
        move[product] = step
        near = function(at + move) - function(at - move)
        far = function(at + 2 * move) - function(at - 2 * move)
        columns.append((8 * near - far) / (12 * step))
    return np.stack(columns, axis=1)


def _sizes(prices: Any) -> np.ndarray:
    """Return the sizes of prices, none of them zero."""
    size = np.abs(np.asarray(prices, dtype=float))
    return np.maximum(size, max(float(size.max(initial=0.0)) / 10, 1e-12))
