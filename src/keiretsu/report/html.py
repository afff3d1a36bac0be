"""The report as one HTML file that opens offline and asks for nothing.

The page carries no script and forbids itself, by its own content policy, to load
anything.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from keiretsu.files import write_whole
from keiretsu.report.abridge import abridged
from keiretsu.report.answer import answer
from keiretsu.report.references import References
from keiretsu.report.report import Report
from keiretsu.report.sections.cars import cars
from keiretsu.report.sections.filings import filings
from keiretsu.report.sections.gainers import gainers
from keiretsu.report.sections.gaps import gaps
from keiretsu.report.sections.method import method
from keiretsu.report.sections.overlap import overlap
from keiretsu.report.sections.owners import owners
from keiretsu.report.sections.plans import plans
from keiretsu.report.sections.prices import prices
from keiretsu.report.sections.reported import reported
from keiretsu.report.sections.reproduce import reproduce
from keiretsu.report.sections.screens import screens
from keiretsu.report.sections.section import Section
from keiretsu.report.sections.sources import sources
from keiretsu.report.sections.uncertainty import uncertainty
from keiretsu.report.templating import environment, style, with_font
from keiretsu.report.terse import terse

_templates = cache(environment)


def sections_of(report: Report, references: References) -> tuple[Section, ...]:
    """Return the sections that have something to say, in their order."""
    found = (
        owners(report),
        overlap(report),
        uncertainty(report),
        cars(report),
        reported(report),
        screens(report),
        filings(report),
        prices(report),
        gainers(report),
        plans(report),
        gaps(report),
        sources(report, references),
        method(report),
        reproduce(report),
    )
    return tuple(section for section in found if section is not None)


def render(report: Report) -> str:
    """Return the page."""
    return _rendered(abridged(report), References())


def cited(report: Report) -> References:
    """Return every source that the page cites, numbered as there."""
    references = References()
    _rendered(abridged(report), references)
    return references


def _rendered(report: Report, references: References) -> str:
    templates = _templates()
    page = templates.get_template("page.html").render(
        report=report,
        label=report.label,
        words=report.effects.words,
        deal=report.deal,
        answer=answer(report),
        sections=sections_of(report, references),
        cite=references.cite,
        style=style(templates),
    )
    return terse(with_font(page))


def write_report(report: Report, path: Path) -> None:
    """Write the report as one self-contained HTML file.

    Parameters
    ----------
    report
        What to say.
    path
        The file; an existing one is replaced.

    Raises
    ------
    DataError
        If the file cannot be written there.
    """
    write_whole(path, render(report), "report")
