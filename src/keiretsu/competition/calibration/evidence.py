"""What is known about a market besides prices and sales, and what a demand implies.

Margins, elasticities and diversion ratios come from accounts, surveys and studies; most
cases have some of them only. Each known number is compared with the number that a
demand implies at today's prices.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

from keiretsu.competition.ownership import check_makers
from keiretsu.competition.solvers.any_demand.prices import markups_at_prices
from keiretsu.demand import (
    AIDS,
    Demand,
    diversion,
    elasticities,
    market_elasticity,
    second_choices,
)
from keiretsu.errors import DataError, ShapeError


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """Known numbers of a market with J products; NaN or None where one is not known.

    Attributes
    ----------
    prices
        Currency units, shape `(J,)`.
    firms, kappa
        Makers, `(J,)`, and profit weights, `(F, F)`, of the day of the prices.
    margins
        (price - cost) / price, shape `(J,)`.
    own_elasticities
        Relative change of a product's sales per relative change of its price, `(J,)`.
    market_elasticity
        Relative change of all sales for a 1 % rise of all prices.
    diversions
        Share of product j's lost sales that k catches, `(J, J)`; diagonal unused.
    second_choices
        Share of product j's buyers who would take k if j were gone, `(J, J)`; diagonal
        unused. For choice models.
    margin_error, elasticity_error, diversion_error
        How far off a number of each kind may be; only ratios matter, and only where
        more is known than needed. Market and own elasticities share one, diversions and
        second choices another.

    Raises
    ------
    ShapeError
        If the arrays do not fit together.
    DataError
        If a price is not positive, a known margin does not lie between 0 and 1, a known
        elasticity is not negative, or an error is not positive.
    """

    prices: Float[np.ndarray, " J"]
    firms: Int[np.ndarray, " J"]
    kappa: Float[np.ndarray, "F F"]
    margins: Float[np.ndarray, " J"] | None = None
    own_elasticities: Float[np.ndarray, " J"] | None = None
    market_elasticity: float | None = None
    diversions: Float[np.ndarray, "J J"] | None = None
    second_choices: Float[np.ndarray, "J J"] | None = None
    margin_error: float = 1.0
    elasticity_error: float = 1.0
    diversion_error: float = 1.0

    def __post_init__(self) -> None:
        check_makers(self.firms, self.kappa)
        count = len(self.prices)
        for name, shape in (
            ("firms", (count,)),
            ("margins", (count,)),
            ("own_elasticities", (count,)),
            ("diversions", (count, count)),
            ("second_choices", (count, count)),
        ):
            values = getattr(self, name)
            if values is not None and np.shape(values) != shape:
                raise ShapeError(f"{name} of shape {np.shape(values)}, not {shape}")
        _check_numbers(self)

    @property
    def weights(self) -> Float[np.ndarray, "J J"]:
        """Weight on product k's profit in the decision for product j, `(J, J)`."""
        return self.kappa[np.ix_(self.firms, self.firms)]


@dataclass(frozen=True, kw_only=True)
class FitRow:
    """One known number beside the one that the calibrated demand implies.

    Attributes
    ----------
    what
        `margin`, `own elasticity`, `market elasticity`, `diversion` or `second choice`.
    product, towards
        Which product, and for a diversion or second choice to which; None where it is
        the market's.
    given, fitted
        The two numbers.
    error
        How far off the given one may be.
    """

    what: str
    product: int | None
    towards: int | None
    given: float
    fitted: float
    error: float

    @property
    def residual(self) -> float:
        """How far the fitted number is from the given one, in errors."""
        return (self.fitted - self.given) / self.error


def compare(demand: Demand, evidence: Evidence) -> tuple[FitRow, ...]:
    """Return every known number beside what a demand implies at today's prices."""
    rows: list[FitRow] = []

    def add(
        what: str, given: np.ndarray | None, fitted: np.ndarray, error: float
    ) -> None:
        if given is None:
            return
        for place in zip(*np.nonzero(np.isfinite(given)), strict=True):
            product, towards = (*map(int, place), None, None)[:2]
            if product != towards:
                pair = float(given[place]), float(fitted[place])
                rows.append(
                    FitRow(
                        what=what,
                        product=product,
                        towards=towards,
                        given=pair[0],
                        fitted=pair[1],
                        error=error,
                    )
                )

    prices = evidence.prices
    if evidence.margins is not None:
        markups = markups_at_prices(demand, prices, evidence.weights)
        add("margin", evidence.margins, markups / prices, evidence.margin_error)
    if evidence.own_elasticities is not None:
        own = np.diagonal(elasticities(demand, prices))
        known = evidence.own_elasticities
        add("own elasticity", known, own, evidence.elasticity_error)
    if evidence.diversions is not None:
        caught = diversion(demand, prices)
        add("diversion", evidence.diversions, caught, evidence.diversion_error)
    if evidence.second_choices is not None:
        told = evidence.second_choices
        taken = second_choices(demand, prices)
        add("second choice", told, taken, evidence.diversion_error)
    if evidence.market_elasticity is not None:
        rows.append(
            FitRow(
                what="market elasticity",
                product=None,
                towards=None,
                given=evidence.market_elasticity,
                fitted=_of_market(demand, prices),
                error=evidence.elasticity_error,
            )
        )
    return tuple(rows)


def _of_market(demand: Demand, prices: Float[np.ndarray, " J"]) -> float:
    """Return the market elasticity; AIDS has it as a parameter, by price index."""
    if isinstance(demand, AIDS):
        return demand.market_elasticity
    return market_elasticity(demand, prices)


def _check_numbers(evidence: Evidence) -> None:
    if not (np.isfinite(evidence.prices).all() and (evidence.prices > 0).all()):
        raise DataError(f"a price of {evidence.prices.min():g}")
    if evidence.margins is not None:
        known = evidence.margins[np.isfinite(evidence.margins)]
        wrong = known[~((known > 0) & (known < 1))]
        if wrong.size:
            raise DataError(
                f"a margin of {wrong[0]:g}",
                hint="a margin is a fraction of price, between 0 and 1",
            )
    own = evidence.own_elasticities
    known = own[np.isfinite(own)] if own is not None else np.zeros(0)
    market = evidence.market_elasticity
    known = np.append(known, -1.0 if market is None else market)
    if not (known < 0).all():
        raise DataError(
            f"an elasticity of {known.max():g}",
            hint="it must be negative: dearer products sell less",
        )
    errors = evidence.margin_error, evidence.elasticity_error, evidence.diversion_error
    if not min(errors) > 0:
        raise DataError(f"an error of {min(errors):g}", hint="it must be positive")
