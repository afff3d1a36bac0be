"""What the mixed logit of an American market is to meet: published figures.

The figures for kinds of cars are read as correlations of first and second choice. One
later paper reads them as the probability that the second choice is of the first one's
kind, which would leave American brands without any persistence (0.464, where their
share is 0.44): that reading is fitted too, and run beside.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from keiretsu.errors import DataError
from keiretsu.estimation.buyer_tastes import KINDS

_GMY = "Grieco, Murry & Yurukoglu (2024), QJE 139, survey of buyers of 2015"
_CORRELATIONS = {
    "van": 0.72,
    "truck": 0.872,
    "suv": 0.69,
    "luxury": 0.55,
    "european": 0.413,
    "american": 0.464,
    "log power": 0.674,
    "log fuel economy": 0.611,
    "log size": 0.782,
}
_PRICE_GAP = 6300.0
_PRICE_LEVEL = {"us-2019": 1.079, "us-2022": 1.235}
"""Consumer prices of the year over 2015, Bureau of Labor Statistics."""


@dataclass(frozen=True, kw_only=True)
class Target:
    """A number that the model is to meet.

    Attributes
    ----------
    value
        The number.
    scale
        How far off counts as one unit of misfit.
    source
        Who says so.
    """

    value: float
    scale: float
    source: str


Figures = Literal["correlations", "probabilities"]
FIGURES: tuple[Figures, ...] = ("correlations", "probabilities")
"""How the published figures for kinds of cars are read: ours, then the other way."""


def targets(market: str, figures: Figures = "correlations") -> dict[str, Target]:
    """Return the targets of a market by name of the moment.

    Raises
    ------
    DataError
        If the market is none of those with survey moments.
    """
    if market not in _PRICE_LEVEL:
        raise DataError(
            f"no second choices for market {market!r}",
            hint=f"there are some for {', '.join(_PRICE_LEVEL)}",
        )
    kind = {True: "probability", False: "correlation"}
    found = {
        f"{kind[figures == 'probabilities' and name in KINDS]}: {name}": Target(
            value=value, scale=0.01, source=_GMY
        )
        for name, value in _CORRELATIONS.items()
    }
    found["electric to electric"] = Target(
        value=0.52,
        scale=0.01,
        source="Allcott, Kane, Maydanchik, Shapiro & Tintelnot (2024), NBER 33032",
    )
    found["mean own elasticity"] = Target(
        value=-5.5,
        scale=0.1,
        source="between Grieco, Murry & Yurukoglu (2024), -5.0, and Heeney et al. "
        "(2026), -6.8",
    )
    found["market elasticity"] = Target(
        value=-0.9, scale=0.05, source="McCarthy (1996) -0.87; Grieco et al. near -1"
    )
    found["price gap of incomes"] = Target(
        value=_PRICE_GAP * _PRICE_LEVEL[market],
        scale=500.0,
        source="Consumer Expenditure Survey 2015-19 through Heeney et al. (2026), "
        "6,300 USD of 2015",
    )
    return found
