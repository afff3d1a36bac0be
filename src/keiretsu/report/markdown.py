"""The report in short as Markdown: what a reader pastes into a note or an issue."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from keiretsu.files import write_whole
from keiretsu.pictures.table import Table
from keiretsu.report.abridge import abridged
from keiretsu.report.answer import answer
from keiretsu.report.html import sections_of
from keiretsu.report.references import References
from keiretsu.report.report import Report
from keiretsu.report.sections.reproduce import command
from keiretsu.version import __version__

_SPECIAL = "\\`*_{}[]<>#|~&"


def to_markdown(report: Report) -> str:
    """Return the answer, and what every section says before it unfolds."""
    return "\n".join(_lines(abridged(report))) + "\n"


def write_markdown(report: Report, path: Path) -> None:
    """Write the report in short as a Markdown file.

    Raises
    ------
    DataError
        If it cannot be written there.
    """
    write_whole(path, to_markdown(report), "report")


def _lines(report: Report) -> Iterator[str]:
    top = answer(report)
    yield f"# {plain(top.headline.sentence)}."
    yield ""
    yield f"{plain(report.dates[:1].upper() + report.dates[1:])}. Estimates, not "
    yield "predictions."
    for line in (*report.remarks, top.headline.callout, *top.headline.support):
        if line:
            yield f"\n{plain(line)}"
    if top.table is not None:
        yield from _table(top.table)
    for section in sections_of(report, References()):
        if not section.lead and section.glance is None:
            continue
        yield f"\n## {plain(section.heading)}"
        for line in section.lead:
            yield f"\n{plain(line)}"
        if section.glance is not None:
            yield from _table(section.glance)
    yield f"\n---\nMade by keiretsu {__version__} with `{command(report)}`."


def _table(table: Table) -> Iterator[str]:
    yield f"\n{plain(table.caption)}:\n"
    yield f"| {' | '.join(map(plain, table.columns))} |"
    marks = ["--:" if n in table.numeric else "---" for n in range(len(table.columns))]
    yield f"| {' | '.join(marks)} |"
    for row in table.rows:
        yield f"| {' | '.join(map(plain, row))} |"


def plain(text: str) -> str:
    r"""Return text that Markdown shows as it is.

    >>> print(plain("a_b <b>"))
    a\_b \<b\>
    """
    return "".join(f"\\{c}" if c in _SPECIAL else c for c in text.replace("\n", " "))
