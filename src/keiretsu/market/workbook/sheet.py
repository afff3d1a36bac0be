"""One sheet of a workbook as a header and rows: the only table that it can mean."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from keiretsu.errors import DataError
from keiretsu.market.workbook.contents import (
    Sheet,
    counts_from_1904,
    date_styles,
    shared_texts,
    sheets,
    text_of,
)
from keiretsu.market.workbook.pack import SAVE_AS, Pack

MOST_SHEETS = 50
"""Sheets above which a workbook is refused."""
MOST_COLUMNS = 16_384
"""Columns that a sheet can have."""
_NEEDED = {"market_ids", "firm_ids"}
_PLACE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")

Cell = str | float | None


@dataclass(frozen=True)
class Rows:
    """A sheet as it was read.

    Attributes
    ----------
    header
        Names of the columns.
    rows
        Cells under them: numbers, texts, None for nothing. Reading goes on with them.
    notes
        What was taken for granted, in words; whole when all rows were read.
    """

    header: list[str]
    rows: Iterator[list[Cell]]
    notes: list[str]


def sheet_rows(data: bytes, name: str) -> Rows:
    """Return the table of a workbook.

    It is the one sheet that is shown and holds cells, or the only one of several whose
    first row names makers and markets.

    Parameters
    ----------
    data
        The file.
    name
        What it is called in errors.

    Raises
    ------
    DataError
        If it is no workbook, holds macros, merged cells, errors or formulas without
        values, unpacks to too much, or does not say which sheet is meant.
    """
    pack = Pack(data, name)
    reader = _Reader(pack)
    found = {}
    every = sheets(pack)
    if len(every) > MOST_SHEETS:
        raise DataError(
            f"{name} has {len(every)} sheets; {MOST_SHEETS} is the most",
            hint="keep the one that holds the table",
        )
    for sheet in every:
        first = next(reader.rows(sheet), None)
        if first is not None:
            found[sheet] = first
    chosen = _chosen(found, name)
    merged = next(pack.elements(chosen.part, "mergeCell"), None)
    if merged is not None:
        raise DataError(
            f"{name}, sheet {chosen.name!r:.40}: the cells {merged.get('ref', '?')} "
            "are merged",
            hint="give every column one name and every row its own cells",
        )
    return reader.table(chosen)


def _chosen(found: dict[Sheet, tuple[int, dict[int, Cell]]], name: str) -> Sheet:
    if not found:
        raise DataError(f"{name} is empty", hint="give one row a product")
    if len(found) == 1:
        return next(iter(found))
    fit = [s for s, (_, cells) in found.items() if set(cells.values()) >= _NEEDED]
    if len(fit) == 1:
        return fit[0]
    told = ", ".join(repr(s.name[:30]) for s in [*(fit or found)][:5])
    what = "a table" if fit else "cells, and none has columns market_ids and firm_ids"
    raise DataError(
        f"{name}: {len(fit or found)} sheets hold {what} ({told})",
        hint="keep the sheet that is meant",
    )


class _Reader:
    """Reads cells, with what they refer to."""

    def __init__(self, pack: Pack) -> None:
        self.pack, self.formulas = pack, 0
        self._texts = shared_texts(pack)
        self._dates = date_styles(pack)
        self._first = dt.datetime(1904, 1, 1) if counts_from_1904(pack) else None

    def table(self, sheet: Sheet) -> Rows:
        """Return the header of a sheet and the rows below it."""
        self.formulas = 0
        every, notes = self.rows(sheet), []
        number, first = next(every)
        header = [_name(first.get(n)) for n in range(max(first) + 1)]
        if "" in header:
            raise DataError(
                f"{self.pack.name}, sheet {sheet.name!r:.40}: cell "
                f"{_letters(header.index(''))}{number} names no column",
                hint="begin with one row that names every column",
            )

        def below() -> Iterator[list[Cell]]:
            for number, cells in every:
                if max(cells) >= len(header):
                    raise DataError(
                        f"{self.pack.name}, sheet {sheet.name!r:.40}: cell "
                        f"{_letters(max(cells))}{number} stands under no name",
                        hint="begin with one row that names every column",
                    )
                yield [cells.get(n) for n in range(len(header))]
            if self.formulas:
                notes.append(
                    f"{self.formulas} cells hold formulas: the values saved with them "
                    "were read"
                )

        return Rows(header, below(), notes)

    def rows(self, sheet: Sheet) -> Iterator[tuple[int, dict[int, Cell]]]:
        """Yield the number of each row that holds something, and its cells."""
        number = 0
        for row in self.pack.elements(sheet.part, "row"):
            said = row.get("r", "")
            number = int(said) if said.isdecimal() and len(said) < 8 else number + 1
            cells: dict[int, Cell] = {}
            column = -1
            for cell in row.iterfind("{*}c"):
                place = _PLACE.fullmatch(cell.get("r", ""))
                column = _number(place[1]) if place else column + 1
                value = self._value(cell, f"{_letters(column)}{number}")
                if value is not None and column < MOST_COLUMNS:
                    cells[column] = value
            if cells:
                yield number, cells

    def _value(self, cell: Any, place: str) -> Cell:
        kind, found = cell.get("t", "n"), cell.find("{*}v")
        words = "" if found is None else found.text or ""
        if cell.find("{*}f") is not None:
            self.formulas += 1
            if not words and kind != "str":
                raise self._strange(place, "holds a formula whose value was not saved")
        if kind == "e":
            raise self._strange(place, f"holds the error {words!r:.20}")
        if kind == "inlineStr":
            inside = cell.find("{*}is")
            words = "" if inside is None else text_of(inside)
        if kind == "s" and words:
            if not words.isdecimal() or not int(words[:9]) < len(self._texts):
                raise self._strange(place, "names a text that is not there")
            words = self._texts[int(words)]
        if kind == "b":
            words = "yes" if words == "1" else "no"
        if kind != "n" or not words:
            return words.strip() or None
        return self._counted(words, cell.get("s", "0"), place)

    def _counted(self, words: str, style: str, place: str) -> Cell:
        try:
            value = float(words)
        except ValueError:
            raise self._strange(place, f"holds {words!r:.20}, no number") from None
        if not (style.isdecimal() and int(style[:9]) in self._dates):
            return value
        # In 1900 Excel counts a day that was not: from March on it is one ahead.
        first = self._first or dt.datetime(1899, 12, 30 if value >= 61 else 31)
        try:
            return (first + dt.timedelta(days=value)).date().isoformat()
        except (OverflowError, ValueError):
            raise self._strange(place, "holds a day that no calendar has") from None

    def _strange(self, place: str, what: str) -> DataError:
        return DataError(f"{self.pack.name}: cell {place} {what}", hint=SAVE_AS)


def _name(cell: Cell) -> str:
    if isinstance(cell, float):
        return f"{cell:.15g}"
    return cell or ""


def _number(letters: str) -> int:
    """Return the place of a column from 0: A 0, Z 25, AA 26."""
    found = 0
    for letter in letters:
        found = 26 * found + ord(letter) - 64
    return found - 1


def _letters(number: int) -> str:
    """Return the name of a column: 0 A, 25 Z, 26 AA."""
    found, rest = "", number + 1
    while rest:
        rest, last = divmod(rest - 1, 26)
        found = chr(65 + last) + found
    return found
