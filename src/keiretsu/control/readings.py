"""Profit weights under each reading of what stakes give.

References
----------
O'Brien & Salop (2000), "Competitive effects of partial ownership: financial interest
and corporate control"; Bresnahan & Salop (1986), on joint ventures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from jaxtyping import Float
from scipy.sparse import issparse

from keiretsu.control.holdings import Holdings
from keiretsu.control.named_readings import FLOOR, Reading, is_large, reading_named
from keiretsu.control.ocean import oceanic_power
from keiretsu.control.power import MOST_HOLDERS, banzhaf
from keiretsu.control.ultimate import leontief
from keiretsu.control.weights import profit_weights
from keiretsu.errors import DataError, UnknownName
from keiretsu.landscape.groups import ROUNDING

_PARTS = 10_000
"""Votes are counted in basis points where coalitions are."""


def weights_under(
    reading: Reading,
    holdings: Holdings,
    *,
    of: Sequence[str] | None = None,
    rest_holders: float = 1,
    turnout: float = 1.0,
    deciders: Mapping[str, str] | None = None,
) -> Float[np.ndarray, "K K"]:
    """Return the profit weights of K nodes under one reading, shape `(K, K)`.

    Parameters
    ----------
    reading
        How stakes are read as a say.
    holdings
        Who holds whom directly; its tables may be sparse.
    of
        Names of the K nodes, in the order of the answer; None for all nodes.
    rest_holders
        Into how many equal holders the unnamed rest of each company is split, for
        `proportional`, `banzhaf` and `shapley`; the more, the more a named stake
        decides.
    turnout
        Share of all votes that is cast, for `shapley`.
    deciders
        Who decides alone over a company, where it is not the largest holder: for `full`
        and `one-way`.

    Raises
    ------
    UnknownName
        If a name is no node.
    DataError
        If the reading is not known, `rest_holders` is below 1, or holdings are
        impossible.
    """
    reading = reading_named(reading)
    if rest_holders < 1:
        raise DataError(f"{rest_holders:g} holders of the rest", hint="at least 1")
    nodes = _nodes(holdings, of)
    cash = leontief(holdings.cash, of=nodes.tolist())
    votes = _columns(holdings.votes, nodes)
    alone = np.zeros_like(cash)
    alone[nodes, np.arange(len(nodes))] = 1
    names = _names(holdings, nodes)
    if reading in ("silent", "fiduciary", "joint"):
        weights = profit_weights(alone, cash, firms=names)
        return _with_partners(weights, votes[nodes]) if reading == "joint" else weights
    if reading in ("full", "one-way"):
        control = _deciders(votes, nodes, _chosen(holdings, nodes, deciders))
        weights = profit_weights(control, cash, firms=names)
        return _heedless(weights, control[nodes]) if reading == "one-way" else weights
    named, rest = _power(reading, votes, rest_holders, turnout)
    control = np.vstack([named, np.diag(rest / rest_holders)])
    owned = np.vstack([cash, holdings.rest_cash[nodes][:, None] * cash[nodes]])
    return profit_weights(control, owned, firms=names)


def _nodes(holdings: Holdings, of: Sequence[str] | None) -> np.ndarray:
    if of is None:
        return np.arange(holdings.cash.shape[0])
    for name in of:
        if name not in holdings.index:
            raise UnknownName("node", name, holdings.index)
    return np.array([holdings.index[name] for name in of])


def _columns(table: Any, nodes: np.ndarray) -> Float[np.ndarray, "N K"]:
    columns = table[:, nodes]
    return columns.toarray() if issparse(columns) else columns


def _power(
    reading: str, votes: Float[np.ndarray, "N K"], rest_holders: float, turnout: float
) -> tuple[Float[np.ndarray, "N K"], Float[np.ndarray, " K"]]:
    """Return the say of named holders, `(N, K)`, and of the rest, `(K,)`."""
    rest = np.clip(1 - votes.sum(axis=0), 0, 1)
    if reading == "proportional":
        return votes, rest
    say, left = np.zeros_like(votes), np.zeros_like(rest)
    for node in range(votes.shape[1]):
        holders = np.flatnonzero(votes[:, node])
        large = votes[holders, node]
        if reading == "shapley":
            power = oceanic_power(large.tolist(), turnout=turnout)
            left[node] = max(1 - power.sum(), 0.0)
        else:
            power, left[node] = _banzhaf(large, float(rest[node]), rest_holders)
        say[holders, node] = power
    return say, left


def _banzhaf(
    large: Float[np.ndarray, " H"], rest: float, rest_holders: float
) -> tuple[Float[np.ndarray, " H"], float]:
    """Return the power of the large holders, and of all the others together."""
    others = round(rest_holders) if rest > 0 else 0
    if len(large) + others > MOST_HOLDERS:
        raise DataError(
            f"{len(large)} named and {others} other holders for the Banzhaf index",
            hint=f"at most {MOST_HOLDERS} in all; take fewer for the rest, or shapley",
        )
    if not len(large) + others:
        return large, 0.0
    votes = [
        round(_PARTS * share) for share in (*large, *[rest / max(others, 1)] * others)
    ]
    power = banzhaf(votes, sum(votes) // 2 + 1)
    return power[: len(large)], float(power[len(large) :].sum())


def _deciders(
    votes: Float[np.ndarray, "N K"], nodes: np.ndarray, chosen: Mapping[int, int]
) -> Float[np.ndarray, "N K"]:
    """Return 1 for who decides over each node: itself, or its sole largest holder."""
    control = np.zeros_like(votes)
    for column, node in enumerate(nodes):
        order = np.argsort(votes[:, column])[::-1]
        largest, second = votes[order[0], column], votes[order[1:2], column].sum()
        alone = is_large(largest) and largest > second
        control[chosen.get(column, order[0] if alone else node), column] = 1
    return control


def _chosen(
    holdings: Holdings, nodes: np.ndarray, deciders: Mapping[str, str] | None
) -> Mapping[int, int]:
    """Return the node that decides, by column, for those that are named."""
    found = {}
    places = {int(node): column for column, node in enumerate(nodes)}
    for company, decider in (deciders or {}).items():
        for name in (company, decider):
            if name not in holdings.index:
                raise UnknownName("node", name, holdings.index)
        if holdings.index[company] in places:
            found[places[holdings.index[company]]] = holdings.index[decider]
    return found


def _heedless(
    weights: Float[np.ndarray, "K K"], control: Float[np.ndarray, "K K"]
) -> Float[np.ndarray, "K K"]:
    """Return weights in which whoever decides over itself cares for itself only."""
    free = np.diagonal(control) == 1
    return np.where(free[:, None], np.eye(len(weights)), weights)


def _with_partners(
    weights: Float[np.ndarray, "K K"], votes: Float[np.ndarray, "K K"]
) -> Float[np.ndarray, "K K"]:
    """Return weights in which large holders' profit counts like the company's own."""
    return np.where(votes.T >= FLOOR - ROUNDING, np.maximum(weights, 1.0), weights)


def _names(holdings: Holdings, nodes: np.ndarray) -> Sequence[str]:
    return [holdings.names.get(int(node), f"node {node}") for node in nodes]
