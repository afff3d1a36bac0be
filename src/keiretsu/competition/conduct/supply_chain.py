r"""A chain of two levels: suppliers bargain over wholesale prices, makers set prices.

Each car needs one input of one supplier. Makers set retail prices given wholesale
prices w; each pair bargains over its w, all else given, and if it disagrees the car is
not sold and its buyers turn to others. Under logit demand the losses are
proportional to :math:`X_j = m_j - \sum_k \kappa s_k m_k`, so the bargain with
suppliers' power :math:`\beta_j` is

.. math:: (1 - \beta_j)\, X^{supplier}_j = \beta_j\, X^{maker}_j ,

and makers' own conditions are :math:`X^{maker}_j = 1/\alpha`: suppliers get
:math:`\beta_j/(1-\beta_j)` times what makers would lose. Contracts and retail prices
are struck at once, so a supplier does not count on moving retail prices.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

from keiretsu.arrays import floats, refuse_large_table
from keiretsu.competition.equilibrium import TOLERANCE
from keiretsu.competition.inputs import plain_logit
from keiretsu.competition.ownership import check_makers
from keiretsu.competition.solvers.newton import Linearised, complex_step, find_root
from keiretsu.demand import Logit
from keiretsu.errors import DataError, NoConvergence, ShapeError
from keiretsu.values import Value


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Chain(Value):
    """Retail and wholesale prices at which nobody wants another bargain or price.

    Attributes
    ----------
    prices, wholesale
        Of each car and of its input, shape `(J,)`, currency units.
    maker_markups, supplier_markups
        Of each level over its own costs, shape `(J,)`, currency units.
    shares
        Of all potential buyers, shape `(J,)`.
    residual
        Largest residual of both levels' conditions, currency units per unit.
    steps
        Steps taken.
    """

    prices: Float[np.ndarray, " J"]
    wholesale: Float[np.ndarray, " J"]
    maker_markups: Float[np.ndarray, " J"]
    supplier_markups: Float[np.ndarray, " J"]
    shares: Float[np.ndarray, " J"]
    residual: float
    steps: int

    @property
    def converged(self) -> bool:
        """Whether both levels' conditions hold."""
        largest = float(np.max(np.abs(self.maker_markups)))
        return bool(self.residual <= TOLERANCE * largest)

    @property
    def status(self) -> str:
        """How it went, as a sentence."""
        word = f"solved in {self.steps} steps" if self.converged else "not solved"
        return f"{word}; largest residual {self.residual:.1e} per unit"

    def check(self) -> Chain:
        """Return itself, or raise `NoConvergence` with the status."""
        if not self.converged:
            raise NoConvergence(self.status, hint="check powers and stakes")
        return self


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Level(Value):
    """Who acts at one level of the chain.

    Attributes
    ----------
    firms
        Maker or supplier of each car, an index from 0, shape `(J,)`.
    kappa
        Profit weights within the level, `(F, F)`, diagonal 1.
    costs
        Marginal costs of the level itself, shape `(J,)`, currency units.
    """

    firms: Int[np.ndarray, " J"]
    kappa: Float[np.ndarray, "F F"]
    costs: Float[np.ndarray, " J"]

    def __post_init__(self) -> None:
        """Take the arrays in."""
        firms, kappa = check_makers(self.firms, self.kappa)
        costs = floats(self.costs, "costs", shape=firms.shape)
        for name, table in (("firms", firms), ("kappa", kappa), ("costs", costs)):
            object.__setattr__(self, name, table)

    @property
    def weights(self) -> Float[np.ndarray, "J J"]:
        """Profit weights between cars, shape `(J, J)`."""
        refuse_large_table(len(self.firms))
        return self.kappa[np.ix_(self.firms, self.firms)]


def solve_chain(
    demand: Logit,
    *,
    makers: Level,
    suppliers: Level,
    power: Float[np.ndarray, " J"] | float,
) -> Chain:
    """Return retail and wholesale prices of a chain of suppliers and makers.

    Mergers and stakes at either level change that level's kappa. Ties across levels
    are not modelled.

    Parameters
    ----------
    demand
        Logit demand of final buyers.
    makers, suppliers
        The two levels; makers' costs are those besides the input.
    power
        Bargaining power of suppliers, from 0 to below 1, one number or `(J,)`.

    Returns
    -------
    Chain
        Never raises for a hard problem: `status` says how it went, `check()` raises.

    Raises
    ------
    ShapeError, DataError
        If the arrays do not fit together or a power is impossible.

    References
    ----------
    Draganska, Klapper & Villas-Boas (2010), "A larger slice or a larger pie?"; Sheu &
    Taragin (2021), "Simulating mergers in a vertical supply chain with bargaining",
    RAND 52.

    Examples
    --------
    Two makers, one supplier each, equal power: both levels earn the same.

    >>> level = dict(firms=np.arange(2), kappa=np.eye(2))
    >>> chain = solve_chain(
    ...     Logit(alpha=0.2, delta=np.array([4.0, 5.0])),
    ...     makers=Level(costs=np.array([6.0, 10.0]), **level),
    ...     suppliers=Level(costs=np.array([4.0, 5.0]), **level),
    ...     power=0.5,
    ... ).check()
    >>> chain.maker_markups.round(3), chain.supplier_markups.round(3)
    (array([6.687, 6.687]), array([6.687, 6.687]))
    """
    demand = plain_logit(demand, "a supply chain")
    count = demand.size
    weights = makers.weights, suppliers.weights
    if not len(makers.costs) == len(suppliers.costs) == count:
        raise ShapeError(
            f"{len(makers.costs)} and {len(suppliers.costs)} costs for {count} cars"
        )
    powers = floats(power, "power")
    if powers.shape not in ((), (count,)):
        raise ShapeError(f"{len(powers)} powers for {count} cars")
    if not ((powers >= 0) & (powers < 1)).all():
        raise DataError(
            f"a bargaining power of suppliers from {powers.min():g} to "
            f"{powers.max():g}",
            hint="0 leaves wholesale prices at cost; at 1 makers would gain nothing",
        )
    worth = np.ones(count), np.broadcast_to(powers / (1 - powers), (count,))
    net = demand.delta - demand.alpha * (makers.costs + suppliers.costs)

    def lacking(both: np.ndarray) -> np.ndarray:
        """Return what each level's X lacks, all times alpha, shape `(2 J,)`."""
        levels = both[:count], both[count:]
        lifted = np.exp(net - levels[0] - levels[1])
        shares = lifted / (1 + lifted.sum())
        return np.concatenate(
            [
                markups - table @ (shares * markups) - target
                for markups, table, target in zip(levels, weights, worth, strict=True)
            ]
        )

    def linearise(both: np.ndarray) -> Linearised:
        return lacking(both), complex_step(lacking, both)

    # markups that would leave hardly a buyer are a safe place to come from
    start = np.concatenate(worth) * (1 + max(0.0, float(net.max())))
    found = find_root(linearise, start)
    own, up = found.at[:count] / demand.alpha, found.at[count:] / demand.alpha
    wholesale = suppliers.costs + up
    prices = makers.costs + wholesale + own
    gap = float(np.max(np.abs(lacking(found.at)))) / demand.alpha
    return Chain(
        prices=prices,
        wholesale=wholesale,
        maker_markups=own,
        supplier_markups=up,
        shares=demand.shares(prices),
        residual=gap if np.isfinite(gap) else np.inf,
        steps=found.steps,
    )
