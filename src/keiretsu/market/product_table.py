"""A product table in memory: named columns of numbers or of text, one row a product.

Data frames of any library that narwhals reads, and files, become this one form. Numbers
are floats with NaN where nothing was said; text is `None` there.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from keiretsu.characters import LONGEST_NAME, see_text
from keiretsu.errors import DataError
from keiretsu.frames import Backend, to_frame

NUMBERS = ("prices", "shares", "quantities", "market_size", "total_quantities")
"""Columns that must hold numbers."""
TEXTS = (
    *("market_ids", "firm_ids", "product_ids", "nesting_ids"),
    *("brands", "powertrains", "currency"),
)
"""Columns of names, also where they look like numbers."""

Column = np.ndarray | tuple[str | None, ...]


@dataclass(frozen=True, eq=False, repr=False)
class ProductTable:
    """Columns of equal length.

    Attributes
    ----------
    data
        Floats, shape (rows,), or text, by the name of the column.
    height
        Number of rows.
    notes
        What was taken for granted where the table was read, in words.
    doubts
        What may be read in two ways, and must be made clear first.
    """

    data: Mapping[str, Column]
    height: int
    notes: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def columns(self) -> list[str]:
        """The names of the columns, in order."""
        return list(self.data)

    def __getitem__(self, column: str) -> Column:
        return self.data[column]

    def numbers(self, column: str) -> np.ndarray:
        """Return a column of numbers, shape (rows,).

        Raises
        ------
        DataError
            If it holds text: the first cell that is no number is named with its row.
        """
        values = self.data[column]
        return values if isinstance(values, np.ndarray) else _floats(column, values)

    def text(self, column: str) -> tuple[str | None, ...]:
        """Return a column of text."""
        values = self.data[column]
        assert isinstance(values, tuple), f"{column} holds numbers"
        return values

    def with_classes(self, column: str, source: str) -> ProductTable:
        """Return the table with one column of text more: another one's values.

        Numbers become text, `3` for 3.0; a missing one stays missing.
        """
        values = self.data[source]
        if isinstance(values, np.ndarray):
            values = tuple(None if np.isnan(v) else f"{v:.15g}" for v in values)
        return ProductTable({**self.data, column: values}, self.height)

    def select(self, rows: Sequence[int]) -> ProductTable:
        """Return some of the rows, in the order given."""
        return ProductTable(
            {
                name: values[list(rows)]
                if isinstance(values, np.ndarray)
                else tuple(values[row] for row in rows)
                for name, values in self.data.items()
            },
            len(rows),
        )

    def markets(self) -> dict[str | None, list[int]]:
        """Return the rows of each market, in the order of the table."""
        found: dict[str | None, list[int]] = defaultdict(list)
        for row, market in enumerate(self.text("market_ids")):
            found[market].append(row)
        return dict(found)

    def to_frame(self, backend: Backend | None = None) -> Any:
        """Return a data frame; see `keiretsu.frames.to_frame`."""
        columns = [list(values) for values in self.data.values()]
        cells = zip(*columns, strict=True)
        rows = (dict(zip(self.data, row, strict=True)) for row in cells)
        return to_frame(rows, backend)

    def __len__(self) -> int:
        return self.height

    def __repr__(self) -> str:
        return f"<ProductTable: {self.height} rows of {', '.join(self.data)}>"


_IN_A_DAY = {"day": 1} | {
    unit: 86_400 * per_second
    for unit, per_second in (("s", 1), ("ms", 10**3), ("us", 10**6), ("ns", 10**9))
}


def to_table(frame: Any) -> ProductTable:
    """Return any data frame as a product table.

    Parameters
    ----------
    frame
        A pandas, polars or pyarrow table, or a mapping of columns.

    Raises
    ------
    DataError
        If it is no data frame, columns differ in length, or a column of numbers holds
        something else.
    """
    if isinstance(frame, ProductTable):
        return frame
    if isinstance(frame, Mapping):
        return table_of({str(k): list(v) for k, v in frame.items()})
    import narwhals as nw  # few tables are frames

    try:
        native = nw.from_native(frame, eager_only=True)
    except TypeError:
        raise DataError(
            f"a {type(frame).__name__} is no data frame",
            hint="give a pandas, polars or pyarrow table, or a dict of columns",
        ) from None
    for name, kind in native.schema.items():
        if kind == nw.String and len(native):
            _see_length(name, native[name].str.len_chars().max())
    return table_of(
        {name: _values(native[name], kind) for name, kind in native.schema.items()}
    )


def _values(column: Any, kind: Any) -> list[Any]:
    """Return what a column of a frame holds; a date must be one that Python knows."""
    import narwhals as nw

    if kind in (nw.Duration, nw.Time):
        raise DataError(
            f"column {column.name} holds values of type {kind}",
            hint="give numbers, words or dates",
        )
    try:
        if column.implementation.is_polars() and kind in (nw.Date, nw.Datetime):
            _see_days(column.to_native().to_physical(), kind)
        return list(column.to_list())
    except (ValueError, OverflowError):
        raise DataError(
            f"column {column.name} holds a date that is none",
            hint="give days from the year 1 to the year 9999, or words",
        ) from None


def _see_days(counts: Any, kind: Any) -> None:
    """Refuse dates of which polars, written in Rust, would print a panic."""
    a_day = _IN_A_DAY[getattr(kind, "time_unit", "day")]
    epoch = dt.date(1970, 1, 1).toordinal()
    for count in (counts.min(), counts.max()):
        if count is not None:  # a time zone may lead to the day before or after
            dt.date.fromordinal(epoch + count // a_day - 1)
            dt.date.fromordinal(epoch + count // a_day + 1)


def _see_length(column: str, longest: int | None) -> None:
    """Refuse names without end before they are copied, row by row, out of a frame."""
    if longest is not None and longest > LONGEST_NAME:
        raise DataError(
            f"column {column} holds a name of {longest} characters",
            hint=f"write at most {LONGEST_NAME}",
        )


def table_of(columns: Mapping[str, Sequence[Any]]) -> ProductTable:
    """Return columns of any values as a product table.

    Raises
    ------
    DataError
        As `to_table`.
    """
    for name in columns:
        see_text(name, "the header", LONGEST_NAME)
    lengths = {name: len(values) for name, values in columns.items()}
    height = max(lengths.values(), default=0)
    for name, length in lengths.items():
        if length != height:
            raise DataError(
                f"column {name!r} has {length} rows, others have {height}",
                hint="give columns of equal length",
            )
    return ProductTable(
        {name: _column(name, values) for name, values in columns.items()}, height
    )


def _column(name: str, values: Sequence[Any]) -> Column:
    if name in TEXTS:
        return _names(name, values)
    if name in NUMBERS:
        return _floats(name, values)
    try:
        return _floats(name, values)
    except DataError:
        return _names(name, values)


def _names(column: str, values: Sequence[Any]) -> tuple[str | None, ...]:
    found = to_text(values)
    for row, name in enumerate(found):
        if name is not None:
            see_text(name, f"row {row + 1}, column {column}", LONGEST_NAME)
    return found


def to_text(values: Iterable[Any]) -> tuple[str | None, ...]:
    """Return values as names, None for nothing: 15.0 beside a gap is `15`."""
    return tuple(map(_text, values))


def _floats(name: str, values: Iterable[Any]) -> np.ndarray:
    """Return values as floats; the first that is no number is named with its row."""
    found = []
    for row, value in enumerate(values):
        number = _number(value)
        if number is None:
            raise DataError(
                f"row {row + 1}, column {name}: {_shown(value)} is no number",
                hint="write 25000.5, without thousands separators or units",
            )
        found.append(number)
    return np.array(found, dtype=float)


def _number(value: Any) -> float | None:
    """Return a float, NaN for nothing; None for what is no number (dates, booleans)."""
    if value is None:
        return math.nan
    if isinstance(value, str):
        if not value.strip():
            return math.nan
        if "_" in value or not value.isascii():
            return None
    if isinstance(value, bool | np.bool_ | bytes):
        return None
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        return None


def _text(value: Any) -> str | None:
    if value is None or value != value:
        return None
    if isinstance(value, float | np.floating) and float(value).is_integer():
        return str(int(value))
    return str(value) if str(value) else None


def _shown(value: Any) -> str:
    written = repr(value)
    return written if len(written) <= 60 else f"{written[:57]}..."
