"""An article: its text, what is known of it, and which of its text is the article."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from keiretsu.errors import DataError
from keiretsu.news.articles.boilerplate import Span, body_of, is_heading
from keiretsu.news.articles.files import check_text, read_text
from keiretsu.news.articles.html_page import is_page, read_page
from keiretsu.news.articles.language import language_of
from keiretsu.units import PartialDate

MOST_CHARACTERS = 500_000
_FRONT = re.compile(r"---\n(?P<fields>.*?)\n---[ \t]*(?:\n|$)", re.S)
_ISO = re.compile(r"\b((?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))\b")
_DATELINE = 300


@dataclass(frozen=True, kw_only=True)
class Article:
    """One article, ready to be read for claims.

    Attributes
    ----------
    id
        Stem of its file: `seed`.
    text
        The text that spans refer to, by Unicode code points; LF line ends.
    title, date, publisher, url
        What is known about it; None where nobody said.
    language
        ISO 639-1 code; None where the text does not tell.
    body
        Spans of `text`, a paragraph each, that are the article and no boilerplate.
    source
        Where it was read: a path, `-` or nothing.
    """

    id: str
    text: str
    title: str | None
    date: PartialDate | None
    publisher: str | None
    language: str | None
    url: str | None
    body: tuple[Span, ...]
    source: str | None

    @property
    def notice(self) -> str | None:
        """What a reader should know before trusting an empty list of claims."""
        if self.language == "en":
            return None
        spoken = self.language or "an unknown language"
        return f"{self.id}: no claims were read: the text is in {spoken}, not English"

    def __repr__(self) -> str:
        day = f", {self.date}" if self.date else ""
        return f"<Article {self.id}: {self.title or 'untitled'}{day}>"


def read_article(
    path: Path | str | None = None,
    *,
    text: str | None = None,
    id: str | None = None,
    title: str | None = None,
    date: str | None = None,
    publisher: str | None = None,
    url: str | None = None,
) -> Article:
    """Read an article from a file, standard input (`-`) or a string.

    Parameters
    ----------
    path
        A .txt, .md or .html file. A Markdown file may begin with front matter
        (`title`, `date`, `publisher`, `url`).
    text
        The text itself, instead of a path.
    id, title, date, publisher, url
        What the caller knows; it goes before what the file says of itself.

    Raises
    ------
    DataError
        If there is nothing readable, or the date is none.
    """
    if (path is None) == (text is None):
        raise DataError("an article needs either a path or a text")
    place = "the text" if path is None else repr(str(path))
    raw = read_text(path) if path is not None else check_text(text or "", place)
    stem = "article" if path is None or str(path) == "-" else Path(path).stem
    found: dict[str, str | None] = {}
    start = 0
    if is_page(raw):
        page = read_page(raw, place)
        raw = check_text(page.text, place)
        found = {k: getattr(page, k) for k in ("title", "date", "publisher", "url")}
    elif front := _FRONT.match(raw):
        found, start = _fields(front["fields"]), front.end()
    if len(raw) > MOST_CHARACTERS:
        raise DataError(
            f"{place} has {len(raw)} characters", hint="give one article at a time"
        )
    body = body_of(raw, start)
    said = {"title": title, "date": date, "publisher": publisher, "url": url}
    known = found | {k: v for k, v in said.items() if v is not None}
    return Article(
        id=id or stem,
        text=raw,
        title=known.get("title") or _first_heading(raw, body),
        date=_date(known.get("date"), raw, body),
        publisher=known.get("publisher"),
        language=language_of(" ".join(raw[a:b] for a, b in body)),
        url=known.get("url"),
        body=body,
        source=None if path is None else str(path),
    )


def _fields(block: str) -> dict[str, str | None]:
    pairs = (line.partition(":") for line in block.splitlines() if ":" in line)
    return {key.strip().lower(): value.strip().strip("\"'") for key, _, value in pairs}


def _first_heading(text: str, body: tuple[Span, ...]) -> str | None:
    if not body or not is_heading(text[slice(*body[0])]):
        return None
    return text[slice(*body[0])].lstrip("# ")


def _date(said: str | None, text: str, body: tuple[Span, ...]) -> PartialDate | None:
    """What was said, else the first full date in the head of the text."""
    if said:
        return PartialDate(said[:10])
    start = body[0][0] if body else 0
    match = _ISO.search(text[max(0, start - 100) : start + _DATELINE])
    try:
        return PartialDate(match[1]) if match else None
    except DataError:
        return None
