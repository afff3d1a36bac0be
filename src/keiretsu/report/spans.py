"""How readings of control are said together: the span between them, then the range.

The span is what nobody knows of control, the range what nobody knows of buyers. Where
the readings say nearly the same, one number stands for them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from keiretsu.control import READING_WORDS
from keiretsu.deals.answers import Range, average_change
from keiretsu.deals.effects import Effects
from keiretsu.deals.figures import SMALLEST, percent, signed
from keiretsu.report.amounts import cost_words, from_to
from keiretsu.report.key_numbers import by_market, leading

NEAR = 0.1
"""Part of the number shown within which readings of control say the same."""
BY_SAY = "by how much say a stake gives"


def is_wide(changes: Sequence[Range]) -> bool:
    """Say whether readings differ by more than one number can stand for.

    Parameters
    ----------
    changes
        The same number under each reading, the one that is shown first.
    """
    points = [change.point for change in changes]
    return max(points) - min(points) > max(NEAR * abs(points[0]), SMALLEST)


def shown_under(effects: Effects) -> str:
    """Return what figures rest on, where readings differ: `, if stakes give no say`."""
    one = leading(effects)
    if one is None:
        return ""
    readings = by_market(effects)[one.market.name].values()
    changes = [average_change(e, "parties") for e in (one, *readings)]
    return f", if {READING_WORDS[one.reading]}" if is_wide(changes) else ""


def over_readings(changes: Sequence[Range]) -> Range:
    """Return the number shown, with the range over all readings.

    Without a range where a reading has none.
    """
    first = changes[0]
    if any(change.low is None for change in changes):
        return Range(point=first.point)
    return Range.over(changes)


def cost_span(changes: Sequence[Range], where: str, most: float = np.inf) -> str:
    """Return how much dearer or cheaper something gets somewhere, over all readings.

    >>> low, high = Range(point=0.002, low=0.001, high=0.003), Range(point=0.018)
    >>> cost_span([low], "Japan")
    'about 0.20 % more in Japan (range: 0.10 % to 0.30 %)'
    >>> cost_span([high, low], "Japan")
    '0.20 % to 1.8 % more in Japan, by how much say a stake gives (no range was drawn)'
    >>> high = Range(point=0.018, low=0.015, high=0.022)
    >>> print(cost_span([high, low], "Japan").replace(BY_SAY, "…"))
    0.20 % to 1.8 % more in Japan, … (range: 0.10 % to 2.2 %)
    >>> less = Range(point=-0.01, low=-0.02, high=-0.005)
    >>> print(cost_span([high, less], "Japan").replace(BY_SAY, "…"))
    1.0 % less to 1.8 % more in Japan, … (range: 2.0 % less to 2.2 % more)
    >>> print(cost_span([less.times(0.1), less], "Japan").replace(BY_SAY, "…"))
    0.10 % to 1.0 % less in Japan, … (range: 0.050 % to 2.0 %)
    >>> over = Range(point=0.3)
    >>> print(cost_span([over, Range(point=0.05)], "Japan", 0.12).replace(BY_SAY, "…"))
    5.0 % to over 12 % more in Japan, …, beyond what the model is believed about
    >>> print(cost_span([high, high.times(0.0)], "Japan").replace(BY_SAY, "…"))
    up to 1.8 % more in Japan, … (range: up to 2.2 %)
    """
    whole, points = over_readings(changes), [change.point for change in changes]
    low, high = min(points), max(points)
    if not is_wide(changes) or low > most or high < -most:
        return cost_words(whole, where, most)
    said = f"{_ends(low, high, most)} in {where}, {BY_SAY}"
    if max(-low, high) > most:
        return f"{said}, beyond what the model is believed about"
    if whole.low is None or whole.high is None:
        return f"{said} (no range was drawn)"
    ranged = _ends(whole.low, whole.high, np.inf)
    if ranged == _ends(low, high, most):
        return said
    if whole.low >= 0 or whole.high <= 0:
        ranged = ranged.removesuffix(" more").removesuffix(" less")
    return f"{said} (range: {ranged})"


def _ends(low: float, high: float, most: float) -> str:
    """Return two changes as a reader says them: `1.0 % less to 1.8 % more`."""

    def size(value: float) -> str:
        over = abs(value) > most
        return f"over {percent(most)}" if over else percent(abs(value))

    if abs(low) < SMALLEST and SMALLEST <= high <= most:
        return f"up to {size(high)} more"
    if abs(high) < SMALLEST and SMALLEST <= -low <= most:
        return f"up to {size(low)} less"
    if low > -SMALLEST:
        return f"{size(max(low, 0.0))} to {size(high)} more"
    if high < SMALLEST:
        return f"{size(min(high, 0.0))} to {size(low)} less"
    return f"{size(low)} less to {size(high)} more"


def signed_span(changes: Sequence[Range]) -> str:
    """Return the span between readings, without the range: `+0.24 % to +1.8 %`."""
    points = [change.point for change in changes]
    low, high = signed(min(points)), signed(max(points))
    return low if low == high else f"{low} to {high}"


def amount_span(changes: Sequence[Range], words: Callable[[float], str]) -> str:
    """Return the size of an amount over all readings: `USD 1 million to USD 2 million`.

    Parameters
    ----------
    changes
        The same amount under each reading, the one that is shown first.
    words
        Writes an amount without its sign.
    """
    sizes = sorted(abs(change.point) for change in changes)
    low, high = words(sizes[0]), words(sizes[-1])
    is_mixed = min(c.point for c in changes) < 0 < max(c.point for c in changes)
    if is_mixed or not is_wide(changes) or low == high:
        return words(abs(changes[0].point))
    return from_to(low, high)
