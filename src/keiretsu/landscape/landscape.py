"""The landscape of a day: its facts, and all that can be asked of them in one place.

It is made once for a day and never changed. Everything in it names its source, and what
nobody stated stays unknown. The answers are worked out in the rooms below; this is
their front.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from keiretsu.frames import Backend, to_frame
from keiretsu.landscape.analysis import consistency
from keiretsu.landscape.analysis.diff import Diff, diff
from keiretsu.landscape.analysis.freshness import Stale, newest, newest_fact, stale
from keiretsu.landscape.analysis.history import HistoryEntry, between
from keiretsu.landscape.analysis.progress import Progress, progress
from keiretsu.landscape.analysis.suggestions import Suggestion, suggestions
from keiretsu.landscape.day import Day
from keiretsu.landscape.records.events_and_plans import Plan
from keiretsu.landscape.records.record import flat_rows
from keiretsu.plain import short_hash, to_json
from keiretsu.units import PartialDate, day

if TYPE_CHECKING:
    from keiretsu.landscape.pictures.page import Page
    from keiretsu.pictures import Picture

TableName = Literal[
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
class Landscape(Day):
    """Companies and their ties as of one day; `load_landscape` makes it.

    Its data and look-ups are those of `keiretsu.landscape.day.Day`.

    Examples
    --------
    >>> from keiretsu.landscape import load_landscape
    >>> day = load_landscape("2025-06-01")
    >>> day.stake("Toyota", "subaru") in day.holders_of("SUBARU")
    True
    """

    def progress(self, plan: Plan) -> Progress:
        """Return how far a plan has come by the day, or why that cannot be said."""
        return progress(plan, self)

    def diff(self, other: Day) -> Diff:
        """Return what differs between this day and another, from here to there."""
        return diff(self, other)

    def suggest(
        self, kind: str, said: Mapping[str, Any], missing: Collection[str]
    ) -> tuple[Suggestion, ...]:
        """Return facts of the day that may fill what a claim leaves open, with reasons.

        `claim.kind`, `claim.normalised` and `claim.unresolved` fit as they are.
        """
        return suggestions(self, kind, said, missing)

    def contradictions(self) -> tuple[consistency.Contradiction, ...]:
        """Return where the figures stated up to the day disagree."""
        return consistency.contradictions(self)

    def gaps(self) -> tuple[consistency.Gap, ...]:
        """Return what is not known, or not from a source, about the day's stakes."""
        return consistency.gaps(self)

    def stale(self) -> tuple[Stale, ...]:
        """Return the figures of the day that may be out of date, oldest first."""
        return stale(self)

    def newest_fact(self, company: str | None = None) -> PartialDate | None:
        """Return the date of the newest fact by the day, of all or of one company."""
        return newest_fact(self, None if company is None else self.id_of(company))

    def rows(self, table: TableName = "stakes") -> list[dict[str, Any]]:
        """Return one table as plain rows, its source in three columns."""
        return flat_rows(self._rows(table))

    def to_frame(
        self, table: TableName = "stakes", backend: Backend | None = None
    ) -> Any:
        """Return one table as a data frame; see `keiretsu.frames.to_frame`."""
        return to_frame(self.rows(table), backend)

    def to_dict(self) -> dict[str, Any]:
        """Return the whole landscape of the day as plain data."""
        kinds = (
            *("companies", "stakes", "capital", "links", "events", "plans"),
            *("people", "plants"),
        )
        return {
            "on": self.on.isoformat(),
            **newest(self),
            **{kind: to_json(self._rows(kind)) for kind in kinds},
        }

    @cached_property
    def fingerprint(self) -> str:
        """A short hash of everything that the day holds."""
        return short_hash(self.to_dict())

    def _rows(self, table: str) -> tuple[Any, ...]:
        rows = getattr(self, table)
        return tuple(rows.values()) if isinstance(rows, Mapping) else rows

    def between(
        self,
        first: str,
        second: str,
        since: str | dt.date | None = None,
        until: str | dt.date | None = None,
    ) -> tuple[HistoryEntry, ...]:
        """Return the stakes, links, events and plans of two companies up to the day.

        Parameters
        ----------
        first, second
            Companies in any spelling.
        since, until
            Leave out what ended before the one day or began after the other.

        Raises
        ------
        UnknownName
            If we know no such company.
        DataError
            If both are the same, or a day is none.
        """
        ends = _days(since, until)
        return between(self, self.id_of(first), self.id_of(second), *ends)

    def map(self, *companies: str, steps: int = 1) -> Picture:
        """Return the ownership map of the day: all of it, or round some companies.

        Parameters
        ----------
        *companies
            Companies in any spelling; none draws every stake on record.
        steps
            How many stakes away from them a company may be.

        Raises
        ------
        UnknownName
            If we know no such company.
        DataError
            If `steps` is below 1.
        """
        from keiretsu.landscape.pictures.map import ownership_map

        return ownership_map(self, self._chosen(companies), steps=steps)

    def matrix(self, *companies: str) -> Picture:
        """Return who works with whom that day, all or only with some companies."""
        from keiretsu.landscape.pictures.matrix import matrix

        return matrix(self, self._chosen(companies))

    def timeline(
        self,
        first: str,
        second: str,
        since: str | dt.date | None = None,
        until: str | dt.date | None = None,
    ) -> Picture:
        """Return `between` as a picture."""
        from keiretsu.landscape.pictures.timeline import timeline

        ends = _days(since, until)
        return timeline(self, self.id_of(first), self.id_of(second), *ends)

    def page(self, company: str) -> Page:
        """Return one company's stakes and the map round it, as a notebook shows them.

        Raises
        ------
        UnknownName
            If we know no such company.
        """
        from keiretsu.landscape.pictures.page import Page

        return Page(day=self, company=self.id_of(company))

    def _repr_html_(self) -> str:
        from keiretsu.landscape.pictures.page import overview

        return overview(self)

    def _chosen(self, companies: Collection[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(map(self.id_of, companies)))

    def __repr__(self) -> str:
        return (
            f"<Landscape of {self.on}: {len(self.companies)} companies, "
            f"{len(self.stakes)} stakes, {len(self.links)} links>"
        )


def _days(
    since: str | dt.date | None, until: str | dt.date | None
) -> tuple[dt.date | None, dt.date | None]:
    return (
        None if since is None else day(since),
        None if until is None else day(until),
    )
