"""Known numbers as a person writes them: `Corolla=0.22`, `Corolla>Civic=0.3`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from keiretsu.errors import DataError
from keiretsu.estimation.known_numbers import Pair


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


def number(value: str, text: str) -> float:
    """Return a number; the error quotes the whole text that it stands in."""
    try:
        return float(value)
    except ValueError:
        raise DataError(
            f"{text!r} gives no number", hint="write Corolla=0.22, or 0.22 for the mean"
        ) from None
