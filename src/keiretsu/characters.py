"""Characters that text may hold, and where it must be cleaned.

Names and words come from strangers. At reading, a character that no page or picture can
hold (XML 1.0) is refused with its place. On the way to a terminal, what could steer it
or turn the direction of writing becomes U+FFFD. In a sheet, text that a spreadsheet
would run as a formula is marked as text. The password of an address is left out of what
is said.
"""

from __future__ import annotations

import re

from keiretsu.errors import DataError

LONGEST_NAME = 500
"""Characters of a name; a longer one is no name."""
LONGEST_TEXT = 10_000
"""Characters of one cell of words."""
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_HARMFUL = re.compile(
    f"[\x00-\x08\x0b-\x1f\x7f-\x9f{_BIDI}\ud800-\udfff\ufdd0-\ufdef\ufff9-\ufffb"
    "\ufffe\uffff]"
)
_FORMULA = re.compile(r"[ \t\r\n]*[=+\-@＝＋－＠]|[\t\r]")
_PASSWORD = re.compile(
    r"(?i)(:/{0,2}[^\s/:@]*:)[^\s@]{0,300}(?=@)|((?:pass|pwd)\w*\s*(?:=|%3d)\s*)[^\s&'\")]*"
)
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?%?")


def see_text(text: str, place: str, most: int = LONGEST_TEXT) -> str:
    """Return a text if a page can hold it.

    Raises
    ------
    DataError
        If it holds a character that XML forbids, or is longer than `most`; the message
        begins with the place.
    """
    if len(text) > most:
        raise DataError(
            f"{place}: {text[:20]!r}… has {len(text)} characters",
            hint=f"write at most {most}",
        )
    found = _NO_XML.search(text)
    if found is not None:
        raise DataError(
            f"{place}: {_around(text, found.start())!r} holds a letter that is none "
            f"(U+{ord(found[0]):04X})",
            hint="save the text as UTF-8, and take the character out",
        )
    return text


def visible(text: str) -> str:
    """Return text that cannot steer a terminal; line ends and tabs are kept.

    >>> visible("a" + chr(27) + "[31mb")
    'a�[31mb'
    """
    return _HARMFUL.sub("\N{REPLACEMENT CHARACTER}", text)


def without_passwords(text: str) -> str:
    """Return text in which no address of a server shows its password.

    >>> without_passwords("no file postgresql://ada:s3cret@host/facts")
    'no file postgresql://ada:…@host/facts'
    >>> without_passwords("host=h password=s3cret")
    'host=h password=…'
    """
    return _PASSWORD.sub(lambda found: f"{found[1] or found[2]}…", text)


def harmful_count(text: str) -> int:
    """Return how many characters `visible` would replace."""
    return len(_HARMFUL.findall(text))


def escaped(json: str) -> str:
    r"""Return JSON that says the same and cannot steer a terminal.

    >>> escaped('{"a": "' + chr(0x9b) + '"}')
    '{"a": "\\u009b"}'
    """
    return _HARMFUL.sub(lambda found: f"\\u{ord(found[0]):04x}", json)


def sheet_cell(text: str) -> str:
    """Return a cell that a spreadsheet shows and does not run.

    Text that begins as a formula does (=, +, -, @, a tab or a line end, or spaces and
    one of them) is led by an apostrophe; a number stays one.

    >>> [sheet_cell(text) for text in ("=1+1", "-5.2", "- none", "a=b")]
    ["'=1+1", '-5.2', "'- none", 'a=b']
    """
    if _FORMULA.match(text) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def _around(text: str, place: int) -> str:
    return text[max(0, place - 20) : place + 20]
