"""Reading what a person hands over: a file or standard input, checked before use.

Whatever is too big, empty, binary or not text ends here with one clear error; the rest
of the room sees a string with LF line ends.
"""

from __future__ import annotations

import sys
from pathlib import Path

from keiretsu.characters import harmful_count, visible
from keiretsu.errors import DataError
from keiretsu.files import read_bytes
from keiretsu.news.articles.decoding import Decoded, decode
from keiretsu.news.fetching.targets import is_address

MOST_BYTES = 5_000_000


def read_text(path: Path | str) -> Decoded:
    """Return the text of a file, or of standard input where the path is `-`.

    With it comes what must be said about its encoding.

    Raises
    ------
    DataError
        If there is no such file, or it is empty, too large, or binary.
    """
    if str(path) == "-":
        return _decoded(sys.stdin.buffer.read(MOST_BYTES + 1), "standard input")
    if is_address(str(path)):
        raise DataError(
            f"{str(path)[:200]!r} is an address, not a file",
            hint="save the page and give its path",
        )
    data = read_bytes(Path(path), MOST_BYTES, "give the path of one article")
    return _decoded(data, repr(str(path)))


def _decoded(data: bytes, place: str) -> Decoded:
    if len(data) > MOST_BYTES:
        raise DataError(
            f"{place} is larger than {MOST_BYTES // 1_000_000} MB",
            hint="an article is a few kilobytes: save the text of the page alone",
        )
    text, remark = decode(data, place)
    return Decoded(check_text(text, place), remark)


_WANTED = "give a .txt, .md or .html file"


def check_text(text: str, place: str) -> str:
    """Return the text with LF line ends, if it is one that a person could read.

    Characters that XML forbids, terminal controls and those that turn the direction of
    writing become U+FFFD: none of them may reach a page or a terminal from here.

    Raises
    ------
    DataError
        If it is empty, or full of control characters.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise DataError(f"{place} is empty", hint=_WANTED)
    if harmful_count(text) > max(8, len(text) // 20):
        raise DataError(f"{place} is a binary file", hint=_WANTED)
    return visible(text)


def one_line(text: str) -> str:
    """Return a title or name on one line, cut, and without harmful characters."""
    return visible(" ".join(text.split()))[:LONGEST_LINE]


LONGEST_LINE = 500
