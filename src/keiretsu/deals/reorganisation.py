"""Who owns whom before a deal, after each of its steps, and who then decides what.

Companies that decide together before the deal and after it, and that the same outside
holders earn from, are one unit; a deal that buys or sells a majority joins units or
splits them, and leaves the rest as it is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from jaxtyping import Bool, Float, Int

from keiretsu.control import Ownership, Reading
from keiretsu.control.minorities import among
from keiretsu.deals.contradictions import at_step
from keiretsu.deals.deal import Deal
from keiretsu.deals.sizes import with_sizes
from keiretsu.landscape import Landscape
from keiretsu.market import Market, brands_of_its_name


@dataclass(frozen=True, kw_only=True)
class Reorganisation:
    """The ownership of a day, and after each step of a deal.

    Attributes
    ----------
    deal
        The deal, its parties identified.
    stages
        Ownership before the deal and after each step: one more than there are steps.
    """

    deal: Deal
    stages: tuple[Ownership, ...]

    @property
    def before(self) -> Ownership:
        """Who owns whom on the day."""
        return self.stages[0]

    @property
    def after(self) -> Ownership:
        """Who owns whom once every step is done."""
        return self.stages[-1]

    @cached_property
    def parties(self) -> frozenset[str]:
        """Every company whose products are a party's, before or after the deal.

        A holder, and whoever merges, brings its whole group; a company that is held,
        or whose costs or cars a step changes, brings itself and what it controls, not
        its owners.
        """
        found: set[str] = set()
        for step, stage in zip(self.deal.steps, self.stages[:-1], strict=True):
            affected = step.affected
            held = affected is not None and not affected.whole and affected.target
            for party in {*step.parties, *([held] if held else ())}:
                alone = party == held or not step.only_ownership
                of = stage.controlled_by if alone else stage.group_of
                found |= {party, *of(party)}
        return frozenset(found)

    @property
    def within_one_group(self) -> bool:
        """Whether the companies of every step share a head, before and after it."""
        pairs = [one.affected for one in self.deal.steps if one.affected is not None]
        return bool(pairs) and all(
            stage.head(pair.acquirer) == stage.head(pair.target)
            for pair in pairs
            for stage in (self.before, self.after)
        )


def reorganise(
    deal: Deal, landscape: Landscape, makers: Iterable[str] = ()
) -> Reorganisation:
    """Return who owns whom before and after a deal with identified parties.

    Parameters
    ----------
    deal
        The deal; `keiretsu.deals.parties` identifies its parties.
    landscape
        The landscape of its day.
    makers
        Makers that sell, known to the landscape or not.
    """
    names = (*makers, *deal.parties)
    today = Ownership.of_day(landscape, names, parents=deal.brands)
    merging = (one.affected for one in deal.steps if one.affected is not None)
    pairs = ((m.acquirer, m.target) for m in merging if m.whole)
    brands = {unit: brands_of_its_name(unit, landscape) for unit in deal.brands}
    stages = [with_sizes(today, (name for pair in pairs for name in pair), brands)]
    for number, step in enumerate(deal.steps, 1):
        with at_step(number):
            stages.append(step.reorganise(stages[-1]))
    return Reorganisation(deal=deal, stages=tuple(stages))


@dataclass(frozen=True, kw_only=True)
class Makers:
    """The F units that set the prices of a market's J products.

    Attributes
    ----------
    companies
        One company of each unit, length F.
    firms
        Unit of each product, shape `(J,)`.
    before, after
        Head of each unit before and after the deal, length F.
    """

    companies: tuple[str, ...]
    firms: Int[np.ndarray, " J"]
    before: tuple[str, ...]
    after: tuple[str, ...]

    @classmethod
    def of(cls, market: Market, change: Reorganisation) -> Makers:
        """Return the units of a market under a reorganisation."""
        apart = frozenset(u for step in change.deal.steps for u in step.set_apart)
        return cls.between(market, change.before, change.after, apart=apart)

    @classmethod
    def between(
        cls,
        market: Market,
        before: Ownership,
        after: Ownership,
        *,
        apart: Collection[str] = (),
    ) -> Makers:
        """Return the units of a market under two ownerships, which may be one.

        Makers that are to stay apart are units of their own, whoever decides there.
        """
        stages, makers = (before, after), dict.fromkeys(market.firms)
        selling = [{stage.head(firm) for firm in makers} for stage in stages]
        units: dict[tuple[object, ...], int] = {}
        companies: list[str] = []
        number: dict[str, int] = {}
        for firm in makers:
            unit: tuple[object, ...] = tuple(
                (stage.head(firm), *sorted(_outside(stage, firm, heads).items()))
                for stage, heads in zip(stages, selling, strict=True)
            )
            if firm in apart:
                unit = (firm, *unit)
            if unit not in units:
                units[unit] = len(companies)
                companies.append(firm)
            number[firm] = units[unit]
        return cls(
            companies=tuple(companies),
            firms=np.array([number[firm] for firm in market.firms], dtype=int),
            before=tuple(before.head(company) for company in companies),
            after=tuple(after.head(company) for company in companies),
        )

    def weights(
        self, ownership: Ownership, reading: Reading, *, rest_holders: float = 1
    ) -> Float[np.ndarray, "F F"]:
        """Return the profit weights between units under some ownership, `(F, F)`."""
        return ownership.groups.profit_weights(
            self.companies, reading, rest_holders=rest_holders
        )

    def of_parties(
        self, market: Market, change: Reorganisation
    ) -> Bool[np.ndarray, " J"]:
        """Return which products are the parties', shape `(J,)`.

        A deal without parties, as a tariff, is everybody's.
        """
        if not change.parties:
            return market.competing
        return np.isin(np.array(market.firms), list(change.parties))


def _outside(stage: Ownership, firm: str, heads: set[str]) -> dict[str, float]:
    """Return the outside holders of a maker among the groups that sell."""
    return among(stage.groups.minorities.get(firm, {}), heads)
