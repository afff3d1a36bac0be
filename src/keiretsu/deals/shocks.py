"""What hit a market beside any deal, as dated steps: tariffs, the end of a credit.

A deal should be seen before its background: each shock is computed alone, on the same
fleet, by the market's own demand, and its size stands beside the deal's.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from keiretsu.deals.conduct import PriceSetting
from keiretsu.deals.deal import Deal
from keiretsu.deals.demand_models.second_choices import answers_second_choices
from keiretsu.deals.demand_models.side_by_side import other_years
from keiretsu.deals.market_effects import MarketEffects
from keiretsu.deals.run import run
from keiretsu.deals.steps import Step, read_step
from keiretsu.files import toml
from keiretsu.landscape import Landscape
from keiretsu.market import Market


@dataclass(frozen=True, kw_only=True)
class Shock:
    """One step of a government.

    Attributes
    ----------
    name
        What it is, in words.
    place
        The jurisdiction that it hits.
    since
        From when on.
    step
        The step.
    source
        Who says so.
    """

    name: str
    place: str
    since: dt.date
    step: Step
    source: str


@dataclass(frozen=True, kw_only=True)
class ShockEffects:
    """What a shock alone does in a market, and in another year of it.

    Attributes
    ----------
    shock
        The shock.
    effects
        Its effects, the newest year first.
    """

    shock: Shock
    effects: tuple[MarketEffects, ...]

    @property
    def electric(self) -> tuple[float, ...]:
        """Relative change of electric cars sold, by year; empty without any."""
        found = []
        for one in self.effects:
            electric = np.array([p == "BEV" for p in one.market.powertrains])
            if electric.any():
                sold = one.shares_before[electric].sum()
                found.append(float(one.shares_after[electric].sum() / sold - 1))
        return tuple(found)


@cache
def shocks() -> tuple[Shock, ...]:
    """Return the bundled shocks, the oldest first."""
    place = files("keiretsu.deals") / "data" / "shocks.toml"
    rows = toml(place.read_text("utf-8"), "shocks.toml", "correct it")["shocks"]
    return tuple(
        Shock(
            name=row["name"],
            place=row["place"],
            since=row["since"],
            step=read_step(row["step"], f"shock {row['name']!r}"),
            source=row["source"],
        )
        for row in rows
    )


def shocks_in(market: Market, landscape: Landscape) -> tuple[ShockEffects, ...]:
    """Return what each shock of a market's place does there, each alone.

    Only markets whose second choices are known are looked at: no other demand that we
    hold answers for what drives a car or where it is made.
    """
    if not answers_second_choices(market):
        return ()
    return tuple(
        ShockEffects(
            shock=shock,
            effects=tuple(
                _alone(shock, one, landscape)
                for one in (market, *_more_years(shock, market))
            ),
        )
        for shock in shocks()
        if shock.place == market.jurisdiction
    )


def _more_years(shock: Shock, market: Market) -> tuple[Market, ...]:
    """Return another year for what changes electric cars: there years disagree."""
    if shock.step.kind != "subsidy":
        return ()
    return tuple(one for one in other_years(market) if answers_second_choices(one))


def _alone(shock: Shock, market: Market, landscape: Landscape) -> MarketEffects:
    (one,) = run(
        Deal(steps=(shock.step,), on=landscape.on),
        landscape,
        market,
        demand="second choices",
        control=("silent",),
        conduct=PriceSetting(look_afar=False),
    ).markets
    return one
