"""The seeded problems, as plain arrays and as PyBLP wants them.

Logit markets are drawn from a seed. The mixed logit is PyBLP's own automobile data with
the tastes that its tutorial estimates, so both engines see the same buyers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import Any

import numpy as np

from keiretsu.demand import Logit, MixedLogit
from keiretsu.estimation import demand_from_pyblp

SIGMA = (
    *(2.0253535829061953, 0.0, 6.100351610044516),
    *(3.9555298575298092, 0.25351061708677924, 1.9084701814010219),
)
INCOME = -44.842955468661835
"""How income moves the price coefficient, at the tutorial's estimate."""


@dataclass(frozen=True, kw_only=True)
class LogitProblem:
    """A logit market: ours, and PyBLP's simulation of it."""

    demand: Logit
    costs: np.ndarray
    firms: np.ndarray
    peer: Any

    @property
    def makers(self) -> int:
        return int(self.firms.max()) + 1


@cache
def logit(products: int, makers: int, seed: int) -> LogitProblem:
    """Draw a market whose makers each sell at least one product."""
    import pandas as pd
    import pyblp

    rng = np.random.default_rng(seed)
    firms = np.concatenate(
        [np.arange(makers), rng.integers(0, makers, products - makers)]
    )
    rng.shuffle(firms)
    alpha = 0.8
    quality = rng.normal(0, 0.5, products)
    costs = rng.uniform(3, 9, products)
    taste = rng.normal(0, 0.4, products) + alpha * costs - 0.8 - np.log(products)
    table = pd.DataFrame({"market_ids": "m", "firm_ids": firms, "x": quality})
    simulation = pyblp.Simulation(
        pyblp.Formulation("1 + prices + x"), table, beta=[0, -alpha, 0.8], xi=taste
    )
    return LogitProblem(
        demand=Logit(alpha=alpha, delta=0.8 * quality + taste),
        costs=costs,
        firms=firms,
        peer=simulation.replace_endogenous(
            costs=costs,
            prices=costs + 1 / alpha,
            compute_gradients=False,  # they need tables of products cubed
            compute_hessians=False,
        ),
    )


@cache
def automobiles() -> Any:
    """Return PyBLP's results for its automobile data at the tutorial's estimate."""
    import pandas as pd
    import pyblp

    problem = pyblp.Problem(
        (
            pyblp.Formulation("1 + hpwt + air + mpd + space"),
            pyblp.Formulation("1 + prices + hpwt + air + mpd + space"),
            pyblp.Formulation("1 + log(hpwt) + air + log(mpg) + log(space) + trend"),
        ),
        pd.read_csv(pyblp.data.BLP_PRODUCTS_LOCATION),
        pyblp.Formulation("0 + I(1 / income)"),
        pd.read_csv(pyblp.data.BLP_AGENTS_LOCATION),
        costs_type="log",
    )
    pi = np.zeros((6, 1))
    pi[1] = INCOME
    return problem.solve(
        np.diag(SIGMA),
        pi,
        costs_bounds=(0.001, None),
        method="1s",
        optimization=pyblp.Optimization("return"),
    )


@dataclass(frozen=True, kw_only=True)
class MixedProblem:
    """One market of the automobile data: ours, and how PyBLP names it."""

    demand: MixedLogit
    prices: np.ndarray
    costs: np.ndarray
    firms: np.ndarray
    labels: np.ndarray
    year: Any

    def merged(self, buyer: int, bought: int) -> np.ndarray:
        """Return kappa after `buyer` takes over `bought`, by PyBLP's numbers."""
        owner = np.where(self.labels == bought, buyer, self.labels)
        return (owner[:, None] == owner[None, :]).astype(float)


@cache
def peer_costs() -> np.ndarray:
    return np.asarray(automobiles().compute_costs()).ravel()


@cache
def mixed(year: int) -> MixedProblem:
    results = automobiles()
    products = results.problem.products
    rows = np.flatnonzero(products.market_ids.ravel() == year)
    labels, firms = np.unique(products.firm_ids.ravel()[rows], return_inverse=True)
    demand = demand_from_pyblp(results, year)
    assert isinstance(demand, MixedLogit)
    return MixedProblem(
        demand=demand,
        prices=products.prices.ravel()[rows],
        costs=peer_costs()[rows],
        firms=firms,
        labels=labels,
        year=year,
    )


def years() -> list[int]:
    return sorted(set(automobiles().problem.products.market_ids.ravel()))


def pair_mergers(makers: int) -> Iterator[tuple[int, int, np.ndarray]]:
    """Every merger of two makers with its kappa."""
    for buyer, bought in combinations(range(makers), 2):
        kappa = np.eye(makers)
        kappa[buyer, bought] = kappa[bought, buyer] = 1
        yield buyer, bought, kappa
