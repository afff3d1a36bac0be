"""`keiretsu demand`: demand fitted to evidence or to data, kept in a file for deals."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from keiretsu.cli.demand_fit import hand_over
from keiretsu.cli.facts import InStore, the_landscape
from keiretsu.cli.naming import On, the_markets
from keiretsu.cli.output import AsCsv, AsJson, form, working

app = typer.Typer(
    no_args_is_help=True, help="How buyers react: calibrated or estimated."
)

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
            metavar="FORM",
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
    from keiretsu.estimation.written import by_product, choices_in, pairs

    how = form(json, csv)
    known = KnownNumbers() if evidence is None else KnownNumbers.from_file(evidence)
    given = {
        "form": demand_form,
        "market_elasticity": market_elasticity,
        "nesting": nesting,
        "diversions": pairs(diversion),
        "second_choices": {} if second_choices is None else choices_in(second_choices),
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
    hand_over(fitted, out, how)


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
    hand_over(fitted, out, how)


def _made(verb: str, place: str, options: Mapping[str, Any]) -> dict[str, Any]:
    from keiretsu import __version__

    return {
        "by": f"keiretsu demand {verb}",
        "keiretsu": __version__,
        "market": place,
        "known": dict(options),
    }
