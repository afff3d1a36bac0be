"""The landscape of a day: who there is, who owns whom, what links them, what comes.

It is made once for a day and never changed. Everything in it names its source, and what
nobody stated stays unknown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from keiretsu.errors import UnknownName
from keiretsu.landscape import views
from keiretsu.landscape.analysis import consistency as checks
from keiretsu.landscape.analysis.diff import Diff, diff
from keiretsu.landscape.analysis.progress import Progress, progress
from keiretsu.landscape.analysis.suggestions import Suggestion, suggestions
from keiretsu.landscape.groups import groups
from keiretsu.landscape.in_force import agrees, held_on
from keiretsu.landscape.records.companies import Brand, Company
from keiretsu.landscape.records.events_and_plans import Event, Plan
from keiretsu.landscape.records.record import frame
from keiretsu.landscape.records.roles_and_plants import Plant, Role
from keiretsu.landscape.records.share_counts import Capital, Part, cash_part, votes_part
from keiretsu.landscape.records.stakes_and_links import Link, Stake
from keiretsu.landscape.records.vehicles import GroupSales, PlatformUse, Vehicle
from keiretsu.names import fold, names
from keiretsu.plain import plain

if TYPE_CHECKING:
    import polars as pl

Table = Literal[
    "companies",
    "brands",
    "stakes",
    "capital",
    "links",
    "events",
    "plans",
    "people",
    "plants",
    "platforms",
    "vehicles",
    "group_sales",
]


@dataclass(frozen=True, kw_only=True, eq=False)
class Landscape:
    """Companies and their ties as of one day; `load_landscape` makes it.

    Attributes
    ----------
    on
        The day.
    store
        Where the store lies whose facts these are; None for the bundled facts.
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

    Examples
    --------
    >>> from keiretsu.landscape import load_landscape
    >>> load_landscape("2025-06-01").holders_of("subaru")[0].share
    0.2
    >>> load_landscape("2007-01-01").holders_of("subaru")[0].share
    0.087
    """

    on: dt.date
    store: str | None
    believed: str | None
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

    @property
    def facts(self) -> str:
        """Where the facts were read, in words."""
        if self.store is None:
            return "the bundled facts"
        seen = f", as believed on {self.believed}" if self.believed else ""
        return f"the store {self.store}{seen}"

    def resolve(self, text: str) -> Company:
        """Return the company that a person means by a name, in any spelling we know.

        A brand names the company that sells it.

        Raises
        ------
        UnknownName
            If we know no such company; the hint offers the nearest names.
        """
        found = names().find(text)
        if found not in self.companies:
            brands = {fold(b.brand): b.company for b in self.brands}
            found = brands.get(fold(text))
        if found is None:
            found = names().resolve(text, among=self.companies)
        return self.companies[found]

    def holders_of(self, company: str) -> tuple[Stake, ...]:
        """Return the stakes in a company, largest first."""
        return tuple(stake for stake in self.stakes if stake.held == self._id(company))

    def holdings_of(self, company: str) -> tuple[Stake, ...]:
        """Return the stakes that a company holds, largest first."""
        own = (stake for stake in self.stakes if stake.holder == self._id(company))
        return tuple(sorted(own, key=lambda stake: -self.cash_of(stake).value))

    def history(self, holder: str, held: str) -> tuple[Stake, ...]:
        """Return every dated figure of one stake, oldest first, whatever the day."""
        pair = (self._id(holder), self._id(held))
        rows = (stake for stake in self.record if (stake.holder, stake.held) == pair)
        return tuple(sorted(rows, key=lambda stake: stake.since))

    def stake(self, holder: str, held: str) -> Stake | None:
        """Return one stake in force that day, or None."""
        own = (stake for stake in self.holders_of(held) if stake.holder == holder)
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
        return self._groups.get(company, company)

    def members_of(self, group: str) -> tuple[str, ...]:
        """Return the companies of a group, itself included."""
        return tuple(c for c, head in self._groups.items() if head == group)

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
            Company identifiers; None leaves the place open.
        percent
            The figure as reported, in percent; a stake agrees if it rounds to it.
        """
        return tuple(
            stake
            for stake in self.stakes
            if holder in (None, stake.holder)
            and held in (None, stake.held)
            and (percent is None or agrees(stake, percent))
        )

    def progress(self, plan: Plan) -> Progress:
        """Return how far a plan has come by the day, or why that cannot be said."""
        return progress(plan, self.group_sales, self.plants, self.on)

    def diff(self, other: Landscape) -> Diff:
        """Return what differs between this day and another, from here to there."""
        return diff(self, other)

    def suggest(
        self, kind: str, said: Mapping[str, Any], missing: Collection[str]
    ) -> tuple[Suggestion, ...]:
        """Return facts of the day that may fill what a claim leaves open, with reasons.

        `claim.kind`, `claim.normalised` and `claim.unresolved` fit as they are.
        """
        return suggestions(self, kind, said, missing)

    def contradictions(self) -> tuple[checks.Contradiction, ...]:
        """Return where the figures stated up to the day disagree."""
        return checks.contradictions(
            self.record, self.stakes, self.events, self.on, self.counts
        )

    def gaps(self) -> tuple[checks.Gap, ...]:
        """Return what is not known, or not from a source, about the day's stakes."""
        return checks.gaps(self.companies, self.stakes, self.on)

    def to_frame(self, table: Table = "stakes") -> pl.DataFrame:
        """Return one table as a polars frame, its source in three columns."""
        return frame(self._rows(table))

    def to_dict(self) -> dict[str, Any]:
        """Return the whole landscape of the day as plain data."""
        kinds = (
            *("companies", "stakes", "capital", "links", "events", "plans"),
            *("people", "plants"),
        )
        return {
            "on": self.on.isoformat(),
            **{kind: plain(self._rows(kind)) for kind in kinds},
        }

    def _rows(self, table: str) -> tuple[Any, ...]:
        rows = getattr(self, table)
        return tuple(rows.values()) if isinstance(rows, Mapping) else rows

    def _id(self, company: str) -> str:
        if company not in self.companies:
            raise UnknownName("company", company, self.companies)
        return company

    @cached_property
    def capital(self) -> Mapping[str, Capital]:
        """Shares of companies and what they hold in themselves, as last stated."""
        counts = held_on("capital", self.counts, self.on)
        return MappingProxyType({count.company: count for count in counts})

    @cached_property
    def _groups(self) -> Mapping[str, str]:
        return groups(self.companies, self.stakes, self.record, self.capital)

    map = views.map_of
    matrix = views.matrix_of
    between = views.entries_between
    timeline = views.timeline_of
    page = views.page_of
    _repr_html_ = views.html_of

    def __repr__(self) -> str:
        return (
            f"<Landscape of {self.on}: {len(self.companies)} companies, "
            f"{len(self.stakes)} stakes, {len(self.links)} links>"
        )
