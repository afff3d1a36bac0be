"""Fields of one step in a deal file, checked as they are taken."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from typing import Any

from keiretsu.characters import LONGEST_NAME, see_text
from keiretsu.currencies import CODES, currency_code
from keiretsu.errors import DataError
from keiretsu.spelling import among
from keiretsu.units import is_number


def see_currency(code: str) -> None:
    """Raise unless a code is that of a currency."""
    if code not in CODES:
        raise DataError(
            f"there is no currency {code!r:.60}", hint="write its ISO code, as JPY"
        )


class Fields:
    """The fields of a step; each may be taken once, and none may be left over.

    Parameters
    ----------
    data
        Field -> value, as TOML or JSON has them.
    place
        Where the step stands, for messages.
    """

    def __init__(self, data: Mapping[str, Any], place: str) -> None:
        self.place = place
        self._left = dict(data)
        self._taken: list[str] = []

    def name(self, field: str) -> str:
        """Take the name of a company, brand or product."""
        value = self._take(field)
        if not isinstance(value, str) or not value.strip():
            raise DataError(
                f"{self.place}: {field} is {value!r:.60}", hint="write a name in quotes"
            )
        return see_text(value.strip(), f"{self.place}, {field}", LONGEST_NAME)

    def names(self, field: str) -> tuple[str, ...]:
        """Take a list of names; a single one may stand alone."""
        value = self._take(field)
        listed = value if isinstance(value, list) else [value]
        found = []
        for one in listed:
            self._left[field] = one
            found.append(self.name(field))
        if not found:
            raise DataError(f"{self.place}: {field} is empty", hint="name at least one")
        return tuple(found)

    def percent(self, field: str) -> float:
        """Take a percentage and return it as a fraction."""
        return self.number(field) / 100

    def number(self, field: str) -> float:
        """Take a number."""
        value = self._take(field)
        if not is_number(value) or abs(value) > 1e6 or not math.isfinite(value):
            raise DataError(
                f"{self.place}: {field} is {str(value)[:60]!r}",
                hint="write a number, as 25",
            )
        return float(value)

    def optional_percent(self, field: str) -> float | None:
        """Take a percentage that may be left out, as a fraction or None."""
        return self.percent(field) if field in self._left else None

    def optional_number(self, field: str) -> float | None:
        """Take a number that may be left out."""
        return self.number(field) if field in self._left else None

    def optional_name(self, field: str) -> str | None:
        """Take a name that may be left out."""
        return self.name(field) if field in self._left else None

    def currency(self) -> str:
        """Take a currency by its code, a word or a sign, and return its ISO code."""
        return currency_code(self.name("currency"))

    def optional_currency(self) -> str | None:
        """Take a currency that may be left out."""
        return self.currency() if "currency" in self._left else None

    def numbers(self, field: str, count: int) -> tuple[float, ...]:
        """Take a list of so many numbers."""
        values = self._take(field)
        if not isinstance(values, list) or len(values) != count:
            raise DataError(
                f"{self.place}: {field} is {str(values)[:60]!r}",
                hint=f"give a list of {count} numbers, one for each company",
            )
        found = []
        for one in values:
            self._left[field] = one
            found.append(self.number(field))
        return tuple(found)

    def choice(self, field: str, known: Sequence[str]) -> str:
        """Take one of some words."""
        value = self.name(field)
        chosen = among(value, known)
        if chosen is None:
            raise DataError(
                f"{self.place}: {field} is {value!r:.60}",
                hint=f"use one of: {', '.join(known)}",
            )
        return chosen

    def optional_day(self, field: str) -> dt.date | None:
        """Take a day that may be left out."""
        if field not in self._left:
            return None
        value = self._take(field)
        if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
            return value
        try:
            return dt.date.fromisoformat(value)
        except (TypeError, ValueError):
            raise DataError(
                f"{self.place}: {field} is {str(value)[:60]!r}",
                hint='write a day: on = "2027-04-01"',
            ) from None

    def has(self, field: str) -> bool:
        """Return whether a field is there and not yet taken."""
        return field in self._left

    def optional_names(self, field: str) -> tuple[str, ...]:
        """Take a list of names that may be left out."""
        return self.names(field) if field in self._left else ()

    def refuse_others(self) -> None:
        """Raise if a field is left that nobody took."""
        if self._left:
            raise DataError(
                f"{self.place} has no use for the field {min(self._left)!r:.60}",
                hint=f"it has the fields {', '.join(self._taken)}",
            )

    def _take(self, field: str) -> Any:
        if field not in self._left:
            raise DataError(f"{self.place} lacks the field {field!r}")
        if field not in self._taken:
            self._taken.append(field)
        return self._left.pop(field)
