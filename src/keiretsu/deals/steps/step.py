"""What every step of a deal can do; a step that leaves something alone inherits that.

A step changes who owns whom (`reorganise`), how a market's makers compete
(`change`), or both. Nothing outside a step asks of which kind it is.
"""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple, Self

import numpy as np
from jaxtyping import Bool, Float

from keiretsu.competition import Scenario
from keiretsu.control import Ownership
from keiretsu.costs import Saving
from keiretsu.deals.steps.fields import Fields
from keiretsu.errors import DataError
from keiretsu.landscape.analysis.neighbourhood import OwnershipEdge
from keiretsu.market import Market, rows_of_models
from keiretsu.spelling import spelled

Label = Callable[[str], str]
"""What people call a company, from its identifier."""


@dataclass(frozen=True, kw_only=True)
class Affected:
    """Who takes part in a step, for the rules of filing and control.

    Attributes
    ----------
    acquirer, target
        Company identifiers.
    whole
        Whether the target is taken whole, as in a merger.
    """

    acquirer: str
    target: str
    whole: bool


class NewProduct(NamedTuple):
    """A product that a step adds to a market.

    Attributes
    ----------
    name, maker
        What it is called, and the company that sells it.
    like
        Number of the product that it resembles.
    """

    name: str
    maker: str
    like: int


class FixedSaving(NamedTuple):
    """What a maker saves a year whatever it sells.

    Attributes
    ----------
    maker
        Company identifier.
    amount
        Currency units a year.
    currency
        ISO code.
    """

    maker: str
    amount: float
    currency: str


class Part(NamedTuple):
    """A brand or a model that becomes a unit of its own.

    Attributes
    ----------
    kind, name
        `brand` or `model`, and its name as it was written.
    owners
        Companies one of which, or of whose group, has it before the deal.
    """

    kind: str
    name: str
    owners: tuple[str, ...]

    @property
    def id(self) -> str:
        """The unit's identifier."""
        return f"{self.kind}:{self.name}"


@dataclass(frozen=True, kw_only=True)
class Step(ABC):
    """One step of a deal.

    Attributes
    ----------
    on
        From when on it holds; None where it holds with the deal itself.
    """

    kind: ClassVar[str]
    """The word that deal files use."""

    on: dt.date | None = None

    @classmethod
    @abstractmethod
    def read(cls, fields: Fields) -> Self:
        """Take the fields of a deal file."""

    @property
    @abstractmethod
    def parties(self) -> tuple[str, ...]:
        """Companies that take part, by name or identifier, in order."""

    @property
    def companies(self) -> tuple[str, ...]:
        """Every company that is named: the parties, and others who are none."""
        return self.parties

    @property
    def by_name(self) -> tuple[str, ...]:
        """Companies of which a brand may stand for itself, with its own cars alone."""
        return ()

    @property
    def beside_prices(self) -> str | None:
        """What of the step no price follows, said in full; None where prices follow."""
        return None

    @abstractmethod
    def renamed(self, names: Mapping[str, str]) -> Self:
        """Return the step with its parties' names replaced by their identifiers."""

    @abstractmethod
    def sentence(self, label: Label) -> str:
        """Return the step in words."""

    @abstractmethod
    def to_dict(self) -> dict[str, Any]:
        """Return plain data, as it stands in a deal file, `kind` first."""

    def reorganise(self, ownership: Ownership) -> Ownership:
        """Return who owns whom after the step."""
        return ownership

    def change(
        self, scenario: Scenario, market: Market, ownership: Ownership
    ) -> Scenario:
        """Return the scenario of a market's makers after the step.

        Parameters
        ----------
        scenario
            Costs, taxes and profit weights of the market's J products so far.
        market
            Names the products and their makers.
        ownership
            Who decides alone over whom on the day, before any step.
        """
        return scenario

    def redraw(self, holdings: Sequence[OwnershipEdge]) -> tuple[OwnershipEdge, ...]:
        """Return a neighbourhood, as a map shows it, after the step."""
        return tuple(holdings)

    def offer(
        self, scenario: Scenario, market: Market, ownership: Ownership
    ) -> Scenario:
        """Return the scenario with the products that the step adds, after the others.

        Every step has changed costs, taxes and weights by then.
        """
        return scenario

    def withdrawn(self, market: Market) -> Bool[np.ndarray, " J"]:
        """Return which products are no longer sold after the step, shape `(J,)`."""
        return np.zeros(len(market.products), dtype=bool)

    def launched(self, market: Market) -> tuple[NewProduct, ...]:
        """Return what `offer` adds to this market, in order."""
        return ()

    def passed_on(
        self, market: Market, ownership: Ownership
    ) -> tuple[str, Float[np.ndarray, " J"]] | None:
        """Return who earns on products that others sell, and how much a unit.

        A share of today's price, shape `(J,)`; None where nobody does.
        """
        return None

    @property
    def parts(self) -> tuple[Part, ...]:
        """Brands and models that the step makes units of their own."""
        return ()

    @property
    def cars(self) -> tuple[Part, ...]:
        """Models that somebody of the step must have, and that stay in their unit."""
        return ()

    @property
    def set_apart(self) -> tuple[str, ...]:
        """Units whose profit somebody weighs by itself, though they stay in a group."""
        return ()

    @property
    def by_powertrain(self) -> bool:
        """Whether it hits cars by what drives them, which not every market says."""
        return bool(getattr(self, "powertrains", ()))

    @property
    def models_named(self) -> tuple[str, ...]:
        """Models that somebody must know."""
        return ()

    @property
    def only_ownership(self) -> bool:
        """Whether the step changes who owns whom and nothing else."""
        return self.affected is not None

    @property
    def sets_costs(self) -> bool:
        """Whether the step says what a car costs, and not how that changes.

        Such a step comes after those that change costs, wherever it stands.
        """
        return False

    @property
    def feeds_back(self) -> bool:
        """Whether costs are known only with the volumes that they bring about."""
        return False

    def at_volumes(
        self,
        costs: Float[np.ndarray, " J"],
        today: Float[np.ndarray, " J"],
        sold: Float[np.ndarray, " J"],
        market: Market,
        ownership: Ownership,
    ) -> Float[np.ndarray, " J"]:
        """Return costs, `(J,)`, at what is sold, from those at what is sold today."""
        del today, sold, market, ownership
        return costs

    @property
    def changes_worth(self) -> bool:
        """Whether products are worth something else to buyers after the step."""
        return False

    @property
    def savings(self) -> tuple[Saving, ...]:
        """Why components cost less; none where none does."""
        return ()

    def realised_in_part(self, part: float) -> Self:
        """Return the step if only a part of what it is announced to save comes about.

        A step that says itself how much is realised stays as it is.
        """
        return self.scaled(part)

    def scaled(self, part: float) -> Self:
        """Return the step with a part of what it saves; itself where it saves nothing.

        Of a saving that comes year by year this is what has come by a day.
        """
        del part
        return self

    @property
    def fixed_savings(self) -> tuple[FixedSaving, ...]:
        """What is saved whatever is sold, by maker; none where nothing is."""
        return ()

    @property
    def affected(self) -> Affected | None:
        """Who acquires whom; None where the step moves no shares."""
        return None


def products_of(
    market: Market,
    ownership: Ownership,
    makers: Sequence[str],
    products: Sequence[str] = (),
) -> Bool[np.ndarray, " J"]:
    """Return what some makers, with all that they control, sell, shape `(J,)`.

    Products named one by one are added: as the market writes them, or as people do.
    """
    own = {name for m in makers for name in (m, *ownership.controlled_by(m))}
    by_maker = np.isin(np.array(market.firms), list(own))
    return by_maker | rows_of_models(market, products)


def node_of(holdings: Sequence[OwnershipEdge], party: str) -> str:
    """Return the node of a drawn neighbourhood that a company is part of.

    After a merger two companies are one node, `first+second`.
    """
    nodes = dict.fromkeys(name for h in holdings for name in (h.owner, h.owned))
    return next((node for node in nodes if party in node.split("+")), party)


def two_companies(first: str, second: str, sentence: str) -> None:
    """Raise with a sentence about the one company unless two names, texts, differ."""
    if spelled(first) == spelled(second):
        raise DataError(
            sentence.format(f"{first!r}"), hint="name two different companies"
        )
