"""The stake curve: what every size of a stake would do, from nothing to all of it.

Effects move without a break but where a reading of control counts a large holder, and
where more than half decides. Both sides of such a line are computed, so that a jump is
shown as a gap with its reason and never as a slope. Laws name sizes too, at which a
stake must be filed or counts as influence: they are read out of the rules in force.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from keiretsu.competition.solvers.threads import in_one_thread
from keiretsu.control import READING_WORDS, READINGS, Ownership, Reading
from keiretsu.deals import Deal, Reorganisation, with_known_parties
from keiretsu.deals.assumption_files import default_assumptions
from keiretsu.deals.demand_models import DemandChoice, demand_source
from keiretsu.deals.reorganisation import reorganise
from keiretsu.deals.steps import Merge, TakeStake
from keiretsu.deals.together import Case, Outcome, solved_together
from keiretsu.errors import DataError, NoConvergence
from keiretsu.landscape import Landscape
from keiretsu.market import Market, as_sold
from keiretsu.plain import to_json
from keiretsu.report.curve_breaks import (
    BESIDE,
    LINES,
    Break,
    above_the_merger,
    below_the_merger,
    falls,
    jumping,
    leaving,
)
from keiretsu.report.curve_holders import (
    held_today,
    left_out,
    not_bought,
    other_sellers,
    parted,
)
from keiretsu.report.legal_lines import LegalLine, legal_lines

COARSE = tuple(n / 10 for n in range(11))
"""Stakes that are computed first."""
FINE = tuple(n / 100 for n in range(101))
"""Stakes that are computed behind them: every whole percent."""


@dataclass(frozen=True, kw_only=True)
class Point:
    """One size of the stake.

    Attributes
    ----------
    stake
        Fraction of the company, with as many of its votes.
    changes
        Reading -> mean relative price change of the parties' products.
    buyers
        Reading -> change of buyers' surplus in the market's currency over its period,
        or as a fraction of what buyers spend; None where it is not defined.
    """

    stake: float
    changes: dict[Reading, float]
    buyers: dict[Reading, float | None]


@dataclass(frozen=True, kw_only=True)
class Curve:
    """The curve of one pair in one market.

    Attributes
    ----------
    holder, held
        Identifiers.
    labels
        What people call them.
    on
        The day.
    market
        Where.
    demand
        How buyers are taken to react: one model, the market's own.
    points
        By size of the stake, both sides of every break among them.
    breaks, lines
        Where figures jump, and sizes that laws name.
    merger
        Reading -> what the merger of both does to the same prices.
    falls
        Where prices fall as the stake grows or the two merge, and why, in sentences.
    today
        What the one holds of the other on the day, in words.
    """

    holder: str
    held: str
    labels: dict[str, str]
    on: dt.date
    market: Market
    demand: str
    points: tuple[Point, ...]
    merger: dict[Reading, float]
    breaks: tuple[Break, ...]
    falls: tuple[str, ...]
    lines: tuple[LegalLine, ...]
    today: str

    @property
    def readings(self) -> tuple[Reading, ...]:
        """Readings of control, in their order."""
        return tuple(self.points[0].changes)

    def stretches(self) -> Iterator[tuple[Point, ...]]:
        """Yield the points between two breaks, from the left."""
        edges = [b.after for b in self.breaks]
        low = -1.0
        for high in (*edges, 2.0):
            yield tuple(p for p in self.points if low <= p.stake < high)
            low = high

    def rows(self) -> list[dict[str, Any]]:
        """Return one row a point and reading, ready for CSV."""
        return [
            {
                "holder": self.holder,
                "held": self.held,
                "on": self.on.isoformat(),
                "market": self.market.name,
                "stake_percent": round(100 * point.stake, 6),
                "reading": reading,
                "parties_price_change": change,
                "buyers": point.buyers[reading],
            }
            for point in self.points
            for reading, change in point.changes.items()
        ]

    def to_dict(self) -> dict[str, Any]:
        """Return plain data, ready for JSON."""
        return {
            "holder": self.holder,
            "held": self.held,
            "labels": self.labels,
            "on": self.on.isoformat(),
            "market": self.market.name,
            "currency": self.market.currency,
            "demand": self.demand,
            "readings": {name: READING_WORDS[name] for name in self.readings},
            "points": to_json(self.points),
            "merger": dict(self.merger),
            "breaks": to_json(self.breaks),
            "falls": list(self.falls),
            "lines": to_json(self.lines),
            "today": self.today,
        }


@in_one_thread
def stake_curve(
    holder: str,
    held: str,
    landscape: Landscape,
    market: Market,
    *,
    stakes: Sequence[float] = COARSE,
    demand: DemandChoice = "side by side",
    control: Sequence[Reading] = READINGS,
) -> Curve:
    """Return what a stake of every size would do to the parties' prices.

    Parameters
    ----------
    holder, held
        Companies, in any spelling.
    landscape
        Who owns whom on the day.
    market
        Where prices are computed.
    stakes
        Sizes from 0 to 1; both sides of every break are added.
    demand
        As for `keiretsu.run`; of models side by side the market's own is taken.
    control
        Readings of control.

    Raises
    ------
    UnknownName
        If neither the landscape nor the market knows a company.
    DataError
        If both are one company, or a size is not between 0 and 1.
    """
    wrong = [s for s in stakes if not 0 <= s <= 1]
    if wrong or not stakes:
        raise DataError(
            f"a stake of {wrong[0]:g}" if wrong else "no size of a stake",
            hint="give fractions from 0 to 1",
        )
    whole = with_known_parties(
        Deal.stake(holder, held, 1.0, on=landscape.on), landscape, [market]
    )
    sold = as_sold(market, landscape, whole.brands)
    source = demand_source(demand, default_assumptions())
    own = getattr(source, "own", None)
    source = source if own is None else own(market)
    base = Ownership.of_day(
        landscape, (*dict.fromkeys(sold.firms), *whole.parties), parents=whole.brands
    )
    breaks = _breaks(whole, base)
    sizes = sorted({*stakes, *(side for b in breaks for side in (b.before, b.after))})
    merging = reorganise(_merger(whole), landscape, sold.firms)
    stages = [_at(whole, base, size) for size in sizes]
    cases = [one for c in (*stages, merging) for one in Case.each(sold, c, control)]
    _, found = solved_together(sold, source, cases)
    if not all(one.converged for one in found):
        raise NoConvergence(
            f"{whole.sentence}, or less: no equilibrium in {market.name!r}",
            hint="name another demand or another market",
        )
    outcomes = iter(found)
    points = tuple(
        _point(size, {reading: next(outcomes) for reading in control}) for size in sizes
    )
    merger = {reading: next(outcomes).parties for reading in control}
    first, second = whole.parties
    found_changes = {point.stake: point.changes for point in points}
    seen = tuple(jumping(breaks, found_changes))
    in_held, in_holder = (
        other_sellers(one, whole, landscape, base, sold) for one in (second, first)
    )
    apart = {
        size: parted(change, second, sold)
        for size, change in zip(sizes, stages, strict=True)
    }
    fallen = (
        *falls(seen, found_changes, whole.label(second), in_held, apart),
        *above_the_merger(
            found_changes,
            merger,
            whole.label(first),
            in_holder,
            left_out(merging, sold),
        ),
        *below_the_merger(
            found_changes,
            merger,
            whole.label(second),
            not_bought(stages[-1], merging, sold),
        ),
    )
    return Curve(
        holder=first,
        held=second,
        labels={name: whole.label(name) for name in (first, second)},
        on=landscape.on,
        market=market,
        demand=source.name,
        points=points,
        merger=merger,
        breaks=seen,
        falls=fallen,
        lines=legal_lines(landscape.on),
        today=held_today(first, second, landscape, dict(whole.labels)),
    )


def _at(whole: Deal, base: Ownership, size: float) -> Reorganisation:
    """Return who owns whom once the stake has a size."""
    (step,) = whole.steps
    assert isinstance(step, TakeStake)
    sized = replace(step, share=size)
    deal = replace(whole, steps=(sized,))
    return Reorganisation(deal=deal, stages=(base, sized.reorganise(base)))


def _breaks(whole: Deal, base: Ownership) -> tuple[Break, ...]:
    """Return the lines of every stake, and where the held leaves a named group."""
    _, held = whole.parties
    nothing, some = (_at(whole, base, size).after for size in (0.0, BESIDE))
    if nothing.head(held) == some.head(held):
        return LINES
    return (leaving(whole.label(held), base.label(some.head(held))), *LINES)


def _merger(whole: Deal) -> Deal:
    """Return the merger of the parties of a stake."""
    first, second = whole.parties
    return replace(whole, steps=(Merge(first=first, second=second),))


def _point(size: float, found: dict[Reading, Outcome]) -> Point:
    return Point(
        stake=size,
        changes={reading: one.parties for reading, one in found.items()},
        buyers={reading: one.buyers for reading, one in found.items()},
    )


def merged(first: Curve, second: Curve) -> Curve:
    """Return a curve with the points of both; of one size the second's is kept."""
    points = {p.stake: p for p in (*first.points, *second.points)}
    return replace(second, points=tuple(points[size] for size in sorted(points)))
