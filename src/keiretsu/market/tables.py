"""From a user's table or file to markets.

Any data frame that narwhals reads is welcome (pandas, polars, pyarrow), with PyBLP's
column names. Files are CSV or Parquet, looked at with suspicion: size and bytes first.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import narwhals as nw
import numpy as np
import polars as pl

from keiretsu.errors import DataError
from keiretsu.landscape import Dataset, bundled
from keiretsu.market.checks import NUMBERS, check_table, demand_no_errors
from keiretsu.market.market import Market
from keiretsu.sources import Source
from keiretsu.words import Words

LARGEST_FILE = 40_000_000
"""Bytes above which a product table is refused."""


def markets_from_frame(
    frame: Any,
    *,
    jurisdiction: str = "",
    currency: str | None = None,
    source: Source | None = None,
    data: Dataset | None = None,
) -> tuple[Market, ...]:
    """Return one checked market for each value of `market_ids`.

    Parameters
    ----------
    frame
        Data frame with PyBLP's columns: `market_ids`, `firm_ids`, `shares` (of all
        potential buyers) or `quantities`, and optionally `product_ids`, `prices`,
        `nesting_ids`, `brands`, `powertrains`, `currency`, `market_size`,
        `total_quantities`.
    jurisdiction
        Two-letter code of the authority's territory, if rules are to be applied.
    currency
        ISO code of the prices, if the table has no such column.
    source
        Where the table comes from.
    data
        The data set whose names the makers have; the bundled one where None.

    Raises
    ------
    DataError
        If the table has faults; all are listed with place and value.
    """
    table = to_table(frame)
    where = source or Source(title="the user's table", confidence="sourced")
    place = "the table" if source is None else source.title
    known = bundled() if data is None else data
    demand_no_errors(check_table(table, data=known), place)
    groups = table.partition_by("market_ids", maintain_order=True)
    return tuple(_market(part, jurisdiction, currency, where, known) for part in groups)


def to_table(frame: Any) -> pl.DataFrame:
    """Return any data frame as polars, its number columns as numbers.

    Raises
    ------
    DataError
        If it is no data frame, or a number column holds something else.
    """
    try:
        table = nw.from_native(frame, eager_only=True).to_polars()
    except TypeError:
        raise DataError(
            f"a {type(frame).__name__} is no data frame",
            hint="give a pandas, polars or pyarrow table",
        ) from None
    for column in set(NUMBERS) & set(table.columns):
        table = table.with_columns(_numbers(table[column]))
    return table


def read_table(path: Path) -> pl.DataFrame:
    """Read a product table from a CSV or Parquet file.

    Raises
    ------
    DataError
        If the file is missing, empty, too large, or not a table.
    """
    if not path.is_file():
        raise DataError(f"there is no file {path}", hint="give a CSV or Parquet file")
    size = path.stat().st_size
    if size == 0:
        raise DataError(f"{path} is empty", hint="give a table with one row a product")
    if size > LARGEST_FILE:
        raise DataError(
            f"{path} has {size / 1e6:.0f} MB; {LARGEST_FILE / 1e6:.0f} MB is the most",
            hint="keep one market and the columns that are used",
        )
    try:
        if path.suffix == ".parquet":
            return to_table(pl.read_parquet(path))
        text = path.read_bytes()
        if b"\0" in text[:4096]:
            raise DataError(f"{path} is not text", hint="save the table as CSV")
        if not text.decode("utf-8").strip():
            raise DataError(f"{path} is blank", hint="give one row a product")
        return to_table(pl.read_csv(text, infer_schema_length=None))
    except (pl.exceptions.PolarsError, UnicodeDecodeError, OSError) as error:
        first = str(error).splitlines()[0][:160]
        raise DataError(
            f"{path} is not a table: {first}", hint="save it as CSV in UTF-8"
        ) from None


def _numbers(values: pl.Series) -> pl.Series:
    numbers = values.cast(pl.Float64, strict=False)
    wrong = (numbers.is_null() & values.is_not_null()).arg_true()
    if len(wrong):
        row = int(wrong[0])
        raise DataError(
            f"row {row + 1}, column {values.name}: {values[row]!r} is no number",
            hint="write 25000.5, without thousands separators or units",
        )
    return numbers


def _market(
    table: pl.DataFrame,
    jurisdiction: str,
    currency: str | None,
    source: Source,
    data: Dataset,
) -> Market:
    name = str(table["market_ids"][0])
    makers = [str(maker) for maker in table["firm_ids"]]
    quantities, outside = _quantities(table, data.words)
    prices = _optional(table, "prices")
    stated = _texts(table, "currency", [currency or ""])[0]
    return Market(
        name=name,
        title=name,
        jurisdiction=jurisdiction,
        period=name,
        products=_texts(table, "product_ids", [str(n + 1) for n in range(len(makers))]),
        firms=tuple(data.maker(maker) or maker for maker in makers),
        brands=_texts(table, "brands", makers),
        quantities=quantities,
        prices=prices,
        currency=(stated or None) if prices is not None else None,
        outside_share=outside,
        nests=_classes(table, "nesting_ids"),
        powertrains=_classes(table, "powertrains"),
        competing=np.ones(len(makers), dtype=bool),
        coverage=None,
        notes=(),
        sources=(source,),
    )


def _quantities(table: pl.DataFrame, words: Words) -> tuple[np.ndarray, float | None]:
    """Return quantities and the outside share that the table states, if it does."""
    if "shares" in table.columns:
        shares = table["shares"].to_numpy().astype(float)
        size = table["market_size"][0] if "market_size" in table.columns else 1.0
        return shares * float(size), float(1 - shares.sum())
    quantities = table["quantities"].to_numpy().astype(float)
    if "market_size" not in table.columns:
        return quantities, None
    outside = 1 - quantities.sum() / float(table["market_size"][0])
    if not 0 < outside < 1:
        raise DataError(
            f"market {table['market_ids'][0]!r} sells {quantities.sum():g} "
            f"{words.units} to {table['market_size'][0]:g} potential buyers",
            hint="market_size counts everybody who might buy",
        )
    return quantities, float(outside)


def _optional(table: pl.DataFrame, column: str) -> np.ndarray | None:
    if column not in table.columns or table[column].is_null().all():
        return None
    return table[column].to_numpy().astype(float)


def _texts(table: pl.DataFrame, column: str, default: list[str]) -> tuple[str, ...]:
    return tuple(map(str, table[column])) if column in table.columns else tuple(default)


def _classes(table: pl.DataFrame, column: str) -> tuple[str | None, ...]:
    if column not in table.columns:
        return (None,) * table.height
    return tuple(None if value is None else str(value) for value in table[column])
