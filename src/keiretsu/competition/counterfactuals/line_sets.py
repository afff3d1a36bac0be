r"""Every product line that nobody wants to change by one product, and fixed costs seen.

A maker offers a line if no single change of it pays (Wollmann's condition). Several
lines may hold: all of them are returned, not the one that a search happens upon. What
was offered and what was not bounds the fixed costs behind: a product that is sold earns
at least its fixed cost, one that could be sold and is not would earn less.

References
----------
Wollmann (2018), "Trucks without bailouts: equilibrium product characteristics for
commercial vehicles", AER 108(6). Pakes, Porter, Ho & Ishii (2015), "Moment inequalities
and their application", Econometrica 83(1).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product as combinations_of

import numpy as np
from jaxtyping import Bool, Float, Int

from keiretsu.arrays import floats, marks, number, whole_numbers
from keiretsu.competition.counterfactuals.entry import Choice, Worth, earnings
from keiretsu.competition.inputs import market_arrays
from keiretsu.errors import DataError, NoConvergence
from keiretsu.values import Value

MOST_CANDIDATES = 12
"""Products that may come or go in one search: every set of them is solved."""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class StableLines(Value):
    """L product lines that no maker wants to change by one product.

    Attributes
    ----------
    offered
        Shape `(L, J)`; none where every line invites some change.
    profits
        What each maker earns less its own fixed costs, `(L, F)`, currency units.
    buyers
        Buyers' surplus for the whole market, `(L,)`; only differences mean something.
    examined
        How many lines were solved.
    """

    offered: Bool[np.ndarray, "L J"]
    profits: Float[np.ndarray, "L F"]
    buyers: Float[np.ndarray, " L"]
    examined: int


def stable_lines(
    demand: Choice,
    costs: Float[np.ndarray, " J"],
    fixed_costs: Float[np.ndarray, " J"],
    *,
    firms: Int[np.ndarray, " J"],
    kappa: Float[np.ndarray, "F F"],
    offered: Bool[np.ndarray, " J"],
    candidates: Sequence[int],
    market_size: float = 1.0,
) -> StableLines:
    """Return every line from which no single change pays, prices settling anew.

    Parameters
    ----------
    demand, costs, firms, kappa, market_size
        As for `worth_of_products`.
    fixed_costs
        Of offering each product, shape `(J,)`, currency units for the whole market.
    offered
        Products that are sold in any case; the candidates' own marks do not matter.
    candidates
        Products that may come or go, at most 12.

    Raises
    ------
    DataError
        If there are too many candidates.
    NoConvergence
        If prices are not found for some line.
    """
    _, at = market_arrays(demand, firms=firms, kappa=kappa, costs=costs)
    base = marks(offered, "offered", count=len(at.costs))
    fixed = floats(fixed_costs, "fixed_costs", shape=base.shape)
    chosen = whole_numbers(list(candidates), "candidates", below=len(base)).tolist()
    if not 0 < len(chosen) <= MOST_CANDIDATES or len(set(chosen)) < len(chosen):
        raise DataError(
            f"{len(chosen)} candidates, {len(set(chosen))} different",
            hint=f"from 1 to {MOST_CANDIDATES}, each once",
        )
    size = number(market_size, "market_size", above=0)
    keys = list(combinations_of((False, True), repeat=len(chosen)))
    lines = [_line(base, chosen, key) for key in keys]
    earned = [
        earnings(demand, at.costs, offered=line, firms=at.firms, kappa=at.kappa)
        for line in lines
    ]
    if not all(one.solved for one in earned):
        raise NoConvergence(
            "prices were not found for every product line",
            hint="leave out the candidate with the smallest sales",
        )
    gross = {key: size * one.objectives for key, one in zip(keys, earned, strict=True)}
    makers, at_stake = at.firms[chosen], fixed[chosen]
    stable = [n for n, key in enumerate(keys) if _holds(key, gross, makers, at_stake)]
    table = np.array(lines)[stable]
    paid = np.where(table, fixed, 0.0) @ np.eye(len(at.kappa))[at.firms]
    own = np.array([one.own for one in earned])[stable]
    return StableLines(
        offered=table,
        profits=size * own - paid,
        buyers=size * np.array([one.surplus for one in earned])[stable],
        examined=len(lines),
    )


def _line(base: np.ndarray, chosen: list[int], key: tuple[bool, ...]) -> np.ndarray:
    line = np.array(base)
    line[chosen] = key
    return line


def _holds(
    key: tuple[bool, ...],
    gross: dict[tuple[bool, ...], np.ndarray],
    makers: Int[np.ndarray, " C"],
    fixed: Float[np.ndarray, " C"],
) -> bool:
    """Return whether no maker gains by one product more or less."""
    for place, maker in enumerate(makers):
        other = (*key[:place], not key[place], *key[place + 1 :])
        saved = fixed[place] if key[place] else -fixed[place]
        if gross[other][maker] - gross[key][maker] + saved > 0:
            return False
    return True


def fixed_cost_bounds(
    found: Worth, offered: Bool[np.ndarray, " J"]
) -> tuple[Float[np.ndarray, " C"], Float[np.ndarray, " C"]]:
    """Return the least and the most that each product's fixed cost may be, `(C,)` each.

    Parameters
    ----------
    found
        What each product is worth to its maker, from `worth_of_products`.
    offered
        Which products were offered then, shape `(J,)`.

    Returns
    -------
    tuple
        Lower bounds, zero for products that were offered; upper bounds, infinite for
        those that were not.
    """
    there = marks(offered, "offered", count=np.size(offered))[list(found.products)]
    worth = np.maximum(found.worth, 0)
    return np.where(there, 0.0, worth), np.where(there, worth, np.inf)
