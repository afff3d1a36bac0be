"""Which of the effects a report leads with, and what is no change."""

from __future__ import annotations

import numpy as np

from keiretsu.control import READING_WORDS, Reading
from keiretsu.deals.effects import Effects
from keiretsu.deals.market_effects import MarketEffects

NOTHING = 1e-9
"""A relative change below this is no change."""


def by_market(effects: Effects) -> dict[str, dict[Reading, MarketEffects]]:
    """Return market name -> reading -> effects, readings in their usual order."""
    found: dict[str, dict[Reading, MarketEffects]] = {}
    for one in effects.markets:
        found.setdefault(one.market.name, {})[one.reading] = one
    return {
        name: {r: readings[r] for r in READING_WORDS if r in readings}
        for name, readings in found.items()
    }


def central(readings: dict[Reading, MarketEffects]) -> MarketEffects:
    """Return the reading shown where only one can be: Shapley's, else the first."""
    return readings.get("shapley") or next(iter(readings.values()))


def leading(effects: Effects) -> MarketEffects | None:
    """Return the market the headline speaks of: the one where the parties meet most.

    A market in which only one party sells is never taken where both sell in another;
    one with prices is taken before a larger one without if it is at least half as large
    in what the parties' meeting weighs there.
    """
    choices = [central(r) for r in by_market(effects).values()]
    if not choices:
        return None
    largest = max(choices, key=_meeting)
    priced = [one for one in choices if not one.relative]
    if not priced:
        return largest
    best = max(priced, key=_meeting)
    return best if _meeting(best) >= 0.5 * _meeting(largest) else largest


def _meeting(effects: MarketEffects) -> float:
    """Return how much the parties meet, before the deal or after, times what is sold.

    A deal that separates two companies lets them meet afterwards.
    """
    together = max(
        _products(effects, groups)
        for groups in (effects.groups_before, effects.groups_after)
    )
    return together * float(effects.market.quantities.sum())


def _products(effects: MarketEffects, groups: tuple[str, ...]) -> float:
    """Return twice the sum of the products of the parties' shares, by group."""
    held: dict[str, float] = {}
    for group, share, own in zip(
        groups, effects.market.inside_shares, effects.parties, strict=True
    ):
        if own:
            held[group] = held.get(group, 0.0) + float(share)
    return sum(held.values()) ** 2 - sum(share**2 for share in held.values())


def changes_nothing(effects: Effects) -> bool:
    """Return whether no price moves in any market under any reading."""
    return bool(effects.markets) and all(
        float(np.abs(e.price_change).max(initial=0.0)) < NOTHING
        for e in effects.markets
    )
