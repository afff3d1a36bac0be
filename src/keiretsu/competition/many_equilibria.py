"""The equilibria of many deals on one market, as one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Any

import numpy as np
from jaxtyping import Bool, Float, Int

from keiretsu.competition.deviations import Deviation
from keiretsu.competition.equilibrium import Equilibrium, negligible
from keiretsu.errors import NoConvergence
from keiretsu.values import Value


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Equilibria(Value):
    """D answers on one market, one a deal.

    Attributes
    ----------
    prices, markups, shares
        Shape `(D, J)`, as in `Equilibrium`.
    residual, curvature, steps
        As in `Equilibrium`, shape `(D,)`.
    worst
        Product with the largest residual in each deal, `(D,)`.
    scale
        What residuals are judged by, as in `Equilibrium`, `(D,)`.
    no_equilibrium
        Why there is none, by deal, where that is known.
    """

    prices: Float[np.ndarray, "D J"]
    markups: Float[np.ndarray, "D J"]
    shares: Float[np.ndarray, "D J"]
    residual: Float[np.ndarray, " D"]
    curvature: Float[np.ndarray, " D"]
    steps: Int[np.ndarray, " D"]
    worst: Int[np.ndarray, " D"]
    scale: Float[np.ndarray, " D"]
    no_equilibrium: Mapping[int, str] = field(default_factory=dict, compare=False)
    _search: Callable[[int], Deviation | None] | None = field(
        default=None, repr=False, compare=False
    )

    @classmethod
    def of(cls, deals: Sequence[Equilibrium]) -> Equilibria:
        """Return the answers of single deals as one batch."""
        columns: dict[str, Any] = {
            name: np.array([getattr(one, name) for one in deals])
            for name in _names(cls)
        }
        reasons = {
            number: one.no_equilibrium
            for number, one in enumerate(deals)
            if one.no_equilibrium is not None
        }
        return cls(**columns, no_equilibrium=reasons)

    @classmethod
    def joined(cls, parts: Sequence[Equilibria]) -> Equilibria:
        """Return the deals of several batches, in order."""
        columns: dict[str, Any] = {
            name: np.concatenate([getattr(part, name) for part in parts])
            for name in _names(cls)
        }
        return cls(**columns)

    def mended_by(self, other: Equilibria) -> Equilibria:
        """Return itself with the other's answers where those come nearer."""
        better = ~self.converged & (other.converged | (other.residual < self.residual))
        if not better.any():
            return self
        parts: dict[str, Any] = {}
        for name in _names(type(self)):
            old, new = getattr(self, name), getattr(other, name)
            shape = (-1,) + (1,) * (old.ndim - 1)
            parts[name] = np.where(better.reshape(shape), new, old)
        return Equilibria(**parts)

    def deal(self, number: int) -> Equilibrium:
        """Return one deal's answer."""
        search = self._search
        return Equilibrium.made(
            prices=self.prices[number],
            markups=self.markups[number],
            shares=self.shares[number],
            residual=float(self.residual[number]),
            curvature=float(self.curvature[number]),
            steps=int(self.steps[number]),
            worst=int(self.worst[number]),
            scale=float(self.scale[number]),
            shadow_costs=None,
            no_equilibrium=self.no_equilibrium.get(number),
            _search=None if search is None else lambda: search(number),
            converged=bool(self.converged[number]),
        )

    @cached_property
    def converged(self) -> Bool[np.ndarray, " D"]:
        """Whether the conditions hold and every maker is at a maximum, `(D,)`."""
        near = negligible(self.residual, self.markups, self.prices, self.scale)
        return np.asarray(near & (self.curvature > 0))

    @property
    def status(self) -> str:
        """How it went, as a sentence."""
        solved = int(self.converged.sum())
        if solved == len(self.residual):
            return (
                f"all {solved} solved; largest first-order residual "
                f"{self.residual.max():.1e} per unit; every maker is at "
                + ("a maximum" if self._search is None else "a local maximum")
            )
        for number, reason in self.no_equilibrium.items():
            return (
                f"{solved} of {len(self.residual)} solved; deal {number} has no "
                f"equilibrium: {reason}"
            )
        worst = int(np.argmax(np.where(self.converged, -1.0, self.residual)))
        at = f" of product {self.worst[worst]}"
        return (
            f"{solved} of {len(self.residual)} solved; the worst is deal {worst}, with "
            f"a first-order residual{at} of {self.residual[worst]:.1e} per unit and a "
            f"curvature of {self.curvature[worst]:.1e}"
        )

    def searched_by(self, search: Callable[[int], Deviation | None]) -> Equilibria:
        """Return itself with a way to look for deviations, deal by deal."""
        return replace(self, _search=search)

    def check(self, *, local: bool = True) -> Equilibria:
        """Return itself, or raise `NoConvergence` with the status.

        Parameters
        ----------
        local
            Whether local maxima are enough. A search of every deal for changes of one
            price that pay, as `Equilibrium.check` makes it, takes longer than to solve
            them under mixed logit; `deal(n).check()` asks of one.
        """
        if not self.converged.all():
            raise NoConvergence(
                self.status, hint="solve the worst deal alone, from other prices"
            )
        for number in range(0 if local else len(self.residual)):
            self.deal(number).check(market=f"deal {number}")
        return self


def _names(form: type[Equilibria]) -> list[str]:
    return [field.name for field in fields(form) if field.compare]
