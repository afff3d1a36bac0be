"""An article: its text, what is known of it, and which of its text is the article."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from keiretsu.errors import DataError
from keiretsu.news.articles.boilerplate import Span, body_of, is_heading
from keiretsu.news.articles.decoding import Decoded
from keiretsu.news.articles.files import check_text, one_line, read_text
from keiretsu.news.articles.front_matter import front_matter
from keiretsu.news.articles.html_page import is_page, read_page
from keiretsu.news.articles.language import READ, SPOKEN, language_of
from keiretsu.news.articles.publication_date import dateline, read_date
from keiretsu.units import PartialDate, joined

MOST_CHARACTERS = 500_000
"""Characters above which a text is refused."""
MOST_READ = 40_000
"""Characters of the body that are read for claims; a long feature has half of it."""
_ISO = re.compile(r"\b((?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))\b")
_DATELINE = 300
_BEGINNING = 3
"""Paragraphs that may begin with a place and a day."""
_KNOWN = ("title", "date", "publisher", "url", "author")


@dataclass(frozen=True, kw_only=True)
class Article:
    """One article, ready to be read for claims.

    Attributes
    ----------
    id
        Stem of its file: `seed`.
    text
        The text that spans refer to, by Unicode code points; LF line ends.
    title, date, publisher, url, author
        What is known about it; None where nobody said.
    language
        ISO 639-1 code; None where the text does not tell.
    body
        Spans of `text`, a paragraph each, that are the article and no boilerplate.
    source
        Where it was read: a path, `-` or nothing.
    remarks
        What was unclear in reading it: its encoding, its date, its length.
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
    remarks: tuple[str, ...] = ()
    author: str | None = None

    @property
    def notice(self) -> str | None:
        """What to know before trusting the claims, with the article's id."""
        told = self.caution
        return f"{self.id}: {told}" if told else None

    @property
    def caution(self) -> str:
        """What a reader should know before trusting the claims or their absence."""
        told, code = list(self.remarks), self.language or ""
        spoken = SPOKEN.get(code, code or "an unknown language")
        if code not in READ:
            told.append(
                f"no claims were read: the text is in {spoken}; "
                f"read are {joined([SPOKEN[one] for one in READ])}"
            )
        elif code != "en":
            told.append(
                f"the text is in {spoken}, where the reader finds few of the claims "
                "that there are"
            )
        return "; ".join(told)

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
    given = (
        read_text(path) if path is not None else Decoded(check_text(text or "", place))
    )
    raw, remarks = given.text, [given.remark]
    stem = "article" if path is None or str(path) == "-" else Path(path).stem
    if is_page(raw):
        page = read_page(raw, place)
        raw, start = check_text(page.text, place), 0
        found = {k: getattr(page, k) for k in _KNOWN}
    else:
        found, start = front_matter(raw)
    if len(raw) > MOST_CHARACTERS:
        raise DataError(
            f"{place} has {len(raw)} characters", hint="give one article at a time"
        )
    body, cut = _readable(body_of(raw, start))
    said = {"title": title, "publisher": publisher, "url": url}
    known = found | {k: v for k, v in said.items() if v is not None}
    known = {key: None if v is None else one_line(v) for key, v in known.items()}
    day, doubt = _date(date, known.get("date"), raw, body)
    return Article(
        id=id or stem,
        text=raw,
        title=known.get("title") or _first_heading(raw, body),
        date=day,
        publisher=known.get("publisher"),
        language=language_of(" ".join(raw[a:b] for a, b in body)),
        url=known.get("url"),
        author=known.get("author"),
        body=body,
        source=None if path is None else str(path),
        remarks=tuple(remark for remark in (*remarks, doubt, cut) if remark),
    )


def _readable(body: tuple[Span, ...]) -> tuple[tuple[Span, ...], str | None]:
    """Return the paragraphs up to the most that is read, and what is left out."""
    length = sum(b - a for a, b in body)
    if length <= MOST_READ:
        return body, None
    kept: list[Span] = []
    room = MOST_READ
    for a, b in body:
        if room > 0:
            kept.append((a, min(b, a + room)))
            room -= b - a
    return tuple(kept), f"the first {MOST_READ} of {length} characters were read"


def _first_heading(text: str, body: tuple[Span, ...]) -> str | None:
    if not body or not is_heading(text[slice(*body[0])]):
        return None
    return text[slice(*body[0])].lstrip("# ")


def _date(
    told: str | None, stated: str | None, text: str, body: tuple[Span, ...]
) -> tuple[PartialDate | None, str | None]:
    """What the caller says, else the file, else the first date in the head of the text.

    With it comes what must be said where the file's own date cannot be read.
    """
    if told:
        return read_date(told) or PartialDate(told), None
    if stated:
        read = read_date(stated)
        doubt = None if read else f"its date {stated[:40]!r} cannot be read"
        return read, doubt
    start = body[0][0] if body else 0
    match = _ISO.search(text[max(0, start - 100) : start + _DATELINE])
    if match:
        return read_date(match[1]), None
    end = body[:_BEGINNING][-1][1] if body else 0
    lines = text[max(0, start - _DATELINE) : end].splitlines()
    return next(filter(None, map(dateline, lines)), None), None
