"""What was read since a day, as RSS 2.0 or Atom."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator, Mapping
from email.utils import format_datetime
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring
from xml.sax.saxutils import escape

from keiretsu.characters import visible
from keiretsu.sources import safe_link

ATOM = "http://www.w3.org/2005/Atom"
_NEVER = "1970-01-01T00:00:00Z"


def as_rss(articles: Iterable[Mapping[str, Any]], day: str) -> Iterator[str]:
    """Yield the lines of a feed: an item an article, its claims in words.

    Parameters
    ----------
    articles
        Rows of `WatchStore.since`.
    day
        The first day.
    """
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<rss version="2.0"><channel>'
    yield f"<title>{_text(f'What was claimed since {day}')}</title>"
    yield "<link>https://keiretsu.example</link>"
    yield "<description>Claims of articles, read by keiretsu</description>"
    for row in articles:
        if row["claims"]:
            yield from _item(row)
    yield "</channel></rss>"


def as_atom(articles: Iterable[Mapping[str, Any]]) -> bytes:
    """Return articles as an Atom feed, an entry an article, the newest first.

    References
    ----------
    RFC 4287, The Atom Syndication Format.
    """
    rows = list(articles)
    feed = Element("feed", xmlns=ATOM)
    _put(feed, "title", "What watched articles claimed")
    _put(feed, "id", _name("keiretsu watch"))
    _put(feed, "updated", max((r["read"] for r in rows), default=_NEVER))
    _put(SubElement(feed, "author"), "name", "keiretsu")
    for row in reversed(rows):
        entry = SubElement(feed, "entry")
        _put(entry, "title", called(row))
        _put(entry, "id", _name(row["key"]))
        _put(entry, "updated", row["read"])
        if link := safe_link(row["url"] or ""):
            SubElement(entry, "link", href=visible(link))
        _put(entry, "summary", "; ".join(c["sentence"] for c in row["claims"]))
    return tostring(feed, encoding="utf-8", xml_declaration=True)


def _put(parent: Element, tag: str, words: str) -> None:
    SubElement(parent, tag).text = visible(words)


def _name(key: str) -> str:
    """Return a name that stays the same, and that tells no path of ours."""
    return uuid.uuid5(uuid.NAMESPACE_URL, key).urn


def called(row: Mapping[str, Any]) -> str:
    """Return what an article is called: its title, else where it is."""
    return str(row["title"] or row["url"] or row["key"].rpartition(" ")[0])


def _item(row: Mapping[str, Any]) -> Iterator[str]:
    said = "; ".join(claim["sentence"] for claim in row["claims"])
    noon = dt.datetime.combine(dt.date.fromisoformat(row["day"]), dt.time(12), dt.UTC)
    yield "<item>"
    yield f"<title>{_text(called(row))}</title>"
    if link := safe_link(row["url"] or ""):
        yield f"<link>{_text(link)}</link>"
    yield f'<guid isPermaLink="false">{_text(row["key"])}</guid>'
    yield f"<pubDate>{format_datetime(noon)}</pubDate>"
    yield f"<description>{_text(said)}</description>"
    yield "</item>"


def _text(words: str) -> str:
    return escape(visible(words))
