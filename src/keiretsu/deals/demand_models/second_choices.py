"""Mixed logit fitted to published second choices: the bundled American markets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from keiretsu.deals.demand_models.assumed import Form
from keiretsu.deals.demand_models.model import DemandModel, DemandSource, no_draws
from keiretsu.deals.observed import Observed
from keiretsu.demand import MixedLogit
from keiretsu.estimation.taste_files import BUNDLED, bundled_tastes, read_tastes
from keiretsu.market import Market


@dataclass(frozen=True, kw_only=True)
class SecondChoices:
    """Tastes that answer second choices as buyers did, and the market's sales.

    Attributes
    ----------
    elsewhere
        Demand of a market for which no second choices are known.
    """

    elsewhere: DemandSource
    name: Form = "second choices"

    def model(self, observed: Observed) -> DemandModel:
        """Return the demand of a bundled American market, else that of elsewhere."""
        market = observed.market
        if market.name not in BUNDLED:
            model = self.elsewhere.model(observed)
            words = f"no second choices are known for this market: {model.words}"
            return replace(model, words=words)
        tastes = bundled_tastes(market.name)
        told = read_tastes(market.name)["moments"]
        source = f"fitted to {len(told)} moments, second choices among them"
        sold = float(market.quantities.sum())
        return DemandModel(
            demand=_demand(_Key(market)),
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
        self, observed: Observed, rng: np.random.Generator, count: int
    ) -> Iterator[tuple[Mapping[str, float], DemandModel | None]]:
        """Return the draws of elsewhere; raise where there is only a point.

        Raises
        ------
        DataError
            If the demand is the one of second choices.
        """
        if observed.market.name in BUNDLED:
            raise no_draws(f"demand {self.name!r}")
        return self.elsewhere.draws(observed, rng, count)


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
def _demand(key: _Key) -> MixedLogit:
    return bundled_tastes(key.market.name).demand(key.market)
