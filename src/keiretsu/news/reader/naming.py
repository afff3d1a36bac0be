"""What a job title is called in a claim, and which words are only a part of one."""

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
    elif node.iso not in {None, "other", "minister"}:
        return {"vice_chair": "vice_chairman"}.get(str(node.iso), str(node.iso))
    return re.sub(r"\s+", "_", words)


def is_part_of_title(document: Document, node: Node) -> bool:
    """Whether a word is a title only with others that are not known.

    `Directora de innovación`, `programme director` and `head` of Ford's business in
    Europe are more than their words say.
    """
    if document.text[node.start : node.end].casefold() == "head":
        return not _HEAD_OF.match(document.text, node.end)
    return node.iso == "director" and document.language not in EASTERN
