"""`keiretsu deal compare`: what two companies could do, side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from keiretsu.cli.deal_classes import By, checked
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
from keiretsu.cli.naming import Markets, On, say_whole_brands, the_markets, where_priced
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
from keiretsu.words import CARS, drive

if TYPE_CHECKING:
    from keiretsu import Deal, Landscape, Market
    from keiretsu.deals.alternatives import Alternative
    from keiretsu.deals.answers import Range
    from keiretsu.deals.classes import ClassEffects
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
    say_whole_brands(tie, landscape)
    markets = the_markets(
        market, lambda: where_priced(tie, landscape), store=store, nests=nests
    )
    options = model_options(
        demand=demand, elasticity=elasticity, margin=margin, store=store
    )
    from keiretsu.deals.alternatives import Alternative, alternatives
    from keiretsu.market import resolve_party
    from keiretsu.report.comparison import compare

    ids = [resolve_party(name, landscape, markets).id for name in companies or ()]
    rows = [
        Alternative(label=one.stem, deals=(_at(one, landscape.on),))
        for one in deal or ()
    ]
    of_cars = any(market.words == CARS for market in markets)
    if ids:
        known = alternatives(ids, landscape)
        rows = [*(one for one in known if of_cars or not one.by_powertrain), *rows]
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
            show(shown_rows(each, here))
            if by is not None:
                show(_by_class(each.title, by, here))
        say_notes(found)
        for sentence in _required(rows, landscape, markets, options):
            say(sentence)
        electric = (
            "Electric cars rest on one survey figure and on few sales: read the "
            "direction. "
            if of_cars
            else ""
        )
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
    tie = next((one for one in options if one.deals), None)
    for market in markets if tie is not None else ():
        assert tie is not None
        found = required_saving(tie.deals[0], landscape, market, **told)
        if found is not None:
            yield f"{tie.label}, {market.name}: {found.sentence}"


def say_notes(rows: Sequence[Compared]) -> None:
    """Say once what must be said of each row."""
    for note in dict.fromkeys(f"{r.label}: {_note(r)}" for r in rows if _note(r)):
        say(note)


def _note(row: Compared) -> str:
    saved = f"fixed costs of {row.fixed} saved; " if row.fixed else ""
    return saved + row.note


def _launches(row: Compared) -> str:
    """Return what it does to new cars, in few words."""
    if row.cars:
        return f"{row.cars:+d} car{'s' if abs(row.cars) > 1 else ''}"
    told = row.sooner
    if told is None:
        return "not known"
    if told.low is None or told.high is None:
        return "as today"
    return f"{told.point:.0f} months\nsooner,\n{told.low:.0f} to {told.high:.0f}"


def _by_class(title: str, by: str, rows: Sequence[Compared]) -> Any:
    return table(
        f"{title}, by {by}",
        ("deal", by, "price", "models", "buyers gain"),
        (
            [
                row.label,
                drive(one.name),
                _change(one.price),
                _models(one),
                _money(row, one),
            ]
            for row in rows
            if (told := getattr(row, f"by_{by}")) is not None
            for one in told.classes
        ),
    )


def _models(one: ClassEffects) -> str:
    if one.models == one.models_after:
        return str(one.models)
    return f"{one.models} → {one.models_after}"


def _money(row: Compared, one: ClassEffects) -> str:
    from keiretsu.report.words import money, signed

    if row.relative:
        return signed(one.buyers.point)
    unit = " per buyer" if row.per_buyer else ""
    return money(one.buyers.point, row.currency) + unit


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


_TINY = 1e6
"""Amounts of currency below which one is only said to be small."""
_NOTHING = 0.005
"""Amounts of currency below which there is nothing to say: what solving leaves."""
_SHORT = 16
"""Characters of a label that need not be broken to leave room for the answers."""
_RANGES = ("parties", "electric", "buyers", "earned", "rivals", "sooner")


def shown_rows(market: Market, rows: Sequence[Compared]) -> Any:
    """Return the table of several deals in one market; only cars may be electric."""
    unit = _unit(rows[0]) if rows else ""
    of_cars = market.words == CARS
    columns = {
        "deal": [row.label for row in rows],
        f"parties' {market.words.products}": [_change(row.parties) for row in rows],
        "electric cars": [_change(row.electric) for row in rows],
        f"buyers, {unit}": [_gain(row) for row in rows],
        "launches": [_launches(row) for row in rows],
        "tests": [row.tests for row in rows],
    }
    if not of_cars:
        del columns["electric cars"]
    return table(
        f"{market.title}: what each would do",
        tuple(columns),
        map(list, zip(*columns.values(), strict=True)),
        whole=("deal",) if all(len(row.label) <= _SHORT for row in rows) else (),
    )


def _change(told: Range | None) -> str:
    from keiretsu.report.words import band, signed

    if told is None:
        return "not known"
    if told.low is None or told.high is None or told.low == told.high:
        return signed(told.point)
    return f"{signed(told.point)}\n{band(told.low, told.high)}"


def _gain(row: Compared) -> str:
    from keiretsu.report.words import money, signed

    told = row.buyers
    if told is None:
        return "not known"

    def words(value: float) -> str:
        if row.relative:
            return signed(value)
        if row.per_buyer:
            return money(value, None)
        if abs(value) < _NOTHING:
            return "0"
        if abs(value) < _TINY:
            return "+ under 0.001" if value > 0 else "− under 0.001"
        return f"{value / 1e9:+,.2g}".replace("-", "−")

    if told.low is None or told.high is None or words(told.low) == words(told.high):
        return words(told.point)
    return f"{words(told.point)}\n{words(told.low)} to\n{words(told.high)}"


def _unit(row: Compared) -> str:
    """Return what buyers' gains are counted in."""
    if row.relative:
        return "of spending"
    unit = "per buyer" if row.per_buyer else "billion"
    return f"{row.currency} {unit}" if row.currency else unit
