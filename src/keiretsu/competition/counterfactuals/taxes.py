r"""Taxes on sales, and tariffs, as a change of the makers' problem.

Buyers pay :math:`p_j`; of it the maker receives :math:`a_j p_j - t_j` and pays
:math:`(1 + \theta_j) c_j`. The manager's condition for product j of maker f is then

.. math:: q_j + \sum_k \kappa_{f f(k)} \frac{a_k}{a_j}
          \Bigl(p_k - \frac{t_k + (1 + \theta_k) c_k}{a_k}\Bigr)
          \frac{\partial q_k}{\partial p_j} = 0 ,

which is the untaxed condition with other costs, and with a profit that is taxed harder
counting for less next to one that is not. So a maker with several rates is, to the
solver, several makers whose weights on each other are the ratios of what they keep; at
one rate for all, only costs change.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from jaxtyping import Float, Int

from keiretsu.arrays import floats, whole_numbers
from keiretsu.competition.ownership import check_makers
from keiretsu.errors import DataError, ShapeError
from keiretsu.values import Value


class Untaxed(NamedTuple):
    """The problem without taxes that has the same prices.

    Attributes
    ----------
    costs
        Shape `(J,)`, currency units.
    firms, kappa
        Makers, one for each rate that a maker meets, `(J,)`, and their weights.
    """

    costs: Float[np.ndarray, " J"]
    firms: Int[np.ndarray, " J"]
    kappa: Float[np.ndarray, "P P"]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Taxes(Value):
    """What the state takes of each sale; numbers for all products alike or `(J,)`.

    Attributes
    ----------
    unit
        Currency units for each car, paid by the maker out of its receipts; negative for
        a subsidy.
    ad_valorem
        Rate on the price, a fraction.
    basis
        What the rate is on: `net`, the price before tax, as in VAT: the maker receives
        p / (1 + rate); `gross`, the price that buyers pay: it receives p (1 - rate).
    tariff
        Rate on the cost of each car, such as its value at the border, a fraction.

    Raises
    ------
    DataError
        If a number is not finite, or a rate leaves the maker nothing.

    Examples
    --------
    >>> vat = Taxes(ad_valorem=0.25, unit=100.0)
    >>> vat.receipts(np.array([1250.0]))
    array([900.])
    """

    unit: Float[np.ndarray, " J"] | float = 0.0
    ad_valorem: Float[np.ndarray, " J"] | float = 0.0
    basis: Literal["net", "gross"] = "net"
    tariff: Float[np.ndarray, " J"] | float = 0.0

    def __post_init__(self) -> None:
        for name in ("unit", "ad_valorem", "tariff"):
            given = getattr(self, name)
            table = floats(given, f"taxes ({name})")
            held = float(table) if table.ndim == 0 else table
            object.__setattr__(self, name, held)
        if self.basis not in ("net", "gross"):
            raise DataError(f"a tax basis of {self.basis!r}", hint="use net or gross")
        if not (np.asarray(self.kept) > 0).all():
            raise DataError(
                f"a rate of {np.max(self.ad_valorem):g} on the {self.basis} price",
                hint="the maker must keep part of the price: give 20 % as 0.2",
            )
        if not (np.asarray(self.tariff) > -1).all():
            raise DataError(f"a tariff of {np.min(self.tariff):g}", hint="above -1")

    @property
    def kept(self) -> Float[np.ndarray, " J"] | float:
        """Part of each further currency unit of price that the maker keeps."""
        rate = np.asarray(self.ad_valorem, dtype=float)
        return 1 / (1 + rate) if self.basis == "net" else 1 - rate

    def receipts(self, prices: Float[np.ndarray, " J"]) -> Float[np.ndarray, " J"]:
        """Return what makers receive of the prices that buyers pay, `(J,)`."""
        return self.kept * prices - self.unit

    def paid(self, costs: Float[np.ndarray, " J"]) -> Float[np.ndarray, " J"]:
        """Return what a car costs its maker, tariff included, `(J,)`."""
        return (1 + np.asarray(self.tariff)) * costs

    def untaxed(
        self,
        costs: Float[np.ndarray, " J"],
        *,
        firms: Int[np.ndarray, " J"],
        kappa: Float[np.ndarray, "F F"],
    ) -> Untaxed:
        """Return the problem without taxes that has the same prices.

        Parameters
        ----------
        costs
            Before tariffs, shape `(J,)`.
        firms, kappa
            Makers, `(J,)`, and profit weights, `(F, F)`, diagonal 1.

        Raises
        ------
        ShapeError, DataError
            If the arrays do not fit together, or a weight is impossible.
        """
        firms, kappa = check_makers(firms, kappa)
        self._check(len(firms))
        costs = floats(costs, "costs", shape=firms.shape)
        seen = (np.asarray(self.unit) + self.paid(costs)) / self.kept
        kept = np.broadcast_to(self.kept, firms.shape)
        rates, rate = np.unique(kept, return_inverse=True)
        kinds, parts = np.unique(
            firms * len(rates) + rate.reshape(-1), return_inverse=True
        )
        maker, keeps = kinds // len(rates), rates[kinds % len(rates)]
        weights = kappa[np.ix_(maker, maker)] * keeps[None, :] / keeps[:, None]
        return Untaxed(np.broadcast_to(seen, firms.shape), parts.reshape(-1), weights)

    def costs_behind(self, seen: Float[np.ndarray, " J"]) -> Float[np.ndarray, " J"]:
        """Return costs before tariffs from those of the untaxed problem, `(J,)`."""
        return (self.kept * seen - self.unit) / (1 + np.asarray(self.tariff))

    def _check(self, count: int) -> None:
        for name in ("unit", "ad_valorem", "tariff"):
            shape = np.shape(getattr(self, name))
            if shape not in ((), (count,)):
                raise ShapeError(
                    f"taxes ({name}) of shape {shape} for {count} products",
                    hint="give one number, or one for each product",
                )


def taxes_by_maker(
    firms: Int[np.ndarray, " J"],
    *,
    unit: Float[np.ndarray, " F"] | float = 0.0,
    ad_valorem: Float[np.ndarray, " F"] | float = 0.0,
    basis: Literal["net", "gross"] = "net",
    tariff: Float[np.ndarray, " F"] | float = 0.0,
) -> Taxes:
    """Return taxes that differ by maker, such as a tariff on one country's makers.

    Parameters
    ----------
    firms
        Maker of each product, shape `(J,)`.
    unit, ad_valorem, basis, tariff
        As in `Taxes`, one number or one for each maker, `(F,)`.

    Examples
    --------
    >>> taxes_by_maker(np.array([0, 1, 1]), tariff=np.array([0.0, 0.25])).tariff
    array([0.  , 0.25, 0.25])
    """
    makers = whole_numbers(firms, "firms", shape=(None,))
    count = int(makers.max(initial=-1)) + 1

    def spread(values: Float[np.ndarray, " F"] | float) -> np.ndarray | float:
        if np.ndim(values) == 0:
            return float(values)
        table = floats(values, "taxes by maker", shape=(None,))
        if len(table) < count:
            raise ShapeError(f"{len(table)} taxes by maker for {count} makers")
        return table[makers]

    return Taxes(
        unit=spread(unit),
        ad_valorem=spread(ad_valorem),
        basis=basis,
        tariff=spread(tariff),
    )
