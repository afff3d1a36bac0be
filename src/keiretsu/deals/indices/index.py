"""One index of a deal, with its unit, or why it has no value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from keiretsu.errors import KeiretsuError


@dataclass(frozen=True, kw_only=True)
class Index:
    """One index of a deal in a market.

    Attributes
    ----------
    name, of
        What it is, and of whom or what.
    value
        None where the formula has no answer here.
    unit
        `points`, `share` (a fraction), `currency` or `number`.
    note
        How it was computed, or why it has no answer.
    """

    name: str
    of: str
    value: float | None
    unit: str
    note: str


def told(
    name: str, of: str, unit: str, note: str, compute: Callable[[], float]
) -> Index:
    """Return an index, or why it has no answer."""
    try:
        value: float | None = float(compute())
    except (KeiretsuError, ZeroDivisionError, np.linalg.LinAlgError) as error:
        reason = str(error).splitlines()[0] or type(error).__name__
        return Index(name=name, of=of, value=None, unit=unit, note=reason)
    if value is not None and not np.isfinite(value):
        return Index(
            name=name, of=of, value=None, unit=unit, note="has no finite value"
        )
    return Index(name=name, of=of, value=value, unit=unit, note=note)
