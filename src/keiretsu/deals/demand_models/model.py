"""The demand of one market, where each of its parameters came from, and its source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from jaxtyping import Float

from keiretsu.deals.observed import Observed
from keiretsu.demand import Demand
from keiretsu.errors import DataError, ShapeError

_SAME_SALES = 1e-4
"""Largest relative difference between a demand's sales and the market's."""


@dataclass(frozen=True, kw_only=True)
class DemandModel:
    """How buyers of one market react, and how that is known.

    Attributes
    ----------
    demand
        Any form; at today's prices it gives today's sales.
    parameters
        Name -> value and where it came from.
    words
        The form and how it was obtained.
    """

    demand: Demand
    parameters: Mapping[str, tuple[float, str]]
    words: str


class DemandSource(Protocol):
    """Whatever can tell the demand of a market that it is shown."""

    @property
    def name(self) -> str:
        """Short name, kept with the inputs of a run."""
        ...

    def model(self, observed: Observed) -> DemandModel:
        """Return the demand of one market."""
        ...

    def draws(
        self, observed: Observed, seed: int, count: int
    ) -> Iterator[tuple[Mapping[str, float], DemandModel | None]]:
        """Yield `count` draws: their parameters and the demand; None if contradictory.

        The same seed gives the same parameters in every market and under every reading
        of control.

        Raises
        ------
        DataError
            If the source knows no ranges to draw from.
        """
        ...


def no_draws(name: str) -> DataError:
    """Return the error of a source that is a point and not a range."""
    return DataError(
        f"{name} gives no ranges of its parameters to draw from",
        hint="run it without draws (--draws 0)",
    )


def fits_sales(demand: Demand, observed: Observed) -> Demand:
    """Return a demand once its sales at today's prices are found to be today's.

    Raises
    ------
    DataError
        If the market has no prices, the demand is of another number of products, or its
        sales differ from the market's.
    """
    market = observed.market
    if market.prices is None:
        raise DataError(
            f"market {market.name!r} has no prices",
            hint="a demand of your own needs them; a form by name does without",
        )
    try:
        sold = np.asarray(demand.quantities(market.prices), dtype=float)
    except (ValueError, IndexError, ShapeError) as error:
        raise DataError(
            f"the demand for market {market.name!r} cannot be evaluated at its "
            f"{len(market.products)} prices: {error}",
            hint="give the demand of these products, in this order",
        ) from None
    if sold.shape != market.prices.shape:
        raise DataError(
            f"the demand for market {market.name!r} has {sold.size} products, the "
            f"market {len(market.products)}",
            hint="give the demand of these products, in this order",
        )
    _same_sales(sold / sold.sum(), observed)
    return demand


def _same_sales(inside: Float[np.ndarray, " J"], observed: Observed) -> None:
    gap = np.abs(inside / observed.inside - 1)
    worst = int(np.argmax(np.where(np.isfinite(gap), gap, np.inf)))
    if not gap[worst] <= _SAME_SALES:
        product = observed.market.products[worst]
        raise DataError(
            f"the demand for market {observed.market.name!r} sells "
            f"{inside[worst]:.4g} of all as {product!r}, the market "
            f"{observed.inside[worst]:.4g}",
            hint="calibrate or estimate it on this table",
        )
