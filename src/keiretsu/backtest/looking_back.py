"""Every case, in the order of their kinds: decisions, prices, conduct."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from keiretsu.backtest.american import chrysler_and_amc
from keiretsu.backtest.case import KINDS, Case
from keiretsu.backtest.conduct import conduct
from keiretsu.backtest.decisions import decisions
from keiretsu.backtest.european import european_conduct, european_prices
from keiretsu.backtest.japanese import japanese_decisions, japanese_prices
from keiretsu.backtest.prices import shocks


def backtest(cars: str | Path | None = None) -> tuple[Case, ...]:
    """Return what keiretsu would have said of past deals, and what happened.

    Parameters
    ----------
    cars
        The user's own copy of the European cars of the Stata Journal's example
        (`cars1.dta`, or the same table as CSV); None leaves those cases out.

    Raises
    ------
    DataError
        If the file is not that table.
    """
    found = tuple(_cases(None if cars is None else Path(cars)))
    return tuple(case for kind in KINDS for case in found if case.kind == kind)


def _cases(cars: Path | None) -> Iterator[Case]:
    yield from decisions()
    yield from japanese_decisions()
    yield from chrysler_and_amc()
    yield from shocks()
    yield from japanese_prices()
    yield from conduct()
    if cars is not None:
        yield from european_prices(cars)
        yield from european_conduct(cars)
