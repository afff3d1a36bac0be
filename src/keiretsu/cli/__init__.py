"""The `keiretsu` command: nouns, then verbs; data on stdout, talk on stderr.

Nothing is computed here. A noun's module loads when the noun is called, and heavy
libraries inside the commands that need them. Exit status: 0 done, 1 an error that we
raised, 2 wrong usage.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command, get_group

from keiretsu.characters import visible, without_passwords
from keiretsu.cli.first_screen import FIRST, plain_types
from keiretsu.cli.output import AsJson, form, print_json
from keiretsu.errors import KeiretsuError

NOUNS = {
    "report": "report:report",
    "news": "news:app",
    "watch": "watch:app",
    "landscape": "landscape:app",
    "market": "market:app",
    "demand": "demand:app",
    "deal": "deal:app",
    "screen": "screen:screen",
    "backtest": "backtest:backtest",
    "serve": "serve:serve",
    "site": "site:app",
    "init": "store:init",
    "doctor": "store:doctor",
}
"""The nouns in the order of the work, and where each lives: module in this folder, and
its application or function."""

WrongUsage: type[Exception] = typer.BadParameter.__bases__[0]
"""Every kind of wrong usage; typer exports no name for it."""


class Commands(TyperGroup):
    """The commands; an error raised on purpose becomes one line and exit status 1."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of all commands, in the order of the help."""
        return [*NOUNS, *(name for name in self.commands if name not in NOUNS)]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a command by name, and load it if it was not yet called."""
        if cmd_name in NOUNS and cmd_name not in self.commands:
            self.commands[cmd_name] = _loaded(cmd_name)
        elif cmd_name not in self.commands:  # so that the nearest name can be offered
            self.commands.update({noun: _loaded(noun) for noun in NOUNS})
        return super().get_command(ctx, cmd_name)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the words before the command's own; wrong ones are shown cleaned."""
        try:
            return super().parse_args(ctx, args)
        except WrongUsage as error:
            raise _cleaned(error) from None

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except KeiretsuError as error:
            typer.echo(f"error: {_clean(str(error))}", err=True)
            raise typer.Exit(1) from None
        except WrongUsage as error:
            raise _cleaned(error) from None


def _cleaned(error: Exception) -> Exception:
    """Return wrong usage whose words can neither steer a terminal nor tell a secret."""
    for name in ("message", "option_name", "param_hint"):
        said = getattr(error, name, None)
        if isinstance(said, str):
            setattr(error, name, _clean(said))
    return error


def _clean(text: str) -> str:
    return visible(without_passwords(text))


def _loaded(noun: str) -> Any:
    module, _, name = NOUNS[noun].partition(":")
    found = getattr(import_module(f"keiretsu.cli.{module}"), name)
    if isinstance(found, typer.Typer):
        command: Any = get_group(found)
    else:
        alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
        alone.command(noun)(found)
        command = get_command(alone)
    command.name = noun
    return command


plain_types()
app = typer.Typer(
    cls=Commands,
    invoke_without_command=True,
    pretty_exceptions_enable=False,
    help="What a tie between carmakers would do, from the news to the prices.\n\n"
    "Example: keiretsu report --merge toyota nissan --on 2025-05-19",
)


@app.callback()
def _all(
    ctx: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and exit.")
    ] = False,
) -> None:
    if version:
        from keiretsu import __version__

        typer.echo(f"keiretsu {__version__}")
        raise typer.Exit
    if ctx.invoked_subcommand is None:
        typer.echo(FIRST, nl=False)


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
