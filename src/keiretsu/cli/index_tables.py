"""How the indices of practice of a deal are laid out: a table a market."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from keiretsu.cli.output import say, table
from keiretsu.plain import to_json
from keiretsu.units import percent, points

if TYPE_CHECKING:
    from rich.console import RenderableType

    from keiretsu import Effects
    from keiretsu.deals import MarketEffects
    from keiretsu.deals.indices import Index

COLUMNS = ("market", "reading", "name", "of", "value", "unit", "note")


def rows(effects: Effects) -> list[dict[str, Any]]:
    """Return every index as a plain row, with its market and reading."""
    return [
        {"market": one.market.name, "reading": one.reading, **to_json(index)}
        for one in effects.markets
        for index in one.indices
    ]


def tables(effects: Effects | None) -> Iterable[RenderableType]:
    """Yield one table a market, a column for each reading where they differ."""
    if effects is None:
        return
    markets: dict[str, list[MarketEffects]] = {}
    for one in effects.markets:
        markets.setdefault(one.market.name, []).append(one)
    for name, readings in markets.items():
        found = [{(row.name, row.of): row for row in one.indices} for one in readings]
        keys = dict.fromkeys(key for rows in found for key in rows)
        yield table(
            f"Indices of practice, {name}",
            ("index", "of", *(one.reading for one in readings)),
            ((*key, *(_index(rows.get(key)) for rows in found)) for key in keys),
            numbers=tuple(one.reading for one in readings),
        )


def _index(index: Index | None) -> str:
    if index is None or index.value is None:
        return "none"
    if index.unit == "share":
        return percent(index.value, 1)
    return points(index.value) if index.unit == "points" else f"{index.value:,.4g}"


def say_supply(diverted: float, transfer: float, cost: float, price: float) -> None:
    """Say how a maker is pressed that builds its rival's product."""
    from keiretsu.screens import supply_pressure

    pressure = supply_pressure(diverted, transfer, cost, price)
    say(
        f"a maker that builds its rival's product at {cost:g}, sells it on at "
        f"{transfer:g} and catches {percent(diverted)} of its lost sales is pressed by "
        f"{percent(pressure, 2)} of its own price of {price:g}"
    )
