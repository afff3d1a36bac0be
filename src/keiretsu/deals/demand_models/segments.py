r"""Mixed logit by name: tastes for segments that spread as the nesting says.

Each buyer likes or dislikes each segment by a normal draw. Its standard deviation is
the one at which utilities in a segment are correlated as under the nested logit with
the assumed nesting :math:`\sigma`: :math:`\rho = 1 - (1 - \sigma)^2` and

.. math:: \nu^2 = \frac{\pi^2}{6}\,\frac{\rho}{1 - \rho} .

The price coefficient and the outside share then follow from the own-price and the
market elasticity, as for the other forms.

References
----------
Cardell (1997), "Variance components structures for the extreme-value and logistic
distributions"; Berry, Levinsohn & Pakes (1995), "Automobile prices in market
equilibrium".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from keiretsu.deals.assumptions import Assumptions
from keiretsu.deals.demand_models.assumed import Form, drawn_ranges
from keiretsu.deals.demand_models.model import DemandModel
from keiretsu.deals.demand_models.nested_logit import NestedLogitParameters
from keiretsu.deals.observed import Observed
from keiretsu.demand import (
    MixedLogit,
    elasticities,
    invert_shares,
    market_elasticity,
    mixed_from_tastes,
    normal_nodes,
)
from keiretsu.errors import DataError

TYPES = 300
"""Types of buyers; quasi-random, so that few are needed."""

_SEED = 0


@dataclass(frozen=True, kw_only=True)
class AssumedMixedLogit:
    """Mixed logit with a normal taste for each of the market's segments.

    Attributes
    ----------
    assumed
        Ranges of the parameters; the margin is not used.
    """

    assumed: Assumptions
    name: Form = "mixed logit"

    def model(self, observed: Observed) -> DemandModel:
        """Return the demand at the middle of every range.

        Raises
        ------
        DataError
            If no price coefficient and outside share give both elasticities.
        """
        assumed = self.assumed.of(observed.market.jurisdiction)
        own, market = assumed.own_elasticity, assumed.market_elasticity
        nesting = assumed.nesting
        demand, alpha, outside = _calibrated(
            observed, own.value, market.value, nesting.value
        )
        stated = observed.market.outside_share is not None
        basis = "the market" if stated else f"market elasticity {market.value:g}"
        return DemandModel(
            demand=demand,
            parameters={
                "alpha": (alpha, f"own-price elasticity {own.value:g}: {own.source}"),
                "outside share": (outside, basis),
                "spread of tastes": (
                    spread_of_tastes(nesting.value),
                    f"nesting {nesting.value:g}: {nesting.source}",
                ),
            },
            words=f"mixed logit, a taste for each segment, {TYPES} types of buyers; "
            f"price coefficient from an own-price elasticity, outside share from "
            f"{basis}",
        )

    def draws(
        self, observed: Observed, seed: int, count: int
    ) -> Iterator[tuple[Mapping[str, float], DemandModel | None]]:
        """Yield draws over the ranges, every parameter independently."""
        assumed = self.assumed.of(observed.market.jurisdiction)
        drawn = drawn_ranges(
            {
                "own elasticity": assumed.own_elasticity,
                "market elasticity": assumed.market_elasticity,
                "nesting": assumed.nesting,
            },
            count,
            seed,
        )
        for number in range(count):
            told = {name: float(values[number]) for name, values in drawn.items()}
            try:
                demand, _, _ = _calibrated(observed, *told.values())
            except DataError:
                yield told, None
                continue
            yield told, DemandModel(demand=demand, parameters={}, words=self.name)


def spread_of_tastes(nesting: float) -> float:
    """Return the standard deviation of a segment's taste that a nesting stands for.

    >>> spread_of_tastes(0.0), round(spread_of_tastes(0.5), 3)
    (0.0, 2.221)
    """
    correlation = 1 - (1 - nesting) ** 2
    return float(np.pi / np.sqrt(6) * np.sqrt(correlation / (1 - correlation)))


def _calibrated(
    observed: Observed, own: float, market: float, nesting: float
) -> tuple[MixedLogit, float, float]:
    """Return the demand, its price coefficient and its outside share."""
    family = _Family(observed, spread_of_tastes(nesting))
    plain = NestedLogitParameters(observed, nested=True)
    outside = plain.outside(
        own_elasticity=own, market_elasticity=market, nesting=nesting
    )
    alpha = plain.alpha_from_elasticity(outside, own_elasticity=own, nesting=nesting)
    stated = observed.market.outside_share is not None

    def misses(at: np.ndarray) -> Float[np.ndarray, " N"]:
        share = outside if stated else _share(at[1])
        demand = family.at(float(np.exp(at[0])), share)
        table = elasticities(demand, observed.prices)
        mean = float(np.average(np.diagonal(table), weights=observed.inside))
        gaps = [mean / own - 1]
        if not stated:
            gaps.append(market_elasticity(demand, observed.prices) / market - 1)
        return np.array(gaps)

    start = (
        [np.log(alpha)] if stated else [np.log(alpha), np.log(outside / (1 - outside))]
    )
    from scipy.optimize import root  # takes long to load

    found = root(misses, start, method="hybr", options={"xtol": 1e-10})
    if not found.success or np.abs(found.fun).max() > 1e-6:
        raise DataError(
            f"no mixed logit gives an own-price elasticity of {own:g} and a market "
            f"elasticity of {market:g} in market {observed.market.name!r}",
            hint="bring the two nearer to each other",
        )
    alpha = float(np.exp(found.x[0]))
    if not stated:
        outside = _share(found.x[1])
    return family.at(alpha, outside), alpha, outside


def _share(at: float) -> float:
    return float(1 / (1 + np.exp(-at)))


class _Family:
    """The mixed logits that give today's sales, by price coefficient and outside."""

    def __init__(self, observed: Observed, spread: float) -> None:
        nests = observed.nests
        self.observed = observed
        self.segments = (nests[:, None] == np.arange(int(nests.max()) + 1)) * 1.0
        count = self.segments.shape[1]
        self.nodes = normal_nodes(TYPES, count + 1, seed=_SEED)
        self.spread = np.full(count, spread)

    def at(self, alpha: float, outside: float) -> MixedLogit:
        form = mixed_from_tastes(
            delta=np.zeros(len(self.observed.prices)),
            alpha=alpha,
            characteristics=self.segments,
            nodes=self.nodes,
            spread=self.spread,
        )
        shares = self.observed.inside * (1 - outside)
        return invert_shares(form, shares, self.observed.prices)
