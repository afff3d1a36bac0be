"""Where a store of facts lies: a file of SQLite's, or a database of PostgreSQL's.

A store is named by a path or by a URL. The default is one file in the user's data
folder, which nobody has to name.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from keiretsu.errors import StoreError

VARIABLE = "KEIRETSU_STORE"
"""The environment variable that names the store."""


@dataclass(frozen=True)
class Place:
    """Where a store lies.

    Attributes
    ----------
    file
        The SQLite file; None where a server keeps the store.
    url
        The address at a server; empty where a file is the store.
    """

    file: Path | None
    url: str = ""

    @property
    def exists(self) -> bool:
        """Whether there is something there; a server is taken to be there."""
        return self.file is None or self.file.exists()

    def __str__(self) -> str:
        if self.file is not None:
            return str(self.file)
        from sqlalchemy import make_url

        return make_url(self.url).render_as_string(hide_password=True)


def place(name: str | Path) -> Place:
    """Return the place that a path or URL names.

    Raises
    ------
    StoreError
        If the URL is of a kind that keeps no store.
    """
    if isinstance(name, Path) or "://" not in name:
        return Place(Path(name).expanduser().absolute())
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        url = make_url(name)
    except (ArgumentError, ValueError):
        raise StoreError(
            "the address of the store is no URL",
            hint="write it as postgresql://user@host/database, or name a file",
        ) from None
    kind = url.get_backend_name()
    if kind == "sqlite" and url.database:
        return Place(Path(url.database).expanduser().absolute())
    if kind == "postgresql":
        psycopg = url.set(drivername="postgresql+psycopg")
        return Place(None, psycopg.render_as_string(hide_password=False))
    raise StoreError(
        f"a store cannot be kept at {url.drivername}://",
        hint="name a file, or postgresql://user@host/database",
    )


def default_place() -> Place:
    """Return the file in the user's data folder."""
    from platformdirs import user_data_dir

    return Place(Path(user_data_dir("keiretsu")) / "store.db")


def chosen_place(name: str | None = None) -> Place:
    """Return the place named by hand or by `KEIRETSU_STORE`, or the default."""
    named = name or os.environ.get(VARIABLE)
    return place(named) if named else default_place()
