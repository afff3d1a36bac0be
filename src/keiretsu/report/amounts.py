"""How a headline says a price change: about so much, between two ends, or out of reach.

A number whose range is wider than itself is no number: its two ends are said instead.
Beyond what models of cars are believed about for a single car, no mean is said either.
"""

from __future__ import annotations

import numpy as np

from keiretsu.deals.answers import Range
from keiretsu.deals.figures import SMALLEST, percent
from keiretsu.deals.market_effects import MarketEffects
from keiretsu.deals.plausible import bounds
from keiretsu.words import CARS


def most_believed(effects: MarketEffects) -> float:
    """Return the largest price change that is printed; of cars, that of one car."""
    return bounds()["price_change"].high if effects.market.words == CARS else np.inf


def cost_words(change: Range, where: str, most: float = np.inf) -> str:
    """Return how much dearer or cheaper something gets somewhere, with its range.

    >>> cost_words(Range(point=0.028, low=0.02, high=0.04), "Japan")
    'about 2.8 % more in Japan (range: 2.0 % to 4.0 %)'
    >>> cost_words(Range(point=0.01, low=0.004, high=0.03), "Japan")
    'between 0.40 % and 3.0 % more in Japan'
    >>> cost_words(Range(point=0.01, low=-0.004, high=0.03), "Japan")
    'between 0.40 % less and 3.0 % more in Japan'
    >>> cost_words(Range(point=-0.001, low=-0.004, high=0.03), "Japan")
    'between 0.40 % less and 3.0 % more in Japan'
    >>> cost_words(Range(point=0.0005, low=-3e-6, high=0.00095), "Japan")
    'up to 0.095 % more in Japan'
    >>> cost_words(Range(point=-0.0005, low=-0.00095, high=0.0), "Japan")
    'up to 0.095 % less in Japan'
    >>> cost_words(Range(point=0.0281, low=0.0279, high=0.0282), "Japan")
    'about 2.8 % more in Japan (a range within rounding)'
    >>> cost_words(Range(point=-0.01), "Japan")
    'about 1.0 % less in Japan (no range was drawn)'
    >>> cost_words(Range(point=1e-8, low=0.0, high=2e-8), "Japan")
    'at most 0.001 % more in Japan'
    >>> cost_words(Range(point=0.2), "Japan", 0.12)
    'over 12 % more in Japan, beyond what the model is believed about'
    """
    up = change.point > 0
    way, other = ("more", "less") if up else ("less", "more")
    there = f"{way} in {where}"
    if abs(change.point) > most:
        return f"over {percent(most)} {there}, beyond what the model is believed about"
    told = (change.point, change.low or 0.0, change.high or 0.0)
    if all(abs(number) < SMALLEST for number in told):
        return f"at most {100 * SMALLEST:g} % {there}"
    about = f"about {percent(abs(change.point))} {there}"
    if change.low is None or change.high is None:
        return f"{about} (no range was drawn)"
    low, high = (change.low, change.high) if up else (-change.high, -change.low)
    if low <= -SMALLEST and high < SMALLEST:
        return f"up to {percent(-low)} {other} in {where}"
    if low <= -SMALLEST:
        ends = (f"{percent(-low)} {other}", f"{percent(high)} {way}")
        less, more = ends if up else ends[::-1]
        return f"between {less} and {more} in {where}"
    if low < SMALLEST:
        return f"up to {percent(high)} {there}"
    if percent(low) == percent(high):
        return f"{about} (a range within rounding)"
    if high - low > abs(change.point):
        return f"between {percent(low)} and {percent(high)} {there}"
    return f"{about} (range: {percent(low)} to {percent(high)})"


def from_to(low: str, high: str) -> str:
    """Return two amounts as a span, their unit once.

    >>> from_to("0.1 % of spending", "0.2 % of spending")
    '0.1 % to 0.2 % of spending'
    >>> from_to("USD 1 million", "USD 2 million")
    'USD 1 million to USD 2 million'
    """
    unit = " of spending"
    if high.endswith(unit):
        low = low.removesuffix(unit)
    return f"{low} to {high}"
