"""How filings write amounts of money: 1.22 to 50.7 trillion yen.

Thresholds are written exactly, figures with three digits: bounds are rough.
"""

from __future__ import annotations

import math

from keiretsu.currencies import currency_name
from keiretsu.rules.bounds import Range
from keiretsu.units import SCALES


def threshold(value: float, currency: str | None = None) -> str:
    """Write an amount exactly.

    >>> threshold(20e9), threshold(535_500_000, "USD")
    ('20 billion', '535.5 million US dollars')
    """
    number, scale = _scaled(value, digits=15)
    return _written(number, scale, currency)


def bounds(known: float | Range, currency: str) -> str:
    """Write what is known of an amount, with three digits.

    >>> bounds(Range(1.22e12, 5.07e13), "JPY"), bounds(Range(3.2e11, math.inf), "JPY")
    ('1.22 to 50.7 trillion yen', 'at least 320 billion yen')
    >>> bounds(Range(0.0, 4.3e12), "JPY"), bounds(8e9, "USD")
    ('at most 4.3 trillion yen', '8 billion US dollars')
    """
    if not isinstance(known, Range) or known.low == known.high:
        value = known.low if isinstance(known, Range) else known
        return _written(*_scaled(value, digits=3), currency)
    if known.low <= 0 and math.isinf(known.high):
        return "not on record"
    low, low_scale = _scaled(known.low, digits=3)
    if math.isinf(known.high):
        return f"at least {_written(low, low_scale, currency)}"
    high, high_scale = _scaled(known.high, digits=3)
    top = _written(high, high_scale, currency)
    if known.low <= 0:
        return f"at most {top}"
    first = low if low_scale == high_scale else _written(low, low_scale, None)
    return f"{first} to {top}"


def _scaled(value: float, *, digits: int) -> tuple[str, str]:
    rounded = float(f"{value:.{digits}g}")
    for scale, word in SCALES:
        if abs(rounded) >= scale:
            return f"{float(f'{rounded / scale:.{digits}g}'):,.12g}", word
    return f"{rounded:,.12g}", ""


def _written(number: str, scale: str, currency: str | None) -> str:
    return " ".join(filter(None, (number, scale, currency and currency_name(currency))))
