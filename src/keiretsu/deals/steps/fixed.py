"""Steps that save fixed costs: a plant closed, parts cut, anything else a plan names.

A fixed cost moves no price: it moves profit, the volume at which a maker breaks even,
and which cars are worth offering. It is never mixed with a marginal one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from keiretsu.deals.steps.fields import Fields, see_currency
from keiretsu.deals.steps.step import FixedSaving, Label, Step
from keiretsu.errors import DataError

FIXED = "what is saved whatever is sold is profit: no price here follows it"
"""Said of every step that saves fixed costs."""


@dataclass(frozen=True, kw_only=True)
class SaveFixedCost(Step):
    """A maker's fixed costs fall by an amount a year.

    Attributes
    ----------
    maker
        Whose costs.
    amount
        Saved a year, millions of the currency; negative where costs rise.
    currency
        ISO code.
    """

    maker: str
    amount: float
    currency: str
    kind = "save_fixed_cost"

    def __post_init__(self) -> None:
        see_currency(self.currency)

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Take `maker`, `millions` and `currency`."""
        return cls(
            maker=fields.name("maker"),
            amount=fields.number("millions"),
            currency=fields.currency(),
        )

    @property
    def parties(self) -> tuple[str, ...]:
        """The maker."""
        return (self.maker,)

    @property
    def beside_prices(self) -> str | None:
        """The whole step."""
        return FIXED

    def renamed(self, names: Mapping[str, str]) -> Self:
        """Return the step of an identified maker."""
        return replace(self, maker=names.get(self.maker, self.maker))

    @property
    def fixed_savings(self) -> tuple[FixedSaving, ...]:
        """What is saved, and by whom."""
        return (FixedSaving(self.maker, 1e6 * self.amount, self.currency),)

    def scaled(self, part: float) -> Self:
        """Return a part of the saving; a dearer cost is there at once."""
        return replace(self, amount=part * self.amount) if self.amount > 0 else self

    def sentence(self, label: Label) -> str:
        """Return `the fixed costs of Nissan fall by JPY 250,000 million a year`."""
        moved = "fall" if self.amount >= 0 else "rise"
        return (
            f"the fixed costs of {label(self.maker)} {moved} by {self.currency} "
            f"{abs(self.amount):,.0f} million a year"
        )

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "kind": self.kind,
            "maker": self.maker,
            "millions": self.amount,
            "currency": self.currency,
        }


@dataclass(frozen=True, kw_only=True)
class ClosePlant(SaveFixedCost):
    """A plant is closed, and its avoidable fixed costs end.

    Attributes
    ----------
    plant
        Its name.
    """

    plant: str
    kind = "close_plant"

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.amount < 0:
            raise DataError(
                f"closing {self.plant!r} saves {self.amount:g} million a year",
                hint="0 or more: what its closing costs is a step save_fixed_cost",
            )

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Take `plant`, `maker`, `millions` and `currency`."""
        return cls(
            plant=fields.name("plant"),
            maker=fields.name("maker"),
            amount=fields.number("millions"),
            currency=fields.currency(),
        )

    def sentence(self, label: Label) -> str:
        """Return `Nissan closes Oppama, which saves JPY 20,000 million a year`."""
        return (
            f"{label(self.maker)} closes {self.plant}, which saves {self.currency} "
            f"{self.amount:,.0f} million of fixed costs a year"
        )

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        told = super().to_dict()
        return {"kind": told.pop("kind"), "plant": self.plant, **told}
