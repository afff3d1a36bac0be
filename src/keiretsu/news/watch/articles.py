"""An entry or an article as what is watched keeps it: waiting, or read.

What tells one from another is its page, or a hash of its words or bytes.
"""

from __future__ import annotations

import datetime as dt
import hashlib

from keiretsu.errors import DataError, FetchError
from keiretsu.news.corroboration.pages import Page
from keiretsu.news.fetching.targets import target
from keiretsu.news.inputs.document import Document, Unreadable
from keiretsu.news.inputs.feeds import Entry, Feed
from keiretsu.news.inputs.reading import read_one
from keiretsu.news.watch.records import Done, New


def waiting_entry(feed: Feed, entry: Entry, source: str) -> New:
    """Return an entry of a source's feed as an article that waits."""
    own = hash_of(f"{entry.title} {entry.date} {entry.text}")
    link = entry.link.partition("#")[0] if entry.link else None
    host = None
    if link is not None and not entry.is_whole:
        try:
            host = target(link).origin
        except FetchError:
            host = None
    return New(
        key=link or f"{source} {own}",
        host=host,
        url=link,
        title=entry.title,
        publisher=feed.title,
        date=entry.date,
        text=entry.text or None,
        is_whole=entry.is_whole,
    )


def read_now(document: Document) -> Done:
    """Return what is kept of an article once it has been read.

    Raises
    ------
    KeiretsuError
        If it cannot be read.
    """
    read = read_one(document)
    if isinstance(read, Unreadable):
        raise read.error
    article = read.article
    day = article.date.last.isoformat() if article.date else now()[:10]
    return Done(
        title=article.title,
        author=article.author,
        publisher=article.publisher,
        date=str(article.date) if article.date else None,
        day=day,
        opening=Page.of(article, read.claims).opening,
        claims=[one.to_dict() | {"sentence": one.sentence} for one in read.claims],
    )


def content_hash(document: Document) -> str:
    """Return what tells a document from a later one: of its words, or of its bytes.

    Raises
    ------
    DataError
        If its file cannot be read.
    """
    if document.path is None:
        return hash_of(document.text or "")
    try:
        with document.path.open("rb") as opened:
            return hash_of(hashlib.file_digest(opened, "sha256").hexdigest())
    except OSError as error:
        said = str(error.strerror or error).lower()
        raise DataError(f"{document.path} cannot be read: {said}") from None


def hash_of(text: str) -> str:
    """Return a short hash of words."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]


def now() -> str:
    """Return the moment, in UTC, to the second."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
