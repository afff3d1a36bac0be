"""The menu of checks that a product table passes before it becomes a market.

Each check looks at the whole table and names every fault with its place and value, so
that a user mends them at once and not one by one. Faults are errors; remarks are not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import polars as pl

from keiretsu.errors import DataError
from keiretsu.landscape import Dataset, bundled

REQUIRED = ("market_ids", "firm_ids")
NUMBERS = ("prices", "shares", "quantities", "market_size", "total_quantities")


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
    table: pl.DataFrame, *, tolerance: float = 0.005, data: Dataset | None = None
) -> tuple[Fault, ...]:
    """Run every check that the table's columns allow.

    Parameters
    ----------
    table
        Columns as in PyBLP: `market_ids`, `firm_ids`, `shares` or `quantities`, and as
        there are `product_ids`, `prices`, `nesting_ids`, `currency`, `market_size`,
        `total_quantities`. Numbers must already be numbers.
    tolerance
        How far, as a share, sums may miss a stated total.
    data
        The data set whose names the makers have; the bundled one where None.
    """
    missing = tuple(_columns(table))
    if missing:
        return missing
    found: list[Fault] = []
    for check in CHECKS:
        found += check(table)
    found += _makers(table, bundled() if data is None else data)
    return (*found, *_totals(table, tolerance))


def demand_no_errors(faults: tuple[Fault, ...], place: str) -> None:
    """Raise `DataError` that lists the errors among the faults, if there are any."""
    errors = [fault for fault in faults if fault.severity == "error"]
    if errors:
        listed = "\n".join(f"  {fault}" for fault in errors[:10])
        more = f"\n  and {len(errors) - 10} more" if len(errors) > 10 else ""
        raise DataError(
            f"{len(errors)} faults in {place}:\n{listed}{more}",
            hint="mend these rows; keiretsu market check lists all faults",
        )


def _columns(table: pl.DataFrame) -> Iterator[Fault]:
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


def _column_fault(column: str, table: pl.DataFrame) -> Fault:
    return Fault(
        check="columns",
        severity="error",
        place="the header",
        message=f"there is no column {column!r} among {', '.join(table.columns)[:120]}",
        advice="use PyBLP's column names",
    )


def _missing(table: pl.DataFrame) -> Iterator[Fault]:
    for column in (*REQUIRED, *NUMBERS):
        if column not in table.columns:
            continue
        values = table[column]
        if column == "prices" and values.is_null().all():
            continue
        empty = values.is_null()
        if values.dtype.is_float():
            empty = empty | ~values.is_finite().fill_null(False)
        for row in empty.arg_true():
            yield _at(
                row,
                column,
                "missing",
                "the value is missing or not finite",
                "fill it in or drop the product",
            )


def _positive(table: pl.DataFrame) -> Iterator[Fault]:
    for column in NUMBERS:
        if column in table.columns:
            for row in (table[column] <= 0).fill_null(False).arg_true():
                yield _at(
                    row,
                    column,
                    "positive",
                    f"{column} of {table[column][row]:g} is not positive",
                    "correct it or drop the product",
                )


def _shares(table: pl.DataFrame) -> Iterator[Fault]:
    if "shares" not in table.columns:
        return
    for row in (table["shares"] > 1).fill_null(False).arg_true():
        yield _at(
            row,
            "shares",
            "shares",
            f"a share of {table['shares'][row]:g}",
            "shares are fractions: 15 % is 0.15",
        )
    sums = table.group_by("market_ids", maintain_order=True).agg(pl.col("shares").sum())
    for market, total in sums.iter_rows():
        if total is not None and total >= 1:
            yield Fault(
                check="shares",
                severity="error",
                place=f"market {market!r}",
                message=f"shares sum to {total:g}: nobody is left who buys none",
                advice="divide by potential buyers, or give quantities instead",
            )


def _duplicates(table: pl.DataFrame) -> Iterator[Fault]:
    if "product_ids" not in table.columns:
        return
    keys = pl.struct("market_ids", "product_ids")
    again = table.select(~keys.is_first_distinct()).to_series()
    for row in again.arg_true():
        yield _at(
            row,
            "product_ids",
            "duplicates",
            f"product {table['product_ids'][row]!r} stands twice in market "
            f"{table['market_ids'][row]!r}",
            "add the rows up or name them apart",
        )


def _makers(table: pl.DataFrame, data: Dataset) -> Iterator[Fault]:
    for maker in table["firm_ids"].drop_nulls().unique(maintain_order=True):
        if data.maker(str(maker)) is None:
            yield Fault(
                check="makers",
                severity="remark",
                place="column firm_ids",
                message=f"{str(maker)!r} is no maker in our register",
                advice="it is kept as a maker of its own, without known owners",
            )


def _currencies(table: pl.DataFrame) -> Iterator[Fault]:
    if "currency" not in table.columns:
        return
    for market, used in (
        table.group_by("market_ids", maintain_order=True)
        .agg(pl.col("currency").drop_nulls().unique(maintain_order=True))
        .iter_rows()
    ):
        if len(used) > 1:
            yield Fault(
                check="currencies",
                severity="error",
                place=f"market {market!r}",
                message=f"prices in {' and '.join(map(str, used))} are mixed",
                advice="convert to one currency",
            )


def _totals(table: pl.DataFrame, tolerance: float) -> Iterator[Fault]:
    if not {"quantities", "total_quantities"} <= set(table.columns):
        return
    sums = table.group_by("market_ids", maintain_order=True).agg(
        pl.col("quantities").sum(), pl.col("total_quantities").max()
    )
    for market, parts, total in sums.iter_rows():
        if total and abs(parts / total - 1) > tolerance:
            yield Fault(
                check="totals",
                severity="error",
                place=f"market {market!r}",
                message=f"quantities add up to {parts:g}, stated are {total:g}",
                advice="add the missing products, or a row for the rest",
            )


def _at(row: int, column: str, check: str, message: str, advice: str) -> Fault:
    return Fault(
        check=check,
        severity="error",
        place=f"row {row + 1}, column {column}",
        message=message,
        advice=advice,
    )


CHECKS: tuple[Callable[[pl.DataFrame], Iterator[Fault]], ...] = (
    _missing,
    _positive,
    _shares,
    _duplicates,
    _currencies,
)
