"""`keiretsu deal car`: one model, and what a tie would do to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from keiretsu.cli.citing import graded
from keiretsu.cli.facts import InStore, the_landscape
from keiretsu.cli.model import Demand, Draws, Seed, the_demand
from keiretsu.cli.naming import Markets, Merge, On, say_who_is_meant, the_markets
from keiretsu.cli.output import AsJson, form, print_json, say, show, table, working
from keiretsu.units import joined
from keiretsu.words import drive

if TYPE_CHECKING:
    from keiretsu import Landscape, Market
    from keiretsu.deals.alternatives import Alternative
    from keiretsu.deals.answers import Range
    from keiretsu.report.car import Car, Offer
    from keiretsu.words import Words


def show_car(
    model: Annotated[str, typer.Argument(metavar="MODEL")],
    merge: Merge = None,
    on: On = None,
    market: Markets = None,
    demand: Demand = "side by side",
    draws: Draws = 0,
    seed: Seed = 0,
    store: InStore = None,
    json: AsJson = False,
) -> None:
    """Say who builds a car, what buyers turn to, and what a tie would do to it.

    Example: keiretsu deal car leaf --merge toyota nissan --on 2025-05-19
    """
    how = form(json)
    landscape = the_landscape(on, store)
    markets = the_markets(
        market, lambda: ("us-2022", "jp-2024", "de-2025"), store=store
    )
    from keiretsu.deals import Deal
    from keiretsu.deals.alternatives import alternatives
    from keiretsu.market import resolve_party
    from keiretsu.plain import to_json
    from keiretsu.report.background import unsteady
    from keiretsu.report.car import car

    options: tuple[Alternative, ...] = ()
    if merge is not None:
        say_who_is_meant(Deal.merge(*merge, on=landscape.on), landscape)
        ids = [resolve_party(name, landscape, markets).id for name in merge]
        options = alternatives(ids, landscape)
    with working(f"looking at {model}"):
        found = car(
            model,
            landscape,
            markets,
            options,
            demand=the_demand(demand),
            draws=draws,
            seed=seed,
        )
    if how == "json":
        print_json(to_json(found))
        return
    for line in _facts(found, landscape):
        print(line)
    for offer in found.offers:
        show(_offer(offer, landscape, found.words))
    for line in found.unchanged:
        say(f"Does not change: {line}.")
    for line in found.unknown:
        say(f"Not known: {line}.")
    if words := unsteady(m for m in markets if _sells_electric(m, found)):
        say(f"Note: {words}.")
    say("Estimates, not predictions.")


def _sells_electric(market: Market, found: Car) -> bool:
    """Return whether a market has the car as a battery-electric one."""
    import numpy as np

    from keiretsu.market import rows_of_models

    rows = np.flatnonzero(rows_of_models(market, found.names)).tolist()
    return any(market.powertrains[row] == "BEV" for row in rows)


def _facts(found: Car, landscape: Landscape) -> list[str]:
    """Return what the car is found as and what is on record of it, a line each."""
    lines = []
    if len(found.names) > 1:
        lines.append(f"{found.name} is found here as {joined(found.names[1:])}.")
    for row in found.vehicles:
        told = [
            drive(row.powertrain or ""),
            row.platform and f"on {row.platform}",
            row.plant and f"built at {row.plant}",
            row.launch and f"on sale from {row.launch}",
            row.range_km and f"{row.range_km:g} km ({row.range_cycle or 'no cycle'})",
            row.price and f"{row.currency} {row.price:,.0f}",
        ]
        lines.append(
            f"{row.brand} {row.model}: {', '.join(str(t) for t in told if t)} "
            f"[{row.source.title}; {graded(row.source)}]"
        )
    for use in found.platforms:
        others = [
            f"{other.brand} {other.model}"
            for other in found.shared_with
            if other.platform == use.platform
        ]
        also = f", as do {', '.join(others)}" if others else ""
        lines.append(
            f"{use.brand} {use.model} stands on {use.platform} of "
            f"{landscape.label(use.group)}{also} "
            f"[{use.source.title}; {graded(use.source)}]"
        )
    return lines


def _offer(offer: Offer, landscape: Landscape, words: Words) -> Any:
    money = f"{offer.currency} " if offer.currency else ""
    price = "" if offer.price is None else f", {money}{offer.price:,.0f}"
    sold = f"{offer.units:,.0f} sold"
    if offer.units < 1:
        sold = f"{100 * offer.units:.2g} % of potential buyers"
    rows = [
        (
            f"buyers turn to {rival.product} ({landscape.label(rival.group)})",
            f"{100 * rival.share:.0f} %",
        )
        for rival in offer.rivals
    ]
    rows.append(
        (f"buyers who then buy no {words.product}", f"{100 * offer.outside:.0f} %")
    )
    rows += [
        (
            f"its price, if {label} (set by {landscape.label(offer.deciders[label])})",
            _change(told, words),
        )
        for label, told in offer.changes.items()
    ]
    return table(
        f"{offer.product} in {offer.market}: {offer.segment or 'not classed'}, "
        f"{sold}{price}",
        ("what", "how much"),
        rows,
    )


def _change(told: Range | None, words: Words) -> str:
    from keiretsu.deals.figures import between, signed

    if told is None:
        return f"not believed for this {words.product}"
    if told.low is None or told.high is None or told.low == told.high:
        return signed(told.point)
    return between(told.low, told.high)
