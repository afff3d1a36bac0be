"""`keiretsu deal curve`: what every size of a stake would do, with its jumps."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from keiretsu.cli.facts import InStore, the_landscape
from keiretsu.cli.model import Control, Demand, the_demand
from keiretsu.cli.naming import On, say_who_is_meant, the_markets, where_priced
from keiretsu.cli.output import (
    AsCsv,
    AsJson,
    form,
    print_csv,
    print_json,
    say,
    show,
    table,
    working,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from keiretsu.control import Reading
    from keiretsu.report import Curve


def show_curve(
    holder: Annotated[str, typer.Argument(metavar="HOLDER")],
    held: Annotated[str, typer.Argument(metavar="HELD")],
    on: On = None,
    market: Annotated[
        str | None,
        typer.Option(
            "--market",
            metavar="NAME",
            help="A bundled market, or a CSV, .xlsx or Parquet file.",
            show_default="where the two meet most",
        ),
    ] = None,
    control: Control = None,
    demand: Demand = "side by side",
    fine: Annotated[
        bool, typer.Option("--fine", help="Every whole percent, not every tenth.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="FILE", help="Draw it to a file: .svg, .png or .html."
        ),
    ] = None,
    store: InStore = None,
    json: AsJson = False,
    csv: AsCsv = False,
) -> None:
    """Say what every size of a stake would do to prices, and where figures jump.

    Example: keiretsu deal curve toyota nissan --on 2025-05-19
    """
    how = form(json, csv)
    landscape = the_landscape(on, store)
    from keiretsu import Deal
    from keiretsu.control import READINGS
    from keiretsu.report.curve import COARSE, FINE, stake_curve
    from keiretsu.report.pictures.stake_curve import stake_curve_picture

    none = Deal.stake(holder, held, 0.0, on=landscape.on)
    say_who_is_meant(none, landscape)
    (place, *_) = the_markets(
        None if market is None else [market],
        lambda: where_priced(none, landscape)[:1],
        store=store,
    )
    with working(f"computing stakes in {place.name}"):
        found = stake_curve(
            holder,
            held,
            landscape,
            place,
            stakes=FINE if fine else COARSE,
            demand=the_demand(demand),
            control=cast("Sequence[Reading]", tuple(control or READINGS)),
        )
    if out is not None:
        stake_curve_picture(found).save(out)
        say(f"the curve is in {out}")
    if how == "json":
        print_json(found.to_dict())
    elif how == "csv":
        rows = found.rows()
        print_csv(rows, list(rows[0]))
    else:
        _tell(found)


def _tell(curve: Curve) -> None:
    from keiretsu.control import READING_WORDS
    from keiretsu.deals.figures import percent
    from keiretsu.report.pictures.stake_curve import curve_table, stake_curve_picture
    from keiretsu.units import written

    columns = ("Stake", *curve.readings)
    show(f"{stake_curve_picture(curve).title}.")
    show(
        table(
            f"Mean price change of the two, {curve.market.title}, {written(curve.on)}",
            columns,
            curve_table(curve).rows,
            numbers=columns,
        )
    )
    for reading in curve.readings:
        show(f"{reading}: {READING_WORDS[reading]}.")
    show(f"On {written(curve.on)}: {curve.today}.")
    for one in curve.breaks:
        show(f"Jump at {percent(one.at)}: {one.reason}.")
    for words in curve.falls:
        show(f"{words}.")
    laws = [f"{percent(n.at)} ({', '.join(n.places)})" for n in curve.lines]
    if laws:
        show(f"Sizes that a law names: {'; '.join(laws)}.")
    say(f"Demand: {curve.demand}. Estimates, not predictions.")
