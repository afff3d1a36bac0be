"""Steps of a deal: each says what it changes, and nothing else knows the kinds."""

from collections.abc import Mapping
from typing import Any

from keiretsu.deals.steps.coordinate import Coordinate
from keiretsu.deals.steps.costs import SaveCost, Tariff
from keiretsu.deals.steps.fields import Fields
from keiretsu.deals.steps.fixed import ClosePlant, SaveFixedCost
from keiretsu.deals.steps.levies import ImportTariff, Subsidy
from keiretsu.deals.steps.merge import Merge
from keiretsu.deals.steps.sharing import BuyTogether, SharePlatform
from keiretsu.deals.steps.stake import TakeStake
from keiretsu.deals.steps.step import Affected, FixedSaving, Step
from keiretsu.errors import DataError

__all__ = [
    "KINDS",
    "Affected",
    "BuyTogether",
    "ClosePlant",
    "Coordinate",
    "FixedSaving",
    "ImportTariff",
    "Merge",
    "SaveCost",
    "SaveFixedCost",
    "SharePlatform",
    "Step",
    "Subsidy",
    "TakeStake",
    "Tariff",
    "read_step",
]

KINDS: Mapping[str, type[Step]] = {
    step.kind: step
    for step in (
        *(Merge, TakeStake, Coordinate),
        *(SaveCost, SharePlatform, BuyTogether),
        *(SaveFixedCost, ClosePlant),
        *(Tariff, ImportTariff, Subsidy),
    )
}
"""Every kind of step by the word that a deal file uses; a new kind is added here."""


def read_step(data: Any, place: str) -> Step:
    """Read one step of a deal file.

    Parameters
    ----------
    data
        The step's table: its `kind` and the fields of that kind.
    place
        Where it stands, for messages: `step 2 of deal.toml`.

    Raises
    ------
    DataError
        If the kind is not known, or a field is missing, unknown or impossible.
    """
    if not isinstance(data, Mapping):
        raise DataError(f"{place} is no table", hint="start it with [[steps]]")
    kind = data.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        raise DataError(
            f"{place} is of kind {kind!r:.60}", hint=f"use one of: {', '.join(KINDS)}"
        )
    fields = Fields({k: v for k, v in data.items() if k != "kind"}, place)
    step = KINDS[kind].read(fields)
    fields.refuse_others()
    return step
