"""A store of facts: what was stated, by whom, when, and what was made of it.

It is only ever added to. Each method is one transaction: a crash leaves the last one
that was finished, whole.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, get_args

from sqlalchemy import and_

from keiretsu.errors import DataError
from keiretsu.landscape.store import bundle, reading, seals, writing
from keiretsu.landscape.store import connection as transactions
from keiretsu.landscape.store import schema_version as form
from keiretsu.landscape.store.dependents import orphans, see_dependents, see_parties
from keiretsu.landscape.store.facts import Facts
from keiretsu.landscape.store.location import Place, place
from keiretsu.landscape.store.moments import moment, now
from keiretsu.landscape.store.reading import StoredStatement, Verdict
from keiretsu.landscape.store.schema import STATEMENTS
from keiretsu.landscape.store.statement import Statement, table
from keiretsu.landscape.store.writing import WriteResult


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
            see_parties(statements, bundle.companies().intersection)
        self._made()
        with transactions.writing(self.place) as connection:
            self._ready(connection)
            see_parties(statements, partial(reading.companies, connection))
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
                f"statement {numbers[0]} is {verdict}, "
                + ("by none" if instead is None else f"yet {instead} corrects it"),
                hint="name what corrects it (--instead NUMBER), and only then",
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
            see_dependents(connection, before, numbers)

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
