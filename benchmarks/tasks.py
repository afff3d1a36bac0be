"""The rows of the table."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import problems
from benchmarks.timing import Task
from keiretsu.competition import recover_costs, solve_deals, solve_prices

STORED = Path(__file__).with_name("r_antitrust.json")
PARTIES = (19, 7)
"""Firms of the automobile data that merge, by PyBLP's numbers."""


def all_tasks() -> dict[str, Callable[[], Task]]:
    """Return every row by name; a row builds its problem only when it is run."""
    return {
        "logit-190": logit_pairs,
        "logit-1000": logit_merger,
        "logit-1000-costs": logit_costs,
        "mixed-1990": mixed_merger,
        "mixed-20-markets": mixed_markets,
        "mixed-190": mixed_pairs,
        "r-sim-200": r_simulation,
    }


def logit_pairs() -> Task:
    market = problems.logit(200, 20, 11)
    before = solve_prices(
        market.demand, market.costs, firms=market.firms, kappa=np.eye(20)
    ).prices
    deals = list(problems.pair_mergers(20))
    kappas = np.array([kappa for *_, kappa in deals])

    def ours() -> np.ndarray:
        return (
            solve_deals(
                market.demand,
                market.costs,
                firms=market.firms,
                kappas=kappas,
                start=before,
            )
            .check()
            .prices
        )

    def peer() -> np.ndarray:
        return np.array(
            [_peer_logit(market, buyer, bought) for buyer, bought, _ in deals]
        )

    return Task(
        name="logit-190",
        what="190 pair mergers, logit, 20 firms, 200 products",
        solves=190,
        ours=ours,
        peer=peer,
        reach=30,
    )


def logit_merger() -> Task:
    market = problems.logit(1000, 30, 7)
    kappa = next(problems.pair_mergers(30))[2]
    start = market.costs + 1 / market.demand.alpha

    def ours() -> np.ndarray:
        return (
            solve_prices(
                market.demand,
                market.costs,
                firms=market.firms,
                kappa=kappa,
                start=start,
            )
            .check()
            .prices
        )

    return Task(
        name="logit-1000",
        what="one merger, logit, 1000 products, 30 firms",
        solves=1,
        ours=ours,
        peer=lambda: _peer_logit(market, 0, 1),
        reach=200,
    )


def logit_costs() -> Task:
    market = problems.logit(1000, 30, 7)
    prices = np.asarray(market.peer.product_data.prices).ravel()
    return Task(
        name="logit-1000-costs",
        what="recover costs, logit, 1000 products, 30 firms",
        solves=1,
        ours=lambda: recover_costs(
            market.demand, prices, firms=market.firms, kappa=np.eye(30)
        ),
        peer=lambda: np.ravel(market.peer.compute_costs()),
        reach=200,
    )


def mixed_merger() -> Task:
    market = problems.mixed(1990)
    return Task(
        name="mixed-1990",
        what="one merger, mixed logit, BLP automobiles 1990, 131 products, 200 agents",
        solves=1,
        ours=lambda: _our_mixed(market),
        peer=lambda: _peer_mixed(market, *PARTIES),
        reach=8,
        limit=lambda: _exponentials(market) * _passes(market),
    )


def mixed_markets() -> Task:
    markets = [problems.mixed(year) for year in problems.years()]
    products = problems.automobiles().problem.products
    firms = products.firm_ids.ravel()
    after = np.where(firms == PARTIES[1], PARTIES[0], firms)

    def peer() -> np.ndarray:
        costs = problems.peer_costs()[:, None]
        found = problems.automobiles().compute_prices(firm_ids=after, costs=costs)
        return np.ravel(found)

    return Task(
        name="mixed-20-markets",
        what="the same merger in all 20 markets, 2217 products",
        solves=20,
        ours=lambda: np.concatenate([_our_mixed(market) for market in markets]),
        peer=peer,
        reach=12,
        limit=lambda: sum(_exponentials(m) * _passes(m) for m in markets),
    )


def mixed_pairs() -> Task:
    market = problems.mixed(1990)
    makers = np.argsort(-np.bincount(market.firms), kind="stable")[:20]
    deals = [
        (int(market.labels[makers[a]]), int(market.labels[makers[b]]))
        for a, b, _ in problems.pair_mergers(20)
    ]
    kappas = np.array([market.merged(*deal) for deal in deals])

    def answer() -> Any:
        return solve_deals(
            market.demand,
            market.costs,
            firms=market.firms,
            kappas=kappas,
            start=market.prices,
        )

    return Task(
        name="mixed-190",
        what="190 pair mergers, mixed logit, BLP automobiles 1990",
        solves=190,
        ours=lambda: answer().check().prices,
        peer=lambda: np.array([_peer_mixed(market, *deal) for deal in deals]),
        reach=20,
        limit=lambda: _exponentials(market) * float((answer().steps + 1).sum()),
    )


def r_simulation() -> Task:
    """Time what R's `sim` does: prices before and after, of given parameters."""
    stored = json.loads(STORED.read_text("utf-8"))
    market = problems.logit(200, 20, 11)
    kappa = next(problems.pair_mergers(20))[2]

    def ours() -> np.ndarray:
        found = []
        for weights in (np.eye(20), kappa):
            found.append(
                solve_prices(
                    market.demand, market.costs, firms=market.firms, kappa=weights
                )
                .check()
                .prices
            )
        return np.array(found)

    return Task(
        name="r-sim-200",
        what="R antitrust's sim, logit, 200 products: before and after",
        solves=1,
        ours=ours,
        peer=None,
        reach=1000,
        peer_name=f"R antitrust {stored['version']}, stored",
        peer_seconds=stored["median_seconds"]["sim_logit_200"],
    )


def _peer_logit(market: problems.LogitProblem, buyer: int, bought: int) -> np.ndarray:
    after = np.where(market.firms == bought, buyer, market.firms)
    found = market.peer.compute_prices(firm_ids=after, costs=market.costs[:, None])
    return np.ravel(found)


def _peer_mixed(market: problems.MixedProblem, buyer: int, bought: int) -> np.ndarray:
    firms = market.labels[market.firms]
    after = np.where(firms == bought, buyer, firms)
    found = problems.automobiles().compute_prices(
        firm_ids=after, costs=market.costs[:, None], market_id=market.year
    )
    return np.ravel(found)


def _solved(market: problems.MixedProblem) -> Any:
    return solve_prices(
        market.demand,
        market.costs,
        firms=market.firms,
        kappa=market.merged(*PARTIES),
        start=market.prices,
    )


def _our_mixed(market: problems.MixedProblem) -> np.ndarray:
    return np.asarray(_solved(market).prices)


def _passes(market: problems.MixedProblem) -> int:
    return int(_solved(market).steps) + 1


def _exponentials(market: problems.MixedProblem, times: int = 200) -> float:
    """Return the seconds of one exponential per agent and product, vectorised."""
    table = -np.abs(market.demand.values)
    out, took = np.empty_like(table), []
    for _ in range(5):
        began = time.perf_counter()
        for _ in range(times):
            np.exp(table, out=out)
        took.append(time.perf_counter() - began)
    return min(took) / times


def names() -> Iterator[str]:
    yield from all_tasks()
