"""Mixed logit fitted to published second choices: the bundled American markets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from keiretsu.deals.demand_models.assumed import Form
from keiretsu.deals.demand_models.model import DemandModel, DemandSource
from keiretsu.deals.observed import Observed
from keiretsu.demand import MixedLogit
from keiretsu.errors import NoConvergence
from keiretsu.estimation.survey_targets import Figures
from keiretsu.estimation.taste_draws import TasteDraw, bundled_draws
from keiretsu.estimation.taste_files import BUNDLED, bundled_tastes, read_tastes
from keiretsu.market import Market

_AS_FITTED = 1e-7
"""Largest relative difference of sales that still is the market that was fitted."""


@dataclass(frozen=True, kw_only=True)
class SecondChoices:
    """Tastes that answer second choices as buyers did, and the market's sales.

    Attributes
    ----------
    elsewhere
        Demand of a market for which no second choices are known.
    figures
        How the survey's figures for kinds of cars are read; draws are of the
        correlations.
    """

    elsewhere: DemandSource
    figures: Figures = "correlations"
    name: Form = "second choices"

    def model(self, observed: Observed) -> DemandModel:
        """Return the demand of a bundled American market, else that of elsewhere."""
        market = observed.market
        if not answers_second_choices(market):
            model = self.elsewhere.model(observed)
            words = f"no second choices are known for this market: {model.words}"
            return replace(model, words=words)
        tastes = bundled_tastes(market.name, self.figures)
        told = read_tastes(market.name, self.figures)["moments"]
        source = f"fitted to {len(told)} moments, second choices among them"
        sold = float(market.quantities.sum())
        return DemandModel(
            demand=fitted_demand(market, self.figures),
            parameters={
                "alpha": (tastes.alpha, f"{source}; at the median income"),
                "income exponent": (tastes.income_exponent, source),
                "outside share": (
                    1 - sold / tastes.market_size,
                    "a sixth of American households",
                ),
                **{
                    f"spread of taste: {name}": (value, source)
                    for name, value in tastes.spreads.items()
                },
            },
            words=f"mixed logit fitted to published second choices, {tastes.types} "
            "types of buyers; price sensitivity falls with income",
        )

    def draws(
        self, observed: Observed, seed: int, count: int
    ) -> Iterator[tuple[Mapping[str, float], DemandModel | None]]:
        """Yield the bundled draws, at most `count`; or the draws of elsewhere.

        The draws of tastes come with their calibration and are the same for all seeds.
        """
        market = observed.market
        if not answers_second_choices(market):
            yield from self.elsewhere.draws(observed, seed, count)
            return
        for told, demand in drawn_demands(market, count):
            model = DemandModel(demand=demand, parameters={}, words=self.name)
            yield told, model


def answers_second_choices(market: Market) -> bool:
    """Return whether a market is one of those whose tastes are bundled."""
    if market.name not in BUNDLED or market.prices is None:
        return False
    return bundled_draws(market.name).products == market.products


def fitted_demand(market: Market, figures: Figures = "correlations") -> MixedLogit:
    """Return the demand of a bundled market, of its sales as they are given."""
    return _demand(_Key(market), figures)


def draws_held(market: Market) -> int:
    """Return how many draws of tastes are bundled for a market."""
    return len(bundled_draws(market.name).draws)


def drawn_demands(
    market: Market, count: int
) -> Iterator[tuple[dict[str, float], MixedLogit]]:
    """Yield parameters and demand of each bundled draw, at most `count`."""
    draws = bundled_draws(market.name)
    as_fitted = _as_fitted(market)
    for draw in draws.draws[:count]:
        if as_fitted:
            yield draw.told, draw.demand(market)
            continue
        try:
            yield draw.told, draw.tastes.demand(market)
        except NoConvergence:
            continue


def _as_fitted(market: Market) -> bool:
    """Return whether a market sells what the one did that draws were made for."""
    first = bundled_draws(market.name).fitted["correlations"]
    return _sells(first.demand(market), first, market)


def _sells(demand: MixedLogit, draw: TasteDraw, market: Market) -> bool:
    assert market.prices is not None
    sold = demand.quantities(market.prices) * draw.tastes.market_size
    return bool(np.abs(sold / market.quantities - 1).max() < _AS_FITTED)


class _Key:
    """A market, equal to one of the same name, products, sales and prices."""

    def __init__(self, market: Market) -> None:
        self.market = market
        assert market.prices is not None
        self.told = (
            market.name,
            market.products,
            market.quantities.tobytes(),
            market.prices.tobytes(),
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self.told == other.told

    def __hash__(self) -> int:
        return hash(self.told)


@lru_cache(maxsize=8)
def _demand(key: _Key, figures: Figures) -> MixedLogit:
    """Return the demand: from the bundled mean utilities where they are exact."""
    market = key.market
    first = bundled_draws(market.name).fitted[figures]
    near = first.demand(market)
    if _sells(near, first, market):
        return near
    return bundled_tastes(market.name, figures).demand(market)
