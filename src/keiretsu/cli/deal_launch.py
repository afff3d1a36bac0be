"""`keiretsu deal launch`: what a new car is worth, and that it comes sooner."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from keiretsu.cli.facts import InStore, the_landscape
from keiretsu.cli.model import Demand, Draws, Seed, model_options
from keiretsu.cli.naming import Markets, On, the_markets
from keiretsu.cli.output import AsJson, form, print_json, say, show, table, working
from keiretsu.words import CARS

if TYPE_CHECKING:
    from keiretsu.deals import Launch
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
    from keiretsu.deals.launch_times import worth_of_launch

    options = model_options(demand=demand, elasticity=None, margin=None, store=store)
    step = Launch(maker=maker, model=f"one more {like}", like=like)
    found = []
    for one in markets:
        with working(f"launching a {one.words.product} like {like}: {one.name}"):
            found.append(
                worth_of_launch(step, landscape, one, draws=draws, seed=seed, **options)
            )
    if how == "json":
        print_json([_plain(each, step) for each in found])
        return
    for each in found:
        words = each.effects.market.words
        show(_year(each))
        if words == CARS:
            show(_ways(each), _sooner(each))
            say(_costs(each))
        else:
            say(
                f"How long a new {words.product} takes, and what it costs, we have not."
            )
        say(
            f"What it takes from the maker's other {words.products} is counted; "
            f"whether rivals answer with {words.products} of their own, and sales "
            "elsewhere, are not. Estimates, not predictions."
        )


def _plain(found: LaunchWorth, step: Launch) -> dict[str, Any]:
    """Return a launch as plain data; times and costs of launches are those of cars."""
    from keiretsu.deals.launch_times import sooner_by_year
    from keiretsu.plain import to_json

    worth = {k: v for k, v in vars(found).items() if k != "effects"}
    times = {"sooner_by_year": sooner_by_year(found).tolist()}
    if found.effects.market.words != CARS:
        times, worth = {}, {k: v for k, v in worth.items() if k != "ways"}
    return {
        "market": found.effects.market.name,
        "deal": step.to_dict(),
        **times,
        **to_json(worth),
    }


def _year(found: LaunchWorth) -> Any:
    car = found.effects.launched[0]
    from keiretsu.report.headline import place_of

    title, words = place_of(found.effects.market), found.effects.market.words
    return table(
        f"One {words.product} more like {car.like} in {title}: a year on sale",
        ("who", "gains"),
        [
            [f"{words.units} sold", f"{found.sold:,.0f}"],
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
    from keiretsu.deals.figures import money
    from keiretsu.deals.launch_times import sooner_by_year

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
    from keiretsu.deals.figures import money

    currency = found.effects.market.currency
    if told.low is None or told.high is None:
        return money(told.point, currency)
    return (
        f"{money(told.point, currency)}\n{money(told.low, currency)} to\n"
        f"{money(told.high, currency)}"
    )
