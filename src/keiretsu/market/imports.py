"""Markets of the literature: PyBLP's automobiles, and Verboven's European cars.

The first come with PyBLP (extra `estimation`). The second are the user's own copy of
`cars1.dta`, as Stata's mergersim uses it; they are not ours to pass on.
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import polars as pl

from keiretsu.errors import DataError
from keiretsu.market.market import Market
from keiretsu.market.tables import markets_from_frame
from keiretsu.sources import Source

_COLUMNS = ("year", "country", "co", "firm", "qu", "price", "pop", "segment")
_HOUSEHOLD = 4
"""People to a potential buyer in the published example."""


def pyblp_automobile() -> tuple[Market, ...]:
    """Return PyBLP's automobile data: the United States, 1971 to 1990, 20 markets.

    Prices are thousands of dollars of 1983; quantities are shares of households.

    Raises
    ------
    DataError
        If PyBLP is not installed.

    References
    ----------
    Berry, Levinsohn & Pakes (1995), "Automobile prices in market equilibrium"; Conlon &
    Gortmaker (2020), "Best practices for differentiated products demand estimation with
    PyBLP".
    """
    try:
        import pyblp
    except ImportError:
        raise DataError(
            "PyBLP is not installed", hint="pip install 'keiretsu[estimation]'"
        ) from None
    table = pl.read_csv(pyblp.data.BLP_PRODUCTS_LOCATION)
    kept = table.select(
        "market_ids",
        pl.col("car_ids").alias("product_ids"),
        pl.col("firm_ids").cast(pl.String),
        "prices",
        "shares",
    )
    source = Source(title="PyBLP's automobile data", confidence="sourced")
    return markets_from_frame(kept, jurisdiction="US", currency="USD", source=source)


def european_cars(path: Path) -> tuple[Market, ...]:
    """Return the markets of a user's `cars1.dta`: five countries, 1970 to 1999.

    A market is a country in a year; potential buyers are a quarter of its people, as in
    the published example; nests are segments.

    Parameters
    ----------
    path
        The Stata file, or the same table as CSV.

    Raises
    ------
    DataError
        If there is no such file, it is no Stata file, or a column is missing.

    References
    ----------
    Björnerstedt & Verboven (2014), "Merger simulation with nested logit demand", Stata
    Journal 14(3); Goldberg & Verboven (2001), "The evolution of price dispersion in the
    European car market".
    """
    table = _read_stata(path)
    missing = [name for name in _COLUMNS if name not in table.columns]
    if missing:
        raise DataError(
            f"{path} has no column {missing[0]!r}",
            hint="give cars1.dta as the Stata Journal's example has it",
        )
    priced = table.drop_nulls(["qu", "price", "pop"])
    return markets_from_frame(
        priced.select(
            pl.concat_str(_text("year"), _text("country"), separator=" ").alias(
                "market_ids"
            ),
            _text("co").alias("product_ids"),
            _text("firm").alias("firm_ids"),
            pl.col("price").cast(pl.Float64).alias("prices"),
            pl.col("qu").cast(pl.Float64).alias("quantities"),
            (pl.col("pop") / _HOUSEHOLD).alias("market_size"),
            _text("segment").alias("nesting_ids"),
        ),
        currency="EUR",
        source=Source(title=f"European cars, {path.name}", confidence="sourced"),
    )


def _text(column: str) -> pl.Expr:
    """Return a column as text; whole numbers without a decimal point."""
    return (
        pl.when(pl.col(column).cast(pl.Float64, strict=False).is_not_null())
        .then(
            pl.col(column)
            .cast(pl.Float64, strict=False)
            .cast(pl.Int64, strict=False)
            .cast(pl.String)
        )
        .otherwise(pl.col(column).cast(pl.String))
    )


def _read_stata(path: Path) -> pl.DataFrame:
    if not path.is_file():
        raise DataError(f"there is no file {path}", hint="give your own cars1.dta")
    if path.suffix == ".csv":
        return pl.read_csv(path, infer_schema_length=None)
    pandas = _pandas()
    try:
        frame = pandas.read_stata(path, convert_categoricals=False)
    except (ValueError, struct.error) as error:
        raise DataError(f"{path} is no Stata file: {error}") from None
    return pl.DataFrame({name: frame[name].to_numpy() for name in frame.columns})


def _pandas() -> Any:
    try:
        import pandas
    except ImportError:
        raise DataError(
            "reading Stata files needs pandas",
            hint="pip install 'keiretsu[estimation]', or save the table as CSV",
        ) from None
    return pandas
