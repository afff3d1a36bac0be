"""Ownership at the size of a country: `python -m benchmarks.ownership`.

A hundred thousand companies and a million stakes, drawn from a seed: a few holders have
very many stakes, and rings occur. Prints how long ultimate ownership and the profit
weights of the 50 largest companies take, and how much memory.
"""

from __future__ import annotations

import argparse
import resource
import time

import numpy as np
from scipy.sparse import csr_array, diags_array

from keiretsu.control import Holdings, ultimate_ownership, weights_under

LARGEST = 50


def stakes(companies: int, count: int, seed: int) -> csr_array:
    """Draw stakes whose holders follow a power law; each company has some rest left."""
    rng = np.random.default_rng(seed)
    holder = np.minimum((rng.pareto(1.0, count) * 20).astype(int), companies - 1)
    holder = rng.permutation(companies)[holder]
    held = rng.integers(0, companies, count)
    other = holder != held
    table = csr_array(
        (rng.random(int(other.sum())), (holder[other], held[other])),
        shape=(companies, companies),
    )
    table.sum_duplicates()
    total = np.maximum(table.sum(axis=0), 1e-12)
    return csr_array(table @ diags_array(rng.uniform(0.1, 0.9, companies) / total))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ownership")
    parser.add_argument("--companies", type=int, default=100_000)
    parser.add_argument("--stakes", type=int, default=1_100_000)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    table = stakes(asked.companies, asked.stakes, asked.seed)
    holdings = Holdings(
        index={f"c{n}": n for n in range(asked.companies)}, cash=table, votes=table
    )
    largest = np.argsort(-np.diff(table.indptr), kind="stable")[:LARGEST]
    print(f"{asked.companies} companies, {table.nnz} stakes, seed {asked.seed}")
    outside = diags_array(1 - table.sum(axis=0))
    began = time.perf_counter()
    shares = ultimate_ownership(outside, table, of=largest.tolist())
    missing = np.abs(shares.sum(axis=0) - 1).max()
    print(
        f"ultimate ownership of the {LARGEST} with most stakes: "
        f"{time.perf_counter() - began:.1f} s; columns miss 1 by {missing:.0e}"
    )
    for reading in ("silent", "proportional", "full"):
        began = time.perf_counter()
        names = [f"c{n}" for n in largest]
        weights = weights_under(reading, holdings, of=names, rest_holders=100)
        off = weights[~np.eye(LARGEST, dtype=bool)]
        print(
            f"profit weights, {reading}: {time.perf_counter() - began:.1f} s; "
            f"largest weight on another {off.max():.3f}"
        )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"memory at most: {peak:.1f} GiB")


if __name__ == "__main__":
    main()
