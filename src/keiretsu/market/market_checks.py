"""Checks of what the rows of one market say together: sums, sizes, names."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from keiretsu.market.faults import Fault, at_row, of_market, rows_where
from keiretsu.market.product_table import ProductTable

MOST_PRODUCTS = 2_500
"""Products of one market; every pair of them takes memory."""


def products(table: ProductTable) -> Iterator[Fault]:
    """Yield markets of more products than can be computed."""
    for market, rows in table.markets().items():
        if len(rows) > MOST_PRODUCTS:
            yield of_market(
                market,
                "products",
                f"it has {len(rows)} products; {MOST_PRODUCTS} is the most",
                "add up versions of a product, or divide the market",
            )


def shares(table: ProductTable) -> Iterator[Fault]:
    """Yield shares above 1, and markets whose shares leave nobody who buys none."""
    if "shares" not in table.columns:
        return
    shares = table.numbers("shares")
    for row in rows_where(shares > 1):
        yield at_row(
            row,
            "shares",
            "shares",
            f"a share of {shares[row]:g}",
            "shares are fractions: 15 % is 0.15",
        )
    for market, rows in table.markets().items():
        total = np.nansum(shares[rows])
        if total >= 1:
            yield of_market(
                market,
                "shares",
                f"shares sum to {total:g}: nobody is left who buys none",
                "divide by potential buyers, or give quantities instead",
            )


def sizes(table: ProductTable) -> Iterator[Fault]:
    """Yield sizes of one market that differ, and shares that contradict quantities."""
    for market, rows in table.markets().items():
        if "market_size" in table.columns:
            sizes = table.numbers("market_size")[rows]
            known = sizes[np.isfinite(sizes)]
            if known.size and known.min() != known.max():
                yield of_market(
                    market,
                    "market_size",
                    f"market_size is {known.min():g} and {known.max():g}",
                    "a market has one size: correct it, or divide the market",
                )
            yield from _oversold(table, market, rows, known)
        if {"shares", "quantities"} <= set(table.columns):
            yield from _contradictions(table, market, rows)


def _oversold(
    table: ProductTable, market: str | None, rows: list[int], sizes: np.ndarray
) -> Iterator[Fault]:
    """Yield a market that sells more units than there are who might buy."""
    if "quantities" not in table.columns or "shares" in table.columns or not sizes.size:
        return
    sold = np.nansum(table.numbers("quantities")[rows])
    if sold >= sizes.max():
        yield of_market(
            market,
            "market_size",
            f"it sells {sold:g} to {sizes.max():g} potential buyers",
            "market_size counts everybody who might buy, more than are sold",
        )


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
        yield at_row(
            rows[place],
            "shares",
            "shares",
            f"a share of {shares[place]:g} where quantities give {told[place]:.4g}",
            "give shares or quantities, not both, or make them agree",
        )


def duplicates(table: ProductTable) -> Iterator[Fault]:
    """Yield products that stand twice in one market."""
    if "product_ids" not in table.columns:
        return
    seen: set[tuple[str | None, str | None]] = set()
    keys = zip(table.text("market_ids"), table.text("product_ids"), strict=True)
    for row, (market, product) in enumerate(keys):
        if (market, product) in seen:
            yield at_row(
                row,
                "product_ids",
                "duplicates",
                f"product {product!r} stands twice in market {market!r}",
                "add the rows up or name them apart",
            )
        seen.add((market, product))


def currencies(table: ProductTable) -> Iterator[Fault]:
    """Yield markets whose prices are in several currencies."""
    if "currency" not in table.columns:
        return
    stated = table.text("currency")
    for market, rows in table.markets().items():
        used = [c for c in dict.fromkeys(stated[row] for row in rows) if c is not None]
        if len(used) > 1:
            yield of_market(
                market,
                "currencies",
                f"prices in {' and '.join(used)} are mixed",
                "convert to one currency",
            )


def totals(table: ProductTable, tolerance: float) -> Iterator[Fault]:
    """Yield markets whose quantities miss their stated total by more than a share."""
    if not {"quantities", "total_quantities"} <= set(table.columns):
        return
    sold, stated = table.numbers("quantities"), table.numbers("total_quantities")
    for market, rows in table.markets().items():
        known = stated[rows][~np.isnan(stated[rows])]
        parts, total = np.nansum(sold[rows]), known.max(initial=0.0)
        if total and abs(parts / total - 1) > tolerance:
            yield of_market(
                market,
                "totals",
                f"quantities add up to {parts:g}, stated are {total:g}",
                "add the missing products, or a row for the rest",
            )
