"""What each authority's tests say: markets against rules, then the deal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from keiretsu.report.report import Report
from keiretsu.report.sections.section import Section
from keiretsu.report.severity import GRADES, grade_of, in_short
from keiretsu.rules.load import load_jurisdictions
from keiretsu.rules.verdict import Verdict

KINDS = {
    "concentration": "concentration",
    "notification": "filing",
    "control_concept": "control",
    "interlock": "interlocking directors",
    "information_exchange": "exchange of information",
}
Key = tuple[str, str]
Cells = tuple[Verdict | None, ...]


@dataclass(frozen=True, kw_only=True)
class Grid:
    """The tests of one jurisdiction that look at markets.

    Attributes
    ----------
    place
        The jurisdiction, in words.
    tests
        One verdict for each column: its rule, test and sources.
    rows
        Labels of the markets (and readings) of which every test says the same, and the
        verdict by column; None where the test was not evaluated for them.
    """

    place: str
    tests: tuple[Verdict, ...]
    rows: tuple[tuple[tuple[str, ...], Cells], ...]


def screens(report: Report) -> Section | None:
    """Return the section, or None where no test was evaluated."""
    if report.assessment is None or not report.assessment.verdicts:
        return None
    verdicts = report.assessment.verdicts
    titles = {c.market: c.title for c in report.assessment.concentrations}
    codes = dict.fromkeys(v.jurisdiction for v in verdicts)
    grids = [_grid(code, verdicts, titles) for code in codes]
    deal = [v for v in verdicts if v.market is None]
    return Section(
        name="screens",
        heading="What authorities would make of it",
        content={
            "grids": [g for g in grids if g.rows],
            "deal": {
                _place(code): _by_rule(v for v in deal if v.jurisdiction == code)
                for code in codes
                if any(v.jurisdiction == code for v in deal)
            },
            "remarks": report.assessment.remarks,
            "grade": grade_of,
            "grades": GRADES,
            "kinds": KINDS,
        },
        lead=in_short(report),
        more="Every test, by authority",
    )


def _by_rule(verdicts: Iterable[Verdict]) -> list[list[Verdict]]:
    """Return the tests of each rule together."""
    found: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        found.setdefault(verdict.rule, []).append(verdict)
    return list(found.values())


def _place(code: str) -> str:
    found = load_jurisdictions().get(code)
    return found.name if found else code


def _grid(code: str, verdicts: tuple[Verdict, ...], titles: dict[str, str]) -> Grid:
    own = [v for v in verdicts if v.jurisdiction == code and v.market is not None]
    columns: dict[Key, Verdict] = {}
    rows: dict[str, dict[Key, Verdict]] = {}
    for v in own:
        assert v.market is not None
        columns.setdefault((v.rule, v.test), v)
        title = titles.get(v.market, v.market)
        label = title if v.reading is None else f"{title} ({v.reading})"
        rows.setdefault(label, {})[v.rule, v.test] = v
    return Grid(
        place=_place(code),
        tests=tuple(columns.values()),
        rows=_alike(
            (label, tuple(found.get(key) for key in columns))
            for label, found in rows.items()
        ),
    )


def _alike(
    rows: Iterable[tuple[str, Cells]],
) -> tuple[tuple[tuple[str, ...], Cells], ...]:
    """Return rows with those that would read the same, word for word, as one."""
    found: dict[tuple[object, ...], tuple[list[str], Cells]] = {}
    for label, cells in rows:
        said = tuple(v and (grade_of(v), v.missing) for v in cells)
        found.setdefault(said, ([], cells))[0].append(label)
    return tuple((tuple(labels), cells) for labels, cells in found.values())
