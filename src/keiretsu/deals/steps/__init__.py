"""Steps of a deal: each says what it changes, and nothing else knows the kinds."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from keiretsu.deals.steps.coordinate import Coordinate
from keiretsu.deals.steps.costs import SaveCost, Tariff
from keiretsu.deals.steps.divest import Divest
from keiretsu.deals.steps.fields import Fields
from keiretsu.deals.steps.fixed import ClosePlant, SaveFixedCost
from keiretsu.deals.steps.joint_venture import JointVenture
from keiretsu.deals.steps.levies import ImportTariff, Subsidy, Tax
from keiretsu.deals.steps.merge import Merge
from keiretsu.deals.steps.models import Launch, Reposition, Withdraw
from keiretsu.deals.steps.pool import PoolCO2
from keiretsu.deals.steps.remedy import Remedy, SupplyRival
from keiretsu.deals.steps.sharing import (
    BuyTogether,
    CutParts,
    SharePlatform,
    SharePowertrain,
)
from keiretsu.deals.steps.stake import TakeStake
from keiretsu.deals.steps.step import Affected, FixedSaving, NewProduct, Part, Step
from keiretsu.deals.steps.supply import Rebadge, Supply
from keiretsu.deals.steps.volume_costs import VolumeCosts
from keiretsu.errors import DataError
from keiretsu.spelling import among

__all__ = [
    "KINDS",
    "Affected",
    "BuyTogether",
    "ClosePlant",
    "Coordinate",
    "CutParts",
    "Divest",
    "FixedSaving",
    "ImportTariff",
    "JointVenture",
    "Launch",
    "Merge",
    "NewProduct",
    "Part",
    "PoolCO2",
    "Rebadge",
    "Remedy",
    "Reposition",
    "SaveCost",
    "SaveFixedCost",
    "SharePlatform",
    "SharePowertrain",
    "Step",
    "Subsidy",
    "Supply",
    "SupplyRival",
    "TakeStake",
    "Tariff",
    "Tax",
    "VolumeCosts",
    "Withdraw",
    "read_step",
]

KINDS: Mapping[str, type[Step]] = {
    step.kind: step
    for step in (
        *(Merge, TakeStake, JointVenture, Divest, Coordinate),
        *(Remedy, SupplyRival),
        *(SaveCost, SharePlatform, SharePowertrain, BuyTogether, CutParts),
        *(VolumeCosts,),
        *(Supply, Rebadge),
        *(Launch, Withdraw, Reposition),
        *(SaveFixedCost, ClosePlant, PoolCO2),
        *(Tariff, ImportTariff, Tax, Subsidy),
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
    known = among(kind, KINDS) if isinstance(kind, str) else None
    if known is None:
        raise DataError(
            f"{place} is of kind {kind!r:.60}", hint=f"use one of: {', '.join(KINDS)}"
        )
    fields = Fields({k: v for k, v in data.items() if k != "kind"}, place)
    on = fields.optional_day("on")
    with _at(place):
        step = KINDS[known].read(fields)
    fields.refuse_others()
    return step if on is None else replace(step, on=on)


@contextmanager
def _at(place: str) -> Iterator[None]:
    """Put the step's place before a message that does not have it."""
    try:
        yield
    except DataError as error:
        said = str(error).partition("\nhint: ")[0]
        if said.startswith(place):
            raise
        raise DataError(f"{place}: {said}", hint=error.hint) from None
