"""A nested logit from today's shares and prices and a number or two, in closed form."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from keiretsu.competition import alpha_from_margins, unit_margins
from keiretsu.deals.observed import Observed
from keiretsu.demand import NestedLogit, invert_nested_logit
from keiretsu.demand.nested_logit_inversion import (
    alpha_from_elasticity,
    outside_from_market_elasticity,
)
from keiretsu.errors import DataError


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
