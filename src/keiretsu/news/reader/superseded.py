"""Figures that others take the place of: `lowered from 3.2 million to 2.9 million`.

The old figure is not what a target says now. It is no surer than the new one, so that
it never stands alone, and it is the base of the new one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from keiretsu.news.reader.document import Document, Node
from keiretsu.news.reader.drafts import Draft
from keiretsu.news.reader.labels import FIGURES

_ABOUT = r"(?:\w{2,8}\s+)?"
_FROM_TO = {
    "en": (rf"\bfrom\s+{_ABOUT}$", rf"[^.;]{{0,40}}?\bto\s+{_ABOUT}$"),
    "de": (rf"\bvon\s+{_ABOUT}$", rf"[^.;]{{0,40}}?\bauf\s+{_ABOUT}$"),
    "fr": (rf"(?:\bde\s+|\bd['’]){_ABOUT}$", rf"[^.;]{{0,40}}?\bà\s+{_ABOUT}$"),
    "es": (rf"\b(?:de|desde)\s+{_ABOUT}$", rf"[^.;]{{0,40}}?\ba\s+{_ABOUT}$"),
    "ja": (r"", r"[^。]{0,6}から[^。]{0,8}$"),
    "zh": (r"[从由從][^。，]{0,4}$", r"[^。]{0,6}[^。，]{0,4}[至到为為]$"),
}
"""By language: what stands before the old figure, and between it and the new one."""
_BEFORE = 16
"""Signs before a figure in which it may be said to be the old one."""


def replaced(document: Document) -> dict[int, int]:
    """Return, by the node of each new figure, that of the one whose place it takes."""
    before, between = _FROM_TO[document.language]
    text = document.text
    return {
        new: old
        for old, first, new, second in _neighbours(document)
        if re.search(before, text[max(0, first.start - _BEFORE) : first.start])
        and re.match(between, text[first.end : second.start])
    }


def _neighbours(document: Document) -> Iterator[tuple[int, Node, int, Node]]:
    """Yield figures of one sort that follow one another in a sentence."""
    own = [(i, n) for i, n in enumerate(document.nodes) if n.sort in FIGURES]
    own.sort(key=lambda one: one[1].start)
    for (i, a), (j, b) in pairwise(own):
        if a.sentence == b.sentence and a.sort == b.sort:
            yield i, a, j, b


def kept_below(
    document: Document, drafts: Sequence[Draft], chances: np.ndarray
) -> np.ndarray:
    """Return chances in which no old target is surer than the one in its place.

    The new one gets the old as its `base`.

    Parameters
    ----------
    document, drafts
        An article and what is proposed of it.
    chances
        How probable each draft is.
    """
    places = replaced(document)
    olds = {old: new for new, old in places.items()}
    most: dict[int, float] = {}
    for draft, chance in zip(drafts, chances, strict=True):
        if draft.kind == "target":
            most[draft.anchor] = max(most.get(draft.anchor, 0.0), float(chance))
            if draft.anchor in places:
                draft.parts["base"] = places[draft.anchor]
    limits = [
        most.get(olds[d.anchor], 0.0)
        if d.kind == "target" and d.anchor in olds
        else 1.0
        for d in drafts
    ]
    return np.minimum(chances, np.array(limits).reshape(chances.shape))
