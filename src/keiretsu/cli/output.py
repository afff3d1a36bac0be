"""What every command shares: data to stdout in three forms, talk to stderr.

Tables fit 80 columns and honour NO_COLOR. Text that strangers wrote is shown without
control characters, so that an article cannot steer a terminal.
"""

from __future__ import annotations

import csv
import json
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

Form = Literal["json", "csv", "table"]

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="Print CSV.")]


def form(json: bool, csv: bool = False) -> Form:
    """Return the one form asked for; two at once are wrong usage."""
    if json and csv:
        raise typer.BadParameter("give --json or --csv, not both")
    return "json" if json else "csv" if csv else "table"


def say(text: str) -> None:
    """Tell the person something, on stderr."""
    typer.echo(clean(text), err=True)


def say_next(command: str) -> None:
    """Name the command that leads on, to a person at a terminal."""
    if sys.stderr.isatty():
        say(f"next: {command}")


def print_json(data: Any) -> None:
    """Print plain data as JSON."""
    typer.echo(json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False))


def print_json_lines(rows: Iterable[Any]) -> None:
    """Print one line of JSON a row."""
    for row in rows:
        typer.echo(json.dumps(row, ensure_ascii=False, allow_nan=False))


def print_csv(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> None:
    """Print rows as CSV with a header; lists are joined by semicolons."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_field(row.get(column)) for column in columns] for row in rows)


def _field(value: Any) -> Any:
    if isinstance(value, Mapping):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list | tuple):
        return ";".join(map(str, value))
    return value


def show(*parts: RenderableType) -> None:
    """Print sentences and tables for a person, with an empty line between them."""
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, markup=False, emoji=False)
    for number, part in enumerate(parts):
        if number:
            console.print()
        console.print(Text(clean(part)) if isinstance(part, str) else part)


def table(
    title: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    numbers: Sequence[str] = (),
    whole: Sequence[str] = (),
) -> Table:
    """Return a table for a terminal.

    Columns named in `numbers` stand right and, like those in `whole`, are not broken.
    """
    from rich import box
    from rich.table import Table
    from rich.text import Text

    made = Table(
        title=Text(clean(title), style="bold"),
        title_justify="left",
        box=box.SIMPLE_HEAD,
    )
    for column in columns:
        numeric = column in numbers
        made.add_column(
            column,
            justify="right" if numeric else "left",
            no_wrap=numeric or column in whole,
            overflow="fold",
        )
    for row in rows:
        made.add_row(*(Text(clean(cell)) for cell in row))
    return made


def clean(text: str) -> str:
    """Return text with control characters made visible, line ends and tabs kept.

    >>> clean("a" + chr(27) + "[31mb")
    'a�[31mb'
    """
    return "".join(
        "\N{REPLACEMENT CHARACTER}"
        if unicodedata.category(c) == "Cc" and c not in "\n\t"
        else c
        for c in text
    )


@contextmanager
def working(what: str) -> Iterator[None]:
    """Show on a terminal's stderr that long work goes on, and for how long."""
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as progress:
        progress.add_task(what, total=None)
        yield
