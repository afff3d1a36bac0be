"""The report as a workbook: answer, products, assumptions, sources and the deal.

Text that a spreadsheet would run as a formula is written as text; numbers are numbers.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from keiretsu.deals.answers import average_change, buyers
from keiretsu.errors import DataError
from keiretsu.files import write_whole
from keiretsu.report.answer import answer
from keiretsu.report.html import cited
from keiretsu.report.report import Report
from keiretsu.report.sections.reproduce import command, flat, python

Rows = Iterable[Sequence[Any]]
WIDEST = 60


def write_sheets(report: Report, path: Path) -> None:
    """Write the report as an Excel workbook.

    Parameters
    ----------
    report
        What to say.
    path
        The file; an existing one is replaced.

    Raises
    ------
    DataError
        If it cannot be written there, or the extra `sheets` is not installed.
    """
    _write(_sheets(report), path)


def write_side_by_side(reports: Sequence[Report], path: Path) -> None:
    """Write several reports as one workbook: every answer first, then deal by deal.

    Parameters
    ----------
    reports
        What to say; the first sheet has a row a deal, market and reading of control.
    path
        The file; an existing one is replaced.

    Raises
    ------
    DataError
        As `write_sheets`.
    """
    sheets: list[tuple[str, Rows]] = [("answers", _side_by_side(reports))]
    for number, report in enumerate(reports, 1):
        own = [pair for pair in _sheets(report) if pair[0] != "answer"]
        sheets += [(f"{number} {name}", rows) for name, rows in own]
    _write(sheets, path)


def _write(sheets: Iterable[tuple[str, Rows]], path: Path) -> None:
    if find_spec("xlsxwriter") is None:
        raise DataError(
            "a workbook needs xlsxwriter", hint="install keiretsu with the extra sheets"
        )
    import xlsxwriter

    held = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(held, options) as book:
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        plain = book.add_format({"text_wrap": True, "valign": "top"})
        for name, rows in sheets:
            _fill(book.add_worksheet(name), list(rows), head, plain)
    write_whole(path, held.getvalue(), "workbook")


def _sheets(report: Report) -> Iterable[tuple[str, Rows]]:
    yield "answer", _answer(report)
    yield "products", _products(report)
    yield "assumptions", _assumptions(report)
    yield "sources", _sources(report)
    yield "deal", _deal(report)


def _answer(report: Report) -> Rows:
    top = answer(report).headline
    yield (f"{top.sentence}.",)
    yield from ((line,) for line in (*report.remarks, *top.support) if line)
    yield ("Estimates, not predictions.",)
    yield ()
    yield NUMBERS
    yield from _numbers(report)


NUMBERS = (
    *("market", "reading of control", "currency"),
    *("parties' mean price change", "low", "high", "all cars"),
    *("buyers gain", "low", "high", "first-order residual"),
)


def _numbers(report: Report) -> Rows:
    for one in report.effects.markets:
        change, gain = average_change(one, "parties"), buyers(one)
        yield (
            *(one.market.title, one.reading),
            one.market.currency if one.market.prices is not None else "relative",
            *(change.point, change.low, change.high),
            average_change(one, "all").point,
            *((None,) * 3 if gain is None else (gain.point, gain.low, gain.high)),
            one.solution.residual,
        )


def _side_by_side(reports: Sequence[Report]) -> Rows:
    yield ("deal", *NUMBERS)
    for report in reports:
        for row in _numbers(report):
            yield (report.deal.sentence, *row)
    yield ()
    for number, report in enumerate(reports, 1):
        yield number, f"{answer(report).headline.sentence}."
    yield "", "Estimates, not predictions."


def _products(report: Report) -> Rows:
    rows = report.effects.rows()
    if rows:
        yield tuple(rows[0])
        yield from (tuple(row.values()) for row in rows)


def _assumptions(report: Report) -> Rows:
    yield ("market", "reading", "parameter", "value", "where from")
    for one in report.effects.markets:
        for name, (value, source) in one.parameters.items():
            yield one.market.name, one.reading, name, value, source
        yield one.market.name, one.reading, "demand", one.demand, ""


def _sources(report: Report) -> Rows:
    yield ("number", "title", "address", "how sure", "what rests on it")
    for entry in cited(report).listed:
        source = entry.source
        yield (
            entry.number,
            source.title,
            source.address,
            entry.confidence,
            "; ".join(entry.facts),
        )


def _deal(report: Report) -> Rows:
    yield ("the deal, as a file",)
    yield from ((line,) for line in report.deal.to_toml().splitlines())
    yield ()
    yield ("command line", command(report))
    yield ()
    yield from ((line,) for line in python(report).splitlines())
    yield ()
    yield from flat(report.effects.inputs)


def _fill(sheet: Any, rows: list[Sequence[Any]], head: Any, plain: Any) -> None:
    """Write rows from the top; columns are as wide as their words, within bounds."""
    wide: dict[int, int] = {}
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is None:
                continue
            if isinstance(value, bool | int | float):
                sheet.write(number, column, value)
            else:
                form = head if number == 0 else plain if len(row) > 1 else None
                sheet.write_string(number, column, str(value), form)
            if len(row) > 1:
                wide[column] = max(wide.get(column, 8), len(str(value)))
    for column, size in wide.items():
        sheet.set_column(column, column, min(size + 2, WIDEST))
    sheet.freeze_panes(1, 0)
