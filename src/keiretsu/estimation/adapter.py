r"""From PyBLP's results to our demand, costs and makers, market by market.

PyBLP writes utility as :math:`\delta_j + \mu_{ij}`, prices included, and a negative
price coefficient; we hold what each type values at a price of zero and the utility that
a currency unit costs it. Weights of agents are kept as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from jaxtyping import Float, Int

from keiretsu.competition import recover_costs
from keiretsu.demand import Logit, MixedLogit, NestedLogit
from keiretsu.errors import DataError
from keiretsu.estimation.tastes import price_slopes, tastes_of
from keiretsu.files import is_file
from keiretsu.market import Market
from keiretsu.sources import Source
from keiretsu.values import Value


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Estimated(Value):
    """One market of a solved PyBLP problem, ready for deals.

    Attributes
    ----------
    market
        The products, with shares as quantities of one potential buyer.
    demand
        Logit, nested or mixed logit at the estimate.
    firms
        Maker of each product, an index into `makers`, shape `(J,)`.
    makers
        PyBLP's `firm_ids`, in order.
    kappa
        Profit weights today, shape `(F, F)`: from PyBLP's ownership if it was given.
    costs
        Marginal costs at which today's prices are optimal, shape `(J,)`.
    """

    market: Market
    demand: Logit | NestedLogit | MixedLogit
    firms: Int[np.ndarray, " J"]
    makers: tuple[str, ...]
    kappa: Float[np.ndarray, "F F"]
    costs: Float[np.ndarray, " J"]


def read_pyblp(path: Path) -> Any:
    """Return results that PyBLP's `to_pickle` saved.

    A pickle runs code as it loads: read only files that you or PyBLP wrote.

    Raises
    ------
    DataError
        If there is no such file, or it holds something else.
    """
    import pyblp

    if not is_file(path):
        raise DataError(f"there is no file {path}", hint="save one with to_pickle")
    try:
        results = pyblp.read_pickle(path)
    except Exception as error:
        raise DataError(
            f"{path} cannot be read: {error}", hint="save it again with this PyBLP"
        ) from None
    _check_kind(results)
    return results


def demand_from_pyblp(results: Any, market_id: Any) -> Logit | NestedLogit | MixedLogit:
    """Return the demand of one market at PyBLP's estimate.

    Parameters
    ----------
    results
        PyBLP's `ProblemResults`.
    market_id
        One of the problem's `market_ids`.

    Raises
    ------
    DataError
        If `results` are no such results, the market is unknown, or utility is not
        linear in prices.
    """
    rows = _rows(results, market_id)
    products = results.problem.products
    prices = products.prices[rows].ravel()
    linear, random = price_slopes(results)
    scale = float(getattr(results.problem, "epsilon_scale", 1.0))
    delta = np.asarray(results.delta)[rows].ravel() - linear * prices
    nesting, nests = _nesting(results, rows)
    if results.problem.K2 == 0:
        _check_price(-linear)
        if nesting is None or nests is None:
            return Logit(alpha=-linear / scale, delta=delta / scale)
        return NestedLogit(alpha=-linear, delta=delta, nesting=nesting, nests=nests)
    tastes, weights = tastes_of(results, market_id)
    fixed = products.X2[rows] * (random == 0)
    alpha = -(linear + random @ tastes)
    _check_price(float(alpha.min()))
    return MixedLogit(
        values=(delta[:, None] + fixed @ tastes) / scale,
        alpha=alpha / scale,
        weights=weights,
        nesting=nesting,
        nests=nests,
    )


def market_from_pyblp(results: Any, market_id: Any) -> Estimated:
    """Return one market at PyBLP's estimate: products, demand, makers and costs.

    Raises
    ------
    DataError
        As for `demand_from_pyblp`; and if makers are not known.
    """
    demand = demand_from_pyblp(results, market_id)
    rows = _rows(results, market_id)
    products = results.problem.products
    if products.firm_ids.size == 0:
        raise DataError("the problem has no firm_ids", hint="add them to product_data")
    prices = products.prices[rows].ravel()
    makers, firms = np.unique(products.firm_ids[rows].ravel(), return_inverse=True)
    names = tuple(map(str, makers))
    kappa = np.eye(len(makers))
    if products.ownership.shape[1] > 0:
        firms, names, kappa = _owned(
            products.ownership[rows][:, : len(rows)], firms, names
        )
    return Estimated(
        market=_market(results, market_id, rows),
        demand=demand,
        firms=firms,
        makers=names,
        kappa=kappa,
        costs=recover_costs(demand, prices, firms=firms, kappa=kappa),
    )


def _check_kind(results: Any) -> None:
    if not all(hasattr(results, name) for name in ("problem", "delta", "beta_labels")):
        raise DataError(
            f"{type(results).__name__} holds no estimate",
            hint="give what Problem.solve returned, PyBLP's ProblemResults",
        )


def _check_price(least: float) -> None:
    if not least > 0:
        raise DataError(
            f"a price coefficient of {-least:g}",
            hint="every buyer must lose utility when a price rises",
        )


def _rows(results: Any, market_id: Any) -> Int[np.ndarray, " J"]:
    _check_kind(results)
    ids = results.problem.products.market_ids.ravel()
    rows = np.flatnonzero(ids == market_id)
    if not len(rows):
        some = ", ".join(map(str, np.unique(ids)[:5]))
        raise DataError(f"there is no market {market_id!r}", hint=f"there are {some}")
    return rows


def _nesting(
    results: Any, rows: Int[np.ndarray, " J"]
) -> tuple[np.ndarray | None, np.ndarray | None]:
    """Return the nesting parameter of each nest of the market, and nests."""
    products, rho = results.problem.products, np.asarray(results.rho).ravel()
    if products.nesting_ids.size == 0 or rho.size == 0:
        return None, None
    here, nests = np.unique(products.nesting_ids[rows].ravel(), return_inverse=True)
    if rho.size == 1:
        return np.full(len(here), rho[0]), nests
    everywhere = np.unique(products.nesting_ids.ravel())
    return rho[np.searchsorted(everywhere, here)], nests


def _owned(
    ownership: Float[np.ndarray, "J J"],
    firms: Int[np.ndarray, " J"],
    names: tuple[str, ...],
) -> tuple[np.ndarray, tuple[str, ...], np.ndarray]:
    """Return makers and weights: by maker where ownership allows, else by product."""
    first = np.array([np.flatnonzero(firms == f)[0] for f in range(len(names))])
    kappa = ownership[np.ix_(first, first)]
    if np.array_equal(kappa[np.ix_(firms, firms)], ownership):
        return firms, names, kappa
    each = np.arange(len(firms))
    return each, tuple(f"{names[f]} {n + 1}" for n, f in enumerate(firms)), ownership


def _market(results: Any, market_id: Any, rows: Int[np.ndarray, " J"]) -> Market:
    products = results.problem.products
    shares = products.shares[rows].ravel()
    makers = tuple(map(str, products.firm_ids[rows].ravel()))
    nests: tuple[str | None, ...] = (None,) * len(rows)
    if products.nesting_ids.size:
        nests = tuple(map(str, products.nesting_ids[rows].ravel()))
    return Market(
        name=str(market_id),
        title=f"PyBLP's market {market_id}",
        jurisdiction="",
        period=str(market_id),
        products=_names(products, rows),
        firms=makers,
        brands=makers,
        quantities=shares,
        prices=products.prices[rows].ravel(),
        currency=None,
        outside_share=float(1 - shares.sum()),
        nests=nests,
        powertrains=(None,) * len(rows),
        competing=np.ones(len(rows), dtype=bool),
        coverage=None,
        notes=("quantities are shares of all potential buyers",),
        sources=(Source(title="a problem solved by PyBLP", confidence="derived"),),
    )


def _names(products: Any, rows: Int[np.ndarray, " J"]) -> tuple[str, ...]:
    """Return PyBLP's `product_ids`, or numbers where it was given none."""
    ids = getattr(products, "product_ids", np.zeros((0, 0)))
    if not ids.size:
        return tuple(str(n + 1) for n in range(len(rows)))
    return tuple(map(str, ids[rows].ravel()))
