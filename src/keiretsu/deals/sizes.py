"""How large the companies of a merger are, where nobody states what they sell.

Holders exchange their shares at the companies' relative sizes: cars sold in the world,
as groups state them. Of a company without such a count (Polestar, a part of its group)
the cars in the newest bundled market of each country stand for it, scaled as those of
the groups with both are: without that, a small company would count as half of the two.
Cars that tables give to a group count to the subsidiary of their brand's name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from types import MappingProxyType

import numpy as np

from keiretsu.control import Ownership
from keiretsu.market import catalogue, load_market
from keiretsu.spelling import fold


def with_sizes(
    ownership: Ownership,
    merging: Iterable[str],
    brands: Mapping[str, Iterable[str]] = MappingProxyType({}),
) -> Ownership:
    """Return the ownership with estimates of the sizes that companies lack.

    Parameters
    ----------
    ownership
        Before the deal.
    merging
        Identifiers of companies; of those that the landscape does not know nothing is
        estimated.
    brands
        Identifier of a company -> its brands, where tables give them to its group.
    """
    known = [name for name in dict.fromkeys(merging) if name in ownership.companies]
    unknown = [name for name in known if ownership.size(name) is None]
    if not unknown:
        return ownership
    sold = _units()
    of_group: dict[str, float] = {}
    for (maker, _), units in sold.items():
        head = ownership.head(maker)
        of_group[head] = of_group.get(head, 0.0) + units
    ratios = [
        size / units
        for head, units in of_group.items()
        if (size := ownership.size(head)) is not None
    ]
    scale = float(np.median(ratios)) if ratios else 1.0

    def units_of(name: str) -> float:
        own, named = (name, *ownership.controlled_by(name)), brands.get(name, ())
        called = set(map(fold, named))
        return sum(
            units
            for (maker, brand), units in sold.items()
            if maker in own or brand in called
        )

    found = {name: scale * units for name in unknown if (units := units_of(name))}
    return replace(ownership, sizes={**ownership.sizes, **found})


@cache
def _units() -> Mapping[tuple[str, str], float]:
    """Return the cars of each maker and brand in the newest market of each country.

    The market by brand comes first; whom it does not name, one by model may.
    """
    sold: dict[tuple[str, str], float] = {}
    seen: set[tuple[str, str]] = set()
    for level in ("brand", "model"):
        newest = {
            entry.jurisdiction: entry.name
            for entry in sorted(catalogue(), key=lambda entry: entry.period)
            if entry.level == level and not entry.name.startswith("eur")
        }
        named: set[tuple[str, str]] = set()
        for place, name in newest.items():
            market = load_market(name)
            rows = zip(market.firms, market.brands, market.quantities, strict=True)
            for firm, brand, units in rows:
                if (place, firm) not in seen:
                    pair = (firm, fold(brand))
                    sold[pair] = sold.get(pair, 0.0) + float(units)
                    named.add((place, firm))
        seen |= named
    return MappingProxyType(sold)
