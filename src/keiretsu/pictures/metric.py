"""How wide words are, before anything draws them.

Advance widths are those of Helvetica and Arial, in thousandths of the font size. A page
may be shown in a wider font of our list, so that every width holds a reserve: what fits
here fits in DejaVu Sans too.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

FONT = "Arial, Helvetica, Liberation Sans, DejaVu Sans, sans-serif"
RESERVE = 1.15
"""DejaVu Sans is up to this much wider than Arial, its digits most."""
BOLD = 1.12

_WIDTHS = (
    *(278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278),
    *((556,) * 10),
    *(278, 278, 584, 584, 584, 556, 1015),
    *(667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833),
    *(722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611),
    *(278, 278, 278, 469, 556, 333),
    *(556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833),
    *(556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500),
    *(334, 260, 334, 584),
)
_FIRST = ord(" ")
_WIDE, _ARROW, _OTHER = 1000, 730, 780


def text_width(words: str, size: float, *, bold: bool = False) -> float:
    """Return a width that words surely fit in, in the units of the drawing.

    >>> text_width("20 %", 10) < text_width("20 %", 10, bold=True)
    True
    """
    em = sum(_advance(c) for c in words) / 1000
    return em * size * RESERVE * (BOLD if bold else 1)


def _advance(character: str) -> int:
    place = ord(character) - _FIRST
    if 0 <= place < len(_WIDTHS):
        return _WIDTHS[place]
    plain = unicodedata.normalize("NFD", character)[0]
    if plain != character:
        return _advance(plain)
    if character in "↑↓→":
        return _ARROW
    wide = unicodedata.east_asian_width(character) in "WF"
    symbol = unicodedata.category(character).startswith("S")
    return _WIDE if wide or symbol else _OTHER


def wrapped(words: str, size: float, width: float, *, bold: bool = False) -> list[str]:
    """Break words into lines that fit a width; a word that is too long stands alone.

    >>> wrapped("who owns whom", 10, 60)
    ['who owns', 'whom']
    """
    lines: list[str] = []
    for word in words.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, bold=bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def widest(lines: Sequence[str], size: float, *, bold: bool = False) -> float:
    """Return the width of the longest of some lines; 0 for none."""
    return max((text_width(line, size, bold=bold) for line in lines), default=0.0)
