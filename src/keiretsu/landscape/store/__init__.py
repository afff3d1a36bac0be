"""The store of facts: statements with their sources, kept, judged and never lost.

One store is one SQLite file, or one PostgreSQL database. It is only added to, so that
it can tell what was believed on one day about another.
"""

from keiretsu.landscape.store.location import Place, chosen_place, default_place, place
from keiretsu.landscape.store.reading import Judgement, StoredStatement
from keiretsu.landscape.store.statement import Statement, statement, statements_of
from keiretsu.landscape.store.store import Facts, Store, open_store
from keiretsu.landscape.store.writing import WriteResult

__all__ = [
    "Facts",
    "Judgement",
    "Place",
    "Statement",
    "Store",
    "StoredStatement",
    "WriteResult",
    "chosen_place",
    "default_place",
    "open_store",
    "place",
    "statement",
    "statements_of",
]
