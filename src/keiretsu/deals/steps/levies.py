"""Steps of a government: a tariff by country, a tax or a subsidy of some cars.

They hit products by where they are made or by what drives them, whoever makes them, and
so have no parties: they are the background before which a deal is seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np
from jaxtyping import Bool

from keiretsu.competition import Scenario
from keiretsu.control import Ownership
from keiretsu.countries import country_name, in_sentence
from keiretsu.deals.steps.costs import put_or_taken
from keiretsu.deals.steps.fields import Fields
from keiretsu.deals.steps.step import Label, Step
from keiretsu.errors import DataError
from keiretsu.market import Market
from keiretsu.units import joined, percent
from keiretsu.words import drive


class _Levy(Step):
    """A step that names no company."""

    @property
    def parties(self) -> tuple[str, ...]:
        """Nobody in particular."""
        return ()

    def renamed(self, names: Mapping[str, str]) -> Self:
        """Return the step as it is."""
        return self


@dataclass(frozen=True, kw_only=True)
class ImportTariff(_Levy):
    """A tariff on what is made in a country.

    Attributes
    ----------
    country
        Two letters, as in a market's characteristic `assembled_jp`.
    rate
        Tariff as a share of marginal cost.
    pass_through
        Part of the tariff that enters cost, where makers abroad bear the rest.
    """

    country: str
    rate: float
    pass_through: float = 1.0
    kind = "import_tariff"

    def __post_init__(self) -> None:
        if not (len(self.country) == 2 and self.country.isalpha()):
            raise DataError(
                f"a tariff on what is made in {self.country!r:.80}",
                hint="name the country by its two letters, as JP",
            )
        if not -1 < self.rate <= 10:
            raise DataError(
                f"a tariff of {100 * self.rate:g} % of cost",
                hint="a tariff is above -100 and at most 1000 percent",
            )
        if not 0 <= self.pass_through <= 2:
            raise DataError(
                f"a pass-through of {100 * self.pass_through:g} % to cost",
                hint="it is from 0 to 200 percent",
            )

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Take `country`, `percent` and perhaps `pass_through_percent`."""
        share = fields.optional_percent("pass_through_percent")
        return cls(
            country=fields.name("country"),
            rate=fields.percent("percent"),
            pass_through=1.0 if share is None else share,
        )

    def sentence(self, label: Label) -> str:
        """Return `a tariff of 15 % is put on what is made in Japan`."""
        rate, part = percent(abs(self.rate), 2), percent(self.pass_through, 2)
        of = "" if self.pass_through == 1 else f", {part} of which enters cost,"
        where = in_sentence(country_name(self.country.upper()))
        way = put_or_taken(self.rate)
        return f"a tariff of {rate}{of} is {way} what is made in {where}"

    def to_dict(self) -> dict[str, Any]:
        """Return plain data, rates in percent."""
        return {
            "kind": self.kind,
            "country": self.country,
            "percent": round(100 * self.rate, 10),
            "pass_through_percent": round(100 * self.pass_through, 10),
        }

    def change(
        self, scenario: Scenario, market: Market, ownership: Ownership
    ) -> Scenario:
        """Return the scenario under the tariff, on top of today's taxes.

        Raises
        ------
        DataError
            If the market is that country, or does not say what is made there.
        """
        where = in_sentence(country_name(self.country.upper()))
        if self.country.upper() == market.jurisdiction:
            raise DataError(
                f"an import tariff in market {market.name!r} on what is made in "
                f"{where} itself",
                hint="name another country, or take a tariff of makers or products",
            )
        name = f"assembled_{self.country.lower()}"
        if name not in market.characteristics:
            raise DataError(
                f"market {market.name!r} does not say what is made in {where}",
                hint=f"give a column {name} of 0 and 1; the American markets have some",
            )
        taxes, made = scenario.taxes, market.characteristics[name] == 1
        added = np.where(made, self.rate * self.pass_through, 0.0)
        return scenario.with_taxes(replace(taxes, tariff=taxes.tariff + added))


@dataclass(frozen=True, kw_only=True)
class Subsidy(_Levy):
    """An amount for every unit of what some kind of power drives.

    Attributes
    ----------
    powertrains
        As the market names them: `BEV`, `PHEV`, ...
    amount
        For each unit sold; negative where a subsidy ends.
    currency
        Of the amount, as USD; None where it is that of whatever market is looked at.
    """

    powertrains: tuple[str, ...]
    amount: float
    currency: str | None = None
    kind = "subsidy"

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Take `powertrains`, `amount` and perhaps `currency`."""
        return cls(
            powertrains=fields.names("powertrains"),
            amount=fields.number("amount"),
            currency=fields.optional_currency(),
        )

    def sentence(self, label: Label) -> str:
        """Return `a subsidy of USD 7,500 for each battery-electric car ends`."""
        which = joined(map(drive, self.powertrains))
        words = f"a subsidy of {_money(abs(self.amount), self.currency)} for each "
        words += f"{which} car"
        return f"{words} ends" if self.amount < 0 else f"{words} begins"

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "kind": self.kind,
            "powertrains": list(self.powertrains),
            "amount": self.amount,
            **({"currency": self.currency} if self.currency else {}),
        }

    def change(
        self, scenario: Scenario, market: Market, ownership: Ownership
    ) -> Scenario:
        """Return the scenario with the subsidy as a negative unit tax.

        Raises
        ------
        DataError
            If the market sells nothing that is driven so, or has no prices.
        """
        driven: Bool[np.ndarray, " J"] = np.isin(
            np.array(market.powertrains, dtype=object), self.powertrains
        )
        if market.prices is None or not driven.any():
            raise DataError(
                f"market {market.name!r} has no priced {' or '.join(self.powertrains)}",
                hint="name powertrains as the market does, in a market with prices",
            )
        _see_currency(self.currency, market)
        taxes = scenario.taxes
        added = np.where(driven, -self.amount, 0.0)
        return scenario.with_taxes(replace(taxes, unit=taxes.unit + added))


@dataclass(frozen=True, kw_only=True)
class Tax(_Levy):
    """A tax on cars: a share of the price before tax, an amount for each, or both.

    Attributes
    ----------
    rate
        Share of the price that the maker receives, as VAT has it; beside those of today
        that stand in the prices already.
    amount
        For each car sold, paid by its maker.
    powertrains
        What drives the cars that it hits; none for all cars.
    currency
        Of the amount, as USD; None where it is that of whatever market is looked at.
    """

    rate: float = 0.0
    amount: float = 0.0
    powertrains: tuple[str, ...] = ()
    currency: str | None = None
    kind = "tax"

    def __post_init__(self) -> None:
        if not self.rate and not self.amount:
            raise DataError("a tax of nothing", hint="give percent or amount")
        if not -0.5 <= self.rate <= 10:
            raise DataError(
                f"a tax of {100 * self.rate:g} % on the price",
                hint="from -50 to 1000 percent",
            )

    @classmethod
    def read(cls, fields: Fields) -> Self:
        """Take `percent` or `amount`, and perhaps `powertrains` and `currency`."""
        return cls(
            rate=fields.optional_percent("percent") or 0.0,
            amount=fields.optional_number("amount") or 0.0,
            powertrains=fields.optional_names("powertrains"),
            currency=fields.optional_currency(),
        )

    def sentence(self, label: Label) -> str:
        """Return `a tax of 5 % of the price is put on each battery-electric car`."""
        kinds = joined(map(drive, self.powertrains))
        which = f"each {kinds} car" if kinds else "all that is sold"
        told, ends = [], self.rate <= 0 and self.amount <= 0
        sign = -1 if ends else 1
        if self.rate:
            told.append(f"{percent(sign * self.rate, 2)} of the price")
        if self.amount:
            told.append(_money(sign * self.amount, self.currency))
        return f"a tax of {joined(told)} is {put_or_taken(sign)} {which}"

    def to_dict(self) -> dict[str, Any]:
        """Return plain data, the rate in percent."""
        return {
            "kind": self.kind,
            **({"percent": round(100 * self.rate, 10)} if self.rate else {}),
            **({"amount": self.amount} if self.amount else {}),
            **({"powertrains": list(self.powertrains)} if self.powertrains else {}),
            **({"currency": self.currency} if self.currency else {}),
        }

    def change(
        self, scenario: Scenario, market: Market, ownership: Ownership
    ) -> Scenario:
        """Return the scenario under the tax, on top of today's.

        Raises
        ------
        DataError
            If the market sells nothing that is driven so, or has no prices for an
            amount.
        """
        hit = np.ones(len(market.products), dtype=bool)
        if self.powertrains:
            hit = np.isin(np.array(market.powertrains, dtype=object), self.powertrains)
        if not hit.any() or (self.amount and market.prices is None):
            raise DataError(
                f"market {market.name!r} has no priced "
                f"{' or '.join(self.powertrains) or 'car'}",
                hint="name powertrains as the market does; an amount needs prices",
            )
        _see_currency(self.currency, market)
        taxes = scenario.taxes
        if self.rate and taxes.basis != "net":
            raise DataError("a tax on net prices beside one on gross prices")
        return scenario.with_taxes(
            replace(
                taxes,
                unit=taxes.unit + np.where(hit, self.amount, 0.0),
                ad_valorem=taxes.ad_valorem + np.where(hit, self.rate, 0.0)
                if self.rate
                else taxes.ad_valorem,
            )
        )


def _money(amount: float, currency: str | None) -> str:
    if currency:
        return f"{currency} {amount:,.0f}"
    return f"{amount:,.0f} in the currency of each market"


def _see_currency(currency: str | None, market: Market) -> None:
    """Raise where an amount is in another currency than a market's prices.

    Raises
    ------
    DataError
        If it is.
    """
    if currency and market.currency and currency != market.currency:
        raise DataError(
            f"market {market.name!r} has prices in {market.currency}, not {currency}",
            hint=f"give the amount in {market.currency}, or name other markets",
        )
