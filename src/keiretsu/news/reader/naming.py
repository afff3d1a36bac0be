"""What a job title is called in a claim, and which titles are none of a company."""

from __future__ import annotations

import re

from keiretsu.news.articles.language import EASTERN
from keiretsu.news.reader.document import Document, Node

_HEAD_OF = re.compile(
    r" of (?:the |its )?[\w -]{3,40}?(?=[,.;:)]| at | of | in | for | and |$)"
)


def title_of(document: Document, node: Node) -> str:
    """Return what the title of a node is called: the same in every language."""
    words = document.text[node.start : node.end].casefold()
    if words == "head":
        of = _HEAD_OF.match(document.text, node.end)
        words += re.sub(r" (?:the|its) ", " ", of[0].casefold()) if of else ""
    elif node.iso not in {None, "other"}:
        return str(node.iso)
    return re.sub(r"\s+", "_", words)


def is_no_role(document: Document, node: Node) -> bool:
    """Whether a title is of no company, or one only with words that are not known.

    Ministers, mayors and union leaders have no role in a company. `Directora de
    innovación`, `programme director` and `head` of Ford's business in Europe are more
    than their words say.
    """
    if node.iso == "none":
        return True
    if document.text[node.start : node.end].casefold() == "head":
        return not _HEAD_OF.match(document.text, node.end)
    return node.iso == "director" and document.language not in EASTERN
