"""What published figures tell of a maker's costs in one year, with their source."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from keiretsu.files import toml
from keiretsu.sources import Source


@dataclass(frozen=True, kw_only=True)
class KnownCosts:
    """A maker's costs in a year, as far as published figures tell.

    Attributes
    ----------
    fixed, contribution
        Costs that no car changes, and what a car leaves for them, currency.
    volume
        Cars of that year.
    currency, period
        ISO code; the year.
    source
        How they were found.
    """

    fixed: float
    contribution: float
    volume: float
    currency: str
    period: str
    source: Source


@cache
def known_costs() -> dict[str, KnownCosts]:
    """Return what is known, by company."""
    place = files("keiretsu.deals") / "data" / "cost_structures.toml"
    table = toml(place.read_text("utf-8"), "cost_structures.toml", "correct it")
    return {
        company: KnownCosts(
            fixed=row["fixed"],
            contribution=row["contribution"],
            volume=row["volume"],
            currency=row["currency"],
            period=row["period"],
            source=Source(title=row["title"], confidence=row["confidence"]),
        )
        for company, row in table.items()
    }
