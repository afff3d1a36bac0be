r"""Plants and plans: fixed costs, break-even volume, what a closure saves.

A saving is marginal or fixed, never both: one moves prices, the other moves profit, the
volume at which a maker breaks even and which cars are worth offering.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from jaxtyping import Float
from numpy.typing import ArrayLike

from keiretsu.arrays import floats, number
from keiretsu.errors import DataError


@dataclass(frozen=True, kw_only=True)
class CostStructure:
    """A maker's costs in a year.

    Attributes
    ----------
    fixed
        Costs that no car more or less changes, currency a year.
    price, variable
        Revenue and variable cost of a car, currency.
    """

    fixed: float
    price: float
    variable: float

    def __post_init__(self) -> None:
        number(self.fixed, "fixed", least=0)
        number(self.price, "price", above=0)
        number(self.variable, "variable", least=0)

    @property
    def contribution(self) -> float:
        """What a car leaves for fixed costs, currency."""
        return self.price - self.variable

    @property
    def break_even(self) -> float:
        r"""Cars a year at which nothing is earned or lost, :math:`F / (p - v)`.

        Raises
        ------
        DataError
            If a car does not cover its variable cost: no volume breaks even.

        Examples
        --------
        >>> CostStructure(fixed=300.0, price=5.0, variable=2.0).break_even
        100.0
        """
        if self.contribution <= 0:
            raise DataError(
                f"a car sold at {self.price:g} costs {self.variable:g}",
                hint="no volume breaks even while a car loses money",
            )
        return self.fixed / self.contribution

    def profit(self, volume: float) -> float:
        """Return what is earned in a year at a volume of cars, currency."""
        return self.contribution * number(volume, "volume", least=0) - self.fixed

    def after(
        self, *, fixed_saving: float = 0.0, variable_saving: float = 0.0, volume: float
    ) -> CostStructure:
        """Return the structure after savings that were announced as yearly sums.

        Parameters
        ----------
        fixed_saving
            Taken off fixed costs, currency a year.
        variable_saving
            Taken off variable costs, currency a year, at `volume`.
        volume
            Cars a year over which the variable saving is counted.

        Raises
        ------
        DataError
            If more is saved than there is.

        Examples
        --------
        >>> now = CostStructure(fixed=300.0, price=5.0, variable=2.0)
        >>> now.after(fixed_saving=60.0, variable_saving=100.0, volume=100).break_even
        60.0
        """
        each = number(variable_saving, "variable_saving") / number(
            volume, "volume", above=0
        )
        left = self.fixed - number(fixed_saving, "fixed_saving")
        if left < 0 or self.variable - each < 0:
            raise DataError(
                "more is saved than it costs",
                hint=f"fixed costs are {self.fixed:g}, variable ones "
                f"{self.variable * volume:g}",
            )
        return replace(self, fixed=left, variable=self.variable - each)


def utilisation(output: ArrayLike, capacity: ArrayLike) -> Float[np.ndarray, " N"]:
    """Return output over capacity of each plant, `(N,)`.

    >>> utilisation([57.0, 0.0], [100.0, 200.0])
    array([0.57, 0.  ])
    """
    built = floats(output, "output", shape=(None,), least=0)
    room = floats(capacity, "capacity", shape=built.shape, above=0)
    return built / room


def closed(
    output: ArrayLike, capacity: ArrayLike, plant: int
) -> Float[np.ndarray, " N"]:
    """Return what each plant builds after one is closed and its cars are moved.

    The others take them in proportion to their free capacity.

    Raises
    ------
    DataError
        If the others have no room for them: the rest would not be built.

    Examples
    --------
    >>> closed([50.0, 60.0, 40.0], [100.0, 100.0, 100.0], 0)
    array([ 0., 80., 70.])
    """
    built = floats(output, "output", shape=(None,), least=0)
    free = floats(capacity, "capacity", shape=built.shape, above=0) - built
    if not 0 <= plant < len(built):
        raise DataError(f"plant {plant} of {len(built)}", hint="count from 0")
    moved, free = built[plant], np.maximum(np.delete(free, plant), 0)
    if moved > free.sum() * (1 + 1e-12):
        raise DataError(
            f"the other plants have room for {free.sum():g} of {moved:g} cars",
            hint="close a smaller plant, or lower the output first",
        )
    after = np.delete(built, plant)
    if moved > 0:
        after = after + moved * free / free.sum()
    return np.insert(after, plant, 0.0)


def years_to_pay(*, one_off: float, fixed: float, avoidable: float = 1.0) -> float:
    """Return the years after which a closure has paid for itself.

    Parameters
    ----------
    one_off
        Severance, write-offs that cost cash, moving: currency.
    fixed
        The plant's fixed costs, currency a year.
    avoidable
        Part of them that ends with the plant, from 0 to 1.

    Returns
    -------
    float
        Infinite where nothing is avoided.

    Examples
    --------
    >>> years_to_pay(one_off=0.5, fixed=0.4, avoidable=0.625)
    2.0
    """
    saved = number(fixed, "fixed", least=0)
    saved *= number(avoidable, "avoidable", least=0, most=1)
    spent: Any = number(one_off, "one_off", least=0)
    return float(spent / saved) if saved > 0 else float("inf")
