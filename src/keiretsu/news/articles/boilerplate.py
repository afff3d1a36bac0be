"""Which stretches of a text are the article, and which are the page around it.

Paragraph by paragraph: interface words, copyright, author boxes, teasers, comments and
stray text in another script are left out, in any of the languages that the cue file
knows. The rest is the body.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from functools import cache
from importlib.resources import files

from keiretsu.news.articles.language import is_east_asian

Span = tuple[int, int]
_ROW = re.compile(r"\S\s*\|\s*\S|^[-*•·▪]\s")
_SENTENCE_END = re.compile(r"[.!?。!?][\"'”’»)\]]*\s*$")


def body_of(text: str, start: int = 0) -> tuple[Span, ...]:
    """Return the paragraphs of the article as spans of the text.

    Parameters
    ----------
    text
        The whole text.
    start
        Where the article may begin, past any front matter.
    """
    paragraphs = _paragraphs(text, start)
    repeated = Counter(text[a:b].casefold() for a, b in paragraphs)
    eastern = is_east_asian(text[start:])
    line, tail = _cues()
    kept: list[Span] = []
    for a, b in paragraphs:
        paragraph = text[a:b]
        if tail.match(paragraph):
            if kept and a - start > (len(text) - start) * 0.4:
                break
            continue
        row = _ROW.search(paragraph) is not None
        other = not row and is_east_asian(paragraph) != eastern
        again = repeated[paragraph.casefold()] > 1 and not _SENTENCE_END.search(
            paragraph
        )
        if line.match(paragraph) or other or again or _is_furniture(paragraph, row):
            continue
        kept.append((a, b))
    return tuple(kept)


def is_heading(paragraph: str) -> bool:
    """Whether a paragraph reads as a heading: short, without a full stop.

    >>> is_heading("Nissan's pivot"), is_heading("Nissan said so.")
    (True, False)
    """
    return len(paragraph) <= 160 and not _SENTENCE_END.search(paragraph)


def _paragraphs(text: str, start: int) -> list[Span]:
    found = []
    for match in re.finditer(r"[^\n]+", text[start:]):
        raw = match[0]
        a = start + match.start() + len(raw) - len(raw.lstrip())
        b = start + match.end() - (len(raw) - len(raw.rstrip()))
        if a < b:
            found.append((a, b))
    return found


def _is_furniture(paragraph: str, row: bool) -> bool:
    """Bare numbers, dates and marks: view counters, tickers, time stamps, rules.

    Of a table or a list a row may name a firm in two letters: `| MG | 15.204 |`.
    """
    return not re.search(r"[^\W\d_]{2}" if row else r"[^\W\d_]{3}", paragraph)


@cache
def _cues() -> tuple[re.Pattern[str], re.Pattern[str]]:
    text = (files("keiretsu.news") / "patterns/boilerplate.toml").read_text("utf-8")
    data = tomllib.loads(text)
    line, tail = ("|".join(f"(?:{cue})" for cue in data[k]) for k in ("line", "tail"))
    return re.compile(line, re.I), re.compile(tail, re.I)
