"""`keiretsu landscape add`, `end` and `judge`: how facts come, stay and go."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from keiretsu.cli.facts import (
    By,
    InStore,
    say_doubts,
    see_store,
    the_data_of,
    the_register,
    the_store,
    writer,
)
from keiretsu.cli.output import AsJson, form, print_json, say, say_next
from keiretsu.cli.percentages import without_sign
from keiretsu.errors import DataError
from keiretsu.files import read_text
from keiretsu.units import PartialDate

if TYPE_CHECKING:
    from keiretsu.landscape.store import Statement
    from keiretsu.names import Register

MOST_AT_ONCE = 10_000
"""The most statements that one judgement may be about."""

VERDICTS = {
    "accept": "accepted",
    "reject": "rejected",
    "supersede": "superseded",
    "correct": "corrected",
}


def add(
    kind: Annotated[str, typer.Argument(help="A table of facts: stakes, events, …")],
    cells: Annotated[
        list[str] | None,
        typer.Argument(metavar="[COLUMN=VALUE]…", help="The cells of one row."),
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option("--file", metavar="CSV", help="A table with a row a fact."),
    ] = None,
    by: By = None,
    store: InStore = None,
    json: AsJson = False,
) -> None:
    """State a fact, or a file of facts; the store is made if there is none.

    Example: keiretsu landscape add stakes holder=toyota held=nissan percent=5
    since=2026-01 source_title="a filing"
    """
    how = form(json)
    if (file is None) == (not cells):
        raise typer.BadParameter("give the cells of a row, or --file CSV")
    register = the_register(store)
    wanted = (
        [_one(kind, _cells(cells or ()), register)]
        if file is None
        else _file(kind, file, register)
    )
    kept = the_store(store)
    origin = "command line" if file is None else f"file {file.name}"
    written = kept.add(wanted, by=writer(by), origin=origin)
    if how == "json":
        new, seen = list(written.new), list(written.seen)
        print_json({"store": str(kept.place), "new": new, "seen": seen})
    elif written.new:
        say(f"added to {kept.place}: {_numbers(written.new)}")
    if written.seen:
        say(f"there already, and now seen again: {_numbers(written.seen)}")
    say_doubts(kept, wanted)
    say_next(f"keiretsu landscape history --kind {kind}")


def end(
    holder: Annotated[str, typer.Argument(help="Who held the stake.")],
    held: Annotated[str, typer.Argument(help="The company that it was a stake in.")],
    day: Annotated[
        str, typer.Option("--on", metavar="DAY", help="From when nothing is held.")
    ],
    source: Annotated[
        str, typer.Option("--source", metavar="WORDS", help="Where it was read.")
    ],
    by: By = None,
    store: InStore = None,
) -> None:
    """State that a stake has ended; the store is made if there is none.

    Example: keiretsu landscape end honda nissan --on 2026-03-01 --source "a filing"
    """
    row = {"holder": holder, "held": held, "percent": "0", "since": day}
    row |= {"source_title": source, "confidence": "sourced"}
    kept = the_store(store)
    data = the_data_of(kept)
    ended = _one("stakes", row, data.register)
    pair = ended.fields["holder"], ended.fields["held"]
    known = [one for one in data.facts("stakes") if (one.holder, one.held) == pair]
    if not known:
        raise DataError(
            f"no stake of {holder} in {held} is on record",
            hint=f"see who holds it: keiretsu landscape company {held}",
        )
    since = PartialDate(ended.fields["since"])
    if not any(one.share != 0 and one.since.first <= since.last for one in known):
        first = min(one.since for one in known)
        raise DataError(
            f"a stake of {holder} in {held} that ended {since}, when the first on "
            f"record is of {first}",
            hint="correct the day, or add the earlier stake first",
        )
    written = kept.add([ended], by=writer(by), origin="command line")
    numbers = _numbers(written.new or written.seen)
    say(f"ended in {kept.place}: {numbers}")
    say_next(f"keiretsu landscape history {holder} {held}")


def _cells(cells: Iterable[str]) -> dict[str, str]:
    row = {"confidence": "sourced"}
    for cell in cells:
        column, given, value = cell.partition("=")
        if not given:
            raise DataError(f"{cell!r} names no column", hint="write percent=5")
        row[column] = value
    return row


def _one(kind: str, row: Mapping[str, str], register: Register) -> Statement:
    from keiretsu.landscape.naming import with_identifiers
    from keiretsu.landscape.store import statement
    from keiretsu.landscape.store.statement import table as schema_of

    schema = schema_of(kind)
    named = with_identifiers(schema, row, register)
    for name, column in schema.columns.items():
        if column.kind == "percent" and name in named:
            named[name] = without_sign(named[name])
    return statement(kind, named, "command line")


def _file(kind: str, file: Path, register: Register) -> list[Statement]:
    from keiretsu.landscape.folder import MOST_BYTES
    from keiretsu.landscape.naming import with_identifiers
    from keiretsu.landscape.store import statement
    from keiretsu.landscape.store.statement import table as schema_of
    from keiretsu.landscape.tables.tables import table_rows

    schema = schema_of(kind)
    text = read_text(file, MOST_BYTES, "name a CSV file in UTF-8: --file rows.csv")
    found = [
        statement(kind, with_identifiers(schema, row, register), f"{file}, line {line}")
        for line, row in table_rows(text, str(file), schema)
    ]
    if not found:
        raise DataError(f"{file} has no rows", hint="give a heading and a row a fact")
    return found


def _numbers(numbers: tuple[int, ...]) -> str:
    if len(numbers) == 1:
        return f"statement {numbers[0]}"
    more = ", …" if len(numbers) > 5 else ""
    return f"{len(numbers)} statements ({', '.join(map(str, numbers[:5]))}{more})"


def judge(
    statement: Annotated[
        str,
        typer.Argument(help="Its number in the history, or several: 7,12-40."),
    ],
    verdict: Annotated[
        str, typer.Argument(help="accept, reject, supersede or correct.")
    ],
    because: Annotated[
        str, typer.Option("--because", metavar="WORDS", help="Why.", prompt=False)
    ],
    instead: Annotated[
        int | None,
        typer.Option(
            "--instead", metavar="STATEMENT", help="The one that corrects it."
        ),
    ] = None,
    by: By = None,
    store: InStore = None,
) -> None:
    """Judge a statement: it is believed, or no longer; nothing is deleted.

    Example: keiretsu landscape judge 12 reject --because "the filing says otherwise"
    """
    if verdict not in VERDICTS:
        raise DataError(
            f"{verdict!r} is no verdict", hint=f"use one of: {', '.join(VERDICTS)}"
        )
    kept = the_store(store)
    see_store(store)
    numbers = _numbered(statement)
    kept.judge(
        *numbers,
        verdict=VERDICTS[verdict],  # type: ignore[arg-type]
        because=because,
        by=writer(by),
        instead=instead,
    )
    say(f"{VERDICTS[verdict]} in {kept.place}: {_numbers(numbers)}")
    say_next("keiretsu landscape history HOLDER HELD")


def _numbered(text: str) -> tuple[int, ...]:
    """Read `12`, `12-40` or `7,12-40`, within what a store can number."""
    found: list[int] = []
    for piece in text.split(","):
        ends = re.fullmatch(r"([0-9]{1,9})(?:-([0-9]{1,9}))?", piece.strip())
        first, last = (int(n or ends[1]) for n in ends.groups()) if ends else (1, 0)
        if last < first or last - first + len(found) >= MOST_AT_ONCE:
            raise DataError(
                f"{text[:80]!r} is no statement",
                hint=f"give a number, or at most {MOST_AT_ONCE} as 12-40 or 7,12-40",
            )
        found += range(first, last + 1)
    return tuple(dict.fromkeys(found))
