"""The options that name a deal and where to look, and what they become.

A deal is a file, `--merge A B` or `--stake HOLDER HELD PERCENT`; a market is one that
is bundled or a table of the user's own. Names may be written in any spelling.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from keiretsu.cli.facts import the_dataset, the_landscape
from keiretsu.cli.output import say
from keiretsu.cli.percentages import percentage, say_small_stakes
from keiretsu.errors import DataError, UnknownName
from keiretsu.files import is_file
from keiretsu.sources import Source

if TYPE_CHECKING:
    from keiretsu import Assumptions, Dataset, Deal, Landscape, Market

DealFile = Annotated[
    Path | None,
    typer.Argument(
        metavar="FILE",
        help="A deal file (TOML), or a template's name.",
        show_default=False,
    ),
]
Merge = Annotated[
    tuple[str, str] | None,
    typer.Option("--merge", metavar="A B", help="The merger of two companies."),
]
Stake = Annotated[
    tuple[str, str, str] | None,
    typer.Option(
        "--stake",
        metavar="HOLDER HELD PERCENT",
        help="HOLDER comes to hold PERCENT of HELD.",
    ),
]
On = Annotated[
    str | None,
    typer.Option(
        "--on", metavar="DAY", help="The day, as 2025-05-19.", show_default="today"
    ),
]
Markets = Annotated[
    list[str] | None,
    typer.Option(
        "--market",
        metavar="NAME",
        help="A bundled market, or a CSV, .xlsx or Parquet file; may be repeated.",
    ),
]
Place = Annotated[
    str,
    typer.Option(
        "--place",
        metavar="CODE",
        help="Whose rules apply to the markets of --market files, as JP.",
    ),
]


def is_named(
    file: Path | None, merge: tuple[str, str] | None, stake: tuple[str, str, str] | None
) -> bool:
    """Say whether a deal is named; two at once are wrong usage."""
    given = sum(way is not None for way in (file, merge, stake))
    if given > 1:
        raise typer.BadParameter("name one deal: a FILE, --merge or --stake")
    return given == 1


def the_deal(
    file: Path | None,
    merge: tuple[str, str] | None,
    stake: tuple[str, str, str] | None,
    on: str | None,
    store: str | None = None,
) -> tuple[Deal, Landscape]:
    """Return the deal that is named, and the landscape of its day."""
    from keiretsu import Deal
    from keiretsu.deals.templates import deal_file
    from keiretsu.units import day

    if not is_named(file, merge, stake):
        raise typer.BadParameter(
            "name the deal: a FILE, --merge A B or --stake HOLDER HELD PERCENT"
        )
    if file is not None:
        deal = deal_file(file)
        deal = deal if on is None else deal.laid_over(day(on))
        say_small_stakes(deal)
        landscape = the_landscape(deal.on.isoformat(), store)
    else:
        landscape = the_landscape(on, store)
        if merge is not None:
            deal = Deal.merge(*merge, on=landscape.on)
        else:
            assert stake is not None
            holder, held, share = stake
            deal = Deal.stake(holder, held, percentage(share) / 100, on=landscape.on)
    say_who_is_meant(deal, landscape)
    return deal, landscape


def say_who_is_meant(deal: Deal, landscape: Landscape) -> None:
    """Say who takes part, where a brand or a name of several companies is given."""
    from keiretsu.deals.parties import who_is_meant

    for words in who_is_meant(deal, landscape):
        say(f"note: {words}")


def the_markets(
    chosen: Sequence[str] | None,
    default: Callable[[], Iterable[str]],
    place: str = "",
    store: str | None = None,
    *,
    nests: str | None = None,
) -> list[Market]:
    """Return the markets that are named, or the default ones.

    Those of a data set of one's own are its markets; the default is for the bundled.

    Parameters
    ----------
    chosen
        Names of bundled markets, or files.
    default
        Gives the names of those to take where none is named.
    place
        Whose rules apply to the markets of files.
    store
        The store of facts.
    nests
        Column whose values are the nests; None leaves the market's own.
    """
    data = the_dataset(store)
    names = tuple(chosen or (default() if data.is_bundled else data.markets))
    if not names and data.is_bundled:
        raise DataError(
            "no party sells in a bundled market, as far as its makers are named",
            hint="name a market, or a file of your own: --market",
        )
    if not names:
        raise DataError(
            f"{data.place} has no market",
            hint="put product tables into its folder markets, or name one: --market",
        )
    found = [
        market
        for name in names
        for market in _markets(name, place.upper(), data, nests)
    ]
    seen: set[str] = set()
    for market in found:
        if market.name in seen:
            raise DataError(
                f"market {market.name!r} is named twice", hint="name each market once"
            )
        seen.add(market.name)
    return found


def where_priced(deal: Deal, landscape: Landscape) -> list[str]:
    """Return the names of the bundled markets in which a deal is priced by default."""
    from keiretsu.deals.where import markets_to_price

    return [market.name for market in markets_to_price(deal, landscape)]


def market_file(name: str, data: Dataset) -> Path | None:
    """Return the file of a market that is named, or None for a bundled one."""
    from keiretsu import catalogue

    path = data.markets.get(name, Path(name))
    is_table = path.suffix.lower() in {".csv", ".parquet"} or is_file(path)
    if is_table and name not in {entry.name for entry in catalogue()}:
        return path
    if not data.is_bundled:
        raise UnknownName("market", name, data.markets)
    return None


def _markets(
    name: str, place: str, data: Dataset, nests: str | None
) -> Iterable[Market]:
    from keiretsu import load_market, markets_from_frame, read_table

    path = market_file(name, data)
    if path is None:
        market = load_market(name)
        return (market if nests is None else market.nested_by(nests),)
    table = read_table(path)
    if nests is not None and nests in table.columns:
        table = table.with_classes("nesting_ids", nests)
        nests = None
    markets = markets_from_frame(
        table, jurisdiction=place, source=Source(title=name), data=data
    )
    return markets if nests is None else [m.nested_by(nests) for m in markets]


def the_assumptions(store: str | None) -> Assumptions | None:
    """Return how buyers react by a data set of one's own; None for the bundled one."""
    from keiretsu.deals.assumption_files import read_assumptions

    data = the_dataset(store)
    if data.is_bundled:
        return None
    if data.assumptions is None:
        raise DataError(
            f"{data.place} does not say how strongly buyers react",
            hint="put an assumptions.toml beside its dataset.toml, with value, low and "
            "high of own_elasticity, market_elasticity, nesting and margin",
        )
    return read_assumptions(data.assumptions)
