r"""The first-order conditions of price competition under mixed logit demand.

With choice probabilities :math:`s_{ji}`, :math:`L_j = \sum_i w_i \alpha_i s_{ji}` and
what the maker of j earns from type i, its weighted rivals included,
:math:`K_{f i} = \sum_k \kappa_{f f(k)} s_{ki} m_k`, the conditions read

.. math:: m_j = \zeta_j(p) = \frac{1}{L_j}
          \sum_i w_i s_{ji} (1 + \alpha_i K_{f(j) i}) .

K adds up a product-by-type table by maker, so no table of products by products is
needed, and what buyers choose is looked at once for all deals. With nests
`keiretsu.competition.solvers.mixed_logit.nested_conditions` takes the place of this
module.

References
----------
Morrow & Skerlos (2011), "Fixed-point approaches to computing Bertrand-Nash equilibrium
prices under mixed-logit demand", Operations Research 59(2).
"""

from __future__ import annotations

from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from jaxtyping import Float
from scipy.linalg.blas import dger, sger
from scipy.sparse import csr_array

from keiretsu.competition.firm_nests import FirmNests
from keiretsu.competition.solvers.mixed_logit.second_order import (
    CERTAIN,
    SecondOrder,
    least_eigenvalue,
)
from keiretsu.demand import MixedLogit
from keiretsu.extremes import largest, largest_size

SMALL = 8e-6
"""Change of utility whose cube over six is lost in rounding."""


class ChoiceTable(NamedTuple):
    """What buyers choose at some prices; the tables change with the next look.

    Attributes
    ----------
    markups
        Shape `(J,)`.
    lifted, share
        Exponentials of utility, `(J, I)`, and what one is worth in choice, `(I,)`.
    earned
        What each pair earns from each type, `(P, I)`.
    """

    markups: Any
    lifted: Any
    share: Any
    earned: Any


class Target(NamedTuple):
    """What the conditions ask for.

    Attributes
    ----------
    zeta
        Markups, shape `(J,)`.
    earned
        K above, by pair and type, `(P, I)`.
    steep
        L above, `(J,)`.
    """

    zeta: Any
    earned: Any
    steep: Any


class _Sums(NamedTuple):
    """Products in the order of pairs, where each pair begins, and a table of both.

    The table is sparse: a row for each pair with the markups of its products, and a row
    of ones.
    """

    order: Any
    ends: Any
    table: Any


class Conditions:
    """One market's conditions, asked at many prices and under many weights.

    Looking makes new tables of the old ones: a market is asked by one search at a time.

    Parameters
    ----------
    demand, costs, pairs
        The market.
    full
        The conditions in 64 bits, of which these are to be the same in 32.
    """

    def __init__(
        self,
        demand: MixedLogit,
        costs: Float[np.ndarray, " J"],
        pairs: FirmNests,
        full: Conditions | None = None,
    ) -> None:
        self.demand, self.costs, self.pairs = demand, costs, pairs
        self._full = full
        self.number: Any = np.float64 if full is None else np.float32
        self._alpha = demand.alpha.astype(self.number)
        self._weights = demand.weights.astype(self.number)
        self._types = (demand.weights * demand.alpha).astype(self.number)
        self.lifted = np.empty(demand.values.shape, self.number)
        self._less = dger if full is None else sger
        self._fixed: Any = None
        self._looked: Any = None
        self._steepest = largest(demand.alpha)
        self._base: Any = None
        self.outside: Any = None
        self._numbers = np.ones(2 * len(costs), self.number)
        self._sums: _Sums = self._by_pair() if full is None else full._sums

    def _by_pair(self) -> _Sums:
        """Return how products are added up by pair."""
        pairs, products = self.pairs, len(self.costs)
        count = len(pairs.firm)
        order = np.argsort(pairs.of_product, kind="stable")
        ends = np.searchsorted(pairs.of_product[order], np.arange(count + 1))
        places = np.concatenate([order, np.arange(products)])
        rows = np.append(ends, 2 * products)
        table = csr_array((self._numbers, places, rows), shape=(count + 1, products))
        return _Sums(order, ends, table)

    @cached_property
    def _falls(self) -> np.ndarray:
        return np.empty_like(self.lifted)

    @cached_property
    def _near(self) -> np.ndarray:
        return np.empty_like(self.lifted)

    @cached_property
    def brief(self) -> Conditions:
        """The same in 32 bits: a third of the time, and five digits."""
        if self._full is not None:
            return self
        return type(self)(self.demand, self.costs, self.pairs, full=self)

    def rounded(self, found: Any) -> Any:
        """Return a choice table or target in 32 bits."""
        first, *tables = found
        return type(found)(
            first, *(table.astype(np.float32, copy=False) for table in tables)
        )

    def fix(self, prices: Float[np.ndarray, " J"]) -> None:
        """Measure utilities against the best one at these prices, to stay in range."""
        if prices is self._fixed:
            return
        self._fixed, self._looked = prices, None
        if self._full is not None:
            self._full.fix(prices)
            self._base = self._full._base.astype(self.number)
            self.outside = self._full.outside.astype(self.number)
            return
        self._base = np.array(self.demand.values)
        self._lower(self._base, prices)
        top = np.maximum(self._base.max(axis=0), 0)
        self.outside = np.exp(-top)
        self._base -= top

    def _lower(self, utilities: np.ndarray, prices: Float[np.ndarray, " J"]) -> None:
        """Take prices times their coefficients off utilities, in place."""
        self._less(-1, self._alpha, prices, a=utilities.T, overwrite_a=True)

    def choices(self, prices: Float[np.ndarray, " J"]) -> ChoiceTable:
        """Return what buyers choose at prices near those that were fixed."""
        lifted, markups = self._exponentials(prices), prices - self.costs
        self._numbers[: len(markups)] = markups[self._sums.order]
        self._sums.table.data = self._numbers
        sums = self._sums.table @ lifted
        share = 1 / (self.outside + sums[-1])
        return ChoiceTable(markups, lifted, share, sums[:-1] * share)

    def _exponentials(self, prices: Float[np.ndarray, " J"]) -> np.ndarray:
        """Return exponentials of utility, from near ones by their series to rounding.

        A price that moves utility by x multiplies by 1 - x + x²/2; the rest counts in
        no digit as long as x is below `SMALL`. In 32 bits the series saves nothing.
        """
        if self._looked is not None and self._full is None:
            move = prices - self._looked
            if largest_size(move) * self._steepest <= SMALL:
                fall = np.multiply(move[:, None], self._alpha, out=self._falls)
                factor = np.multiply(fall, 0.5, out=self._near)
                factor -= 1
                factor *= fall
                factor *= self.lifted
                factor += self.lifted
                return factor
        lifted, self._looked = self.lifted, prices
        np.copyto(lifted, self._base)
        self._lower(lifted, prices - self._fixed)
        return np.exp(lifted, out=lifted)

    def best_markups(
        self, table: ChoiceTable, kappa: Float[np.ndarray, "P P"]
    ) -> Target:
        """Return the markups that the conditions ask for, and why."""
        earned = kappa.astype(self.number, copy=False) @ table.earned
        mass = self._weights * table.share
        types = mass * self._alpha
        own = (mass + types * earned).take(self.pairs.of_product, axis=0)
        gain = np.vecdot(table.lifted, own)
        steep = table.lifted @ types
        return Target(divided(gain, steep, table.markups), earned, steep)

    def jacobian(
        self, table: ChoiceTable, kappa: Float[np.ndarray, "P P"], found: Target
    ) -> Float[np.ndarray, "J J"]:
        r"""Return the derivative of :math:`p - c - \zeta(p)`, in two table products."""
        number, pair = self.number, self.pairs.of_product
        alpha, types = self._alpha, self._types
        steep = np.where(found.steep > 0, found.steep, 1)
        chosen = table.lifted * table.share
        weighted = chosen * types
        beyond = (alpha * found.earned).take(pair, axis=0)
        turn = beyond.copy()
        self._lower(turn, found.zeta)
        bend = np.vecdot(weighted, turn) / steep
        turn += beyond
        turn += 1
        turn *= weighted
        slope = turn @ chosen.T
        kept = np.ones_like(chosen)
        self._lower(kept, table.markups)
        kept *= chosen
        partners = weighted @ kept.T
        partners *= kappa.astype(number).take(pair, axis=1).take(pair, axis=0)
        slope += partners
        slope *= (-1 / steep)[:, None]
        own = slope.reshape(-1)[:: len(slope) + 1]
        own += 1 + (found.steep > 0) + bend
        return slope

    def residual_scale(
        self, table: ChoiceTable, found: Target
    ) -> Float[np.ndarray, " J"]:
        """Return L over minus the product's own slope, `(J,)`.

        A gap times it is what the condition lacks over the product's own slope.
        """
        chosen = table.lifted * table.share
        chosen *= chosen
        return found.steep / (found.steep - chosen @ self._types)

    def second_order(
        self, table: ChoiceTable, kappa: Any, found: Target
    ) -> SecondOrder:
        r"""Return what both orders of the conditions need to be judged at a solution.

        With :math:`T_{ji} = 1 + \alpha_i (K_{fi} - m_j)`, a maker's block of the
        Jacobian, made symmetric, is :math:`\delta_{jk} b_j - \sum_i w_i \alpha_i s_{ji}
        s_{ki} (T_{ji} + T_{ki}) / \sqrt{L_j L_k}` with :math:`b_j = 1 + \sum_i w_i
        \alpha_i s_{ji} T_{ji} / L_j`. By Cauchy and Schwarz, twice, its smallest
        eigenvalue is at least what is left of b; only where that is nothing the block
        is made.
        """
        pair, types = self.pairs.of_product, self._types
        steep = np.where(found.steep > 0, found.steep, 1)
        turned = (1 + self._alpha * found.earned).take(pair, axis=0)
        self._lower(turned, table.markups)
        chosen = table.lifted * table.share
        turned *= chosen
        bend = 1 + (turned @ types) / steep
        weighted = turned * types
        pull = np.vecdot(weighted, turned) / steep
        turned = np.multiply(chosen, types, out=turned)
        crowd = np.vecdot(turned, chosen) / steep
        norms = np.bincount(pair, crowd) * np.bincount(pair, pull)
        left = bend - 2 * np.sqrt(norms).take(pair)
        least = CERTAIN
        for maker in set(pair[~(left > CERTAIN)].tolist()):
            own = self._sums.order[self._sums.ends[maker] : self._sums.ends[maker + 1]]
            block = weighted.take(own, axis=0) @ chosen.take(own, axis=0).T
            block += block.T
            root = np.sqrt(steep[own])
            block /= -root[:, None] * root
            block.reshape(-1)[:: len(own) + 1] += bend[own]
            least = min(least, least_eigenvalue(block))
        return SecondOrder(1 / (1 - crowd), least)

    def worth(self, table: ChoiceTable, weights: Float[np.ndarray, " P"]) -> float:
        """Return what a maker with these weights earns, a potential buyer."""
        return float(weights @ table.earned @ self._weights)

    def shares(self, table: ChoiceTable) -> Float[np.ndarray, " J"]:
        """Return shares of all potential buyers."""
        return table.lifted @ (self._weights * table.share)


def divided(gain: Any, steep: Any, markups: Any) -> Float[np.ndarray, " J"]:
    """Return gain / steep; a product that sells nothing keeps its markup."""
    if steep.item(steep.argmin()) > 0:
        return np.asarray(gain / steep)
    return np.where(steep > 0, gain / steep, markups)
