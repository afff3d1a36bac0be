r"""Product lines that nobody wants to change by one product.

Makers add or drop products in turn, each for what it is worth less its fixed cost,
until none gains. There may be several such lines; the one found depends on the start.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float, Int

from keiretsu.arrays import floats, marks
from keiretsu.competition.counterfactuals.entry import (
    Choice,
    changed,
    solve_offered,
    worth_of_products,
)
from keiretsu.competition.equilibrium import Equilibrium
from keiretsu.errors import NoConvergence
from keiretsu.values import Value


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Line(Value):
    """A product line that no maker wants to change by one product.

    Attributes
    ----------
    offered
        Whether each product is offered, shape `(J,)`.
    changes
        Products entered (`+`) or dropped (`-`) on the way, in order.
    equilibrium
        Prices of the offered products.
    regret
        Largest gain that a maker still had by one change, currency units; not
        positive where the line is settled.
    solved
        Whether every equilibrium on the way was found.
    """

    offered: Bool[np.ndarray, " J"]
    changes: tuple[str, ...]
    equilibrium: Equilibrium
    regret: float
    solved: bool

    @property
    def converged(self) -> bool:
        """Whether prices hold and no maker gains by one change of its line."""
        return bool(self.solved and self.equilibrium.converged and self.regret <= 0)

    @property
    def status(self) -> str:
        """How it went, as a sentence."""
        if self.converged:
            return (
                f"settled after {len(self.changes)} changes; there may be other lines "
                "that nobody wants to change"
            )
        if not (self.solved and self.equilibrium.converged):
            return f"prices not found: {self.equilibrium.status}"
        return f"not settled: a maker would gain {self.regret:.3g} by one more change"

    def check(self) -> Line:
        """Return itself, or raise `NoConvergence` with the status."""
        if not self.converged:
            raise NoConvergence(
                self.status, hint="allow more changes, or fewer products"
            )
        return self


def settle_lines(
    demand: Choice,
    costs: Float[np.ndarray, " J"],
    fixed_costs: Float[np.ndarray, " J"],
    *,
    firms: Int[np.ndarray, " J"],
    kappa: Float[np.ndarray, "F F"],
    offered: Bool[np.ndarray, " J"],
    changeable: Sequence[int],
    market_size: float = 1.0,
    most: int = 50,
) -> Line:
    """Let makers add or drop one product at a time until none gains by it.

    The change that gains its maker most comes first. Where several lines are stable the
    one reached depends on where the search starts.

    Parameters
    ----------
    demand, costs, firms, kappa, offered, market_size
        As for `worth_of_products`; `offered` is where the search starts.
    fixed_costs
        Of offering each product, shape `(J,)`, currency units.
    changeable
        Products that may enter or leave.
    most
        Changes after which to give up.
    """
    now, solved = marks(offered, "offered", count=np.size(offered)), True
    fixed_costs = floats(fixed_costs, "fixed_costs", shape=now.shape)
    changes: list[str] = []
    for _ in range(most + 1):
        found = worth_of_products(
            demand,
            costs,
            products=changeable,
            firms=firms,
            kappa=kappa,
            offered=now,
            market_size=market_size,
        )
        solved = solved and found.converged
        chosen = list(changeable)
        gain = (found.worth - fixed_costs[chosen]) * np.where(now[chosen], -1, 1)
        best = int(np.argmax(gain))
        if not solved or gain[best] <= 0 or len(changes) == most:
            break
        product = chosen[best]
        changes.append(f"{'-' if now[product] else '+'}{product}")
        now = changed(now, product, not now[product])
    return Line(
        offered=now,
        changes=tuple(changes),
        equilibrium=solve_offered(demand, costs, offered=now, firms=firms, kappa=kappa),
        regret=float(gain[best]),
        solved=solved,
    )
