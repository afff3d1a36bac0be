"""`keiretsu market`: what is sold where, by whom, and whether a table can be used."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

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
)
from keiretsu.plain import to_json
from keiretsu.units import count, percent

if TYPE_CHECKING:
    from keiretsu import Market

app = typer.Typer(no_args_is_help=True, help="What is sold where, and by whom.")

ENTRY_COLUMNS = (
    *("name", "title", "jurisdiction", "period", "level", "currency", "coverage"),
    "notes",
)


@app.command("list")
def list_markets(json: AsJson = False, csv: AsCsv = False) -> None:
    """List the bundled markets.

    Example: keiretsu market list
    """
    from keiretsu import catalogue

    how = form(json, csv)
    rows = [to_json(entry) for entry in catalogue()]
    if how == "json":
        print_json([{key: row[key] for key in ENTRY_COLUMNS} for row in rows])
    elif how == "csv":
        print_csv(rows, ENTRY_COLUMNS)
    else:
        cells = (
            (
                row["name"],
                row["title"],
                row["currency"] or "none",
                "not stated" if row["coverage"] is None else percent(row["coverage"]),
            )
            for row in rows
        )
        columns = ("name", "market", "prices", "named makers")
        show(table("Bundled markets", columns, cells, numbers=columns[3:]))
        say_next("keiretsu market show us-2022")


@app.command("show")
def show_market(
    name: Annotated[str, typer.Argument(help="A name that `market list` gives.")],
    json: AsJson = False,
    csv: AsCsv = False,
) -> None:
    """Show one bundled market: products, makers, units, prices, sources.

    Example: keiretsu market show us-2022
    """
    from keiretsu import load_market

    how = form(json, csv)
    market = load_market(name)
    rows = market.rows()
    if how == "json":
        print_json(market.about() | {"products": rows})
    elif how == "csv":
        print_csv(rows, list(rows[0]))
    else:
        _describe(market, rows)


def _describe(market: Market, rows: list[dict[str, Any]]) -> None:
    from keiretsu.landscape import bundled

    for note in market.notes:
        say(f"note: {note}")
    label = bundled().register.label
    cells = (
        (
            row["product"],
            label(row["maker"]),
            row["nest"] or "not classed",
            count(row["quantity"]),
            percent(row["share"], 2),
            "none" if row["price"] is None else count(row["price"]),
        )
        for row in sorted(rows, key=lambda row: -row["quantity"])
    )
    priced = f"price ({market.currency})" if market.currency else "price"
    columns = ("product", "maker", "segment", market.words.units, "share", priced)
    show(table(market.title, columns, cells, numbers=columns[3:]))
    say(f"sources: {'; '.join(str(source) for source in market.sources)}")
    say_next(f"keiretsu deal run --merge toyota nissan --market {market.name}")


@app.command("check")
def check(
    file: Annotated[Path, typer.Argument(help="A CSV, .xlsx or Parquet file.")],
    json: AsJson = False,
    csv: AsCsv = False,
) -> None:
    """Find every fault of a product table; exit status 1 if it cannot be used.

    Example: keiretsu market check cars.csv
    """
    from keiretsu import check_table, read_table

    how = form(json, csv)
    rows: list[dict[str, str]] = [to_json(f) for f in check_table(read_table(file))]
    columns = ("severity", "place", "message", "advice", "check")
    if how == "json":
        print_json(rows)
    elif how == "csv":
        print_csv(rows, columns)
    elif rows:
        cells = ([row[column] for column in columns[:4]] for row in rows)
        show(table(f"Faults of {file}", columns[:4], cells))
    errors = sum(row["severity"] == "error" for row in rows)
    if errors:
        say(f"error: {file} cannot be used: faults that are errors: {errors}")
        raise typer.Exit(1)
    say(f"{file} can be used")
    say_next(f"keiretsu deal run --merge toyota nissan --market {file}")
