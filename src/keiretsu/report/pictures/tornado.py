"""What the answer hangs on: the effect at either end of each thing nobody is sure of.

Parameters: the draws are split at their thirds, and the line runs from the mean effect
in the lowest third to that in the highest; what is drawn together moves together, so
that this describes the draws and is no experiment. Readings of control and models of
demand: from the lowest answer to the highest.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from keiretsu.control import READING_WORDS
from keiretsu.deals.answers import average_change
from keiretsu.deals.deal import Deal
from keiretsu.deals.figures import signed, two_digits
from keiretsu.deals.market_effects import MarketEffects
from keiretsu.deals.measures import Draws
from keiretsu.pictures.picture import BLUE, Picture
from keiretsu.pictures.rows import Mark, Row, Rows, rows_picture
from keiretsu.pictures.table import Table
from keiretsu.words import Words

_WORDS = {
    "set by margin": "whether margins or elasticities set demand",
    "own elasticity": "how strongly buyers of one {product} react to its price",
    "market elasticity": "how many buyers leave when all prices rise",
    "nesting": "how alike the {products} of a segment are",
    "margin": "what makers earn on a {product}",
    "alpha": "how strongly buyers react to prices",
    "market size": "how many buyers there could be",
}
READINGS, MODELS = "how a stake is read as a say", "which model of demand is right"
SHOWN = 6
"""Rows shown, those that matter most."""
FEWEST = 12
"""Below this many draws, thirds mean nothing."""


@dataclass(frozen=True, kw_only=True)
class Swing:
    """The effect at both ends of one thing, and what its ends are, in words."""

    parameter: str
    low: str
    high: str
    at_low: float
    at_high: float

    @property
    def size(self) -> float:
        """How far the effect swings."""
        return abs(self.at_high - self.at_low)


def swings(deal: Deal, effects: MarketEffects) -> tuple[Swing, ...]:
    """Return the swing of the parties' mean price change, the widest first."""
    draws = effects.draws
    mine = effects.parties
    if draws is None or len(draws.price_change) < FEWEST or not mine.any():
        return ()
    outcome = draws.price_change @ _weights(effects)
    found = [
        _swing(name, np.asarray(values), outcome)
        for name, values in _varied(draws).items()
    ]
    return tuple(sorted(found, key=lambda s: -s.size)[:SHOWN])


def _varied(draws: Draws) -> dict[str, np.ndarray]:
    return {name: v for name, v in draws.parameters.items() if np.ptp(v) > 0}


def _swing(name: str, values: np.ndarray, outcome: np.ndarray) -> Swing:
    low, high = np.quantile(values, [1 / 3, 2 / 3])
    lower, upper = values <= low, values >= high
    return Swing(
        parameter=name,
        low=two_digits(float(values[lower].mean())),
        high=two_digits(float(values[upper].mean())),
        at_low=float(outcome[lower].mean()),
        at_high=float(outcome[upper].mean()),
    )


def _between(name: str, answers: dict[str, float]) -> Iterable[Swing]:
    """Yield the swing from the lowest to the highest of several answers."""
    low, high = (f(answers, key=lambda k: answers[k]) for f in (min, max))
    if answers[high] > answers[low]:
        yield Swing(
            parameter=name,
            low=low,
            high=high,
            at_low=answers[low],
            at_high=answers[high],
        )


def tornado(
    deal: Deal, effects: MarketEffects, readings: Iterable[MarketEffects] = ()
) -> Picture | None:
    """Return the tornado of one market, or None without enough draws.

    Parameters
    ----------
    deal
        The deal.
    effects
        Its effects under the reading that is drawn.
    readings
        The same market under every reading.
    """
    drawn = swings(deal, effects)
    if not drawn:
        return None

    def point(one: MarketEffects) -> float:
        return average_change(one, "parties").point

    says = {READING_WORDS[one.reading]: point(one) for one in (effects, *readings)}
    counted = [one for one in effects.beside if one.counts]
    models = {one.name: point(one.effects) for one in counted} | {
        effects.form: float(effects.price_change @ _weights(effects))
    }
    found = [*drawn, *_between(READINGS, says), *_between(MODELS, models)]
    found = sorted(found, key=lambda s: -s.size)[:SHOWN]
    top, words = found[0], effects.market.words
    title = (
        f"{effects.market.title}: what matters most is {_plain(top.parameter, words)}, "
        f"from {signed(top.at_low)} to {signed(top.at_high)}"
    )
    note = (
        f"Mean price change of the parties' {words.products}. Hollow: in the lowest "
        "third of a parameter's draws, or under the reading or model that gives least; "
        "filled: the highest third, or most. Dashed: the estimate."
    )
    return rows_picture(
        _drawn(found, point(effects), words),
        name=f"tornado-{effects.market.name}",
        title=title,
        note=note,
        table=_table(found, words),
    )


def _weights(effects: MarketEffects) -> np.ndarray:
    weights = np.where(effects.parties, effects.market.quantities, 0.0)
    return weights / weights.sum()


def _plain(name: str, words: Words) -> str:
    plain = name.replace("_", " ")
    said = _WORDS.get(plain, plain)
    return said.format(product=words.product, products=words.products)


def _drawn(found: list[Swing], point: float, words: Words) -> Rows:
    return Rows(
        rows=tuple(
            Row(
                label=_plain(s.parameter, words),
                marks=(Mark(at=100 * s.at_high, start=100 * s.at_low, colour=BLUE),),
            )
            for s in found
        ),
        axis=f"mean price change of the parties' {words.products}, %",
        line=100 * point,
    )


def _table(found: list[Swing], words: Words) -> Table:
    return Table(
        caption="Parties' mean price change at the two ends of what nobody is sure of; "
        "of a parameter, the means of its lowest and its highest third",
        columns=("What", "Low end", "Price change", "High end", "Price change there"),
        rows=tuple(
            (
                _plain(s.parameter, words),
                s.low,
                signed(s.at_low),
                s.high,
                signed(s.at_high),
            )
            for s in found
        ),
        numeric=(2, 4),
    )
