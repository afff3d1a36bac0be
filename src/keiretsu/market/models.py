"""Products as people call them: which of them a name means, and how one is written.

Markets write `Nissan Leaf BEV`, people `Leaf`: the words that were asked for follow one
another in the words of brand and product.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np
from jaxtyping import Bool

from keiretsu.market.market import Market
from keiretsu.spelling import is_called
from keiretsu.words import drive


def rows_of_models(market: Market, models: Iterable[str]) -> Bool[np.ndarray, " J"]:
    """Return which products are some models, shape `(J,)`."""
    asked = tuple(models)
    spellings = zip(market.products, market.brands, product_names(market), strict=True)
    return np.array(
        [
            any(
                is_called(name, spelling)
                for name in asked
                for spelling in (product, f"{brand} {product}", written)
            )
            for product, brand, written in spellings
        ],
        dtype=bool,
    )


def product_names(market: Market) -> tuple[str, ...]:
    """Return what people call each product: brand once, and what drives it in words.

    The latter only where the market sells the model with something else, too: `Nissan
    Leaf`, but `Toyota Corolla (hybrid)`.
    """
    pairs = tuple(zip(market.products, market.powertrains, strict=True))
    models = [
        product if code is None else product.removesuffix(f" {code}")
        for product, code in pairs
    ]
    sold = Counter(models)
    names = (
        f"{model} ({drive(code)})"
        if code is not None and model != product and sold[model] > 1
        else model
        for model, (product, code) in zip(models, pairs, strict=True)
    )
    return tuple(
        name if name.startswith(brand) else f"{brand} {name}"
        for name, brand in zip(names, market.brands, strict=True)
    )
