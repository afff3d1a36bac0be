"""A CO2 pool: makers are judged together, so that one's slack covers another's excess.

Only the European Union and the United Kingdom judge pools of makers in this way, and we
hold the premium of the Union alone. What the pool owes less is profit: how a gram moves
the price of a single car is not modelled.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from keiretsu.competition import Scenario
from keiretsu.control import Ownership
from keiretsu.costs import pooling_gain, shapley_shares
from keiretsu.deals.steps.fields import Fields
from keiretsu.deals.steps.fixed import FIXED
from keiretsu.deals.steps.step import FixedSaving, Label, Step
from keiretsu.errors import DataError
from keiretsu.market import Market
from keiretsu.units import joined

_MEMBERS = (
    *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR"),
    *("HU", "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI"),
    "SK",
)
UNION = frozenset({"EU", "EUR13", "EUR12", *_MEMBERS})
"""Places of the pool's rule, as markets name them."""


@dataclass(frozen=True, kw_only=True)
class PoolCO2(Step):
    """Makers form one pool for the fleet target of the European Union.

    Attributes
    ----------
    makers
        Who joins, two or more.
    emissions, targets
        Fleet mean and target of each, g/km.
    units
        Cars registered by each in the Union, a year.
    """

    makers: tuple[str, ...]
    emissions: tuple[float, ...]
    targets: tuple[float, ...]
    units: tuple[float, ...]
    kind = "pool_co2"

    def __post_init__(self) -> None:
        count = len(self.makers)
        if len(set(self.makers)) < max(2, count):
            raise DataError(
                f"a pool of {', '.join(self.makers) or 'nobody'}",
                hint="name two makers or more, each once",
            )
        for name in ("emissions", "targets", "units"):
            values = getattr(self, name)
            if len(values) != count or min(values) < 0:
                raise DataError(
                    f"a pool of {count} makers with {name} of "
                    f"{', '.join(f'{v:g}' for v in values)}",
                    hint="give each maker one number, 0 or more",
                )

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Take makers, emissions, targets and units."""
        makers = fields.names("makers")
        return cls(
            makers=makers,
            emissions=fields.numbers("emissions", len(makers)),
            targets=fields.numbers("targets", len(makers)),
            units=fields.numbers("units", len(makers)),
        )

    @property
    def parties(self) -> tuple[str, ...]:
        """The makers."""
        return self.makers

    @property
    def beside_prices(self) -> str | None:
        """The whole step: what is owed is profit."""
        return FIXED

    def renamed(self, names: Mapping[str, str]) -> Self:
        """Return the step of identified makers."""
        return replace(self, makers=tuple(names.get(m, m) for m in self.makers))

    @property
    def gain(self) -> float:
        """What they owe less together than alone, euros a year."""
        return self._saved(range(len(self.makers)))

    @property
    def fixed_savings(self) -> tuple[FixedSaving, ...]:
        """Each maker's Shapley value of what the pool saves."""
        numbers = range(len(self.makers))
        groups = [
            [n for n in numbers if mask >> n & 1]
            for mask in range(1, 2 ** len(self.makers))
        ]
        parts = shapley_shares(
            {tuple(self.makers[n] for n in some): self._saved(some) for some in groups}
        )
        return tuple(FixedSaving(m, parts[m], "EUR") for m in self.makers)

    def _saved(self, members: Any) -> float:
        """Return what some of them save as a pool of their own, euros a year."""
        chosen = list(members)
        emitted, aimed, sold = (
            [values[n] for n in chosen]
            for values in (self.emissions, self.targets, self.units)
        )
        together = [0] * len(chosen)
        return pooling_gain(emitted, aimed, sold, range(len(chosen)), together)

    def sentence(self, label: Label) -> str:
        """Return `Nissan and BYD form a CO2 pool and owe EUR 95 million less ...`."""
        who = joined(map(label, self.makers))
        less = f"EUR {self.gain / 1e6:,.0f} million a year less"
        if self.gain < 5e5:
            less = "no less for it, to the million"
        return f"{who} form a CO2 pool in the European Union and owe {less}"

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "kind": self.kind,
            "makers": list(self.makers),
            "emissions": list(self.emissions),
            "targets": list(self.targets),
            "units": list(self.units),
        }

    def change(
        self, scenario: Scenario, market: Market, ownership: Ownership
    ) -> Scenario:
        """Return the scenario as it is: the pool moves profit.

        Raises
        ------
        DataError
            If the market is outside the European Union.
        """
        if market.jurisdiction not in UNION:
            raise DataError(
                f"a CO2 pool of makers in market {market.name!r}",
                hint="only the European Union judges fleets by pools with a premium "
                "that we hold: name a market there",
            )
        return scenario
