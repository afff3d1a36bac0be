r"""Demand for one good that is the same whoever makes it: what price clears a quantity.

Two forms, written as price from quantity because makers of equal goods choose
quantities: a line, :math:`P = a + bQ`, and constant elasticity,
:math:`\ln P = a + b \ln Q`. Both want b negative.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from keiretsu.arrays import number
from keiretsu.errors import DataError


class InverseDemand(Protocol):
    """What a demand for one good must answer; quantities may be complex."""

    def price(self, total: Any) -> Any:
        """Return the price at which this quantity is bought."""
        ...

    def slope(self, total: Any) -> Any:
        """Return the first derivative of price by quantity."""
        ...

    def bend(self, total: Any) -> Any:
        """Return the second derivative of price by quantity."""
        ...

    def buyers_loss(self, before: float, after: float) -> float:
        """Return what buyers lose when the quantity changes, currency units."""
        ...


@dataclass(frozen=True, kw_only=True)
class LinearInverse:
    """A straight line, `price = intercept + coefficient * quantity`.

    Attributes
    ----------
    intercept
        Price at which nobody buys, currency units.
    coefficient
        Change of price with quantity, negative.

    Examples
    --------
    >>> LinearInverse(intercept=10.0, coefficient=-0.5).price(8.0)
    6.0
    """

    intercept: float
    coefficient: float

    def __post_init__(self) -> None:
        _check(self)

    def price(self, total: Any) -> Any:
        """Return the price at which this quantity is bought."""
        return self.intercept + self.coefficient * total

    def slope(self, total: Any) -> Any:
        """Return the first derivative of price by quantity."""
        return self.coefficient + 0 * total

    def bend(self, total: Any) -> Any:
        """Return the second derivative of price by quantity: none."""
        return 0 * total

    def buyers_loss(self, before: float, after: float) -> float:
        """Return what buyers lose when the quantity changes, currency units."""
        return float(self.coefficient * (after**2 - before**2) / 2)


@dataclass(frozen=True, kw_only=True)
class IsoelasticInverse:
    """Constant elasticity, `ln price = intercept + coefficient * ln quantity`.

    Attributes
    ----------
    intercept
        Log price of one unit.
    coefficient
        One over the price elasticity of demand, negative.

    Examples
    --------
    >>> float(IsoelasticInverse(intercept=0.0, coefficient=-0.5).price(4.0))
    0.5
    """

    intercept: float
    coefficient: float

    def __post_init__(self) -> None:
        _check(self)

    def price(self, total: Any) -> Any:
        """Return the price at which this quantity is bought."""
        return np.exp(self.intercept) * total**self.coefficient

    def slope(self, total: Any) -> Any:
        """Return the first derivative of price by quantity."""
        return self.coefficient * self.price(total) / total

    def bend(self, total: Any) -> Any:
        """Return the second derivative of price by quantity."""
        return (self.coefficient - 1) * self.slope(total) / total

    def buyers_loss(self, before: float, after: float) -> float:
        r"""Return what buyers lose, :math:`\int Q\,dP`, currency units."""
        elasticity = 1 / self.coefficient
        if elasticity == -1:
            spent = self.price(before) * before
            return float(spent * np.log(before / after))
        spent = [self.price(total) * total for total in (before, after)]
        return float((spent[1] - spent[0]) / (1 + elasticity))


def market_elasticity_at(demand: InverseDemand, total: float) -> float:
    """Return the price elasticity of demand at a quantity, negative.

    >>> market_elasticity_at(LinearInverse(intercept=10.0, coefficient=-0.5), 8.0)
    -1.5
    """
    return float(demand.price(total) / (demand.slope(total) * total))


def _check(demand: LinearInverse | IsoelasticInverse) -> None:
    for name in ("intercept", "coefficient"):
        object.__setattr__(demand, name, number(getattr(demand, name), name))
    if not demand.coefficient < 0:
        raise DataError(
            f"an inverse demand that changes by {demand.coefficient:g} with quantity",
            hint="price falls with quantity: give a negative coefficient",
        )
