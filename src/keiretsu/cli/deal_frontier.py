"""`keiretsu deal frontier`: stake against saving."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from keiretsu.cli.facts import InStore, the_landscape
from keiretsu.cli.model import Demand, the_demand
from keiretsu.cli.naming import Markets, On, say_who_is_meant, the_markets, where_priced
from keiretsu.cli.output import AsJson, form, print_json, say, show, table, working

if TYPE_CHECKING:
    from keiretsu import Market
    from keiretsu.deals.frontier import Frontier

Percents = Annotated[
    list[float] | None,
    typer.Option("--percent", metavar="X", help="A stake to try; may be repeated."),
]
Savings = Annotated[
    list[float] | None,
    typer.Option("--saving", metavar="X", help="A saving to try, in percent."),
]


def show_frontier(
    holder: Annotated[str, typer.Argument(metavar="HOLDER")],
    held: Annotated[str, typer.Argument(metavar="HELD")],
    percent: Percents = None,
    saving: Savings = None,
    on: On = None,
    market: Markets = None,
    demand: Demand = "second choices",
    store: InStore = None,
    json: AsJson = False,
) -> None:
    """Say how large a saving makes a stake, or a merger, harmless to buyers.

    Example: keiretsu deal frontier toyota nissan --market us-2022 --on 2025-05-19
    """
    how = form(json)
    landscape = the_landscape(on, store)
    from keiretsu import Deal
    from keiretsu.deals.frontier import SAVINGS, STAKES, frontier

    merger = Deal.merge(holder, held, on=landscape.on)
    say_who_is_meant(merger, landscape)
    markets = the_markets(market, lambda: where_priced(merger, landscape), store=store)

    stakes = STAKES if not percent else [one / 100 for one in percent]
    savings = SAVINGS if not saving else [0.0, *sorted({s / 100 for s in saving} - {0})]
    found = []
    for one in markets:
        with working(f"stakes against savings: {one.name}"):
            found.append(
                frontier(
                    *(holder, held, landscape, one),
                    stakes=stakes,
                    savings=savings,
                    demand=the_demand(demand),
                )
            )
    if how == "json":
        print_json([_plain(each) for each in found])
        return
    for each in found:
        show(_shown(each))
    say(
        "What buyers gain; a saving is of both companies' marginal costs, on all their "
        "products; stakes are read as silent, without a say. Points without ranges: "
        "keiretsu deal compare gives those."
    )


def _plain(found: Frontier) -> dict[str, Any]:
    from keiretsu.plain import to_json

    told = dict(to_json({k: v for k, v in vars(found).items() if k != "market"}))
    return {"market": found.market.name, **told}


def _unit(market: Market) -> str:
    """Return what amounts of money are counted in."""
    currency = f"{market.currency} " if market.currency else ""
    if market.per_buyer:
        return f"per buyer{f', in {currency.strip()}' if currency else ''}"
    return f"in {currency}billion"


def _shown(found: Frontier) -> Any:
    from keiretsu.deals.figures import percent, signed

    market, relative = found.market, found.market.prices is None
    scale = 1.0 if market.per_buyer else 1e9
    unit = "of spending" if relative else _unit(market)

    def words(value: float) -> str:
        if relative:
            return signed(value)
        text = f"{value / scale:+,.2f}"
        return text.replace("-", "−") if float(text.replace(",", "")) else "0"

    columns = [f"saving {100 * saving:g} %" for saving in found.savings]
    rows = [
        [
            "merger" if stake == 1 else f"{100 * stake:g} %",
            *map(words, gains.tolist()),
            "none of these" if enough != enough else percent(enough),
        ]
        for stake, gains, enough in zip(
            found.stakes, found.buyers, found.harmless, strict=True
        )
    ]
    return table(
        f"{found.market.title}: what buyers gain {unit}, by stake and saving",
        ("stake", *columns, "harmless from"),
        rows,
        numbers=(*columns, "harmless from"),
    )
