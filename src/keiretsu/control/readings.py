"""Readings of a minority stake, because what such a stake buys is not settled.

- `silent`: the holder gets its share of the profit and has no say.
- `fiduciary`: it has a say, but must run the company for the company's own profit:
  the same weights as `silent`.
- `proportional`: every holder has a say in proportion to its votes; holders nobody
  names are taken as one block (`rest_holders=1`), or as that many equal ones.
- `banzhaf`, `shapley`: the same in proportion to voting power; for `shapley` the
  holders nobody names are an ocean of small ones.
- `full`: the sole largest holder decides alone if it has at least `FLOOR` of the votes.
- `one-way`: so it does, and itself does not care what its stake earns.
- `joint`: holders with at least `FLOOR` have the company run for itself and for them.

Studies of alliances should show `READINGS` and report the range. More than half of the
votes is sole control under every reading: such companies are one maker.

References
----------
O'Brien & Salop (2000), "Competitive effects of partial ownership: financial interest
and corporate control"; Bresnahan & Salop (1986), on joint ventures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, get_args

import numpy as np
from jaxtyping import Float
from scipy.sparse import issparse

from keiretsu.control.holdings import Holdings
from keiretsu.control.ocean import oceanic_power
from keiretsu.control.power import MOST_HOLDERS, banzhaf
from keiretsu.control.ultimate import leontief
from keiretsu.control.weights import profit_weights
from keiretsu.errors import DataError, UnknownName
from keiretsu.landscape.groups import ROUNDING

Reading = Literal[
    "silent",
    "fiduciary",
    "proportional",
    "banzhaf",
    "shapley",
    "full",
    "one-way",
    "joint",
]
"""How stakes become a say."""

READING_WORDS: Mapping[Reading, str] = {
    "silent": "stakes give no say",
    "fiduciary": "a holder has a say, but must serve the company alone",
    "proportional": "a say in proportion to the stake",
    "banzhaf": "a say by how often a holder turns a vote, holders as blocks",
    "shapley": "a say by how often a holder turns a vote, the rest an ocean",
    "full": "the largest holder decides alone",
    "one-way": "the largest holder decides alone, and ignores what its stake earns",
    "joint": "a holder of a fifth or more has the company run for both",
}
"""What each reading takes a stake to give, in words."""

READINGS: tuple[Reading, ...] = ("silent", "shapley", "joint")
"""The three that reports show: no say, a say by voting power, run for both.

Under each, effects rise with a stake and do not pass those of a merger, once no rival's
profit counts for more than one's own (`Groups.profit_weights` sees to that).
"""

CAUTIONS: Mapping[Reading, str] = {
    "full": "the whole say of the largest holder makes the harm larger the smaller its "
    "stake: a weight of 1 / stake is an incentive to take from the company, not a "
    "finding about listed ones (Backus, Conlon & Sinkinson 2021)",
    "one-way": "the whole say of the largest holder makes the harm larger the smaller "
    "its stake",
    "proportional": "how much a named stake decides hangs on into how many holders the "
    "unnamed rest is split (rest_holders)",
    "banzhaf": "how much a named stake decides hangs on into how many holders the "
    "unnamed rest is split (rest_holders)",
}
"""What must be said beside a reading that reports do not show by themselves."""

FLOOR = 0.20
"""Votes from which a holder counts as large under `joint`, `full` and `one-way`.

From a fifth on, accounting rules presume significant influence (IAS 28); Japan's
authority takes the first holder of more than a fifth, if it is alone so, to act with
the company.
"""


def is_large(votes: float) -> bool:
    """Say whether a part of the votes makes a holder large: `FLOOR` or more.

    >>> is_large(0.2), is_large(0.19), is_large(0.159 * (0.2 / 0.159))
    (True, False, True)
    """
    return votes >= FLOOR - ROUNDING


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
    if reading not in get_args(Reading):
        raise DataError(
            f"there is no reading {reading!r}",
            hint=f"use {', '.join(get_args(Reading))}",
        )
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
