"""A web page -> the text of its article and what the page says about itself."""

from __future__ import annotations

import re
from dataclasses import dataclass

from keiretsu.errors import DataError

_LOOKS = re.compile(r"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I)
MOST_TAGS = 15_000
MOST_ATTRIBUTES = 500
_TAG = re.compile(r"<[A-Za-z][^<>]*")


@dataclass(frozen=True, kw_only=True)
class Page:
    """What was found on a page; None where the page does not say."""

    text: str
    title: str | None
    date: str | None
    publisher: str | None
    language: str | None
    url: str | None
    author: str | None


def is_page(text: str) -> bool:
    """Whether a text is HTML by the look of its first tag."""
    return _LOOKS.match(text[:2000]) is not None


def read_page(html: str, place: str) -> Page:
    """Return the article on a page.

    Raises
    ------
    DataError
        If the page has no readable article.
    """
    import trafilatura
    from lxml.etree import LxmlError

    if html.count("<") > MOST_TAGS:
        raise _too_much(place, f"more than {MOST_TAGS} tags")
    if any(tag[0].count("=") > MOST_ATTRIBUTES for tag in _TAG.finditer(html)):
        raise _too_much(place, f"a tag of more than {MOST_ATTRIBUTES} attributes")
    try:
        found = trafilatura.bare_extraction(
            html, with_metadata=True, include_comments=False, include_tables=False
        )
    except (LxmlError, ValueError, RecursionError):
        found = None
    if isinstance(found, dict) or found is None or not (found.text or "").strip():
        raise DataError(
            f"{place} is a page without an article",
            hint="save the article's text and give that",
        )
    return Page(
        text=str(found.text),
        title=found.title,
        date=found.date,
        publisher=found.sitename,
        language=found.language,
        url=found.url,
        author=found.author,
    )


def _too_much(place: str, what: str) -> DataError:
    return DataError(
        f"{place} has {what}", hint="save the article's text and give that"
    )
