"""From a user's table, with PyBLP's column names, to checked markets."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from keiretsu.landscape import Dataset, bundled
from keiretsu.market.checks import check_table
from keiretsu.market.faults import demand_no_errors
from keiretsu.market.market import Market
from keiretsu.market.product_table import NUMBERS, ProductTable, to_table
from keiretsu.sources import Source
from keiretsu.words import Words


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
        Product table or data frame with PyBLP's columns: `market_ids`, `firm_ids`,
        `shares` (of all potential buyers) or `quantities`, and optionally
        `product_ids`, `prices`, `nesting_ids`, `brands`, `powertrains`, `currency`,
        `market_size`, `total_quantities`. Every other column of numbers becomes a
        characteristic of the products.
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
    return tuple(
        _market(table.select(rows), jurisdiction, currency, where, known)
        for rows in table.markets().values()
    )


def _market(
    table: ProductTable,
    jurisdiction: str,
    currency: str | None,
    source: Source,
    data: Dataset,
) -> Market:
    name = str(table.text("market_ids")[0])
    makers = [str(maker) for maker in table.text("firm_ids")]
    known = {maker: data.maker(maker) for maker in set(makers)}
    # Where facts are held of none of the makers it is a market of another industry, and
    # a name that the register has (Schneider Electric) is a namesake's.
    is_ours = any(found in data.companies for found in known.values())
    words = data.words if is_ours else Words()
    companies = {maker: (is_ours and known[maker]) or maker for maker in known}
    quantities, outside = _quantities(table)
    prices = _optional(table, "prices")
    stated = _texts(table, "currency", [currency or ""])[0]
    return Market(
        name=name,
        title=name,
        jurisdiction=jurisdiction,
        period=_period(name),
        products=_texts(table, "product_ids", [str(n + 1) for n in range(len(makers))]),
        firms=tuple(companies[maker] for maker in makers),
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
        words=words,
        characteristics={
            column: values
            for column, values in table.data.items()
            if column not in NUMBERS and isinstance(values, np.ndarray)
        },
    )


def _period(name: str) -> str:
    """Return the year that the name of a market ends or begins with, or nothing.

    >>> _period("home 2025"), _period("1990"), _period("C01Q1")
    ('2025', '1990', '')
    """
    found = re.search(r"(?:^|\s|-)((?:19|20)\d{2})(?:$|\s|-)", name)
    return found[1] if found else ""


def _quantities(table: ProductTable) -> tuple[np.ndarray, float | None]:
    """Return quantities and the outside share that the table states, if it does."""
    sized = "market_size" in table.columns
    size = float(table.numbers("market_size")[0]) if sized else 1.0
    if "shares" in table.columns:
        shares = table.numbers("shares")
        return shares * size, float(1 - shares.sum())
    quantities = table.numbers("quantities")
    if not sized:
        return quantities, None
    return quantities, float(1 - quantities.sum() / size)


def _optional(table: ProductTable, column: str) -> np.ndarray | None:
    if column not in table.columns or np.isnan(table.numbers(column)).all():
        return None
    return table.numbers(column)


def _texts(table: ProductTable, column: str, default: list[str]) -> tuple[str, ...]:
    """Return a column of names; a name that is missing is the default's."""
    if column not in table.columns:
        return tuple(default)
    given = table.text(column)
    if len(default) != len(given):
        default = default[:1] * len(given)
    return tuple(
        name if name is not None else other
        for name, other in zip(given, default, strict=True)
    )


def _classes(table: ProductTable, column: str) -> tuple[str | None, ...]:
    return table.text(column) if column in table.columns else (None,) * table.height
