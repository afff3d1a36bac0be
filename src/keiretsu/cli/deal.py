"""`keiretsu deal`: what a merger or a stake does to prices, buyers and profits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

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
)
from keiretsu.cli.output import (
    AsCsv,
    AsJson,
    form,
    print_csv,
    print_json,
    say,
    say_next,
    show,
    table,
    working,
)

if TYPE_CHECKING:
    from rich.console import RenderableType

    from keiretsu import Effects, Market
    from keiretsu.deals import MarketEffects

app = typer.Typer(no_args_is_help=True, help="A deal and its effects.")


@app.callback()
def _group() -> None:
    """A deal and its effects."""


@app.command("run")
def run_deal(
    file: DealFile = None,
    merge: Merge = None,
    stake: Stake = None,
    on: On = None,
    market: Markets = None,
    control: Control = None,
    demand: Demand = "nested logit",
    elasticity: Elasticity = None,
    margin: Margin = None,
    nests: Nests = None,
    saving: Saving = None,
    conduct: ConductOption = "prices",
    draws: Draws = 0,
    seed: Seed = 0,
    store: InStore = None,
    json: AsJson = False,
    csv: AsCsv = False,
) -> None:
    """Compute what a deal does to prices, shares, buyers and profits.

    Example: keiretsu deal run --stake toyota nissan 25 --on 2025-05-19
    """
    how = form(json, csv)
    deal, landscape = the_deal(file, merge, stake, on, store)
    from keiretsu.deals.where import markets_to_price

    def met() -> list[str]:
        return [one.name for one in markets_to_price(deal, landscape)]

    markets = the_markets(market, met, store=store, nests=nests)
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
            with_saving(deal, saving),
            landscape,
            markets,
            draws=draws,
            seed=seed,
            **options,
        )
    tell(effects)
    if how == "json":
        print_json(effects.to_dict())
    elif how == "csv":
        rows = effects.rows()
        print_csv(rows, list(rows[0]) if rows else ())
    else:
        show(_answers(effects))
        for one in effects.markets:
            if not one.solution.converged:
                say(f"warning: {one.market.name}, {one.reading}: {one.solution.status}")
        say("Estimates, not predictions: --json gives every product and parameter.")
        say_next("keiretsu screen, keiretsu report: the same options")


def listed(markets: list[Market]) -> str:
    """Return the names of markets, for the line that shows what goes on."""
    return ", ".join(market.name for market in markets)


def tell(effects: Effects) -> None:
    """Say what makes the effects doubtful, and if there are none."""
    from keiretsu.report.key_numbers import changes_nothing

    if changes_nothing(effects):
        say("note: this deal changes nothing: every price stays as it is")
    for one in effects.markets:
        for warning in one.warnings:
            say(f"warning: {one.market.name}, {one.reading} control: {warning}")


def _answers(effects: Effects) -> RenderableType:
    drawn = any(one.draws for one in effects.markets)
    columns = ("market", "control", "parties", "80 % of draws", "all", "buyers")
    return table(
        f"Change of prices, and what buyers gain, on {effects.deal.on}, if "
        f"{effects.deal.sentence}",
        columns if drawn else [name for name in columns if "draws" not in name],
        (_answer(effects, one) for one in effects.markets),
        numbers=("parties", "all"),
        whole=("control", "80 % of draws"),
    )


def _answer(effects: Effects, one: MarketEffects) -> list[str]:
    from keiretsu.report.key_numbers import average_change, buyers
    from keiretsu.report.words import band, money, signed

    parties = average_change(one, one.parties)
    everybody = average_change(one, one.market.competing)
    told = buyers(one)
    gain = None if told is None else told.point
    return [
        f"{one.market.name}{', relative' if one.relative else ''}",
        one.reading,
        signed(parties.point),
        *(
            [band(parties.low, parties.high)]
            if parties.low is not None and parties.high is not None
            else []
        ),
        signed(everybody.point),
        "not defined"
        if gain is None
        else f"{signed(gain)} of spending"
        if one.relative
        else f"{money(gain, one.market.currency)}"
        f"{' per buyer' if one.market.per_buyer else ''}",
    ]
