"""`keiretsu serve`: the pages, in a browser."""

from __future__ import annotations

from importlib.util import find_spec
from ipaddress import ip_network
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from keiretsu.cli.output import say
from keiretsu.errors import DataError

if TYPE_CHECKING:
    from keiretsu.web.inbox import Desk

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
    proxy: Annotated[
        list[str] | None,
        typer.Option(
            "--proxy",
            metavar="ADDRESS",
            help="A proxy on another machine, believed when it says for whom it asks "
            "(X-Forwarded-For); may be repeated.",
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
    inbox: Annotated[
        bool,
        typer.Option(
            "--inbox", help="Decide on claims at /inbox; on this machine only."
        ),
    ] = False,
    journal: Annotated[
        Path | None,
        typer.Option(
            "--journal",
            metavar="FILE",
            help="With --inbox: where decisions are kept; else KEIRETSU_REVIEW, else "
            "your data folder.",
            show_default=False,
        ),
    ] = None,
    store: Annotated[
        str | None,
        typer.Option(
            "--store",
            metavar="PLACE",
            help="With --inbox: the store that accepted claims enter; else "
            "KEIRETSU_STORE, else the file in your data folder.",
            show_default=False,
        ),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option(
            "--by", metavar="NAME", help="With --inbox: who decides; else you."
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
    if inbox and (host not in LOOPBACK or name):
        raise typer.BadParameter(
            "--inbox asks nobody who they are: without --host and --name, on this "
            "machine only"
        )
    if not inbox and (journal or store or by):
        raise typer.BadParameter("--journal, --store and --by go with --inbox")
    for given in proxy or ():
        _check_address(given)
    needs_web()
    from keiretsu.web.serve import serve as answer

    desk = _desk(journal, store, by) if inbox else None
    say(f"keiretsu answers at http://{host}:{port}/ until you stop it (Ctrl-C)")
    answer(
        host,
        port,
        names=tuple(name or ()),
        keep=keep,
        watch=watch,
        desk=desk,
        workers=workers,
        proxies=tuple(proxy or ()),
    )


def _check_address(given: str) -> None:
    """Refuse what names no machine and no network; all proxies there are is none."""
    try:
        ip_network(given, strict=False)
    except ValueError:
        raise typer.BadParameter(
            f"--proxy {given!r:.60} is no address; write 10.0.0.5 or 10.0.0.0/24"
        ) from None


def _desk(journal: Path | None, store: str | None, by: str | None) -> Desk:
    """Return where decisions are kept, after a look whether they can be."""
    from keiretsu.cli.facts import the_store, writer
    from keiretsu.review.inbox.journal import chosen_journal, open_journal
    from keiretsu.web.inbox import Desk

    the_store(store)
    file = chosen_journal(journal).absolute()
    with open_journal(file):
        pass
    return Desk(journal=str(file), by=writer(by), store=store or "")


def needs_web() -> None:
    """Say what is missing where the extra `web` is not installed."""
    for name in ("multipart", "starlette", "uvicorn"):
        if find_spec(name) is None:
            raise DataError(
                f"the pages need {name}", hint="install keiretsu with the extra web"
            )
