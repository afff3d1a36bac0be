"""RSS, RDF, Atom and JSON feeds → a `Feed` with its entries.

RSS 2.0, RSS 1.0, RFC 4287, JSON Feed 1.1.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape, unescape
from itertools import islice
from typing import Any
from urllib.parse import urljoin

from keiretsu.errors import DataError
from keiretsu.news.articles.decoding import decode
from keiretsu.news.inputs.paragraphs import words_of
from keiretsu.news.inputs.xml_tree import tree_of

MOST_ENTRIES = 5_000
"""Entries of a feed that are read, the first ones."""
_WHOLE = 1_000
"""Characters from which an entry is taken to be the article and no summary of it."""
_ROOT = re.compile(
    r"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^<>\[]*(?:\[.*?\]\s*)?>\s*)*"
    r"<(?:rss|feed|(?:\w+:)?RDF)\b",
    re.S | re.I,
)
_HEAD = 200_000
"""Characters of a page in which its feeds are looked for."""
_LINK = re.compile(r"<link\b[^<>]{1,1000}>", re.I)
_ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""")
_TYPES = (
    *("application/rss+xml", "application/atom+xml"),
    *("application/feed+json", "application/rdf+xml"),
)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry of a feed.

    Attributes
    ----------
    link
        The page behind it; None where there is none.
    title, date
        As the feed says.
    text
        Its words, or those of its summary; may be empty.
    is_whole
        Whether the words are the article's, as far as the feed tells.
    """

    link: str | None
    title: str | None
    date: str | None
    text: str
    is_whole: bool


@dataclass(frozen=True, kw_only=True)
class Feed:
    """A feed: who publishes it, and its entries in its order."""

    title: str | None
    entries: tuple[Entry, ...]


def is_feed(text: str) -> bool:
    """Whether a text is a feed in XML or JSON by the look of its beginning.

    >>> is_feed("<?xml version='1.0'?><rss>"), is_feed("<html><body>")
    (True, False)
    """
    head = text[:4000].lstrip("\ufeff \t\r\n")
    if head.startswith("{"):
        return "jsonfeed.org/version" in head
    return _ROOT.match(head) is not None


def read_feed(
    data: bytes, place: str, *, base: str = "", said: str | None = None
) -> Feed:
    """Return a feed.

    Parameters
    ----------
    data
        Its bytes.
    place
        Where it is, for messages.
    base
        The address that its links are relative to.
    said
        Its encoding, as the server said.

    Raises
    ------
    DataError
        If it is none, is broken, or declares entities.
    """
    text = decode(data, place, said).text.lstrip("\ufeff \t\r\n")
    if text.startswith("{"):
        return _from_json(text, place, base)
    if not is_feed(text):
        raise DataError(
            f"{place} is no feed", hint="give one of RSS, Atom or JSON Feed"
        )
    return _from_xml(text, place, base)


def feeds_named(html: str, base: str) -> tuple[str, ...]:
    """Return the feeds that a page names in its head.

    >>> feeds_named('<link rel=alternate type=application/rss+xml href=/f>', "http://a")
    ('http://a/f',)
    """
    found = []
    for tag in _LINK.findall(html[:_HEAD]):
        said = {m[1].casefold(): m[2].strip("\"'") for m in _ATTRIBUTE.finditer(tag)}
        if said.get("type", "").casefold() in _TYPES and "alternate" in (
            said.get("rel", "").casefold().split()
        ):
            found.append(_absolute(base, unescape(said.get("href", ""))))
    return tuple(dict.fromkeys(one for one in found if one))


def _from_xml(text: str, place: str, base: str) -> Feed:
    root = tree_of(text, place, "a broken feed")
    found = islice(root.iter("{*}item", "{*}entry"), MOST_ENTRIES)
    entries = [_entry(node, base) for node in found]
    channel = next(root.iter("{*}channel"), root)
    return Feed(title=_plain(_child(channel, "title")), entries=tuple(entries))


def _entry(node: Any, base: str) -> Entry:
    whole = _child(node, "encoded", "content")
    short = _child(node, "description", "summary")
    text = words_of(_markup(whole)) if whole is not None else ""
    text = text or (words_of(_markup(short)) if short is not None else "")
    return Entry(
        link=_link(node, base),
        title=_plain(_child(node, "title")),
        date=_plain(_child(node, "pubDate", "published", "date", "updated")),
        text=text,
        is_whole=whole is not None or len(text) >= _WHOLE,
    )


def _link(node: Any, base: str) -> str | None:
    """Return the page of an entry: its link, else an id that is one."""
    for link in node.iterchildren("{*}link"):
        said = link.get("href") or (link.text or "")
        if link.get("rel", "alternate") == "alternate" and said.strip():
            return _absolute(base, said)
    guid = _child(node, "guid")
    if guid is not None and guid.get("isPermaLink", "true") == "true":
        return _absolute(base, guid.text or "")
    return None


def _child(node: Any, *names: str) -> Any:
    """Return the first child of the first name that there is; None without one."""
    for name in names:
        for child in node.iterchildren(f"{{*}}{name}"):
            return child
    return None


def _markup(node: Any) -> str:
    """Return what an element holds as HTML, whether escaped, in CDATA or as tags."""
    from lxml import etree

    inner = "".join(
        etree.tostring(child, encoding="unicode", with_tail=True) for child in node
    )
    return (escape(node.text or "") if inner else node.text or "") + inner


def _plain(node: Any) -> str | None:
    if node is None:
        return None
    return " ".join(words_of(_markup(node)).split()) or None


def _absolute(base: str, link: str) -> str | None:
    try:
        found = urljoin(base, link.strip())
    except ValueError:
        return None
    return found if found.startswith(("http://", "https://")) else None


def _from_json(text: str, place: str, base: str) -> Feed:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DataError(f"{place} is no JSON: {str(error)[:100]}") from None
    if not isinstance(data, dict) or not isinstance(data.get("items"), list):
        raise DataError(f"{place} is no JSON feed", hint="it has a list called items")
    title = data.get("title")
    items = [item for item in data["items"][:MOST_ENTRIES] if isinstance(item, dict)]
    return Feed(
        title=title if isinstance(title, str) else None,
        entries=tuple(_json_entries(items, base)),
    )


def _json_entries(items: Iterable[Mapping[str, Any]], base: str) -> Iterator[Entry]:
    for item in items:
        said = {k: v for k, v in item.items() if isinstance(v, str)}
        whole = said.get("content_text") or words_of(said.get("content_html", ""))
        link = said.get("url") or said.get("external_url") or ""
        yield Entry(
            link=_absolute(base, link) if link else None,
            title=said.get("title"),
            date=said.get("date_published") or said.get("date_modified"),
            text=whole or said.get("summary", ""),
            is_whole=bool(whole),
        )
