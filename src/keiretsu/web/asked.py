"""What an address asks for: the deal, the day, the market. The state is all in it."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlencode

from keiretsu.deals import Deal
from keiretsu.errors import DataError
from keiretsu.landscape import Landscape, load_landscape
from keiretsu.market import Market, load_market, resolve_party
from keiretsu.units import day

DAYS_KEPT = 16
"""Landscapes of days that are kept."""
EARLIEST = dt.date(1990, 1, 1)


@lru_cache(maxsize=DAYS_KEPT)
def landscape_of(on: dt.date) -> Landscape:
    """Return the bundled facts of a day."""
    return load_landscape(on)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One deal as an address names it.

    Attributes
    ----------
    holder, held
        Identifiers of two companies.
    percent
        Size of the stake; None for the merger.
    on
        The day.
    market
        Name of the one market that is looked at, or None for those where they meet.
    """

    holder: str
    held: str
    percent: float | None
    on: dt.date
    market: str | None

    @property
    def landscape(self) -> Landscape:
        """The facts of the day."""
        return landscape_of(self.on)

    @property
    def deal(self) -> Deal:
        """The deal."""
        if self.percent is None:
            return Deal.merge(self.holder, self.held, on=self.on)
        return Deal.stake(self.holder, self.held, self.percent / 100, on=self.on)

    @property
    def markets(self) -> tuple[Market, ...] | None:
        """The markets asked for, or None."""
        return None if self.market is None else (load_market(self.market),)

    @property
    def sentence(self) -> str:
        """The deal in words: `Toyota takes 20 % of Nissan`."""
        first, second = (self.landscape.label(c) for c in (self.holder, self.held))
        if self.percent is None:
            return f"{first} and {second} merge"
        return f"{first} takes {self.percent:g} % of {second}"

    @property
    def named(self) -> str:
        """The deal as `/compare` names it: `toyota~nissan:20`."""
        size = "merger" if self.percent is None else f"{self.percent:g}"
        return f"{self.holder}~{self.held}:{size}"

    def address(self, part: str = "", **changes: Any) -> str:
        """Return the address of this state, or of one that differs from it.

        >>> day = dt.date(2025, 5, 19)
        >>> asked = Asked(
        ...     holder="toyota", held="nissan", percent=20.0, on=day, market=None
        ... )
        >>> asked.address("/owners", percent=None)
        '/deal/toyota~nissan/owners?on=2025-05-19'
        """
        one = replace(self, **changes)
        said = {
            "stake": None if one.percent is None else f"{one.percent:g}",
            "on": one.on.isoformat(),
            "market": one.market,
        }
        query = urlencode({k: v for k, v in said.items() if v is not None})
        return f"/deal/{quote(one.holder)}~{quote(one.held)}{part}?{query}"


def asked(pair: str, query: Mapping[str, str]) -> Asked:
    """Return what an address asks for.

    Parameters
    ----------
    pair
        Two companies in any spelling, as `toyota~nissan`.
    query
        `stake` in percent, `on` as a day, `market` by name; all may be left out.

    Raises
    ------
    UnknownName, DataError
        If a name, day or number is none.
    """
    first, between, second = pair.partition("~")
    if not (first.strip() and between and second.strip()):
        raise DataError(
            f"{pair!r:.80} names no two companies", hint="write /deal/toyota~nissan"
        )
    on = day_of(query.get("on", ""))
    market = query.get("market") or None
    places = [] if market is None else [load_market(market)]
    landscape = landscape_of(on)
    holder, held = (resolve_party(n, landscape, places).id for n in (first, second))
    if holder == held:
        raise DataError(
            f"a deal of {landscape.label(holder)} with itself",
            hint="name two companies that differ",
        )
    return Asked(
        holder=holder,
        held=held,
        percent=percent_of(query.get("stake", "")),
        on=on,
        market=market,
    )


def day_of(text: str) -> dt.date:
    """Return the day that a text names; today where it is empty."""
    found = day(text) if text.strip() else dt.date.today()
    latest = dt.date.today() + dt.timedelta(days=366)
    if not EARLIEST <= found <= latest:
        raise DataError(
            f"{found} is out of what is on record",
            hint=f"ask for a day from {EARLIEST} to {latest}",
        )
    return found


def percent_of(text: str) -> float | None:
    """Return a stake in percent, or None where none is named."""
    said = text.strip().removesuffix("%").strip().replace(",", ".")
    if said.lower() in {"", "merger", "merge"}:
        return None
    try:
        value = float(said)
    except ValueError:
        value = math.nan
    if not 0 <= value <= 100:
        raise DataError(
            f"a stake of {text!r:.40}",
            hint="write a percentage from 0 to 100, or merger",
        )
    return value
