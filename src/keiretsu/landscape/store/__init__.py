"""The store of facts: statements with their sources, kept, judged and never lost.

One store is one SQLite file, or one PostgreSQL database. It is only added to, so that
it can tell what was believed on one day about another. What needs SQLAlchemy loads when
it is first used: most commands only look whether there is a store.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from keiretsu.landscape.store.location import Place, chosen_place, default_place, place
from keiretsu.landscape.store.statement import Statement, statement, statements_of

if TYPE_CHECKING:
    from keiretsu.landscape.store.facts import Facts
    from keiretsu.landscape.store.reading import Judgement, StoredStatement
    from keiretsu.landscape.store.store import Store, open_store
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

_HOMES = {
    **dict.fromkeys(("Judgement", "StoredStatement"), "reading"),
    **dict.fromkeys(("Store", "open_store"), "store"),
    "Facts": "facts",
    "WriteResult": "writing",
}

if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        """Load a name that needs the data base's library, once."""
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        found = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
        globals()[name] = found
        return found
