r"""When a car comes, and what a year sooner or later is worth.

Development times are lognormal: they cannot be negative, and delays are longer than
early finishes. A programme may be cancelled on the way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr, ndtri

from keiretsu.arrays import floats, number
from keiretsu.errors import DataError

_SIDE = float(ndtri(0.9))


@dataclass(frozen=True, kw_only=True)
class Duration:
    """A lognormal time with a median and an 80 % range.

    Attributes
    ----------
    median
        Half of all are shorter; months or any unit, positive.
    low, high
        One in ten is shorter than `low`, one in ten longer than `high`. Where the two
        are not the same factor away from the median, the spread of logs is the mean of
        both sides.
    """

    median: float
    low: float
    high: float

    def __post_init__(self) -> None:
        number(self.median, "median", above=0)
        if not 0 < self.low <= self.median <= self.high:
            raise DataError(
                f"a median of {self.median:g} outside {self.low:g} to {self.high:g}",
                hint="give low, median and high in order, above 0",
            )

    @property
    def spread(self) -> float:
        """Standard deviation of the log."""
        return float(np.log(self.high / self.low) / (2 * _SIDE))

    def quantile(self, level: ArrayLike) -> Any:
        """Return the time within which a part of all is done.

        >>> float(Duration(median=48, low=36, high=64).quantile(0.5))
        48.0
        """
        at = floats(level, "level", above=0, below=1)
        return self.median * np.exp(self.spread * ndtri(at))

    def done_by(self, time: ArrayLike) -> Any:
        """Return the part that is done by a time.

        >>> round(float(Duration(median=48, low=36, high=64).done_by(64)), 3)
        0.9
        """
        passed = floats(time, "time", least=0)
        if self.spread == 0:
            return np.where(passed >= self.median, 1.0, 0.0)
        with np.errstate(divide="ignore"):
            return ndtr(np.log(passed / self.median) / self.spread)


def launched_by(time: ArrayLike, duration: Duration, *, cancelled: float = 0) -> Any:
    """Return the chance that a car is on sale by a time, cancellation counted.

    Parameters
    ----------
    time
        Since approval, in the duration's unit.
    duration
        Time from approval to sale.
    cancelled
        Share of such programmes that is never finished.
    """
    alive = 1 - number(cancelled, "cancelled", least=0, most=1)
    return alive * duration.done_by(time)


def present_value(
    yearly: float, *, start: float, years: float, discount: float
) -> float:
    r"""Return today's worth of a steady flow that starts later and lasts.

    .. math:: A\, \frac{e^{-rt} - e^{-r(t+L)}}{r}, \qquad r = \ln(1 + d)

    Parameters
    ----------
    yearly
        Flow, currency a year.
    start, years
        When it starts, and how long it lasts, years.
    discount
        d, by which a year later is worth less, above -1.

    Examples
    --------
    >>> round(present_value(100, start=0, years=2, discount=0), 6)
    200.0
    """
    begin = number(start, "start", least=0)
    last = number(years, "years", least=0)
    rate = float(np.log1p(number(discount, "discount", above=-1)))
    if abs(rate) < 1e-12:
        return yearly * last
    return float(yearly * np.exp(-rate * begin) * -np.expm1(-rate * last) / rate)


def worth_of_sooner(
    yearly: float,
    *,
    start: float,
    sooner: float,
    years: float,
    discount: float,
    end_stays: bool = False,
) -> float:
    """Return what it is worth that a flow starts sooner, currency today.

    Parameters
    ----------
    yearly, start, years, discount
        As for `present_value`.
    sooner
        Years by which the start moves up, at most `start`; negative for a delay.
    end_stays
        Whether the flow ends when it would have ended, so that a year sooner is a year
        more; if not the whole flow moves.

    Examples
    --------
    Twelve months sooner, and as many months on sale.

    >>> round(worth_of_sooner(63, start=4, sooner=1, years=6, discount=0), 6)
    0.0
    >>> round(
    ...     worth_of_sooner(63, start=4, sooner=1, years=6, discount=0, end_stays=True)
    ... )
    63
    """
    if sooner > start:
        raise DataError(
            f"{sooner:g} years sooner than a start in {start:g} years",
            hint="a car cannot come before today",
        )
    longer = years + sooner if end_stays else years
    if longer < 0:
        raise DataError(
            f"a delay of {-sooner:g} years of a flow that lasts {years:g}",
            hint="it would end before it starts",
        )
    then = present_value(yearly, start=start, years=years, discount=discount)
    return (
        present_value(yearly, start=start - sooner, years=longer, discount=discount)
        - then
    )
