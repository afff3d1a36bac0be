"""`keiretsu landscape matrix` and `timeline`: a table here, a picture in a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from keiretsu.cli.citing import Citations
from keiretsu.cli.export import Width
from keiretsu.cli.facts import Believed, InStore, the_landscape
from keiretsu.cli.naming import On
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
from keiretsu.landscape.analysis.freshness import dates_said, newest, newest_fact

if TYPE_CHECKING:
    from rich.console import RenderableType

    from keiretsu import Landscape
    from keiretsu.landscape import HistoryEntry
    from keiretsu.pictures import Picture

Out = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", help="Draw it too: .svg, .png or .html."),
]
PAIR_COLUMNS = (
    *("company", "with", "link", "kinds", "scope", "status", "start"),
    *("source_title", "address", "confidence"),
)
ENTRY_COLUMNS = (
    *("kind", "lane", "start", "end", "words", "share"),
    *("source_title", "address", "confidence"),
)


def matrix(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="COMPANY", help="Only what concerns them."),
    ] = None,
    on: On = None,
    believed: Believed = None,
    store: InStore = None,
    out: Out = None,
    width: Width = 1600,
    json: AsJson = False,
    csv: AsCsv = False,
) -> None:
    """Show who works with whom on a day: companies by companies.

    Example: keiretsu landscape matrix --on 2025-06-01 --out matrix.svg
    """
    how = form(json, csv)
    landscape = the_landscape(on, store, believed)
    picture = landscape.matrix(*(names or ()))
    rows = _pairs(landscape, names or [])
    _save(picture, out, width)
    if how == "csv":
        print_csv(rows, PAIR_COLUMNS)
    elif how == "json":
        print_json(
            {
                "on": landscape.on.isoformat(),
                **newest(landscape),
                "pairs": [
                    {k: v for k, v in r.items() if k in PAIR_COLUMNS} for r in rows
                ],
            }
        )
    else:
        say(f"{picture.title}; newest fact: {newest_fact(landscape)}")
        show(*_pair_tables(rows, landscape.label))
        say_next("keiretsu landscape timeline renault nissan")


def _pairs(landscape: Landscape, chosen: list[str]) -> list[dict[str, Any]]:
    from keiretsu.landscape.pictures.matrix import links_by_pair

    ids = tuple(landscape.resolve(name).id for name in chosen)
    return [
        {
            "company": first,
            "with": second,
            "link": link.id,
            "kinds": list(link.kinds),
            "scope": link.scope,
            "status": link.status,
            "start": link.start.text,
            **link.source.columns,
            "source": link.source,
        }
        for (first, second), links in links_by_pair(landscape, ids).items()
        for link in links
    ]


def _pair_tables(
    rows: list[dict[str, Any]], label: Callable[[str], str]
) -> list[RenderableType]:
    citations = Citations()
    listed = table(
        "Links under way",
        ("company", "with", "kinds", "status", "since", "source"),
        [
            (
                label(row["company"]),
                label(row["with"]),
                ", ".join(row["kinds"]),
                row["status"],
                row["start"],
                citations.cite(row["source"]),
            )
            for row in rows
        ],
    )
    return [listed, *citations.listed()]


def timeline(
    first: Annotated[str, typer.Argument(metavar="COMPANY", help="The one company.")],
    second: Annotated[
        str, typer.Argument(metavar="COMPANY", help="The other company.")
    ],
    since: Annotated[
        str | None,
        typer.Option("--from", metavar="DAY", help="Leave out what ended before."),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option(
            "--until", metavar="DAY", help="The last day.", show_default="today"
        ),
    ] = None,
    believed: Believed = None,
    store: InStore = None,
    out: Out = None,
    width: Width = 1600,
    json: AsJson = False,
    csv: AsCsv = False,
) -> None:
    """Show what went on between two companies: stakes, links, events and plans.

    Example: keiretsu landscape timeline renault nissan --until 2025-06-01
    """
    how = form(json, csv)
    landscape = the_landscape(until, store, believed)
    found = landscape.between(first, second, since)
    if out is not None:
        _save(landscape.timeline(first, second, since), out, width)
    if how == "csv":
        print_csv([_flat(entry) for entry in found], ENTRY_COLUMNS)
    elif how == "json":
        print_json(
            {
                "until": landscape.on.isoformat(),
                **newest(landscape),
                "companies": [landscape.resolve(n).id for n in (first, second)],
                "entries": [entry.to_dict() for entry in found],
            }
        )
    else:
        from keiretsu.units import plural

        entries = plural(len(found), "entry", "entries")
        say(f"{entries}, {dates_said(landscape)}")
        show(*_lanes(found))
        say_next(f"keiretsu landscape company {landscape.resolve(first).id}")


def _flat(entry: HistoryEntry) -> dict[str, Any]:
    return {**entry.to_dict(), **entry.source.columns}


def _lanes(found: tuple[HistoryEntry, ...]) -> list[RenderableType]:
    """Return one table a lane, oldest first, and the sources."""
    citations = Citations()
    parts: list[RenderableType] = []
    for lane in dict.fromkeys(entry.lane for entry in found):
        own = sorted((e for e in found if e.lane == lane), key=lambda e: e.start)
        lasts = any(e.lasts for e in own)
        parts.append(
            table(
                lane[0].upper() + lane[1:],
                ("from", "until", "what", "source")
                if lasts
                else ("on", "what", "source"),
                (
                    (
                        str(e.start),
                        *([str(e.end) if e.end else "lasts"] if lasts else []),
                        e.words,
                        citations.cite(e.source),
                    )
                    for e in own
                ),
                whole=("from", "until", "on"),
            )
        )
    return [*parts, *citations.listed()]


def _save(picture: Picture, out: Path | None, width: int) -> None:
    if out is not None:
        say(f"the picture is in {picture.save(out, width=width)}")
