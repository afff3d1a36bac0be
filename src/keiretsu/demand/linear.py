"""Linear and log-linear demand: quantities straight from prices.

Both know no potential buyers: quantities are in the data's own unit. A linear demand
sells nothing, not less, above its choke prices; the solver sees to that. A log-linear
demand has constant elasticities.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from jaxtyping import Float

from keiretsu.arrays import floats, refuse_large_table
from keiretsu.demand.form import Form
from keiretsu.errors import DataError


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Linear(Form):
    """Linear demand for J products: quantities are intercepts + slopes @ prices.

    Attributes
    ----------
    intercepts
        Quantities at prices of zero, shape `(J,)`.
    slopes
        Change of quantity j per currency unit of price k, shape `(J, J)`; negative on
        the diagonal.

    Raises
    ------
    ShapeError
        If the arrays do not fit together.
    DataError
        If a number is not finite or a product sells more when it is dearer.

    Examples
    --------
    >>> demand = Linear(
    ...     intercepts=np.array([10.0, 8.0]), slopes=np.array([[-1, 0.5], [0.5, -1]])
    ... )
    >>> demand.quantities(np.array([4.0, 4.0]))
    array([8., 6.])
    """

    intercepts: Float[np.ndarray, " J"]
    slopes: Float[np.ndarray, "J J"]

    def __post_init__(self) -> None:
        """Check the parameters."""
        self._align("intercepts", "slopes")
        level, slopes = checked_slopes(self.intercepts, self.slopes, "intercepts")
        object.__setattr__(self, "intercepts", level)
        object.__setattr__(self, "slopes", slopes)

    @property
    def size(self) -> int:
        """How many products there are."""
        return len(self.intercepts)

    def quantities(
        self, prices: Float[np.ndarray, "*D J"]
    ) -> Float[np.ndarray, "*D J"]:
        """Return quantities, shape `(..., J)`; below zero above choke prices."""
        return self.intercepts + self._at(prices) @ self.slopes.T

    def weighted_derivatives(self, prices: Any, weights: Any) -> Any:
        """Return weights times the derivatives of quantities, shape `(..., J)`."""
        return weights @ self.slopes + 0 * self._at(prices)

    @property
    def symmetric(self) -> bool:
        """Whether slopes are symmetric, so that a buyer's surplus has this demand."""
        size = float(np.abs(self.slopes).max())
        return bool(np.allclose(self.slopes, self.slopes.T, rtol=0, atol=1e-9 * size))

    def surplus(self, prices: Float[np.ndarray, " J"]) -> Any:
        r"""Return buyers' surplus, :math:`-\tfrac12 q' B^{-1} q`, in currency units.

        Raises
        ------
        DataError
            If slopes are not symmetric: no buyer's surplus then has this demand.
        """
        if not self.symmetric:
            raise DataError(
                "slopes are not symmetric: no surplus belongs to this demand",
                hint="take surplus_change, which depends on the path of prices",
            )
        sold = self.quantities(prices)
        return -sold @ np.linalg.solve(self.slopes, sold) / 2


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class LogLinear(Form):
    """Log-linear demand: log quantities are intercepts + slopes @ log prices.

    Attributes
    ----------
    intercepts
        Log quantities at prices of one, shape `(J,)`.
    slopes
        Elasticities of quantity j to price k, shape `(J, J)`.

    Raises
    ------
    ShapeError
        If the arrays do not fit together.
    DataError
        If a number is not finite or a product sells more when it is dearer.

    Examples
    --------
    >>> demand = LogLinear(
    ...     intercepts=np.log([8.0, 8.0]), slopes=np.array([[-2.0, 0.5], [0.5, -2.0]])
    ... )
    >>> demand.quantities(np.array([2.0, 1.0])).round(3)
    array([ 2.   , 11.314])
    """

    intercepts: Float[np.ndarray, " J"]
    slopes: Float[np.ndarray, "J J"]

    positive_prices: ClassVar[bool] = True

    def __post_init__(self) -> None:
        """Check the parameters."""
        self._align("intercepts", "slopes")
        level, slopes = checked_slopes(self.intercepts, self.slopes, "intercepts")
        object.__setattr__(self, "intercepts", level)
        object.__setattr__(self, "slopes", slopes)

    @property
    def size(self) -> int:
        """How many products there are."""
        return len(self.intercepts)

    def quantities(
        self, prices: Float[np.ndarray, "*D J"]
    ) -> Float[np.ndarray, "*D J"]:
        """Return quantities, shape `(..., J)`."""
        return np.exp(self.intercepts + np.log(self._at(prices)) @ self.slopes.T)

    def weighted_derivatives(self, prices: Any, weights: Any) -> Any:
        """Return weights times the derivatives of quantities, shape `(..., J)`."""
        at = self._at(prices)
        return ((weights * self.quantities(at)) @ self.slopes) / at


def checked_slopes(
    level: Any, slopes: Any, name: str
) -> tuple[Float[np.ndarray, " J"], Float[np.ndarray, "J J"]]:
    """Return a level and slopes as arrays, or say what does not fit or slope down.

    Parameters
    ----------
    level, slopes
        Shape `(J,)` and `(J, J)`; slopes are negative on the diagonal.
    name
        What the level is called.
    """
    levels = floats(level, name, shape=(None,))
    refuse_large_table(len(levels))
    table = floats(slopes, "slopes", shape=(len(levels), len(levels)))
    wrong = np.flatnonzero(np.diagonal(table) >= 0)
    if wrong.size:
        raise DataError(
            f"product {wrong[0]} sells no less when it is dearer: "
            f"slopes[{wrong[0]}][{wrong[0]}] is {table[wrong[0], wrong[0]]:g}",
            hint="slopes are negative on the diagonal",
        )
    return levels, table
