"""Articles that were pasted: kept as files by their hash, for as long as the server is.

The text is a stranger's: it is kept as it came, read here, and shown as text only.
"""

from __future__ import annotations

import hashlib
import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from keiretsu.errors import DataError
from keiretsu.files import write_whole
from keiretsu.news import Article, read_article

MOST_ARTICLES = 500
"""Articles that are kept; the oldest go first."""
_HASH = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True)
class Articles:
    """A folder of pasted articles."""

    folder: Path

    def keep(self, text: str, date: str = "") -> str:
        """Keep a text with the day it was published on, and return its hash.

        Raises
        ------
        DataError
            If it holds no text that could be read, or the day is none.
        """
        self._read(text, date)
        whole = f"{date}\n{text}"
        name = hashlib.sha256(whole.encode("utf-8", "replace")).hexdigest()[:16]
        write_whole(self.folder / f"{name}.txt", whole, "article")
        for old in self._oldest_first()[:-MOST_ARTICLES]:
            old.unlink(missing_ok=True)
        return name

    def newest(self, number: int) -> tuple[str, ...]:
        """Return the hashes of the articles that were kept last, the newest first."""
        kept = [p.stem for p in self._oldest_first() if _HASH.fullmatch(p.stem)]
        return tuple(reversed(kept[-number:]))

    def get(self, name: str) -> Article:
        """Return a kept article.

        Raises
        ------
        DataError
            If none of that hash is kept.
        """
        path = self.folder / f"{name}.txt"
        if not _HASH.fullmatch(name) or not path.is_file():
            raise DataError(
                "no such article is kept here", hint="paste it again: /read"
            )
        date, _, text = path.read_text(encoding="utf-8").partition("\n")
        return self._read(text, date)

    def _oldest_first(self) -> list[Path]:
        dated: list[tuple[int, str, Path]] = []
        for path in self.folder.glob("*.txt"):
            with suppress(OSError):  # another worker took it away
                dated.append((path.stat().st_mtime_ns, path.name, path))
        return [path for _, _, path in sorted(dated)]

    @staticmethod
    def _read(text: str, date: str) -> Article:
        if not text.strip():
            raise DataError("an article without a text", hint="paste its text")
        return read_article(text=text, date=date or None)
