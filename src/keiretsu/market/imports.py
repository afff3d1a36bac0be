"""Markets of the literature: PyBLP's automobiles, and Verboven's European cars.

The first come with PyBLP (extra `estimation`). The second are the user's own copy of
`cars1.dta`, as Stata's mergersim uses it; they are not ours to pass on.
"""

from __future__ import annotations

import io
import struct
from pathlib import Path
from typing import Any

import numpy as np

from keiretsu.errors import DataError
from keiretsu.files import read_bytes
from keiretsu.market.files import LARGEST_FILE, read_table
from keiretsu.market.market import Market
from keiretsu.market.product_table import ProductTable, to_table, to_text
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
    table = read_table(Path(pyblp.data.BLP_PRODUCTS_LOCATION))
    kept = {
        "market_ids": table["market_ids"],
        "product_ids": table["car_ids"],
        "firm_ids": table["firm_ids"],
        "prices": table["prices"],
        "shares": table["shares"],
    }
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
    sold, price, people = (table.numbers(name) for name in ("qu", "price", "pop"))
    _see_years(table.numbers("year"), path)
    kept = ~np.isnan([sold, price, people]).any(axis=0)
    priced = table.select([int(row) for row in np.flatnonzero(kept)])
    years, countries = (to_text(priced[name]) for name in ("year", "country"))
    columns = {
        "market_ids": [f"{y} {c}" for y, c in zip(years, countries, strict=True)],
        "product_ids": priced["co"],
        "firm_ids": priced["firm"],
        "prices": priced["price"],
        "quantities": priced["qu"],
        "market_size": priced.numbers("pop") / _HOUSEHOLD,
        "nesting_ids": priced["segment"],
    }
    if "brand" in priced.columns:
        columns["brands"] = to_text(priced["brand"])
    return markets_from_frame(
        columns,
        currency="EUR",
        source=Source(title=f"European cars, {path.name}", confidence="sourced"),
    )


def _see_years(years: np.ndarray, path: Path) -> None:
    """Raise at the first year that is none: a market is a country in a year."""
    wrong = ~np.isin(years, np.arange(3000))
    if wrong.any():
        row = int(np.argmax(wrong))
        told = "nothing" if np.isnan(years[row]) else f"{years[row]:g}"
        raise DataError(
            f"{path}, row {row + 1}, column year: {told} is no year",
            hint="write 90, or 1990, and the same way in every row",
        )


def _read_stata(path: Path) -> ProductTable:
    data = read_bytes(path, LARGEST_FILE, "give your own cars1.dta")
    if path.suffix == ".csv":
        return read_table(path)
    pandas = _pandas()
    try:
        frame = pandas.read_stata(io.BytesIO(data), convert_categoricals=False)
    except (ValueError, struct.error) as error:
        raise DataError(f"{path} is no Stata file: {error}") from None
    return to_table(frame)


def _pandas() -> Any:
    try:
        import pandas
    except ImportError:
        raise DataError(
            "reading Stata files needs pandas",
            hint="pip install 'keiretsu[estimation]', or save the table as CSV",
        ) from None
    return pandas
