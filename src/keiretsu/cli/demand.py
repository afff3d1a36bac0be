"""`keiretsu demand`: demand fitted to evidence or to data, kept in a file for deals."""

from __future__ import annotations

import csv as csv_file
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from keiretsu.cli.facts import InStore, the_landscape
from keiretsu.cli.naming import On, the_markets
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
from keiretsu.errors import DataError
from keiretsu.files import read_text
from keiretsu.units import plural

if TYPE_CHECKING:
    from keiretsu.estimation import FittedDemands

app = typer.Typer(
    no_args_is_help=True, help="How buyers react: calibrated or estimated."
)

_MOST_BYTES = 10_000_000
FIT_COLUMNS = ("market", "what", "product", "towards", "given", "fitted")

Where = Annotated[
    str,
    typer.Argument(
        metavar="MARKET", help="A bundled market, or a CSV, .xlsx or Parquet file."
    ),
]
Out = Annotated[
    Path, typer.Option("--out", metavar="FILE", help="The demand file to write.")
]


@app.callback()
def _group() -> None:
    """How buyers react: calibrated or estimated."""


@app.command("calibrate")
def calibrate(
    market: Where,
    evidence: Annotated[
        Path | None,
        typer.Option(
            "--evidence", metavar="FILE", help="Known numbers, as TOML; options add."
        ),
    ] = None,
    demand_form: Annotated[
        str | None,
        typer.Option(
            "--form",
            help='logit, "nested logit", "mixed logit", ces or linear.',
            show_default="nested logit",
        ),
    ] = None,
    own_elasticity: Annotated[
        list[str] | None,
        typer.Option(
            "--own-elasticity",
            metavar="[PRODUCT=]X",
            help="Own-price elasticity, the mean or a product's; may be repeated.",
        ),
    ] = None,
    market_elasticity: Annotated[
        float | None,
        typer.Option(
            "--market-elasticity", metavar="X", help="Of all sales to all prices."
        ),
    ] = None,
    margin: Annotated[
        list[str] | None,
        typer.Option(
            "--margin",
            metavar="[PRODUCT=]X",
            help="Margin, a fraction of price, the mean or a product's; repeatable.",
        ),
    ] = None,
    nests: Annotated[
        str | None,
        typer.Option("--nests", metavar="COLUMN", help="Column of the nests."),
    ] = None,
    nesting: Annotated[
        float | None,
        typer.Option("--nesting", metavar="X", help="Nesting parameter, if known."),
    ] = None,
    diversion: Annotated[
        list[str] | None,
        typer.Option(
            "--diversion",
            metavar="A>B=X",
            help="Share of A's lost sales that B catches; may be repeated.",
        ),
    ] = None,
    second_choices: Annotated[
        Path | None,
        typer.Option(
            "--second-choices",
            metavar="FILE",
            help="CSV: product, second, share of its buyers who would take it.",
        ),
    ] = None,
    tastes: Annotated[
        list[str] | None,
        typer.Option(
            "--tastes",
            metavar="COLUMN",
            help="Mixed logit: characteristics that tastes differ about.",
        ),
    ] = None,
    market_size: Annotated[
        float | None,
        typer.Option(
            "--market-size",
            metavar="N",
            help="Potential buyers, where the market does not say.",
        ),
    ] = None,
    types: Annotated[
        int | None, typer.Option("--types", help="Mixed logit: types of buyers.")
    ] = None,
    seed: Annotated[
        int | None, typer.Option("--seed", help="Mixed logit: seed of the types.")
    ] = None,
    on: On = None,
    store: InStore = None,
    out: Out = Path("demand.toml"),
    json: AsJson = False,
    csv: AsCsv = False,
) -> None:
    """Fit the demand of a market to what is known of it, and write it to a file.

    Example: keiretsu demand calibrate us-2022 --own-elasticity -4.5
    --market-elasticity -1 --nesting 0.5
    """
    from keiretsu.control import Ownership
    from keiretsu.estimation import FittedDemands, KnownNumbers, calibrate_market
    from keiretsu.estimation.written import by_product, pairs

    how = form(json, csv)
    known = KnownNumbers() if evidence is None else KnownNumbers.from_file(evidence)
    given = {
        "form": demand_form,
        "market_elasticity": market_elasticity,
        "nesting": nesting,
        "diversions": pairs(diversion),
        "second_choices": _second_choices(second_choices),
        "tastes": tuple(tastes or ()),
        "market_size": market_size,
        "types": types,
        "seed": seed,
    }
    known = known.with_changes(
        **given,
        **by_product(own_elasticity, "own_elasticities", "mean_own_elasticity"),
        **by_product(margin, "margins", "mean_margin"),
    )
    places = the_markets([market], tuple, store=store, nests=nests)
    landscape = the_landscape(on, store)
    with working(f"calibrating {known.form}"):
        fitted = FittedDemands(
            title=f"{known.form} calibrated to what is known of {market}",
            markets={
                place.name: calibrate_market(
                    place,
                    known,
                    ownership=Ownership.of_day(landscape, place.firms),
                )
                for place in places
            },
            made=_made("calibrate", market, known.to_dict()),
        )
    _hand_over(fitted, out, how)


@app.command("estimate")
def estimate_demand(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="A product table with instruments."),
    ],
    formula: Annotated[
        str, typer.Option("--formula", help="What mean utility depends on.")
    ] = "1 + prices",
    absorb: Annotated[
        str | None, typer.Option("--absorb", help="Fixed effects, as C(product_ids).")
    ] = None,
    nested: Annotated[
        bool, typer.Option("--nested", help="Estimate a nesting parameter.")
    ] = False,
    out: Out = Path("demand.toml"),
    json: AsJson = False,
    csv: AsCsv = False,
) -> None:
    """Estimate logit or nested logit with PyBLP, and write the demand of each market.

    Example: keiretsu demand estimate products.csv --absorb "C(product_ids)"
    """
    from keiretsu import read_table
    from keiretsu.estimation import FittedDemands, estimate, from_pyblp

    how = form(json, csv)
    rows = read_table(file)
    with working("estimating"):
        results = estimate(rows, formula, absorb=absorb, nested=nested)
        found = from_pyblp(results)
    options = {"formula": formula, "absorb": absorb, "nested": nested}
    fitted = FittedDemands(
        title=found.demand.title,
        markets=found.demand.markets,
        made=_made("estimate", str(file), {k: v for k, v in options.items() if v}),
    )
    _hand_over(fitted, out, how)


def _made(verb: str, place: str, options: Mapping[str, Any]) -> dict[str, Any]:
    from keiretsu import __version__

    return {
        "by": f"keiretsu demand {verb}",
        "keiretsu": __version__,
        "market": place,
        "known": dict(options),
    }


def _hand_over(fitted: FittedDemands, out: Path, how: str) -> None:
    """Write the file, and show what was known beside what came out."""
    fitted.write(out)
    rows = [
        {"market": name, **dict.fromkeys(FIT_COLUMNS[1:]), **row}
        for name, one in fitted.markets.items()
        for row in one.fit
    ]
    if how == "json":
        print_json({"file": str(out), "title": fitted.title, "fit": rows})
    elif how == "csv":
        print_csv(rows, FIT_COLUMNS)
    elif rows:
        show(
            table(
                "What was known, and what the demand gives",
                FIT_COLUMNS,
                ([_cell(row[name]) for name in FIT_COLUMNS] for row in rows),
                numbers=("given", "fitted"),
            )
        )
    for words in _unmet(rows):
        say(f"warning: {words}")
    say(f"{fitted.title}: {plural(len(fitted.markets), 'market')} in {out}")
    say_next(f"keiretsu report --merge A B --market … --demand {out}")


FAR_OFF = 0.1
"""How far a fitted number may lie from the one given, as a fraction, without a word."""


def _unmet(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the known numbers that the demand misses: they contradict the others."""
    for row in rows:
        given, fitted = row["given"], row["fitted"]
        if given and abs(fitted / given - 1) > FAR_OFF:
            which = " ".join(str(row[n]) for n in ("what", "product") if row[n])
            yield (
                f"{row['market']}: {which} of {given:.4g} was given and {fitted:.4g} "
                "comes out: what is known contradicts itself, or the form cannot give "
                "both"
            )


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _second_choices(path: Path | None) -> dict[tuple[str, str], float]:
    """Read a table of second choices: product, second, share."""
    from keiretsu.estimation.written import number

    if path is None:
        return {}
    text = read_text(path, _MOST_BYTES, "give a CSV file in UTF-8")
    found = {}
    rows = csv_file.DictReader(io.StringIO(text, newline=""))
    wanted = ["product", "second", "share"]
    missing = [name for name in wanted if name not in (rows.fieldnames or ())]
    if missing:
        raise DataError(
            f"{path} has no column {missing[0]!r}",
            hint="its columns are product, second and share",
        )
    for line, row in enumerate(rows, 2):
        pair = (str(row["product"]).strip(), str(row["second"]).strip())
        found[pair] = number(str(row["share"]), f"{path}, line {line}: {row['share']}")
    return found
