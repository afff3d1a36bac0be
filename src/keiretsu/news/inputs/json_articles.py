"""Articles in JSON: one a line (JSON Lines), or a list of them in one file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from keiretsu.errors import DataError
from keiretsu.files import read_bytes
from keiretsu.news.fetching.limits import MOST_BYTES
from keiretsu.news.inputs.document import Document, Unreadable
from keiretsu.news.inputs.paragraphs import words_of

LONGEST_ROW = 5_000_000
"""Bytes of a line of JSON Lines."""
_NAMES = {
    "text": ("text", "body", "content", "article", "html"),
    "title": ("title", "headline"),
    "date": ("date", "published", "published_at", "date_published", "pubdate"),
    "publisher": ("publisher", "source", "site", "site_name"),
    "url": ("url", "link", "address"),
    "id": ("id",),
}
"""What a field may be called, the usual name first."""
_HINT = 'write an article as {"text": "…", "title": "…", "date": "2025-05-19"}'


def documents_in_lines(path: Path) -> Iterator[Document | Unreadable]:
    """Yield the articles of a file of JSON Lines; a bad line is told, and left.

    Raises
    ------
    DataError
        If the file cannot be opened.
    """
    try:
        with path.open("rb") as lines:
            number = 0
            while line := lines.readline(LONGEST_ROW + 1):
                number += 1
                place = f"{path}, line {number}"
                if len(line) > LONGEST_ROW:
                    yield _unread(place, f"has more than {LONGEST_ROW} bytes")
                    while line and not line.endswith(b"\n"):
                        line = lines.readline(LONGEST_ROW)
                elif line.strip():
                    yield _row(line, place, f"{path.stem}-{number}")
    except OSError as error:
        said = str(error.strerror or error).lower()
        raise DataError(f"{path} cannot be read: {said}") from None


def documents_in_list(path: Path) -> Iterator[Document | Unreadable]:
    """Yield the articles of a file that holds one article, or a list of them, as JSON.

    Raises
    ------
    DataError
        If it is no JSON, or too large to be read whole.
    """
    data = read_bytes(path, MOST_BYTES, "write one article a line, as .jsonl")
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise DataError(f"{path} is no JSON: {str(error)[:100]}", hint=_HINT) from None
    if isinstance(found, dict):
        yield _article(found, str(path), path.stem)
        return
    for number, item in enumerate(found if isinstance(found, list) else [found], 1):
        yield _article(item, f"{path}, article {number}", f"{path.stem}-{number}")


def _row(line: bytes, place: str, id: str) -> Document | Unreadable:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        return _unread(place, f"is no JSON: {str(error)[:100]}")
    return _article(found, place, id)


def _article(data: Any, place: str, id: str) -> Document | Unreadable:
    if not isinstance(data, dict):
        return _unread(place, "is no article")
    said = {
        name: next((str(data[k]) for k in names if _is_word(data.get(k))), None)
        for name, names in _NAMES.items()
    }
    text = said["text"]
    if text is None:
        return _unread(place, "has no text")
    if "html" in data and text == data["html"] and "<html" not in text[:2000].lower():
        text = words_of(text)
    return Document(
        place=place,
        id=said["id"] or id,
        text=text,
        title=said["title"],
        date=said["date"],
        publisher=said["publisher"],
        url=said["url"],
    )


def _is_word(value: Any) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool) and value != ""


def _unread(place: str, what: str) -> Unreadable:
    return Unreadable(place=place, error=DataError(f"{place} {what}", hint=_HINT))
