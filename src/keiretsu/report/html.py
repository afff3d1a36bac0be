"""The report as one HTML file that opens offline and asks for nothing.

Everything the page shows passes through Jinja's autoescaping: claims and article texts
are written by strangers. The page carries no script and forbids itself, by its own
content policy, to load anything.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from keiretsu.files import write_whole
from keiretsu.report.abridge import abridged
from keiretsu.report.answer import answer
from keiretsu.report.references import References, safe_link
from keiretsu.report.report import Report
from keiretsu.report.sections.cars import cars
from keiretsu.report.sections.filings import filings
from keiretsu.report.sections.gainers import gainers
from keiretsu.report.sections.gaps import gaps, meanings
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
from keiretsu.report.words import percent, signed, two_digits
from keiretsu.units import count, points
from keiretsu.units import percent as exact_percent

_BREAKABLE = re.compile(r"(?<=\d) (?=%|\d{3}(?!\d))")


@cache
def _templates() -> Environment:
    """Return the templates, with the few words they need."""
    found = Environment(
        loader=PackageLoader("keiretsu.report", "templates"),
        autoescape=True,
        finalize=_kept_together,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters: dict[str, Callable[..., str]] = {
        "meaning": lambda missing: meanings([missing]),
        "count": count,
        "exact": exact_percent,
        "inline": _inline,
        "points": points,
        "percent": percent,
        "signed": signed,
        "two_digits": two_digits,
    }
    found.filters |= filters
    found.tests["web_address"] = lambda address: safe_link(address or "") is not None
    return found


def _kept_together(value: Any) -> Any:
    """Keep a number and its percent sign on one line; escaped text stays as it is."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return _BREAKABLE.sub("\N{NO-BREAK SPACE}", value)
    return value


def _inline(svg: Markup) -> Markup:
    """Return a drawing without what only a file of its own needs.

    That is the name space, and the note on how to read it, which a page says below it.
    """
    short = str(svg).replace(' xmlns="http://www.w3.org/2000/svg"', "", 1)
    short = re.sub(r'<desc id="[^"]*">[^<]*</desc>', "", short, count=1)
    return Markup(re.sub(r'(labelledby="\S+-title) \S+-desc"', r'\1"', short, count=1))


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
    report = abridged(report)
    references = References()
    environment = _templates()
    style, _, _ = environment.loader.get_source(environment, "report.css")  # type: ignore[union-attr]
    return environment.get_template("page.html").render(
        report=report,
        label=report.label,
        words=report.effects.words,
        deal=report.deal,
        answer=answer(report),
        sections=sections_of(report, references),
        cite=references.cite,
        style=re.sub(r"\s*\n\s*", "", style),
    )


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
