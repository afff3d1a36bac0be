"""Logit and nested logit whose parameters come from ranges in the literature.

Shares pin mean utilities. The outside share follows from the market elasticity where
the market does not state it; the price coefficient follows from the own-price
elasticity, or from margins. Half of the draws use the one, half the other, because the
literature offers both and they need not agree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from jaxtyping import Float

from keiretsu.deals.assumptions import Assumptions, Range
from keiretsu.deals.demand_models.model import DemandModel
from keiretsu.deals.demand_models.nested_logit import NestedLogitParameters
from keiretsu.deals.observed import Observed
from keiretsu.estimation.sobol import triangle_points

Form = Literal["side by side", "second choices", "nested logit", "mixed logit", "logit"]
"""Demand forms that a deal can be run with by name."""

FORMS: tuple[Form, ...] = (
    "side by side",
    "second choices",
    "nested logit",
    "mixed logit",
    "logit",
)


_BY_MARGIN: Mapping[str, Callable[[np.ndarray], np.ndarray]] = {
    "either": lambda number: number % 2,
    "own elasticity": np.zeros_like,
    "margin": np.ones_like,
}
"""Which draws set the price coefficient by the margin, from their numbers."""


def drawn_ranges(
    ranges: Mapping[str, Range], count: int, seed: int
) -> dict[str, Float[np.ndarray, " N"]]:
    """Return Sobol points over some ranges, each independent of the others."""
    triangles = [one.triangle for one in ranges.values()]
    points = triangle_points(triangles, count, seed=seed)
    return dict(zip(ranges, points.T, strict=True))


@dataclass(frozen=True, kw_only=True)
class AssumedNestedLogit:
    """Nested logit with the market's segments as nests, or plain logit.

    Attributes
    ----------
    assumed
        Ranges of the parameters.
    nested
        Whether segments count; without, the plain logit.
    margins
        Known margins by market name, fractions of price, `(J,)`, NaN where not known;
        they then set the price coefficient.
    """

    assumed: Assumptions
    nested: bool = True
    margins: Mapping[str, Float[np.ndarray, " J"]] | None = None

    @property
    def name(self) -> Form:
        """The form."""
        return "nested logit" if self.nested else "logit"

    def model(self, observed: Observed) -> DemandModel:
        """Return the demand at the middle of every range."""
        market = observed.market
        assumed = self.assumed.of(market.jurisdiction)
        nesting = assumed.nesting.value if self.nested else 0.0
        values = NestedLogitParameters(observed, nested=self.nested)
        outside = values.outside(
            own_elasticity=assumed.own_elasticity.value,
            market_elasticity=assumed.market_elasticity.value,
            nesting=nesting,
        )
        margins = None if self.margins is None else self.margins.get(market.name)
        if margins is None and assumed.price_from == "margin":
            mean = assumed.margin
            alpha = values.alpha_from_mean_margin(
                outside, margin=mean.value, nesting=nesting
            )
            how, why = "a mean margin", f"margin {mean.value:g}: {mean.source}"
        elif margins is None:
            own = assumed.own_elasticity
            alpha = values.alpha_from_elasticity(
                outside, own_elasticity=own.value, nesting=nesting
            )
            how, why = (
                "an own-price elasticity",
                (f"own-price elasticity {own.value:g}: {own.source}"),
            )
        else:
            alpha = values.alpha_from_margins(outside, margins, nesting=nesting)
            how = why = "known margins"
        return DemandModel(
            demand=values.demand(outside, alpha=alpha, nesting=nesting),
            parameters=self._told(observed, (alpha, why), outside, nesting),
            words=f"{self.name}; price coefficient from {how}, outside share from "
            + self._basis(observed),
        )

    def _told(
        self,
        observed: Observed,
        alpha: tuple[float, str],
        outside: float,
        nesting: float,
    ) -> dict[str, tuple[float, str]]:
        assumed = self.assumed.of(observed.market.jurisdiction)
        source = str(assumed.market_elasticity.source)
        basis = self._basis(observed)
        if observed.market.outside_share is None:
            basis = f"{basis}: {source}"
        told = {"alpha": alpha, "outside share": (outside, basis)}
        if self.nested:
            told["nesting"] = (nesting, str(assumed.nesting.source))
        return told

    def _basis(self, observed: Observed) -> str:
        if observed.market.outside_share is not None:
            return "the market"
        assumed = self.assumed.of(observed.market.jurisdiction)
        return f"market elasticity {assumed.market_elasticity.value:g}"

    def parameters(
        self, observed: Observed, seed: int, count: int
    ) -> tuple[dict[str, Float[np.ndarray, " N"]], Float[np.ndarray, "N 2"]]:
        """Return what is drawn, and alpha and the outside share of each draw.

        These two are NaN where the elasticities of a draw contradict each other.
        """
        assumed = self.assumed.of(observed.market.jurisdiction)
        drawn = drawn_ranges(
            {
                "own elasticity": assumed.own_elasticity,
                "market elasticity": assumed.market_elasticity,
                "nesting": assumed.nesting,
                "margin": assumed.margin,
            },
            count,
            seed,
        )
        drawn["set by margin"] = _BY_MARGIN[assumed.price_from](np.arange(count))
        if not self.nested:
            drawn["nesting"] = np.zeros(count)
        values = NestedLogitParameters(observed, nested=self.nested)
        found = [values.drawn(*row) for row in zip(*drawn.values(), strict=True)]
        return drawn, np.array(found).reshape(-1, 2)

    def draws(
        self, observed: Observed, seed: int, count: int
    ) -> Iterator[tuple[Mapping[str, float], DemandModel | None]]:
        """Yield draws over the ranges, every parameter independently."""
        drawn, found = self.parameters(observed, seed, count)
        values = NestedLogitParameters(observed, nested=self.nested)
        for number, (alpha, outside) in enumerate(found):
            told = {name: float(column[number]) for name, column in drawn.items()}
            if not np.isfinite(alpha):
                yield told, None
                continue
            demand = values.demand(outside, alpha=alpha, nesting=told["nesting"])
            yield told, DemandModel(demand=demand, parameters={}, words=self.name)
