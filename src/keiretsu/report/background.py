"""The background of a headline: how large other shocks are next to the deal."""

from __future__ import annotations

from collections.abc import Iterable

from keiretsu.deals.answers import buyers
from keiretsu.deals.demand_models.second_choices import answers_second_choices
from keiretsu.deals.figures import amount_words, percent, span_words, two_digits
from keiretsu.deals.market_effects import MarketEffects
from keiretsu.deals.shocks import ShockEffects
from keiretsu.market import Market
from keiretsu.report.key_numbers import NOTHING
from keiretsu.units import joined, written

UNSTEADY = (
    "figures of electric cars rest on one survey figure and on few sales: read the "
    "direction"
)
"""What is said beside figures of electric cars where tastes are fitted."""


def unsteady(markets: Iterable[Market]) -> str:
    """Return what to say of electric cars in some markets, or nothing."""
    return UNSTEADY if any(map(answers_second_choices, markets)) else ""


def background(
    found: tuple[ShockEffects, ...], one: MarketEffects, deal: str = "the deal"
) -> str:
    """Return one line on the shocks of a market's place, or nothing without any.

    Parameters
    ----------
    found
        The shocks.
    one
        The deal's effects in the market.
    deal
        What the effects are called.
    """
    told = [words for shock in found if (words := _shock(shock, one, deal))]
    if not told:
        return ""
    unsteady = f" ({UNSTEADY})" if any(_moves_electric(s) for s in found) else ""
    return f"Next to {deal}, each alone: {joined(told)}{unsteady}."


def _shock(shock: ShockEffects, one: MarketEffects, deal: str) -> str:
    first, lost = buyers(shock.effects[0]), buyers(one)
    if first is None or abs(first.point) < NOTHING:
        return ""
    verb = "costs" if first.point < 0 else "saves"
    amount = amount_words(abs(first.point), one).lstrip("+")
    words = (
        f"{shock.shock.name} (since {written(shock.shock.since)}) {verb} buyers "
        f"{amount} {span_words(one)}"
    )
    if lost is not None and abs(lost.point) > NOTHING:
        words += f", {two_digits(abs(first.point / lost.point))} times {deal}"
    if _moves_electric(shock):
        ends = sorted({percent(abs(change)) for change in shock.electric})
        fewer = "fewer" if shock.electric[0] < 0 else "more"
        words += f", with {joined(ends, 'to')} {fewer} electric cars sold"
    return words


def _moves_electric(shock: ShockEffects) -> bool:
    return shock.shock.step.kind == "subsidy" and bool(shock.electric)
