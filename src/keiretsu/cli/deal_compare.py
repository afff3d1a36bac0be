"""`keiretsu deal compare`: what two companies could do, side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from keiretsu.cli.deal_classes import By, checked
from keiretsu.cli.deals_beside import (
    earned_rows,
    rows_by_class,
    say_notes,
    shown_rows,
)
from keiretsu.cli.facts import InStore, the_landscape
from keiretsu.cli.model import (
    Demand,
    Draws,
    Elasticity,
    Margin,
    Nests,
    Seed,
    model_options,
)
from keiretsu.cli.naming import Markets, On, say_who_is_meant, the_markets, where_priced
from keiretsu.cli.output import (
    AsCsv,
    AsJson,
    form,
    print_csv,
    print_json,
    say,
    show,
    working,
)
from keiretsu.words import CARS

if TYPE_CHECKING:
    from keiretsu import Deal, Landscape, Market
    from keiretsu.deals.alternatives import Alternative
    from keiretsu.report.comparison import Compared

Companies = Annotated[
    list[str] | None, typer.Argument(metavar="COMPANY…", show_default=False)
]
DealFiles = Annotated[
    list[Path] | None,
    typer.Option(
        "--deal",
        metavar="FILE",
        help="A deal file or template; may be repeated.",
    ),
]


def compare_deals(
    companies: Companies = None,
    deal: DealFiles = None,
    on: On = None,
    market: Markets = None,
    demand: Demand = "side by side",
    elasticity: Elasticity = None,
    margin: Margin = None,
    nests: Nests = None,
    draws: Draws = 32,
    seed: Seed = 0,
    by: By = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="FILE",
            help="Draw the first market to a file: .svg, .png or .html.",
        ),
    ] = None,
    store: InStore = None,
    json: AsJson = False,
    csv: AsCsv = False,
) -> None:
    """Compare a merger, a stake, a platform, batteries, plans and nothing.

    Example: keiretsu deal compare toyota nissan --on 2025-05-19
    """
    how, by = form(json, csv), checked(by)
    if not companies and not deal:
        raise typer.BadParameter("name two companies, or deals by --deal FILE")
    if companies and len(companies) < 2:
        raise typer.BadParameter("name two companies or more")
    landscape = the_landscape(on, store)
    tie = _tie(companies or (), deal or (), landscape)
    say_who_is_meant(tie, landscape)
    markets = the_markets(
        market, lambda: where_priced(tie, landscape), store=store, nests=nests
    )
    options = model_options(
        demand=demand, elasticity=elasticity, margin=margin, store=store
    )
    from keiretsu.report.background import unsteady
    from keiretsu.report.comparison import compare

    rows = _alternatives(companies or (), deal or (), landscape, markets)
    with working(f"comparing {len(rows)} deals"):
        found = compare(rows, landscape, markets, draws=draws, seed=seed, **options)
    if out is not None:
        from keiretsu.report.pictures.alternatives import alternatives_picture

        alternatives_picture(found, markets[0]).save(out)
        say(f"the picture is in {out}")
    if how == "json":
        print_json([row.to_dict() for row in found])
    elif how == "csv":
        flat = [_flat(row) for row in found]
        print_csv(flat, list(flat[0]))
    else:
        for each in markets:
            here = [r for r in found if r.market == each.name]
            show(shown_rows(each, here), earned_rows(each, here))
            if by is not None:
                show(rows_by_class(each.title, by, here))
        say_notes(found)
        for sentence in _required(rows, landscape, markets, options):
            say(sentence)
        words = unsteady(markets).capitalize()
        electric = f"{words}. " if words else ""
        say(
            "Stakes are read as silent, without a say: keiretsu deal run shows the "
            f"other readings. {electric}Estimates, not predictions; the range stands "
            "under each."
        )


def _tie(companies: Sequence[str], files: Sequence[Path], landscape: Landscape) -> Deal:
    """Return the closest tie that is compared: it says where the parties meet."""
    from keiretsu.deals import Deal, Merge

    if not companies:
        return _at(files[0], landscape.on)
    first, *others = companies
    steps = tuple(Merge(first=first, second=other) for other in others)
    return Deal(steps=steps, on=landscape.on)


def _alternatives(
    companies: Sequence[str],
    files: Sequence[Path],
    landscape: Landscape,
    markets: Sequence[Market],
) -> list[Alternative]:
    """Return what is compared: the usual ties of companies, then deals from files."""
    from keiretsu.deals.alternatives import Alternative, alternatives
    from keiretsu.market import resolve_party

    ids = [resolve_party(name, landscape, markets).id for name in companies]
    of_cars = _of_cars(markets)
    return [
        *(
            one
            for one in (alternatives(ids, landscape) if ids else ())
            if of_cars or not one.by_powertrain
        ),
        *(
            Alternative(label=one.stem, deals=(_at(one, landscape.on),))
            for one in files
        ),
    ]


def _of_cars(markets: Sequence[Market]) -> bool:
    return any(market.words == CARS for market in markets)


def _at(path: Path, on: Any) -> Deal:
    from keiretsu.deals.templates import deal_file

    return deal_file(path).laid_over(on)


def _required(
    options: Sequence[Alternative],
    landscape: Landscape,
    markets: Sequence[Market],
    how: dict[str, Any],
) -> Iterator[str]:
    """Yield what the closest tie would have to save, by market."""
    from keiretsu.deals.required import required_saving

    told = {k: v for k, v in how.items() if k in ("assumptions", "margins")}
    if how["demand"] != "side by side":  # of which the market's own is asked
        told["demand"] = how["demand"]
    tie = next((one for one in options if one.deals), None)
    for market in markets if tie is not None else ():
        assert tie is not None
        found = required_saving(tie.deals[0], landscape, market, **told)
        if found is not None:
            yield f"{tie.label}, {market.name}: {found.sentence}"


_RANGES = ("parties", "electric", "buyers", "earned", "rivals", "sooner")


def _flat(row: Compared) -> dict[str, Any]:
    """Return a row with each range as three columns."""
    told: dict[str, Any] = {}
    for name, value in vars(row).items():
        if name.startswith("by_"):
            continue
        if name in _RANGES:
            for end in ("point", "low", "high"):
                told[f"{name}_{end}"] = None if value is None else getattr(value, end)
        else:
            told[name] = value
    return told
