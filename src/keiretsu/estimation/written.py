"""Known numbers as a person writes them: `Corolla=0.22`, `Corolla>Civic=0.3`."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from keiretsu.errors import DataError
from keiretsu.estimation.known_numbers import Pair
from keiretsu.files import read_text

_MOST_BYTES = 10_000_000


def by_product(given: Iterable[str] | None, single: str, mean: str) -> dict[str, Any]:
    """Return numbers of products by name, and the one that names none as the mean.

    Parameters
    ----------
    given
        Texts such as `Corolla=0.22`, or `0.22` for the mean of all products.
    single, mean
        What the two are called in the answer: `margins`, `mean_margin`.

    Raises
    ------
    DataError
        If a text gives no number, or two give the mean.

    Examples
    --------
    >>> by_product(["0.2", "Alder=0.3"], "margins", "mean_margin")
    {'margins': {'Alder': 0.3}, 'mean_margin': 0.2}
    """
    products: dict[str, float] = {}
    average = None
    for text in given or ():
        product, _, value = text.rpartition("=")
        if product:
            products[product.strip()] = number(value, text)
        elif average is not None:
            raise DataError(
                f"{text!r} is a second mean", hint="name the product: Corolla=0.2"
            )
        else:
            average = number(value, text)
    return {single: products, mean: average}


def pairs(given: Iterable[str] | None) -> dict[Pair, float]:
    """Return shares by the two products that they go between.

    Raises
    ------
    DataError
        If a text names no pair, or gives no number.

    Examples
    --------
    >>> pairs(["Alder>Birch=0.2"])
    {('Alder', 'Birch'): 0.2}
    """
    found = {}
    for text in given or ():
        pair, _, value = text.rpartition("=")
        first, arrow, second = pair.partition(">")
        if not arrow or not first.strip() or not second.strip():
            raise DataError(f"{text!r} names no pair", hint='write "Corolla>Civic=0.3"')
        found[first.strip(), second.strip()] = number(value, text)
    return found


def choices_in(path: Path) -> dict[Pair, float]:
    """Return the second choices of a CSV file with columns product, second, share.

    Raises
    ------
    DataError
        If the file cannot be read, lacks a column, or a share is no number.
    """
    text = read_text(path, _MOST_BYTES, "give a CSV file in UTF-8")
    rows = csv.DictReader(io.StringIO(text, newline=""))
    for name in ("product", "second", "share"):
        if name not in (rows.fieldnames or ()):
            raise DataError(
                f"{path} has no column {name!r}",
                hint="its columns are product, second and share",
            )
    found = {}
    for line, row in enumerate(rows, 2):
        pair = (str(row["product"]).strip(), str(row["second"]).strip())
        found[pair] = number(str(row["share"]), f"{path}, line {line}: {row['share']}")
    return found


def number(value: str, text: str) -> float:
    """Return a number; the error quotes the whole text that it stands in."""
    try:
        return float(value)
    except ValueError:
        raise DataError(
            f"{text!r} gives no number", hint="write Corolla=0.22, or 0.22 for the mean"
        ) from None
