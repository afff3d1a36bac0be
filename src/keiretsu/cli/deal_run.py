"""`keiretsu deal run`: what a merger or a stake does to prices, buyers and profits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from keiretsu.cli.deal_classes import By, checked
from keiretsu.cli.deal_words import notes, show_effects, tell
from keiretsu.cli.facts import InStore
from keiretsu.cli.model import (
    ConductOption,
    Control,
    Demand,
    Draws,
    Elasticity,
    Margin,
    Nests,
    Saving,
    Seed,
    model_options,
    the_draws,
    with_saving,
)
from keiretsu.cli.naming import (
    DealFile,
    Markets,
    Merge,
    On,
    Stake,
    the_deal,
    the_markets,
    where_priced,
)
from keiretsu.cli.output import (
    AsCsv,
    AsJson,
    form,
    print_csv,
    print_json,
    say,
    working,
)

if TYPE_CHECKING:
    from keiretsu import Market

Until = Annotated[
    str | None,
    typer.Option(
        "--until",
        metavar="DAY",
        help="As far as the deal has come by then: savings come year by year.",
    ),
]

Chargers = Annotated[
    float | None,
    typer.Option(
        "--chargers",
        metavar="X",
        help="Electric share once chargers answer, at this sensitivity: 0.15 to 0.8.",
    ),
]


def run_deal(
    file: DealFile = None,
    merge: Merge = None,
    stake: Stake = None,
    on: On = None,
    market: Markets = None,
    control: Control = None,
    demand: Demand = "side by side",
    elasticity: Elasticity = None,
    margin: Margin = None,
    nests: Nests = None,
    saving: Saving = None,
    conduct: ConductOption = "prices",
    draws: Draws = None,
    seed: Seed = 0,
    by: By = None,
    chargers: Chargers = None,
    until: Until = None,
    store: InStore = None,
    json: AsJson = False,
    csv: AsCsv = False,
) -> None:
    """Compute what a deal does to prices, shares, buyers and profits.

    Example: keiretsu deal run --stake toyota nissan 25 --on 2025-05-19
    """
    how, by = form(json, csv), checked(by)
    if chargers is not None and not 0 <= chargers < 1:
        raise typer.BadParameter(f"--chargers {chargers:g}: give 0 to below 1")
    deal, landscape = the_deal(file, merge, stake, on, store)
    deal = with_saving(deal, saving)
    if until is not None:
        from keiretsu.deals.phases import as_far_as
        from keiretsu.units import day

        deal = as_far_as(deal, day(until))
    markets = the_markets(
        market, lambda: where_priced(deal, landscape), store=store, nests=nests
    )
    options = model_options(
        demand=demand,
        elasticity=elasticity,
        margin=margin,
        conduct=conduct,
        control=control,
        store=store,
    )
    with working(f"computing prices: {listed(markets)}"):
        from keiretsu import run

        effects = run(
            deal,
            landscape,
            markets,
            draws=the_draws(draws, options["demand"]),
            seed=seed,
            **options,
        )
    tell(effects)
    for words in notes(effects, landscape, markets):
        say(f"note: {words}")
    if how == "json":
        print_json(effects.to_dict())
    elif how == "csv":
        rows = effects.rows()
        print_csv(rows, list(rows[0]) if rows else ())
    else:
        show_effects(effects, landscape, by, chargers)


def listed(markets: list[Market]) -> str:
    """Return the names of markets, for the line that shows what goes on."""
    return ", ".join(market.name for market in markets)
