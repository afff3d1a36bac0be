"""Numbers as other people's tables write them: decimal commas, thousands apart.

`1.234,5` and `1,234.5` are one number. Which mark divides decimals is decided for a
whole file by its numbers that allow one reading only; where none does, and it matters,
the file is refused rather than guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from keiretsu.errors import DataError

Mark = Literal[".", ","]

_SPACES = re.compile("[ '\u00a0\u2009\u202f\u2019]")
_NUMBER = re.compile(r"[+-]?\d[\d.,]*")
_GROUPED = re.compile(r"[+-]?\d{1,3}([.,])\d{3}(?:\1\d{3})*")
"""One kind of mark, always before three digits: thousands, or three decimals."""
_LAKHS = re.compile(r"[+-]?\d{1,2}(?:,\d{2})+,\d{3}")
"""Indian: `1,00,421` is 100421, and its commas can divide no decimals."""


def plain_numbers(
    columns: Mapping[str, Sequence[str | None]], place: str, *, comma_file: bool
) -> tuple[dict[str, list[str | None]], tuple[str, ...]]:
    """Return columns of numbers with a decimal point only, and what was told.

    Parameters
    ----------
    columns
        Cells of the columns that hold numbers, by name.
    place
        The file, for messages.
    comma_file
        Whether commas separate its columns: then a point divides decimals unless
        something says otherwise.

    Raises
    ------
    DataError
        If the numbers contradict each other, or may be read in two ways.
    """
    cells = [cell for column in columns.values() for cell in column if cell]
    marks = {mark for cell in cells for mark in _marks(cell)}
    if len(marks) == 2:
        first, second = (_example(cells, mark) for mark in (".", ","))
        raise DataError(
            f"{place} writes {first!r} and {second!r}: the decimal mark is not clear",
            hint="use one decimal mark, and no thousands separators",
        )
    grouped = [cell for cell in cells if _GROUPED.fullmatch(_bare(cell))]
    decimal: Mark = marks.pop() if marks else "."
    if not any(_marks(cell) for cell in cells):
        _refuse_doubtful(grouped, place, comma_file=comma_file)
    told = _notes(cells, grouped, decimal)
    written = {
        name: [None if cell is None else _plain(cell, decimal) for cell in column]
        for name, column in columns.items()
    }
    return written, told


def mixed_thousands(cells: Iterable[str | None]) -> str | None:
    """Return a number that may be thousands beside whole ones: 100.421 beside 383.

    A column of `100.421`, `9.804` and `383` is German for 100421, 9804 and 383, and
    English for 100.421, 9.804 and 383. None where the column allows one reading only.
    """
    given = [_bare(cell) for cell in cells if cell]
    odd = [cell for cell in given if _GROUPED.fullmatch(cell)]
    whole = [cell for cell in given if cell.isdigit()]
    others = len(given) - len(odd) - len(whole)
    return odd[0] if odd and whole and not others else None


def _bare(cell: str) -> str:
    return _SPACES.sub("", cell)


def _marks(cell: str) -> set[Mark]:
    """Return the mark that can only divide decimals in a cell, if one can."""
    bare = _bare(cell)
    if not _NUMBER.fullmatch(bare) or _GROUPED.fullmatch(bare):
        return set()
    if _LAKHS.fullmatch(bare):
        return {"."}
    last = max(bare.rfind("."), bare.rfind(","))
    return set() if last < 0 else {"." if bare[last] == "." else ","}


def _example(cells: Iterable[str], mark: Mark) -> str:
    return next(cell for cell in cells if mark in _marks(cell))


def _refuse_doubtful(grouped: Sequence[str], place: str, *, comma_file: bool) -> None:
    """Raise where `12,500` may be twelve and a half or twelve thousand five hundred."""
    commas = [cell for cell in grouped if "," in cell]
    if commas and not comma_file:
        raise DataError(
            f"{place} writes {commas[0]!r}, which may be a decimal or thousands",
            hint="write numbers without thousands separators",
        )


def _notes(
    cells: Sequence[str], grouped: Sequence[str], decimal: Mark
) -> tuple[str, ...]:
    told = []
    if decimal == ",":
        told.append("a comma was read as the decimal mark")
    lakhs = [cell for cell in cells if _LAKHS.fullmatch(_bare(cell))]
    thousands = lakhs or [cell for cell in grouped if decimal not in cell]
    spaced = [cell for cell in cells if _bare(cell) != cell]
    for cell in (thousands or spaced)[:1]:
        told.append(f"{cell} was read with thousands apart")
    return tuple(told)


def _plain(cell: str, decimal: Mark) -> str:
    bare = _bare(cell)
    if not _NUMBER.fullmatch(bare):
        return cell
    other = "," if decimal == "." else "."
    return bare.replace(other, "").replace(decimal, ".")
