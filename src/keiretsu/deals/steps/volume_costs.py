"""A step by which costs answer volumes: whoever sells less builds dearer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np
from jaxtyping import Float

from keiretsu.control import Ownership
from keiretsu.deals.steps.fields import Fields
from keiretsu.deals.steps.step import Label, Step, products_of
from keiretsu.errors import DataError
from keiretsu.market import Market
from keiretsu.units import joined, percent

STEEPEST = 0.5
"""Elasticity of cost beyond which the smallest push would run away in car markets."""


@dataclass(frozen=True, kw_only=True)
class VolumeCosts(Step):
    """Marginal costs of some makers move with how much each of them builds.

    A maker's cost is that of today times its own output over today's to the minus
    elasticity. What two makers would build together is another step: buying together,
    a shared platform.

    Attributes
    ----------
    makers
        Companies whose costs move, each with its own output.
    elasticity
        Percent that cost falls for each percent more output, 0 to 0.5.
    part
        Part of their output that they sell in the market, above 0 to 1; the rest stays.
    """

    makers: tuple[str, ...]
    elasticity: float
    part: float = 1.0
    kind = "volume_costs"

    def __post_init__(self) -> None:
        if not self.makers:
            raise DataError("costs that answer volumes of nobody", hint="name makers")
        if not 0 <= self.elasticity <= STEEPEST:
            raise DataError(
                f"an elasticity of cost of {self.elasticity:g}",
                hint=f"it is from 0 to {STEEPEST:g}",
            )
        if not 0 < self.part <= 1:
            raise DataError(
                f"part_percent is {100 * self.part:g}",
                hint="it is above 0 and at most 100",
            )

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Take makers, elasticity and part_percent."""
        part = fields.optional_percent("part_percent")
        return cls(
            makers=fields.names("makers"),
            elasticity=fields.number("elasticity"),
            part=1.0 if part is None else part,
        )

    @property
    def parties(self) -> tuple[str, ...]:
        """The makers."""
        return self.makers

    @property
    def feeds_back(self) -> bool:
        """Whether costs move at all."""
        return self.elasticity > 0

    def renamed(self, names: Mapping[str, str]) -> Self:
        """Return the step of identified makers."""
        return replace(self, makers=tuple(names.get(m, m) for m in self.makers))

    def sentence(self, label: Label) -> str:
        """Return `costs of Nissan fall by 0.1 % for each percent more it builds`."""
        who = joined(map(label, self.makers))
        each = "each of them" if len(self.makers) > 1 else "it"
        sold = "" if self.part == 1 else f", {percent(self.part, 0)} of which is here"
        return (
            f"the marginal costs of {who} fall by {percent(self.elasticity / 100, 3)} "
            f"for each percent more that {each} builds{sold}"
        )

    def to_dict(self) -> dict[str, Any]:
        """Return plain data, the part in percent."""
        return {
            "kind": self.kind,
            "makers": list(self.makers),
            "elasticity": self.elasticity,
            "part_percent": round(100 * self.part, 10),
        }

    def at_volumes(
        self,
        costs: Float[np.ndarray, " J"],
        today: Float[np.ndarray, " J"],
        sold: Float[np.ndarray, " J"],
        market: Market,
        ownership: Ownership,
    ) -> Float[np.ndarray, " J"]:
        """Return costs, `(J,)`, at what is sold, from those at what is sold today."""
        found = costs.copy()
        for maker in self.makers:
            own = products_of(market, ownership, [maker])
            if own.any():
                more = 1 + self.part * (sold[own].sum() / today[own].sum() - 1)
                with np.errstate(divide="ignore"):  # nothing sold: costs without end
                    found[own] = found[own] * more**-self.elasticity
        return found
