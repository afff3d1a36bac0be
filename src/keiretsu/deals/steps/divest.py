"""A sale: a brand, models, a plant or a stake goes to a buyer, named or not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from keiretsu.control import Ownership
from keiretsu.deals.steps.fields import Fields
from keiretsu.deals.steps.step import Affected, Label, Part, Step, two_companies
from keiretsu.errors import DataError
from keiretsu.units import joined, percent

_WHAT = "brand, models, plant, or company with percent"


@dataclass(frozen=True, kw_only=True)
class Divest(Step):
    """A seller gives up one thing that it owns.

    A brand or a model prices for its buyer afterwards; for nobody else's account where
    the buyer is not named, as a newcomer would. A plant moves no price: what it builds
    is not known to a market.

    Attributes
    ----------
    seller, buyer
        Companies; the buyer is None where it is not named.
    brand, models, plant
        What is sold, one of the three or a stake.
    company, share
        The company of which a stake is sold, and how much of it, above 0 to 1.
    """

    seller: str
    buyer: str | None = None
    brand: str | None = None
    models: tuple[str, ...] = ()
    plant: str | None = None
    company: str | None = None
    share: float | None = None
    kind = "divest"

    def __post_init__(self) -> None:
        given = [self.brand, self.models, self.plant, self.company]
        if sum(bool(one) for one in given) != 1:
            raise DataError(
                f"a sale by {self.seller!r} of {sum(map(bool, given))} kinds of things",
                hint=f"say what is sold: {_WHAT}",
            )
        if (self.company is None) != (self.share is None):
            raise DataError(
                f"a sale by {self.seller!r}: company and percent go together",
                hint="write both, or neither",
            )
        if self.share is not None and not 0 < self.share <= 1:
            raise DataError(
                f"a sale of {100 * self.share:g} % of {self.company!r}",
                hint="a stake that is sold is above 0 and at most 100 percent",
            )
        if self.buyer is not None:
            two_companies(self.seller, self.buyer, "{} sells to itself")

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Take seller, perhaps buyer, and what is sold."""
        return cls(
            seller=fields.name("seller"),
            buyer=fields.optional_name("buyer"),
            brand=fields.optional_name("brand"),
            models=fields.optional_names("models"),
            plant=fields.optional_name("plant"),
            company=fields.optional_name("company"),
            share=fields.optional_percent("percent"),
        )

    @property
    def parties(self) -> tuple[str, ...]:
        """The seller, the buyer if it is named, and the company sold in part."""
        return tuple(p for p in (self.seller, self.buyer, self.company) if p)

    @property
    def beside_prices(self) -> str | None:
        """A plant: its costs stay those of its cars, whoever has it."""
        if self.plant is None:
            return None
        return "which plant is whose moves no price here"

    @property
    def models_named(self) -> tuple[str, ...]:
        """The models."""
        return self.models

    def renamed(self, names: Mapping[str, str]) -> Self:
        """Return the step between identified companies, its brand as tables write it.

        The name of a brand stands under the identifier of its part.
        """
        brand = self.brand and names.get(f"brand:{self.brand}", self.brand)
        return replace(
            self,
            brand=brand,
            **{
                field: names.get(value, value)
                for field in ("seller", "buyer", "company")
                if (value := getattr(self, field)) is not None
            },
        )

    def sentence(self, label: Label) -> str:
        """Return `Nissan sells the brand Infiniti to a buyer that is not named`."""
        if self.brand:
            what = f"the brand {self.brand}"
        elif self.plant:
            what = f"the plant {self.plant}"
        elif self.company and self.share is not None:
            what = f"{percent(self.share, 2)} of {label(self.company)}"
        else:
            what = joined(self.models)
        to = label(self.buyer) if self.buyer else "a buyer that is not named"
        return f"{label(self.seller)} sells {what} to {to}"

    def to_dict(self) -> dict[str, Any]:
        """Return plain data, shares in percent."""
        told: dict[str, Any] = {"kind": self.kind, "seller": self.seller}
        for field in ("buyer", "brand", "plant", "company"):
            if getattr(self, field):
                told[field] = getattr(self, field)
        if self.models:
            told["models"] = list(self.models)
        if self.share is not None:
            told["percent"] = round(100 * self.share, 10)
        return told

    @property
    def parts(self) -> tuple[Part, ...]:
        """The brand or the models, which leave the seller."""
        if self.brand:
            return (Part("brand", self.brand, (self.seller,)),)
        return tuple(Part("model", name, (self.seller,)) for name in self.models)

    @property
    def only_ownership(self) -> bool:
        """A sale changes who owns what, and nothing else."""
        return True

    def reorganise(self, ownership: Ownership) -> Ownership:
        """Return who owns whom once it is sold."""
        if self.company is not None and self.share is not None:
            return ownership.sell(self.seller, self.company, self.share, self.buyer)
        shares = {self.buyer: 1.0} if self.buyer else {}
        for part in self.parts:
            ownership = ownership.hand_over(part.id, shares)
        return ownership

    @property
    def affected(self) -> Affected | None:
        """A named buyer acquires the first thing that is sold; a plant is nobody."""
        target = self.company or next((part.id for part in self.parts), None)
        if self.buyer is None or target is None:
            return None
        return Affected(acquirer=self.buyer, target=target, whole=False)
