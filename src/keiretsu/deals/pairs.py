"""Every pair of groups in a market, merged in turn: where does one deal stand?

A number says little by itself; that of a hundred mergers that nobody proposed says how
it compares. All pairs are laid over one day and solved together.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from keiretsu.competition.solvers.threads import in_one_thread
from keiretsu.control import Ownership, Reading
from keiretsu.deals.assumption_files import default_assumptions
from keiretsu.deals.assumptions import Assumptions
from keiretsu.deals.deal import Deal
from keiretsu.deals.demand_models import DemandChoice, demand_source
from keiretsu.deals.reorganisation import Reorganisation
from keiretsu.deals.sizes import with_sizes
from keiretsu.deals.steps import Merge
from keiretsu.deals.together import Case, solved_together
from keiretsu.errors import DataError
from keiretsu.landscape import Landscape
from keiretsu.market import Market, as_sold

MOST_GROUPS = 80
"""Groups of one market; every pair of them is solved."""


@dataclass(frozen=True, kw_only=True)
class PairEffect:
    """What the merger of two groups does in a market.

    Attributes
    ----------
    first, second
        Heads of the groups.
    parties, everybody
        Mean relative change of price, weighted by what is sold.
    buyers
        Change of buyers' surplus, in the market's currency over its period; where it is
        relative, as a fraction of what buyers spend; None where demand has no surplus.
    rank
        1 for the largest change of all prices.
    converged
        Whether an equilibrium was found.
    """

    first: str
    second: str
    parties: float
    everybody: float
    buyers: float | None
    rank: int
    converged: bool


@dataclass(frozen=True, kw_only=True)
class Pairs:
    """All pairs of a market, the largest change of all prices first.

    Attributes
    ----------
    market
        The market.
    reading, demand
        How stakes were read as control, and how buyers react, in words.
    found
        The pairs; those without an equilibrium last.
    """

    market: Market
    reading: Reading
    demand: str
    found: tuple[PairEffect, ...]

    def of(self, first: str, second: str) -> PairEffect | None:
        """Return the pair of two heads, in either order, or None."""
        wanted = {first, second}
        return next((p for p in self.found if {p.first, p.second} == wanted), None)

    def below(self, pair: PairEffect) -> float:
        """Return the part of the other pairs that move all prices less, 0 to 1."""
        others = [p for p in self.found if p.converged and p is not pair]
        if not others:
            return 0.0
        return sum(p.everybody < pair.everybody for p in others) / len(others)

    def rows(self) -> list[dict[str, Any]]:
        """Return one plain row a pair."""
        return [
            {"market": self.market.name, "reading": self.reading, **vars(pair)}
            for pair in self.found
        ]


@in_one_thread
def all_pairs(
    landscape: Landscape,
    market: Market,
    *,
    demand: DemandChoice = "side by side",
    assumptions: Assumptions | None = None,
    reading: Reading = "silent",
) -> Pairs:
    """Return what the merger of every pair of groups would do in a market.

    Parameters
    ----------
    landscape
        Who owns whom on the day.
    market
        Where they sell.
    demand, assumptions
        As for `run`.
    reading
        How stakes are read as control.

    Raises
    ------
    DataError
        If there are fewer than two groups, or more than 80.
    """
    market = as_sold(market, landscape, {})
    sellers = Ownership.of_day(landscape, dict.fromkeys(market.firms))
    heads = tuple(dict.fromkeys(map(sellers.head, _competing(market))))
    base = with_sizes(
        Ownership.of_day(landscape, dict.fromkeys((*market.firms, *heads))), heads
    )
    if not 2 <= len(heads) <= MOST_GROUPS:
        raise DataError(
            f"{len(heads)} groups compete in market {market.name!r}",
            hint=f"from 2 to {MOST_GROUPS} can be paired",
        )
    assumed = default_assumptions() if assumptions is None else assumptions
    source = demand_source(demand, assumed)
    pairs = tuple(combinations(heads, 2))
    changes = (_merged(base, landscape, *pair) for pair in pairs)
    cases = [one for c in changes for one in Case.each(market, c, [reading])]
    words, outcomes = solved_together(market, source, cases)
    rows = [
        {"first": first, "second": second, **one._asdict()}
        for (first, second), one in zip(pairs, outcomes, strict=True)
    ]
    rows.sort(key=lambda row: (not row["converged"], -row["everybody"]))
    found = tuple(PairEffect(rank=n, **row) for n, row in enumerate(rows, 1))
    return Pairs(market=market, reading=reading, demand=words, found=found)


def _competing(market: Market) -> Iterable[str]:
    rows = zip(market.firms, market.competing, strict=True)
    return (firm for firm, competes in rows if competes)


def _merged(
    base: Ownership, landscape: Landscape, first: str, second: str
) -> Reorganisation:
    step = Merge(first=first, second=second)
    deal = Deal(steps=(step,), on=landscape.on)
    return Reorganisation(deal=deal, stages=(base, step.reorganise(base)))
