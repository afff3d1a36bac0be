"""`keiretsu watch`: feeds, pages and folders, checked again and again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING, Annotated, Any

import typer

from keiretsu.cli.output import (
    AsCsv,
    AsJson,
    counting,
    form,
    print_csv,
    print_json,
    print_json_lines,
    say,
    say_next,
    show,
    table,
)
from keiretsu.errors import DataError, UnknownName
from keiretsu.files import is_file, is_folder, read_bytes
from keiretsu.news.fetching.targets import is_address, target

if TYPE_CHECKING:
    from keiretsu.news.watch import Told, WatchStore
    from keiretsu.news.watch.outbox import Sent

app = typer.Typer(no_args_is_help=True, help="Feeds, pages and folders, kept in view.")

InFile = Annotated[
    Path | None,
    typer.Option(
        "--file",
        metavar="FILE",
        help="Where it is kept; else KEIRETSU_WATCH, else your data folder.",
        show_default=False,
    ),
]
_COLUMNS = (
    *("name", "kind", "title", "checked", "read", "waiting", "failed", "problem"),
)
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


@app.callback()
def _group() -> None:
    """Feeds, pages and folders, kept in view."""


@app.command("add")
def add(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE...",
            help="Addresses of feeds or pages, OPML files, folders.",
        ),
    ],
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Ask hosts of your own network too.")
    ] = False,
    file: InFile = None,
) -> None:
    """Watch feeds, pages, the feeds of an OPML file, or folders.

    Example: keiretsu watch add https://example.com/feed.xml
    """
    from keiretsu.news.watch.articles import now
    from keiretsu.news.watch.store import chosen_file, open_watch

    found = [one for name in sources for one in _named(name)]
    with open_watch(chosen_file(file), make=True) as store:
        for name, kind in found:
            is_new = store.add(name, kind, private=allow_private, now=now())
            say(f"{'watching' if is_new else 'already watched:'} {name}")
    say_next("keiretsu watch run")


@app.command("remove")
def remove(
    sources: Annotated[list[str], typer.Argument(metavar="SOURCE...")],
    file: InFile = None,
) -> None:
    """Watch something no longer; what was read of it is kept.

    Example: keiretsu watch remove https://example.com/feed.xml
    """
    from keiretsu.news.watch.articles import now
    from keiretsu.news.watch.store import chosen_file, open_watch

    with open_watch(chosen_file(file)) as store:
        names = [one.name for one in store.sources()]
        for said in sources:
            name = _name(said)
            if name not in names:
                raise UnknownName("source that is watched", said, names)
            store.end(name, now=now())
            say(f"no longer watching {name}")


@app.command("list")
def list_(file: InFile = None, json: AsJson = False, csv: AsCsv = False) -> None:
    """List what is watched, with how many articles were read.

    Example: keiretsu watch list
    """
    from keiretsu.news.watch.store import chosen_file, open_watch

    how = form(json, csv)
    with open_watch(chosen_file(file)) as store:
        rows = list(_listed(store))
    if how == "json":
        print_json_lines(rows)
    elif how == "csv":
        print_csv(rows, _COLUMNS)
    else:
        show(
            table(
                "What is watched",
                ("source", "checked", "read", "waiting", "failed"),
                (_shown(row) for row in rows),
                numbers=("read", "waiting", "failed"),
            )
        )


@app.command("run")
def run(
    every: Annotated[
        str | None,
        typer.Option(metavar="TIME", help="Again and again, as 30m; else once."),
    ] = None,
    pause: Annotated[
        float,
        typer.Option(min=0, max=3600, help="Seconds between two requests to one host."),
    ] = 1.0,
    file: InFile = None,
    json: AsJson = False,
) -> None:
    """Check what is watched, and read what is new; may be ended at any point.

    Example: keiretsu watch run --every 30m
    """
    from keiretsu.news.watch.hosts import Hosts
    from keiretsu.news.watch.store import chosen_file, open_watch

    between = None if every is None else _seconds(every)
    hosts = Hosts(pause=pause)
    with open_watch(chosen_file(file)) as store:
        if not store.sources():
            raise DataError("nothing is watched yet", hint="keiretsu watch add …")
        while True:
            begun = monotonic()
            told, sent = _pass(store, hosts)
            if json:
                print_json(asdict(told) | {"webhooks": asdict(sent)})
            say(_summary(told, sent))
            if between is None:
                break
            try:
                sleep(max(0.0, between - (monotonic() - begun)))
            except KeyboardInterrupt:
                say("stopped")
                break


@app.command("hook")
def hook(
    url: Annotated[
        str | None, typer.Argument(metavar="[URL]", help="Where articles are sent.")
    ] = None,
    remove: Annotated[
        bool, typer.Option("--remove", help="Send nothing more there.")
    ] = False,
    since: Annotated[
        str | None,
        typer.Option(metavar="DAY", help="Send also what was published since a day."),
    ] = None,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="It may be on your own network.")
    ] = False,
    file: InFile = None,
    json: AsJson = False,
) -> None:
    """Send each article with a claim to an address; without one, list the addresses.

    Example: keiretsu watch hook https://example.com/inbox
    """
    from keiretsu.news.watch.articles import now
    from keiretsu.news.watch.outbox import add_hook, end_hook, hooks
    from keiretsu.news.watch.store import chosen_file, open_watch
    from keiretsu.units import PartialDate

    how = form(json)
    first = None if since is None else PartialDate(since).first.isoformat()
    with open_watch(chosen_file(file), make=url is not None and not remove) as store:
        if url is None:
            _list_hooks([asdict(one) for one in hooks(store)], how)
        elif remove:
            end_hook(store, url, now=now())
            say(f"nothing more is sent to {url}")
        else:
            is_new = add_hook(store, url, private=allow_private, now=now(), since=first)
            say(f"{'sending' if is_new else 'sent already:'} to {url}")
            say_next("keiretsu watch run")


def _list_hooks(rows: list[dict[str, Any]], how: str) -> None:
    if how == "json":
        print_json_lines(rows)
        return
    columns = ("sent", "waiting", "failed")
    cells = (
        (
            "\n".join(filter(None, (r["url"], r["problem"]))),
            *(str(r[c]) for c in columns),
        )
        for r in rows
    )
    title = "Where articles are sent" if rows else "Articles are sent nowhere"
    show(table(title, ("webhook", *columns), cells, numbers=columns))


def _pass(store: WatchStore, hosts: Any) -> tuple[Told, Sent]:
    from keiretsu.news.watch import run_once
    from keiretsu.news.watch.outbox import send_due

    with counting("articles read:") as count:
        told = run_once(store, hosts, say, count)
    return told, send_due(store, say)


def _summary(told: Told, sent: Sent) -> str:
    parts = [
        f"{told.checked} checked",
        f"{told.found} new",
        f"{told.read} read with {told.claims} claims",
        *([f"{told.failed} could not be read"] if told.failed else []),
        *([f"{told.waiting} to be tried again"] if told.waiting else []),
        *([f"{sent.sent} sent"] if sent.sent else []),
        *([f"{sent.failed} given up"] if sent.failed else []),
        *([f"{sent.waiting} to be sent again"] if sent.waiting else []),
    ]
    return "; ".join(parts)


def _name(said: str) -> str:
    """Return the name of a source as it is kept: an address, or a folder's path."""
    return target(said).url if is_address(said) else str(Path(said).resolve())


def _named(name: str) -> Iterator[tuple[str, str]]:
    """Yield what a word stands for: the name of a source and its kind."""
    if is_address(name):
        yield _name(name), "address"
    elif is_folder(Path(name)):
        yield _name(name), "folder"
    elif is_file(Path(name)):
        from keiretsu.news.fetching.limits import MOST_BYTES
        from keiretsu.news.watch.opml import feeds_in

        data = read_bytes(Path(name), MOST_BYTES)
        for url in feeds_in(data, name):
            yield target(url).url, "address"
    else:
        raise DataError(
            f"{name[:200]!r} is no address, folder or file",
            hint="give https://…, a folder, or a list of feeds as OPML",
        )


def _seconds(said: str) -> float:
    match = re.fullmatch(r"\s*(\d{1,6})\s*([smhd])\s*", said)
    if match is None or int(match[1]) == 0:
        raise typer.BadParameter(f"{said[:40]!r} is no time: write it as 30m, 2h or 1d")
    return float(int(match[1]) * _SECONDS[match[2]])


def _listed(store: WatchStore) -> Iterator[dict[str, Any]]:
    for source in store.sources():
        counts = store.counts(source.id)
        yield {
            "name": source.name,
            "kind": source.kind,
            "title": source.title,
            "checked": source.checked,
            **{state: counts.get(state, 0) for state in ("read", "waiting", "failed")},
            "problem": source.problem,
        }


def _shown(row: dict[str, Any]) -> tuple[str, ...]:
    words = "\n".join(filter(None, (row["title"], row["name"], row["problem"])))
    checked = (row["checked"] or "not yet")[:16].replace("T", " ")
    return (words, checked, *(str(row[k]) for k in ("read", "waiting", "failed")))
