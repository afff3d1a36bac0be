"""Whether a store is whole, and how to mend it.

It looks from the outside in: the file, its pages, its form, then what the statements
say. Each check is one finding; nothing is changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select, text

from keiretsu.errors import KeiretsuError
from keiretsu.landscape.records.record import Record
from keiretsu.landscape.store import connection as transactions
from keiretsu.landscape.store import reading, seals, shape
from keiretsu.landscape.store import schema_version as form
from keiretsu.landscape.store.complaints import is_wait
from keiretsu.landscape.store.dependents import orphans
from keiretsu.landscape.store.legible import illegible
from keiretsu.landscape.store.location import Place
from keiretsu.landscape.store.schema import ENTRIES, SOURCES, STATEMENTS
from keiretsu.landscape.tables.schema import TABLES

_ACCEPT = (
    "accept the company again: keiretsu landscape judge STATEMENT accept --because "
    "WORDS; or reject what names it"
)
_HEAD = b"SQLite format 3\0"


@dataclass(frozen=True, kw_only=True)
class Finding(Record):
    """What one check came to.

    Attributes
    ----------
    check
        What was looked at: `file`, `pages`, `form`, ...
    is_sound
        Whether nothing is wrong.
    text
        The finding, in words.
    mend
        What to do, or None where there is nothing to do.
    """

    check: str
    is_sound: bool
    text: str
    mend: str | None = None


def examine(place: Place) -> tuple[Finding, ...]:
    """Return what every check of a store came to; it stops where nothing can be read.

    Parameters
    ----------
    place
        Where the store lies.
    """
    first = _file(place.file) if place.file is not None else None
    if first is not None and not first.is_sound:
        return (first,)
    try:
        with transactions.reading(place) as connection:
            found = tuple(_inside(connection, place))
    except KeiretsuError as error:
        opened = Finding(
            check="pages" if place.file else "server",
            is_sound=False,
            text=error.args[0],
            mend=_unless_asked(error.hint, place),
        )
        return (opened,) if first is None else (first, opened)
    return found if first is None else (first, *found)


def _unless_asked(hint: str | None, place: Place) -> str:
    """Return the advice of an error, unless it is to ask the doctor."""
    if hint and "keiretsu doctor" not in hint:
        return hint
    return _put_back(place.file) if place.file else "put back a dump of the database"


def _file(file: Path) -> Finding:
    """Look at a file before SQLite does: its length and first bytes."""

    def wrong(what: str, mend: str | None = None) -> Finding:
        return Finding(
            check="file",
            is_sound=False,
            text=f"{file} {what}",
            mend=mend or _put_back(file),
        )

    if not file.exists():
        return wrong("is not there", "make a store: keiretsu init")
    if not file.is_file():
        return wrong("is no file", "name a file: --store FILE")
    try:
        size = file.stat().st_size
        with file.open("rb") as opened:
            head = opened.read(100)
    except OSError as error:
        return wrong(f"cannot be read: {error}", "see who may read the file")
    if size == 0:
        return wrong("is empty", f"fill it: keiretsu init; or {_put_back(file)}")
    if not head.startswith(_HEAD) or size < 100:
        return wrong("is no store: it does not begin as an SQLite file does")
    page = int.from_bytes(head[16:18]) or 1
    pages = int.from_bytes(head[28:32])
    whole = (65536 if page == 1 else page) * pages
    log = file.with_name(f"{file.name}-wal")
    if size < whole and not (log.exists() and log.stat().st_size):
        return wrong(f"is cut short: {size} of {whole} bytes are there")
    return Finding(check="file", is_sound=True, text=f"{file}, {size} bytes")


def _put_back(file: Path) -> str:
    """Say how to get back what a damaged file held."""
    copies = sorted(file.parent.glob(f"{file.name}.form-*"))
    kept = f"put back the copy {copies[-1]}" if copies else "put back a copy of yours"
    return (
        f"{kept}; or save what can be read: sqlite3 {file} .recover | sqlite3 NEW; or "
        f"move it away and begin anew: keiretsu init, then landscape add your files"
    )


def _inside(connection: Connection, place: Place) -> Iterator[Finding]:
    if place.file is None:
        yield Finding(check="server", is_sound=True, text=f"{place} answers")
        mend = "put back a dump of the database"
    else:
        mend = _put_back(place.file)
        yield _check("pages", _pages, connection, mend)
        yield _check("links", _links, connection, mend)
    try:
        form.check(connection, place)
    except KeiretsuError as error:
        yield Finding(check="form", is_sound=False, text=error.args[0], mend=error.hint)
        return
    yield Finding(
        check="form", is_sound=True, text=f"{form.revision(connection)}, the newest"
    )
    yield _check("additions", _additions, connection, "take out what is not ours")
    yield _check("seals", _seals, connection, mend)
    yield _check("words", _words, connection, mend)
    yield _check("statements", _statements, connection, mend)
    yield _check("sources", _sources, connection, mend)
    yield _check("order", _order, connection, mend)
    yield _check("parties", _parties, connection, _ACCEPT)


def _check(
    name: str,
    look: Callable[[Connection], tuple[str, list[str]]],
    connection: Connection,
    mend: str,
) -> Finding:
    """Make a finding of what a check counted and what it found wrong."""
    try:
        fine, wrong = look(connection)
    except Exception as error:  # of a damaged file SQLite and readers say anything
        if is_wait(error):
            raise
        fine, wrong = "", [" ".join(str(getattr(error, "orig", error)).split())]
    if not wrong:
        return Finding(check=name, is_sound=True, text=fine)
    more = f" (and {len(wrong) - 3} more)" if len(wrong) > 3 else ""
    return Finding(
        check=name, is_sound=False, text=f"{'; '.join(wrong[:3])}{more}", mend=mend
    )


def _pages(connection: Connection) -> tuple[str, list[str]]:
    said = connection.execute(text("pragma integrity_check")).scalars().all()
    return "every page is whole", [line for line in said if line != "ok"]


def _links(connection: Connection) -> tuple[str, list[str]]:
    broken = connection.execute(text("pragma foreign_key_check")).all()
    wrong = [f"row {row[1]} of {row[0]} names no row of {row[2]}" for row in broken]
    return "every row names rows that are there", wrong


def _additions(connection: Connection) -> tuple[str, list[str]]:
    return "nothing is there that we did not make", shape.additions(connection)


def _seals(connection: Connection) -> tuple[str, list[str]]:
    return "every entry is as it was sealed", seals.broken(connection)


def _words(connection: Connection) -> tuple[str, list[str]]:
    return "every moment, verdict and name can be read", [*illegible(connection)]


def _statements(connection: Connection) -> tuple[str, list[str]]:
    """Recompute every hash and date, and read every statement as its kind is read."""
    query = (
        select(STATEMENTS, SOURCES.c.title, SOURCES.c.address)
        .outerjoin(SOURCES, SOURCES.c.n == STATEMENTS.c.source)
        .order_by(STATEMENTS.c.n)
    )
    rows = connection.execute(query).all()
    wrong = [said for row in rows if (said := _unlike(row)) is not None]
    return f"{len(rows)} statements say what was written", wrong


def _unlike(row: Any) -> str | None:
    """Say what is wrong with a statement, if anything.

    A kind of fact that this version does not know is not wrong: a newer one wrote it.
    """
    changed = f"statement {row.n} does not say what was written"
    try:
        statement = reading.statement_of(row)
        if statement.hash != row.hash:
            return changed
        if statement.kind not in TABLES:
            return None
        statement.record(f"statement {row.n}")
    except KeiretsuError as error:
        return str(error.args[0])
    kept = {name: getattr(row, name) for name in statement.dates}
    as_written = (row.subject, kept)
    return None if as_written == (statement.subject, statement.dates) else changed


def _sources(connection: Connection) -> tuple[str, list[str]]:
    query = (
        select(STATEMENTS.c.n)
        .outerjoin(SOURCES, SOURCES.c.n == STATEMENTS.c.source)
        .where((SOURCES.c.title.is_(None)) | (SOURCES.c.title == ""))
    )
    found = connection.scalars(query)
    return (
        "every statement names its source",
        [f"statement {number} names no source" for number in found],
    )


def _order(connection: Connection) -> tuple[str, list[str]]:
    query = select(ENTRIES.c.n, ENTRIES.c.at).order_by(ENTRIES.c.n)
    rows = connection.execute(query).all()
    wrong = [
        f"entry {later.n} of {later.at} follows {earlier.at}"
        for earlier, later in pairwise(rows)
        if later.at <= earlier.at
    ]
    return f"{len(rows)} entries follow one another in time", wrong


def _parties(connection: Connection) -> tuple[str, list[str]]:
    """See that what is believed names only companies that are believed in."""
    rows = reading.held(connection, STATEMENTS.c.kind == "companies")
    wrong = dict.fromkeys(
        f"statement {one.number} is on {who}, which is no company believed in"
        f"{_doubted(who, rows)}"
        for one, who in orphans(connection)
    )
    return "every company that is named is known", list(wrong)


def _doubted(company: str, rows: Iterable[reading.StoredStatement]) -> str:
    """Name the statements of a company that are no longer believed."""
    numbers = [str(one.number) for one in rows if one.statement.fields["id"] == company]
    return f" (see statement {', '.join(numbers)})" if numbers else ""
