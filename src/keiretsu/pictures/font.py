"""The font that pictures are written in, and how a file carries it.

It is Arimo, as wide as Arial, letter by letter. Each weight is cut in two: `common` is
enough for nearly every picture, `more` has the rest of the Latin letters. What neither
has (a name in Japanese, say) is shown in a font of the reader's.
"""

from __future__ import annotations

import csv
import re
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

FONT = "Arimo, Arial, Helvetica, Liberation Sans, DejaVu Sans, sans-serif"
FOLDER = Path(__file__).parent / "fonts"
WEIGHTS = (400, 700)
_BOLD = 'font-weight="bold"'
_WORDS = re.compile(r"<text[^>]*>([^<]*)")


@dataclass(frozen=True)
class Cut:
    """One file of the font: a weight, and the letters that it holds."""

    weight: int
    part: str
    letters: frozenset[str]

    @property
    def name(self) -> str:
        """What its file is called."""
        return f"arimo-{self.weight}-{self.part}.woff2"

    def read(self) -> bytes:
        """Return the file."""
        return (FOLDER / self.name).read_bytes()

    def css(self, address: str) -> str:
        """Return the rule by which a page takes it from an address."""
        spans = ",".join(_spans(sorted(map(ord, self.letters))))
        return (
            f"@font-face{{font-family:Arimo;font-weight:{self.weight};"
            f'src:url({address})format("woff2");unicode-range:{spans}}}'
        )


def widths(weight: int) -> Mapping[str, int]:
    """Return how wide each letter is, in thousandths of the font size."""
    return {letter: by_weight[weight] for letter, (_, by_weight) in _table().items()}


@cache
def cuts() -> tuple[Cut, ...]:
    """Return the files of the font."""
    parts: dict[str, set[str]] = {}
    for letter, (part, _) in _table().items():
        parts.setdefault(part, set()).add(letter)
    return tuple(
        Cut(weight, part, frozenset(letters))
        for part, letters in parts.items()
        for weight in WEIGHTS
    )


def served(address: Callable[[str], str]) -> str:
    """Return the rules of a page that takes each file only where it needs it.

    Parameters
    ----------
    address
        File name -> where it is.
    """
    return "".join(cut.css(address(cut.name)) for cut in cuts())


def carried(drawings: str) -> str:
    """Return the rules that hold the font itself, as far as some drawings need it.

    Parameters
    ----------
    drawings
        SVG, one or several.
    """
    letters = set("".join(_WORDS.findall(drawings)))
    weights = WEIGHTS if _BOLD in drawings else WEIGHTS[:1]
    return "".join(
        cut.css(f"data:font/woff2;base64,{b64encode(cut.read()).decode()}")
        for cut in cuts()
        if cut.weight in weights and letters & cut.letters
    )


@cache
def _table() -> Mapping[str, tuple[str, Mapping[int, int]]]:
    """Return the part and the widths of each letter."""
    with (FOLDER / "arimo.csv").open(encoding="utf-8", newline="") as file:
        return {
            chr(int(row["code"], 16)): (
                row["part"],
                {weight: int(row[str(weight)]) for weight in WEIGHTS},
            )
            for row in csv.DictReader(file)
        }


def _spans(codes: list[int]) -> Iterator[str]:
    """Yield runs of codes as CSS says them."""
    ends = [a for a, b in pairwise([*codes, -1]) if b != a + 1]
    begins = [b for a, b in pairwise([-1, *codes]) if b != a + 1]
    for begin, end in zip(begins, ends, strict=True):
        yield f"U+{begin:X}" if begin == end else f"U+{begin:X}-{end:X}"
