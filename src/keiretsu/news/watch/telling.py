"""What was read since a day, as RSS 2.0."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from email.utils import format_datetime
from typing import Any
from xml.sax.saxutils import escape

from keiretsu.characters import visible


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


def called(row: Mapping[str, Any]) -> str:
    """Return what an article is called: its title, else where it is."""
    return str(row["title"] or row["url"] or row["key"].rpartition(" ")[0])


def _item(row: Mapping[str, Any]) -> Iterator[str]:
    said = "; ".join(claim["sentence"] for claim in row["claims"])
    noon = dt.datetime.combine(dt.date.fromisoformat(row["day"]), dt.time(12), dt.UTC)
    yield "<item>"
    yield f"<title>{_text(called(row))}</title>"
    if row["url"]:
        yield f"<link>{_text(row['url'])}</link>"
    yield f'<guid isPermaLink="false">{_text(row["key"])}</guid>'
    yield f"<pubDate>{format_datetime(noon)}</pubDate>"
    yield f"<description>{_text(said)}</description>"
    yield "</item>"


def _text(words: str) -> str:
    return escape(visible(words))
