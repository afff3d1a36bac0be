r"""Price competition: costs from prices, and the prices that makers then set.

The manager of maker f maximises :math:`\sum_g \kappa_{fg} \pi_g`. For product j of f

.. math:: s_j + \sum_k \kappa_{f f(k)} (p_k - c_k)\, \partial s_k / \partial p_j = 0 .

Merger, partial stake and full control differ only in kappa. The answer carries how far
it violates these conditions, computed anew from the demand's own derivatives, and
whether each maker is at a maximum rather than a minimum.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Float, Int

from keiretsu.competition import reduced
from keiretsu.competition.pairs import Pairs, pair_up
from keiretsu.demand import Logit, NestedLogit
from keiretsu.errors import DataError, NoConvergence, ShapeError

TOLERANCE = 1e-9
"""Largest accepted first-order residual, as a share of the largest markup."""


@dataclass(frozen=True, kw_only=True)
class Equilibrium:
    """Prices at which no maker wants to change its own.

    Attributes
    ----------
    prices, markups, shares
        Shape `(J,)`; currency units, currency units, shares of all potential buyers.
    residual
        Largest first-order residual, in currency units per car.
    curvature
        Smallest eigenvalue of the makers' own second-order conditions, scaled so that
        positive means a maximum.
    steps
        Newton steps taken.
    """

    prices: Float[np.ndarray, " J"]
    markups: Float[np.ndarray, " J"]
    shares: Float[np.ndarray, " J"]
    residual: float
    curvature: float
    steps: int

    @property
    def converged(self) -> bool:
        """Whether the conditions hold and every maker is at a maximum."""
        small = self.residual <= TOLERANCE * float(np.max(np.abs(self.markups)))
        return bool(small and self.curvature > 0)

    @property
    def status(self) -> str:
        """How it went, as a sentence."""
        if self.converged:
            return (
                f"solved in {self.steps} steps; largest first-order residual "
                f"{self.residual:.1e} per car; every maker is at a maximum"
            )
        if not self.residual <= TOLERANCE * float(np.max(np.abs(self.markups))):
            return f"not solved: first-order residual {self.residual:.1e} per car"
        return "not an equilibrium: a maker would gain by a large change of its prices"

    def check(self) -> Equilibrium:
        """Return itself, or raise `NoConvergence` with the status."""
        if not self.converged:
            raise NoConvergence(
                self.status,
                hint="check margins, nesting and profit weights for extremes",
            )
        return self


def recover_costs(
    demand: Logit | NestedLogit,
    prices: Float[np.ndarray, " J"],
    *,
    firms: Int[np.ndarray, " J"],
    kappa: Float[np.ndarray, "F F"],
) -> Float[np.ndarray, " J"]:
    """Return the marginal costs at which the observed prices are optimal, `(J,)`.

    Parameters
    ----------
    demand
        Demand whose shares at `prices` are the observed ones.
    prices
        Shape `(J,)`, currency units.
    firms
        Maker of each product, an index from 0 to F - 1, shape `(J,)`.
    kappa
        Profit weights, shape `(F, F)`, diagonal 1.

    Raises
    ------
    ShapeError, DataError
        If the arrays do not fit together or a weight is impossible.
    """
    form = demand.nested()
    pairs = _pairs(form, firms, kappa)
    shares = form.shares(prices)
    markups = pre_markups(
        pairs, shares, alpha=form.alpha, sigma=form.sigma, kappa=kappa
    )
    return prices - markups[pairs.of_product]


def pre_markups(
    pairs: Pairs,
    shares: Float[np.ndarray, " J"],
    *,
    alpha: float,
    sigma: Float[np.ndarray, " G"],
    kappa: Float[np.ndarray, "F F"],
) -> Float[np.ndarray, " P"]:
    """Return the markup of each pair that makes observed shares optimal, `(P,)`."""
    mass = pairs.total(shares)
    within = mass / np.bincount(pairs.nest, weights=mass)[pairs.nest]
    with jax.enable_x64(True):
        markups = reduced.markups_at(
            jnp.asarray(within),
            jnp.asarray(mass),
            jnp.asarray(float(alpha)),
            jnp.asarray(sigma[pairs.nest]),
            jnp.asarray(pairs.weights(kappa)),
            jnp.asarray(pairs.same_nest),
        )
        return np.asarray(markups)


def solve_prices(
    demand: Logit | NestedLogit,
    costs: Float[np.ndarray, " J"],
    *,
    firms: Int[np.ndarray, " J"],
    kappa: Float[np.ndarray, "F F"],
    start: Float[np.ndarray, " J"] | None = None,
) -> Equilibrium:
    """Return the prices at which every maker's first-order conditions hold.

    Parameters
    ----------
    demand, firms, kappa
        As for `recover_costs`.
    costs
        Marginal costs, shape `(J,)`, currency units.
    start
        Prices to start from, shape `(J,)`; None starts from the margins of makers with
        vanishing shares.

    Returns
    -------
    Equilibrium
        Never raises for a hard problem: `status` says how it went, `check()` raises.
    """
    form = demand.nested()
    pairs = _pairs(form, firms, kappa)
    spread = form.sigma[pairs.nest]
    first = (1 - spread) / form.alpha
    if start is not None:
        first = pairs.total(start - costs) / np.bincount(pairs.of_product)
    log_a = _log_sum(pairs, (form.delta - form.alpha * costs), form.sigma)
    with jax.enable_x64(True):
        system = reduced.System(
            jnp.asarray(log_a),
            jnp.asarray(float(form.alpha)),
            jnp.asarray(form.sigma),
            jnp.asarray(pairs.nest),
            jnp.asarray(pairs.weights(kappa)),
        )
        root, slope = _solve(system, jnp.asarray(first))
        markups = np.asarray(root.markups)[pairs.of_product]
        return _equilibrium(
            form,
            costs,
            markups,
            firms,
            kappa,
            int(root.steps),
            _curvature(np.asarray(slope), pairs),
        )


@jax.jit
def _solve(system: reduced.System, start: Any) -> tuple[reduced.Root, Any]:
    root = reduced.solve(system, start)
    return root, reduced.jacobian(system, root.markups)


def _equilibrium(
    form: NestedLogit,
    costs: Float[np.ndarray, " J"],
    markups: Float[np.ndarray, " J"],
    firms: Int[np.ndarray, " J"],
    kappa: Float[np.ndarray, "F F"],
    steps: int,
    curvature: float,
) -> Equilibrium:
    prices = costs + markups
    return Equilibrium(
        prices=prices,
        markups=markups,
        shares=form.shares(prices),
        residual=first_order_residual(form, prices, costs, firms=firms, kappa=kappa),
        curvature=curvature,
        steps=steps,
    )


def first_order_residual(
    demand: Logit | NestedLogit,
    prices: Float[np.ndarray, " J"],
    costs: Float[np.ndarray, " J"],
    *,
    firms: Int[np.ndarray, " J"],
    kappa: Float[np.ndarray, "F F"],
) -> float:
    """Return how far the prices miss the first-order conditions, currency per car.

    Each condition is divided by the product's own slope, so that it reads as the price
    change that would mend it; the largest over the products is returned. It uses the
    demand's derivatives, product by product, and nothing of the solver.
    """
    slopes = demand.derivatives(prices)
    weights = kappa[np.ix_(firms, firms)]
    lacking = demand.shares(prices) + (weights * slopes.T) @ (prices - costs)
    return float(np.max(np.abs(lacking / np.diagonal(slopes))))


def _curvature(slope: Float[np.ndarray, "P P"], pairs: Pairs) -> float:
    """Return the smallest eigenvalue of the makers' own blocks of the Jacobian.

    At a solution a maker's Hessian is negative definite exactly if its own block of the
    reduced Jacobian has positive eigenvalues: the two are similar up to the positive
    scale of each condition.
    """
    smallest = np.inf
    for firm in np.unique(pairs.firm):
        own = np.flatnonzero(pairs.firm == firm)
        smallest = min(smallest, np.linalg.eigvals(slope[np.ix_(own, own)]).real.min())
    return float(smallest)


def _log_sum(
    pairs: Pairs, utilities: Float[np.ndarray, " J"], sigma: Float[np.ndarray, " G"]
) -> Float[np.ndarray, " P"]:
    """Return log sums of exp(utility / (1 - sigma)) by pair, shape `(P,)`."""
    scaled = utilities / (1 - sigma)[pairs.nest[pairs.of_product]]
    top = np.full(len(pairs.firm), -np.inf)
    np.maximum.at(top, pairs.of_product, scaled)
    return top + np.log(pairs.total(np.exp(scaled - top[pairs.of_product])))


def _pairs(
    form: NestedLogit, firms: Int[np.ndarray, " J"], kappa: Float[np.ndarray, "F F"]
) -> Pairs:
    """Check that makers and weights fit the demand; return the pairs."""
    firms = np.asarray(firms)
    count = int(firms.max(initial=-1)) + 1
    if kappa.ndim != 2 or kappa.shape[0] != kappa.shape[1] or kappa.shape[0] < count:
        raise ShapeError(f"profit weights of shape {kappa.shape} for {count} makers")
    if not np.isfinite(kappa).all():
        raise DataError("a profit weight is not a finite number")
    if not np.allclose(np.diagonal(kappa), 1):
        raise DataError(
            f"a maker weighs its own profit by {np.diagonal(kappa)[0]:g}",
            hint="divide each row of kappa by its diagonal",
        )
    return pair_up(firms, form.nests)
