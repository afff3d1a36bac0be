"""`keiretsu site`: the pages as files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from keiretsu.cli.naming import On
from keiretsu.cli.output import say, working
from keiretsu.cli.serve import needs_web

app = typer.Typer(no_args_is_help=True, help="The pages as files, without a server.")


@app.callback()
def _group() -> None:
    """The pages as files, without a server."""


@app.command("build")
def build_site(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER")],
    deal: Annotated[
        list[str],
        typer.Option(
            "--deal",
            metavar="A~B:PERCENT",
            help="A deal, as toyota~nissan:20 or honda~nissan:merger; may be repeated.",
        ),
    ],
    on: On = None,
    market: Annotated[
        str | None,
        typer.Option(
            "--market",
            metavar="NAME",
            help="The one bundled market to look at.",
            show_default="where the two meet",
        ),
    ] = None,
) -> None:
    """Write the pages of some deals, their curves and companies, into a folder.

    Example: keiretsu site build public --deal toyota~nissan:20 --on 2025-05-19
    """
    needs_web()
    from keiretsu.web.asked import asked
    from keiretsu.web.build import build

    query = {"on": on or "", "market": market or ""}
    deals = []
    for one in deal:
        pair, _, size = one.partition(":")
        deals.append(asked(pair, query | {"stake": size}))
    with working(f"writing pages into {folder}"):
        files, made = build(folder, deals)
    print(f"{files} files are in {folder}, {made} of them computed now")
    say(f"open {folder / 'index.html'}, or put the folder on any web server")
