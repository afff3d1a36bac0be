"""A million equilibria: every pair of groups, in many markets, under many draws.

python -m benchmarks.scan [--equilibria N]

Every (pair, market, draw) is an equilibrium of its own under plain logit, with costs
that explain today's prices under the draw. It has no peer in the table.
"""

from __future__ import annotations

import argparse
import sys
import time
from itertools import combinations

import numpy as np

from keiretsu.competition import recover_costs, solve_deals
from keiretsu.demand import Logit

GROUPS, PRODUCTS, MARKETS = 20, 60, 24
"""Of each market, and how many markets: some 190 pairs by 24."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scan")
    parser.add_argument("--equilibria", type=int, default=1_000_000)
    asked = parser.parse_args().equilibria
    started = time.perf_counter()
    solved = scan(asked)
    took = time.perf_counter() - started
    print(
        f"{solved:,} equilibria in {took:.1f} s, {1e6 * took / solved:.1f} µs each "
        f"({GROUPS} groups, {PRODUCTS} products, {MARKETS} markets, one process)"
    )
    return 0


def scan(asked: int) -> int:
    """Solve at least so many, and return how many were solved.

    Raises
    ------
    ValueError
        If one of them is no equilibrium.
    """
    rng = np.random.default_rng(0)
    kappas = np.array([_merged(*pair) for pair in combinations(range(GROUPS), 2)])
    draws = -(-asked // (len(kappas) * MARKETS))
    solved = 0
    for _ in range(MARKETS):
        firms = np.concatenate(
            [np.arange(GROUPS), rng.integers(0, GROUPS, PRODUCTS - GROUPS)]
        )
        prices = rng.uniform(15, 60, PRODUCTS)
        shares = rng.dirichlet(np.ones(PRODUCTS))
        for alpha, outside in zip(
            rng.uniform(0.1, 0.25, draws), rng.uniform(0.2, 0.8, draws), strict=True
        ):
            delta = np.log(shares * (1 - outside) / outside) + alpha * prices
            demand = Logit(alpha=float(alpha), delta=delta)
            costs = recover_costs(demand, prices, firms=firms, kappa=np.eye(GROUPS))
            found = solve_deals(demand, costs, firms=firms, kappas=kappas, start=prices)
            if not found.converged.all():
                raise ValueError("a deal without an equilibrium")
            solved += len(kappas)
    return solved


def _merged(first: int, second: int) -> np.ndarray:
    kappa = np.eye(GROUPS)
    kappa[first, second] = kappa[second, first] = 1.0
    return kappa


if __name__ == "__main__":
    sys.exit(main())
