"""Coordination: some makers heed each other's profit without owning one another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np

from keiretsu.competition import Scenario
from keiretsu.control import Ownership
from keiretsu.deals.steps.fields import Fields
from keiretsu.deals.steps.step import Label, Step, products_of
from keiretsu.errors import DataError
from keiretsu.market import Market
from keiretsu.units import joined, percent


@dataclass(frozen=True, kw_only=True)
class Coordinate(Step):
    """Some makers weigh each other's profit at least by a share.

    Attributes
    ----------
    makers
        The companies that coordinate, two at least.
    weight
        From 0, competition, to 1, joint prices; larger weights that stakes give stay.

    References
    ----------
    Black, Crawford, Lu & White (2004), "A virtual stakes approach to measuring
    competition in product markets"; Miller & Weinberg (2017), Econometrica 85.
    """

    makers: tuple[str, ...]
    weight: float
    kind = "coordinate"

    def __post_init__(self) -> None:
        if len(set(self.makers)) < 2 or len(set(self.makers)) < len(self.makers):
            raise DataError(
                f"coordination of {', '.join(self.makers) or 'nobody'}",
                hint="name at least two makers, each once",
            )
        if not 0 <= self.weight <= 1:
            raise DataError(
                f"coordination of {100 * self.weight:g} %",
                hint="0 percent is competition, 100 percent joint prices",
            )

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Take `makers` and `percent`."""
        return cls(makers=fields.names("makers"), weight=fields.percent("percent"))

    @property
    def parties(self) -> tuple[str, ...]:
        """The makers that coordinate."""
        return self.makers

    def renamed(self, names: Mapping[str, str]) -> Self:
        """Return the step of identified makers."""
        return replace(self, makers=tuple(names.get(m, m) for m in self.makers))

    def sentence(self, label: Label) -> str:
        """Return `Toyota and Nissan coordinate, each heeding 10 % of ...`."""
        who = joined(map(label, self.makers))
        return f"{who} coordinate, each weighing the others' profit at " + percent(
            self.weight, 2
        )

    def to_dict(self) -> dict[str, Any]:
        """Return plain data, the weight in percent."""
        percents = round(100 * self.weight, 10)
        return {"kind": self.kind, "makers": list(self.makers), "percent": percents}

    def change(
        self, scenario: Scenario, market: Market, ownership: Ownership
    ) -> Scenario:
        """Return the scenario with the weights of the makers raised."""
        own = products_of(market, ownership, self.makers)
        firms = np.unique(scenario.firms[own])
        kappa = scenario.kappa.copy()
        block = np.ix_(firms, firms)
        kappa[block] = np.maximum(kappa[block], self.weight)
        np.fill_diagonal(kappa, 1.0)
        return scenario.with_weights(kappa)
