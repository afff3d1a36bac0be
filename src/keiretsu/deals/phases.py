"""How far a deal is on a day: steps that are done, and savings that come year by year.

Owners change at once; a saving rises evenly from its step's day until it has come in
full. What a deal does in its third year is smaller than what it does in the end.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from keiretsu.costs import phase
from keiretsu.deals.cost_parameters import cost_parameters
from keiretsu.deals.deal import Deal
from keiretsu.errors import DataError
from keiretsu.units import written

_YEAR = 365.25


def as_far_as(deal: Deal, day: dt.date, *, full: float | None = None) -> Deal:
    """Return a deal as far as it has come by a day.

    Parameters
    ----------
    deal
        The deal; a step without a day of its own begins with the deal.
    day
        The day looked at, not before the deal.
    full
        Years until a saving has come in full; None takes the bundled value.

    Raises
    ------
    DataError
        If no step is done by then, or the deal begins later.

    Examples
    --------
    >>> from keiretsu.deals import SaveCost
    >>> deal = Deal(
    ...     steps=(SaveCost(makers=("nissan",), share=0.04),), on=dt.date(2026, 1, 1)
    ... )
    >>> as_far_as(deal, dt.date(2028, 1, 1), full=4).sentence
    'the marginal costs of nissan fall by 2 %'
    """
    known = cost_parameters()["years_to_full"].value if full is None else full
    if day < deal.on:
        raise DataError(
            f"by {written(day)} the deal of {written(deal.on)} has not begun",
            hint="give a day from the deal's on",
        )
    done = deal.by(day)
    steps = []
    for step in done.steps:
        years = max((day - (step.on or deal.on)).days / _YEAR, 0.0)
        steps.append(step.scaled(float(phase(years, full=known))))
    return replace(done, steps=tuple(steps))
