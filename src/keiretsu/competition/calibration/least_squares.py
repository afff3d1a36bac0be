"""The parameters at which a demand form is nearest to what is known.

Weighted least squares over the known numbers. With as many as there are parameters the
fit is exact; with more the fit table shows where the form cannot follow; with fewer, or
with numbers that say the same twice, the fit is refused, and what is missing is named.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np
from jaxtyping import Float

from keiretsu.competition.calibration.evidence import Evidence, FitRow, compare
from keiretsu.competition.calibration.identification import refuse_open_parameters
from keiretsu.competition.solvers.any_demand.prices import markups_at_prices
from keiretsu.demand import Demand
from keiretsu.errors import DataError, NoConvergence
from keiretsu.values import Value

Form = TypeVar("Form", bound=Demand)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Calibration(Value, Generic[Form]):
    """A demand that explains today, and how well it does.

    Attributes
    ----------
    demand
        The calibrated form.
    costs
        Marginal costs at which today's prices are optimal under it, `(J,)`.
    table
        Every known number beside the fitted one.
    """

    demand: Form
    costs: Float[np.ndarray, " J"]
    table: tuple[FitRow, ...]

    @property
    def worst(self) -> float:
        """Largest residual of the fit table, in errors."""
        return max((abs(row.residual) for row in self.table), default=0.0)


def fit(
    build: Callable[[Float[np.ndarray, " N"]], Form],
    starts: Sequence[Float[np.ndarray, " N"]],
    evidence: Evidence,
    *,
    names: Sequence[str],
) -> Calibration[Form]:
    """Return the demand of a family that is nearest to the evidence.

    Parameters
    ----------
    build
        Demand of given parameters, which may be any real numbers.
    starts
        Parameters to start from, each `(N,)`; the best end point counts.
    evidence
        What is known.
    names
        What each parameter is called in messages.

    Raises
    ------
    DataError
        If too little is known, or it leaves a parameter open.
    NoConvergence
        If no start leads to parameters at which the demand can be judged.
    """
    known = len(compare(build(np.asarray(starts[0])), evidence))
    if known < len(names):
        raise DataError(
            f"{known} known number{'' if known == 1 else 's'} for {len(names)} "
            f"parameter{'' if len(names) == 1 else 's'}: {', '.join(names)}",
            hint="add margins, elasticities or diversion ratios, or fix a parameter",
        )
    refuse_open_parameters(
        lambda at: compare(build(at), evidence), np.asarray(starts[0]), names
    )

    def residuals(at: Float[np.ndarray, " N"]) -> Float[np.ndarray, " M"]:
        with np.errstate(all="ignore"):
            try:
                found = np.array([row.residual for row in compare(build(at), evidence)])
            except (DataError, NoConvergence, np.linalg.LinAlgError):
                return np.full(known, 1e6)
        return np.where(np.isfinite(found), found, 1e6)

    ends = [_descend(residuals, np.asarray(start)) for start in starts]
    best = min(ends, key=lambda end: float(end.cost))
    if not float(best.cost) < 1e6:
        raise NoConvergence(
            "no parameters tried give a demand that can be compared with what is known",
            hint="check margins and elasticities for extremes",
        )
    demand = build(best.x)
    table = compare(demand, evidence)
    markups = markups_at_prices(demand, evidence.prices, evidence.weights)
    return Calibration(
        demand=demand,
        costs=evidence.prices - markups,
        table=table,
    )


def _descend(residuals: Callable[[np.ndarray], np.ndarray], start: np.ndarray) -> Any:
    from scipy.optimize import least_squares  # takes long to load

    return least_squares(
        residuals,
        start,
        jac="3-point",
        x_scale="jac",
        ftol=1e-15,
        xtol=1e-15,
        gtol=1e-15,
        max_nfev=300,
    )
