r"""Two-level nests, overlapping nests and tastes that differ, from what is known.

Shares pin mean utilities whatever the other parameters; margins, elasticities and
diversion pin those. How tastes spread shows in where buyers go next: types that like a
kind of product stay with it, so second choices tell the spread.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from jaxtyping import Float, Int
from scipy.special import expit

from keiretsu.arrays import floats, whole_numbers
from keiretsu.competition.calibration.evidence import Evidence
from keiretsu.competition.calibration.least_squares import Calibration, fit
from keiretsu.demand import (
    GeneralizedNestedLogit,
    MixedLogit,
    TwoLevelLogit,
    invert_shares,
    mixed_from_tastes,
)
from keiretsu.errors import ShapeError


def calibrate_two_level(
    shares: Float[np.ndarray, " J"],
    evidence: Evidence,
    *,
    subgroups: Int[np.ndarray, " J"],
    groups: Int[np.ndarray, " H"],
    subgroup_nesting: float | None = None,
    group_nesting: float | None = None,
) -> Calibration[TwoLevelLogit]:
    """Return the two-level nested logit that explains shares, prices and evidence.

    Parameters
    ----------
    shares
        Of all potential buyers, shape `(J,)`.
    evidence
        What else is known; one number for each parameter at least.
    subgroups, groups
        Subgroup of each product, `(J,)`, and group of each subgroup, `(H,)`.
    subgroup_nesting, group_nesting
        Parameters if known, one for all subgroups and groups; None calibrates them.

    Raises
    ------
    ShapeError, DataError
        If arrays do not fit, a share is impossible, or too little is known.
    """
    groups = whole_numbers(groups, "groups", shape=(None,))
    subgroups = whole_numbers(subgroups, "subgroups", below=len(groups))
    shares = floats(shares, "shares", shape=evidence.prices.shape)
    spare = [
        name
        for name, known in (
            ("group_nesting", group_nesting),
            ("subgroup_nesting", subgroup_nesting),
        )
        if known is None
    ]

    def build(at: np.ndarray) -> TwoLevelLogit:
        free = dict(zip(spare, expit(at[1:]), strict=True))
        most = 1.0 if subgroup_nesting is None else subgroup_nesting
        high = group_nesting
        if high is None:
            high = most * float(free["group_nesting"])
        low = subgroup_nesting
        if low is None:
            low = high + (1 - high) * float(free["subgroup_nesting"])
        form = TwoLevelLogit(
            alpha=float(np.exp(at[0])),
            delta=np.zeros(len(shares)),
            subgroup_nesting=np.full(len(groups), low),
            group_nesting=np.full(int(groups.max()) + 1, high),
            subgroups=subgroups,
            groups=groups,
        )
        return invert_shares(form, shares, evidence.prices)

    return fit(build, _starts(evidence, len(spare)), evidence, names=["alpha", *spare])


def calibrate_generalized(
    shares: Float[np.ndarray, " J"],
    evidence: Evidence,
    *,
    allocation: Float[np.ndarray, "J G"],
    nesting: Float[np.ndarray, " G"] | float | None = None,
) -> Calibration[GeneralizedNestedLogit]:
    """Return the generalized nested logit that explains shares, prices and evidence.

    Parameters
    ----------
    shares, evidence
        As for `calibrate_two_level`.
    allocation
        Part of each product that belongs to each nest, shape `(J, G)`; rows sum to 1.
    nesting
        Nesting parameters if known, `(G,)` or one for all; None calibrates one for all.

    Raises
    ------
    ShapeError, DataError
        If arrays do not fit, a share is impossible, or too little is known.
    """
    shares = floats(shares, "shares", shape=evidence.prices.shape)
    allocation = floats(allocation, "allocation", shape=(len(shares), None))
    count = allocation.shape[1]
    spare = ["nesting"] if nesting is None else []

    def build(at: np.ndarray) -> GeneralizedNestedLogit:
        spread = expit(at[1]) if nesting is None else nesting
        form = GeneralizedNestedLogit(
            alpha=float(np.exp(at[0])),
            delta=np.zeros(len(shares)),
            nesting=np.broadcast_to(np.asarray(spread, dtype=float), (count,)),
            allocation=allocation,
        )
        return invert_shares(form, shares, evidence.prices)

    return fit(build, _starts(evidence, len(spare)), evidence, names=["alpha", *spare])


def calibrate_mixed(
    shares: Float[np.ndarray, " J"],
    evidence: Evidence,
    *,
    characteristics: Float[np.ndarray, "J K"],
    nodes: Float[np.ndarray, "I K1"],
    spread: Sequence[float | None] | None = None,
) -> Calibration[MixedLogit]:
    """Return the mixed logit whose spread of tastes explains the evidence.

    Second choices tell the spread: give them in `evidence`, together with a margin or
    an elasticity, which tells alpha.

    Parameters
    ----------
    shares, evidence
        As for `calibrate_two_level`.
    characteristics
        What tastes differ about, shape `(J, K)`; a column of ones for buying at all.
    nodes
        Standard normal draws for I types (`normal_nodes`), shape `(I, K + 1)`, as
        `mixed_from_tastes` has them; the first column, of the price coefficient, is
        not used: alpha is one number here.
    spread
        Standard deviation of each taste where known, None where it is calibrated; None
        for all calibrates all.

    Raises
    ------
    ShapeError, DataError
        If arrays do not fit, a share is impossible, or too little is known.

    References
    ----------
    Berry, Levinsohn & Pakes (2004), "Differentiated products demand systems from a
    combination of micro and macro data", JPE 112.
    """
    shares = floats(shares, "shares", shape=evidence.prices.shape)
    characteristics = floats(
        characteristics, "characteristics", shape=(len(shares), None)
    )
    count = characteristics.shape[1]
    known = list(spread) if spread is not None else [None] * count
    if len(known) != count:
        raise ShapeError(f"{len(known)} spreads for {count} characteristics")
    names = [f"spread of taste {k}" for k, value in enumerate(known) if value is None]

    def build(at: np.ndarray) -> MixedLogit:
        free = iter(np.exp(at[1:]))
        full = [float(next(free)) if value is None else value for value in known]
        form = mixed_from_tastes(
            delta=np.zeros(len(shares)),
            alpha=float(np.exp(at[0])),
            characteristics=characteristics,
            nodes=nodes,
            spread=np.array(full),
        )
        return invert_shares(form, shares, evidence.prices)

    starts = _starts(evidence, len(names), levels=(-1.0, 0.5))
    return fit(build, starts, evidence, names=["alpha", *names])


def _starts(
    evidence: Evidence, free: int, levels: tuple[float, ...] = (-1.0, 1.0)
) -> list[np.ndarray]:
    """Return parameters to start from: flat and steep, with near and far nests."""
    level = np.log(3.0 / evidence.prices.mean())
    return [
        np.array([level + steeper, *[at] * free])
        for steeper in (0.0, 1.5)
        for at in (levels if free else (0.0,))
    ]
