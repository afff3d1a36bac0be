"""Reading what a person hands over: a file or standard input, checked before use.

Whatever is too big, empty, binary or not text ends here with one clear error; the rest
of the room sees a string with LF line ends.
"""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path

from keiretsu.errors import DataError

MOST_BYTES = 5_000_000
_BOM = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def read_text(path: Path | str) -> str:
    """Return the text of a file, or of standard input where the path is `-`.

    Raises
    ------
    DataError
        If there is no such file, or it is empty, too large, binary or not UTF-8.
    """
    if str(path) == "-":
        return decode(sys.stdin.buffer.read(MOST_BYTES + 1), "standard input")
    path = Path(path)
    if path.is_dir():
        raise DataError(f"{str(path)!r} is a folder", hint="name one article in it")
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise DataError(
            f"there is no file {str(path)!r}", hint="give the path of an article"
        ) from None
    except (OSError, ValueError) as error:
        raise DataError(f"cannot read {str(path)!r}: {error}") from None
    return decode(data, repr(str(path)))


def decode(data: bytes, place: str) -> str:
    """Return the text in some bytes, with LF line ends.

    Raises
    ------
    DataError
        If there is nothing to read, too much of it, or it is no text.
    """
    if len(data) > MOST_BYTES:
        raise DataError(
            f"{place} is larger than {MOST_BYTES // 1_000_000} MB",
            hint="an article is a few kilobytes: save the text of the page alone",
        )
    encoding = next((e for bom, e in _BOM.items() if data.startswith(bom)), "utf-8")
    if encoding == "utf-8" and b"\0" in data:
        raise DataError(f"{place} is a binary file", hint=_WANTED)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise DataError(
            f"{place} is not UTF-8 text (byte {error.start})", hint=_WANTED
        ) from None
    return check_text(text, place)


_WANTED = "give a .txt, .md or .html file saved as UTF-8"


def check_text(text: str, place: str) -> str:
    """Return the text with LF line ends, if it is one that a person could read.

    Raises
    ------
    DataError
        If it is empty, or full of control characters.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise DataError(f"{place} is empty", hint=_WANTED)
    control = sum(unicodedata.category(c) in {"Cc", "Cs"} for c in text)
    if control - text.count("\n") - text.count("\t") > max(8, len(text) // 20):
        raise DataError(f"{place} is a binary file", hint=_WANTED)
    return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
