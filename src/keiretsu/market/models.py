"""Products as people call them: which of them a name means, and how one is written.

Markets write `Nissan Leaf BEV`, people `Leaf`: the words that were asked for follow one
another in the words of brand and product.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

import numpy as np
from jaxtyping import Bool

from keiretsu.market.market import Market
from keiretsu.spelling import fold, is_called
from keiretsu.words import drive


def rows_of_models(market: Market, models: Iterable[str]) -> Bool[np.ndarray, " J"]:
    """Return which products are some models, shape `(J,)`.

    `Seal` is the Seal where one is sold, however it is driven, and the Seal U only
    where no other is.
    """
    found = np.zeros(len(market.products), dtype=bool)
    for name in dict.fromkeys(models):
        whole = named_whole(market, name)
        found |= whole if whole.any() else _named_in_part(market, name)
    return found


def _named_in_part(market: Market, model: str) -> Bool[np.ndarray, " J"]:
    spellings = zip(market.products, market.brands, product_names(market), strict=True)
    return np.array(
        [
            any(is_called(model, one) for one in (product, f"{brand} {product}", told))
            for product, brand, told in spellings
        ],
        dtype=bool,
    )


def named_whole(market: Market, model: str) -> Bool[np.ndarray, " J"]:
    """Return which products are called just that, brand and drive aside, `(J,)`."""
    wanted = fold(model)
    names = _whole_names(market.products, market.brands, market.powertrains)
    return np.array([wanted in each for each in names], dtype=bool)


@lru_cache(maxsize=64)
def _whole_names(
    products: tuple[str, ...], brands: tuple[str, ...], drives: tuple[str | None, ...]
) -> tuple[frozenset[str], ...]:
    return tuple(map(_whole, products, brands, drives))


def _whole(product: str, brand: str, code: str | None) -> frozenset[str]:
    """Return the folded names of a product without what drives it."""
    words = product.split()
    if code is not None and len(words) > 1 and words[-1] in (code, code.split("_")[-1]):
        words.pop()
    full, short = fold(" ".join(words)), fold(brand)
    return frozenset((full, short + full, full.removeprefix(short))) - {""}


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
