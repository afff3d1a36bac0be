"""What is watched and what was read of it: one SQLite file.

Every step is one transaction: the entries of a feed come with its mark of being
checked, the claims of an article with its mark of being read. A process that ends at
any point leaves each step done or not begun; what is known by its key is not added
again. The file logs ahead (WAL). Steps are forced to the disk together, as the log is
folded in and at the end: where a machine loses its power, the last of them are undone
whole, and the next run does them again.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, fields
from functools import partial
from pathlib import Path
from typing import Any

from keiretsu import marked_files
from keiretsu.errors import StoreError
from keiretsu.marked_files import bring_up, refused, transaction
from keiretsu.news.watch.form import FORMS, MARK
from keiretsu.news.watch.records import Done, New, Source, Waiting

VARIABLE = "KEIRETSU_WATCH"
"""The environment variable that names the file."""
_KIND, _OPTION = "what is watched", "--file"
told = partial(marked_files.told, kind=_KIND, option=_OPTION)
"""Turns what SQLite and the disk say into one line."""
_WAIT = 60.0


@dataclass(frozen=True, kw_only=True)
class WatchStore:
    """The file of what is watched."""

    file: Path
    connection: sqlite3.Connection

    @contextmanager
    def step(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it, or nothing."""
        try:
            with transaction(self.connection):
                yield self.connection
        except sqlite3.Error as error:
            raise refused(self.file, error, kind=_KIND, option=_OPTION) from None

    def add(self, name: str, kind: str, *, private: bool, now: str) -> bool:
        """Watch something; return False where it is watched already."""
        with self.step() as c:
            done = c.execute(
                "insert into sources (name, kind, private, added) values (?, ?, ?, ?)"
                " on conflict (name) do update set ended = null,"
                " private = excluded.private, etag = null, modified = null"
                " where ended is not null",
                (name, kind, private, now),
            )
            return done.rowcount > 0

    def end(self, name: str, *, now: str) -> bool:
        """Watch a source no longer; False where it was not. What was read is kept."""
        with self.step() as c:
            done = c.execute(
                "update sources set ended = ? where name = ? and ended is null",
                (now, name),
            )
            c.execute(
                "delete from articles where state <> 'read' and source in"
                " (select id from sources where name = ? and ended is not null)",
                (name,),
            )
            return done.rowcount > 0

    def sources(self, due: float | None = None) -> list[Source]:
        """Return what is watched; with a time, what is to be checked by then."""
        return [
            Source(**row | {"private": bool(row["private"])})
            for row in self._rows(
                f"select {_names(Source)} from sources"
                " where ended is null and (? is null or next <= ?) order by id",
                (due, due),
            )
        ]

    def counts(self, source: int) -> dict[str, int]:
        """Return how many articles of a source are in which state."""
        rows = self._rows(
            "select state, count(*) as n from articles where source = ? group by state",
            (source,),
        )
        return {row["state"]: row["n"] for row in rows}

    def checked(
        self,
        source: Source,
        found: Iterable[New] = (),
        *,
        now: str,
        title: str | None = None,
        etag: str | None = None,
        modified: str | None = None,
    ) -> int:
        """Keep what a check has found, with its mark; return how many are new."""
        with self.step() as c:
            count = sum(_insert(c, source.id, one) is not None for one in found)
            c.execute(
                "update sources set checked = ?, etag = ?, modified = ?,"
                " problem = null, tries = 0, next = 0, title = coalesce(?, title)"
                " where id = ?",
                (now, etag, modified, title, source.id),
            )
        return count

    def put_off(self, source: Source, problem: str, until: float, now: str) -> None:
        """Note that a source could not be checked, and when it is tried again."""
        with self.step() as c:
            c.execute(
                "update sources set problem = ?, next = ?, tries = tries + 1,"
                " checked = ? where id = ?",
                (problem, until, now, source.id),
            )

    def next_waiting(self, now: float, busy: Iterable[str]) -> Waiting | None:
        """Return the first article that is due and whose host may be asked."""
        hosts = list(busy)
        marks = ", ".join("?" * len(hosts))
        names = _names(Waiting, "a.").replace("a.private", "s.private")
        rows = self._rows(
            f"select {names} from articles a"
            " join sources s on s.id = a.source where a.state = 'waiting'"
            f" and a.next <= ? and (a.host is null or a.host not in ({marks}))"
            " order by a.id limit 1",
            (now, *hosts),
        )
        for row in rows:
            flags = {k: bool(row[k]) for k in ("private", "is_whole")}
            return Waiting(**row | flags)
        return None

    def count_waiting(self, now: float | None = None) -> int:
        """Return how many articles wait; with a time, how many are due by then."""
        (row,) = self._rows(
            "select count(*) as n from articles where state = 'waiting'"
            " and (? is null or next <= ?)",
            (now, now),
        )
        return int(row["n"])

    def knows(self, key: str) -> bool:
        """Whether an article of a key was found before."""
        return bool(self._rows("select 1 as one from articles where key = ?", (key,)))

    def finish(self, article: int, done: Done, *, now: str) -> bool:
        """Keep the claims of an article that waited; False where another did so."""
        with self.step() as c:
            return _finish(c, article, done, now)

    def add_read(self, source: Source, found: New, done: Done, *, now: str) -> bool:
        """Keep an article that was found and read at once; False where it is known."""
        with self.step() as c:
            article = _insert(c, source.id, found)
            return article is not None and _finish(c, article, done, now)

    def fail(self, article: int, problem: str) -> None:
        """Note that an article cannot be read, for good."""
        with self.step() as c:
            c.execute(
                "update articles set state = 'failed', problem = ?, text = null"
                " where id = ? and state = 'waiting'",
                (problem, article),
            )

    def wait(self, article: int, problem: str, until: float) -> None:
        """Note that an article is to be tried again."""
        with self.step() as c:
            c.execute(
                "update articles set problem = ?, next = ?, tries = tries + 1"
                " where id = ? and state = 'waiting'",
                (problem, until, article),
            )

    def stamp(self, source: Source, path: str) -> str | None:
        """Return what a file looked like when it was read."""
        rows = self._rows(
            "select stamp from files where source = ? and path = ?", (source.id, path)
        )
        return rows[0]["stamp"] if rows else None

    def set_stamp(self, source: Source, path: str, stamp: str) -> None:
        """Note what a file looked like when all of it had been read."""
        with self.step() as c:
            c.execute(
                "insert or replace into files values (?, ?, ?)",
                (source.id, path, stamp),
            )

    def since(self, day: str) -> Iterator[dict[str, Any]]:
        """Yield the articles of a day and later, oldest first, with their claims."""
        with told(self.file):
            for row in self.connection.execute(
                "select a.*, s.name as watched from articles a"
                " join sources s on s.id = a.source"
                " where a.state = 'read' and a.day >= ? order by a.day, a.id",
                (day,),
            ):
                yield self._with_claims(row)

    def article(self, number: int) -> dict[str, Any]:
        """Return one article that was read, with its claims."""
        with told(self.file):
            row = self.connection.execute(
                "select a.*, s.name as watched from articles a"
                " join sources s on s.id = a.source where a.id = ?",
                (number,),
            ).fetchone()
            return self._with_claims(row)

    def _with_claims(self, row: sqlite3.Row) -> dict[str, Any]:
        claims = self._rows(
            "select data from claims where article = ? order by number", (row["id"],)
        )
        said = [json.loads(c["data"]) for c in claims]
        dt.date.fromisoformat(row["day"])
        if not all(isinstance(one.get("sentence"), str) for one in said):
            raise ValueError(f"a claim of {row['key']!r:.80} is damaged")
        return dict(row) | {"claims": said}

    def _rows(self, query: str, values: Sequence[Any]) -> list[dict[str, Any]]:
        with told(self.file):
            return [dict(row) for row in self.connection.execute(query, values)]


def chosen_file(name: Path | None = None) -> Path:
    """Return the file named by hand or by `KEIRETSU_WATCH`, or the default."""
    named = name or os.environ.get(VARIABLE)
    if named:
        return Path(named)
    from platformdirs import user_data_dir

    return Path(user_data_dir("keiretsu")) / "watch.db"


@contextmanager
def open_watch(file: Path, *, make: bool = False) -> Iterator[WatchStore]:
    """Open the file of what is watched.

    Parameters
    ----------
    file
        Where it lies.
    make
        Whether it is made where there is none.

    Raises
    ------
    StoreError
        If there is none, or it is no such file, or cannot be used.
    """
    with told(file):
        is_there = file.exists()
    if not make and not is_there:
        raise StoreError(
            "nothing is watched yet", hint="keiretsu watch add https://… (a feed)"
        )
    with told(file):
        file.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(file, timeout=_WAIT, isolation_level=None)
    with closing(connection):
        with told(file):
            connection.row_factory = sqlite3.Row
            connection.execute("pragma trusted_schema = off")
            connection.execute("pragma foreign_keys = on")
            bring_up(connection, file, mark=MARK, forms=FORMS, kind=_KIND)
            connection.execute("pragma journal_mode = wal")
            connection.execute("pragma synchronous = normal")
        yield WatchStore(file=file, connection=connection)


def _insert(c: sqlite3.Connection, source: int, one: New) -> int | None:
    names = [f.name for f in fields(New)]
    marks = ", ".join("?" * (len(names) + 1))
    done = c.execute(
        f"insert or ignore into articles ({', '.join(names)}, source, state)"
        f" values ({marks}, 'waiting')",
        (*(getattr(one, name) for name in names), source),
    )
    return done.lastrowid if done.rowcount > 0 else None


def _finish(c: sqlite3.Connection, article: int, done: Done, now: str) -> bool:
    was = c.execute(
        "update articles set state = 'read', read = ?, title = ?, author = ?,"
        " publisher = ?, date = ?, day = ?, opening = ?, problem = ?, text = null"
        " where id = ? and state = 'waiting'",
        (
            *(now, done.title, done.author, done.publisher, done.date, done.day),
            *(done.opening, done.problem, article),
        ),
    )
    if was.rowcount == 0:
        return False
    c.executemany(
        "insert into claims values (?, ?, ?)",
        (
            (article, n, json.dumps(claim, ensure_ascii=False))
            for n, claim in enumerate(done.claims, 1)
        ),
    )
    if done.claims:
        c.execute(
            "insert into deliveries (hook, article, state)"
            " select id, ?, 'waiting' from hooks where ended is null",
            (article,),
        )
    return True


def _names(record: type, prefix: str = "") -> str:
    return ", ".join(f"{prefix}{f.name}" for f in fields(record))
