"""What a database complains of, as an error of ours with advice.

No password of an address stands in what is told.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from keiretsu.errors import StoreError
from keiretsu.landscape.store.limits import VARIABLE, most_wait
from keiretsu.landscape.store.location import Place

_ADVICE = (
    ("timeout expired", "see that the server runs and the address is right"),
    ("readonly", "choose a folder that can be written: --store FILE"),
    ("ermission denied", "choose a folder that can be written: --store FILE"),
    ("unable to open", "see that folder and file can be read: --store FILE"),
    ("full", "free some space; what was committed is safe"),
    ("resolve host", "see that the server runs and the address is right"),
    ("connection", "see that the server runs and the address is right"),
)
_LOCKED = ("locked", "lock timeout")


@contextmanager
def told(place: Place) -> Iterator[None]:
    """Turn what a database says into an error of ours, with advice."""
    try:
        yield
    except StoreError:
        raise
    except (DBAPIError, sqlite3.Error, OSError) as error:
        raise _error(place, getattr(error, "orig", None) or error) from None
    except SQLAlchemyError as error:
        said = place.without_secrets(str(error))
        raise StoreError(f"the store {place}: {said}") from None
    except UnicodeError as error:
        raise _error(place, error) from None
    except ModuleNotFoundError as error:
        if error.name != "psycopg":
            raise
        raise StoreError(
            "a store on PostgreSQL needs psycopg",
            hint="install it: pip install 'keiretsu[postgres]'",
        ) from None


def is_wait(error: Exception) -> bool:
    """Whether a database complains that another program holds what is asked for."""
    return any(mark in str(error) for mark in _LOCKED)


def _error(place: Place, error: Any) -> StoreError:
    said = place.without_secrets(" ".join(str(error).split()))
    if is_wait(error):
        return StoreError(
            f"the store {place} is locked: another program is writing, and did not "
            f"end within {most_wait():g} s ({said})",
            hint=f"try again when it is done; {VARIABLE} says how long to wait",
        )
    hint = next((hint for sign, hint in _ADVICE if sign in said), None)
    return StoreError(
        f"the store {place}: {said}",
        hint=hint or "ask what is wrong: keiretsu doctor",
    )
