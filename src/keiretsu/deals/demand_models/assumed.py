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

from keiretsu.competition import alpha_from_margins, unit_margins
from keiretsu.deals.assumptions import Assumptions
from keiretsu.deals.demand_models.model import DemandModel
from keiretsu.deals.observed import Observed
from keiretsu.demand import NestedLogit, invert_nested_logit
from keiretsu.demand.nested_logit_inversion import (
    alpha_from_elasticity,
    outside_from_market_elasticity,
)
from keiretsu.errors import DataError

Form = Literal["nested logit", "logit", "mixed logit", "second choices"]
"""Demand forms that a deal can be run with by name."""

FORMS: tuple[Form, ...] = ("nested logit", "logit", "mixed logit", "second choices")


_BY_MARGIN: Mapping[str, Callable[[np.ndarray], np.ndarray]] = {
    "either": lambda number: number % 2,
    "own elasticity": np.zeros_like,
    "margin": np.ones_like,
}
"""Which draws set the price coefficient by the margin, from their numbers."""


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
        assumed, market = self.assumed, observed.market
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
        source = str(self.assumed.market_elasticity.source)
        basis = self._basis(observed)
        if observed.market.outside_share is None:
            basis = f"{basis}: {source}"
        told = {"alpha": alpha, "outside share": (outside, basis)}
        if self.nested:
            told["nesting"] = (nesting, str(self.assumed.nesting.source))
        return told

    def _basis(self, observed: Observed) -> str:
        if observed.market.outside_share is not None:
            return "the market"
        return f"market elasticity {self.assumed.market_elasticity.value:g}"

    def parameters(
        self, observed: Observed, rng: np.random.Generator, count: int
    ) -> tuple[dict[str, Float[np.ndarray, " N"]], Float[np.ndarray, "N 2"]]:
        """Return what is drawn, and alpha and the outside share of each draw.

        These two are NaN where the elasticities of a draw contradict each other.
        """
        assumed = self.assumed
        drawn = {
            "own elasticity": assumed.own_elasticity.draw(rng, count),
            "market elasticity": assumed.market_elasticity.draw(rng, count),
            "nesting": assumed.nesting.draw(rng, count),
            "margin": assumed.margin.draw(rng, count),
            "set by margin": _BY_MARGIN[assumed.price_from](np.arange(count)),
        }
        if not self.nested:
            drawn["nesting"] = np.zeros(count)
        values = NestedLogitParameters(observed, nested=self.nested)
        found = [values.drawn(*row) for row in zip(*drawn.values(), strict=True)]
        return drawn, np.array(found).reshape(-1, 2)

    def draws(
        self, observed: Observed, rng: np.random.Generator, count: int
    ) -> Iterator[tuple[Mapping[str, float], DemandModel | None]]:
        """Yield draws over the ranges, every parameter independently."""
        drawn, found = self.parameters(observed, rng, count)
        values = NestedLogitParameters(observed, nested=self.nested)
        for number, (alpha, outside) in enumerate(found):
            told = {name: float(column[number]) for name, column in drawn.items()}
            if not np.isfinite(alpha):
                yield told, None
                continue
            demand = values.demand(outside, alpha=alpha, nesting=told["nesting"])
            yield told, DemandModel(demand=demand, parameters={}, words=self.name)


class NestedLogitParameters:
    """Parameters that shares, prices and one more number pin, in closed form.

    Parameters
    ----------
    observed
        The market.
    nested
        Whether its segments are the nests; else all products are in one.
    """

    def __init__(self, observed: Observed, *, nested: bool) -> None:
        self.observed = observed
        whole = np.zeros(len(observed.market.products), dtype=int)
        self.nests = observed.nests if nested else whole

    def per_nest(self, nesting: float) -> Float[np.ndarray, " G"]:
        """Return one nesting parameter for every nest, shape `(G,)`."""
        return np.full(int(self.nests.max()) + 1, nesting)

    def outside(
        self, *, own_elasticity: float, market_elasticity: float, nesting: float
    ) -> float:
        """Return the market's own outside share, or what the elasticities imply."""
        stated = self.observed.market.outside_share
        if stated is not None:
            return stated
        return outside_from_market_elasticity(
            self.observed.inside,
            self.observed.prices,
            own_elasticity=own_elasticity,
            market_elasticity=market_elasticity,
            nesting=self.per_nest(nesting),
            nests=self.nests,
        )

    def alpha_from_elasticity(
        self, outside: float, *, own_elasticity: float, nesting: float
    ) -> float:
        """Return the price coefficient that gives the mean own-price elasticity."""
        return alpha_from_elasticity(
            self.observed.inside * (1 - outside),
            self.observed.prices,
            elasticity=own_elasticity,
            nesting=self.per_nest(nesting),
            nests=self.nests,
        )

    def alpha_from_mean_margin(
        self, outside: float, *, margin: float, nesting: float
    ) -> float:
        """Return the price coefficient that gives the sales-weighted mean margin."""
        seen = self.observed
        unit = unit_margins(
            seen.inside * (1 - outside),
            seen.prices,
            firms=seen.firms,
            kappa=seen.kappa,
            nesting=self.per_nest(nesting),
            nests=self.nests,
        )
        return float(np.average(unit, weights=seen.inside) / margin)

    def alpha_from_margins(
        self, outside: float, margins: Float[np.ndarray, " J"], *, nesting: float
    ) -> float:
        """Return the price coefficient nearest to known margins (NaN: not known)."""
        seen = self.observed
        return alpha_from_margins(
            seen.inside * (1 - outside),
            seen.prices,
            margins,
            firms=seen.firms,
            kappa=seen.kappa,
            nesting=self.per_nest(nesting),
            nests=self.nests,
        )

    def demand(self, outside: float, *, alpha: float, nesting: float) -> NestedLogit:
        """Return the demand under which today's sales are what they are."""
        return invert_nested_logit(
            self.observed.inside * (1 - outside),
            self.observed.prices,
            alpha=alpha,
            nesting=self.per_nest(nesting),
            nests=self.nests,
        )

    def drawn(
        self,
        own: float,
        market: float,
        nesting: float,
        margin: float,
        by_margin: float,
    ) -> tuple[float, float]:
        """Return alpha and the outside share of one draw; NaN if it contradicts."""
        try:
            outside = self.outside(
                own_elasticity=own, market_elasticity=market, nesting=nesting
            )
        except DataError:
            return np.nan, np.nan
        if by_margin:
            alpha = self.alpha_from_mean_margin(outside, margin=margin, nesting=nesting)
        else:
            alpha = self.alpha_from_elasticity(
                outside, own_elasticity=own, nesting=nesting
            )
        return alpha, outside
