"""Names that only say whose the next one is: `the Stellantis unit Maserati`.

Of a tie with Maserati they are no part. A sentence's line without them reads plainly.
"""

from __future__ import annotations

import re

from keiretsu.news.reader.document import Node

Places = dict[int, tuple[int, Node]]
"""Nodes of a line by where their signs stand."""

_OWNERS = {
    "en": r"C(?:['’]s)? (?:unit|subsidiary|brand|arm|division|affiliate|marque) (?=C)"
    r"|C-(?:owned|controlled|backed) (?=C)",
    "de": r"C-(?:tochter|marke|sparte|ableger|beteiligung)\w* (?=C)",
    "fr": r"(?:filiale|marque) (?:\w+ )?(?:de |du |d['’])C,? (?=C)",
    "es": r"(?:filial|marca|participada) (?:\w+ )?(?:de|del) C,? (?=C)",
    "ja": r"C(?:の?傘下|の?子会社|系列)(?:の|である)?(?=C)",
    "zh": r"C(?:旗下|子公司|附属公司)的?(?:品牌)?(?=C)",
}


def without_owners(line: str, places: Places, language: str) -> tuple[str, Places]:
    """Return a line, as frames see it, without names that say whose the next one is.

    Parameters
    ----------
    line, places
        A sentence with a sign for each name, and the nodes at the signs.
    language
        ISO 639-1 code.

    >>> without_owners("C kauft P an der C-marke C.", {}, "de")[0]
    'C kauft P an der C.'
    """
    kept: list[str] = []
    moved: Places = {}
    at = length = 0
    for match in re.finditer(_OWNERS[language], line):
        kept.append(line[at : match.start()])
        moved |= _shifted(places, at, match.start(), length - at)
        length += match.start() - at
        at = match.end()
    if not kept:
        return line, places
    moved |= _shifted(places, at, len(line), length - at)
    return "".join([*kept, line[at:]]), moved


def _shifted(places: Places, start: int, end: int, by: int) -> Places:
    return {place + by: n for place, n in places.items() if start <= place < end}
