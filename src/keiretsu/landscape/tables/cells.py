"""What one cell of a table says, by the kind of its column.

Numbers are written in ASCII digits with a decimal point, so that every program that
opens a table reads the same figure.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from typing import Any

from keiretsu.characters import see_text
from keiretsu.errors import DataError
from keiretsu.landscape.records.column import Column, ColumnKind
from keiretsu.landscape.records.stakes_and_links import Member
from keiretsu.units import PartialDate

IDENTIFIER = r"[a-z0-9_]+"
NUMBER = r"[+-]?[0-9]+(?:\.[0-9]+)?"

_LEI = re.compile(r"[0-9A-Z]{18}[0-9]{2}")
_MEMBER = re.compile(rf"({IDENTIFIER})(?: from (\S+))?(?: until (\S+))?")


def value_of(cell: str, column: Column) -> Any:
    """Return what a cell says: a number, a date, words; None or nothing where empty.

    Raises
    ------
    DataError
        If the cell is empty and must not be, or says something else.
    """
    if cell:
        see_text(cell, "the cell")
        return _READ[column.kind](cell, column)
    if column.required:
        raise DataError(f"the cell is empty: {column.meaning}", hint="fill it in")
    if column.is_optional:
        return None
    return () if column.kind in ("texts", "words", "companies", "members") else ""


def _identifier(cell: str, _: Column) -> str:
    if not re.fullmatch(IDENTIFIER, cell):
        raise DataError(
            f"{cell!r} is no identifier",
            hint="write small letters a to z, digits and underscores: acme_motor",
        )
    return cell


def _text(cell: str, _: Column) -> str:
    return cell


def _parts(cell: str) -> list[str]:
    parts = [part.strip() for part in cell.split(";")]
    if not all(parts):
        raise DataError(
            f"{cell!r} has an empty part", hint="join parts by one semicolon"
        )
    return parts


def _companies(cell: str, column: Column) -> tuple[str, ...]:
    return tuple(_identifier(part, column) for part in _parts(cell))


def _texts(cell: str, _: Column) -> tuple[str, ...]:
    return tuple(_parts(cell))


def _word(cell: str, column: Column) -> str:
    if cell not in column.allowed:
        raise DataError(f"{cell!r} is none of {', '.join(column.allowed)}")
    return cell


def _words(cell: str, column: Column) -> tuple[str, ...]:
    return tuple(_word(part, column) for part in _parts(cell))


def _date(cell: str, _: Column) -> PartialDate:
    return PartialDate(cell)


def _number(cell: str, column: Column) -> float:
    if not re.fullmatch(NUMBER, cell):
        raise DataError(
            f"{cell!r} is no number",
            hint="write 20.5: digits and a decimal point, without a unit",
        )
    number = float(cell)
    if not math.isfinite(number):
        raise DataError(f"{cell[:20]!r} is too large a number")
    return number * column.factor


def _number_or_words(cell: str, column: Column) -> float | str:
    return _number(cell, column) if re.fullmatch(NUMBER, cell) else cell


def _percent(cell: str, column: Column) -> float:
    fraction = round(_number(cell, column) / 100, 10)
    if not 0 <= fraction <= 1:
        raise DataError(f"{cell} % is not from 0 to 100 %")
    return fraction


def _flag(cell: str, _: Column) -> bool:
    if cell not in ("yes", "no"):
        raise DataError(f"{cell!r} is neither yes nor no")
    return cell == "yes"


def _member(cell: str) -> Member:
    """Read `mitsubishi_motors from 2016-10 until 2030`; both days may be left out."""
    found = _MEMBER.fullmatch(cell)
    if found is None:
        raise DataError(f"{cell!r} is no member: write COMPANY from DATE until DATE")
    company, since, until = found.groups()
    return Member(
        company=company,
        since=PartialDate(since) if since else None,
        until=PartialDate(until) if until else None,
    )


def _members(cell: str, _: Column) -> tuple[Member, ...]:
    return tuple(map(_member, _parts(cell)))


def _lei(cell: str, _: Column) -> str:
    """Return an LEI, once its check digits are found right.

    ISO 17442: with letters read as 10 to 35, the number leaves 1 when divided by 97.
    """
    if (
        not _LEI.fullmatch(cell)
        or int("".join(str(int(c, 36)) for c in cell)) % 97 != 1
    ):
        raise DataError(
            f"{cell!r} is no LEI: its form or its check digits are wrong",
            hint="copy all 20 characters again",
        )
    return cell


_READ: Mapping[ColumnKind, Callable[[str, Column], Any]] = {
    "identifier": _identifier,
    "company": _identifier,
    "companies": _companies,
    "members": _members,
    "text": _text,
    "texts": _texts,
    "word": _word,
    "words": _words,
    "date": _date,
    "number": _number,
    "number or words": _number_or_words,
    "percent": _percent,
    "flag": _flag,
    "lei": _lei,
}
