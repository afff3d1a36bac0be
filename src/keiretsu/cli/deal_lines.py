"""`keiretsu deal lines`: which cars of the parties would be worth offering."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from keiretsu.cli.facts import InStore
from keiretsu.cli.model import Demand, the_demand
from keiretsu.cli.naming import (
    DealFile,
    Markets,
    Merge,
    On,
    Stake,
    the_assumptions,
    the_deal,
    the_markets,
)
from keiretsu.cli.output import AsJson, form, print_json, say, show, table, working
from keiretsu.units import joined, plural
from keiretsu.words import drive

if TYPE_CHECKING:
    from keiretsu.deals.lines import StableSets
    from keiretsu.deals.variety import Variety

Driven = Annotated[
    str | None,
    typer.Option(
        "--powertrain", metavar="KIND", help="Only cars that are driven so, as BEV."
    ),
]
Fixed = Annotated[
    float | None,
    typer.Option(
        "--fixed",
        metavar="MILLIONS",
        help="Fixed cost of each car in the market: finds every stable set of six.",
    ),
]


def show_lines(
    file: DealFile = None,
    merge: Merge = None,
    stake: Stake = None,
    on: On = None,
    market: Markets = None,
    powertrain: Driven = None,
    fixed: Fixed = None,
    demand: Demand = "side by side",
    store: InStore = None,
    json: AsJson = False,
) -> None:
    """Say what each car of the parties is worth to its maker before and after a deal.

    Example: keiretsu deal lines --merge toyota nissan --market us-2022 --powertrain BEV
    """
    how = form(json)
    deal, landscape = the_deal(file, merge, stake, on, store)
    markets = the_markets(market, lambda: ("us-2022",), store=store)
    from keiretsu.deals.variety import variety
    from keiretsu.plain import to_json

    found = []
    for one in markets:
        with working(f"taking cars out, one by one: {one.name}"):
            found.append(
                variety(
                    *(deal, landscape, one),
                    powertrain=powertrain,
                    fixed=None if fixed is None else 1e6 * fixed,
                    demand=the_demand(demand),
                    assumptions=the_assumptions(store),
                )
            )
    if how == "json":
        print_json(
            [
                {"market": each.market.name}
                | to_json({k: v for k, v in vars(each).items() if k != "market"})
                for each in found
            ]
        )
        return
    for each in found:
        show(_shown(each))
        if each.asked < each.parties:
            say(_which(each, powertrain))
        say(_models(each))
        if each.sets is not None:
            for words in _sets(each.sets, each.market.currency):
                say(words)
    say(
        f"A deal ends a {found[0].market.words.product} whose fixed costs lie between "
        "the two worths; what they are is not known, and they are borne by all markets "
        "together. Others' lines are taken as they are; stakes are read as silent."
    )


def _shown(found: Variety) -> Any:
    from keiretsu.deals.figures import band, signed
    from keiretsu.market import product_names

    names = dict(zip(found.market.products, product_names(found.market), strict=True))
    unit = f"{found.market.currency or 'currency'} million"
    product = found.market.words.product
    columns = ("before", "after", "change", "over models", "buyers lose")
    hidden = () if len(found.models) > 1 else ("over models",)
    shown = [column for column in columns if column not in hidden]
    cells = (
        {
            "before": f"{car.before / 1e6:,.1f}",
            "after": f"{car.after / 1e6:,.1f}",
            "change": signed(-car.at_risk),
            "over models": band(-car.risks[1], -car.risks[0]),
            "buyers lose": f"{car.buyers / 1e6:,.1f}",
        }
        for car in found.cars
    )
    return table(
        f"{found.market.title}: what a {product} is worth to its maker, others' lines "
        f"given, in {unit}",
        (product, "sold", *shown),
        (
            [names[car.product], f"{car.sold:,.0f}", *(told[c] for c in shown)]
            for car, told in zip(found.cars, cells, strict=True)
        ),
        numbers=("sold", *(c for c in shown if c != "over models")),
        whole=(product,),
    )


def _models(found: Variety) -> str:
    """Say under which models the figures hold."""
    first, *others = found.models
    told = f"Demand: {first}"
    if not others:
        return f"{told}, one model; other models are not looked at."
    return f"{told}; the range of the change is over it and {joined(others)}."


def _sets(found: StableSets, currency: str | None) -> list[str]:
    from keiretsu.deals.figures import money

    told = []
    for when, sets in (("before", found.before), ("after", found.after)):
        gone = [sorted(set(found.cars) - set(offered)) for offered in sets]
        words = "; ".join(
            "all are offered" if not one else f"without {', '.join(one)}"
            for one in gone
        )
        stable = "1 stable set" if len(sets) == 1 else f"{len(sets)} stable sets"
        told.append(
            f"{when} the deal, at {money(found.fixed, currency)} a car, of "
            f"{', '.join(found.cars)}: {stable}{': ' if words else ''}{words}"
        )
    return told


def _which(found: Variety, powertrain: str | None) -> str:
    """Say which of the parties' cars are shown."""
    from keiretsu.deals.variety import MOST_CARS

    driven = f", what is {drive(powertrain)}" if powertrain else ""
    fewest = ", those that sell least" if found.asked == MOST_CARS else ""
    are = "is" if found.asked == 1 else "are"
    theirs = plural(found.parties, found.market.words.product)
    return f"Of the parties' {theirs} {found.asked} {are} shown{driven}{fewest}."
