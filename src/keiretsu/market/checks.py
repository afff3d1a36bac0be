"""The menu of checks that a product table passes before it becomes a market.

Each check looks at the whole table and names every fault with its place and value, so
that a user mends them at once and not one by one. Faults are errors; remarks are not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Literal

import numpy as np

from keiretsu.errors import DataError
from keiretsu.landscape import Dataset, bundled
from keiretsu.market.product_table import NUMBERS, ProductTable, to_table
from keiretsu.units import plural

REQUIRED = ("market_ids", "firm_ids")
MOST_FAULTS = 200
"""Faults that one check lists."""
MOST_PRODUCTS = 2_500
"""Products of one market; every pair of them takes memory."""
_SMALLEST, _LARGEST = 1e-12, 1e15
"""What a share, a price or a quantity of any market lies between."""


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing wrong with, or worth knowing of, a product table.

    Attributes
    ----------
    check
        Name of the check that found it.
    severity
        An `error` keeps the table from becoming a market, a `remark` does not.
    place
        Row and column, or the market.
    message
        What is wrong, with the value.
    advice
        What to do.
    """

    check: str
    severity: Literal["error", "remark"]
    place: str
    message: str
    advice: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message} ({self.advice})"


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
    missing = tuple(_columns(table))
    if missing:
        return missing
    makers = _makers(table, bundled() if data is None else data)
    checks = (*(check(table) for check in CHECKS), makers, _totals(table, tolerance))
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


def demand_no_errors(faults: tuple[Fault, ...], place: str) -> None:
    """Raise `DataError` that lists the errors among the faults, if there are any."""
    errors = [fault for fault in faults if fault.severity == "error"]
    if errors:
        listed = "\n".join(f"  {fault}" for fault in errors[:10])
        more = f"\n  and {len(errors) - 10} more" if len(errors) > 10 else ""
        raise DataError(
            f"{plural(len(errors), 'fault')} in {place}:\n{listed}{more}",
            hint="mend these rows; keiretsu market check lists all faults",
        )


def _columns(table: ProductTable) -> Iterator[Fault]:
    for column in REQUIRED:
        if column not in table.columns:
            yield _column_fault(column, table)
    if not {"shares", "quantities"} & set(table.columns):
        yield _column_fault("quantities", table)
    if table.height == 0:
        yield Fault(
            check="rows",
            severity="error",
            place="the table",
            message="it has no row",
            advice="add one row a product",
        )


def _column_fault(column: str, table: ProductTable) -> Fault:
    return Fault(
        check="columns",
        severity="error",
        place="the header",
        message=f"there is no column {column!r} among {', '.join(table.columns)[:120]}",
        advice="use PyBLP's column names",
    )


def _missing(table: ProductTable) -> Iterator[Fault]:
    for column in (*REQUIRED, *NUMBERS):
        if column not in table.columns:
            continue
        values = table[column]
        if isinstance(values, tuple):
            empty = [row for row, value in enumerate(values) if value is None]
        elif column == "prices" and np.isnan(values).all():
            continue
        else:
            empty = _where(~np.isfinite(values))
        for row in empty:
            yield _at(
                row,
                column,
                "missing",
                "the value is missing or not finite",
                "fill it in or drop the product",
            )


def _positive(table: ProductTable) -> Iterator[Fault]:
    for column in NUMBERS:
        if column in table.columns:
            values = table.numbers(column)
            for row in _where(values <= 0):
                yield _at(
                    row,
                    column,
                    "positive",
                    f"{column} of {values[row]:g} is not positive",
                    "correct it or drop the product",
                )


def _beyond(table: ProductTable) -> Iterator[Fault]:
    for column in NUMBERS:
        if column in table.columns:
            values = table.numbers(column)
            with np.errstate(invalid="ignore"):
                beyond = ((values > 0) & (values < _SMALLEST)) | (values > _LARGEST)
            for row in _where(beyond & np.isfinite(values)):
                yield _at(
                    row,
                    column,
                    "beyond",
                    f"{column} of {values[row]:g} is beyond any market",
                    f"give a number from {_SMALLEST:g} to {_LARGEST:g}",
                )


def _products(table: ProductTable) -> Iterator[Fault]:
    for market, rows in table.markets().items():
        if len(rows) > MOST_PRODUCTS:
            yield _of(
                market,
                "products",
                f"it has {len(rows)} products; {MOST_PRODUCTS} is the most",
                "add up versions of a product, or divide the market",
            )


def _shares(table: ProductTable) -> Iterator[Fault]:
    if "shares" not in table.columns:
        return
    shares = table.numbers("shares")
    for row in _where(shares > 1):
        yield _at(
            row,
            "shares",
            "shares",
            f"a share of {shares[row]:g}",
            "shares are fractions: 15 % is 0.15",
        )
    for market, rows in table.markets().items():
        total = np.nansum(shares[rows])
        if total >= 1:
            yield _of(
                market,
                "shares",
                f"shares sum to {total:g}: nobody is left who buys none",
                "divide by potential buyers, or give quantities instead",
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


def _sizes(table: ProductTable) -> Iterator[Fault]:
    """Yield sizes of one market that differ, and shares that contradict quantities."""
    for market, rows in table.markets().items():
        if "market_size" in table.columns:
            sizes = table.numbers("market_size")[rows]
            known = sizes[np.isfinite(sizes)]
            if known.size and known.min() != known.max():
                yield _of(
                    market,
                    "market_size",
                    f"market_size is {known.min():g} and {known.max():g}",
                    "a market has one size: correct it, or divide the market",
                )
        if {"shares", "quantities"} <= set(table.columns):
            yield from _contradictions(table, market, rows)


def _contradictions(
    table: ProductTable, market: str | None, rows: list[int]
) -> Iterator[Fault]:
    shares = table.numbers("shares")[rows]
    sold = table.numbers("quantities")[rows]
    sized = "market_size" in table.columns
    with np.errstate(all="ignore"):
        total = table.numbers("market_size")[rows] if sized else sold.sum()
        told = sold / total
        gap = np.abs(told - shares) if sized else np.abs(shares / shares.sum() - told)
        wrong = gap > 0.005 * np.maximum(told, 1e-9) + 1e-6
    for place in np.flatnonzero(wrong)[:1]:
        yield _at(
            rows[place],
            "shares",
            "shares",
            f"a share of {shares[place]:g} where quantities give {told[place]:.4g}",
            "give shares or quantities, not both, or make them agree",
        )


def _duplicates(table: ProductTable) -> Iterator[Fault]:
    if "product_ids" not in table.columns:
        return
    seen: set[tuple[str | None, str | None]] = set()
    keys = zip(table.text("market_ids"), table.text("product_ids"), strict=True)
    for row, (market, product) in enumerate(keys):
        if (market, product) in seen:
            yield _at(
                row,
                "product_ids",
                "duplicates",
                f"product {product!r} stands twice in market {market!r}",
                "add the rows up or name them apart",
            )
        seen.add((market, product))


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


def _currencies(table: ProductTable) -> Iterator[Fault]:
    if "currency" not in table.columns:
        return
    stated = table.text("currency")
    for market, rows in table.markets().items():
        used = [c for c in dict.fromkeys(stated[row] for row in rows) if c is not None]
        if len(used) > 1:
            yield _of(
                market,
                "currencies",
                f"prices in {' and '.join(used)} are mixed",
                "convert to one currency",
            )


def _totals(table: ProductTable, tolerance: float) -> Iterator[Fault]:
    if not {"quantities", "total_quantities"} <= set(table.columns):
        return
    sold, stated = table.numbers("quantities"), table.numbers("total_quantities")
    for market, rows in table.markets().items():
        known = stated[rows][~np.isnan(stated[rows])]
        parts, total = np.nansum(sold[rows]), known.max(initial=0.0)
        if total and abs(parts / total - 1) > tolerance:
            yield _of(
                market,
                "totals",
                f"quantities add up to {parts:g}, stated are {total:g}",
                "add the missing products, or a row for the rest",
            )


def _where(wrong: np.ndarray) -> list[int]:
    """Return the rows at which something holds."""
    return [int(row) for row in np.flatnonzero(wrong)]


def _at(row: int, column: str, check: str, message: str, advice: str) -> Fault:
    return Fault(
        check=check,
        severity="error",
        place=f"row {row + 1}, column {column}",
        message=message,
        advice=advice,
    )


def _of(market: str | None, check: str, message: str, advice: str) -> Fault:
    return Fault(
        check=check,
        severity="error",
        place=f"market {market!r}",
        message=message,
        advice=advice,
    )


CHECKS: tuple[Callable[[ProductTable], Iterator[Fault]], ...] = (
    _missing,
    _positive,
    _beyond,
    _products,
    _shares,
    _sizes,
    _reading,
    _duplicates,
    _currencies,
)
