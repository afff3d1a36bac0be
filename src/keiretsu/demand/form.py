r"""What the demand forms have in common: prices at the door, and their derivatives.

A form of ours says how quantities move with prices by one function,
`weighted_derivatives`: :math:`u' \partial q / \partial p` for any number of weights u
at any number of prices, real or complex. The table of derivatives is its answer to unit
weights, and an imaginary step in one price gives exact second derivatives.
"""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
from jaxtyping import Float

from keiretsu.arrays import floats, refuse_large_table
from keiretsu.errors import DataError, ShapeError
from keiretsu.extremes import has_nan
from keiretsu.labels import aligned
from keiretsu.values import Value


class Form(Value):
    """A demand form: a value of arrays that answers quantities and derivatives.

    Attributes
    ----------
    positive_prices
        Whether the form knows positive prices only.
    """

    positive_prices: ClassVar[bool] = False

    @property
    def size(self) -> int:
        """How many products there are."""
        raise NotImplementedError

    def quantities(self, prices: Any) -> Any:
        """Return what is sold of each product, shape `(..., J)`."""
        raise NotImplementedError

    def weighted_derivatives(self, prices: Any, weights: Any) -> Any:
        """Return weights times the derivatives of quantities, shape `(..., J)`.

        Parameters
        ----------
        prices, weights
            Shape `(..., J)`; prices may be complex.
        """
        raise NotImplementedError

    def derivatives(self, prices: Float[np.ndarray, " J"]) -> Float[np.ndarray, "J J"]:
        """Return the change of quantity j with price k, shape `(J, J)`.

        Raises
        ------
        ShapeError, DataError
            If prices do not fit, are not numbers, or the table would not fit in memory.
        """
        refuse_large_table(self.size)
        at = self._at(prices)
        return self.weighted_derivatives(at[None, :], np.eye(self.size))

    def _align(self, *names: str) -> None:
        """Bring labelled columns of the parameters into one order, and keep labels."""
        given = {name: getattr(self, name) for name in names}
        taken, labels = aligned({k: v for k, v in given.items() if v is not None})
        for name, values in taken.items():
            if values is not given[name]:
                object.__setattr__(self, name, values)
        self.__dict__["_labels"] = labels

    @property
    def labels(self) -> Any:
        """Labels of the products where a parameter came with an index, or None."""
        inner = getattr(self, "demand", None)
        return self.__dict__.get("_labels") if inner is None else inner.labels

    def _at(self, prices: Any) -> Any:
        """Return prices as an array that fits, `(..., J)`; complex ones stay so."""
        at = prices
        if not isinstance(at, np.ndarray) or at.dtype not in (float, complex):
            if self.labels is not None:
                prices = aligned({"prices": prices}, to=self.labels)[0]["prices"]
            at = floats(prices, "prices", infinite=True)
        if at.shape[-1:] != (self.size,):
            raise ShapeError(f"prices of shape {at.shape} for {self.size} products")
        if has_nan(at):
            raise DataError(f"prices[{_first(np.isnan(at))}] is not a number (NaN)")
        if self.positive_prices and not (at.real > 0).all():
            wrong = ~(at.real > 0)
            raise DataError(
                f"prices[{_first(wrong)}] is {at[wrong].real.flat[0]:g}",
                hint=f"{type(self).__name__} knows positive prices only",
            )
        return at


def _first(wrong: np.ndarray) -> str:
    return ", ".join(map(str, np.argwhere(wrong)[0]))
