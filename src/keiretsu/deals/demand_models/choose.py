"""One way in for demand: whatever a caller has becomes a source of demand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from jaxtyping import Float

from keiretsu.deals.assumptions import Assumptions
from keiretsu.deals.demand_models.assumed import FORMS, AssumedNestedLogit, Form
from keiretsu.deals.demand_models.given import (
    DemandByMarket,
    DemandFromFile,
    DemandMaker,
    GivenDemand,
)
from keiretsu.deals.demand_models.model import DemandSource
from keiretsu.deals.demand_models.second_choices import SecondChoices
from keiretsu.deals.demand_models.segments import AssumedMixedLogit
from keiretsu.deals.demand_models.side_by_side import SideBySide
from keiretsu.demand import Demand
from keiretsu.errors import DataError
from keiretsu.estimation.fitted import FittedDemands
from keiretsu.spelling import among

DemandChoice = (
    Form | Demand | DemandMaker | FittedDemands | DemandSource | Mapping[str, Any]
)
"""What `run` takes: a form by name, a demand, a function of the observed market, fitted
demands, a source of your own, or one of these for each market by its name."""


def demand_source(
    choice: Any,
    assumed: Assumptions,
    *,
    margins: Mapping[str, Float[np.ndarray, " J"]] | None = None,
) -> DemandSource:
    """Return the source of demand that a caller means.

    Parameters
    ----------
    choice
        See `DemandChoice`.
    assumed
        Ranges from the literature, for forms by name.
    margins
        Known margins by market name, for logit and nested logit by name.

    Raises
    ------
    DataError
        If it is none of these, or margins are given to a form that does not use them.
    """
    if isinstance(choice, str):
        return _by_name(choice, assumed, margins)
    if margins is not None:
        raise DataError(
            "margins beside a demand that is already there",
            hint="give margins with demand='nested logit' or 'logit'",
        )
    if isinstance(choice, FittedDemands):
        return DemandFromFile(fitted=choice)
    if isinstance(choice, Mapping):
        sources = {name: demand_source(one, assumed) for name, one in choice.items()}
        return DemandByMarket(sources=sources)
    if hasattr(choice, "model") and hasattr(choice, "draws"):
        return choice
    if hasattr(choice, "quantities") or callable(choice):
        return GivenDemand(demand=choice)
    raise DataError(
        f"demand of type {type(choice).__name__}",
        hint=f"give one of {', '.join(FORMS)}, a demand, or a function of the market",
    )


def _by_name(
    form: str,
    assumed: Assumptions,
    margins: Mapping[str, Float[np.ndarray, " J"]] | None,
) -> DemandSource:
    form = among(form, FORMS) or form
    if form == "side by side" and (margins is not None or assumed.own):
        form = "nested logit"  # which takes what the user knows
    made: Mapping[str, Callable[[], DemandSource]] = {
        "side by side": lambda: SideBySide(assumed=assumed),
        "nested logit": lambda: AssumedNestedLogit(assumed=assumed, margins=margins),
        "logit": lambda: AssumedNestedLogit(
            assumed=assumed, nested=False, margins=margins
        ),
        "mixed logit": lambda: AssumedMixedLogit(assumed=assumed),
        "second choices": lambda: SecondChoices(
            elsewhere=AssumedNestedLogit(assumed=assumed)
        ),
    }
    if form not in made:
        raise DataError(f"demand {form!r}", hint=f"use one of: {', '.join(FORMS)}")
    if form in ("mixed logit", "second choices") and margins is not None:
        raise DataError(
            f"margins with the demand {form!r} by name",
            hint="calibrate one on them: keiretsu demand calibrate",
        )
    return made[form]()
