"""The `keiretsu` command: nouns, then verbs; data on stdout, talk on stderr.

Nothing is computed here. Heavy libraries load inside the commands that need them.
Exit status: 0 done, 1 an error that we raised, 2 wrong usage.
"""

from __future__ import annotations

import sys
from typing import Any

import typer
from typer.core import TyperGroup

from keiretsu.cli import deal, landscape, market, news, report, screen, store
from keiretsu.cli.output import AsJson, clean, form, print_json
from keiretsu.errors import KeiretsuError


class Commands(TyperGroup):
    """The commands; an error raised on purpose becomes one line and exit status 1."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except KeiretsuError as error:
            typer.echo(f"error: {clean(str(error))}", err=True)
            raise typer.Exit(1) from None


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="What a tie between carmakers would do, from the news to the prices.\n\n"
    "Example: keiretsu report --merge toyota nissan --on 2025-05-19",
)
app.command("init")(store.init)
app.add_typer(news.app, name="news")
app.add_typer(landscape.app, name="landscape")
app.add_typer(market.app, name="market")
app.add_typer(deal.app, name="deal")
app.command("screen")(screen.screen)
app.command("report")(report.report)
app.command("doctor")(store.doctor)


@app.command("version")
def version(json: AsJson = False) -> None:
    """Print the version.

    Example: keiretsu version
    """
    from keiretsu import __version__

    if form(json) == "json":
        print_json({"keiretsu": __version__, "python": sys.version.split()[0]})
    else:
        typer.echo(f"keiretsu {__version__}")


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    app()
