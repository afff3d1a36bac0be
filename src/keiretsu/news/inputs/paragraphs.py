"""Text that was set in lines or tags becomes paragraphs, one a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from keiretsu.news.articles.language import is_east_asian

_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "br", "dd", "div", "dl"),
        *("dt", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6"),
        *("header", "hr", "li", "main", "ol", "p", "pre", "section", "table", "td"),
        *("th", "tr", "ul"),
    )
)
_UNSEEN = frozenset(
    ("script", "style", "noscript", "template", "svg", "iframe", "head")
)
_TAG = re.compile(r"<[a-zA-Z!/][^<>]*>|&#?\w{2,10};")
_STOP = re.compile(r"[.!?:;。！？：；…][\"'”’»」』）)\]]*$")
_BULLET = re.compile(r"[-*•‣·–—]\s|\d{1,3}[.)]\s")


def rewrapped(text: str) -> str:
    r"""Return a text whose paragraphs stand on one line each.

    A paragraph ends at an empty line, and where a line is short and closes a sentence.

    >>> rewrapped("Toyota will\nbuy a stake in Nis-\nsan.\n\nSo it said.")
    'Toyota will buy a stake in Nissan.\nSo it said.'
    """
    lines = [line.strip() for line in text.replace("\f", "\n\n").splitlines()]
    width = max((len(line) for line in lines), default=0)
    return "\n".join(
        paragraph
        for is_text, block in groupby(lines, key=bool)
        if is_text
        for paragraph in _paragraphs(list(block), width)
    )


def _paragraphs(lines: list[str], width: int) -> Iterator[str]:
    whole = ""
    for line in lines:
        if whole and _BULLET.match(line):
            yield whole
            whole = ""
        whole = _joined(whole, line)
        if _STOP.search(line) and len(line) < 0.7 * width:
            yield whole
            whole = ""
    if whole:
        yield whole


def _joined(first: str, second: str) -> str:
    if not first:
        return second
    if first.endswith("-") and first[-2:-1].isalpha() and second[:1].islower():
        return first[:-1] + second
    if is_east_asian(first[-1]) and is_east_asian(second[0]):
        return first + second
    return f"{first} {second}"


def words_of(markup: str) -> str:
    """Return what a piece of HTML says, a paragraph a line; plain text as it is.

    >>> words_of("<p>Toyota &amp; <b>Nissan</b></p><script>x()</script>")
    'Toyota & Nissan'
    """
    if not _TAG.search(markup):
        return markup.strip()
    from lxml import etree

    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
    data = f"<html><body>{markup}</body></html>".encode("utf-8", "replace")
    try:
        root = etree.fromstring(data, parser)
    except etree.LxmlError:
        root = None
    return "" if root is None else _said("".join(_pieces(root)))


def _pieces(root: Any) -> Iterator[str]:
    """Yield the words of a tree, and an end of line round every block."""
    from lxml import etree

    unseen = 0
    for step, node in etree.iterwalk(root, events=("start", "end")):
        is_block, is_unseen = node.tag in _BLOCKS, node.tag in _UNSEEN
        if is_block:
            yield "\n"
        if step == "start":
            unseen += is_unseen
            if node.text and not unseen:
                yield _flat(node.text)
        else:
            unseen -= is_unseen
            if node.tail and not unseen:
                yield _flat(node.tail)


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _said(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)
