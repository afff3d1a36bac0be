"""Which products of a market a model's name means, in any spelling.

Markets write `Nissan Leaf BEV`, people `Leaf`: the words that were asked for follow one
another in the words of brand and product.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from jaxtyping import Bool

from keiretsu.market.market import Market
from keiretsu.names import is_called


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
