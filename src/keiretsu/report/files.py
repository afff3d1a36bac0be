"""The forms that a report can be written in, and the files that they make."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from keiretsu.errors import DataError
from keiretsu.files import write_whole
from keiretsu.report.card import write_card
from keiretsu.report.html import write_report
from keiretsu.report.markdown import write_markdown
from keiretsu.report.pdf import write_pdf
from keiretsu.report.report import Report
from keiretsu.report.sheets import write_sheets
from keiretsu.spelling import among

Write = Callable[[Report, Path], None]


def _write_latex(report: Report, path: Path) -> None:
    write_whole(path, report.effects.to_latex(), "table")


FORMS: Mapping[str, tuple[str, Write]] = {
    "html": (".html", write_report),
    "pdf": (".pdf", write_pdf),
    "md": (".md", write_markdown),
    "xlsx": (".xlsx", write_sheets),
    "card": (".png", write_card),
    "tex": (".tex", _write_latex),
}
"""Each form: the end of its file's name, and what writes it."""


def write_forms(report: Report, path: Path, forms: Iterable[str]) -> tuple[Path, ...]:
    """Write a report in several forms beside one another.

    Parameters
    ----------
    report
        What to say.
    path
        The file of the first form; the others differ by the end of its name.
    forms
        Names of `FORMS`.

    Raises
    ------
    DataError
        If a form is unknown or cannot be written there.
    """
    names = [among(name.strip(), FORMS) or name.strip() for name in forms]
    for name in names:
        if name not in FORMS:
            raise DataError(
                f"no report can be written to {name!r:.20}",
                hint=f"there are {', '.join(FORMS)}",
            )
    made = []
    for name in dict.fromkeys(names):
        end, write = FORMS[name]
        same = path.suffix.lower() == end or (name == "html" and len(names) == 1)
        place = path if same else path.with_suffix(end)
        write(report, place)
        made.append(place)
    return tuple(made)
