"""Turnovers in another currency, at yearly averages taken as known to a tenth."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from keiretsu.errors import DataError
from keiretsu.landscape import Landscape
from keiretsu.landscape.records.turnovers import Turnover
from keiretsu.rules.bounds import Evidence, Range
from keiretsu.sources import Source

ROUGH = 0.1
"""How far a converted amount may be off, as a fraction: rates are yearly averages."""
RATES = Source(title="yearly rates of exchange, general knowledge", confidence="memory")


def in_currency(row: Turnover, currency: str, landscape: Landscape) -> Range:
    """Return a turnover in another currency, with what it was read from."""
    if row.currency == currency:
        by = (_read(row, landscape),)
        return Range(row.amount, row.amount, by, by)
    year = str(min(row.period.last.year, int(max(_rates()))))
    amount = row.amount * _rate(currency, year) / _rate(row.currency, year)
    by = (_read(row, landscape, f" at rates of {year}, within a tenth", RATES),)
    return Range(amount * (1 - ROUGH), amount * (1 + ROUGH), by, by)


def _read(
    row: Turnover, landscape: Landscape, rates: str = "", *more: Source
) -> Evidence:
    area = "" if row.area == ("world",) else f" ({', '.join(row.area)})"
    company = landscape.label(row.company)
    return Evidence(
        what=f"accounts of {company} for {row.period}{area}{rates}",
        sources=(row.source, *more),
    )


def low_rate(currency: str) -> float:
    """Return what a US dollar buys at least, in the newest year that is held."""
    return _rate(currency, max(_rates())) * (1 - ROUGH)


def converted(amount: float, currency: str, into: str) -> tuple[float, float, str]:
    """Return the bounds of an amount in another currency, at the newest year's rates.

    Returns
    -------
    low, high, year
    """
    year = max(_rates())
    told = amount * _rate(into, year) / _rate(currency, year)
    return told * (1 - ROUGH), told * (1 + ROUGH), year


def rated_currencies() -> tuple[str, ...]:
    """Return the codes of the currencies that we hold a rate of."""
    return tuple(sorted({"USD", *_rates()[max(_rates())]}))


def rated(currency: str) -> None:
    """Raise unless we hold a rate of a currency.

    Raises
    ------
    DataError
        If we do not.
    """
    known = rated_currencies()
    if currency not in known:
        raise DataError(
            f"we hold no rate of {currency!r}", hint=f"use one of: {', '.join(known)}"
        )


def _rate(currency: str, year: str) -> float:
    return 1.0 if currency == "USD" else _rates()[year][currency]


@cache
def _rates() -> Mapping[str, Mapping[str, float]]:
    """Return what a US dollar bought, by year and currency."""
    path = files("keiretsu.rules") / "rates.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))
