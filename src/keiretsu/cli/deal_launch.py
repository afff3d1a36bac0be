"""`keiretsu deal launch`: what a new car is worth, and that it comes sooner."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from keiretsu.cli.facts import InStore, the_landscape
from keiretsu.cli.model import Demand, Draws, Seed, model_options
from keiretsu.cli.naming import Markets, On, the_markets
from keiretsu.cli.output import AsJson, form, print_json, say, show, table, working

if TYPE_CHECKING:
    from keiretsu.deals.answers import Range
    from keiretsu.deals.launch_times import LaunchWorth


def show_launch(
    maker: Annotated[str, typer.Argument(metavar="MAKER")],
    like: Annotated[str, typer.Argument(metavar="MODEL")],
    on: On = None,
    market: Markets = None,
    demand: Demand = "side by side",
    draws: Draws = 8,
    seed: Seed = 0,
    store: InStore = None,
    json: AsJson = False,
) -> None:
    """Say what one more car like MODEL is worth, and what it is that it comes sooner.

    Example: keiretsu deal launch nissan leaf --market us-2022 --on 2025-05-19
    """
    how = form(json)
    landscape = the_landscape(on, store)
    markets = the_markets(market, lambda: ("us-2022",), store=store)
    from keiretsu.deals import Launch
    from keiretsu.deals.launch_times import sooner_by_year, worth_of_launch
    from keiretsu.plain import to_json

    options = model_options(demand=demand, elasticity=None, margin=None, store=store)
    step = Launch(maker=maker, model=f"one more {like}", like=like)
    found = []
    for one in markets:
        with working(f"launching a car like {like}: {one.name}"):
            found.append(
                worth_of_launch(step, landscape, one, draws=draws, seed=seed, **options)
            )
    if how == "json":
        print_json(
            [
                {
                    "market": each.effects.market.name,
                    "deal": step.to_dict(),
                    "sooner_by_year": sooner_by_year(each).tolist(),
                    **to_json({k: v for k, v in vars(each).items() if k != "effects"}),
                }
                for each in found
            ]
        )
        return
    for each in found:
        show(_year(each), _ways(each), _sooner(each))
        say(_costs(each))
    say(
        "What it takes from the maker's other cars is counted; whether rivals answer "
        "with cars of their own, and sales elsewhere, are not. Estimates, not "
        "predictions."
    )


def _year(found: LaunchWorth) -> Any:
    car = found.effects.launched[0]
    from keiretsu.report.headline import place_of

    title = place_of(found.effects.market)
    return table(
        f"One car more like {car.like} in {title}: a year on sale",
        ("who", "gains"),
        [
            ["cars sold", f"{found.sold:,.0f}"],
            ["buyers", _money(found, found.buyers)],
            ["its maker", _money(found, found.maker)],
            ["rivals", _money(found, found.rivals)],
        ],
    )


def _ways(found: LaunchWorth) -> Any:
    return table(
        "How it may come: chance to be on sale in the middle of a year from approval, "
        "and what it is worth today to its maker",
        ("on", "months", "year 2", "year 3", "year 4", "year 5", "its maker"),
        (
            [
                way.name,
                f"{way.months.point:.0f} ({way.months.low:.0f} to "
                f"{way.months.high:.0f})",
                *(f"{100 * chance:.0f} %" for chance in way.on_sale[1:5]),
                _money(found, way.maker),
            ]
            for way in found.ways
        ),
        numbers=("year 2", "year 3", "year 4", "year 5"),
    )


def _sooner(found: LaunchWorth) -> Any:
    from keiretsu.deals.launch_times import sooner_by_year
    from keiretsu.report.words import money

    rows = sooner_by_year(found)
    currency = found.effects.market.currency
    told = [
        [f"year {n}", *(money(value, currency) for value in row)]
        for n, row in enumerate(rows.tolist(), 1)
    ]
    told.append(["together", *(money(v, currency) for v in rows.sum(axis=0).tolist())])
    return table(
        "On a platform that is there instead of a new one: gains by year, at today's "
        "worth",
        ("when", "buyers", "its maker", "rivals"),
        told,
    )


def _costs(found: LaunchWorth) -> str:
    told = ", ".join(
        f"{way.name} USD {way.fixed.point:.2g} billion ({way.fixed.low:.2g} to "
        f"{way.fixed.high:.2g})"
        for way in found.ways
    )
    return (
        "Fixed costs, which move no price and are borne by all markets together: "
        f"{told}"
    )


def _money(found: LaunchWorth, told: Range) -> str:
    from keiretsu.report.words import money

    currency = found.effects.market.currency
    if told.low is None or told.high is None:
        return money(told.point, currency)
    return (
        f"{money(told.point, currency)}\n{money(told.low, currency)} to\n"
        f"{money(told.high, currency)}"
    )
