r"""A car that one maker builds and another sells: who earns what of its price."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from keiretsu.arrays import floats
from keiretsu.errors import DataError


def split_margin(price: ArrayLike, transfer: ArrayLike, cost: ArrayLike) -> Any:
    """Return what the seller and the supplier earn on a car, currency.

    Parameters
    ----------
    price, transfer, cost
        What buyers pay, what the seller pays, what the car costs the supplier.

    Returns
    -------
    tuple
        The seller's part and the supplier's; together price less cost.

    Examples
    --------
    >>> seller, supplier = split_margin(20_000.0, 15_500.0, 14_000.0)
    >>> float(seller), float(supplier)
    (4500.0, 1500.0)
    """
    paid, between = floats(price, "price", above=0), floats(transfer, "transfer")
    return paid - between, between - floats(cost, "cost")


def equivalent_interest(price: ArrayLike, transfer: ArrayLike, cost: ArrayLike) -> Any:
    r"""Return the silent stake that weighs on a supplier as its sales do.

    .. math:: \frac{w - c}{p - w}

    The supplier of a rival's car loses w - c on every buyer whom it takes from it; a
    silent stake of this size in the car would cost it the same. Above 1 where the
    supplier earns more on the car than its seller.

    Raises
    ------
    DataError
        If the seller earns nothing: no stake in nothing weighs anything.

    References
    ----------
    Moresi & Salop (2013), "vGUPPI: scoring unilateral pricing incentives in vertical
    mergers", Antitrust Law Journal 79.

    Examples
    --------
    >>> float(equivalent_interest(20_000.0, 14_000.0, 12_500.0))
    0.25
    """
    seller, supplier = split_margin(price, transfer, cost)
    if np.any(seller <= 0):
        raise DataError(
            f"a seller that earns {float(np.min(seller)):g} on a car",
            hint="a transfer price is below the car's price",
        )
    return supplier / seller
