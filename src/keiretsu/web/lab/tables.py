"""Tables that were sent: kept as they came, by their hash, the oldest going first."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from keiretsu.errors import DataError
from keiretsu.files import read_bytes, write_whole
from keiretsu.web.guard import MOST_UPLOAD

MOST_TABLES = 60
"""Tables that are kept; the oldest go first."""
_BEGINS = {b"PAR1": ".parquet", b"PK\x03\x04": ".xlsx"}
"""How tables begin that are no text; a process of their own opens them."""
_HASH = re.compile(r"[0-9a-f]{16}")
_REFUSED = (
    (b"PK\x05\x06", "an empty zip file"),
    (b"\x1f\x8b", "a packed file"),
    (b"BZh", "a packed file"),
    (b"\xfd7zXZ", "a packed file"),
    (b"(\xb5/\xfd", "a packed file"),
    (b"\xd0\xcf\x11\xe0", "an old workbook, or one with a password"),
    (b"%PDF", "a PDF"),
    (b"<", "a page or XML"),
)
"""How files that are no table begin, and what they are. None of them is opened."""


@dataclass(frozen=True)
class Tables:
    """A folder of tables that were sent."""

    folder: Path

    def keep(self, data: bytes) -> str:
        """Keep a table and return its hash.

        Raises
        ------
        DataError
            If it is empty, or begins as a file that is no table.
        """
        if not data.strip():
            raise DataError("no table was sent", hint="choose a file, or paste one")
        for start, what in _REFUSED:
            if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(start):
                raise DataError(
                    f"what was sent is {what}", hint="save the table as CSV in UTF-8"
                )
        name = hashlib.sha256(data).hexdigest()[:16]
        self.folder.mkdir(parents=True, exist_ok=True)
        write_whole(self.folder / f"{name}{_suffix(data)}", data, "table")
        kept = sorted(self.folder.iterdir(), key=lambda path: path.stat().st_mtime)
        for old in kept[:-MOST_TABLES]:
            old.unlink(missing_ok=True)
        return name

    def path(self, name: str) -> Path:
        """Return the file of a kept table.

        Raises
        ------
        DataError
            If none of that hash is kept.
        """
        if _HASH.fullmatch(name):
            for suffix in (".csv", *_BEGINS.values()):
                path = self.folder / f"{name}{suffix}"
                if path.is_file():
                    return path
        raise DataError("no such table is kept here", hint="send it again: /lab")

    def sent(self, name: str) -> tuple[bytes, str]:
        """Return the bytes of a table as they came, and the end of its file's name."""
        path = self.path(name)
        return read_bytes(path, MOST_UPLOAD), path.suffix


def _suffix(data: bytes) -> str:
    return _BEGINS.get(data[:4], ".csv")
