"""What was decided on claims: one SQLite file, which is only added to.

A decision stands until it is undone, and undoing is an entry too. Each is one
transaction.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from keiretsu.errors import StoreError
from keiretsu.marked_files import bring_up, told, transaction
from keiretsu.news.claims.claim import Claim

VARIABLE = "KEIRETSU_REVIEW"
"""The environment variable that names the file."""
MARK = 0x6B726576
"""The letters "krev": the application of the file."""
_KIND = "decisions"
_told = partial(told, kind=_KIND, option="--journal")
_WAIT = 60.0
_FORMS: dict[str, dict[str, type]] = {
    "accepted": {"claim": dict, "statements": list},
    "rejected": {"claim": dict},
    "named": {"company": str, "statements": list},
}
"""What the data of each kind of decision hold."""
_SCHEMA = """
create table decisions (
  n integer primary key, at text not null, by text not null, key text not null,
  what text not null, data text not null, undoes integer references decisions (n));
"""


@dataclass(frozen=True, kw_only=True)
class Decision:
    """One decision.

    Attributes
    ----------
    number
        Its number in the journal.
    at, by
        When it was made (UTC), and by whom.
    key
        The claim that it is on, or the name.
    what
        `accepted`, `rejected` or `named`.
    data
        The claim as it was decided, the statements it made, the reason.
    """

    number: int
    at: str
    by: str
    key: str
    what: str
    data: Mapping[str, Any] = field(repr=False)

    @property
    def words(self) -> str:
        """What it is about: the claim as it was decided, or what a name means."""
        if "claim" in self.data:
            return Claim.from_dict(self.data["claim"]).sentence
        return f"the name means {self.data['company']}"


@dataclass(frozen=True, kw_only=True)
class Journal:
    """The file of decisions."""

    file: Path
    connection: sqlite3.Connection

    def add(self, key: str, what: str, data: Mapping[str, Any], *, by: str) -> int:
        """Keep a decision; return its number.

        Raises
        ------
        StoreError
            If another stands on the same key, or the file cannot be written.
        """
        with self._step() as c:
            if any(one.key == key for one in self.standing()):
                raise StoreError(
                    f"{key[:10]} was decided by somebody else meanwhile",
                    hint="read the pages again",
                )
            done = c.execute(
                "insert into decisions (at, by, key, what, data)"
                " values (?, ?, ?, ?, ?)",
                (_now(), by, key, what, json.dumps(data, ensure_ascii=False)),
            )
        assert done.lastrowid is not None
        return done.lastrowid

    def undo(self, number: int, *, by: str) -> None:
        """Undo a decision.

        Raises
        ------
        StoreError
            If it is undone already, or the file cannot be written.
        """
        with self._step() as c:
            if number not in {one.number for one in self.standing()}:
                raise StoreError(f"there is no decision {number} that stands")
            c.execute(
                "insert into decisions (at, by, key, what, data, undoes)"
                " values (?, ?, '', 'undone', '{}', ?)",
                (_now(), by, number),
            )

    def standing(self) -> tuple[Decision, ...]:
        """Return the decisions that are not undone, oldest first."""
        with _told(self.file):
            rows = self.connection.execute(
                "select n, at, by, key, what, data from decisions where undoes is null"
                " and n not in (select undoes from decisions where undoes is not null)"
                " order by n"
            ).fetchall()
            return tuple(
                Decision(
                    number=row["n"],
                    at=row["at"],
                    by=row["by"],
                    key=row["key"],
                    what=row["what"],
                    data=_data(row),
                )
                for row in rows
            )

    @contextmanager
    def _step(self) -> Iterator[sqlite3.Connection]:
        with _told(self.file), transaction(self.connection):
            yield self.connection


def _data(row: sqlite3.Row) -> dict[str, Any]:
    """Return what a decision holds.

    Raises
    ------
    ValueError
        If that is not what we write.
    """
    said = json.loads(row["data"])
    forms: dict[str, type] = _FORMS.get(row["what"], {"damaged": str})
    if not isinstance(said, dict) or any(
        not isinstance(said.get(name), form) for name, form in forms.items()
    ):
        raise ValueError(f"decision {row['n']} is damaged")
    if any(type(number) is not int for number in said.get("statements", ())):
        raise ValueError(f"decision {row['n']} names no statements")
    return said


def chosen_journal(name: Path | None = None) -> Path:
    """Return the file named by hand or by `KEIRETSU_REVIEW`, or the default."""
    named = name or os.environ.get(VARIABLE)
    if named:
        return Path(named)
    from platformdirs import user_data_dir

    return Path(user_data_dir("keiretsu")) / "review.db"


@contextmanager
def open_journal(file: Path) -> Iterator[Journal]:
    """Open the file of decisions; it is made if there is none.

    Raises
    ------
    StoreError
        If it is no such file, or cannot be used.
    """
    with _told(file):
        file.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(
            file, timeout=_WAIT, isolation_level=None, check_same_thread=False
        )
    with closing(connection):
        with _told(file):
            connection.row_factory = sqlite3.Row
            connection.execute("pragma trusted_schema = off")
            bring_up(connection, file, mark=MARK, forms=(_SCHEMA,), kind=_KIND)
            connection.execute("pragma synchronous = full")
        yield Journal(file=file, connection=connection)


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
