r"""Nested logit demand with two levels: subgroups within groups.

Cars of a segment are closer to each other than to other cars, and those of one origin
within the segment closer still. With :math:`V_j = \delta_j - \alpha p_j`, subgroups h
within groups g and

.. math:: I_h = (1-\sigma_h) \ln \sum_{j \in h} e^{V_j/(1-\sigma_h)}, \qquad
          I_g = (1-\sigma_g) \ln \sum_{h \in g} e^{I_h/(1-\sigma_g)},

shares are :math:`s_j = s_{j|h}\, s_{h|g}\, e^{I_g} / (1 + \sum_g e^{I_g})`. Each
subgroup and each group has its own parameter.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from jaxtyping import Float, Int

from keiretsu.demand.log_sums import log_sums
from keiretsu.demand.nested import WORTHLESS
from keiretsu.errors import DataError, ShapeError


@dataclass(frozen=True, kw_only=True)
class TwoLevelLogit:
    """Two-level nested logit demand for J products, H subgroups and G groups.

    Attributes
    ----------
    alpha
        Utility lost per currency unit of price, positive.
    delta
        Mean utility at a price of zero, shape `(J,)`.
    subgroup_nesting, group_nesting
        Correlation of tastes within subgroups, `(H,)`, and within groups, `(G,)`, from
        0 to below 1; no subgroup's may be below its group's.
    subgroups
        Subgroup of each product, from 0 to H - 1, shape `(J,)`.
    groups
        Group of each subgroup, from 0 to G - 1, shape `(H,)`.

    Raises
    ------
    ShapeError
        If the arrays do not fit together.
    DataError
        If a parameter lies outside [0, 1) or a subgroup's is below its group's.

    References
    ----------
    Verboven (1996), "International price discrimination in the European car market";
    Brenkers & Verboven (2006), "Liberalizing a distribution system".

    Examples
    --------
    One parameter for both levels is the nested logit with one level.

    >>> demand = TwoLevelLogit(
    ...     alpha=0.2, delta=np.array([4.0, 5.0, 4.0]),
    ...     subgroup_nesting=np.array([0.5, 0.5]), group_nesting=np.array([0.5]),
    ...     subgroups=np.array([0, 0, 1]), groups=np.array([0, 0]),
    ... )
    >>> demand.shares(np.array([20.0, 25.0, 20.0])).round(3)
    array([0.211, 0.211, 0.211])
    """

    alpha: float
    delta: Float[np.ndarray, " J"]
    subgroup_nesting: Float[np.ndarray, " H"]
    group_nesting: Float[np.ndarray, " G"]
    subgroups: Int[np.ndarray, " J"]
    groups: Int[np.ndarray, " H"]

    def __post_init__(self) -> None:
        _check(self)

    def shares(self, prices: Float[np.ndarray, " J"]) -> Float[np.ndarray, " J"]:
        """Return shares of all potential buyers, shape `(J,)`."""
        return self._choose(prices)[2]

    quantities = shares

    def derivatives(self, prices: Float[np.ndarray, " J"]) -> Float[np.ndarray, "J J"]:
        r"""Return the change of share j with price k, shape `(J, J)`; symmetric.

        :math:`\partial \ln s_j / \partial V_k = a_h 1_{jk} - (a_h - a_g) s_{k|h} 1_h
        - (a_g - 1) s_{k|g} 1_g - s_k` with :math:`a = 1/(1-\sigma)`.
        """
        xp = prices.__array_namespace__()
        in_subgroup, in_group, shares, _ = self._choose(prices)
        group = self.groups[self.subgroups]
        low = (1 / (1 - self.subgroup_nesting))[self.subgroups]
        high = (1 / (1 - self.group_nesting))[group]
        near = self.subgroups[:, None] == self.subgroups[None, :]
        close = group[:, None] == group[None, :]
        taken = (
            near * ((low - high) * in_subgroup)[None, :]
            + close * ((high - 1) * in_group)[None, :]
            + shares[None, :]
        )
        return self.alpha * (shares[:, None] * taken - xp.diag(shares * low))

    def surplus(self, prices: Float[np.ndarray, " J"]) -> Any:
        r"""Return buyers' surplus per potential buyer, in currency units.

        It is :math:`\ln(1 + \sum_g e^{I_g}) / \alpha`; only differences mean something.
        """
        return self._choose(prices)[3] / self.alpha

    def _choose(self, prices: Any) -> tuple[Any, Any, Any, Any]:
        """Return shares within subgroups, within groups, of all, and the log-sum."""
        xp = prices.__array_namespace__()
        scaled = (self.delta - self.alpha * prices) / (1 - self.subgroup_nesting)[
            self.subgroups
        ]
        log_subgroup = log_sums(scaled, self.subgroups, self.groups.shape[0])
        lifted = (1 - self.subgroup_nesting) * log_subgroup
        worth = lifted / (1 - self.group_nesting)[self.groups]
        # A subgroup that lost all its products stays worthless whatever the parameters.
        worth = xp.where(log_subgroup > WORTHLESS / 2, worth, WORTHLESS)
        log_group = log_sums(worth, self.groups, self.group_nesting.shape[0])
        value = (1 - self.group_nesting) * log_group
        peak = xp.maximum(xp.max(value), 0.0)
        inclusive = peak + xp.log(xp.exp(-peak) + xp.sum(xp.exp(value - peak)))
        in_subgroup = xp.exp(scaled - log_subgroup[self.subgroups])
        of_subgroup = xp.exp(worth - log_group[self.groups])
        in_group = in_subgroup * of_subgroup[self.subgroups]
        of_group = xp.exp(value - inclusive)[self.groups[self.subgroups]]
        return in_subgroup, in_group, in_group * of_group, inclusive


def _check(demand: TwoLevelLogit) -> None:
    low, high = demand.subgroup_nesting, demand.group_nesting
    if demand.delta.shape != demand.subgroups.shape or low.shape != demand.groups.shape:
        raise ShapeError(
            f"{demand.delta.shape[0]} products with {demand.subgroups.shape[0]} "
            f"subgroup labels, {low.shape[0]} subgroup parameters for "
            f"{demand.groups.shape[0]} subgroups"
        )
    for name, labels, size in (
        ("subgroup", demand.subgroups, len(low)),
        ("group", demand.groups, len(high)),
    ):
        if labels.size and not (labels.min() >= 0 and labels.max() < size):
            raise ShapeError(f"a {name} number outside 0 to {size - 1}")
    both = np.concatenate([low, high])
    if not ((both >= 0) & (both < 1)).all():
        raise DataError(
            f"a nesting parameter of {both[~((both >= 0) & (both < 1))][0]:g}",
            hint="it lies from 0 (nests do not matter) to below 1",
        )
    wrong = np.flatnonzero(low < high[demand.groups])
    if wrong.size:
        raise DataError(
            f"subgroup {wrong[0]} has parameter {low[wrong[0]]:g}, its group "
            f"{high[demand.groups[wrong[0]]]:g}",
            hint="products of a subgroup are at least as close as those of its group",
        )
