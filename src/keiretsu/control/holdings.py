"""Who holds whom directly on a day, as arrays, and how a deal changes that.

Companies under one sole controller are one node (see `keiretsu.landscape.groups`); only
stakes in the head of a group count, not minorities in its subsidiaries. Where nobody
stated the votes, they are taken to follow the shares, and a range counts by its middle
(see `keiretsu.landscape.records.share_counts`). A trust that holds for a company passes
it the profit and keeps the votes it casts itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from keiretsu.landscape import Landscape


@dataclass(frozen=True, kw_only=True)
class Holdings:
    """Direct holdings among N nodes: groups, families, states, funds.

    Attributes
    ----------
    index
        Node of each group; parties to a merger share one.
    cash, votes
        Share of column j that row i holds, shape `(N, N)`, NumPy's or, for very many,
        SciPy's sparse arrays. What a column lacks to 1 is held by everybody else.
    """

    index: Mapping[str, int]
    cash: Float[np.ndarray, "N N"]
    votes: Float[np.ndarray, "N N"]

    @property
    def rest_cash(self) -> Float[np.ndarray, " N"]:
        """Share of each node's profit that nobody named holds, shape `(N,)`."""
        return np.clip(1 - self.cash.sum(axis=0), 0, 1)


def direct_holdings(
    landscape: Landscape, groups: Iterable[str], *, joined: bool = True
) -> Holdings:
    """Return the direct holdings of a day, with at least the given groups as nodes.

    Holdings in one company that sum to more than 100 % (contradictory sources) are
    scaled down to 100 %; `Landscape.contradictions` names them.

    Parameters
    ----------
    landscape
        The landscape of the day.
    groups
        Nodes to have in any case.
    joined
        Whether companies under one sole controller are one node; False keeps every
        company apart.
    """
    head = landscape.group_of if joined else str
    pairs: dict[tuple[str, str], list[float]] = {}
    for stake in landscape.stakes:
        held, holder = stake.held, head(stake.holder)
        if head(held) != held or holder == held:
            continue
        both = pairs.setdefault((holder, held), [0.0, 0.0])
        both[1] += landscape.votes_of(stake).value
        behind = landscape.companies[stake.holder]
        if behind.kind == "trust" and behind.parent:
            both = pairs.setdefault((head(behind.parent), held), [0.0, 0.0])
        both[0] += landscape.cash_of(stake).value
    nodes = dict.fromkeys([*groups, *(name for pair in pairs for name in pair)])
    index = {name: number for number, name in enumerate(nodes)}
    tables = np.zeros((2, len(index), len(index)))
    for (holder, held), both in pairs.items():
        tables[:, index[holder], index[held]] = both
    cash, votes = (_within_one(table) for table in tables)
    return Holdings(index=index, cash=cash, votes=votes)


def take_stake(
    holdings: Holdings, holder: str, held: str, share: float, votes: float
) -> Holdings:
    """Return holdings after one stake is set; the others give way in proportion."""
    row, column = holdings.index[holder], holdings.index[held]
    return Holdings(
        index=holdings.index,
        cash=_set(holdings.cash, row, column, share),
        votes=_set(holdings.votes, row, column, votes),
    )


def merge(holdings: Holdings, first: str, second: str, *, weight: float) -> Holdings:
    """Return holdings after two groups become one node.

    Stakes in the new company are the stakes in its parts, weighted by their size;
    stakes between the parts vanish.

    Parameters
    ----------
    weight
        Size of the first as a share of both, from 0 to 1.
    """
    keep, gone = holdings.index[first], holdings.index[second]
    if keep == gone:
        return holdings
    index = {n: keep if i == gone else i for n, i in holdings.index.items()}
    return Holdings(
        index=index,
        cash=_join(holdings.cash, keep, gone, weight),
        votes=_join(holdings.votes, keep, gone, weight),
    )


def _set(
    table: Float[np.ndarray, "N N"], row: int, column: int, share: float
) -> Float[np.ndarray, "N N"]:
    changed = table.copy()
    before = table[row, column]
    if before < 1:
        changed[:, column] *= (1 - share) / (1 - before)
    changed[row, column] = share
    return changed


def _join(
    table: Float[np.ndarray, "N N"], keep: int, gone: int, weight: float
) -> Float[np.ndarray, "N N"]:
    joined = table.copy()
    joined[:, keep] = weight * table[:, keep] + (1 - weight) * table[:, gone]
    joined[keep] += joined[gone]
    joined[keep, keep] = 0
    joined[gone], joined[:, gone] = 0, 0
    return joined


def _within_one(table: Float[np.ndarray, "N N"]) -> Float[np.ndarray, "N N"]:
    return table / np.maximum(table.sum(axis=0), 1)
