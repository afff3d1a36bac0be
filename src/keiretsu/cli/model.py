"""The options that say how buyers react and makers compete, and what they become."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from keiretsu.cli.naming import the_assumptions
from keiretsu.errors import DataError
from keiretsu.files import is_file
from keiretsu.spelling import among

if TYPE_CHECKING:
    from keiretsu import Assumptions, Deal

Control = Annotated[
    list[str] | None,
    typer.Option(
        "--control",
        metavar="READING",
        help="How stakes give a say: silent, shapley, joint, proportional, banzhaf, "
        "full, one-way or fiduciary; may be repeated.",
        show_default="silent, shapley, joint",
    ),
]
Demand = Annotated[
    str,
    typer.Option(
        "--demand",
        metavar="FORM|FILE",
        help='"side by side" (second choices where they are known, else nested logit; '
        'others beside), "second choices", "nested logit", "mixed logit", logit, or a '
        "file of keiretsu demand.",
    ),
]
Elasticity = Annotated[
    float | None,
    typer.Option(
        "--elasticity",
        metavar="X",
        help="Mean own-price elasticity, as -4.5.",
        show_default="a range from the literature",
    ),
]
Margin = Annotated[
    float | None,
    typer.Option(
        "--margin",
        metavar="X",
        help="Mean margin, a fraction of price, in place of the elasticity.",
        show_default="a range from the literature",
    ),
]
Nests = Annotated[
    str | None,
    typer.Option(
        "--nests",
        metavar="COLUMN",
        help="Column whose values are the nests: of a file, or powertrains, brands, "
        "firms, none.",
        show_default="the market's segments",
    ),
]
Saving = Annotated[
    float | None,
    typer.Option(
        "--saving",
        metavar="PERCENT",
        help="The parties' marginal costs fall by so much, beside the deal.",
    ),
]
ConductOption = Annotated[
    str,
    typer.Option(
        "--conduct",
        metavar="NAME",
        help="prices (Bertrand), coordination=W; with logit also quantities (Cournot), "
        "bargaining=P, auction.",
    ),
]
DRAWS = 32
"""Draws where none are asked for: quasi-random, so that few are enough."""
Draws = Annotated[
    int | None,
    typer.Option(
        "--draws",
        help="Draws of the parameters of each model, for its band.",
        show_default="32; 0 with a file of demand",
    ),
]
Seed = Annotated[int, typer.Option("--seed", help="Seed of the draws.")]


def model_options(
    *,
    demand: str,
    elasticity: float | None,
    margin: float | None,
    conduct: str = "prices",
    control: Iterable[str] | None = None,
    store: str | None = None,
) -> dict[str, Any]:
    """Return the options of `run` that the command line names."""
    options: dict[str, Any] = {"demand": the_demand(demand), "conduct": conduct}
    if isinstance(options["demand"], str):
        options["assumptions"] = _assumptions(elasticity, margin, store)
    elif elasticity is not None or margin is not None:
        raise typer.BadParameter(
            "--elasticity and --margin are for a demand form by name"
        )
    if control:
        options["control"] = tuple(dict.fromkeys(control))
    return options


def the_demand(text: str) -> Any:
    """Return a form by its name, or what a file of fitted demands holds."""
    from keiretsu.deals.demand_models import FORMS

    if form := among(text, FORMS):
        return form
    path = Path(text)
    if path.suffix.lower() == ".toml" or is_file(path):
        from keiretsu.estimation import FittedDemands

        return FittedDemands.from_file(path)
    raise DataError(
        f"demand {text!r:.200}",
        hint=f"use one of: {', '.join(FORMS)}, or a file of keiretsu demand",
    )


def the_draws(draws: int | None, demand: Any) -> int:
    """Return the number of draws; unless it is named, none of a file of demand."""
    if draws is not None:
        return draws
    return DRAWS if isinstance(demand, str) else 0


def with_saving(deal: Deal, percent: float | None) -> Deal:
    """Return the deal with a saving of all its parties as a further step."""
    if percent is None:
        return deal
    from keiretsu.deals import SaveCost

    return replace(
        deal,
        steps=(*deal.steps, SaveCost(makers=deal.parties, share=percent / 100)),
        labels={},
    )


def _assumptions(
    elasticity: float | None, margin: float | None, store: str | None
) -> Assumptions | None:
    """Return the data set's assumptions, with what is known; None for the bundled."""
    if elasticity is not None and margin is not None:
        raise typer.BadParameter("give --elasticity or --margin, not both")
    held = the_assumptions(store)
    if elasticity is None and margin is None:
        return held
    from keiretsu import default_assumptions

    assumed = default_assumptions() if held is None else held
    if elasticity is not None:
        return assumed.with_elasticity(elasticity)
    assert margin is not None
    return assumed.with_margin(margin)
