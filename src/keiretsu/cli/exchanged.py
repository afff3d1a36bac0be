"""`keiretsu landscape import`: the facts of a file of others come into the store."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from keiretsu.cli.facts import (
    By,
    InStore,
    read_from,
    say_doubts,
    the_store,
    writer,
)
from keiretsu.cli.output import AsJson, form, print_json, say, say_next
from keiretsu.units import plural

if TYPE_CHECKING:
    from keiretsu.landscape.exchange import ImportResult, Loss
    from keiretsu.landscape.store import WriteResult


def import_(
    file: Annotated[Path, typer.Argument(help="The file, or a folder of CSV tables.")],
    format: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="FORMAT",
            help="csv, ftm, bods or graphml; by the end of its name if left out.",
        ),
    ] = None,
    by: By = None,
    store: InStore = None,
    json: AsJson = False,
) -> None:
    """Bring the facts of a file into the store, all of them or none.

    Example: keiretsu landscape import facts.zip
    """
    from keiretsu.landscape.exchange import read_path, recorded
    from keiretsu.landscape.exchange.parties import Parties
    from keiretsu.landscape.store import open_store

    how = form(json)
    there = read_from(store)
    known = recorded(open_store(there) if there and there.exists else None)
    carried = read_path(file, Parties.of(known), format)
    kept = the_store(store)
    written = kept.add(carried.statements, by=writer(by), origin=f"file {file.name}")
    if how == "json":
        counts = {"new": len(written.new), "seen": len(written.seen)}
        left = [loss.to_dict() for loss in carried.losses]
        print_json({"store": str(kept.place), **counts, "left": left})
    say(
        f"{file} in {kept.place}: {plural(len(written.new), 'new fact')}, "
        f"{len(written.seen)} there already"
    )
    _say_new(carried, written)
    if written.new:
        say_doubts(kept, carried.statements)
    say_losses("the landscape has no place for, in rows", carried.losses)
    say_next("keiretsu landscape show")


def _say_new(carried: ImportResult, written: WriteResult) -> None:
    """Tell which companies are new, and how to undo the import."""
    made = [
        f"{one.fields['name']} ({one.fields['id']})"
        for one in carried.statements
        if one.kind == "companies" and "name" in one.fields
    ]
    if made and written.new:
        more = f" and {len(made) - 10} more" if len(made) > 10 else ""
        say(f"companies new to the register: {', '.join(made[:10])}{more}")
    if written.new:
        span = f"{min(written.new)}-{max(written.new)}"
        say(f"to undo: keiretsu landscape judge {span} reject --because WORDS")


def say_losses(what: str, losses: Iterable[Loss]) -> None:
    """Tell what did not come across, if anything, one line a kind of thing."""
    by_kind: dict[str, list[str]] = {}
    for loss in losses:
        by_kind.setdefault(loss.kind, []).append(f"{loss.field} {loss.rows}")
    if by_kind:
        say(f"{what}:")
        for kind, fields in by_kind.items():
            say(f"  {kind}: {', '.join(fields)}")
