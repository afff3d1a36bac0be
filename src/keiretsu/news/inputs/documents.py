"""What a name stands for: a file, a folder, an address → documents, one at a time.

Files of a folder come in the order of their names. Nothing is held but the document at
hand, so that a folder of a hundred thousand takes the memory of one. What cannot be
read comes as `Unreadable` among the others.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from keiretsu.errors import DataError, KeiretsuError
from keiretsu.files import is_folder, read_bytes
from keiretsu.news.fetching.fetch import Fetched, fetch
from keiretsu.news.fetching.limits import MOST_BYTES
from keiretsu.news.fetching.targets import is_address
from keiretsu.news.inputs.document import Document, Unreadable, kind_of
from keiretsu.news.inputs.feeds import is_feed, read_feed
from keiretsu.news.inputs.json_articles import documents_in_lines, documents_in_list

Found = Document | Unreadable
Fetch = Callable[[str], Fetched]
TEXTS = (".txt", ".md", ".markdown", ".html", ".htm", ".xhtml", ".pdf", ".eml")
FEEDS = (".xml", ".rss", ".atom")
LINES = (".jsonl", ".ndjson")
_READ = (*TEXTS, *FEEDS, *LINES, ".json")
DEEPEST = 50
"""Folders within folders that are looked into."""
_LOOKED_AT = 4096


def documents_in(name: str | Path, *, ask: Fetch = fetch) -> Iterator[Found]:
    """Yield what a name stands for.

    Parameters
    ----------
    name
        A file, a folder, or an address of http or https; `-` is standard input.
    ask
        How an address is fetched.
    """
    try:
        if is_address(str(name)):
            yield from documents_at(ask(str(name)))
        elif str(name) != "-" and is_folder(Path(name)):
            yield from _in_folder(Path(name))
        else:
            yield from documents_of(Path(name))
    except KeiretsuError as error:
        yield Unreadable(place=str(name), error=error)


def documents_of(path: Path) -> Iterator[Found]:
    """Yield the documents of one file.

    Raises
    ------
    KeiretsuError
        If nothing of it can be read.
    """
    suffix = path.suffix.casefold()
    if suffix in LINES:
        yield from documents_in_lines(path)
        return
    head = _head(path)
    if is_feed(_roughly(head)):
        data = read_bytes(path, MOST_BYTES)
        yield from _of_feed(data, str(path), path.stem)
    elif suffix == ".json":
        yield from documents_in_list(path)
    else:
        yield Document(
            place=str(path),
            id="article" if str(path) == "-" else path.stem,
            path=path,
            kind=kind_of(head, path.name),
        )


def documents_at(page: Fetched) -> Iterator[Found]:
    """Yield the documents of a page of the network: one, or the entries of a feed."""
    id = id_of(page.url)
    if is_feed_at(page):
        yield from _of_feed(page.body, page.url, id, page.url, page.charset)
        return
    yield Document(
        place=page.url,
        id=id,
        data=page.body,
        kind=kind_of(page.body, page.url, page.kind),
        charset=page.charset,
        url=page.url,
    )


def is_feed_at(page: Fetched) -> bool:
    """Whether a page of the network is a feed, by the look of its beginning."""
    return is_feed(_roughly(page.body[:_LOOKED_AT]))


def files_in(folder: Path, depth: int = 0) -> Iterator[Path]:
    """Yield the files of a folder that could hold articles, by name, folders last.

    What begins with a dot is left out, and a link to a folder is not followed.

    Raises
    ------
    DataError
        If the folder cannot be listed.
    """
    try:
        with os.scandir(folder) as listed:
            found = sorted(listed, key=lambda one: one.name)
    except OSError as error:
        said = str(error.strerror or error).lower()
        raise DataError(f"the folder {folder} cannot be read: {said}") from None
    shown = [one for one in found if not one.name.startswith(".")]
    folders = [one.path for one in shown if one.is_dir(follow_symlinks=False)]
    names = [one.path for one in shown if one.is_file()]
    del found, shown
    for name in names:
        if name.casefold().endswith(_READ):
            yield Path(name)
    for inner in folders if depth < DEEPEST else ():
        yield from files_in(Path(inner), depth + 1)


def id_of(url: str) -> str:
    """Return what the claims of a page are called by.

    >>> id_of("https://example.com/news/2025/toyota.html?a=1")
    'example.com-news-2025-toyota.html-a-1'
    """
    bare = url.partition("://")[2]
    return re.sub(r"[^\w.]+", "-", bare).strip("-")[:100]


def _in_folder(folder: Path) -> Iterator[Found]:
    if folder.resolve().parent == folder.resolve():
        raise DataError(f"{folder} is the whole disk", hint="name a folder on it")
    is_empty = True
    for path in files_in(folder):
        is_empty = False
        inner = path.relative_to(folder).as_posix()
        try:
            for one in documents_of(path):
                yield _within(one, inner)
        except KeiretsuError as error:
            yield Unreadable(place=str(path), error=error)
    if is_empty:
        raise DataError(
            f"the folder {folder} holds nothing to read",
            hint=f"files are read that end in {', '.join(_READ)}",
        )


def _within(one: Found, inner: str) -> Found:
    """Name a file of a folder by its path there, so that no two have one name."""
    if isinstance(one, Document) and one.path is not None:
        return replace(one, id=inner)
    return one


def _of_feed(
    data: bytes, place: str, id: str, base: str = "", said: str | None = None
) -> Iterator[Found]:
    feed = read_feed(data, place, base=base, said=said)
    if not feed.entries:
        raise DataError(f"{place} is a feed without entries")
    for number, entry in enumerate(feed.entries, 1):
        text = entry.text or entry.title
        at = f"{place}, entry {number}"
        if not text:
            yield Unreadable(place=at, error=DataError(f"{at} has no text"))
            continue
        yield Document(
            place=entry.link or at,
            id=f"{id}-{number}",
            text=text,
            title=entry.title,
            date=entry.date,
            publisher=feed.title,
            url=entry.link,
        )


def _head(path: Path) -> bytes:
    """Return the first bytes of a file; none where it cannot be opened."""
    if str(path) == "-":
        return b""
    try:
        with path.open("rb") as opened:
            return opened.read(_LOOKED_AT)
    except (OSError, ValueError):
        return b""


def _roughly(head: bytes) -> str:
    """Return the letters of ASCII in the first bytes, whatever their encoding."""
    return head.replace(b"\0", b"").lstrip(b"\xff\xfe").decode("utf-8", "ignore")
