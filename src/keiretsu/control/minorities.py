r"""Outside minorities: who earns part of a subsidiary that another group decides over.

The group prices a subsidiary's products as its own; an outside holder g of a part
:math:`s_{gc}` of subsidiary c still earns it. With the group's head h its weight on the
profit of c is

.. math:: \kappa_{gc} = \kappa_{gh} \Bigl(1 - \sum_k s_{kc}\Bigr) + s_{gc} .

A part of a subsidiary that holds part of another one counts through both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from jaxtyping import Float

from keiretsu.control.holdings import Holdings

Minorities = Mapping[str, float]
"""Group -> its part of a company's profit, held past the company's own head."""


def outside_minorities(
    holdings: Holdings, heads: Mapping[str, str]
) -> dict[str, Minorities]:
    """Return the outside holders of every company that has a head, by group.

    Parameters
    ----------
    holdings
        Direct holdings, one node a company.
    heads
        Head of every company that is a node; a company without one is its own.

    Returns
    -------
    dict
        Company -> group -> share of its profit; companies without any are left out.
    """
    groups: dict[str, list[str]] = {}
    for company, head in heads.items():
        if head != company:
            groups.setdefault(head, []).append(company)
    found: dict[str, Minorities] = {}
    for head, members in groups.items():
        for member, shares in _of_group(holdings, heads, head, members).items():
            if shares:
                found[member] = shares
    return found


def _of_group(
    holdings: Holdings, heads: Mapping[str, str], head: str, members: Sequence[str]
) -> dict[str, dict[str, float]]:
    """Return the outside holders of the members of one group, the head left out."""
    rows = [holdings.index[member] for member in members]
    inside = holdings.cash[np.ix_(rows, rows)]
    holders: dict[str, Float[np.ndarray, " M"]] = {}
    table = holdings.cash[:, rows]
    some = np.any(table, axis=1)  # few of all nodes hold anything of a group
    for name, node in holdings.index.items():
        if not some[node]:
            continue
        group = heads.get(name, name)
        if group != head:
            holders[group] = holders.get(group, np.zeros(len(rows))) + table[node]
    if not holders:
        return {}
    reach = np.linalg.inv(np.eye(len(rows)) - inside)
    earned = {group: direct @ reach for group, direct in holders.items()}
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
        Company -> group -> share, as `outside_minorities` gives it.
    """
    changed = weights.copy()
    for column, company in enumerate(companies):
        shares = among(minorities.get(company, {}), heads)
        if not shares:
            continue
        apart = np.array([head != heads[column] for head in heads])
        earned = np.array([shares.get(head, 0.0) for head in heads])
        passed = weights[:, column] * (1 - sum(shares.values())) + earned
        changed[apart, column] = passed[apart]
    return changed


def among(shares: Minorities, heads: Iterable[str]) -> dict[str, float]:
    """Return the shares of groups that are among some heads."""
    wanted = set(heads)
    return {group: share for group, share in shares.items() if group in wanted}
