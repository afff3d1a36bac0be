"""The structure of one market before and after a deal: shares, indices, ranks."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from keiretsu.control import Reading
from keiretsu.deals import Deal, control_weights, merged_groups
from keiretsu.landscape import Landscape
from keiretsu.market import Market
from keiretsu.rules.assessment import Concentration
from keiretsu.screens import hhi, mhhi


def concentration(
    deal: Deal, landscape: Landscape, market: Market, reading: Reading
) -> Concentration:
    """Return the concentration of a market before and after a deal."""
    heads = merged_groups(landscape, deal)
    before = group_shares(market, landscape)
    parties = _parties(deal, landscape, before)
    combined = sum(parties.values())
    rest = [share for group, share in before.items() if group not in parties]
    one_maker = len({heads.get(party, party) for party in parties}) == 1
    shares, groups = np.array(list(before.values())), list(before)
    return Concentration(
        market=market.name,
        title=market.title,
        jurisdiction=market.jurisdiction,
        period=market.period,
        reading=reading,
        measure="HHI" if one_maker else "MHHI",
        hhi_before=hhi(shares),
        hhi_after=hhi(_joined(before, heads)),
        mhhi_before=mhhi(shares, control_weights(landscape, groups, reading)),
        mhhi_after=mhhi(shares, control_weights(landscape, groups, reading, deal)),
        parties=parties,
        share_combined=combined,
        cr3_post=sum(sorted([combined, *rest], reverse=True)[:3]),
        rank_post=1 + sum(share > combined for share in rest),
        gap_to_rank2=(combined - max(rest, default=0.0)) / combined
        if combined > 0
        else None,
        others=max(0.0, 1 - float(shares.sum())),
        coverage=market.coverage,
    )


def group_shares(market: Market, landscape: Landscape) -> dict[str, float]:
    """Return the share of the cars sold of each group under sole control.

    Rows that stand for other makers are left out, so the shares may sum to less than 1.
    """
    shares: dict[str, float] = {}
    rows = zip(market.firms, market.inside_shares, market.competing, strict=True)
    for firm, share, competing in rows:
        if competing:
            group = landscape.group_of(firm)
            shares[group] = shares.get(group, 0.0) + float(share)
    return dict(sorted(shares.items(), key=lambda item: (-item[1], item[0])))


def tied_groups(deal: Deal, landscape: Landscape) -> list[tuple[str, ...]]:
    """Return the groups that the deal's steps bring together, one tuple a cluster."""
    clusters: list[dict[str, None]] = []
    for step in deal.steps:
        tied = dict.fromkeys(landscape.group_of(party) for party in step.parties)
        apart = []
        for cluster in clusters:
            if cluster.keys() & tied.keys():
                tied = cluster | tied
            else:
                apart.append(cluster)
        clusters = [*apart, tied]
    return [tuple(cluster) for cluster in clusters]


def _parties(
    deal: Deal, landscape: Landscape, shares: Mapping[str, float]
) -> dict[str, float]:
    """Return the cluster that sells most, with the share of each of its groups."""
    clusters = [
        {group: shares.get(group, 0.0) for group in cluster}
        for cluster in tied_groups(deal, landscape)
    ]
    return max(clusters, key=lambda cluster: sum(cluster.values()))


def _joined(shares: Mapping[str, float], heads: Mapping[str, str]) -> np.ndarray:
    after: dict[str, float] = {}
    for group, share in shares.items():
        head = heads.get(group, group)
        after[head] = after.get(head, 0.0) + share
    return np.array(list(after.values()))
