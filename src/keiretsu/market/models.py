"""Which products of a market a model's name means, in any spelling.

Markets write `Nissan Leaf BEV`, people `Leaf`: the words that were asked for follow one
another in the words of brand and product.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from jaxtyping import Bool

from keiretsu.market.market import Market
from keiretsu.names import fold


def is_called(asked: str, full: str) -> bool:
    """Return whether the words asked for follow one another in a car's name.

    >>> is_called("leaf", "Nissan Leaf BEV"), is_called("eaf", "Nissan Leaf")
    (True, False)
    """
    wanted, words = ([fold(w) for w in text.split()] for text in (asked, full))
    size = len(wanted)
    places = range(len(words) - size + 1) if any(wanted) else ()
    return any(words[n : n + size] == wanted for n in places)


def rows_of_models(market: Market, models: Iterable[str]) -> Bool[np.ndarray, " J"]:
    """Return which products are some models, shape `(J,)`."""
    asked = tuple(models)
    pairs = zip(market.products, market.brands, strict=True)
    return np.array(
        [
            any(
                is_called(name, product) or is_called(name, f"{brand} {product}")
                for name in asked
            )
            for product, brand in pairs
        ],
        dtype=bool,
    )
