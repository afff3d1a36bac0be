"""A day's facts and their look-ups: the frozen data beneath analyses and pictures.

`Day` is what every analysis and picture is typed against. `Landscape` adds to it the
methods that call them, and is what people hold.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

from keiretsu.errors import UnknownName
from keiretsu.landscape.groups import groups
from keiretsu.landscape.in_force import agrees, held_on
from keiretsu.landscape.records.companies import Brand, Company
from keiretsu.landscape.records.events_and_plans import Event, Plan
from keiretsu.landscape.records.roles_and_plants import Plant, Role
from keiretsu.landscape.records.share_counts import Capital, Part, cash_part, votes_part
from keiretsu.landscape.records.stakes_and_links import Link, Stake
from keiretsu.landscape.records.turnovers import Turnover
from keiretsu.landscape.records.vehicles import GroupSales, PlatformUse, Vehicle
from keiretsu.names import Register
from keiretsu.spelling import fold, spelled
from keiretsu.units import joined
from keiretsu.words import CARS, Words


@dataclass(frozen=True, kw_only=True)
class Day:
    """Companies and their ties as of one day; equal where all facts and the day are.

    Attributes
    ----------
    on
        The day.
    register
        Names of companies, people and brands, by which text is resolved.
    words
        The industry's nouns.
    store
        Where the store lies whose facts these are; None where no store was read.
    place
        Where the facts lie otherwise, in words.
    believed
        The day or moment of belief, or None for now.
    companies
        Every company, venture and holder, by identifier.
    brands
        Brands and the company behind each.
    stakes
        Stakes in force that day.
    record
        Every dated figure of every stake, of any day.
    counts
        Every dated count of a company's shares, of any day.
    links
        Alliances, ventures and talks under way that day, with the members of the day.
    link_record
        Every link, of any day, with all its members.
    events
        What had happened by then, oldest first.
    plans
        Targets announced by then.
    people
        Who was in which role that day.
    plants
        Plants and their fate, as last stated.
    platforms, vehicles
        Models on platforms and checked vehicles, whatever their launch date.
    group_sales
        World volumes of groups, all periods.
    turnovers
        Turnovers of the years that had ended.
    """

    on: dt.date
    register: Register = field(repr=False, compare=False)
    words: Words = CARS
    store: str | None = None
    place: str = "the bundled facts"
    believed: str | None = None
    companies: Mapping[str, Company]
    brands: tuple[Brand, ...]
    stakes: tuple[Stake, ...]
    record: tuple[Stake, ...]
    counts: tuple[Capital, ...]
    links: tuple[Link, ...]
    link_record: tuple[Link, ...]
    events: tuple[Event, ...]
    plans: tuple[Plan, ...]
    people: tuple[Role, ...]
    plants: tuple[Plant, ...]
    platforms: tuple[PlatformUse, ...]
    vehicles: tuple[Vehicle, ...]
    group_sales: tuple[GroupSales, ...]
    turnovers: tuple[Turnover, ...]

    def __hash__(self) -> int:
        return hash((self.on, self.store, self.believed))

    @property
    def facts(self) -> str:
        """Where the facts were read, in words."""
        if self.store is None:
            return self.place
        seen = f", as believed on {self.believed}" if self.believed else ""
        return f"the store {self.store}{seen}"

    def label(self, identifier: str) -> str:
        """Return what people call a company or person; two merged ones as `A + B`."""
        return " + ".join(map(self.register.label, identifier.split("+")))

    def resolve(self, text: str) -> Company:
        """Return the company that a person means by a name, in any spelling we know.

        A brand names the company that sells it, also where a company of that name is
        not there on the day. A former name alone identifies nobody; a company that was
        only renamed since is the one under its present name.

        Raises
        ------
        UnknownName
            If we know no such company; the hint offers the nearest names.
        DataError
            If the name may mean several.
        """
        named = self.companies.get(spelled(text))
        if named is None and not self._is_company(text):
            named = self.behind_brand(text)
        if named is None:
            named = self.companies[self.register.resolve(text, among=self.companies)]
        if not named.is_there(self.on):
            behind = self.behind_brand(text)
            return named if behind is None or text in self.companies else behind
        if named.kind == "renamed":
            return self.companies.get(named.successor or "", named)
        return named

    def _is_company(self, text: str) -> bool:
        """Say whether a company itself is called so, and not only a brand of one."""
        register, asked = self.register, fold(text)
        return any(
            asked in map(fold, (one, *register.entry(one).spellings))
            for one in register.meanings(text)
            if one in self.companies
        )

    def behind_brand(self, text: str) -> Company | None:
        """Return the company that sells under a brand on the day, or None."""
        brand = self.brand_called(text) or text
        company = self.sellers.get(fold(brand)) or self.register.brand_owner(brand)
        return None if company is None else self.companies.get(company)

    def brand_called(self, text: str) -> str | None:
        """Return the brand that a text names in any spelling, as a table writes it.

        None where it names no brand, or a company: `Lexus` of レクサス.
        """
        register = self.register
        makes = (i for i in register.meanings(text) if i not in self.companies)
        spelled = (s for make in makes for s in register.entry(make).spellings)
        known = (self._brands.get(fold(one)) for one in (text, *spelled))
        return next((brand for brand in known if brand is not None), None)

    @cached_property
    def _brands(self) -> Mapping[str, str]:
        """Brands as they are written, by how they are compared."""
        every = (*self.register.brands, *(row.brand for row in self.brands))
        return MappingProxyType({fold(brand): brand for brand in every})

    @cached_property
    def sellers(self) -> Mapping[str, str]:
        """Who sells under each brand on the day: the brand, folded, to its company."""
        return MappingProxyType({fold(row.brand): row.company for row in self.brands})

    def id_of(self, company: str) -> str:
        """Return the identifier of a company in any spelling; see `resolve`."""
        return self.resolve(company).id

    def heir_of(self, company: Company) -> Company | None:
        """Return who carries on a company that is gone, through all that are gone too.

        Itself where it is not gone; None where nobody is on record.
        """
        seen = {company.id}
        while company.is_gone(self.on):
            heir = company.successor
            if heir is None or heir in seen or heir not in self.companies:
                return None
            seen.add(heir)
            company = self.companies[heir]
        return company

    def origins_of(self, company: Company) -> tuple[Company, ...]:
        """Return the companies of the day that one to come will carry on."""
        every = self.companies.values()
        return tuple(
            c for c in every if c.successor == company.id and c.is_there(self.on)
        )

    def absence_of(self, company: Company) -> str:
        """Say that a company is gone on the day or not there yet; nothing if it is.

        `FCA is gone since 16 Jan 2021; Stellantis carries on what it did`.
        """
        label = self.label(company.id)
        if company.is_gone(self.on):
            since = "" if company.until is None else f" since {company.until}"
            heir = self.heir_of(company)
            told = f"{label} is gone{since}"
            if heir is None:
                return told
            return f"{told}; {self.label(heir.id)} carries on what it did"
        if company.is_to_come(self.on):
            origins = [self.label(c.id) for c in self.origins_of(company)]
            told = f"{label} is there since {company.since}"
            return f"{told}; it comes from {joined(origins)}" if origins else told
        return ""

    def holders_of(self, company: str) -> tuple[Stake, ...]:
        """Return the stakes in a company, largest first."""
        held = self.id_of(company)
        return tuple(stake for stake in self.stakes if stake.held == held)

    def holdings_of(self, company: str) -> tuple[Stake, ...]:
        """Return the stakes that a company holds, largest first."""
        holder = self.id_of(company)
        own = (stake for stake in self.stakes if stake.holder == holder)
        return tuple(sorted(own, key=lambda stake: -self.cash_of(stake).value))

    def history(self, holder: str, held: str) -> tuple[Stake, ...]:
        """Return every dated figure of one stake, oldest first, whatever the day."""
        pair = (self.id_of(holder), self.id_of(held))
        rows = (stake for stake in self.record if (stake.holder, stake.held) == pair)
        return tuple(sorted(rows, key=lambda stake: stake.since))

    def stake(self, holder: str, held: str) -> Stake | None:
        """Return one stake in force that day, or None where none is on record."""
        owner = self.id_of(holder)
        own = (stake for stake in self.holders_of(held) if stake.holder == owner)
        return next(own, None)

    def cash_of(self, stake: Stake) -> Part:
        """Return the part of the profit that a stake earns, and how we know."""
        return cash_part(stake, self.capital)

    def votes_of(self, stake: Stake) -> Part:
        """Return the part of the votes behind a stake, and how we know."""
        return votes_part(stake, self.capital)

    def group_of(self, company: str) -> str:
        """Return who decides alone over a company; itself where nobody does.

        The rule stands in `keiretsu.landscape.groups`. A maker that we hold no facts on
        belongs to itself.
        """
        if company in self._groups:
            return self._groups[company]
        try:
            return self._groups[self.resolve(company).id]
        except UnknownName:
            return company

    def members_of(self, group: str) -> tuple[str, ...]:
        """Return the companies of a group, itself included."""
        head = self.id_of(group)
        return tuple(c for c, own in self._groups.items() if own == head)

    def matching_stakes(
        self,
        *,
        holder: str | None = None,
        held: str | None = None,
        percent: float | None = None,
    ) -> tuple[Stake, ...]:
        """Return stakes in force that agree with what is known of a reported one.

        Parameters
        ----------
        holder, held
            Companies in any spelling; None leaves the place open.
        percent
            The figure as reported, in percent; a stake agrees if it rounds to it.
        """
        owner = None if holder is None else self.id_of(holder)
        owned = None if held is None else self.id_of(held)
        return tuple(
            stake
            for stake in self.stakes
            if owner in (None, stake.holder)
            and owned in (None, stake.held)
            and (percent is None or agrees(stake, percent))
        )

    def sentence(self, stake: Stake) -> str:
        """Say a stake in words: `Toyota holds 20 % of Subaru (May 2025)`."""
        part = stake.share_words.replace("unknown", "an unknown part")
        holder, held = self.label(stake.holder), self.label(stake.held)
        return f"{holder} holds {part} of {held} ({stake.since})"

    @cached_property
    def capital(self) -> Mapping[str, Capital]:
        """Shares of companies and what they hold in themselves, as last stated."""
        counts = held_on("capital", self.counts, self.on)
        return MappingProxyType({count.company: count for count in counts})

    @cached_property
    def _groups(self) -> Mapping[str, str]:
        return groups(
            self.companies, self.stakes, self.record, self.capital, on=self.on
        )
