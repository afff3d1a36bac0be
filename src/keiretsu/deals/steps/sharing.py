"""Steps that make cars cheaper without a share moving: parts shared, bought, left out.

Both lower marginal cost by a part of a part: a saving on one component, of the share of
a car's cost that it is, as far as it is realised. One component is saved for one
reason: `keiretsu.costs.kept` refuses a second one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self

import numpy as np

from keiretsu.competition import Scenario
from keiretsu.control import Ownership
from keiretsu.costs import Saving, learned, purchasing_factor
from keiretsu.costs.savings import MECHANISMS, Mechanism
from keiretsu.deals.steps.fields import Fields
from keiretsu.deals.steps.step import Label, Step, products_of
from keiretsu.errors import DataError
from keiretsu.market import Market
from keiretsu.units import joined, percent
from keiretsu.words import CARS, drive


@dataclass(frozen=True, kw_only=True)
class _Shared(Step):
    """A component that several makers build or buy together.

    Attributes
    ----------
    makers
        Who shares it, two or more.
    share
        Saving on the component, below 1.
    part
        Part of a car's marginal cost that the component is, 0 to 1.
    realised
        Part of the saving that comes about, 0 to 1.
    powertrains
        Which cars have it, as the market names them; none for all cars of the makers.
    """

    makers: tuple[str, ...]
    share: float
    part: float
    realised: float = 1.0
    powertrains: tuple[str, ...] = ()
    words: ClassVar[str]
    least: ClassVar[int] = 2
    component: str = ""
    mechanism: Mechanism = "sharing"

    def __post_init__(self) -> None:
        if len(set(self.makers)) < self.least:
            raise DataError(
                f"{self.words} of {joined(self.makers) or 'nobody'} alone",
                hint="name two makers or more",
            )
        if not -1 <= self.share < 1:
            raise DataError(
                f"a saving of {100 * self.share:g} % on {self.words}",
                hint="a saving is from -100 to below 100 percent",
            )
        for name, value in (("part", self.part), ("realised", self.realised)):
            if not 0 <= value <= 1:
                raise DataError(
                    f"{name}_percent is {100 * value:g}", hint="it is from 0 to 100"
                )

    @property
    def saved(self) -> float:
        """Saved share of a car's marginal cost."""
        return self.share * self.part * self.realised

    def realised_in_part(self, part: float) -> Self:
        """Return the step of which a part is realised, if it does not say so itself."""
        return self.scaled(part) if self.realised == 1 else self

    def scaled(self, part: float) -> Self:
        """Return the step with a part of its saving."""
        return replace(self, realised=part * self.realised)

    @property
    def savings(self) -> tuple[Saving, ...]:
        """What is saved, for the check that nothing is counted twice."""
        saving = Saving(
            component=self.component, mechanism=self.mechanism, share=self.share
        )
        return (saving,)

    @property
    def parties(self) -> tuple[str, ...]:
        """The makers."""
        return self.makers

    @property
    def by_name(self) -> tuple[str, ...]:
        """The makers: of a brand its cars alone."""
        return self.makers

    def renamed(self, names: Mapping[str, str]) -> Self:
        """Return the step of identified makers."""
        return replace(self, makers=tuple(names.get(m, m) for m in self.makers))

    def change(
        self, scenario: Scenario, market: Market, ownership: Ownership
    ) -> Scenario:
        """Return the scenario at the lower costs.

        Raises
        ------
        DataError
            If powertrains are named and the market does not say what drives its cars.
        """
        hit = products_of(market, ownership, self.makers)
        if self.powertrains:
            driven = np.array(market.powertrains, dtype=object)
            if not any(market.powertrains):
                raise DataError(
                    f"market {market.name!r} does not say what drives its cars",
                    hint="leave powertrains out, or give a column powertrains",
                )
            hit = hit & np.isin(driven, self.powertrains)
        costs = np.where(hit, (1 - self.saved) * scenario.costs, scenario.costs)
        return scenario.with_costs(costs)

    def _sentence(self, label: Label, what: str) -> str:
        who = joined(map(label, self.makers))
        one = len(self.makers) == 1
        made = f"all that {'it makes' if one else 'they make'}"
        if self.powertrains:
            kinds = joined(map(drive, self.powertrains))
            made = f"{'its' if one else 'their'} {kinds} cars"
        size = percent(abs(self.saved), 2)
        moved = f"puts {size} on" if self.saved < 0 else f"takes {size} off"
        return f"{who} {what}, which {moved} the marginal cost of {made}"

    def _plain(self) -> dict[str, Any]:
        return {
            "percent": round(100 * self.share, 10),
            "part_percent": round(100 * self.part, 10),
            "realised_percent": round(100 * self.realised, 10),
            **({"powertrains": list(self.powertrains)} if self.powertrains else {}),
        }


def _by_volume(fields: Fields, mechanism: Mechanism) -> float:
    """Take volumes, and return the saving that follows from them.

    `output` is what the supplier has made so far, or what the makers bought before;
    `added` what they add to it together.
    """
    before, added = fields.number("output"), fields.number("added")
    if added < 0 or before <= 0:
        raise DataError(
            f"{fields.place}: {added:g} added to an output of {before:g}",
            hint="output is above 0, and what is added 0 or more",
        )
    if mechanism == "learning":
        rate = fields.percent("rate_percent")
        return 1 - float(learned(before, before + added, rate=rate))
    if mechanism == "scale":
        elasticity = fields.number("elasticity")
        factor = purchasing_factor(before, before + added, elasticity=elasticity)
        return 1 - float(factor)
    raise DataError(
        f"{fields.place}: volumes with the mechanism {mechanism!r}",
        hint="they give a saving by learning or scale; else state percent",
    )


def _taken(fields: Fields, share: float | None = None) -> dict[str, Any]:
    """Take what both kinds have; a share that is known already is not asked for."""
    realised = fields.optional_percent("realised_percent")
    return {
        "makers": fields.names("makers"),
        "share": fields.percent("percent") if share is None else share,
        "part": fields.percent("part_percent"),
        "realised": 1.0 if realised is None else realised,
        "powertrains": fields.optional_names("powertrains"),
    }


@dataclass(frozen=True, kw_only=True)
class SharePlatform(_Shared):
    """Several makers build cars on one platform; `part` is what the cars share."""

    kind = "share_platform"
    words = "a platform"
    component: str = "platform"

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Take makers, percent, part_percent, realised_percent, powertrains."""
        return cls(**_taken(fields))

    def sentence(self, label: Label) -> str:
        """Return `A and B share a platform, which takes 1 % off ...`."""
        return self._sentence(label, f"share {self.words}")

    def to_dict(self) -> dict[str, Any]:
        """Return plain data, shares in percent."""
        return {"kind": self.kind, "makers": list(self.makers), **self._plain()}


@dataclass(frozen=True, kw_only=True)
class SharePowertrain(SharePlatform):
    """Several makers build one engine, gearbox or electric drive."""

    kind = "share_powertrain"
    words = "a powertrain"
    component: str = "powertrain"

    def change(
        self, scenario: Scenario, market: Market, ownership: Ownership
    ) -> Scenario:
        """Return the scenario at the lower costs.

        Raises
        ------
        DataError
            If what the market sells is no cars.
        """
        if market.words != CARS:
            raise DataError(
                f"nothing that market {market.name!r} sells has a powertrain",
                hint="use share_platform for what is shared there",
            )
        return super().change(scenario, market, ownership)


@dataclass(frozen=True, kw_only=True)
class CutParts(SharePlatform):
    """A maker builds its cars from fewer different parts: each is bought in more."""

    kind = "cut_parts"
    words = "fewer parts"
    least = 1
    component: str = "parts"
    mechanism: Mechanism = "scale"

    def sentence(self, label: Label) -> str:
        """Return `Nissan builds from fewer parts, which takes 2 % off ...`."""
        verb = "builds" if len(self.makers) == 1 else "build"
        return self._sentence(label, f"{verb} from fewer parts")


@dataclass(frozen=True, kw_only=True)
class BuyTogether(_Shared):
    """Several makers buy one component together.

    Attributes
    ----------
    component
        What they buy: `cells`.
    mechanism
        Why it costs less: `learning` of the supplier, `bargaining` power, or `scale`.
    """

    component: str
    mechanism: Mechanism = "scale"
    kind = "joint_purchasing"
    words = "joint purchasing"

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Take component, mechanism and the fields of `share_platform`.

        In place of `percent` may stand what it follows from: `output` and `added`, with
        `rate_percent` for a supplier that learns, or `elasticity` for scale.
        """
        mechanism: Any = fields.name("mechanism")
        if mechanism not in MECHANISMS:
            raise DataError(
                f"{fields.place}: mechanism is {mechanism!r:.60}",
                hint=f"use one of: {', '.join(MECHANISMS)}",
            )
        component = fields.name("component")
        share = _by_volume(fields, mechanism) if fields.has("output") else None
        taken = _taken(fields, share)
        return cls(component=component, mechanism=mechanism, **taken)

    def sentence(self, label: Label) -> str:
        """Return `A and B buy cells together, which takes 1 % off ...`."""
        return self._sentence(label, f"buy {self.component} together")

    def to_dict(self) -> dict[str, Any]:
        """Return plain data, shares in percent."""
        return {
            "kind": self.kind,
            "component": self.component,
            "mechanism": self.mechanism,
            "makers": list(self.makers),
            **self._plain(),
        }
