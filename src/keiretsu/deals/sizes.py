"""How large the companies of a merger are, where nobody states what they sell.

Holders exchange their shares at the companies' relative sizes: cars sold in the world,
as groups state them. Of a company without such a count (Polestar, a part of its group)
the cars in the newest bundled market of each country stand for it, scaled as those of
the groups with both are: without that, a small company would count as half of the two.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from types import MappingProxyType

import numpy as np

from keiretsu.control import Ownership
from keiretsu.market import catalogue, load_market


def with_sizes(ownership: Ownership, merging: Iterable[str]) -> Ownership:
    """Return the ownership with estimates of the sizes that companies lack.

    Parameters
    ----------
    ownership
        Before the deal.
    merging
        Identifiers of companies; of those that the landscape does not know nothing is
        estimated.
    """
    known = [name for name in dict.fromkeys(merging) if name in ownership.companies]
    unknown = [name for name in known if ownership.size(name) is None]
    if not unknown:
        return ownership
    sold = _units()
    of_group: dict[str, float] = {}
    for maker, units in sold.items():
        head = ownership.head(maker)
        of_group[head] = of_group.get(head, 0.0) + units
    ratios = [
        size / units
        for head, units in of_group.items()
        if (size := ownership.size(head)) is not None
    ]
    scale = float(np.median(ratios)) if ratios else 1.0

    def units_of(name: str) -> float:
        own = (name, *ownership.controlled_by(name))
        return sum(sold.get(one, 0.0) for one in own)

    found = {name: scale * units for name in unknown if (units := units_of(name))}
    return replace(ownership, sizes={**ownership.sizes, **found})


@cache
def _units() -> Mapping[str, float]:
    """Return the cars of each maker in the newest market by brand of each country."""
    newest = {
        entry.jurisdiction: entry.name
        for entry in sorted(catalogue(), key=lambda entry: entry.period)
        if entry.name.endswith("-brands") and not entry.name.startswith("eur")
    }
    sold: dict[str, float] = {}
    for name in newest.values():
        market = load_market(name)
        for firm, units in zip(market.firms, market.quantities, strict=True):
            sold[firm] = sold.get(firm, 0.0) + float(units)
    return MappingProxyType(sold)
