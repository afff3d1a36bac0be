"""Bytes of a page become text: by its mark, its declaration, UTF-8, or a guess.

A declared encoding is what the page says; browsers read Latin-1 as Windows-1252, GB2312
as GB18030 and Shift_JIS as Windows-31J, and so is it here. Without a declaration, text
that is no UTF-8 is tried in the encodings of East Asia, which other text hardly ever
fits, then in Cyrillic, and is Windows-1252 at last. A guess is told.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from keiretsu.errors import DataError

_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:.-]{2,40})"
    rb"|^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w:.-]{2,40})",
    re.I,
)
_AS_BROWSERS = {
    **dict.fromkeys(("iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii"), "cp1252"),
    **dict.fromkeys(("gb2312", "gbk", "gb_2312-80", "x-gbk"), "gb18030"),
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "x-sjis", "ms_kanji"), "cp932"),
    **dict.fromkeys(("euc-kr", "ks_c_5601-1987", "korean"), "cp949"),
    **dict.fromkeys(("big5", "big5-hkscs", "x-x-big5"), "big5hkscs"),
    **dict.fromkeys(("utf8", "unicode-1-1-utf-8"), "utf-8"),
}
_KNOWN = re.compile(
    r"utf-8|utf-16(?:le|be)?|(?:iso-8859-|iso8859-|windows-|cp)\d{1,4}|gb18030|cp932"
    r"|cp949|euc-jp|iso-2022-jp|big5hkscs|koi8-[ru]|macintosh"
)
_LOOKED_AT = 4096
_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年"
    "动同工也能下过子说产方后多定行所经等部电力高自现加量两体制机点从业本性开合因其"
    "前外天日事平全表间与关各重新内数公司车汽收购股份集团将亿元万宣布消息持投资市场"
    "這個為時來們對會發動過說產後經電現體機從業開關萬購團將億宣佈資場與車汽"
)
"""Characters that any Chinese article on companies is full of, in both scripts."""


class Decoded(NamedTuple):
    """Text, and what must be said about how it was decoded; None where nothing."""

    text: str
    remark: str | None = None


def decode(data: bytes, place: str, told: str | None = None) -> Decoded:
    """Return the text in some bytes.

    Parameters
    ----------
    data, place
        The bytes, and where they were found.
    told
        The encoding that came with them, from a server or a mail; it goes before the
        one that the page declares, and neither before what is plainly UTF-8.

    Raises
    ------
    DataError
        If the bytes are not those of a text.
    """
    mark = next((e for m, e in _MARKS.items() if data.startswith(m)), None)
    if mark is None and b"\0" in data:
        raise DataError(
            f"{place} is a binary file", hint="give a .txt, .md or .html file"
        )
    said = (known_encoding(told) if told else None) or declared(data)
    for encoding in filter(None, (mark, "utf-8", said)):
        try:
            return Decoded(data.decode(encoding))
        except UnicodeDecodeError:
            continue
    if said is not None:
        return Decoded(
            data.decode(said, errors="replace"),
            f"some bytes are not {said}, which the page declares",
        )
    guess = guessed(data)
    return Decoded(
        data.decode(guess, errors="replace"),
        f"no encoding is declared; {guess} is a guess",
    )


def declared(data: bytes) -> str | None:
    """Return the encoding that a page declares, in Python's words.

    >>> declared(b'<html><meta charset="Shift_JIS">')
    'cp932'
    """
    match = _DECLARED.search(data[:_LOOKED_AT])
    if match is None:
        return None
    return known_encoding((match[1] or match[2]).decode("ascii"))


def known_encoding(said: str) -> str | None:
    """Return an encoding in Python's words; None for one that no page has.

    >>> known_encoding("GB2312"), known_encoding("rot13")
    ('gb18030', None)
    """
    name = _AS_BROWSERS.get(said.casefold(), said.casefold())
    if not _KNOWN.fullmatch(name):
        return None
    try:
        return codecs.lookup(name).name
    except LookupError:
        return None


def guessed(data: bytes) -> str:
    """Return the likeliest encoding of a text that declares none and is no UTF-8.

    >>> guessed("トヨタが日産に出資する。".encode("cp932"))
    'cp932'
    """
    for encoding, looks_right in _EASTERN:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        foreign = [c for c in text if ord(c) > 0x7F]
        if looks_right(foreign):
            return encoding
    letters = [c for c in data.decode("cp1251", errors="replace") if c.isalpha()]
    return "cp1251" if _share(letters, "а", "я") > 0.6 else "cp1252"


def _share(characters: list[str], first: str, last: str) -> float:
    """The share of characters in a range; 0 of none."""
    return sum(first <= c <= last for c in characters) / max(len(characters), 1)


def _is_japanese(foreign: list[str]) -> bool:
    return _share(foreign, "\u3041", "\u30fe") > 0.2 and _share(foreign, "ｦ", "ﾟ") < 0.1


def _is_korean(foreign: list[str]) -> bool:
    return _share(foreign, "가", "힣") > 0.7


def _is_chinese(foreign: list[str]) -> bool:
    return sum(c in _COMMON for c in foreign) > 0.2 * len(foreign)


_EASTERN = (
    ("iso2022_jp", _is_japanese),
    ("cp932", _is_japanese),
    ("euc_jp", _is_japanese),
    ("gb18030", _is_chinese),
    ("big5hkscs", _is_chinese),
    ("cp949", _is_korean),
)
