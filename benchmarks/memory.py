"""Memory of a great batch: `python -m benchmarks.memory`.

Ten thousand draws of the demand, under each of 190 pair mergers, on a market of 131
products: nested logit with one nest of all that is sold, calibrated anew to the same
shares in every draw. Keeps every product's change of price, in 32 bits, and prints what
memory that took.
"""

from __future__ import annotations

import argparse
import resource
import time

import numpy as np

from benchmarks.problems import pair_mergers
from keiretsu.competition import firm_nests_of, solve_many_demands

MAKERS, PRODUCTS = 20, 131


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.memory")
    parser.add_argument("--draws", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    rng = np.random.default_rng(asked.seed)
    firms = np.concatenate(
        [np.arange(MAKERS), rng.integers(0, MAKERS, PRODUCTS - MAKERS)]
    )
    pairs = firm_nests_of(firms, np.zeros(PRODUCTS, dtype=int))
    inside = rng.dirichlet(np.ones(PRODUCTS))
    demands = {
        "alpha": rng.uniform(0.1, 0.4, asked.draws),
        "nesting": rng.uniform(0.2, 0.8, (asked.draws, 1)),
        "outside": rng.uniform(0.3, 0.9, asked.draws),
    }
    deals = list(pair_mergers(MAKERS))
    changes = np.empty((len(deals), asked.draws, PRODUCTS), dtype=np.float32)
    failed, began = 0, time.perf_counter()
    for number, (*_, kappa) in enumerate(deals):
        found = solve_many_demands(
            pairs, inside, before=np.eye(MAKERS), after=kappa, **demands
        )
        changes[number] = found.markup_change[:, pairs.of_product]
        failed += int((~found.converged).sum())
    took = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    count = len(deals) * asked.draws
    print(
        f"{asked.draws} draws x {len(deals)} mergers x {PRODUCTS} products: "
        f"{took:.0f} s, {took / count * 1e6:.0f} µs each, {failed} not solved"
    )
    kept = changes.nbytes / 2**30
    print(f"memory at most {peak:.1f} GiB, of which the answers {kept:.1f} GiB")


if __name__ == "__main__":
    main()
