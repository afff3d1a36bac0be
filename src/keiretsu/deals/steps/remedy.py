"""A remedy: what an authority asks for, a sale or supply to a rival, within a deal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np
from jaxtyping import Bool

from keiretsu.competition import Scenario
from keiretsu.control import Ownership
from keiretsu.deals.steps.divest import Divest
from keiretsu.deals.steps.fields import Fields
from keiretsu.deals.steps.step import Label, Step, two_companies
from keiretsu.errors import DataError
from keiretsu.market import Market, rows_of_models
from keiretsu.units import joined, percent


@dataclass(frozen=True, kw_only=True)
class Remedy(Divest):
    """A divestiture that an authority asks for; its fields are those of a sale."""

    kind = "remedy"

    def sentence(self, label: Label) -> str:
        """Return `as a remedy, Nissan sells ...`."""
        return f"as a remedy, {super().sentence(label)}"


@dataclass(frozen=True, kw_only=True)
class SupplyRival(Step):
    """The parties supply a rival cheaper, so that it stays one.

    What the rival saves is a fall of its marginal cost; what the supplier earns on it
    is not modelled.

    Attributes
    ----------
    supplier, rival
        Companies.
    models
        The rival's cars that are supplied.
    share
        Fall of their marginal cost, above 0 and below 1.
    """

    supplier: str
    rival: str
    models: tuple[str, ...]
    share: float
    kind = "supply_rival"

    def __post_init__(self) -> None:
        two_companies(self.supplier, self.rival, "{} supplies itself")
        if not self.models:
            raise DataError(
                f"{self.supplier!r} supplies no car", hint="name models of the rival"
            )
        if not 0 < self.share < 1:
            raise DataError(
                f"supply that lowers a rival's cost by {100 * self.share:g} %",
                hint="above 0 and below 100 percent",
            )

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Take supplier, rival, models and percent."""
        return cls(
            supplier=fields.name("supplier"),
            rival=fields.name("rival"),
            models=fields.names("models"),
            share=fields.percent("percent"),
        )

    @property
    def parties(self) -> tuple[str, ...]:
        """The supplier; the rival stays one."""
        return (self.supplier,)

    @property
    def companies(self) -> tuple[str, ...]:
        """Supplier and rival."""
        return (self.supplier, self.rival)

    @property
    def models_named(self) -> tuple[str, ...]:
        """The models."""
        return self.models

    def renamed(self, names: Mapping[str, str]) -> Self:
        """Return the step of identified companies."""
        supplier, rival = (names.get(one, one) for one in self.companies)
        return replace(self, supplier=supplier, rival=rival)

    def sentence(self, label: Label) -> str:
        """Return `as a remedy, Stellantis supplies Toyota with ...`."""
        return (
            f"as a remedy, {label(self.supplier)} supplies {label(self.rival)} with "
            f"{joined(self.models)}, whose marginal cost falls by "
            f"{percent(self.share, 2)}"
        )

    def to_dict(self) -> dict[str, Any]:
        """Return plain data, the fall in percent."""
        return {
            "kind": self.kind,
            "supplier": self.supplier,
            "rival": self.rival,
            "models": list(self.models),
            "percent": round(100 * self.share, 10),
        }

    def change(
        self, scenario: Scenario, market: Market, ownership: Ownership
    ) -> Scenario:
        """Return the scenario at the rival's lower costs."""
        hit: Bool[np.ndarray, " J"] = rows_of_models(market, self.models)
        costs = np.where(hit, (1 - self.share) * scenario.costs, scenario.costs)
        return scenario.with_costs(costs)
