"""Where a store of facts lies: a file of SQLite's, or a database of PostgreSQL's.

A store is named by a path or by a URL. The default is one file in the user's data
folder, which nobody has to name. An address may hold a password: what is shown of it,
anywhere, is its host and its database.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from keiretsu.errors import StoreError
from keiretsu.files import is_file, shown

if TYPE_CHECKING:
    from sqlalchemy import URL

VARIABLE = "KEIRETSU_STORE"
"""The environment variable that names the store."""
_HINT = "name a file, or postgresql://user@host/database"
_POSTGRESQL = ("postgresql", "postgres")
_LIKE_AN_ADDRESS = re.compile(
    r"(?i)^[a-z0-9+.]*:?/*[^/]*:[^/]*@|(pass|pwd|dbname)\w* *="
)
_PLAIN = re.compile(r"[\w./:-]+")


@dataclass(frozen=True, repr=False)
class Place:
    """Where a store lies.

    Attributes
    ----------
    file
        The SQLite file; None where a server keeps the store.
    url
        The address at a server; empty where a file is the store. It may hold a
        password, and is never shown.
    """

    file: Path | None
    url: str = field(default="", repr=False)

    @property
    def exists(self) -> bool:
        """Whether there is something there; a server is taken to be there."""
        return self.file is None or os.path.lexists(self.file)

    def __str__(self) -> str:
        """Return the file, or the host and the database."""
        if self.file is not None:
            return shown(self.file)
        from sqlalchemy import make_url

        return _public(make_url(self.url))

    def __repr__(self) -> str:
        return f"Place({str(self)!r})"

    def without_secrets(self, text: str) -> str:
        """Return a text in which no password of the address stands."""
        if self.file is not None:
            return text
        from sqlalchemy import make_url

        url = make_url(self.url)
        held = [url.password, *_values(url, "password", "sslpassword", "passfile")]
        for secret in filter(None, map(str, held)):
            text = text.replace(secret, "…")
        return text


def place(name: str | Path) -> Place:
    """Return the place that a path or URL names.

    Raises
    ------
    StoreError
        If it is no path, or a URL of a kind that keeps no store.
    """
    if isinstance(name, Path) or "://" not in name:
        return Place(_path(str(name)))
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        url = make_url(name)
    except (ArgumentError, ValueError):
        raise StoreError("the address of the store is no URL", hint=_HINT) from None
    kind = url.drivername.partition("+")[0].lower()
    if kind == "sqlite" and url.database:
        return Place(_path(url.database))
    if kind not in _POSTGRESQL:
        raise StoreError(f"a store cannot be kept at {kind}://", hint=_HINT)
    if "@" in (url.host or ""):
        raise StoreError(
            "the address of the store has two @", hint="write @ in a password as %40"
        )
    psycopg = url.set(drivername="postgresql+psycopg")
    return Place(None, psycopg.render_as_string(hide_password=False))


def _path(name: str) -> Path:
    if _LIKE_AN_ADDRESS.search(name) and not is_file(Path(name)):
        raise StoreError(
            "the store is named by what looks like an address without ://", hint=_HINT
        )
    try:
        path = Path(name).expanduser().absolute()
        os.lstat(path)
    except FileNotFoundError:
        pass
    except (OSError, ValueError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise StoreError(
            f"the store {shown(Path(name))}: {reason}".rstrip("."), hint=_HINT
        ) from None
    return path


def _public(url: URL) -> str:
    """Return the host and the database of an address, and nothing else."""
    hosts = [url.host, *_values(url, "host", "hostaddr")]
    ports = [url.port, *_values(url, "port")]
    databases = [url.database, *_values(url, "dbname")]
    services = _values(url, "service")
    host, port, database, service = (
        next((_plain(str(one)) for one in found if one), "")
        for found in (hosts, ports, databases, services)
    )
    at = f"{host}:{port}" if port else host
    by = f"?service={service}" if service else ""
    return f"postgresql://{at}/{database}{by}"


def _plain(part: str) -> str:
    """Return a part of an address if it is a plain name, which can hold no other."""
    return part if _PLAIN.fullmatch(part) else "…"


def _values(url: URL, *names: str) -> list[str]:
    found = (url.query.get(name, ()) for name in names)
    return [v for one in found for v in ((one,) if isinstance(one, str) else one)]


def default_place() -> Place:
    """Return the file in the user's data folder."""
    from platformdirs import user_data_dir

    return Place(Path(user_data_dir("keiretsu")) / "store.db")


def chosen_place(name: str | None = None) -> Place:
    """Return the place named by hand or by `KEIRETSU_STORE`, or the default."""
    named = name or os.environ.get(VARIABLE)
    return place(named) if named else default_place()
