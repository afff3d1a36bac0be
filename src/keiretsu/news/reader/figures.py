"""Numbers as people write them in six languages: 3,3 Mio., 15萬3,308, a third, 51/49.

Each figure has its value in full and what it measures: a percentage (5.1 is 5.1 %),
money with its currency, a distance in km, an energy in kWh, or a plain count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from keiretsu.news.articles.language import EASTERN
from keiretsu.news.reader.closings import closings
from keiretsu.news.reader.figure import Figure
from keiretsu.news.reader.figures_eastern import eastern_figures
from keiretsu.news.reader.figures_western import western_figures
from keiretsu.news.reader.fractions import fractions

MOST_VALUE = 1e18
"""Value above which digits are no figure."""
_POINT = re.compile(
    r"(?<=\d)・(?=\d+[%％万億千割])|(?<=[〇一二三四五六七八九十])・(?=[〇一二三四五六七八九]+[%％])"
)
"""The decimal point of Japanese newspapers: 38・5%, 一〇・七%."""
_WIDE = str.maketrans("０１２３４５６７８９．，％／：－", "0123456789.,%/:-")


def find_figures(text: str, language: str) -> list[Figure]:
    """Return the figures of a text, left to right, none inside another.

    Parameters
    ----------
    text
        Any text.
    language
        ISO 639-1 code: it decides what a comma and a full stop are.

    >>> [f.value for f in find_figures("34,5 % für 3,3 Mrd. Euro", "de")]
    [34.5, 3300000000.0]
    >>> [f.value for f in find_figures("15萬3,308輛，七成", "zh")]
    [153308.0, 70.0]
    """
    plain = _POINT.sub(".", text.translate(_WIDE))
    readers = [_ratios, fractions]
    if language in EASTERN:
        readers += [eastern_figures]
    readers += [western_figures, closings]
    taken = bytearray(len(plain))
    found: list[Figure] = []
    for reader in readers:
        for figure in reader(plain, language):
            if figure.value <= MOST_VALUE and not any(taken[figure.start : figure.end]):
                taken[figure.start : figure.end] = b"\1" * (figure.end - figure.start)
                found.append(figure)
    return sorted(found, key=lambda f: f.start)


_RATIO = re.compile(
    r"(?<![\d.,:/-])(\d\d?(?:[.,]\d+)?)\s?([:/-])\s?(\d\d?(?:[.,]\d+)?)(?![\d/:%-]|[.,]\d)"
)


def _ratios(text: str, language: str) -> Iterator[Figure]:
    """`51:49` is two percentages, where they make a whole."""
    for match in _RATIO.finditer(text):
        first, second = (float(match[n].replace(",", ".")) for n in (1, 3))
        if abs(first + second - 100) < 0.01:
            yield Figure(
                start=match.start(1), end=match.end(1), measure="percent", value=first
            )
            yield Figure(
                start=match.start(3), end=match.end(3), measure="percent", value=second
            )
