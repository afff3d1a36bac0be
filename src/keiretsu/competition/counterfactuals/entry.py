r"""Entry and exit: which products makers offer, and what each is worth to its maker.

A product is worth to its maker what it earns with it less what it earns without it,
prices settling anew: part of its sales come from the maker's other products, and its
presence makes rivals price lower. It stays if that exceeds its fixed cost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float, Int

from keiretsu.arrays import marks, number, whole_numbers
from keiretsu.competition.bertrand import solve_prices
from keiretsu.competition.equilibrium import Equilibrium
from keiretsu.competition.inputs import market_arrays
from keiretsu.demand import Logit, MixedLogit, NestedLogit, restrict
from keiretsu.errors import NoConvergence
from keiretsu.values import Value

Choice = Logit | NestedLogit | MixedLogit
"""Forms that stay themselves when a product leaves."""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Worth(Value):
    """What C products are worth to their makers.

    Attributes
    ----------
    products
        The products asked about.
    worth
        Largest fixed cost at which the maker offers each, given all other products,
        shape `(C,)`, currency units for the whole market.
    buyers_gain
        What buyers gain by each product, shape `(C,)`, currency units.
    residual
        Largest first-order residual of all equilibria behind it, currency per unit.
    unsolved
        Products whose equilibrium with or without them was not found.
    """

    products: tuple[int, ...]
    worth: Float[np.ndarray, " C"]
    buyers_gain: Float[np.ndarray, " C"]
    residual: float
    unsolved: tuple[int, ...]

    @property
    def converged(self) -> bool:
        """Whether all equilibria were found."""
        return not self.unsolved

    @property
    def status(self) -> str:
        """How it went, as a sentence."""
        if self.converged:
            return (
                f"solved with and without {len(self.products)} products; largest "
                f"first-order residual {self.residual:.1e} per unit"
            )
        return f"not solved with or without product {self.unsolved[0]}"

    def check(self) -> Worth:
        """Return itself, or raise `NoConvergence` with the status."""
        if not self.converged:
            raise NoConvergence(self.status, hint="ask for the other products alone")
        return self


def solve_offered(
    demand: Choice,
    costs: Float[np.ndarray, " J"],
    *,
    offered: Bool[np.ndarray, " J"],
    firms: Int[np.ndarray, " J"],
    kappa: Float[np.ndarray, "F F"],
) -> Equilibrium:
    """Return equilibrium prices of the offered products only, in their order.

    Parameters
    ----------
    demand, costs, firms, kappa
        Of all J products, as for `solve_prices`.
    offered
        Which of them are sold, shape `(J,)`.
    """
    _, at = market_arrays(demand, firms=firms, kappa=kappa, costs=costs)
    offered = marks(offered, "offered", count=len(at.costs))
    return solve_prices(
        restrict(demand, offered),
        at.costs[offered],
        firms=at.firms[offered],
        kappa=at.kappa,
    )


def worth_of_products(
    demand: Choice,
    costs: Float[np.ndarray, " J"],
    *,
    products: Sequence[int],
    firms: Int[np.ndarray, " J"],
    kappa: Float[np.ndarray, "F F"],
    offered: Bool[np.ndarray, " J"] | None = None,
    market_size: float = 1.0,
) -> Worth:
    """Return what each product is worth to its maker, others' lines given.

    Parameters
    ----------
    demand, costs, firms, kappa
        Of all J products, as for `solve_prices`, the possible entrants included. The
        maker counts profits as its manager does, stakes included.
    products
        Products asked about, whether offered or not.
    offered
        Which are offered now, shape `(J,)`; None means all.
    market_size
        Potential buyers.

    References
    ----------
    Werden & Froeb (1998), "The entry-inducing effects of horizontal mergers"; Wollmann
    (2018), "Trucks without bailouts", AER 108.
    """
    _, at = market_arrays(demand, firms=firms, kappa=kappa, costs=costs)
    count = len(at.costs)
    now = np.ones(count, dtype=bool) if offered is None else offered
    now = marks(now, "offered", count=count)
    products = whole_numbers(products, "products", below=count).tolist()
    market_size = number(market_size, "market_size", above=0)

    def earn(line: Bool[np.ndarray, " J"]) -> Earnings:
        return earnings(demand, at.costs, offered=line, firms=at.firms, kappa=at.kappa)

    worths, gains, unsolved, residual = [], [], [], 0.0
    for product in products:
        sides = [earn(changed(now, product, there)) for there in (False, True)]
        maker = at.firms[product]
        worths.append(market_size * (sides[1].objectives - sides[0].objectives)[maker])
        gains.append(market_size * (sides[1].surplus - sides[0].surplus))
        residual = max(residual, *(side.residual for side in sides))
        if not all(side.solved for side in sides):
            unsolved.append(product)
    return Worth(
        products=tuple(products),
        worth=np.array(worths),
        buyers_gain=np.array(gains),
        residual=residual,
        unsolved=tuple(unsolved),
    )


def changed(
    now: Bool[np.ndarray, " J"], product: int, there: bool
) -> Bool[np.ndarray, " J"]:
    """Return which products are offered once one has come or gone, `(J,)`."""
    after = np.array(now)
    after[product] = there
    return after


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Earnings(Value):
    """What makers earn with one line of products, a potential buyer.

    Attributes
    ----------
    own, objectives
        Each maker's variable profit, and what its manager counts, stakes included,
        shape `(F,)`.
    surplus
        Buyers'; only differences mean something.
    residual, solved
        As in `Equilibrium`.
    """

    own: Float[np.ndarray, " F"]
    objectives: Float[np.ndarray, " F"]
    surplus: float
    residual: float
    solved: bool


def earnings(
    demand: Choice,
    costs: Float[np.ndarray, " J"],
    *,
    offered: Bool[np.ndarray, " J"],
    firms: Int[np.ndarray, " J"],
    kappa: Float[np.ndarray, "F F"],
) -> Earnings:
    """Return what makers earn with the offered products only, prices settling anew.

    Parameters
    ----------
    demand, costs, offered, firms, kappa
        As for `solve_offered`.
    """
    if not offered.any():
        nothing = np.zeros(len(kappa))
        return Earnings(
            own=nothing, objectives=nothing, surplus=0.0, residual=0.0, solved=True
        )
    solved = solve_offered(demand, costs, offered=offered, firms=firms, kappa=kappa)
    own = np.bincount(
        firms[offered], weights=solved.markups * solved.shares, minlength=len(kappa)
    )
    return Earnings(
        own=own,
        objectives=kappa @ own,
        surplus=float(restrict(demand, offered).surplus(solved.prices)),
        residual=solved.residual,
        solved=solved.converged,
    )
