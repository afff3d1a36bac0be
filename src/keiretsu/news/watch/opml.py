"""A list of feeds in OPML → their addresses. OPML 2.0."""

from __future__ import annotations

from keiretsu.errors import DataError
from keiretsu.news.articles.decoding import decode
from keiretsu.news.inputs.xml_tree import tree_of

MOST_FEEDS = 5_000


def feeds_in(data: bytes, place: str) -> tuple[str, ...]:
    """Return the addresses of the feeds that a list names, each once.

    Raises
    ------
    DataError
        If it is no OPML, or names no feed, or too many.
    """
    root = tree_of(decode(data, place).text, place, "a broken list of feeds")
    if root.tag != "opml":
        raise DataError(f"{place} is no list of feeds", hint="export one as OPML")
    named = (one.get("xmlUrl") for one in root.iter("outline"))
    found = tuple(dict.fromkeys(url.strip() for url in named if url and url.strip()))
    if not found:
        raise DataError(f"{place} names no feed")
    if len(found) > MOST_FEEDS:
        raise DataError(
            f"{place} names {len(found)} feeds", hint=f"at most {MOST_FEEDS}"
        )
    return found
