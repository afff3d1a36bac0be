"""How an answer is written: two significant digits, the unit always, ranges first.

Tables may show more digits; sentences never do. A minus is a true minus sign and a
change always carries its sign.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

from keiretsu.deals.answers import Range
from keiretsu.deals.market_effects import MarketEffects
from keiretsu.units import SCALES, count

SMALLEST = 1e-5
"""Change, as a fraction, below which 0 is written."""


def two_digits(value: float) -> str:
    """Write a number with two significant digits, whole where it is large.

    >>> two_digits(0.01449), two_digits(1.96), two_digits(1234.0), two_digits(-0.0)
    ('0.014', '2.0', '1 200', '0')
    """
    if value == 0 or not math.isfinite(value):
        return "0" if value == 0 else "unknown"
    exponent = math.floor(math.log10(abs(value)))
    rounded = round(value, 1 - exponent)
    if abs(rounded) >= 10 ** (exponent + 1):
        exponent += 1
    text = count(rounded) if exponent >= 1 else f"{rounded:.{1 - exponent}f}"
    return text.replace("-", "−")


def percent(fraction: float) -> str:
    """Write a fraction as percent with two significant digits.

    Anything below a thousandth of a percent is written as 0.

    >>> percent(0.0144), percent(0.000004), percent(0.36)
    ('1.4 %', '0 %', '36 %')
    """
    return f"{two_digits(0.0 if abs(fraction) < SMALLEST else 100 * fraction)} %"


def signed(fraction: float) -> str:
    """Write a change as percent with its sign.

    >>> signed(0.0144), signed(-0.0021), signed(0.0)
    ('+1.4 %', '−0.21 %', '0 %')
    """
    text = percent(fraction)
    return text if text.startswith(("−", "0 ")) else f"+{text}"


def band(low: float, high: float) -> str:
    """Write a range of changes in percent; ends that are written alike stand once.

    >>> band(0.009, 0.021), band(-0.001, 0.002), band(0.0, 0.0), band(0.0491, 0.0494)
    ('+0.90 % to +2.1 %', '−0.10 % to +0.20 %', '0 %', '+4.9 %')
    """
    return " to ".join(dict.fromkeys((signed(low), signed(high))))


def with_range(found: Range) -> str:
    """Write a change in percent with its range: `+1.4 % (+0.90 % to +2.1 %)`."""
    if found.low is None or found.high is None:
        return signed(found.point)
    return f"{signed(found.point)} ({band(found.low, found.high)})"


def between(low: float, high: float) -> str:
    """Write the two ends of a change.

    >>> between(0.019, 0.034), between(0.0191, 0.0192)
    ('between +1.9 % and +3.4 %', 'about +1.9 %')
    """
    if signed(low) == signed(high):
        return f"about {signed(low)}"
    return f"between {signed(low)} and {signed(high)}"


def money(amount: float, currency: str | None) -> str:
    """Write an amount of money in words a reader can say.

    Anything below half a hundredth is written as 0.

    >>> money(1.23e9, "USD"), money(-45000, "EUR"), money(-2.96e13, None)
    ('USD 1.2 billion', '−EUR 45 000', '−30 trillion')
    >>> money(-0.00006, "USD")
    'USD 0'
    """
    size = abs(amount) if abs(amount) >= 0.005 else 0.0
    start = f"{'−' if amount < 0 < size else ''}{f'{currency} ' if currency else ''}"
    for scale, word in SCALES:
        if size >= 0.995 * scale:
            return f"{start}{two_digits(size / scale)} {word}"
    return f"{start}{two_digits(size)}"


def amount_words(value: float, effects: MarketEffects) -> str:
    """Write an amount in the unit of the market: money, or percent of spending."""
    if effects.relative:
        return f"{signed(value)} of spending"
    text = money(value, effects.market.currency)
    return text if value <= 0 else f"+{text}"


def span_words(effects: MarketEffects) -> str:
    """Say what amounts are counted over: `a year`, a period, or one potential buyer."""
    period = effects.market.period
    if effects.market.per_buyer:
        return "per potential buyer"
    if not period:
        return "over the period of the table"
    yearly = re.fullmatch(r"(?:CY|MY|FY)?\d{4}", period)
    return "a year" if yearly else f"over {period}"


def varied(markets: Iterable[MarketEffects]) -> str:
    """Return what the ranges of some effects are over: draws only where some were made.

    >>> varied(())
    'models and years'
    """
    drawn = any(one.draws is not None for one in markets)
    return "models, years and draws" if drawn else "models and years"
