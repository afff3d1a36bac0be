r"""What the demand forms have in common: prices at the door, and their derivatives.

A form of ours says how quantities move with prices by one function,
`weighted_derivatives`: :math:`u' \partial q / \partial p` for any number of weights u
at any number of prices, real or complex. The table of derivatives is its answer to unit
weights, and an imaginary step in one price gives exact second derivatives.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any, ClassVar

import numpy as np
from jaxtyping import Float, Int

from keiretsu.arrays import floats, refuse_large_table
from keiretsu.errors import DataError, ShapeError
from keiretsu.extremes import has_nan
from keiretsu.labels import aligned
from keiretsu.values import Value

IMAGINARY = 1e-30
"""Imaginary step: nothing is subtracted, so none is too small."""

_NUMBERS = 2**19
"""Complex numbers in the largest table of second derivatives: 8 MB."""


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

    def second_derivatives(
        self,
        prices: Float[np.ndarray, " J"],
        weights: Float[np.ndarray, "K J"],
        products: Int[np.ndarray, " K"],
    ) -> Float[np.ndarray, "K J"]:
        """Return weighted second derivatives of quantities by an imaginary step.

        Parameters and the answer are those of
        `keiretsu.demand.differentiation.second_derivatives`.
        """
        table = np.empty((len(products), len(prices)))
        rows = max(1, _NUMBERS // max(_numbers(self), len(prices)))
        for low in range(0, len(products), rows):
            part = slice(low, min(low + rows, len(products)))
            moved = np.tile(prices.astype(complex), (part.stop - low, 1))
            moved[np.arange(part.stop - low), products[part]] += 1j * IMAGINARY
            bent = self.weighted_derivatives(moved, weights[part])
            table[part] = bent.imag / IMAGINARY
        return table

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


def _numbers(demand: Any) -> int:
    """Return how many numbers a form's largest table holds."""
    sizes = [1]
    for field in fields(demand):
        held = getattr(demand, field.name)
        sizes.append(_numbers(held) if is_dataclass(held) else int(np.size(held)))
    return max(sizes)


def _first(wrong: np.ndarray) -> str:
    return ", ".join(map(str, np.argwhere(wrong)[0]))
