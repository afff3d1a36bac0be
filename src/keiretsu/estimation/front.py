"""A thin front: logit and nested logit estimated by PyBLP from a product table."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from keiretsu.errors import DataError
from keiretsu.market.checks import check_table
from keiretsu.market.faults import demand_no_errors
from keiretsu.market.product_table import to_table


def estimate(
    frame: Any,
    formula: str = "1 + prices",
    *,
    absorb: str | None = None,
    nested: bool = False,
) -> Any:
    """Estimate logit or nested logit demand and return PyBLP's `ProblemResults`.

    `keiretsu.estimation.market_from_pyblp` takes the answer on to deals.

    Parameters
    ----------
    frame
        Any data frame with PyBLP's columns: `market_ids`, `firm_ids`, `shares` of all
        potential buyers, `prices`, the formula's, and `demand_instruments0`,
        `demand_instruments1`, ...: what moves prices (or nest shares) but not tastes.
    formula
        What mean utility depends on, `prices` among them.
    absorb
        Fixed effects, such as `C(product_ids)`.
    nested
        Whether to estimate one nesting parameter over the column `nesting_ids`.

    Raises
    ------
    DataError
        If PyBLP is not installed, the table has faults, a column is missing, or there
        are fewer instruments than prices and nesting need.
    """
    pyblp = _pyblp()
    table = to_table(frame)
    demand_no_errors(check_table(table), "the table")
    _check(table.columns, formula, nested)
    data = {name: np.asarray(table[name]) for name in table.columns}
    if not nested:
        data.pop("nesting_ids", None)
    formulation = pyblp.Formulation(formula, absorb=absorb)
    quiet, pyblp.options.verbose = pyblp.options.verbose, False
    try:
        problem = pyblp.Problem(formulation, data)
        return problem.solve(rho=0.5) if nested else problem.solve()
    except pyblp.exceptions.MultipleErrors as error:
        raise DataError(f"PyBLP stopped: {error}", hint="see PyBLP's advice") from None
    finally:
        pyblp.options.verbose = quiet


def _pyblp() -> Any:
    try:
        import pyblp
    except ImportError:
        raise DataError(
            "PyBLP is not installed", hint="pip install 'keiretsu[estimation]'"
        ) from None
    return pyblp


def _check(columns: list[str], formula: str, nested: bool) -> None:
    words = set(re.findall(r"[A-Za-z_]\w*", formula))
    if "prices" not in words:
        raise DataError(f"the formula {formula!r} has no prices", hint="add + prices")
    for column in ("shares", "prices", *(("nesting_ids",) if nested else ())):
        if column not in columns:
            raise DataError(f"there is no column {column!r}", hint="see the docs")
    needed = 2 if nested else 1
    there = sum(bool(re.fullmatch(r"demand_instruments\d+", c)) for c in columns)
    if there < needed:
        raise DataError(
            f"{there} demand instruments where at least {needed} are needed",
            hint="add columns demand_instruments0, ...: what moves prices, not tastes",
        )
