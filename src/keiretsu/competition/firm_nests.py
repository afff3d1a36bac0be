"""Which products share a markup: those of one maker in one nest."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from jaxtyping import Bool, Float, Int

from keiretsu.arrays import read_only, whole_numbers
from keiretsu.demand import Demand
from keiretsu.errors import ShapeError
from keiretsu.extremes import every, largest
from keiretsu.values import Value

NOTHING = -1e30
"""Log of what a pair that sells nothing, or an empty nest, is worth."""

_TINY = 1e-290
"""Sums below this may have lost digits to the largest."""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class FirmNests(Value):
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

    @cached_property
    def one_each(self) -> bool:
        """Whether no maker has two pairs."""
        return every(self.firm[1:] > self.firm[:-1])

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

    def weights(
        self, kappa: Float[np.ndarray, "*D F F"]
    ) -> Float[np.ndarray, "*D P P"]:
        """Return makers' profit weights between pairs, shape `(..., P, P)`."""
        if len(self.firm) == kappa.shape[-1] and self.one_each:
            return kappa
        return kappa[..., self.firm[:, None], self.firm[None, :]]

    def total(self, values: Float[np.ndarray, "*D J"]) -> Float[np.ndarray, "*D P"]:
        """Return product values summed by pair, shape `(..., P)`."""
        count = len(self.firm)
        if values.ndim == 1:
            return np.bincount(self.of_product, values, count)
        rows = values.reshape(-1, values.shape[-1])
        cell = self.of_product + count * np.arange(len(rows))[:, None]
        sums = np.bincount(cell.ravel(), rows.ravel(), minlength=count * len(rows))
        return sums.reshape(*values.shape[:-1], count)

    def mean(self, values: Float[np.ndarray, " J"]) -> Float[np.ndarray, " P"]:
        """Return product values averaged by pair, `(P,)`; 1 for pairs without any."""
        held = self.total(np.ones(len(values)))
        return np.where(held > 0, self.total(values) / np.maximum(held, 1), 1.0)

    def log_total(self, logs: Float[np.ndarray, " J"]) -> Float[np.ndarray, " P"]:
        """Return the log of each pair's sum of exponentials, `(P,)`.

        A pair without products is worth `NOTHING`.
        """
        count, top = len(self.firm), largest(logs)
        total = np.bincount(self.of_product, np.exp(logs - top), count)
        if total.item(total.argmin()) > _TINY:
            return np.log(total) + top
        tops = np.full(count, NOTHING)
        np.maximum.at(tops, self.of_product, logs)
        lifted = np.exp(logs - tops[self.of_product])
        total = np.bincount(self.of_product, lifted, minlength=count)
        return tops + np.log(np.where(total > 0, total, 1.0))


def firm_nests_under(demand: Demand, firms: Int[np.ndarray, " J"]) -> FirmNests:
    """Return the pairs under a demand form: the makers where it has no nests."""
    firms, nests = np.asarray(firms), getattr(demand, "nests", None)
    if nests is None:
        makers = np.arange(largest(firms) + 1 if firms.size else 0)
        return FirmNests.made(
            of_product=read_only(firms),
            firm=makers,
            nest=np.zeros(len(makers), int),
            one_each=True,
        )
    return firm_nests_of(firms, nests)


def firm_nests_of(
    firms: Int[np.ndarray, " J"], nests: Int[np.ndarray, " J"]
) -> FirmNests:
    """Return the pairs that occur.

    Raises
    ------
    ShapeError
        If `firms` and `nests` have different lengths.
    DataError
        If a number is negative.
    """
    firms = whole_numbers(firms, "firms", shape=(None,))
    nests = whole_numbers(nests, "nests", shape=(None,))
    if firms.shape != nests.shape:
        raise ShapeError(f"{len(firms)} firms for {len(nests)} products")
    count = int(nests.max(initial=0)) + 1
    codes = firms.astype(np.int64) * count + nests
    there = np.bincount(codes) > 0
    both = np.flatnonzero(there)
    of_product = (np.cumsum(there) - 1)[codes]
    return FirmNests(of_product=of_product, firm=both // count, nest=both % count)
