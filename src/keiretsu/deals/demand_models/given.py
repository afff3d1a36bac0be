"""Demand that somebody brings: a form of their own, a function, one a market."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from keiretsu.deals.demand_models.model import (
    DemandModel,
    DemandSource,
    fits_sales,
    no_draws,
)
from keiretsu.deals.observed import Observed
from keiretsu.demand import Demand
from keiretsu.errors import DataError, UnknownName
from keiretsu.estimation.fitted import FittedDemands

DemandMaker = Callable[[Observed], Demand]
"""A function that returns the demand of a market that it is shown."""


@dataclass(frozen=True, kw_only=True)
class GivenDemand:
    """A demand form with its parameters, or a function that makes one for a market."""

    demand: Demand | DemandMaker
    name: str = "a demand of your own"

    def model(self, observed: Observed) -> DemandModel:
        """Return it, once it is found to give today's sales."""
        made: Any = self.demand
        if not hasattr(made, "quantities"):
            made = made(observed)
        if not hasattr(made, "quantities"):
            raise DataError(
                f"the function for market {observed.market.name!r} returned "
                f"{type(made).__name__}",
                hint="return a demand: an object with quantities and derivatives",
            )
        form = type(made).__name__
        return DemandModel(
            demand=fits_sales(made, observed),
            parameters={},
            words=f"{form}, as given",
        )

    def draws(
        self, observed: Observed, seed: int, count: int
    ) -> Iterator[tuple[Mapping[str, float], DemandModel | None]]:
        """Raise: a point has no range."""
        raise no_draws(self.name)


@dataclass(frozen=True, kw_only=True)
class DemandFromFile:
    """Demands that calibration or estimation left for some markets."""

    fitted: FittedDemands

    @property
    def name(self) -> str:
        """What the demands are."""
        return self.fitted.title

    def model(self, observed: Observed) -> DemandModel:
        """Return the demand of the market with the same name and products.

        Raises
        ------
        DataError
            If there is none for this market, or it was fitted to other sales.
        """
        found = self.fitted.for_market(observed.market)
        return DemandModel(
            demand=fits_sales(found, observed),
            parameters={},
            words=f"{type(found).__name__}: {self.fitted.title}",
        )

    def draws(
        self, observed: Observed, seed: int, count: int
    ) -> Iterator[tuple[Mapping[str, float], DemandModel | None]]:
        """Raise: a point has no range."""
        raise no_draws(self.fitted.title)


@dataclass(frozen=True, kw_only=True)
class DemandByMarket:
    """Another source for each market, by its name."""

    sources: Mapping[str, DemandSource]

    @property
    def name(self) -> str:
        """The sources, one a market."""
        named = (f"{market}: {one.name}" for market, one in self.sources.items())
        return "; ".join(named)

    def _of(self, observed: Observed) -> DemandSource:
        name = observed.market.name
        if name not in self.sources:
            raise UnknownName("demand for market", name, self.sources)
        return self.sources[name]

    def model(self, observed: Observed) -> DemandModel:
        """Return the demand of the market's own source."""
        return self._of(observed).model(observed)

    def draws(
        self, observed: Observed, seed: int, count: int
    ) -> Iterator[tuple[Mapping[str, float], DemandModel | None]]:
        """Return the draws of the market's own source."""
        return self._of(observed).draws(observed, seed, count)
