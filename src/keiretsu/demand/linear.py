"""Linear and log-linear demand: quantities straight from prices.

Both know no potential buyers: quantities are in the data's own unit. A linear demand
sells nothing, not less, above its choke prices; the solver sees to that. A log-linear
demand has constant elasticities.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from jaxtyping import Float

from keiretsu.errors import DataError, ShapeError


@dataclass(frozen=True, kw_only=True)
class Linear:
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
        check_slopes(self.intercepts, self.slopes)

    def quantities(self, prices: Float[np.ndarray, " J"]) -> Float[np.ndarray, " J"]:
        """Return quantities, shape `(J,)`; below zero above choke prices."""
        return self.intercepts + self.slopes @ prices

    def derivatives(self, prices: Float[np.ndarray, " J"]) -> Float[np.ndarray, "J J"]:
        """Return the change of quantity j with price k, shape `(J, J)`."""
        xp = prices.__array_namespace__()
        return xp.asarray(self.slopes) + 0 * prices[None, :]

    def surplus(self, prices: Float[np.ndarray, " J"]) -> Any:
        r"""Return buyers' surplus, :math:`-\tfrac12 q' B^{-1} q`, in currency units.

        Raises
        ------
        DataError
            If slopes are not symmetric: no buyer's surplus then has this demand.
        """
        xp = prices.__array_namespace__()
        if not np.allclose(self.slopes, self.slopes.T, rtol=1e-8):
            raise DataError(
                "slopes are not symmetric: no surplus belongs to this demand",
                hint="take surplus_change, which depends on the path of prices",
            )
        sold = self.quantities(prices)
        return -sold @ xp.linalg.solve(self.slopes, sold) / 2


@dataclass(frozen=True, kw_only=True)
class LogLinear:
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

    def __post_init__(self) -> None:
        check_slopes(self.intercepts, self.slopes)

    def quantities(self, prices: Float[np.ndarray, " J"]) -> Float[np.ndarray, " J"]:
        """Return quantities, shape `(J,)`."""
        xp = prices.__array_namespace__()
        return xp.exp(self.intercepts + self.slopes @ xp.log(prices))

    def derivatives(self, prices: Float[np.ndarray, " J"]) -> Float[np.ndarray, "J J"]:
        """Return the change of quantity j with price k, shape `(J, J)`."""
        return self.quantities(prices)[:, None] * self.slopes / prices[None, :]


def check_slopes(
    level: Float[np.ndarray, " J"], slopes: Float[np.ndarray, "J J"]
) -> None:
    """Raise if a table of slopes does not fit or slopes the wrong way."""
    if slopes.shape != (*level.shape, *level.shape):
        raise ShapeError(f"slopes {slopes.shape} for {level.shape[0]} products")
    if not (np.isfinite(level).all() and np.isfinite(slopes).all()):
        raise DataError("a slope or level is not a finite number")
    wrong = np.flatnonzero(np.diagonal(slopes) >= 0)
    if wrong.size:
        raise DataError(
            f"product {wrong[0]} sells no less when it is dearer",
            hint="slopes are negative on the diagonal",
        )
