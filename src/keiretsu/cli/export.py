"""`keiretsu landscape export`: a picture of a day, or the facts as a file for others.

`PICTURES` are drawn from the landscape of a day. The formats of
`keiretsu.landscape.exchange` carry the facts themselves: the whole record, or a day's.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from keiretsu.cli.exchanged import say_losses
from keiretsu.cli.facts import Believed, InStore, read_from, the_landscape
from keiretsu.cli.naming import On
from keiretsu.cli.output import say, say_next
from keiretsu.errors import DataError
from keiretsu.files import write_whole
from keiretsu.units import plural

if TYPE_CHECKING:
    from keiretsu import Deal, Landscape

PICTURES = ("svg", "png", "html")
DATA: Mapping[str, str] = {
    "csv": ".zip",
    "ftm": ".jsonl",
    "bods": ".json",
    "graphml": ".graphml",
}
"""The formats of facts, and how their files end."""

Width = Annotated[
    int, typer.Option("--width", metavar="PIXELS", help="Width of a PNG.")
]


def export(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="COMPANY", help="Companies; all if left out."),
    ] = None,
    to: Annotated[
        str | None,
        typer.Option(
            "--to",
            metavar="FORMAT",
            help=f"{', '.join((*PICTURES, *DATA))}; by the end of the file's name "
            "if left out.",
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="The file to write.")
    ] = None,
    on: On = None,
    believed: Believed = None,
    store: InStore = None,
    steps: Annotated[
        int, typer.Option("--steps", help="How many stakes away to look.")
    ] = 1,
    deal: Annotated[
        Path | None,
        typer.Option(
            "--deal", metavar="FILE", help="A deal file: draw before and after it."
        ),
    ] = None,
    width: Width = 1600,
) -> None:
    """Write the ownership map as a picture, or the facts as a file that others read.

    Example: keiretsu landscape export nissan --on 2025-06-01 --to svg --out nissan.svg
    """
    if names and deal:
        raise typer.BadParameter("name companies or a deal, not both")
    kind, path = _where(to, out, names or (["deal"] if deal else ["landscape"]))
    if kind in DATA:
        if names or deal:
            raise typer.BadParameter(f"{kind} carries all facts: name no companies")
        _write_facts(kind, path, on, believed, store)
        return
    read = None if deal is None else _read(deal)
    day = str(read.on) if read and on is None else on
    landscape = the_landscape(day, store, believed)
    title = _draw(path, landscape, tuple(names or ()), read, steps, width)
    say(f"{title}: in {path}")
    say_next(f"open {path}")


def _read(file: Path) -> Deal:
    from keiretsu import Deal

    return Deal.from_file(file)


def _draw(
    path: Path,
    landscape: Landscape,
    names: tuple[str, ...],
    deal: Deal | None,
    steps: int,
    width: int,
) -> str:
    """Draw the ownership map, of the day or of a deal; return what it shows."""
    if deal is None:
        picture = landscape.map(*names, steps=steps)
    else:
        from keiretsu.deals import deal_map

        picture = deal_map(deal, landscape, steps=steps)
    picture.save(path, width=width)
    return picture.title


def _write_facts(
    kind: str, path: Path, on: str | None, believed: str | None, store: str | None
) -> None:
    """Write the facts, and tell what the format could not hold."""
    from keiretsu.landscape.exchange import FORMATS, in_force, recorded
    from keiretsu.landscape.loading import refuse_belief
    from keiretsu.units import day

    place = read_from(store)
    if place is None:
        refuse_belief(believed, "the bundled facts")
    facts = recorded(place, believed)
    if on is not None:
        facts = in_force(facts, day(on))
    data, losses = FORMATS[kind].write(facts)
    write_whole(path, data, "file of facts")
    when = "of any day" if on is None else f"of {day(on)}"
    say(f"{plural(len(facts), 'fact')} {when}: in {path}")
    say_losses(f"{kind} cannot hold, in rows", losses)
    say_next(f"keiretsu landscape import {path}")


def _where(to: str | None, out: Path | None, stem: list[str]) -> tuple[str, Path]:
    """Return the format and the file; either may follow from the other."""
    ends = {kind: f".{kind}" for kind in PICTURES} | dict(DATA)
    kind = to or (_by_end(out, ends) if out else "svg")
    if kind not in ends:
        raise DataError(
            f"a landscape cannot be written as {kind!r}",
            hint=f"use --to {' or --to '.join(ends)}",
        )
    end = ends[kind]
    path = out or Path(f"{'-'.join(map(_plain, stem))}{end}")
    if path.suffix.lower() != end:
        raise DataError(
            f"{path.name!r} does not end with {end}",
            hint=f"name the file {path.stem}{end}",
        )
    return kind, path


def _by_end(out: Path, ends: Mapping[str, str]) -> str:
    end = out.suffix.lower()
    return next((kind for kind, known in ends.items() if known == end), end[1:])


def _plain(name: str) -> str:
    return "".join(c if c.isalnum() else "_" for c in name.lower())
