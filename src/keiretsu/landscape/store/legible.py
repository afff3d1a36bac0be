"""What the rows of a store say of themselves, and no writer of ours would have written.

Seals notice what was changed; a row that was sealed with what nobody can read (a moment
that is none, an unknown verdict) has to be noticed by what it says.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from sqlalchemy import Connection, select

from keiretsu.landscape.store.moments import is_stamp
from keiretsu.landscape.store.reading import Verdict
from keiretsu.landscape.store.schema import ENTRIES, JUDGEMENTS


def illegible(connection: Connection) -> Iterator[str]:
    """Yield what is wrong with entries and judgements, by their numbers."""
    for row in connection.execute(select(ENTRIES).order_by(ENTRIES.c.n)):
        if not is_stamp(row.at):
            yield f"entry {row.n} is of {_short(row.at)}, which is no moment"
        for said in (row.by, row.origin):
            if not isinstance(said, str):
                yield f"entry {row.n} says {_short(said)}, which is no text"
    for row in connection.execute(select(JUDGEMENTS).order_by(JUDGEMENTS.c.n)):
        place = f"a judgement of statement {row.statement} says"
        if row.verdict not in get_args(Verdict):
            yield f"{place} {_short(row.verdict)}, which is no verdict"
        if not isinstance(row.because, str):
            yield f"{place} {_short(row.because)}, which is no text"


def _short(said: object) -> str:
    return repr(said)[:40]
