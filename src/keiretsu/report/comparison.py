"""Several deals side by side: buyers, electric cars, parties, rivals, authorities.

Every deal is run in the same markets, under the same demand and the same draws, so that
what differs between two rows is the deal.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from keiretsu.deals import MarketEffects, run
from keiretsu.deals.alternatives import Alternative
from keiretsu.deals.answers import (
    Range,
    average_change,
    buyers,
    mean_change,
    over_models,
)
from keiretsu.deals.classes import ByClass, by_class
from keiretsu.landscape import Landscape
from keiretsu.market import Market, by_segment
from keiretsu.plain import to_json
from keiretsu.report.severity import decided, gravest
from keiretsu.rules import assess
from keiretsu.units import plural

NO_SHARES = "no shares move"


@dataclass(frozen=True, kw_only=True)
class Compared:
    """One deal in one market.

    Attributes
    ----------
    label, sentence
        The deal in few words, and in full.
    market, currency
        Name of the market, and of its money; None where none is stated.
    relative, per_buyer
        Whether amounts are fractions of what buyers spend, or are those of one
        potential buyer.
    parties, electric
        Mean relative price change of the parties' cars, and of all electric cars; None
        where none is sold.
    buyers, earned, rivals
        What buyers, the parties and their rivals gain, in the market's currency over
        its period or as a fraction of what buyers spend; None where it is not defined.
    sooner
        Months by which new cars come sooner; None where nobody can tell.
    cars
        Models on offer more than today, by its launches and withdrawals.
    tests
        The gravest test of the market's authorities, in words; of its segments, where
        one of them is worse off.
    fixed
        Fixed costs saved, in words; empty where none is.
    note
        What must be said.
    by_powertrain, by_segment
        The same by class of cars, at the point; None where the market has no classes or
        nothing is done.
    """

    label: str
    sentence: str
    market: str
    currency: str | None
    relative: bool
    per_buyer: bool
    parties: Range | None
    electric: Range | None
    buyers: Range | None
    earned: Range | None
    rivals: Range | None
    sooner: Range | None
    cars: int
    tests: str
    fixed: str
    note: str
    by_powertrain: ByClass | None = None
    by_segment: ByClass | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return plain data, ready for JSON."""
        return dict(to_json(vars(self)))


def compare(
    options: Sequence[Alternative],
    landscape: Landscape,
    markets: Sequence[Market],
    **how: Any,
) -> tuple[Compared, ...]:
    """Return every deal in every market, by market in the order of the deals.

    Parameters
    ----------
    options
        The deals; an alternative's range is the union over its deals.
    landscape
        Who owns whom on their day.
    markets
        Where they are run and screened.
    how
        As for `run`: demand, draws, seed, ...
    """
    control = how.pop("control", ("silent",))

    def effects_of(option: Alternative, market: Market) -> list[MarketEffects]:
        return [
            run(deal, landscape, market, control=control, **how).markets[0]
            for deal in option.deals
        ]

    return tuple(
        _compared(option, effects_of(option, market), market, landscape)
        if any(market.powertrains) or not option.by_powertrain
        else _unknown(option, market)
        for market in markets
        for option in options
    )


def _compared(
    option: Alternative,
    found: Sequence[MarketEffects],
    market: Market,
    landscape: Landscape,
) -> Compared:
    def told(value: Callable[[MarketEffects], Range | None]) -> Range | None:
        return _union([value(one) for one in found]) if found else Range(point=0.0)

    savings = option.deals[0].fixed_savings if option.deals else ()
    return Compared(
        label=option.label,
        sentence=_sentence(option, landscape),
        market=market.name,
        currency=None if market.prices is None else market.currency,
        relative=market.prices is None,
        per_buyer=market.per_buyer,
        parties=told(lambda one: average_change(one, "parties")),
        electric=told(_electric) if "BEV" in market.powertrains else None,
        buyers=told(buyers),
        earned=told(lambda one: _profit(one, own=True)),
        rivals=told(lambda one: _profit(one, own=False)),
        sooner=option.sooner,
        cars=len(found[0].launched) - int(found[0].withdrawn.sum()) if found else 0,
        tests=_tests(option, landscape, market),
        fixed=", ".join(
            f"{one.currency} {one.amount / 1e9:,.0f} billion a year" for one in savings
        ),
        note=option.note,
        by_powertrain=by_class(found[0], "powertrain") if found else None,
        by_segment=by_class(found[0], "segment") if found else None,
    )


def _unknown(option: Alternative, market: Market) -> Compared:
    """Return the row of a deal that a market cannot answer."""
    return Compared(
        label=option.label,
        sentence="",
        market=market.name,
        currency=None if market.prices is None else market.currency,
        relative=market.prices is None,
        per_buyer=market.per_buyer,
        parties=None,
        electric=None,
        buyers=None,
        earned=None,
        rivals=None,
        sooner=option.sooner,
        cars=0,
        tests=NO_SHARES,
        fixed="",
        note=f"not computed in {market.name}, which does not say what drives its cars",
    )


def _sentence(option: Alternative, landscape: Landscape) -> str:
    if not option.deals:
        return "nothing is done"
    steps = option.deals[0].steps
    return ", then ".join(step.sentence(landscape.label) for step in steps)


def _union(found: Sequence[Range | None]) -> Range | None:
    """Return the first range with the ends of all."""
    ranges = [one for one in found if one is not None]
    if not ranges or found[0] is None:
        return None
    if len(ranges) == 1 and ranges[0].low is None:
        return ranges[0]
    return Range.over(ranges)


def _electric(effects: MarketEffects) -> Range | None:
    """Return the mean price change of the market's electric cars."""
    return mean_change(
        effects, lambda one: np.array(one.market.powertrains, dtype=object) == "BEV"
    )


def _profit(effects: MarketEffects, *, own: bool) -> Range | None:
    """Return the change of variable profit of the parties, or of their rivals."""

    def gain(one: MarketEffects) -> tuple[float, Any] | None:
        if one.relative != effects.relative:
            return None
        change = one.earned_after - one.earned_before
        gained = float(change[one.parties == own].sum())
        if own:
            gained += sum(float(earned.sum()) for _, earned in one.passed_on)
        return gained + sum(n.earned for n in one.launched if n.by_party == own), None

    return over_models(effects, gain)


def _tests(option: Alternative, landscape: Landscape, market: Market) -> str:
    """Return the gravest test of a market that a deal meets, or of its segments."""
    if not any(step.affected for deal in option.deals[:1] for step in deal.steps):
        return NO_SHARES
    deal, segments = option.deals[0], by_segment(market)
    verdicts = assess(deal, landscape, [market, *segments]).verdicts
    here = [one for one in verdicts if one.market == market.name]
    worst = gravest(here)
    cut = {segment.name for segment in segments}
    inside = [one for one in verdicts if one.market in cut]
    graver = gravest(inside)
    if graver is not None and (worst is None or graver.severity > worst.severity):
        met = {
            one.market
            for one in inside
            if one.state == "met" and one.severity == graver.severity
        }
        return f"{graver.meaning}, in {len(met)} of {plural(len(cut), 'segment')}"
    if worst is not None:
        return worst.meaning
    return "no test met" if decided(here) else "no test decides"
