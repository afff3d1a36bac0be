"""Checks of a table's columns, and of each number by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from keiretsu.market.faults import Fault, at_row, rows_where
from keiretsu.market.product_table import NUMBERS, TEXTS, ProductTable

REQUIRED = ("market_ids", "firm_ids")
_HOLDS = {
    "market_ids": "where and when it was sold, the same in every row of one market",
    "firm_ids": "who makes it",
    "quantities": "how many were sold, or shares of all who might buy",
}
"""What a table must tell, by the names that PyBLP gives its columns."""
_SMALLEST, _LARGEST = 1e-12, 1e15
"""What a share, a price or a quantity of any market lies between."""


def columns(table: ProductTable) -> Iterator[Fault]:
    """Yield the columns that a table lacks, and a table without rows."""
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
        advice=f"name a column {column}: {_HOLDS[column]}",
    )


def misnamed(table: ProductTable) -> Iterator[Fault]:
    """Yield columns that would be a known one but for letter case or number.

    Under another name a column of numbers is a characteristic, and one of text is not
    read: prices called `Price` would be no prices.
    """
    known = {_bare(name): name for name in (*NUMBERS, *TEXTS)}
    for column in table.columns:
        meant = known.get(_bare(column))
        if meant is not None and meant not in table.columns:
            yield Fault(
                check="columns",
                severity="error" if meant in NUMBERS else "remark",
                place="the header",
                message=f"there is no column {meant!r}, but one called {column!r}",
                advice=f"call it {meant}, if it is that",
            )


def _bare(name: str) -> str:
    bare = re.sub(r"[\s_-]", "", name.casefold())
    return re.sub("ies$", "y", bare).removesuffix("s")


def missing(table: ProductTable) -> Iterator[Fault]:
    """Yield values that are missing or not finite; prices may all be."""
    for column in (*REQUIRED, *NUMBERS):
        if column not in table.columns:
            continue
        values = table[column]
        if isinstance(values, tuple):
            empty = [row for row, value in enumerate(values) if value is None]
        elif column == "prices" and np.isnan(values).all():
            continue
        else:
            empty = rows_where(~np.isfinite(values))
        for row in empty:
            yield at_row(
                row,
                column,
                "missing",
                "the value is missing or not finite",
                "fill it in or drop the product",
            )


def positive(table: ProductTable) -> Iterator[Fault]:
    """Yield numbers that are not positive."""
    for column in NUMBERS:
        if column in table.columns:
            values = table.numbers(column)
            for row in rows_where(values <= 0):
                yield at_row(
                    row,
                    column,
                    "positive",
                    f"{column} of {values[row]:g} is not positive",
                    "correct it or drop the product",
                )


def beyond(table: ProductTable) -> Iterator[Fault]:
    """Yield numbers that no market has."""
    for column in NUMBERS:
        if column in table.columns:
            values = table.numbers(column)
            with np.errstate(invalid="ignore"):
                beyond = ((values > 0) & (values < _SMALLEST)) | (values > _LARGEST)
            for row in rows_where(beyond & np.isfinite(values)):
                yield at_row(
                    row,
                    column,
                    "beyond",
                    f"{column} of {values[row]:g} is beyond any market",
                    f"give a number from {_SMALLEST:g} to {_LARGEST:g}",
                )
