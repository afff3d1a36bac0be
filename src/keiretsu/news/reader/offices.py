"""Whether a person has a role still, or at all, by the words at its title.

`Ist nicht mehr Chef von Volkswagen` names the role and ends it: the trees see the name,
the title and the firm, and seldom the two words between.
"""

from __future__ import annotations

import re
from functools import cache

from keiretsu.news.reader.document import Document, Node
from keiretsu.news.reader.packaged import packaged


def told_office(document: Document, title: Node) -> str | None:
    """Return `former` or `refused` where the words at a title tell so, else None."""
    before, after = document.said_before(title), document.said_after(title)
    for told, (ahead, behind) in _forms(document.language).items():
        if (ahead and ahead.search(before)) or (behind and behind.match(after)):
            return told
    return None


@cache
def _forms(
    language: str,
) -> dict[str, tuple[re.Pattern[str] | None, re.Pattern[str] | None]]:
    rules = packaged("offices.toml")[language]
    return {
        told: (_form(rules[told].get("before")), _form(rules[told].get("after")))
        for told in ("former", "refused")
    }


def _form(words: str | None) -> re.Pattern[str] | None:
    return None if words is None else re.compile(words, re.IGNORECASE)
