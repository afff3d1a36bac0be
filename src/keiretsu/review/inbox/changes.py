"""A claim as a person corrects it: other values of fields, holder and held swapped."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from keiretsu.errors import DataError
from keiretsu.news.claims.claim import Claim, fields_by_kind

NAMED = ("holder", "held", "company", "person", "speaker", "maker", "developed_with")
"""Fields that hold one company or person."""
_FIGURES = {
    *("percent", "percent_min", "from_percent", "value", "change_pct", "amount"),
    *(
        "shares",
        "base",
        "rate_percent",
        "range_km",
        "battery_kwh",
        "price",
        "price_min",
    ),
}
_LISTS = {"parties", "powertrain"}
_OPEN = ("", "-", "none")
"""What leaves a field open."""


def corrected(
    claim: Claim, changes: Mapping[str, str], resolve: Callable[[str], str]
) -> Claim:
    """Return a claim with other values in some fields.

    Parameters
    ----------
    claim
        A claim that has one reading.
    changes
        Values as a person writes them, by field; several companies are parted by `;`,
        and nothing, or `-`, leaves a field open. `modality` and `polarity` too.
    resolve
        Gives the identifier of a company or person in any spelling.

    Raises
    ------
    DataError
        If there is no such field, or it cannot have the value.
    """
    if claim.readings:
        raise DataError(
            f"claim {claim.id!r} has two readings", hint="choose one of them first"
        )
    fields = fields_by_kind()[claim.kind]
    said, own = dict(claim.normalised), dict[str, Any]()
    for name, value in changes.items():
        if name in ("modality", "polarity"):
            own[name] = value.strip()
        elif name not in fields:
            raise DataError(
                f"a claim of the kind {claim.kind} has no field {name!r}",
                hint=f"use: {', '.join(fields)}, modality, polarity",
            )
        elif value.strip().casefold() in _OPEN:
            said.pop(name, None)
        else:
            said[name] = _value(name, value.strip(), resolve)
    left = tuple(name for name in claim.unresolved if name not in changes)
    return replace(claim, normalised=said, unresolved=left, probability=None, **own)


def swapped(claim: Claim) -> Claim:
    """Return a stake with holder and held the other way round.

    Raises
    ------
    DataError
        If it is no stake, or one of the two is open.
    """
    said = claim.normalised
    if claim.kind != "stake" or not (said.get("holder") and said.get("held")):
        raise DataError(
            f"claim {claim.id!r} has no holder and held to swap",
            hint="only a stake with both can be swapped",
        )
    turned = {**said, "holder": said["held"], "held": said["holder"]}
    return replace(claim, normalised=turned, probability=None)


def _value(name: str, text: str, resolve: Callable[[str], str]) -> Any:
    if name in NAMED:
        return resolve(text)
    if name == "parties":
        return tuple(sorted(resolve(one.strip()) for one in text.split(";") if one))
    if name in _LISTS:
        return tuple(one.strip() for one in text.split(";") if one.strip())
    if name in _FIGURES:
        return _figure(name, text)
    return text


def _figure(name: str, text: str) -> float:
    try:
        value = float(text.removesuffix("%").strip().replace(" ", ""))
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise DataError(
            f"{name} {text[:40]!r} is no number", hint="write it as 5.1 or 3300000"
        )
    return value
