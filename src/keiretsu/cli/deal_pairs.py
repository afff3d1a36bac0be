"""`keiretsu deal pairs`: every pair of groups, and where one deal stands."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from keiretsu.cli.facts import InStore, the_landscape
from keiretsu.cli.model import Demand, Elasticity, Margin, Nests, model_options
from keiretsu.cli.naming import Markets, Merge, On, say_who_is_meant, the_markets
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

    from keiretsu import Landscape
    from keiretsu.deals.pairs import PairEffect, Pairs

Every = Annotated[
    bool, typer.Option("--every", help="All bundled markets: takes minutes.")
]
Keep = Annotated[
    Path | None,
    typer.Option(
        "--keep", metavar="FILE", help="Keep what is done there, and go on from it."
    ),
]
Workers = Annotated[
    int,
    typer.Option(
        "--workers", metavar="N", help="Processes; more than one wants joblib."
    ),
]
Cluster = Annotated[
    str | None,
    typer.Option(
        "--cluster",
        metavar="ADDRESS",
        help="A Dask scheduler that solves the markets: tcp://host:8786.",
    ),
]
Most = Annotated[int, typer.Option("--most", min=1, help="Rows shown a market.")]


def pairs(
    merge: Merge = None,
    on: On = None,
    market: Markets = None,
    control: Annotated[
        str,
        typer.Option("--control", metavar="READING", help="How stakes give a say."),
    ] = "silent",
    demand: Demand = "side by side",
    elasticity: Elasticity = None,
    margin: Margin = None,
    nests: Nests = None,
    most: Most = 10,
    every: Every = False,
    keep: Keep = None,
    workers: Workers = 1,
    cluster: Cluster = None,
    store: InStore = None,
    json: AsJson = False,
    csv: AsCsv = False,
) -> None:
    """Merge every pair of groups in turn, and say where one pair stands among them.

    Example: keiretsu deal pairs --merge toyota nissan --market jp-2024 --on 2025-05-19
    """
    how = form(json, csv)
    landscape = the_landscape(on, store)
    if every and market:
        raise typer.BadParameter("name markets by --market, or take --every of them")
    markets = the_markets(market, lambda: _default(every), store=store, nests=nests)
    options = model_options(
        demand=demand, elasticity=elasticity, margin=margin, store=store
    )
    options.pop("conduct")
    reading: Any = control  # whether there is such a reading, the library says
    from keiretsu.deals.kept_pairs import every_pair

    with working("solving every pair") as describe:

        def solving(done: int, asked: int) -> None:
            describe(f"solving every pair: {done} of {asked} markets")

        found = every_pair(
            *(landscape, markets),
            keep=keep,
            reading=reading,
            solving=solving,
            workers=workers,
            cluster=cluster,
            **options,
        )
    if merge is not None:
        from keiretsu.deals import Deal

        say_who_is_meant(Deal.merge(*merge, on=landscape.on), landscape)
    asked = [_asked(each, landscape, merge) for each in found]
    rows = [row for each in found for row in each.rows()]
    if how == "json":
        print_json(_plain(found, asked))
    elif how == "csv":
        print_csv(rows, list(rows[0]))
    else:
        for told, pair in zip(found, asked, strict=True):
            show(_shown(told, landscape, pair, most))
            if merge is not None:
                say(_sentence(told, landscape, merge, pair))
        say("Whole groups merge, each pair alone; estimates, not predictions.")


def _default(every: bool) -> tuple[str, ...]:
    if not every:
        return ("us-2022", "jp-2024")
    from keiretsu import catalogue

    return tuple(entry.name for entry in catalogue())


def _asked(
    found: Pairs, landscape: Landscape, merge: tuple[str, str] | None
) -> PairEffect | None:
    """Return the pair that was named, as its groups' heads."""
    if merge is None:
        return None
    (_, first), (_, second) = _heads(found, landscape, merge)
    return found.of(first, second)


def _heads(
    found: Pairs, landscape: Landscape, merge: tuple[str, str]
) -> list[tuple[str, str]]:
    """Return what each company is called, and the head of its group."""
    from keiretsu.control import Ownership
    from keiretsu.market import resolve_party

    parties = [resolve_party(name, landscape, [found.market]) for name in merge]
    groups = Ownership.of_day(landscape, [party.id for party in parties])
    return [(party.label, groups.head(party.id)) for party in parties]


def _plain(
    found: Sequence[Pairs], asked: list[PairEffect | None]
) -> list[dict[str, Any]]:
    return [
        {
            "market": one.market.name,
            "reading": one.reading,
            "demand": one.demand,
            "asked": None
            if pair is None
            else {**vars(pair), "moves_less": one.below(pair)},
            "pairs": [vars(each) for each in one.found],
        }
        for one, pair in zip(found, asked, strict=True)
    ]


def _shown(
    found: Pairs, landscape: Landscape, pair: PairEffect | None, most: int
) -> Any:
    rows = list(found.found[:most])
    if pair is not None and pair not in rows:
        rows.append(pair)
    return table(
        f"{found.market.title}: what the merger of each pair would do to prices",
        ("rank", "groups", "parties", "all", "buyers"),
        (_row(found, landscape, one) for one in rows),
        numbers=("rank", "parties", "all", "buyers"),
    )


def _row(found: Pairs, landscape: Landscape, pair: PairEffect) -> list[str]:
    from keiretsu.deals.figures import money, signed

    names = f"{landscape.label(pair.first)} and {landscape.label(pair.second)}"
    if not pair.converged:
        return [str(pair.rank), names, "no equilibrium found", "", ""]
    relative = found.market.prices is None
    gain = "not defined"
    if pair.buyers is not None:
        gain = (
            f"{signed(pair.buyers)} of spending"
            if relative
            else money(pair.buyers, found.market.currency)
            + (" per buyer" if found.market.per_buyer else "")
        )
    return [str(pair.rank), names, signed(pair.parties), signed(pair.everybody), gain]


def _sentence(
    found: Pairs, landscape: Landscape, merge: tuple[str, str], pair: PairEffect | None
) -> str:
    if pair is None:
        return _no_pair(found, landscape, merge)
    names = f"{landscape.label(pair.first)} and {landscape.label(pair.second)}"
    return (
        f"{names}: rank {pair.rank} of {len(found.found)}; "
        f"{100 * found.below(pair):.0f} % of the other pairs move prices less"
    )


def _no_pair(found: Pairs, landscape: Landscape, merge: tuple[str, str]) -> str:
    """Say why two companies are no pair of groups in a market."""
    heads = _heads(found, landscape, merge)
    names = " and ".join(name for name, _ in heads)
    if len({head for _, head in heads}) == 1:
        return f"{names} are one group already"
    sellers = {head for pair in found.found for head in (pair.first, pair.second)}
    absent = " and ".join(name for name, head in heads if head not in sellers)
    return f"{names} are not two groups here: {absent} sells nothing in this market"
