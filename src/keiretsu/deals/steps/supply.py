"""Supply: one maker builds a car that another sells under its own badge.

Who sells it pays the transfer price and sets the price; the supplier earns what is
between the transfer price and its own cost, and so has a reason not to take buyers from
it, as a silent stake would give.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np
from jaxtyping import Float

from keiretsu.competition import Scenario
from keiretsu.control import Ownership
from keiretsu.costs import equivalent_interest
from keiretsu.deals.steps.fields import Fields
from keiretsu.deals.steps.step import Label, Part, Step, products_of, two_companies
from keiretsu.errors import DataError
from keiretsu.market import Market
from keiretsu.units import joined, percent


@dataclass(frozen=True, kw_only=True)
class Supply(Step):
    """A supplier builds models that a seller offers.

    Attributes
    ----------
    supplier, seller
        Companies.
    models
        Cars of the seller that the supplier builds.
    transfer
        What the seller pays, as a share of each car's price today, 0 to below 1.
    cost
        What a car costs the supplier, in the same way, at most `transfer`.

    References
    ----------
    Moresi & Salop (2013), "vGUPPI: scoring unilateral pricing incentives in vertical
    mergers", Antitrust Law Journal 79.
    """

    supplier: str
    seller: str
    models: tuple[str, ...]
    transfer: float
    cost: float
    kind = "supply"

    def __post_init__(self) -> None:
        two_companies(self.supplier, self.seller, "{} supplies itself")
        if not self.models:
            raise DataError(
                f"{self.supplier!r} supplies no car", hint="name models of the seller"
            )
        if not 0 < self.transfer < 1:
            raise DataError(
                f"a transfer price of {100 * self.transfer:g} % of a car's price",
                hint="above 0 and below 100 percent: the seller must keep something",
            )
        if not 0 <= self.cost <= self.transfer:
            raise DataError(
                f"a cost of {100 * self.cost:g} % under a transfer price of "
                f"{100 * self.transfer:g} %",
                hint="a supplier's cost is from 0 to the transfer price",
            )

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Take supplier, seller, models, transfer_percent and cost_percent."""
        return cls(
            supplier=fields.name("supplier"),
            seller=fields.name("seller"),
            models=fields.names("models"),
            transfer=fields.percent("transfer_percent"),
            cost=fields.percent("cost_percent"),
        )

    @property
    def parties(self) -> tuple[str, ...]:
        """Supplier and seller."""
        return (self.supplier, self.seller)

    @property
    def models_named(self) -> tuple[str, ...]:
        """The models."""
        return self.models

    def renamed(self, names: Mapping[str, str]) -> Self:
        """Return the step between identified companies."""
        supplier, seller = (names.get(party, party) for party in self.parties)
        return replace(self, supplier=supplier, seller=seller)

    def sentence(self, label: Label) -> str:
        """Return `Suzuki builds Fronx for Toyota, which pays 80 % of today's ...`."""
        return (
            f"{label(self.supplier)} builds {joined(self.models)} for "
            f"{label(self.seller)}, which pays {self._terms}"
        )

    @property
    def _terms(self) -> str:
        return (
            f"{percent(self.transfer, 2)} of today's price; to build costs "
            f"{percent(self.cost, 2)} of it"
        )

    def to_dict(self) -> dict[str, Any]:
        """Return plain data, shares of the price in percent."""
        return {
            "kind": self.kind,
            "supplier": self.supplier,
            "seller": self.seller,
            "models": list(self.models),
            "transfer_percent": round(100 * self.transfer, 10),
            "cost_percent": round(100 * self.cost, 10),
        }

    @property
    def parts(self) -> tuple[Part, ...]:
        """The models, whose profit the supplier weighs by itself."""
        return tuple(Part("model", name, (self.seller,)) for name in self.models)

    @property
    def set_apart(self) -> tuple[str, ...]:
        """The same units: they stay the seller's."""
        return tuple(part.id for part in self.parts)

    @property
    def sets_costs(self) -> bool:
        """The transfer price is what a car costs its seller, whatever it saves."""
        return True

    @property
    def weight(self) -> float:
        """Share of the seller's margin that the supplier earns beside it."""
        return float(equivalent_interest(1.0, self.transfer, self.cost))

    def change(
        self, scenario: Scenario, market: Market, ownership: Ownership
    ) -> Scenario:
        """Return the scenario at the transfer price, its margin weighed."""
        built = np.isin(np.array(market.firms), self.set_apart)
        if not built.any():
            return scenario
        costs = np.where(built, self.transfer * market.price_levels, scenario.costs)
        units = np.unique(scenario.firms[built])
        own = products_of(market, ownership, (self.supplier,)) & ~built
        kappa = scenario.kappa.copy()
        kappa[np.ix_(np.unique(scenario.firms[own]), units)] += self.weight
        return replace(scenario, costs=costs, kappa=kappa)

    def passed_on(
        self, market: Market, ownership: Ownership
    ) -> tuple[str, Float[np.ndarray, " J"]] | None:
        """Return the supplier, and what it earns a car."""
        built = np.isin(np.array(market.firms), self.set_apart)
        margin = (self.transfer - self.cost) * market.price_levels
        return self.supplier, np.where(built, margin, 0.0)


@dataclass(frozen=True, kw_only=True)
class Rebadge(Supply):
    """The same where the car is one of the supplier's own under another badge."""

    kind = "rebadge"

    def sentence(self, label: Label) -> str:
        """Return `Toyota sells what Suzuki builds as Urban Cruiser, and pays ...`."""
        return (
            f"{label(self.seller)} sells what {label(self.supplier)} builds as "
            f"{joined(self.models)}, and pays {self._terms}"
        )
