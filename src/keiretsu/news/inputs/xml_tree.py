"""XML of strangers → a tree: nothing outside is fetched, and no entity is expanded.

A text that declares entities is refused. What feeds are often careless with is mended:
names of characters that HTML knows (`&nbsp;`), a bare `&`, control characters.
"""

from __future__ import annotations

import re
from html.entities import html5
from typing import TYPE_CHECKING

from keiretsu.characters import visible
from keiretsu.errors import DataError

if TYPE_CHECKING:
    from lxml.etree import _Element

_DECLARATION = re.compile(r"^\s*<\?xml.*?\?>", re.S)
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,30});")
_BARE = re.compile(r"&(?!#?\w{1,31};)")
_OF_XML = ("amp", "lt", "gt", "quot", "apos")


def tree_of(text: str, place: str, what: str) -> _Element:
    """Return the root of a text in XML.

    Parameters
    ----------
    text, place
        The text, and where it was found.
    what
        What it is where it cannot be read: `a broken feed`.

    Raises
    ------
    DataError
        If it declares entities, or is no XML.
    """
    from lxml import etree

    if "<!ENTITY" in text:
        raise DataError(
            f"{place} declares entities, which are not expanded",
            hint="take the lines <!ENTITY …> out",
        )
    text = _NAMED.sub(_character, _DECLARATION.sub("", visible(text), count=1))
    text = _BARE.sub("&amp;", text)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_pis=True
    )
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        said = " ".join((error.msg or "no XML").split())[:120]
        raise DataError(f"{place}, line {error.lineno}: {what}: {said}") from None


def _character(match: re.Match[str]) -> str:
    name = match[1]
    return match[0] if name in _OF_XML else html5.get(f"{name};", match[0])
