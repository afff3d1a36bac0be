"""Answers that were paid for, kept: a file each, by what was asked of which model."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from keiretsu.errors import DataError
from keiretsu.files import is_file, read_text, shown, write_whole

VARIABLE = "KEIRETSU_LLM_CACHE"
"""The environment variable that names the folder."""
MOST_BYTES = 2_000_000
"""Bytes of an answer that is kept."""


@dataclass(frozen=True)
class Cache:
    """The folder of answers."""

    folder: Path

    def get(self, asked: tuple[object, ...]) -> Any:
        """Return an answer; None where there is none, or it is damaged."""
        path = self._path(asked)
        try:
            return json.loads(read_text(path, MOST_BYTES)) if is_file(path) else None
        except (DataError, ValueError):
            return None

    def put(self, asked: tuple[object, ...], answer: Any) -> None:
        """Keep an answer, whole or not at all."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            said = str(error.strerror or error).lower()
            raise DataError(
                f"answers cannot be kept in {shown(self.folder)}: {said}",
                hint=f"name another folder: {VARIABLE}",
            ) from None
        write_whole(self._path(asked), json.dumps(answer, ensure_ascii=False))

    def _path(self, asked: tuple[object, ...]) -> Path:
        name = hashlib.sha256(
            json.dumps(asked, ensure_ascii=False).encode()
        ).hexdigest()
        return self.folder / f"{name}.json"


def chosen_cache() -> Cache:
    """Return the folder named by `KEIRETSU_LLM_CACHE`, or the user's own."""
    named = os.environ.get(VARIABLE)
    if named:
        return Cache(Path(named))
    from platformdirs import user_cache_dir

    return Cache(Path(user_cache_dir("keiretsu")) / "llm")
