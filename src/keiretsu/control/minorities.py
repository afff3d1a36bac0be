r"""Outside minorities: who earns part of a subsidiary that another group decides over.

The group prices a subsidiary's products as its own; an outside holder g of a part
:math:`s_{gc}` of subsidiary c still earns it. Who has a part of the group's head h
earns what the head's group has of c, and nothing of what others have, named or not. Its
weight on the profit of c is

.. math:: \kappa_{gc} = \kappa_{gh} s_{hc} + s_{gc} .

A part of a subsidiary that holds part of another one counts through both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from jaxtyping import Float

from keiretsu.control.holdings import Holdings
from keiretsu.landscape.groups import ROUNDING

Minorities = Mapping[str, float]
"""Group -> its part of a company's profit; the company's own head among them."""


def outside_minorities(
    holdings: Holdings, heads: Mapping[str, str]
) -> dict[str, Minorities]:
    """Return who earns from every company that has a head, by group.

    Parameters
    ----------
    holdings
        Direct holdings, one node a company.
    heads
        Head of every company that is a node; a company without one is its own.

    Returns
    -------
    dict
        Company -> group -> share of its profit, the head's own among them; companies
        of which the head has all are left out. What a merger took in has the shares of
        the company that it is part of.
    """
    groups: dict[str, list[str]] = {}
    for company, head in heads.items():
        if head != company:
            groups.setdefault(head, []).append(company)
    found: dict[str, Minorities] = {}
    for head, members in groups.items():
        for member, shares in _of_group(holdings, heads, head, members).items():
            if shares.keys() != {head} or shares[head] < 1 - ROUNDING:
                found[member] = shares
    standing = {name: holdings.standing(name) for name in holdings.index}
    return {name: found[one] for name, one in standing.items() if one in found}


def _of_group(
    holdings: Holdings, heads: Mapping[str, str], head: str, members: Sequence[str]
) -> dict[str, dict[str, float]]:
    """Return who earns from the members of one group: outsiders, and its head."""
    rows = [holdings.index[member] for member in members]
    table = holdings.cash[:, rows]
    held = holdings.cash.sum(axis=0)
    holders: dict[str, Float[np.ndarray, " M"]] = {head: np.zeros(len(rows))}
    some = np.any(table, axis=1)  # few of all nodes hold anything of a group
    for name, node in holdings.index.items():
        if not some[node]:
            continue
        group = heads.get(name, name)
        if group != head or name == head or not held[node]:
            holders[group] = holders.get(group, np.zeros(len(rows))) + table[node]
    reach = np.linalg.inv(np.eye(len(rows)) - table[rows])
    earned = {group: direct @ reach for group, direct in holders.items()}
    if head not in holdings.index or not table[holdings.index[head]].any():
        # A group by its name alone has no head that earns: what is left is the group's.
        outside = (parts for group, parts in earned.items() if group != head)
        earned[head] = 1 - sum(outside, start=np.zeros(len(rows)))
    return {
        member: {
            group: float(parts[place])
            for group, parts in earned.items()
            if parts[place] > 0
        }
        for place, member in enumerate(members)
    }


def with_minorities(
    weights: Float[np.ndarray, "F F"],
    companies: Sequence[str],
    heads: Sequence[str],
    minorities: Mapping[str, Minorities],
) -> Float[np.ndarray, "F F"]:
    """Return profit weights in which outside holders of subsidiaries earn their part.

    Parameters
    ----------
    weights
        Weights between the companies by their heads, shape `(F, F)`.
    companies, heads
        The F companies and the head of each.
    minorities
        Company -> group -> share, as `outside_minorities` gives it. Of a company that
        it leaves out the head has all.
    """
    changed = weights.copy()
    for column, company in enumerate(companies):
        shares = minorities.get(company)
        if shares is None:
            continue
        apart = np.array([head != heads[column] for head in heads])
        earned = np.array([shares.get(head, 0.0) for head in heads])
        passed = weights[:, column] * shares.get(heads[column], 0.0) + earned
        changed[apart, column] = passed[apart]
    return changed


def among(shares: Minorities, heads: Iterable[str]) -> dict[str, float]:
    """Return the shares of groups that are among some heads."""
    wanted = set(heads)
    return {group: share for group, share in shares.items() if group in wanted}
