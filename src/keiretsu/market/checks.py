"""The menu of checks that a product table passes before it becomes a market.

Each check looks at the whole table and names every fault with its place and value, so
that a user mends them at once and not one by one. Faults are errors; remarks are not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from keiretsu.landscape import Dataset, bundled
from keiretsu.market import market_checks, number_checks
from keiretsu.market.faults import Fault
from keiretsu.market.product_table import ProductTable, to_table

MOST_FAULTS = 200
"""Faults that one check lists."""


def check_table(
    frame: Any, *, tolerance: float = 0.005, data: Dataset | None = None
) -> tuple[Fault, ...]:
    """Run every check that the table's columns allow.

    Parameters
    ----------
    frame
        Product table or data frame. Columns as in PyBLP: `market_ids`, `firm_ids`,
        `shares` or `quantities`, and as there are `product_ids`, `prices`,
        `nesting_ids`, `currency`, `market_size`, `total_quantities`.
    tolerance
        How far, as a share, sums may miss a stated total.
    data
        The data set whose names the makers have; the bundled one where None.

    Raises
    ------
    DataError
        If it is no data frame, or a column of numbers holds something else.
    """
    table = to_table(frame)
    missing = tuple(number_checks.columns(table))
    if missing:
        return missing
    makers = _makers(table, bundled() if data is None else data)
    checks = (
        *(check(table) for check in CHECKS),
        makers,
        market_checks.totals(table, tolerance),
    )
    return tuple(fault for check in checks for fault in _first(check))


def _first(faults: Iterator[Fault]) -> Iterator[Fault]:
    """Yield the first faults of a check; a word stands for the others."""
    yield from islice(faults, MOST_FAULTS)
    further = next(faults, None)
    if further is not None:
        yield replace(
            further,
            place="further rows",
            message=f"more than {MOST_FAULTS} such faults; the others are not listed",
            advice="mend what is common to these first",
        )


def _reading(table: ProductTable) -> Iterator[Fault]:
    """Yield what reading the table took for granted, and what is unclear."""
    for note in table.notes:
        yield Fault(
            check="reading",
            severity="remark",
            place="the table",
            message=note,
            advice="nothing to do if that is right",
        )
    for doubt in table.doubts:
        yield Fault(
            check="reading",
            severity="error",
            place="the table",
            message=doubt,
            advice="write 100421 for thousands; give decimals to every row otherwise",
        )


def _makers(table: ProductTable, data: Dataset) -> Iterator[Fault]:
    for maker in dict.fromkeys(table.text("firm_ids")):
        if maker is not None and data.maker(maker) is None:
            yield Fault(
                check="makers",
                severity="remark",
                place="column firm_ids",
                message=f"{maker!r} is no maker in our register",
                advice="it is kept as a maker of its own, without known owners",
            )


CHECKS: tuple[Callable[[ProductTable], Iterator[Fault]], ...] = (
    number_checks.misnamed,
    number_checks.missing,
    number_checks.positive,
    number_checks.beyond,
    market_checks.products,
    market_checks.shares,
    market_checks.sizes,
    _reading,
    market_checks.duplicates,
    market_checks.currencies,
)
