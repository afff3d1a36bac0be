"""What every command shares: data to stdout in three forms, talk to stderr.

Tables fit 80 columns and honour NO_COLOR. Text that strangers wrote is shown without
control characters, so that an article cannot steer a terminal.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from keiretsu.characters import escaped, sheet_cell, visible, without_passwords
from keiretsu.unbroken import unbroken

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

Form = Literal["json", "csv", "table"]
_BETWEEN = 3
"""Characters between two columns where there is room."""

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="Print CSV.")]


def form(json: bool, csv: bool = False) -> Form:
    """Return the one form asked for; two at once are wrong usage."""
    if json and csv:
        raise typer.BadParameter("give --json or --csv, not both")
    return "json" if json else "csv" if csv else "table"


def say(text: str) -> None:
    """Tell the person something, on stderr."""
    typer.echo(visible(without_passwords(text)), err=True)


def say_next(command: str) -> None:
    """Name the command that leads on, to a person at a terminal."""
    if sys.stderr.isatty():
        say(f"next: {command}")


def print_json(data: Any) -> None:
    """Print plain data as JSON."""
    said = json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False)
    typer.echo(escaped(said))


def print_json_lines(rows: Iterable[Any]) -> None:
    """Print one line of JSON a row."""
    for row in rows:
        typer.echo(escaped(json.dumps(row, ensure_ascii=False, allow_nan=False)))


def print_csv(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> None:
    """Print rows as CSV with a header; lists are joined by semicolons.

    Text that a spreadsheet would run as a formula is led by an apostrophe.
    """
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_field(row.get(column)) for column in columns] for row in rows)


def _field(value: Any) -> Any:
    if isinstance(value, Mapping):
        value = json.dumps(value, ensure_ascii=False)
    if isinstance(value, list | tuple):
        value = ";".join(map(str, value))
    return visible(sheet_cell(value)) if isinstance(value, str) else value


def show(*parts: RenderableType) -> None:
    """Print sentences and tables for a person, with an empty line between them."""
    from rich.console import Console, Group

    console = Console(highlight=False, markup=False, emoji=False)
    for number, part in enumerate(parts):
        if number:
            console.print()
        if isinstance(part, str):
            part = Group(unbroken(visible(part)))
        console.print(part)


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
    from rich.console import Console
    from rich.table import Table

    made = Table(
        title=unbroken(visible(title), style="bold"),
        title_justify="left",
        box=box.SIMPLE_HEAD,
    )
    cells = [[visible(cell) for cell in row] for row in rows]
    kept = [column in numbers or column in whole for column in columns]
    widths, made.padding = _widths(columns, cells, kept, Console().width)
    made.pad_edge = made.padding != (0, 0, 0, 0)
    for column, is_whole, width in zip(columns, kept, widths, strict=True):
        made.add_column(
            column,
            justify="right" if column in numbers else "left",
            no_wrap=is_whole,
            width=width,
            overflow="fold",
        )
    for row in cells:
        made.add_row(*map(unbroken, row))
    return made


def _widths(
    columns: Sequence[str],
    cells: Sequence[Sequence[str]],
    kept: Sequence[bool],
    room: int,
) -> tuple[list[int] | list[None], tuple[int, int, int, int]]:
    """Return the width of each column and its padding, so that no word is broken.

    None stands for as wide as it is, where all fits or nothing helps.
    """

    def longest(column: int, *, is_whole: bool) -> int:
        words = [columns[column], *(row[column] for row in cells)]
        lines = "\n".join(words)
        parts = lines.split("\n") if is_whole else lines.replace(" %", "_%").split()
        return max(map(len, parts), default=0)

    each = range(len(columns))
    most = [longest(n, is_whole=True) for n in each]
    least = [longest(n, is_whole=kept[n]) for n in each]
    free = room - _BETWEEN * len(columns) - 1
    wide, tight = (0, 1, 0, 1), (0, 0, 0, 0)
    if sum(most) <= free:
        return [None for _ in each], wide
    padding = wide
    if sum(least) > free:
        free, padding = room - len(columns) - 1, tight
    if sum(least) > free:
        return [None for _ in each], wide
    while sum(most) > free:
        slack = max(each, key=lambda n: (most[n] > least[n]) * most[n])
        most[slack] -= 1
    return most, padding


@contextmanager
def working(what: str) -> Iterator[Callable[[str], None]]:
    """Show on a terminal's stderr that long work goes on, and for how long.

    What comes back says something else of it from then on.
    """
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        TimeElapsedColumn(),
    )
    console = Console(stderr=True)
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as progress:
        task = progress.add_task(visible(what), total=None)
        yield lambda words: progress.update(task, description=visible(words))


@contextmanager
def counting(what: str) -> Iterator[Callable[[int], None]]:
    """Show on a terminal's stderr how many are done, where no data go to the same."""
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description} {task.completed}", markup=False),
        TimeElapsedColumn(),
    )
    console = Console(stderr=True)
    silent = not console.is_terminal or sys.stdout.isatty()
    with Progress(*columns, console=console, transient=True, disable=silent) as bar:
        task = bar.add_task(visible(what), total=None)
        yield lambda done: bar.update(task, completed=done)
