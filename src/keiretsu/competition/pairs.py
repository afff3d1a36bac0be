"""Which products share a markup: those of one maker in one nest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float, Int

from keiretsu.errors import ShapeError


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
    """
    firms, nests = np.asarray(firms), np.asarray(nests)
    if firms.shape != nests.shape:
        raise ShapeError(f"{firms.shape[0]} firms for {nests.shape[0]} products")
    both, of_product = np.unique(
        np.stack([firms, nests], axis=1), axis=0, return_inverse=True
    )
    return Pairs(of_product=of_product.reshape(-1), firm=both[:, 0], nest=both[:, 1])
