"""The ownership of a day, and what a deal makes of it.

Direct holdings say who decides alone over whom (`keiretsu.control.deciders`). The same
rule reads those of a day and those that a deal leaves behind, so selling a majority
splits a group and buying one joins it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from keiretsu.control.deciders import sole_controllers
from keiretsu.control.groups import Groups
from keiretsu.control.holdings import (
    Holdings,
    direct_holdings,
    hand_over,
    merge,
    sell,
    take_stake,
)
from keiretsu.control.stated import group_sales, stated_shares
from keiretsu.errors import DataError
from keiretsu.landscape import Landscape
from keiretsu.landscape.groups import heads, implied_owners
from keiretsu.landscape.records.companies import Company
from keiretsu.names import part_name
from keiretsu.units import percent

_SAME = 1e-9
"""Difference below which two shares are the same."""


@dataclass(frozen=True, kw_only=True)
class Ownership:
    """Direct holdings, company by company, and who decides alone.

    Attributes
    ----------
    holdings
        Who holds whom; one node a company.
    companies
        What is known of each company, by identifier.
    group_names
        Company -> the name of its group, where that name itself holds no stake.
    stated
        (holder, held) -> shares as sources state them, of shares issued or of those
        outstanding: what it holds itself, and with what a trust holds for it. A deal
        takes away those that it changes.
    sizes
        Cars that a company or group sold in the world, as last stated by the day.
    """

    holdings: Holdings
    companies: Mapping[str, Company]
    group_names: Mapping[str, str]
    stated: Mapping[tuple[str, str], tuple[float, ...]]
    sizes: Mapping[str, float]

    @classmethod
    def of_day(
        cls,
        landscape: Landscape,
        names: Iterable[str] = (),
        *,
        parents: Mapping[str, str] | None = None,
    ) -> Ownership:
        """Return the ownership of a landscape's day.

        Parameters
        ----------
        landscape
            The landscape of the day.
        names
            Companies to have as nodes in any case, as the makers of a market.
        parents
            Further units that somebody holds whole, as brands, with their owner; who
            holds a company among them is on record.
        """
        group_names, implied = implied_owners(
            landscape.companies, landscape.record, landscape.on
        )
        units = (parents or {}).items()
        known = landscape.companies
        whole = {**implied, **{unit: one for unit, one in units if unit not in known}}
        holdings = direct_holdings(landscape, names, parents=whole)
        return cls(
            holdings=holdings,
            companies=landscape.companies,
            group_names=group_names,
            stated=stated_shares(landscape),
            sizes=group_sales(landscape),
        )

    @cached_property
    def _controllers(self) -> Mapping[str, str]:
        """Who decides alone over each company that somebody decides over."""
        return sole_controllers(self.holdings, self.companies, self.group_names)

    @cached_property
    def heads(self) -> Mapping[str, str]:
        """The head of the group of every company; itself where nobody decides."""
        return heads(self._controllers, self.companies)

    @cached_property
    def groups(self) -> Groups:
        """What is held between the groups, and past them in their subsidiaries."""
        return Groups.among(self.holdings, self.head)

    def head(self, company: str) -> str:
        """Return who decides alone over a company; itself where nobody does."""
        name = self.holdings.standing(company)
        return self.heads.get(name, name)

    def label(self, company: str) -> str:
        """Return what people call a company; its identifier where we hold no name."""
        known = self.companies.get(company)
        return part_name(company) or (company if known is None else known.short)

    def controlled_by(self, company: str) -> tuple[str, ...]:
        """Return every company that one decides over alone, itself left out."""
        below: dict[str, list[str]] = {}
        for held, holder in self._controllers.items():
            below.setdefault(holder, []).append(held)
        found: dict[str, None] = {}
        waiting = list(below.get(company, ()))
        while waiting:
            name = waiting.pop()
            if name not in found and name != company:
                found[name] = None
                waiting += below.get(name, ())
        return tuple(found)

    def group_of(self, company: str) -> tuple[str, ...]:
        """Return every company with the same head as one, itself included."""
        head = self.head(company)
        return tuple(name for name in self.holdings.index if self.head(name) == head)

    def part(self, holder: str, held: str) -> tuple[float, float]:
        """Return the cash and votes that a holder has of a company, with its own."""
        rows = [self.holdings.index[n] for n in (holder, *self.controlled_by(holder))]
        column = self.holdings.index[held]
        return (
            float(self.holdings.cash[rows, column].sum()),
            float(self.holdings.votes[rows, column].sum()),
        )

    def size(self, company: str) -> float | None:
        """Return the cars that a company sold in the world, with all of its group.

        None where nobody stated it: of a subsidiary only its own count is known.
        """
        if company in self.sizes:
            return self.sizes[company]
        free = company in self.group_names or self.head(company) == company
        return self.sizes.get(self.head(company)) if free else None

    def take_stake(
        self, holder: str, held: str, share: float, votes: float | None = None
    ) -> Ownership:
        """Return the ownership after a holder comes to hold a share of a company.

        What the companies hold that it decides over alone counts as its own; all other
        holders give way in proportion. A share that it holds already, as the model
        counts it or as its source states it, changes nothing.

        Parameters
        ----------
        holder, held
            Companies.
        share, votes
            Fractions of cash flow and votes afterwards; votes follow the share where
            None.
        """
        if self.is_held(holder, held, share, votes):
            return self
        changed = take_stake(
            self.holdings,
            holder,
            held,
            share,
            share if votes is None else votes,
            through=[name for name in self.controlled_by(holder) if name != held],
        )
        return self._after(changed, held)

    def hand_over(self, unit: str, shares: Mapping[str, float]) -> Ownership:
        """Return the ownership after a unit is held by these companies and no other.

        Parameters
        ----------
        unit
            A node; where nobody is named it stands alone.
        shares
            Holder -> share of the profit and of the votes, from 0 to 1.
        """
        return self._after(hand_over(self.holdings, unit, shares), unit)

    def sell(
        self, seller: str, held: str, share: float, buyer: str | None = None
    ) -> Ownership:
        """Return the ownership after a part of a company goes from one to another.

        Nobody else gives way; without a buyer the part goes to holders who are not
        named.

        Raises
        ------
        DataError
            If the seller has less than that.
        """
        has = self.part(seller, held)[0]
        if share > has + _SAME:
            raise DataError(
                f"{self.label(seller)} sells {percent(share, 2)} of "
                f"{self.label(held)} and has {percent(has, 2)}",
                hint="sell what it has, or less",
            )
        through = [name for name in self.controlled_by(seller) if name != held]
        changed = sell(self.holdings, seller, held, share, buyer, through=through)
        return self._after(changed, held)

    def merge(self, first: str, second: str) -> Ownership:
        """Return the ownership after two companies become one; the first's name stays.

        Holders exchange their shares at the companies' relative sizes. A company of
        which no car is counted has none beside one of which they are: its holders get
        nothing of the two. Of two such, shares are exchanged one for one. Two companies
        of one group have one decider before and after: who decides over others is left
        as it is.
        """
        if self.head(first) == self.head(second):
            return self
        sizes = (self.size(first) or 0.0, self.size(second) or 0.0)
        weight = sizes[0] / sum(sizes) if any(sizes) else 0.5
        changed = merge(self.holdings, first, second, weight=weight)
        return self._after(changed, first, second)

    def is_held(
        self, holder: str, held: str, share: float, votes: float | None = None
    ) -> bool:
        """Return whether a holder has just this share, as counted or as stated."""
        cash, say = self.part(holder, held)
        shares = (cash, *self.stated.get((holder, held), ()))
        same = any(abs(share - one) <= _SAME for one in shares)
        return same and (votes is None or abs(votes - say) <= _SAME)

    def _after(self, holdings: Holdings, *changed: str) -> Ownership:
        """Return the ownership with holdings in some companies changed."""
        stated = {pair: s for pair, s in self.stated.items() if pair[1] not in changed}
        left = {one for one in changed if self._leaves(one, holdings)}
        names = {c: name for c, name in self.group_names.items() if c not in left}
        return replace(self, holdings=holdings, stated=stated, group_names=names)

    def _leaves(self, company: str, holdings: Holdings) -> bool:
        """Return whether the last stake of its group in a company is gone.

        A group that is one by its name keeps whom its companies hold a part of.
        """
        name, index = self.group_names.get(company), holdings.index
        if name is None:
            return False
        rows = [
            index[one]
            for one, group in self.group_names.items()
            if group == name and one in index and index[one] != index[company]
        ]
        before, after = (
            float(table.votes[rows, index[company]].sum())
            for table in (self.holdings, holdings)
        )
        return before > 0 >= after

    def votes_in(self, company: str) -> dict[str, float]:
        """Return the votes of every group of holders in one company, largest first."""
        votes = self.holdings.votes[:, self.holdings.index[company]]
        found: dict[str, float] = {}
        for node, name in self.holdings.names.items():
            vote = float(votes[node])
            if vote > 0:
                head = self.head(name)
                found[head] = found.get(head, 0.0) + vote
        return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))
