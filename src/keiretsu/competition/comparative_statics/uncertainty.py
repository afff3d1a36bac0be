r"""How sure the effect of a change is, when the demand behind it is an estimate.

Costs explain today's prices whatever the parameters, so a parameter moves both the
costs and what makers then do. With conditions :math:`F(p, \theta) = 0` after the
change prices move by

.. math:: dp/d\theta = -(\partial F/\partial p)^{-1}\, \partial F/\partial\theta ;

everything else follows from prices and parameters. That gives bands by the delta method
without solving again, and says which parameter matters. Draws of the parameters, solved
one by one, show where the effect bends too much for that.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Float, Int
from scipy.special import ndtri

from keiretsu.arrays import floats
from keiretsu.competition.comparative_statics.bands import Bands, bands_of
from keiretsu.competition.counterfactuals.outcome import Outcome
from keiretsu.competition.counterfactuals.scenario import Scenario
from keiretsu.competition.counterfactuals.taxes import Taxes
from keiretsu.demand import Demand, normal_nodes
from keiretsu.errors import DataError, NoConvergence, ShapeError

_STEP = 1e-5
"""Step of numerical derivatives by a parameter, a share of it."""


@dataclass(frozen=True, kw_only=True)
class Experiment:
    """A change in a market whose demand depends on parameters.

    Attributes
    ----------
    build
        Demand of given parameters, `(N,)`, that explains today's sales.
    prices, firms, kappa, taxes
        Today's, as for `Scenario.observed`.
    change
        From today's scenario to the one that is asked about, such as
        `lambda now: now.with_weights(merged)`; products stay the same.
    """

    build: Callable[[Float[np.ndarray, " N"]], Demand]
    prices: Float[np.ndarray, " J"]
    firms: Int[np.ndarray, " J"]
    kappa: Float[np.ndarray, "F F"]
    change: Callable[[Scenario], Scenario]
    taxes: Taxes | None = None

    def today(self, theta: Float[np.ndarray, " N"]) -> Scenario:
        """Return today's scenario at these parameters."""
        return Scenario.observed(
            self.build(np.asarray(theta, dtype=float)),
            self.prices,
            firms=self.firms,
            kappa=self.kappa,
            taxes=self.taxes,
        )


def delta_bands(
    experiment: Experiment,
    theta: Float[np.ndarray, " N"],
    covariance: Float[np.ndarray, "N N"],
    *,
    level: float = 0.9,
) -> Bands:
    """Return bands by the delta method: solved once, at the estimate.

    Parameters
    ----------
    experiment
        The change and the market.
    theta, covariance
        Estimate, `(N,)`, and its covariance, `(N, N)`.
    level
        Part of the probability that a band holds.

    Raises
    ------
    NoConvergence
        If the change has no equilibrium at the estimate.
    ShapeError, DataError
        If the covariance does not fit or is none, or a parameter lies so near to the
        edge of what it may be that its derivative cannot be taken.

    Examples
    --------
    >>> from keiretsu.demand import invert_nested_logit
    >>> shares, prices = np.array([0.2, 0.3]), np.array([20.0, 25.0])
    >>> merger = Experiment(
    ...     build=lambda at: invert_nested_logit(shares, prices, alpha=at[0]),
    ...     prices=prices, firms=np.arange(2), kappa=np.eye(2),
    ...     change=lambda now: now.with_weights(np.ones((2, 2))),
    ... )
    >>> bands = delta_bands(merger, np.array([0.2]), np.array([[0.0004]]))
    >>> bands.price_change.estimate.round(3), bands.price_change.error.round(3)
    (array([0.114, 0.056]), array([0.011, 0.006]))
    """
    theta, covariance = _checked(theta, covariance, level)
    today = experiment.today(theta)
    later = experiment.change(today)
    found = later.solve(experiment.prices).check(local=True)
    slope = later.conditions_by_prices(found.prices)
    estimate = _effects(experiment, theta, found.prices)
    columns = []
    for number, value in enumerate(theta):
        step = _STEP * max(abs(value), 1e-3)
        nudge = step * (np.arange(len(theta)) == number)
        sides = [
            experiment.change(experiment.today(theta + way * nudge)).residuals(
                found.prices
            )
            for way in (1, -1)
        ]
        moved = -np.linalg.solve(slope, later.chosen * (sides[0] - sides[1]) / 2)
        ends = [
            _effects(experiment, theta + way * nudge, found.prices + way * moved)
            for way in (1, -1)
        ]
        columns.append((ends[0] - ends[1]) / (2 * step))
    slopes = np.stack(columns, axis=1)
    variance = np.einsum("kn,nm,km->k", slopes, covariance, slopes)
    error = np.sqrt(np.maximum(variance, 0.0))
    wide = ndtri(0.5 + level / 2) * error
    products = len(experiment.prices)
    bands = bands_of(estimate, error, estimate - wide, estimate + wide, products)
    by_parameter = slopes[:products]
    # An effect of nothing has no elasticity: it is none, not infinite.
    effect = estimate[:products, None]
    nothing = np.abs(effect) <= 1e-12
    relative = np.where(
        nothing, 0.0, by_parameter * theta / np.where(nothing, 1.0, effect)
    )
    return replace(bands, by_parameter=by_parameter, elasticities=relative)


def draw_bands(
    experiment: Experiment,
    theta: Float[np.ndarray, " N"],
    covariance: Float[np.ndarray, "N N"],
    *,
    draws: int = 200,
    seed: int = 0,
    level: float = 0.9,
) -> Bands:
    """Return bands from draws of the parameters, each solved.

    Draws are quasi-random normals. One that makes no demand, or has no equilibrium, is
    left out and counted.

    Parameters
    ----------
    experiment, theta, covariance, level
        As for `delta_bands`.
    draws, seed
        How many, and the seed that makes them come again.

    Raises
    ------
    NoConvergence
        If the estimate, or more than half of the draws, has no equilibrium.
    ShapeError, DataError
        As for `delta_bands`.
    """
    theta, covariance = _checked(theta, covariance, level)
    values, vectors = np.linalg.eigh(covariance)
    root = vectors * np.sqrt(np.maximum(values, 0.0))
    nodes = normal_nodes(draws, len(theta), seed=seed)
    later = experiment.change(experiment.today(theta))
    found = later.solve(experiment.prices).check(local=True)
    estimate = _effects(experiment, theta, found.prices)
    rows = []
    for at in theta + nodes @ root.T:
        try:
            one = (
                experiment.change(experiment.today(at))
                .solve(found.prices)
                .check(local=True)
            )
        except (DataError, NoConvergence):
            continue
        rows.append(_effects(experiment, at, one.prices))
    if 2 * len(rows) < draws:
        raise NoConvergence(
            f"{draws - len(rows)} of {draws} draws have no equilibrium",
            hint="the estimate is too uncertain, or lies at the edge of what may be",
        )
    table = np.array(rows)
    low, high = np.quantile(table, [0.5 - level / 2, 0.5 + level / 2], axis=0)
    bands = bands_of(
        estimate, table.std(axis=0, ddof=1), low, high, len(experiment.prices)
    )
    return replace(bands, draws=len(rows), unsolved=draws - len(rows))


def _effects(
    experiment: Experiment,
    theta: Float[np.ndarray, " N"],
    after: Float[np.ndarray, " J"],
) -> Float[np.ndarray, " K"]:
    """Return price changes, changes of surplus and revenue, and of profits, `(K,)`."""
    today = experiment.today(theta)
    sides: list[Outcome] = [
        today.at(experiment.prices),
        experiment.change(today).at(after),
    ]
    surplus = np.nan
    if sides[0].surplus is not None and sides[1].surplus is not None:
        surplus = sides[1].surplus - sides[0].surplus
    return np.concatenate(
        [
            after / experiment.prices - 1,
            [surplus, sides[1].revenue - sides[0].revenue],
            sides[1].profits - sides[0].profits,
        ]
    )


def _checked(
    theta: Float[np.ndarray, " N"], covariance: Float[np.ndarray, "N N"], level: float
) -> tuple[np.ndarray, np.ndarray]:
    theta = floats(theta, "theta", shape=(None,))
    covariance = floats(covariance, "covariance")
    if covariance.shape != (len(theta), len(theta)):
        raise ShapeError(
            f"a covariance of shape {covariance.shape} for {len(theta)} parameters"
        )
    size = float(np.abs(covariance).max(initial=0.0))
    if not np.allclose(covariance, covariance.T, rtol=0, atol=1e-9 * size):
        raise DataError("the covariance is not symmetric")
    if np.linalg.eigvalsh(covariance)[0] < -1e-9 * size:
        raise DataError(
            "the covariance has a negative variance in some direction",
            hint="give variances and covariances, not standard errors",
        )
    if not 0 < level < 1:
        raise DataError(f"a level of {level:g}", hint="0.9 for 90 %")
    return theta, covariance
