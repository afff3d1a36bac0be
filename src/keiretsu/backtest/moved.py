"""How a brand's prices moved after it changed hands, beside cars of other firms.

Each continuing car of the brand is held against the mean of other firms' cars in the
same segment and market. The spread of those others is the noise.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from keiretsu.backtest.case import Score
from keiretsu.market import Market

NOISE = 2.0
"""Standard errors within which an observed change says nothing."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """A brand that passes from one firm to another.

    Attributes
    ----------
    brand, old, new
        Codes of the file.
    year
        First year under the new firm.
    """

    brand: str
    old: str
    new: str
    year: int


@dataclass(frozen=True, kw_only=True)
class Moved:
    """How prices moved: log change of each car less that of cars it is held against.

    Attributes
    ----------
    gaps
        One a continuing car of the brand.
    noise
        Standard deviation of the same among the other cars.
    """

    gaps: tuple[float, ...]
    noise: float

    @property
    def mean(self) -> float:
        """Mean of the gaps."""
        return float(np.mean(self.gaps))

    @property
    def error(self) -> float:
        """Standard error of the mean, from the spread of the other cars."""
        return self.noise / math.sqrt(len(self.gaps))


def observe(change: Change, pairs: Iterable[tuple[Market, Market]]) -> Moved | None:
    """Return how the brand's prices moved; None where no car of it goes on."""
    gaps, others = [], []
    for before, after in pairs:
        later = _prices(after)
        moves: dict[str, list[tuple[bool, float]]] = {}
        for product, brand, firm, nest in zip(
            before.products, before.brands, before.firms, before.nests, strict=True
        ):
            taken = brand == change.brand
            if product in later and (taken or firm not in (change.old, change.new)):
                rise = math.log(later[product] / _prices(before)[product])
                moves.setdefault(str(nest), []).append((taken, rise))
        for rises in moves.values():
            rivals = [rise for taken, rise in rises if not taken]
            if len(rivals) > 1:
                centre = float(np.mean(rivals))
                gaps += [rise - centre for taken, rise in rises if taken]
                if any(taken for taken, _ in rises):
                    others += [rise - centre for rise in rivals]
    if not gaps:
        return None
    return Moved(gaps=tuple(gaps), noise=float(np.std(others, ddof=1)))


def judge(predicted: float | None, moved: Moved | None) -> tuple[Score, str]:
    """Return the score and what was seen.

    A hit has the sign of the prediction and lies within two standard errors of it; what
    lies within two standard errors of nothing cannot be told, unless nothing was
    predicted to move: then that is the hit.
    """
    if moved is None:
        return "cannot tell", "none of its cars went on"
    words = f"{percent_change(moved.mean)} (s.e. {100 * moved.error:.1f})"
    words += f", {len(moved.gaps)} cars"
    if predicted == 0:
        return ("hit" if abs(moved.mean) <= NOISE * moved.error else "miss"), words
    if predicted is None or abs(moved.mean) <= NOISE * moved.error:
        return "cannot tell", words
    near = abs(moved.mean - predicted) <= NOISE * moved.error
    return ("hit" if near and moved.mean * predicted > 0 else "miss"), words


def _prices(market: Market) -> dict[str, float]:
    assert market.prices is not None
    return dict(zip(market.products, market.prices.tolist(), strict=True))


def percent_change(log_change: float) -> str:
    """Write a change of logs as percent with its sign."""
    return f"{100 * math.expm1(log_change):+.1f} %".replace("-", "−")
