"""A data set: a register of names, tables of facts, markets and an industry's nouns.

The bundled one is about cars. Another is a folder of CSV tables with a `dataset.toml`
(see `keiretsu.landscape.loading`), or a store. A landscape is a day of a data set and
carries its register and its words.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

from keiretsu.landscape.in_force import brands_on, held_on
from keiretsu.landscape.landscape import Landscape
from keiretsu.landscape.naming import register_of
from keiretsu.landscape.records.companies import Company
from keiretsu.names import Register
from keiretsu.units import day
from keiretsu.words import Words


@dataclass(frozen=True, kw_only=True, eq=False)
class Dataset:
    """Names, facts, markets and words of one industry.

    Attributes
    ----------
    title
        What it is about, in words.
    place
        Where it lies, in words.
    words
        The industry's nouns.
    names
        Names that it starts from; companies and brands of its tables are added.
    facts
        The records of a table, by its name, in the order in which they were stated.
    markets
        Files of product tables, by the name of the market.
    assumptions
        File that says how strongly buyers react; None where there is none of its own.
    is_bundled
        Whether it is the industry of the bundle, in the package or in a store.
    store
        Where the store lies whose facts these are; None where no store was read.
    believed
        The day or moment of belief, or None for now.
    """

    title: str
    place: str
    words: Words
    names: Register = field(repr=False)
    facts: Callable[[str], tuple[Any, ...]] = field(repr=False)
    markets: Mapping[str, Path] = field(default_factory=dict)
    assumptions: Path | None = None
    is_bundled: bool = True
    store: str | None = None
    believed: str | None = None

    @cached_property
    def register(self) -> Register:
        """Who is meant by a name: the names given before and those of the tables."""
        named = (self.facts(kind) for kind in ("companies", "names", "brands"))
        return register_of(self.names, *named)

    @cached_property
    def companies(self) -> Mapping[str, Company]:
        """Every company by identifier; who has no name in its row has the register's.

        Of several rows on one company the last stated holds.
        """
        return MappingProxyType({c.id: self._named(c) for c in self.facts("companies")})

    def _named(self, company: Company) -> Company:
        entry = self.register.entries.get(company.id)
        if company.name or entry is None:
            return company
        wikidata = company.wikidata or entry.wikidata
        return replace(company, name=entry.name, short=entry.short, wikidata=wikidata)

    def maker(self, text: str) -> str | None:
        """Return the company that a market's table means by a maker, or None.

        A make without a row of its own means who stands behind it: Citroën is
        Stellantis. A brand of a company that is gone means the company that sells under
        it today.
        """
        ours = self.register.meanings_among(text, self.companies)
        found = ours[0] if len(ours) == 1 else self.register.find(text)
        company = self.companies.get(found) if found else None
        if company is not None and company.is_gone(dt.date.today()):
            return self.register.brand_owner(text) or found
        return found

    def landscape(self, on: str | dt.date | None = None) -> Landscape:
        """Return the landscape of a day; today where None.

        Raises
        ------
        DataError
            If `on` is no day, or a stake names a company without a row.
        """
        date = day(on)

        def held(kind: str) -> tuple[Any, ...]:
            return tuple(held_on(kind, self.facts(kind), date))

        def is_there(name: str) -> bool:
            return name not in self.companies or not self.companies[name].is_gone(date)

        return Landscape(
            on=date,
            register=self.register,
            words=self.words,
            place=self.place,
            store=self.store,
            believed=self.believed,
            companies=self.companies,
            brands=brands_on(self.facts("brands"), date),
            stakes=tuple(
                stake
                for stake in held("stakes")  # who is gone holds nothing, nor is it held
                if is_there(stake.holder) and is_there(stake.held)
            ),
            record=self.facts("stakes"),
            counts=self.facts("capital"),
            links=tuple(link.as_of(date) for link in held("links")),
            link_record=self.facts("links"),
            events=tuple(sorted(held("events"), key=lambda event: event.date)),
            plans=held("plans"),
            people=held("people"),
            plants=held("plants"),
            platforms=self.facts("platforms"),
            vehicles=self.facts("vehicles"),
            group_sales=self.facts("group_sales"),
            turnovers=held("turnovers"),
        )
