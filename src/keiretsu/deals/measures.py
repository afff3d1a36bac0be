"""Parts of what a deal does in a market: first measures, draws, how it was solved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from jaxtyping import Float

from keiretsu.plain import to_json
from keiretsu.values import Value


@dataclass(frozen=True, kw_only=True)
class Solution:
    """How well the prices solve the makers' first-order conditions.

    Attributes
    ----------
    converged
        Whether residual and second-order check both hold.
    residual
        Largest first-order residual, in the market's currency per unit.
    status
        The same as a sentence.
    """

    converged: bool
    residual: float
    status: str


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Pressure(Value):
    """First measures of the deal's pull on each product's price, before any response.

    Attributes
    ----------
    guppi
        Gross upward pricing pressure from the changed profit weights, a fraction of the
        product's price, shape `(J,)`.
    cmcr
        Saving that would keep all prices where they are, a fraction of the product's
        marginal cost, shape `(J,)`.
    diversion
        Share of the product's lost sales that other makers caught whose profit its own
        maker weighs more after the deal, shape `(J,)`.
    """

    guppi: Float[np.ndarray, " J"]
    cmcr: Float[np.ndarray, " J"]
    diversion: Float[np.ndarray, " J"]


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Draws(Value):
    """The deal's effects over draws of the demand parameters.

    Attributes
    ----------
    price_change
        Relative price change, shape `(N, J)`.
    surplus_change
        Change of buyers' surplus, shape `(N,)`, in the unit of the point value.
    parameters
        What was drawn: name -> values, shape `(N,)`.
    failed
        Draws that found no equilibrium and are left out.
    seed
        Seed of the draws.
    """

    price_change: Float[np.ndarray, "N J"]
    surplus_change: Float[np.ndarray, " N"]
    parameters: Mapping[str, Float[np.ndarray, " N"]]
    failed: int
    seed: int

    def to_dict(self) -> dict[str, Any]:
        """Return the middle 80 % of the effects, and of what was drawn."""
        return {
            "count": len(self.surplus_change),
            "failed": self.failed,
            "seed": self.seed,
            "surplus_change": _middle(self.surplus_change),
            "price_change": _middle(self.price_change),
            "parameters": {k: _middle(v) for k, v in self.parameters.items()},
        }


def _middle(values: Float[np.ndarray, "N ..."]) -> dict[str, Any]:
    """Return the 10 %, 50 % and 90 % points over the draws; None without draws."""
    if len(values) == 0:
        return {"low": None, "median": None, "high": None}
    low, median, high = np.quantile(values, [0.1, 0.5, 0.9], axis=0)
    return {"low": to_json(low), "median": to_json(median), "high": to_json(high)}
