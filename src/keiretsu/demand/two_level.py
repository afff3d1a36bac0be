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

from keiretsu.arrays import whole_numbers
from keiretsu.demand.form import Form
from keiretsu.demand.log_sums import (
    WORTHLESS,
    log_sum_with_none,
    log_sums,
    sums_by_group,
)
from keiretsu.demand.parameters import (
    mean_utilities,
    nesting_parameters,
    price_coefficient,
)
from keiretsu.errors import DataError


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class TwoLevelLogit(Form):
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
        """Check the parameters."""
        self._align("delta", "subgroups")
        object.__setattr__(self, "alpha", price_coefficient(self.alpha))
        object.__setattr__(self, "delta", mean_utilities(self.delta))
        groups = whole_numbers(self.groups, "groups", shape=(None,))
        for name, size in (
            ("subgroup_nesting", len(groups)),
            ("group_nesting", int(groups.max(initial=-1)) + 1),
        ):
            given = getattr(self, name)
            size = max(size, np.size(given)) if name == "group_nesting" else size
            object.__setattr__(self, name, nesting_parameters(given, size, name))
        subgroups = whole_numbers(
            self.subgroups, "subgroups", shape=self.delta.shape, below=len(groups)
        )
        object.__setattr__(self, "groups", groups)
        object.__setattr__(self, "subgroups", subgroups)
        _check_order(self)

    @property
    def size(self) -> int:
        """How many products there are."""
        return len(self.delta)

    def shares(self, prices: Float[np.ndarray, "*D J"]) -> Float[np.ndarray, "*D J"]:
        """Return shares of all potential buyers, shape `(..., J)`."""
        return self._choose(self._at(prices))[2]

    quantities = shares

    def weighted_derivatives(self, prices: Any, weights: Any) -> Any:
        r"""Return weights times the derivatives of shares, shape `(..., J)`.

        :math:`\partial \ln s_j / \partial V_k = a_h 1_{jk} - (a_h - a_g) s_{k|h} 1_h
        - (a_g - 1) s_{k|g} 1_g - s_k` with :math:`a = 1/(1-\sigma)`.
        """
        in_subgroup, in_group, shares, _ = self._choose(self._at(prices))
        group = self.groups[self.subgroups]
        low = (1 / (1 - self.subgroup_nesting))[self.subgroups]
        high = (1 / (1 - self.group_nesting))[group]
        weighed = weights * shares
        near = sums_by_group(weighed, self.subgroups, len(self.groups))
        close = sums_by_group(weighed, group, len(self.group_nesting))
        taken = (low - high) * in_subgroup * near[..., self.subgroups]
        taken = taken + (high - 1) * in_group * close[..., group]
        taken = taken + shares * weighed.sum(axis=-1, keepdims=True)
        return self.alpha * (taken - low * weighed)

    def surplus(self, prices: Float[np.ndarray, " J"]) -> Any:
        r"""Return buyers' surplus per potential buyer, in currency units.

        It is :math:`\ln(1 + \sum_g e^{I_g}) / \alpha`; only differences mean something.
        """
        return self._choose(self._at(prices))[3] / self.alpha

    def _choose(self, prices: Any) -> tuple[Any, Any, Any, Any]:
        """Return shares within subgroups, within groups, of all, and the log-sum."""
        low = (1 - self.subgroup_nesting)[self.subgroups]
        scaled = (self.delta - self.alpha * prices) / low
        log_subgroup = log_sums(scaled, self.subgroups, len(self.groups))
        lifted = (1 - self.subgroup_nesting) * log_subgroup
        worth = lifted / (1 - self.group_nesting)[self.groups]
        # A subgroup that lost all its products stays worthless whatever the parameters.
        worth = np.where(log_subgroup.real > WORTHLESS / 2, worth, WORTHLESS)
        log_group = log_sums(worth, self.groups, len(self.group_nesting))
        value = (1 - self.group_nesting) * log_group
        inclusive = log_sum_with_none(value)
        in_subgroup = np.exp(scaled - log_subgroup[..., self.subgroups])
        of_subgroup = np.exp(worth - log_group[..., self.groups])
        in_group = in_subgroup * of_subgroup[..., self.subgroups]
        of_group = np.exp(value - inclusive)[..., self.groups[self.subgroups]]
        return in_subgroup, in_group, in_group * of_group, inclusive[..., 0]


def _check_order(demand: TwoLevelLogit) -> None:
    low, high = demand.subgroup_nesting, demand.group_nesting
    wrong = np.flatnonzero(low < high[demand.groups])
    if wrong.size:
        raise DataError(
            f"subgroup {wrong[0]} has parameter {low[wrong[0]]:g}, its group "
            f"{high[demand.groups[wrong[0]]]:g}",
            hint="products of a subgroup are at least as close as those of its group",
        )
