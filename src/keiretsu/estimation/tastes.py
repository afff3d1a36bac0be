"""What PyBLP's parameters say about each agent: price terms and random coefficients."""

from __future__ import annotations

from typing import Any

import numpy as np
from jaxtyping import Float
from scipy.special import expit

from keiretsu.errors import DataError


def price_slopes(results: Any) -> tuple[float, Float[np.ndarray, " K2"]]:
    """Return what a price adds to mean utility, and to each random coefficient's term.

    A term counts as a price term if its label speaks of `prices`; it must then be a
    multiple of the price.

    Raises
    ------
    DataError
        If a term bends in prices, such as `log(prices)` or `prices * size`.
    """
    products, beta = results.problem.products, np.asarray(results.beta).ravel()
    prices = products.prices.ravel()
    linear = 0.0
    for k, label in enumerate(results.beta_labels):
        if _is_price(label):
            linear += beta[k] * _multiple(label, products.X1[:, k], prices)
    random = np.zeros(results.problem.K2)
    for k, label in enumerate(results.sigma_labels[: results.problem.K2]):
        if _is_price(label):
            random[k] = _multiple(label, products.X2[:, k], prices)
    return float(linear), random


def tastes_of(
    results: Any, market_id: Any
) -> tuple[Float[np.ndarray, "K2 I"], Float[np.ndarray, " I"]]:
    """Return each agent's random coefficients and weights in one market.

    Raises
    ------
    DataError
        If demographics differ by product, or choice sets by agent.
    """
    agents, problem = results.problem.agents, results.problem
    rows = np.flatnonzero(agents.market_ids.ravel() == market_id)
    if agents.demographics.ndim == 3 or agents.availability.size:
        raise DataError(
            "agents differ by product in their demographics or choice sets",
            hint="only demographics of the agent can be taken over",
        )
    sigma, nodes = np.asarray(results.sigma), agents.nodes[rows]
    if nodes.shape[1] != sigma.shape[1]:
        used = np.any(sigma != 0, axis=0)
        sigma, nodes = sigma[:, used], nodes[:, : used.sum()]
    tastes = sigma @ nodes.T
    if problem.D:
        tastes = tastes + np.asarray(results.pi) @ agents.demographics[rows].T
    kinds = {"linear": lambda x: x, "log": np.exp, "logit": expit}
    for k, kind in enumerate(getattr(problem, "rc_types", None) or ()):
        tastes[k] = kinds[kind](tastes[k])
    return tastes, agents.weights[rows].ravel()


def _is_price(label: str) -> bool:
    return "prices" in label


def _multiple(
    label: str, column: Float[np.ndarray, " N"], prices: Float[np.ndarray, " N"]
) -> float:
    """Return how many times the price a column is."""
    if label == "prices":  # fixed effects, once absorbed, leave only its differences
        return 1.0
    times = float(column @ prices / (prices @ prices))
    if not np.allclose(column, times * prices, rtol=1e-10, atol=0):
        raise DataError(
            f"the term {label!r} is no multiple of the price",
            hint="only utility that is linear in prices can be taken over",
        )
    return times
