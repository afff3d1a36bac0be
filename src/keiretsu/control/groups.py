"""What groups hold of one another, and whose profit each of them then cares for.

A group is all companies with one head: who decides alone over them. Only stakes in the
head of a group count between groups; what outsiders hold of its subsidiaries stays
apart (`keiretsu.control.minorities`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from keiretsu.control.holdings import Holdings
from keiretsu.control.minorities import (
    Minorities,
    outside_minorities,
    with_minorities,
)
from keiretsu.control.named_readings import Reading
from keiretsu.control.readings import weights_under


@dataclass(frozen=True, kw_only=True)
class Groups:
    """Holdings between groups, and in their subsidiaries.

    Attributes
    ----------
    head
        The head of any company; itself where nobody decides over it.
    holdings
        Who holds whom among the heads, at most 100 % of each.
    minorities
        Company -> group -> its part of the company's profit, for companies that another
        group decides over.
    """

    head: Callable[[str], str]
    holdings: Holdings
    minorities: Mapping[str, Minorities]

    @classmethod
    def among(cls, direct: Holdings, head: Callable[[str], str]) -> Groups:
        """Return what direct holdings, one node a company, come to between groups."""
        heads = {name: head(name) for name in direct.names.values()}
        return cls(
            head=head,
            holdings=_between(direct, heads).within_one(),
            minorities=outside_minorities(direct.within_one(), heads),
        )

    def profit_weights(
        self, companies: Sequence[str], reading: Reading, *, rest_holders: float = 1
    ) -> Float[np.ndarray, "F F"]:
        """Return the weight that each company's manager puts on each one's profit.

        Companies with one head weigh each other's profit fully, and rivals alike;
        outside holders of a subsidiary weigh its profit by their part of it.

        Parameters
        ----------
        companies
            Names of the F companies, as the makers of a market.
        reading
            How stakes are read as a say.
        rest_holders
            See `keiretsu.control.weights_under`.
        """
        heads = [self.head(company) for company in companies]
        of = list(dict.fromkeys(heads))
        weights = weights_under(
            reading, self.holdings, of=of, rest_holders=rest_holders
        )
        if reading == "shapley":
            # more than 1 would be an incentive to take from the company: not a say
            weights = np.minimum(weights, 1.0)
        rows = [of.index(head) for head in heads]
        by_head = weights[np.ix_(rows, rows)]
        return with_minorities(by_head, companies, heads, self.minorities)


def _between(direct: Holdings, heads: Mapping[str, str]) -> Holdings:
    """Return the holdings with one node a head: all that its companies hold is its."""
    index = {head: number for number, head in enumerate(dict.fromkeys(heads.values()))}
    to_group = np.zeros((len(index), len(direct.cash)))
    for name, head in heads.items():
        to_group[index[head], direct.index[name]] = 1
    held = [name for name, head in heads.items() if head == name]
    columns = [direct.index[name] for name in held]
    places = [index[name] for name in held]
    tables = np.zeros((2, len(index), len(index)))
    for table, own in zip(tables, (direct.cash, direct.votes), strict=True):
        table[:, places] = to_group @ own[:, columns]
        np.fill_diagonal(table, 0)
    return Holdings(index=index, cash=tables[0], votes=tables[1])
