"""What is known about a market besides prices and sales, and what a demand implies.

Margins, elasticities and diversion ratios come from accounts, surveys and studies; most
cases have some of them only. Each known number is compared with the number that a
demand implies at today's prices.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

from keiretsu.arrays import floats, number, refuse_large_table
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
from keiretsu.labels import aligned
from keiretsu.values import Value


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Evidence(Value):
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
    mean_margin, mean_own_elasticity
        Averages over products, weighted by what is sold.
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
    mean_margin: float | None = None
    mean_own_elasticity: float | None = None
    diversions: Float[np.ndarray, "J J"] | None = None
    second_choices: Float[np.ndarray, "J J"] | None = None
    margin_error: float = 1.0
    elasticity_error: float = 1.0
    diversion_error: float = 1.0

    def __post_init__(self) -> None:
        """Take the arrays in."""
        named, _ = aligned(
            {
                name: getattr(self, name)
                for name in ("prices", "firms", "margins", "own_elasticities")
                if getattr(self, name) is not None
            }
        )
        prices = floats(
            named["prices"],
            "prices",
            shape=(None,),
            above=0,
            hint="a price is above zero; prices of one stand for unknown levels",
        )
        refuse_large_table(len(prices))
        firms, kappa = check_makers(named["firms"], self.kappa)
        taken = {"prices": prices, "firms": firms, "kappa": kappa}
        count = len(prices)
        for name, shape in (
            ("firms", (count,)),
            ("margins", (count,)),
            ("own_elasticities", (count,)),
            ("diversions", (count, count)),
            ("second_choices", (count, count)),
        ):
            values = taken.get(name, named.get(name, getattr(self, name)))
            if values is None:
                continue
            if np.shape(values) != shape:
                raise ShapeError(f"{name} of shape {np.shape(values)}, not {shape}")
            if name != "firms":
                taken[name] = floats(values, name, missing=True)
        for name, table in taken.items():
            object.__setattr__(self, name, table)
        for name in ("market_elasticity", "mean_margin", "mean_own_elasticity"):
            given = getattr(self, name)
            if given is not None:
                object.__setattr__(self, name, number(given, name))
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
        `margin`, `own elasticity`, `mean margin`, `mean own elasticity`, `market
        elasticity`, `diversion` or `second choice`.
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
    return (*_by_product(demand, evidence), *_by_market(demand, evidence))


def _by_product(demand: Demand, evidence: Evidence) -> Iterator[FitRow]:
    """Yield what is known of single products and pairs of them."""
    prices = evidence.prices
    if evidence.margins is not None:
        margins = markups_at_prices(demand, prices, evidence.weights) / prices
        error = evidence.margin_error
        yield from _rows("margin", evidence.margins, margins, error)
    if evidence.own_elasticities is not None:
        own = np.diagonal(elasticities(demand, prices))
        error = evidence.elasticity_error
        yield from _rows("own elasticity", evidence.own_elasticities, own, error)
    error = evidence.diversion_error
    if evidence.diversions is not None:
        caught = diversion(demand, prices)
        yield from _rows("diversion", evidence.diversions, caught, error)
    if evidence.second_choices is not None:
        taken = second_choices(demand, prices)
        yield from _rows("second choice", evidence.second_choices, taken, error)


def _by_market(demand: Demand, evidence: Evidence) -> Iterator[FitRow]:
    """Yield what is known of the market as a whole."""
    prices = evidence.prices
    if evidence.mean_margin is not None:
        margins = markups_at_prices(demand, prices, evidence.weights) / prices
        mean = _mean(demand, prices, margins)
        error = evidence.margin_error
        yield _row("mean margin", evidence.mean_margin, mean, error)
    error = evidence.elasticity_error
    if evidence.mean_own_elasticity is not None:
        mean = _mean(demand, prices, np.diagonal(elasticities(demand, prices)))
        yield _row("mean own elasticity", evidence.mean_own_elasticity, mean, error)
    if evidence.market_elasticity is not None:
        whole = _of_market(demand, prices)
        yield _row("market elasticity", evidence.market_elasticity, whole, error)


def _rows(
    what: str, given: np.ndarray, fitted: np.ndarray, error: float
) -> Iterator[FitRow]:
    """Yield one row for each number that is known, the diagonal of pairs left out."""
    for place in zip(*np.nonzero(np.isfinite(given)), strict=True):
        product, towards = (*map(int, place), None, None)[:2]
        if product != towards:
            yield FitRow(
                what=what,
                product=product,
                towards=towards,
                given=float(given[place]),
                fitted=float(fitted[place]),
                error=error,
            )


def _row(what: str, given: float, fitted: float, error: float) -> FitRow:
    return FitRow(
        what=what, product=None, towards=None, given=given, fitted=fitted, error=error
    )


def _mean(
    demand: Demand, prices: Float[np.ndarray, " J"], values: Float[np.ndarray, " J"]
) -> float:
    return float(np.average(values, weights=demand.quantities(prices)))


def _of_market(demand: Demand, prices: Float[np.ndarray, " J"]) -> float:
    """Return the market elasticity; AIDS has it as a parameter, by price index."""
    if isinstance(demand, AIDS):
        return demand.market_elasticity
    return market_elasticity(demand, prices)


def _check_numbers(evidence: Evidence) -> None:
    margins = np.atleast_1d([] if evidence.margins is None else evidence.margins)
    if evidence.mean_margin is not None:
        margins = np.append(margins, evidence.mean_margin)
    if margins.size:
        known = margins[np.isfinite(margins)]
        wrong = known[~((known > 0) & (known < 1))]
        if wrong.size:
            raise DataError(
                f"a margin of {wrong[0]:g}",
                hint="a margin is a fraction of price, between 0 and 1",
            )
    own = evidence.own_elasticities
    known = own[np.isfinite(own)] if own is not None else np.zeros(0)
    means = (evidence.market_elasticity, evidence.mean_own_elasticity)
    known = np.append(known, [mean for mean in means if mean is not None])
    if not (known < 0).all():
        raise DataError(
            f"an elasticity of {known.max():g}",
            hint="it must be negative: dearer products sell less",
        )
    errors = evidence.margin_error, evidence.elasticity_error, evidence.diversion_error
    if not min(errors) > 0:
        raise DataError(f"an error of {min(errors):g}", hint="it must be positive")
