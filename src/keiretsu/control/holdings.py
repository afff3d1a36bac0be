"""Direct holdings of a day as arrays, and how a stake or a merger changes them.

Every company is a node of its own; `keiretsu.control.ownership` joins those under one
sole controller. Where nobody stated the votes, they are taken to follow the shares, and
a range counts by its middle (see `keiretsu.landscape.records.share_counts`). A trust
that holds for a company passes it the profit and keeps the votes it casts itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from jaxtyping import Float

from keiretsu.landscape import Landscape
from keiretsu.values import Value


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Holdings(Value):
    """Direct holdings among N nodes: companies, families, states, funds.

    Attributes
    ----------
    index
        Node of each name; names that are one company share a node, the name that stays
        first.
    cash, votes
        Share of column j that row i holds, shape `(N, N)`, NumPy's or, for very many,
        SciPy's sparse arrays. What a column lacks to 1 is held by everybody else.
    """

    index: Mapping[str, int]
    cash: Float[np.ndarray, "N N"]
    votes: Float[np.ndarray, "N N"]

    @cached_property
    def names(self) -> Mapping[int, str]:
        """Name of each node: where several names are one company, the one that stays.

        In the order of `index`.
        """
        found: dict[int, str] = {}
        for name, node in self.index.items():
            found.setdefault(node, name)
        return found

    def standing(self, name: str) -> str:
        """Return the name that stays of a company that a merger took in, or itself."""
        node = self.index.get(name)
        return name if node is None else self.names[node]

    @property
    def rest_cash(self) -> Float[np.ndarray, " N"]:
        """Share of each node's profit that nobody named holds, shape `(N,)`."""
        return np.clip(1 - self.cash.sum(axis=0), 0, 1)

    def within_one(self) -> Holdings:
        """Return holdings that sum to at most 100 % of each company.

        Contradictory sources can add up to more; they are scaled down together.
        """
        cash, votes = (
            table / np.maximum(table.sum(axis=0), 1)
            for table in (self.cash, self.votes)
        )
        return replace(self, cash=cash, votes=votes)


def direct_holdings(
    landscape: Landscape,
    names: Iterable[str],
    *,
    parents: Mapping[str, str] | None = None,
) -> Holdings:
    """Return the direct holdings of a day as stated, one node a company.

    Parameters
    ----------
    landscape
        The landscape of the day; `Landscape.contradictions` names holdings in one
        company that sum to more than 100 %.
    names
        Nodes to have in any case.
    parents
        Subsidiary -> parent where no stake of the parent is recorded: it holds what
        nobody else does.
    """
    pairs: dict[tuple[str, str], list[float]] = {}
    for stake in landscape.stakes:
        if stake.holder == stake.held:
            continue
        pair = pairs.setdefault((stake.holder, stake.held), [0.0, 0.0])
        pair[1] += landscape.votes_of(stake).value
        behind = landscape.companies[stake.holder]
        if behind.kind == "trust" and behind.parent:
            pair = pairs.setdefault((behind.parent, stake.held), [0.0, 0.0])
        pair[0] += landscape.cash_of(stake).value
    taken: dict[str, tuple[float, float]] = {}
    for (_, held), (cash, votes) in pairs.items():
        had = taken.get(held, (0.0, 0.0))
        taken[held] = (had[0] + cash, had[1] + votes)
    for held, parent in (parents or {}).items():
        others = taken.get(held, (0.0, 0.0))
        pairs[parent, held] = [max(1 - part, 0.0) for part in others]
    nodes = dict.fromkeys([*names, *(name for pair in pairs for name in pair)])
    index = {name: number for number, name in enumerate(nodes)}
    tables = np.zeros((2, len(index), len(index)))
    for (holder, held), both in pairs.items():
        tables[:, index[holder], index[held]] = both
    return Holdings(index=index, cash=tables[0], votes=tables[1])


def remaining(taken: float, had: float) -> float:
    """Return what is left of each other holder's part when a stake changes size.

    The one rule for who gives way: all others in proportion. Where the holder had the
    whole, nobody else is known, and nothing is left to scale.

    >>> remaining(0.25, 0.0), remaining(0.0, 0.2)
    (0.75, 1.25)
    """
    return 1.0 if had >= 1 else (1 - taken) / (1 - had)


def take_stake(
    holdings: Holdings,
    holder: str,
    held: str,
    share: float,
    votes: float,
    *,
    through: Sequence[str] = (),
) -> Holdings:
    """Return holdings after one stake is set; the others give way in proportion.

    Parameters
    ----------
    holdings
        Before.
    holder, held
        Names of nodes.
    share, votes
        What the holder has afterwards, with all that it holds through others.
    through
        Companies that the holder decides over alone: what they hold counts as its own.
    """
    rows = [holdings.index[name] for name in dict.fromkeys((holder, *through))]
    column = holdings.index[held]
    return replace(
        holdings,
        cash=_set(holdings.cash, rows, column, share),
        votes=_set(holdings.votes, rows, column, votes),
    )


def hand_over(holdings: Holdings, unit: str, shares: Mapping[str, float]) -> Holdings:
    """Return holdings after a unit is held by these and by no other that is named."""
    column = holdings.index[unit]
    tables = []
    for table in (holdings.cash, holdings.votes):
        changed = table.copy()
        changed[:, column] = 0.0
        for holder, share in shares.items():
            changed[holdings.index[holder], column] = share
        tables.append(changed)
    return replace(holdings, cash=tables[0], votes=tables[1])


def sell(
    holdings: Holdings,
    seller: str,
    held: str,
    share: float,
    buyer: str | None,
    *,
    through: Sequence[str] = (),
) -> Holdings:
    """Return holdings after a share goes from a seller to a buyer; votes follow it.

    Parameters
    ----------
    holdings
        Before.
    seller, held, buyer
        Names of nodes; None where the buyer is nobody named.
    share
        Part of the held that is sold, at most what the seller has.
    through
        Companies that the seller decides over alone: what they hold is sold too.
    """
    rows = [holdings.index[name] for name in dict.fromkeys((seller, *through))]
    column = holdings.index[held]
    had = float(holdings.cash[rows, column].sum())
    tables = []
    for table in (holdings.cash, holdings.votes):
        changed = table.copy()
        moved = changed[rows, column] * (share / had)
        changed[rows, column] -= moved
        if buyer is not None:
            changed[holdings.index[buyer], column] += moved.sum()
        tables.append(changed)
    return replace(holdings, cash=tables[0], votes=tables[1])


def merge(holdings: Holdings, first: str, second: str, *, weight: float) -> Holdings:
    """Return holdings after two companies become one node.

    Outside holders exchange their shares for those of the new company at the companies'
    values; stakes between the two vanish, so that a merger with a company that was held
    whole changes nobody's part.

    Parameters
    ----------
    holdings
        Before.
    first, second
        Names of nodes; the node of the first stays.
    weight
        Value of the first without its stake in the second, as a share of both, from 0
        to 1.
    """
    keep, gone = holdings.index[first], holdings.index[second]
    if keep == gone:
        return holdings
    moved = {n: keep if i == gone else i for n, i in holdings.index.items()}
    factors = _factors(holdings.cash, keep, gone, weight)
    return Holdings(
        index={first: keep} | moved,
        cash=_join(holdings.cash, keep, gone, factors),
        votes=_join(holdings.votes, keep, gone, factors),
    )


def _set(
    table: Float[np.ndarray, "N N"], rows: Sequence[int], column: int, share: float
) -> Float[np.ndarray, "N N"]:
    changed = table.copy()
    own = table[rows, column]
    before = float(own.sum())
    changed[:, column] *= remaining(share, before)
    changed[rows, column] = own * (share / before) if before > 0 else 0.0
    if before <= 0:
        changed[rows[0], column] = share
    return changed


def _factors(
    cash: Float[np.ndarray, "N N"], keep: int, gone: int, weight: float
) -> tuple[float, float]:
    """Return the value of each company's shares, its stake in the other included."""
    first_in_second, second_in_first = cash[keep, gone], cash[gone, keep]
    circle = 1 - first_in_second * second_in_first
    if circle <= 0:
        return weight, 1 - weight
    first = (weight + first_in_second * (1 - weight)) / circle
    second = ((1 - weight) + second_in_first * weight) / circle
    return float(first), float(second)


def _join(
    table: Float[np.ndarray, "N N"], keep: int, gone: int, factors: tuple[float, float]
) -> Float[np.ndarray, "N N"]:
    joined = table.copy()
    joined[:, keep] = factors[0] * table[:, keep] + factors[1] * table[:, gone]
    joined[keep] += joined[gone]
    joined[keep, keep] = 0
    joined[gone], joined[:, gone] = 0, 0
    return joined
