"""`keiretsu news since`: what watched articles claimed since a day."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from keiretsu.cli.output import (
    AsCsv,
    AsJson,
    form,
    print_csv,
    print_json_lines,
    say,
    show,
)
from keiretsu.cli.watch import InFile

if TYPE_CHECKING:
    from keiretsu.news.watch import WatchStore

_OF_ARTICLE = (
    *("day", "date", "title", "author", "publisher", "url", "watched", "problem"),
)
COLUMNS = (
    *(*_OF_ARTICLE, "id", "kind", "sentence", "quote", "attribution", "modality"),
    *("polarity", "normalised", "unresolved"),
)


def since(
    day: Annotated[str, typer.Argument(metavar="DAY", help="As 2025-05-19.")],
    rss: Annotated[bool, typer.Option("--rss", help="Print a feed (RSS 2.0).")] = False,
    atom: Annotated[bool, typer.Option("--atom", help="Print a feed (Atom).")] = False,
    file: InFile = None,
    json: AsJson = False,
    csv: AsCsv = False,
) -> None:
    """List what watched articles claimed since a day.

    An article's day is the one it was published on, or where it does not say, the one
    it was read on.

    Example: keiretsu news since 2025-05-19 --file watch.db
    """
    from keiretsu.news.watch.store import chosen_file, open_watch
    from keiretsu.news.watch.telling import as_atom, as_rss
    from keiretsu.units import PartialDate

    how = form(json, csv)
    if rss + atom + (how != "table") > 1:
        raise typer.BadParameter("give one of --json, --csv, --rss and --atom")
    first = PartialDate(day).first.isoformat()
    with open_watch(chosen_file(file)) as store:
        if rss:
            for line in as_rss(store.since(first), first):
                typer.echo(line)
        elif atom:
            told = (row for row in store.since(first) if row["claims"])
            typer.echo(as_atom(told).decode())
        elif how == "json":
            print_json_lines(_claims(store, first))
        elif how == "csv":
            print_csv(_claims(store, first), COLUMNS)
        else:
            _show(store, first)


def _claims(store: WatchStore, day: str) -> Iterator[dict[str, Any]]:
    """Yield one row a claim, with what is known of its article."""
    for row in store.since(day):
        known = {name: row[name] for name in _OF_ARTICLE}
        yield from (known | claim for claim in row["claims"])


def _show(store: WatchStore, day: str) -> None:
    """Show each article with its claims, one a line."""
    from keiretsu.news.watch.telling import called

    silent = told = 0
    for row in store.since(day):
        if not row["claims"]:
            silent += 1
            continue
        if told:
            show("")
        told += 1
        by = ", ".join(filter(None, (row["publisher"], row["date"] or row["day"])))
        lines = [f"{called(row)} ({by})", row["url"], row["problem"]]
        lines += [f"  - {c['sentence']} ({c['modality']})" for c in row["claims"]]
        show("\n".join(filter(None, lines)))
    if not told:
        say(f"no claim since {day}")
    if silent:
        say(f"note: {silent} articles without a claim are left out")
