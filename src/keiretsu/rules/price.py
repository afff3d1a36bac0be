"""The price of a deal, as somebody gives it, in the currency of each jurisdiction."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from keiretsu.currencies import SIGNS, WORDS, currency_code
from keiretsu.errors import DataError
from keiretsu.rules.amounts import threshold
from keiretsu.rules.bounds import Evidence, Range
from keiretsu.rules.exchange_rates import RATES, converted, rated
from keiretsu.rules.logic import Value
from keiretsu.sources import Source

_SCALES = {
    **{"": 1.0, "lakh": 1e5, "crore": 1e7, "lakh crore": 1e12},
    **dict.fromkeys(("m", "mn", "mln", "million"), 1e6),
    **dict.fromkeys(("b", "bn", "billion"), 1e9),
    **dict.fromkeys(("tn", "trn", "trillion"), 1e12),
}


def _one_of(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_FORMS = re.compile(
    rf"(?:(?P<before>[A-Z]{{3}}|{_one_of(SIGNS)})\s*)?"
    r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?(?:e\d+)?)"
    rf"\s*(?P<scale>{_one_of(filter(None, _SCALES))})?"
    rf"(?:\s*(?P<after>{_one_of(WORDS)}|[A-Z]{{3}}))?",
    re.I,
)


@dataclass(frozen=True, kw_only=True)
class Price:
    """What is paid in a deal.

    Attributes
    ----------
    amount
        Currency units, above 0.
    currency
        ISO code.
    """

    amount: float
    currency: str

    def __post_init__(self) -> None:
        if not 0 < self.amount < math.inf:
            raise DataError(f"a price of {self.amount:g}", hint="give more than 0")
        rated(self.currency)

    @classmethod
    def read(cls, text: str) -> Self:
        """Return the price that a text gives: `USD 9 billion`, `€2bn`, `9e9 USD`.

        >>> Price.read("USD 9 billion"), Price.read("1.2e12 JPY").amount
        (Price(amount=9000000000.0, currency='USD'), 1200000000000.0)
        >>> Price.read("€2bn"), Price.read("INR 500 crore").amount
        (Price(amount=2000000000.0, currency='EUR'), 5000000000.0)

        Raises
        ------
        DataError
            If it gives no amount or no currency that we hold a rate of.
        """
        found = _FORMS.fullmatch(text.strip())
        currencies = found and [c for c in (found["before"], found["after"]) if c]
        if not found or not currencies or len(currencies) != 1:
            which = "say JPY or CNY" if "¥" in text else 'write --value "USD 9 billion"'
            raise DataError(f"{text!r:.80} is no price", hint=which)
        number, scale = found["number"].replace(",", ""), found["scale"] or ""
        amount = float(number) * _SCALES[scale.lower()]
        return cls(amount=amount, currency=currency_code(currencies[0]))

    def inputs(self, currency: str, *, had: bool) -> dict[str, Value | None]:
        """Return what the price says of the inputs to one jurisdiction's tests.

        Parameters
        ----------
        currency
            Of the jurisdiction's amounts.
        had
            Whether the acquirer holds a part already: what it then holds is worth more
            than what it pays.
        """
        told = f"a price of {threshold(self.amount, self.currency)}, as given"
        given = Source(title="a price that was given", confidence="assumed")
        by = (Evidence(what=told, sources=(given,)),)
        low = high = self.amount
        if currency != self.currency:
            low, high, year = converted(self.amount, self.currency, currency)
            rates = f"{told}, at rates of {year}, within a tenth"
            by = (Evidence(what=rates, sources=(given, RATES)),)
        paid = Range(low, high, by, by)
        held = Range(low, math.inf, by) if had else paid
        return {"deal_value": paid, "value_of_holdings": held}
