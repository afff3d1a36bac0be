"""The data files of the trained reader."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from keiretsu.news.articles.language import EASTERN


@cache
def packaged(name: str) -> dict[str, Any]:
    """Return one of the reader's TOML files as plain data."""
    text = (files("keiretsu.news.reader") / name).read_text(encoding="utf-8")
    return tomllib.loads(text)


def whole_words(words: str, language: str) -> re.Pattern[str]:
    """Return an expression that finds words of a language, not parts of them."""
    form = words if language in EASTERN else rf"(?<!\w)(?:{words})(?!\w)"
    return re.compile(form, re.IGNORECASE)
