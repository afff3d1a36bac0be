"""How wide words are, before anything draws them.

Advance widths are those of the font that pictures carry. A reader may see them in
another of our list, so that every width holds a reserve: what fits here fits in DejaVu
Sans too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache

from keiretsu.pictures.font import widths

RESERVE, BOLD_RESERVE = 1.15, 1.2
"""DejaVu Sans is up to this much wider than Arimo, its digits most."""
_WIDE, _SIGN, _OTHER = 1000, 730, 780


def text_width(words: str, size: float, *, bold: bool = False) -> float:
    """Return a width that words surely fit in, in the units of the drawing.

    >>> text_width("20 %", 10) < text_width("20 %", 10, bold=True)
    True
    """
    table = _advances(bold)
    em = sum(_advance(c, table) for c in words) / 1000
    return em * size * (BOLD_RESERVE if bold else RESERVE)


@cache
def _advances(bold: bool) -> Mapping[str, int]:
    """Return the widths of a weight; a sign is wider in other fonts than in ours."""
    return {
        letter: max(width, _SIGN) if letter > "~" and _is_sign(letter) else width
        for letter, width in widths(700 if bold else 400).items()
    }


def _advance(character: str, table: Mapping[str, int]) -> int:
    if character in table:
        return table[character]
    plain = unicodedata.normalize("NFD", character)[0]
    if plain != character:
        return _advance(plain, table)
    wide = unicodedata.east_asian_width(character) in "WF"
    return _WIDE if wide or _is_sign(character) else _OTHER


def _is_sign(character: str) -> bool:
    return unicodedata.category(character).startswith("S")


_WORD = re.compile(r"(?:[^ ]| (?=%))+")
"""What stands between two spaces at which a line may break."""


def wrapped(words: str, size: float, width: float, *, bold: bool = False) -> list[str]:
    """Break words into lines that fit a width; a word that is too long stands alone.

    A percent sign stays with its number.

    >>> wrapped("who owns whom", 10, 60), wrapped("up to 3.2 % more", 10, 45)
    (['who owns', 'whom'], ['up to', '3.2 %', 'more'])
    """
    lines: list[str] = []
    for word in _WORD.findall(words) or [""]:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, bold=bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def widest(lines: Sequence[str], size: float, *, bold: bool = False) -> float:
    """Return the width of the longest of some lines; 0 for none."""
    return max((text_width(line, size, bold=bold) for line in lines), default=0.0)
