"""What an address of the lab says: the market, what is known of it, and the deal.

The same words make the Python that computes it again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from keiretsu.deals import Deal
from keiretsu.errors import DataError
from keiretsu.estimation import KnownNumbers
from keiretsu.estimation.written import by_product, pairs
from keiretsu.web.asked import day_of, percent_of

TABLE = ("market", "currency", "place", "nests")
"""What an address says of the table."""
EVIDENCE = (
    *("form", "margin", "own", "elasticity", "nesting", "size"),
    *("choices", "diversion", "tastes", "seed"),
)
"""What it says is known."""
DEAL = ("first", "second", "stake", "on")
"""What it says of the deal."""
STATE = (*TABLE, *EVIDENCE, *DEAL)


@dataclass(frozen=True, kw_only=True)
class Study:
    """A market of a table, what is known of its demand, and a deal.

    Attributes
    ----------
    market
        Its name in the table; empty for the first.
    currency, place
        Of the prices; whose rules apply, as `EU`. Empty where not said.
    nests
        Column of the nests; empty for `nesting_ids`.
    known
        What is known of demand.
    first, second
        Two makers; empty where no deal is named yet.
    percent
        Stake of the first in the second in percent; None for their merger.
    on
        The day of the deal.
    """

    market: str
    currency: str
    place: str
    nests: str
    known: KnownNumbers
    first: str
    second: str
    percent: float | None
    on: dt.date

    @property
    def deal(self) -> Deal:
        """The deal."""
        if not self.first or not self.second:
            raise DataError("no deal is named", hint="name two makers of the table")
        if self.first == self.second:
            raise DataError(
                f"a deal of {self.first!r:.80} with itself",
                hint="name two makers that differ",
            )
        if self.percent is None:
            return Deal.merge(self.first, self.second, on=self.on)
        return Deal.stake(self.first, self.second, self.percent / 100, on=self.on)

    @property
    def title(self) -> str:
        """What the demand is called where a file or a page names it."""
        return f"{self.known.form} calibrated to what is known"

    def python(self, table: str = "table.csv") -> str:
        """Return the Python that computes what the pages show.

        Parameters
        ----------
        table
            The file that holds the table.
        """
        options = {"currency": self.currency, "jurisdiction": self.place}
        said = "".join(f", {k}={v!r}" for k, v in options.items() if v)
        nested = (
            [f'table = table.with_classes("nesting_ids", {self.nests!r})']
            if self.nests
            else []
        )
        chosen = (
            f"markets[{self.market!r}]"
            if self.market
            else "next(iter(markets.values()))"
        )
        lines = [
            *("from pathlib import Path", "", "import keiretsu as kt"),
            "from keiretsu.control import Ownership",
            "from keiretsu.estimation import (",
            "    KnownNumbers,",
            "    calibrate_market,",
            "    implied_rows,",
            ")",
            "",
            f"table = kt.read_table(Path({table!r}))",
            *nested,
            f"found = kt.markets_from_frame(table{said})",
            "markets = {market.name: market for market in found}",
            f"market = {chosen}",
            f"landscape = kt.load_landscape({self.on.isoformat()!r})",
            "ownership = Ownership.of_day(landscape, market.firms)",
            "",
            "known = KnownNumbers(",
            *(f"    {name}={value!r}," for name, value in self._given()),
            ")",
            "demand = calibrate_market(market, known, ownership=ownership)",
            "for row in demand.fit:",
            "    print(row)",
            "for row in implied_rows(market, demand.demand, ownership):",
            f"    print({_PRODUCT})",
        ]
        return "\n".join(lines) + "\n" + (self._deal_python() if self.first else "")

    def _given(self) -> list[tuple[str, Any]]:
        plain = KnownNumbers()
        return [
            (one.name, value)
            for one in fields(KnownNumbers)
            if (value := getattr(self.known, one.name)) != getattr(plain, one.name)
            or one.name == "form"
        ]

    def _deal_python(self) -> str:
        named = f"{self.first!r}, {self.second!r}"
        day = f"on={self.on.isoformat()!r}"
        made = f"kt.Deal.merge({named}, {day})"
        if self.percent is not None:
            made = f"kt.Deal.stake({named}, {self.percent!r} / 100, {day})"
        return "\n".join(
            (
                "",
                f"deal = {made}",
                "fitted = kt.FittedDemands(",
                f"    title={self.title!r}, markets={{market.name: demand}}",
                ")",
                "effects = kt.run(",
                "    deal, landscape, market, demand=fitted, indices=True",
                ")",
                "for row in effects.rows():",
                f"    print({_CHANGE})",
                "",
            )
        )


_PRODUCT = (
    "f\"{row['product']}: elasticity {row['own_elasticity']:.4f}, "
    "margin {row['margin']:.4%}\""
)
_CHANGE = (
    "f\"{row['reading']}, {row['product']}: {row['price_change']:+.4%} "
    "({row['price_before']:,.2f} to {row['price_after']:,.2f})\""
)
"""What the code prints: the cells of the pages, in their digits."""


def study_of(query: Mapping[str, str]) -> Study:
    """Return what an address says.

    Parameters
    ----------
    query
        `STATE`; all may be left out. Several numbers stand on lines of their own.

    Raises
    ------
    DataError
        If a number is none, or a form is unknown.
    """
    said = {name: query.get(name, "").strip() for name in STATE}
    known = KnownNumbers(form=said["form"] or "nested logit").with_changes(
        market_elasticity=_float(said["elasticity"], "elasticity of the market"),
        nesting=_float(said["nesting"], "nesting parameter"),
        market_size=_float(said["size"], "number of potential buyers"),
        seed=_whole(said["seed"]),
        second_choices=pairs(_lines(said["choices"])),
        diversions=pairs(_lines(said["diversion"])),
        tastes=tuple(_lines(said["tastes"])),
        **by_product(_lines(said["own"]), "own_elasticities", "mean_own_elasticity"),
        **by_product(_lines(said["margin"]), "margins", "mean_margin"),
    )
    return Study(
        **{name: said[name] for name in (*TABLE, "first", "second")},
        known=known,
        percent=percent_of(said["stake"]),
        on=day_of(said["on"]),
    )


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _float(text: str, what: str) -> float | None:
    if not text:
        return None
    try:
        return float(text)
    except ValueError:
        raise DataError(f"{text!r:.60} is no {what}", hint="write -1.2") from None


def _whole(text: str) -> int | None:
    if not text:
        return None
    if not text.isascii() or not text.isdecimal() or len(text) > 9:
        raise DataError(f"{text!r:.60} is no seed", hint="write a whole number")
    return int(text)
