"""What a deal does by powertrain and by segment, as tables for `deal run`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from keiretsu.cli.output import table
from keiretsu.spelling import among
from keiretsu.words import drive

if TYPE_CHECKING:
    from keiretsu import Effects
    from keiretsu.deals import MarketEffects
    from keiretsu.deals.answers import Range
    from keiretsu.deals.classes import ByClass

By = Annotated[
    str | None,
    typer.Option(
        "--by",
        metavar="CLASS",
        help="Tables by `powertrain` or by `segment` beside the answer.",
    ),
]


def checked(by: str | None) -> str | None:
    """Return the class, or say that there is none such."""
    from keiretsu.deals.classes import CLASSES

    chosen = None if by is None else among(by, CLASSES)
    if by is not None and chosen is None:
        raise typer.BadParameter(f"--by takes {' or '.join(CLASSES)}, not {by!r:.60}")
    return chosen


def class_tables(effects: Effects, by: Any) -> Iterator[Any]:
    """Yield a table a market, under the reading of control that the headline takes."""
    from keiretsu.deals.classes import by_class
    from keiretsu.report.key_numbers import by_market, central

    for one in map(central, by_market(effects).values()):
        told = by_class(one, by)
        if told is None:
            yield f"{one.market.name} does not say the {by} of its cars"
        else:
            yield _table(one, told)


def _table(one: MarketEffects, told: ByClass) -> Any:
    from keiretsu.deals.figures import signed

    rows = [
        [
            drive(each.name),
            f"{100 * each.share:.1f} → {100 * each.share_after:.1f} %",
            "none left" if each.price is None else _change(each.price),
            str(each.models)
            if each.models == each.models_after
            else f"{each.models} → {each.models_after}",
            _far(each.range_per_price, each.range_after),
            _gain(one, each.buyers),
        ]
        for each in told.classes
    ]
    if told.choice is not None:
        choice = signed(told.choice) if one.relative else _money(one, told.choice)
        rows.append(["choice, and the bend of demand", "", "", "", "", choice])
    return table(
        f"{one.market.title}, by {told.by}, control read as {one.reading}",
        (told.by, "sold", "price", "models", "km per 1,000", "buyers gain"),
        rows,
        numbers=("models",),
    )


def _change(told: Range) -> str:
    from keiretsu.deals.figures import band, signed

    if told.low is None or told.high is None or told.low == told.high:
        return signed(told.point)
    return f"{signed(told.point)}\n{band(told.low, told.high)}"


def _far(before: float | None, after: float | None) -> str:
    if before is None or after is None:
        return "not known"
    return f"{before:.2f} → {after:.2f}"


def _gain(one: MarketEffects, told: Range) -> str:
    from keiretsu.deals.figures import signed

    return signed(told.point) if one.relative else _money(one, told.point)


def _money(one: MarketEffects, value: float) -> str:
    from keiretsu.deals.figures import money

    unit = " per buyer" if one.market.per_buyer else ""
    return money(value, one.market.currency) + unit
