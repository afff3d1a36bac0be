r"""Wright's law: what a doubling of cumulative output takes off the cost of a cell.

Learning belongs to whoever makes the cells. Two carmakers that join their orders move
the cumulative output of their supplier by what they add to it, which is little; taking
their own volumes for the experience of an industry promises many times too much.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from keiretsu.arrays import floats, number
from keiretsu.values import Value


def learning_exponent(rate: float) -> float:
    r"""Return b of :math:`C = C_0 (Q/Q_0)^{-b}` for a fall of cost per doubling.

    Parameters
    ----------
    rate
        Fall of cost per doubling of cumulative output, from 0 to below 1.

    Raises
    ------
    DataError
        If the rate is outside 0 to 1.

    References
    ----------
    Wright (1936), "Factors affecting the cost of airplanes".

    Examples
    --------
    >>> round(learning_exponent(0.18), 7)
    0.2863042
    """
    rate = number(rate, "rate", least=0, below=1)
    return float(-np.log2(1 - rate)) + 0.0


def learned(
    before: ArrayLike,
    after: ArrayLike,
    *,
    rate: float,
) -> Any:
    """Return cost after over cost before, by the supplier's cumulative output.

    Parameters
    ----------
    before, after
        Cumulative output of one supplier and chemistry, GWh or any one unit, positive.
    rate
        As for `learning_exponent`: 0.05 to 0.18 at a supplier. Rates of 0.18 to 0.24
        are those of the whole world's output, a trend and nobody's own doing.

    Raises
    ------
    DataError
        If an output is not positive.

    Examples
    --------
    Ten gigawatt-hours more from a supplier that has made two hundred.

    >>> round(1 - float(learned(200, 210, rate=0.18)), 4)
    0.0139
    """
    old = floats(before, "before", above=0)
    new = floats(after, "after", above=0)
    return (new / old) ** -learning_exponent(rate)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class PackCost(Value):
    r"""Cost of a battery pack from one supplier in one chemistry.

    .. math:: c = c_0 \left(\frac{Q}{Q_0}\right)^{-b} e^{-g t}\, m^{\theta}\, r

    Attributes
    ----------
    base
        Cost at the base output, currency per kWh.
    output
        The supplier's cumulative output at that cost.
    rate
        Fall of cost per doubling of the supplier's output.
    trend
        Fall by a year that no output explains, a fraction.
    metals
        Elasticity of the cost to metal prices.
    region
        Cost here over the cost where the base holds.
    """

    base: float
    output: float
    rate: float
    trend: float = 0.0
    metals: float = 0.0
    region: float = 1.0

    def __post_init__(self) -> None:
        """Check the parameters."""
        for name, bounds in (
            ("base", {"above": 0}),
            ("output", {"above": 0}),
            ("rate", {"least": 0, "below": 1}),
            ("trend", {"least": 0, "below": 1}),
            ("metals", {"least": 0, "most": 1}),
            ("region", {"above": 0}),
        ):
            held = number(getattr(self, name), name, **bounds)
            object.__setattr__(self, name, held)
        super().__post_init__()

    def at(
        self,
        *,
        added: ArrayLike = 0.0,
        years: ArrayLike = 0.0,
        metal_prices: ArrayLike = 1.0,
    ) -> Any:
        """Return the cost after more output, more years, other metals, per kWh.

        Parameters
        ----------
        added
            Output added to the supplier's cumulative one, in its unit.
        years
            Years after the base.
        metal_prices
            Metal prices over those of the base.

        Examples
        --------
        >>> pack = PackCost(base=100, output=200, rate=0.18, metals=0.3)
        >>> round(float(pack.at(added=200)), 2)
        82.0
        """
        more = floats(added, "added", least=0)
        later = floats(years, "years", least=0)
        prices = floats(metal_prices, "metal_prices", above=0)
        scale = learned(self.output, self.output + more, rate=self.rate)
        drift = np.exp(-self.trend * later) * prices**self.metals
        return self.base * self.region * scale * drift
