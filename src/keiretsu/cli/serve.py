"""`keiretsu serve`: the pages, in a browser."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from keiretsu.cli.output import say
from keiretsu.errors import DataError

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def serve(
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="Where to listen.")
    ] = "127.0.0.1",
    port: Annotated[
        int,
        typer.Option("--port", metavar="N", min=1, max=65535, help="Its port."),
    ] = 8000,
    name: Annotated[
        list[str] | None,
        typer.Option(
            "--name",
            metavar="HOST",
            help="A name by which this machine may be asked; may be repeated.",
        ),
    ] = None,
    keep: Annotated[
        Path | None,
        typer.Option(
            "--keep",
            metavar="FOLDER",
            help="Keep pasted articles and tables here; else they go with the server.",
            show_default=False,
        ),
    ] = None,
    watch: Annotated[
        Path | None,
        typer.Option(
            "--watch",
            metavar="FILE",
            help="Show at /watch what this file of keiretsu watch holds.",
            show_default=False,
        ),
    ] = None,
    workers: Annotated[
        int,
        typer.Option(
            "--workers", metavar="N", min=1, max=64, help="Processes that answer."
        ),
    ] = 1,
) -> None:
    """Answer in a browser, on this machine unless told otherwise.

    Example: keiretsu serve --port 8000
    """
    if host not in LOOPBACK and not name:
        raise typer.BadParameter(
            "beyond this machine, say by which names it may be asked: --name"
        )
    needs_web()
    from keiretsu.web.serve import serve as answer

    say(f"keiretsu answers at http://{host}:{port}/ until you stop it (Ctrl-C)")
    answer(host, port, names=tuple(name or ()), keep=keep, watch=watch, workers=workers)


def needs_web() -> None:
    """Say what is missing where the extra `web` is not installed."""
    for name in ("multipart", "starlette", "uvicorn"):
        if find_spec(name) is None:
            raise DataError(
                f"the pages need {name}", hint="install keiretsu with the extra web"
            )
