"""Which names of an article mean the same party, and what the register calls it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from keiretsu.bundled_names import bundled_register
from keiretsu.news.reader.names import NameFound
from keiretsu.spelling import fold

_WESTERN = (
    r"GmbH|AG|SE|SA|S\.A|NV|N\.V|B\.V|Inc|Ltd|Corp|Co|plc|PLC|KG|KGaA|SpA|S\.p\.A"
    r"|SAS|AB|LLC|SARL|Limited|& Co|S\.L|Oy|Berhad|Bhd"
)
_EASTERN = r"(?:股份)?有限(?:责任|責任)?公司$|株式会社$|^株式会社"
_FORM = re.compile(rf"(?:,? (?:{_WESTERN})\.?)+$|{_EASTERN}")
"""Legal forms that a firm of no register is named without."""
_LEGAL = re.compile(
    rf"(?:,? (?:{_WESTERN}|Corporation|Company|Group|Holdings?)\.?)+$"
    rf"|{_EASTERN}|集团$|集團$|グループ$"
)
"""Legal forms and words for groups, without which a name is the same name."""

_MEANT = {"company", "holder", "person"}
"""Kinds of entries that a word which only looks like a name may mean."""


def resolved(name: NameFound, text: str) -> NameFound:
    """Give a tagged name its identifier where the register has it after all."""
    if name.id is not None or name.sort not in {"party", "person", "other"}:
        return name
    surface = text[name.start : name.end]
    found = bundled_register().meanings(surface)
    if not found and name.sort != "person":
        found = bundled_register().meanings(_LEGAL.sub("", surface))
    if name.sort == "other":
        found = tuple(i for i in found if bundled_register().entry(i).kind in _MEANT)
    return replace(name, id=found[0]) if found else name


def entities_of(
    text: str, names: Sequence[NameFound]
) -> tuple[list[str], list[int | None]]:
    """Return identifiers, and the number of the entity of each name."""
    ids: list[str] = []
    spelled: dict[str, int] = {}
    numbers: list[int | None] = []
    for name in names:
        if name.sort == "title":
            numbers.append(None)
            continue
        surface = text[name.start : name.end]
        key = name.id if name.id and name.sort != "model" else None
        number = spelled.get(key or fold(surface))
        if number is None and key is None and name.sort in {"party", "other"}:
            number = spelled.get(fold(_LEGAL.sub("", surface)))
        if number is None and key is None:
            number = _short_for(surface, name.sort, spelled, ids)
        if number is None:
            number = len(ids)
            ids.append(key or _FORM.sub("", surface) or surface)
        spelled[key or fold(surface)] = number
        if key is None and name.sort in {"party", "other"}:
            spelled.setdefault(fold(_LEGAL.sub("", surface)), number)
        numbers.append(number)
    return ids, numbers


def _short_for(
    surface: str, sort: str, spelled: dict[str, int], ids: list[str]
) -> int | None:
    """Return the entity of which a name is the family name or the first word."""
    for number, full in enumerate(ids):
        words = re.split(r"[\s·・]+", full)
        if sort == "person" and len(words) > 1 and words[-1] == surface:
            return number
        if (
            sort == "person"
            and len(surface) == 2
            and full.startswith(surface)
            and 3 <= len(full) <= 5
            and not surface.isascii()
        ):
            return number
        if (
            sort == "party"
            and len(words) > 1
            and words[0] == surface
            and len(surface) > 3
        ):
            return number
        if (
            sort == "party"
            and not surface.isascii()
            and len(surface) >= 2
            and full.startswith(surface)
        ):
            return number
    return None
