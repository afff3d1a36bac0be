"""What may be wrong with a product table, and how it is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from keiretsu.errors import DataError
from keiretsu.units import plural


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing wrong with, or worth knowing of, a product table.

    Attributes
    ----------
    check
        Name of the check that found it.
    severity
        An `error` keeps the table from becoming a market, a `remark` does not.
    place
        Row and column, or the market.
    message
        What is wrong, with the value.
    advice
        What to do.
    """

    check: str
    severity: Literal["error", "remark"]
    place: str
    message: str
    advice: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message} ({self.advice})"


def demand_no_errors(faults: tuple[Fault, ...], place: str) -> None:
    """Raise `DataError` that lists the errors among the faults, if there are any."""
    errors = [fault for fault in faults if fault.severity == "error"]
    if errors:
        listed = "\n".join(f"  {fault}" for fault in errors[:10])
        more = f"\n  and {len(errors) - 10} more" if len(errors) > 10 else ""
        raise DataError(
            f"{plural(len(errors), 'fault')} in {place}:\n{listed}{more}",
            hint="mend these rows; keiretsu market check lists all faults",
        )


def at_row(row: int, column: str, check: str, message: str, advice: str) -> Fault:
    """Return an error in one row and column; rows count from 1 for whoever reads."""
    return Fault(
        check=check,
        severity="error",
        place=f"row {row + 1}, column {column}",
        message=message,
        advice=advice,
    )


def of_market(market: str | None, check: str, message: str, advice: str) -> Fault:
    """Return an error of a whole market."""
    return Fault(
        check=check,
        severity="error",
        place=f"market {market!r}",
        message=message,
        advice=advice,
    )


def rows_where(wrong: np.ndarray) -> list[int]:
    """Return the rows at which something holds."""
    return [int(row) for row in np.flatnonzero(wrong)]
