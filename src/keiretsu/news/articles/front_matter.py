"""What a file says of itself before its text: YAML between `---`, TOML between `+++`.

Only what stands at the left edge is read, so that keys of nested tables are no one's
date. A value that runs over several lines (`>` or `|`) is joined.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping

_FRONT = re.compile(
    r"\s*(?P<fence>---|\+\+\+)[ \t]*\n(?P<fields>.*?)\n(?P=fence)[ \t]*(?:\n|$)", re.S
)
_LONGEST = 20_000
_FIELD = re.compile(r"(?P<key>[A-Za-z][\w-]*)[ \t]*:(?:[ \t]+(?P<value>.*))?$")
_NAMES = {
    "title": ("title", "headline"),
    "date": ("date", "published", "publishdate", "publish_date", "pubdate"),
    "publisher": ("publisher", "source", "site", "site_name"),
    "url": ("url", "link", "canonical", "canonical_url"),
    "author": ("author", "authors", "byline"),
}
"""What a field may be called, the usual name first."""


def front_matter(text: str) -> tuple[dict[str, str | None], int]:
    r"""Return what a text says of itself, and where its own text begins.

    >>> found, end = front_matter(
    ...     "---\ntitle: A: b\nseo:\n  date: 2001-01-01\n---\nText"
    ... )
    >>> found["title"], found["date"], end
    ('A: b', None, 44)
    """
    match = _FRONT.match(text[:_LONGEST])
    if match is None:
        return {}, 0
    fields = (_toml if match["fence"] == "+++" else _yaml)(match["fields"])
    found = {
        name: next((fields[key] for key in keys if fields.get(key)), None)
        for name, keys in _NAMES.items()
    }
    return found, match.end()


def _toml(block: str) -> Mapping[str, str]:
    try:
        data = tomllib.loads(block)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError):
        return {}
    return {
        key.casefold(): str(value)
        for key, value in data.items()
        if not isinstance(value, dict | list)
    }


def _yaml(block: str) -> Mapping[str, str]:
    fields: dict[str, str] = {}
    open_: str | None = None
    for line in block.splitlines():
        field = _FIELD.match(line)
        if field is not None:
            key, value = field["key"].casefold(), (field["value"] or "").strip()
            open_ = key if value[:1] in {">", "|"} and key not in fields else None
            fields.setdefault(key, "" if open_ else _plain(value))
        elif open_ is not None and line[:1] in {" ", "\t"}:
            fields[open_] = f"{fields[open_]} {line.strip()}".strip()
        elif line.strip():
            open_ = None
    return fields


def _plain(value: str) -> str:
    """A value without its quotation marks, or without the comment behind it."""
    for mark in "\"'":
        if value.startswith(mark):
            return value[1:].partition(mark)[0]
    return re.sub(r"\s+#.*$", "", value)
