"""What cells refer to: the sheets of a workbook, its texts, its formats of dates."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import Any

from keiretsu.market.workbook.pack import Pack

_DATES = frozenset([*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)])
"""Formats of dates and times that every workbook knows (ECMA-376, 18.8.30)."""
_SAID = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
"""Parts of a format that are words, colours or conditions."""


@dataclass(frozen=True)
class Sheet:
    """A sheet that is shown: its name, and the part that holds it."""

    name: str
    part: str


def sheets(pack: Pack) -> list[Sheet]:
    """Return the sheets that are shown and hold cells, in their order."""
    book, links = pack.tree("xl/workbook.xml"), pack.tree("xl/_rels/workbook.xml.rels")
    targets: dict[str, str] = {}
    for link in () if links is None else links.iterfind("{*}Relationship"):
        if link.get("Type", "").endswith("/worksheet"):
            place = posixpath.join("/xl", link.get("Target", ""))
            targets[link.get("Id", "")] = posixpath.normpath(place).lstrip("/")
    found = []
    for sheet in book.iterfind("{*}sheets/{*}sheet"):
        known = (v for k, v in sheet.items() if k.endswith("}id"))
        part = targets.get(next(known, ""))
        if sheet.get("state", "visible") == "visible" and part in pack.parts:
            found.append(Sheet(sheet.get("name", ""), part))
    return found


def shared_texts(pack: Pack) -> list[str]:
    """Return the texts that cells name by their number."""
    return [text_of(one) for one in pack.elements("xl/sharedStrings.xml", "si")]


def text_of(node: Any) -> str:
    """Return the words of a text, without how they are pronounced."""
    return "".join(
        part.text or ""
        for part in node.iterfind(".//{*}t")
        if not part.getparent().tag.endswith("}rPh")
    )


def date_styles(pack: Pack) -> frozenset[int]:
    """Return the styles by which a number is shown as a date."""
    styles = pack.tree("xl/styles.xml")
    if styles is None:
        return frozenset()
    own = {
        one.get("numFmtId"): _SAID.sub("", one.get("formatCode", "")).lower()
        for one in styles.iterfind("{*}numFmts/{*}numFmt")
    }
    found = set()
    for number, style in enumerate(styles.iterfind("{*}cellXfs/{*}xf")):
        name = style.get("numFmtId", "0")
        if name in own:
            if re.search("[ymdhs]", own[name]):
                found.add(number)
        elif name.isdecimal() and int(name) in _DATES:
            found.add(number)
    return frozenset(found)


def counts_from_1904(pack: Pack) -> bool:
    """Return whether days are counted from 1904, as some workbooks do."""
    said = pack.tree("xl/workbook.xml").find("{*}workbookPr")
    return said is not None and said.get("date1904", "0") in {"1", "true"}
