"""The structure of one market before and after a deal: shares, indices, ranks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import numpy as np

from keiretsu.control import Reading
from keiretsu.deals.reorganisation import Makers, Reorganisation
from keiretsu.market import Market
from keiretsu.rules.assessment import Concentration
from keiretsu.screens import hhi, mhhi


def concentration(
    change: Reorganisation, market: Market, reading: Reading
) -> Concentration:
    """Return the concentration of a market before and after a deal.

    Parameters
    ----------
    change
        Who owns whom before and after.
    market
        The market; rows that stand for other makers are left out.
    reading
        How minority stakes are read as control, for the modified index.
    """
    makers, sold = Makers.of(market, change), firm_shares(market)
    parties = _parties(change, sold)
    ours = {firm for firms in parties.values() for firm in firms}
    combined = sum(sold.get(firm, 0.0) for firm in ours)
    rest = _by_head(sold, change.before.head, without=ours).values()
    shares = _by_unit(market, makers)
    return Concentration(
        market=market.name,
        title=market.title,
        jurisdiction=market.jurisdiction,
        period=market.period,
        reading=reading,
        measure="HHI" if _is_one(change, parties) else "MHHI",
        hhi_before=_index(_by_head(sold, change.before.head)),
        hhi_after=_index(_by_head(sold, change.after.head)),
        mhhi_before=mhhi(shares, makers.weights(change.before, reading)),
        mhhi_after=mhhi(shares, makers.weights(change.after, reading)),
        parties={
            party: sum(sold.get(firm, 0.0) for firm in firms)
            for party, firms in parties.items()
        },
        share_combined=combined,
        cr3_post=sum(sorted([combined, *rest], reverse=True)[:3]),
        cr5_post=sum(sorted([combined, *rest], reverse=True)[:5]),
        rank_post=1 + sum(share > combined for share in rest),
        gap_to_rank2=(combined - max(rest, default=0.0)) / combined
        if combined > 0
        else None,
        others=max(0.0, 1 - float(sum(sold.values()))),
        coverage=market.coverage,
    )


def firm_shares(market: Market) -> dict[str, float]:
    """Return the share of what is sold of each maker, largest first.

    Rows that stand for other makers are left out, so the shares may sum to less than 1.
    """
    shares: dict[str, float] = {}
    rows = zip(market.firms, market.inside_shares, market.competing, strict=True)
    for firm, share, competing in rows:
        if competing:
            shares[firm] = shares.get(firm, 0.0) + float(share)
    return dict(sorted(shares.items(), key=lambda item: (-item[1], item[0])))


def tied_parties(change: Reorganisation) -> list[dict[str, frozenset[str]]]:
    """Return what the deal brings together: one table a cluster of tied parties.

    A party is a group, with its companies, or a company that is held and those that it
    controls. Steps that move no shares tie nobody.
    """
    clusters: list[dict[str, frozenset[str]]] = []
    before = change.before
    for step in change.deal.steps:
        affected = step.affected
        if affected is None:
            continue
        holder, target = affected.acquirer, affected.target
        own = frozenset({holder, *before.group_of(holder)})
        other = frozenset({target, *before.controlled_by(target)})
        if affected.whole:
            other = frozenset({target, *before.group_of(target)})
        tied = {before.head(holder): own - other} if target not in own else {}
        key = before.head(target) if affected.whole or target in own else target
        tied[key] = own if target in own else other
        apart = []
        for cluster in clusters:
            if cluster.keys() & tied.keys():
                tied = cluster | tied
            else:
                apart.append(cluster)
        clusters = [*apart, tied]
    return clusters


def _parties(
    change: Reorganisation, sold: Mapping[str, float]
) -> dict[str, frozenset[str]]:
    """Return the cluster that sells most: its parties and their companies."""

    def sells(cluster: Mapping[str, frozenset[str]]) -> float:
        return sum(sold.get(f, 0.0) for firms in cluster.values() for f in firms)

    return max(tied_parties(change), key=sells, default={})


def _is_one(change: Reorganisation, parties: Mapping[str, Iterable[str]]) -> bool:
    """Return whether one head decides over all parties after the deal."""
    return len({change.after.head(party) for party in parties}) <= 1


def _by_head(
    sold: Mapping[str, float],
    head: Callable[[str], str],
    *,
    without: Iterable[str] = (),
) -> dict[str, float]:
    shares: dict[str, float] = {}
    left_out = set(without)
    for firm, share in sold.items():
        if firm not in left_out:
            shares[head(firm)] = shares.get(head(firm), 0.0) + share
    return shares


def _by_unit(market: Market, makers: Makers) -> np.ndarray:
    competing = np.where(market.competing, market.inside_shares, 0.0)
    return np.bincount(makers.firms, weights=competing, minlength=len(makers.companies))


def _index(shares: Mapping[str, float]) -> float:
    return hhi(np.array(list(shares.values())))
