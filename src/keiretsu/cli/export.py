"""`keiretsu landscape export`: the landscape of a day as a file of another kind.

`FORMATS` says which kinds there are: each is a function from what was asked to a file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from keiretsu.cli.naming import On
from keiretsu.cli.output import say, say_next
from keiretsu.errors import DataError

if TYPE_CHECKING:
    from keiretsu import Deal, Landscape


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a person wants to have in a file.

    Attributes
    ----------
    landscape
        The landscape of the day.
    companies
        Names of the companies whose neighbourhood is meant; none means all.
    steps
        How many stakes away from them a company may be.
    deal
        The deal to lay over the day, or None.
    width
        Width of a PNG in pixels.
    """

    landscape: Landscape
    companies: tuple[str, ...] = ()
    steps: int = 1
    deal: Deal | None = None
    width: int = 1600


def _map(asked: Asked, path: Path) -> str:
    """Write the ownership map, of the day or of a deal; return what it shows."""
    if asked.deal is None:
        picture = asked.landscape.map(*asked.companies, steps=asked.steps)
    else:
        picture = asked.deal.map(asked.landscape, steps=asked.steps)
    picture.save(path, width=asked.width)
    return picture.title


FORMATS: Mapping[str, Callable[[Asked, Path], str]] = {
    "svg": _map,
    "png": _map,
    "html": _map,
}
"""What a landscape can become: the end of the file's name, and who writes it."""

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
            help=f"{' or '.join(FORMATS)}; by the end of the file's name if left out.",
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="The file to write.")
    ] = None,
    on: On = None,
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
    """Write the ownership map of a day, of some companies or of a deal to a file.

    Example: keiretsu landscape export nissan --on 2025-06-01 --to svg --out nissan.svg
    """
    from keiretsu import Deal, load_landscape

    if names and deal:
        raise typer.BadParameter("name companies or a deal, not both")
    kind, path = _where(to, out, names or (["deal"] if deal else ["landscape"]))
    read = None if deal is None else Deal.from_file(deal)
    landscape = load_landscape(read.on if read and on is None else on)
    asked = Asked(
        landscape=landscape,
        companies=tuple(names or ()),
        steps=steps,
        deal=read,
        width=width,
    )
    shown = FORMATS[kind](asked, path)
    say(f"{shown}: in {path}")
    say_next(f"open {path}")


def _where(to: str | None, out: Path | None, stem: list[str]) -> tuple[str, Path]:
    """Return the format and the file; either may follow from the other."""
    kind = to or (out.suffix.lstrip(".").lower() if out else "svg")
    if kind not in FORMATS:
        raise DataError(
            f"a landscape cannot be written as {kind!r}",
            hint=f"use --to {' or --to '.join(FORMATS)}",
        )
    path = out or Path(f"{'-'.join(map(_plain, stem))}.{kind}")
    if path.suffix.lower() != f".{kind}":
        raise DataError(
            f"{path.name!r} does not end with .{kind}",
            hint=f"name the file {path.stem}.{kind}, or leave --to out",
        )
    return kind, path


def _plain(name: str) -> str:
    return "".join(c if c.isalnum() else "_" for c in name.lower())
