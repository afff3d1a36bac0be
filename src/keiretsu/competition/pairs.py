"""Which products share a markup: those of one maker in one nest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float, Int

from keiretsu.errors import DataError, ShapeError


@dataclass(frozen=True, kw_only=True)
class Pairs:
    """The P maker-nest pairs of a market.

    Attributes
    ----------
    of_product
        Pair of each product, shape `(J,)`.
    firm, nest
        Maker and nest of each pair, shape `(P,)`.
    """

    of_product: Int[np.ndarray, " J"]
    firm: Int[np.ndarray, " P"]
    nest: Int[np.ndarray, " P"]

    @property
    def same_nest(self) -> Bool[np.ndarray, "P P"]:
        """Whether two pairs share a nest."""
        return self.nest[:, None] == self.nest[None, :]

    @property
    def members(self) -> Float[np.ndarray, "P J"]:
        """One where a pair sells a product, else zero, shape `(P, J)`."""
        table = np.zeros((len(self.firm), len(self.of_product)))
        table[self.of_product, np.arange(len(self.of_product))] = 1.0
        return table

    def weights(self, kappa: Float[np.ndarray, "F F"]) -> Float[np.ndarray, "P P"]:
        """Return makers' profit weights between pairs, shape `(P, P)`."""
        return kappa[np.ix_(self.firm, self.firm)]

    def total(self, values: Float[np.ndarray, " J"]) -> Float[np.ndarray, " P"]:
        """Return product values summed by pair, shape `(P,)`."""
        return np.bincount(self.of_product, weights=values, minlength=len(self.firm))


def pair_up(firms: Int[np.ndarray, " J"], nests: Int[np.ndarray, " J"]) -> Pairs:
    """Return the pairs that occur.

    Raises
    ------
    ShapeError
        If `firms` and `nests` have different lengths.
    DataError
        If a number is negative.
    """
    firms, nests = np.asarray(firms), np.asarray(nests)
    if firms.shape != nests.shape:
        raise ShapeError(f"{firms.shape[0]} firms for {nests.shape[0]} products")
    if firms.size and min(firms.min(), nests.min()) < 0:
        raise DataError("a maker or nest has a negative number", hint="count from 0")
    count = int(nests.max(initial=0)) + 1
    codes = firms.astype(np.int64) * count + nests
    there = np.bincount(codes) > 0
    both = np.flatnonzero(there)
    of_product = (np.cumsum(there) - 1)[codes]
    return Pairs(of_product=of_product, firm=both // count, nest=both % count)
