"""A joint venture: several makers found a company and may put models into it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from keiretsu.control import Ownership
from keiretsu.deals.steps.fields import Fields
from keiretsu.deals.steps.step import Label, Part, Step
from keiretsu.errors import DataError
from keiretsu.units import joined, percent


@dataclass(frozen=True, kw_only=True)
class JointVenture(Step):
    """A company that its parents own together.

    Models that are put into it are priced by whoever decides there, and its profit goes
    to the parents by their shares. A venture without models develops or builds: that
    gives nobody a reason to price otherwise, and what it saves is a step of its own.

    Attributes
    ----------
    name
        What it is called.
    parents, shares
        Who owns it, two or more, and how much each, fractions that sum to at most 1.
    models
        Cars that the parents put into it.
    """

    name: str
    parents: tuple[str, ...]
    shares: tuple[float, ...]
    models: tuple[str, ...] = ()
    kind = "joint_venture"

    def __post_init__(self) -> None:
        if len(set(self.parents)) < max(2, len(self.parents)):
            raise DataError(
                f"{self.name!r} has the parents {', '.join(self.parents) or 'none'}",
                hint="name two companies or more, each once",
            )
        if len(self.shares) != len(self.parents) or min(self.shares, default=0) <= 0:
            raise DataError(
                f"{self.name!r}: {len(self.shares)} shares for {len(self.parents)} "
                "parents",
                hint="give each parent a percentage above 0",
            )
        if sum(self.shares) > 1 + 1e-9:
            raise DataError(
                f"the parents of {self.name!r} own {100 * sum(self.shares):g} % of it",
                hint="their shares sum to 100 percent, or less where others join",
            )

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Take name, parents, percents and perhaps models."""
        name, parents = fields.name("name"), fields.names("parents")
        shares = fields.numbers("percents", len(parents))
        return cls(
            name=name,
            parents=parents,
            shares=tuple(one / 100 for one in shares),
            models=fields.optional_names("models"),
        )

    @property
    def parties(self) -> tuple[str, ...]:
        """The parents."""
        return self.parents

    @property
    def models_named(self) -> tuple[str, ...]:
        """The models."""
        return self.models

    def renamed(self, names: Mapping[str, str]) -> Self:
        """Return the step between identified companies."""
        return replace(self, parents=tuple(names.get(p, p) for p in self.parents))

    def sentence(self, label: Label) -> str:
        """Return `Toyota (51 %) and BYD (49 %) found BTET for the models ...`."""
        who = joined(
            f"{label(parent)} ({percent(share, 2)})"
            for parent, share in zip(self.parents, self.shares, strict=True)
        )
        cars = f", which sells {joined(self.models)}" if self.models else ""
        return f"{who} found {self.name}{cars}"

    def to_dict(self) -> dict[str, Any]:
        """Return plain data, shares in percent."""
        return {
            "kind": self.kind,
            "name": self.name,
            "parents": list(self.parents),
            "percents": [round(100 * share, 10) for share in self.shares],
            **({"models": list(self.models)} if self.models else {}),
        }

    @property
    def parts(self) -> tuple[Part, ...]:
        """The models, which leave their makers."""
        return tuple(Part("model", name, self.parents) for name in self.models)

    @property
    def beside_prices(self) -> str | None:
        """A venture into which no model goes."""
        if self.models:
            return None
        return "a venture into which no model goes moves no price here"

    @property
    def only_ownership(self) -> bool:
        """A venture changes who owns what, and nothing else."""
        return True

    def reorganise(self, ownership: Ownership) -> Ownership:
        """Return who owns whom once the models are the venture's."""
        shares = dict(zip(self.parents, self.shares, strict=True))
        for part in self.parts:
            ownership = ownership.hand_over(part.id, shares)
        return ownership
