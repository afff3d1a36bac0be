"""What sources state of companies on a day: shares as published, and cars sold."""

from __future__ import annotations

from keiretsu.landscape import Landscape


def stated_shares(landscape: Landscape) -> dict[tuple[str, str], tuple[float, ...]]:
    """Return (holder, held) -> its own share, and that with what a trust holds for it.

    Fractions, of shares issued or of those outstanding, as the source has them.
    """
    shares = {
        (stake.holder, stake.held): stake.share
        for stake in landscape.stakes
        if stake.share is not None
    }
    found: dict[tuple[str, str], tuple[float, ...]] = {
        pair: (share,) for pair, share in shares.items()
    }
    for (holder, held), share in shares.items():
        behind = landscape.companies[holder]
        if behind.kind == "trust" and behind.parent:
            own = found.get((behind.parent, held), ())
            found[behind.parent, held] = (*own, sum(own[-1:]) + share)
    return found


def group_sales(landscape: Landscape) -> dict[str, float]:
    """Return the cars that each group sold in the world, as last stated by the day."""
    known = [
        sales
        for sales in landscape.group_sales
        if sales.basis == "group sales" and sales.period.last <= landscape.on
    ]
    return {
        sales.group: sales.units
        for sales in sorted(known, key=lambda sales: sales.period.last)
    }
