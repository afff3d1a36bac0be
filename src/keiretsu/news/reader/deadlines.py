"""The day by which a target is meant, where the sentence has one day and says `by`.

The trees place most deadlines of articles; a sentence alone gives them too little.
"""

from __future__ import annotations

import re

from keiretsu.news.reader.document import Document

_BEFORE = {
    "en": r"\b(?:by|until)(?: the)?(?: end of| beginning of| middle of)? $",
    "de": r"\bbis(?: zum)?(?: spätestens| Ende| Anfang| Mitte)*(?: des Jahres)? $",
    "fr": r"\b(?:d['’]ici|jusqu['’]en|avant)(?: à| en)?(?: la)?(?: fin)?(?: de)? ?$",
    "es": r"\b(?:hasta|para|antes de)(?: finales de| el año| fines de)? $",
    "zh": r"到$",
}
_AFTER = {"ja": r"末?まで", "zh": r"[年月]?[底末]?(?:之|以)?前"}


def told_deadline(document: Document, anchor: int) -> int | None:
    """Return the node of the day by which the sentence of a target means it.

    None where its sentence names no day or several, or says it in another way.
    """
    here = document.nodes[anchor].sentence
    days = [
        number
        for number, node in enumerate(document.nodes)
        if node.sentence == here and node.sort == "day"
    ]
    if len(days) != 1:
        return None
    day = document.nodes[days[0]]
    ahead, behind = (rules.get(document.language) for rules in (_BEFORE, _AFTER))
    by = bool(ahead and re.search(ahead, document.said_before(day))) or bool(
        behind and re.match(behind, document.said_after(day))
    )
    return days[0] if by else None
