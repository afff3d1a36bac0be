"""The data files of the trained reader."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def packaged(name: str) -> dict[str, Any]:
    """Return one of the reader's TOML files as plain data."""
    text = (files("keiretsu.news.reader") / name).read_text(encoding="utf-8")
    return tomllib.loads(text)
