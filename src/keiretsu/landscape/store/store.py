"""A store of facts: what was stated, by whom, when, and what was made of it.

It is only ever added to. Each method is one transaction: a crash leaves the last one
that was finished, whole.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Literal, get_args

from sqlalchemy import and_

from keiretsu.errors import DataError, StoreError
from keiretsu.landscape.store import bundle, reading, seals, writing
from keiretsu.landscape.store import connection as transactions
from keiretsu.landscape.store import schema_version as form
from keiretsu.landscape.store.dependents import orphans
from keiretsu.landscape.store.location import Place, place
from keiretsu.landscape.store.moments import moment, now
from keiretsu.landscape.store.reading import StoredStatement
from keiretsu.landscape.store.schema import STATEMENTS
from keiretsu.landscape.store.statement import Statement, table
from keiretsu.landscape.store.writing import WriteResult
from keiretsu.landscape.tables.references import see_references
from keiretsu.landscape.tables.schema import TABLES
from keiretsu.names import bundled_register

Verdict = Literal["accepted", "rejected", "superseded", "corrected"]


@dataclass(frozen=True)
class Store:
    """The facts kept at one place; `open_store` makes it.

    Nothing is read or written until it is asked for.

    Attributes
    ----------
    place
        Where it lies.
    clock
        Tells the moment of an entry; a store never goes back behind its last one.
    """

    place: Place
    clock: Callable[[], dt.datetime] = field(default=now, repr=False)

    def fill(self) -> WriteResult:
        """Make the store if need be, and bring the bundled facts in it up to date.

        Bundled rows that are not there are added; those that this version no longer
        has are judged superseded, unless somebody else stated them too. Nothing is
        written if nothing has changed.

        Raises
        ------
        StoreError
            If the store cannot be written, or a newer version wrote it.
        """
        made = self._made()
        if made is not None:
            return made
        with transactions.writing(self.place) as connection:
            return self._filled(connection)

    def add(
        self, statements: Sequence[Statement], *, by: str, origin: str
    ) -> WriteResult:
        """Write statements as one entry: all of them or, after an error, none.

        A statement that is there already is not written again; it is seen again.

        Parameters
        ----------
        statements
            What is stated.
        by
            Who writes.
        origin
            From where: a file, `command line`.

        Raises
        ------
        DataError
            If a statement names a company that neither the store nor another of them
            knows.
        StoreError
            If the store cannot be written, or a newer version wrote it.
        """
        if not statements:
            return WriteResult()
        if not self.place.exists:  # nothing is made for what is refused
            _see_parties(statements, bundle.companies().intersection)
        self._made()
        with transactions.writing(self.place) as connection:
            self._ready(connection)
            _see_parties(statements, partial(reading.companies, connection))
            now = self.clock()
            with writing.new_entry(connection, by, origin, now) as entry:
                return writing.add(connection, entry, statements)

    def judge(
        self,
        *numbers: int,
        verdict: Verdict,
        because: str,
        by: str,
        instead: int | None = None,
    ) -> None:
        """Judge statements, all of them or none; the latest judgement counts.

        Parameters
        ----------
        *numbers
            The statements, as `history` numbers them.
        verdict
            `accepted`, or `rejected`, `superseded` or `corrected`: no longer believed.
        because
            Why, in words.
        by
            Who judges.
        instead
            Number of the statement that corrects it.

        Raises
        ------
        DataError
            If there is no such verdict or statement, no reason, a correction does not
            say what holds instead, or what is believed would name a company that is
            not.
        StoreError
            If the store cannot be written.
        """
        if verdict not in get_args(Verdict):
            raise DataError(
                f"{verdict!r} is no verdict",
                hint=f"use one of: {', '.join(get_args(Verdict))}",
            )
        if not because.strip():
            raise DataError("the judgement gives no reason", hint="say why: because")
        if (verdict == "corrected") != (instead is not None):
            raise DataError(
                f"statement {numbers[0]} is {verdict}, and instead is {instead}",
                hint="name the statement that corrects it, and only then",
            )
        with transactions.writing(self.place) as connection:
            self._ready(connection)
            for number in (*numbers, instead or 0):
                if number >= 2**62:  # more than a database counts to
                    raise DataError(
                        f"there is no statement {number} in {self.place}",
                        hint="see the numbers: keiretsu landscape history HOLDER HELD",
                    )
            wanted = set(numbers) | ({instead} if instead is not None else set())
            found = reading.held(connection, STATEMENTS.c.n.in_(wanted))
            for missing in sorted(wanted - {one.number for one in found}):
                raise DataError(
                    f"there is no statement {missing} in {self.place}",
                    hint="see the numbers: keiretsu landscape history HOLDER HELD",
                )
            before = {one.number for one, _ in orphans(connection)}
            now = self.clock()
            with writing.new_entry(connection, by, "judgement", now) as entry:
                writing.judge(connection, entry, numbers, verdict, because, instead)
            _see_dependents(connection, before, numbers)

    def facts(self, *, believed: str | dt.date | None = None) -> Facts:
        """Return the facts as believed at the end of a day or at a moment, or now."""
        return Facts(self.place, moment(believed))

    def history(
        self, kind: str, *about: str, believed: str | dt.date | None = None
    ) -> tuple[StoredStatement, ...]:
        """Return every statement on something, in the order of writing.

        Parameters
        ----------
        kind
            A table of facts: `stakes`.
        about
            What it is about, as the table's `about` columns say: holder and held. With
            fewer words, all that begins so.
        believed
            As it stood at the end of this day, or at a moment.

        Raises
        ------
        DataError
            If there is no such kind of fact.
        StoreError
            If the store cannot be read.
        """
        if len(about) == len(table(kind).about):
            about_it = STATEMENTS.c.subject == ";".join(about)
        else:
            first = "".join(f"{word};" for word in about)
            about_it = STATEMENTS.c.subject.startswith(first, autoescape=True)
        return self.statements(STATEMENTS.c.kind == kind, about_it, believed=believed)

    def statements(
        self, *wanted: Any, believed: str | dt.date | None = None
    ) -> tuple[StoredStatement, ...]:
        """Return every statement that meets the conditions (of SQLAlchemy)."""
        with transactions.reading(self.place) as connection:
            form.check(connection, self.place)
            seals.verify(connection, self.place)
            return tuple(
                reading.held(connection, and_(True, *wanted), at=moment(believed))
            )

    def _made(self) -> WriteResult | None:
        """Make the file of a new store, whole; None where there is one already."""
        if self.place.exists:
            return None
        return transactions.make(self.place, self._filled)

    def _filled(self, connection: Any) -> WriteResult:
        """Give a store its form and the bundled facts."""
        form.bring_up(connection, self.place)
        return bundle.bring_in(connection, self.clock())

    def _ready(self, connection: Any) -> None:
        """See that the store has its form and, if it is new, the bundled facts."""
        if form.bring_up(connection, self.place) is None:
            bundle.bring_in(connection, self.clock())


def _see_dependents(
    connection: Any, before: Collection[int], judged: Sequence[int]
) -> None:
    """See that a judgement leaves no statement on a company that is not believed in."""
    left = [(one, who) for one, who in orphans(connection) if one.number not in before]
    if not left:
        return
    who = left[0][1]
    numbers = sorted({one.number for one, name in left if name == who})
    kinds = sorted({one.statement.kind for one, name in left if name == who})
    some = ", ".join(map(str, numbers[:5])) + (", …" if len(numbers) > 5 else "")
    every = ",".join(map(str, sorted({*judged, *(one.number for one, _ in left)})))
    count = f"{len(numbers)} believed statement{'s' * (len(numbers) > 1)}"
    raise DataError(
        f"{who!r} would be no company believed in, and {count} would name it "
        f"({', '.join(kinds)}: {some})",
        hint=f"judge them together: keiretsu landscape judge {every:.300}",
    )


def _see_parties(
    statements: Iterable[Statement], known: Callable[[Iterable[str]], set[str]]
) -> None:
    """See that statements name known companies only, their own included.

    Parameters
    ----------
    statements
        What is to be written.
    known
        Tells which of some identifiers have a row among the companies already.
    """
    told = tuple(statements)
    stated = [one.fields for one in told if one.kind == "companies"]
    own = {fields["id"] for fields in stated}
    named = {fields["id"] for fields in stated if "name" in fields}
    register = bundled_register().entries.keys()
    asked = {
        who
        for one in told
        for _, who in (*TABLES[one.kind].parties(one.row), ("id", one.row["id"]))
        if who and (one.kind == "stakes" or who not in register)
    }
    there = known(asked) if asked - own or own - named else set()
    for one in told:
        see_references(
            TABLES[one.kind],
            one.row,
            one.place or f"{one.kind} {one.subject}",
            companies=there | own,
            names=register | there | named,
        )


@dataclass(frozen=True)
class Facts:
    """The records that a store holds true as of one moment of belief.

    Attributes
    ----------
    place
        Where the store lies.
    at
        The moment, or None for now.
    """

    place: Place
    at: str | None

    def records(self, kind: str) -> tuple[Any, ...]:
        """Return the records of a kind, in the order in which they were stated.

        Raises
        ------
        DataError
            If the store had no entry yet at the moment.
        StoreError
            If the store cannot be read.
        """
        return self._records.get(kind, ())

    def statements(self, kind: str) -> tuple[Statement, ...]:
        """Return the statements behind the records of a kind, in the same order.

        Raises
        ------
        DataError
            If the store had no entry yet at the moment.
        StoreError
            If the store cannot be read.
        """
        return tuple(statement for _, statement in self._stated.get(kind, ()))

    @cached_property
    def _records(self) -> dict[str, tuple[Any, ...]]:
        said = self._stated
        try:
            found = {
                kind: tuple(reading.record_of(*numbered) for numbered in stated)
                for kind, stated in said.items()
            }
            self._see_companies()
            return found
        except DataError as error:
            raise StoreError(
                f"the store {self.place}: {error.args[0]}",
                hint="ask what is wrong: keiretsu doctor",
            ) from None

    def _see_companies(self) -> None:
        """See that what is believed names only companies that are believed in."""
        companies = {one.fields["id"] for _, one in self._stated["companies"]}
        names = bundled_register().entries.keys() | companies
        for kind in TABLES:
            for number, one in self._stated[kind]:
                see_references(
                    TABLES[kind],
                    one.row,
                    f"statement {number}",
                    companies=companies,
                    names=names,
                )

    @cached_property
    def _stated(self) -> dict[str, tuple[tuple[int, Statement], ...]]:
        """All kinds at once, so that they are of one moment."""
        with transactions.reading(self.place) as connection:
            form.check(connection, self.place)
            seals.verify(connection, self.place)
            first = reading.first_moment(connection)
            if self.at is not None and (first is None or self.at < first):
                raise DataError(
                    f"the store {self.place} knew nothing yet on {self.at[:10]}",
                    hint=f"its first entry is of {first}",
                )
            return {
                kind: tuple(reading.believed(connection, kind, self.at))
                for kind in TABLES
            }


def open_store(
    name: Store | Place | str | Path,
    *,
    clock: Callable[[], dt.datetime] = now,
) -> Store:
    """Return the store of a file or an address; nothing is made or read yet.

    Raises
    ------
    StoreError
        If the address is of a kind that keeps no store.
    """
    if isinstance(name, Store):
        return name
    return Store(name if isinstance(name, Place) else place(name), clock)
