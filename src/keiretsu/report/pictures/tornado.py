"""What the answer hangs on: the effect where each parameter is drawn low or high.

The draws are split at the thirds of a parameter; the bar runs from the mean effect in
its lowest third to that in its highest. Parameters that are drawn together move
together: this is a description of the draws, not an experiment.
"""

from __future__ import annotations

from dataclasses import dataclass

import altair as alt
import numpy as np

from keiretsu.deals.answers import average_change
from keiretsu.deals.deal import Deal
from keiretsu.deals.market_effects import MarketEffects
from keiretsu.deals.measures import Draws
from keiretsu.pictures.chart import Drawn, chart_svg, new_chart
from keiretsu.pictures.picture import BLUE, INK, ORANGE, Picture
from keiretsu.pictures.table import Table
from keiretsu.report.words import signed, two_digits

_WORDS = {
    "set by margin": "demand set by margins (0 no, 1 yes)",
    "own elasticity": "own-price elasticity",
    "nesting": "nesting parameter",
    "margin": "margin",
    "alpha": "price coefficient",
    "market size": "potential buyers",
}
SHOWN = 8
"""Parameters shown, those that matter most."""
FEWEST = 12
"""Below this many draws, thirds mean nothing."""


@dataclass(frozen=True, kw_only=True)
class Swing:
    """Mean effect in the lowest and the highest third of one parameter's draws."""

    parameter: str
    low_value: float
    high_value: float
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
    weights = np.where(mine, effects.market.quantities, 0.0)
    outcome = draws.price_change @ (weights / weights.sum())
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
        low_value=float(values[lower].mean()),
        high_value=float(values[upper].mean()),
        at_low=float(outcome[lower].mean()),
        at_high=float(outcome[upper].mean()),
    )


def tornado(deal: Deal, effects: MarketEffects) -> Picture | None:
    """Return the tornado of one market, or None without enough draws."""
    found = swings(deal, effects)
    if not found:
        return None
    top, products = found[0], effects.market.words.products
    title = (
        f"{effects.market.title}: {_plain(top.parameter)} matters most, from "
        f"{signed(top.at_low)} at its lowest to {signed(top.at_high)} at its highest"
    )
    note = (
        f"Mean price change of the parties' {products} in the lowest "
        "and the highest third of each parameter's draws; the line is the estimate."
    )
    name = f"tornado-{effects.market.name}"
    point = average_change(effects, "parties").point
    svg = chart_svg(_chart(found, point, products), name=name, title=title, note=note)
    return Picture(name=name, title=title, note=note, svg=svg, table=_table(found))


def _plain(name: str) -> str:
    return _WORDS.get(name, name.replace("_", " "))


def _chart(found: tuple[Swing, ...], point: float, products: str) -> Drawn:
    data = [
        {
            "parameter": _plain(s.parameter),
            "end": f"{end} third",
            "value": 100 * value,
            "point": 100 * point,
        }
        for s in found
        for end, value in (("lowest", s.at_low), ("highest", s.at_high))
    ]
    sort = [_plain(s.parameter) for s in found]
    base = new_chart(data).encode(y=alt.Y("parameter:N", sort=sort, title=None))
    ends = alt.Scale(domain=["lowest third", "highest third"], range=[BLUE, ORANGE])
    shapes = alt.Scale(
        domain=["lowest third", "highest third"],
        range=["triangle-down", "triangle-up"],
    )
    legend = alt.Legend(title="parameter drawn in its", orient="top")
    return alt.layer(
        new_chart([{"point": 100 * point}])
        .mark_rule(color=INK, strokeDash=[4, 3])
        .encode(x="point:Q"),
        base.mark_line(color="#bbbbbb", strokeWidth=6).encode(
            x=alt.X(
                "value:Q", title=f"mean price change of the parties' {products}, %"
            ),
            detail="parameter:N",
        ),
        base.mark_point(filled=True, size=110, opacity=1).encode(
            x="value:Q",
            color=alt.Color("end:N", scale=ends, legend=legend),
            shape=alt.Shape("end:N", scale=shapes, legend=legend),
        ),
    ).properties(width=430, height=max(40 * len(found), 60))


def _table(found: tuple[Swing, ...]) -> Table:
    return Table(
        caption="Parties' mean price change where a parameter is drawn low or high",
        columns=(
            "Parameter",
            "Mean of its lowest third",
            "Price change there",
            "Mean of its highest third",
            "Price change there",
        ),
        rows=tuple(
            (
                _plain(s.parameter),
                two_digits(s.low_value),
                signed(s.at_low),
                two_digits(s.high_value),
                signed(s.at_high),
            )
            for s in found
        ),
        numeric=(1, 2, 3, 4),
    )
