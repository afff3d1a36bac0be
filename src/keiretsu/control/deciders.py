"""Who decides alone over whom, by direct holdings and by what companies were.

A company belongs to whoever holds more than half of its votes, and so on upward (the
rule stands in `keiretsu.landscape.groups`). Two things that votes do not tell go with
it: a group that is one by its name, and companies that a merger has made one.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from keiretsu.control.holdings import Holdings
from keiretsu.landscape.groups import decides_alone, with_joint_votes
from keiretsu.landscape.records.companies import Company


def sole_controllers(
    holdings: Holdings,
    companies: Mapping[str, Company],
    group_names: Mapping[str, str],
) -> dict[str, str]:
    """Return who decides alone over each company that somebody decides over.

    Parameters
    ----------
    holdings
        Direct holdings, one node a company.
    companies
        What is known of each company, by identifier.
    group_names
        Company -> the name of its group, where that name itself holds no stake.
    """
    names = holdings.names
    rows, columns = np.nonzero(holdings.votes)
    votes = [
        (names[row], names[column], float(holdings.votes[row, column]))
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True)
    ]
    found = _by_group_name(holdings, group_names)
    found |= {held: holder for holder, held, part in votes if decides_alone(part)}
    return with_joint_votes(found, votes, companies)


def _by_group_name(
    holdings: Holdings, group_names: Mapping[str, str]
) -> dict[str, str]:
    """Return the group name of each company that has one, as mergers left them.

    Who merges with a member joins its group; two groups that share a company are one.
    """
    found: dict[str, str] = {}
    for company, group in group_names.items():
        name, above = holdings.standing(company), holdings.standing(group)
        joined = found.setdefault(name, above)
        if joined != above:
            found[above] = joined
    return {name: above for name, above in found.items() if name != above}
