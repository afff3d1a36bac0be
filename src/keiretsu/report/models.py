"""The models side by side: what each makes of the deal, and which the range holds."""

from __future__ import annotations

from dataclasses import replace

from keiretsu.control import READING_WORDS
from keiretsu.deals.answers import average_change, buyers
from keiretsu.deals.figures import amount_words, signed, with_range
from keiretsu.deals.market_effects import Beside, MarketEffects
from keiretsu.pictures.table import Table
from keiretsu.report.key_numbers import NOTHING
from keiretsu.units import joined, plural

OWN = "the market's own"


def models_table(effects: MarketEffects) -> Table | None:
    """Return one row a model, the market's own first; None where it stands alone.

    Parameters
    ----------
    effects
        Effects under the reading of control that was compared.
    """
    if not effects.beside:
        return None
    return Table(
        caption=f"Models side by side, {effects.market.title}, if "
        f"{READING_WORDS[effects.reading]}: mean price change of the parties' "
        f"{effects.market.words.products}",
        columns=("Model", "Price change (band)", "Buyers", "In the range"),
        rows=tuple(_row(one) for one in (_own(effects), *effects.beside)),
        numeric=(1, 2),
    )


def _own(effects: MarketEffects) -> Beside:
    alone = replace(effects, beside=())
    return Beside(name=effects.form, counts=True, why=OWN, effects=alone)


def _row(one: Beside) -> tuple[str, ...]:
    gain = buyers(one.effects)
    return (
        one.name,
        with_range(average_change(one.effects, "parties")),
        "not defined" if gain is None else amount_words(gain.point, one.effects),
        "yes" if one.counts else "no",
    )


def left_out(effects: MarketEffects) -> tuple[str, ...]:
    """Return a line a model that the range leaves out: which, and why."""
    return tuple(
        f"Not in the range: {one.name} ({one.why})"
        for one in effects.beside
        if not one.counts
    )


def what_it_hangs_on(
    effects: MarketEffects, place: str, deal: str = "the answer"
) -> str:
    """Return what the answer would be under each variant, or nothing without any."""
    variants = [one for one in effects.beside if one.variant]
    if not variants:
        return ""
    told = [
        f"{signed(average_change(one.effects, 'parties').point)} if {one.name}"
        f"{'' if one.counts else ', which the range leaves out'}"
        for one in variants
    ]
    return f"In {place} {deal} hangs on whether buyers stay: {joined(told)}."


def _alone(effects: MarketEffects) -> str:
    """Return why a range is that of one model."""
    market = effects.market
    if effects.draws is None or market.products != market.brands:
        return ""
    return (
        f"The range is that of one model, {effects.form}: the market is known by brand "
        "only, so that nobody can say which products are alike."
    )


def what_the_range_holds(effects: MarketEffects) -> str:
    """Return which models the range is over, and which it leaves out and why."""
    if not effects.beside:
        return _alone(effects)
    counted = [effects, *(one.effects for one in effects.beside if one.counts)]
    inside, years = len(counted), len({one.market.name for one in counted})
    outside = [one for one in effects.beside if not one.counts and not one.variant]
    words = f"The range is over {plural(inside, 'model')}"
    if years > 1:
        words += f" in {years} years of the market"
    if inside == 1:
        words = f"The range is that of one model, {effects.form}"
    drawn = (
        ", each with draws of its parameters where it has any" if effects.draws else ""
    )
    left = [
        f"{one.name} ({signed(average_change(one.effects, 'parties').point)}), because "
        f"{one.why}"
        for one in outside
        if abs(average_change(one.effects, "parties").point) > NOTHING
    ]
    return f"{words}{drawn}.{f' It leaves out {joined(left)}.' if left else ''}"
