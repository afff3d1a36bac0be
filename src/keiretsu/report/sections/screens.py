"""What each authority's tests say, jurisdiction by jurisdiction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from keiretsu.report.report import Report
from keiretsu.report.sections.section import Section
from keiretsu.report.severity import GRADES, Grade, grade_of, in_short
from keiretsu.rules.load import load_jurisdictions
from keiretsu.rules.verdict import Verdict

KINDS = {
    "concentration": "concentration",
    "notification": "filing",
    "control_concept": "control",
    "interlock": "interlocking directors",
    "information_exchange": "exchange of information",
}


@dataclass(frozen=True, kw_only=True)
class Result:
    """What one test says, once for all markets of which it says the same.

    Attributes
    ----------
    verdict, grade
        What it says, and how that is shown.
    where
        Titles of the markets, with the reading of control where it matters; empty for
        a test that looks at the deal alone.
    """

    verdict: Verdict
    grade: Grade
    where: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Place:
    """The tests of one jurisdiction.

    Attributes
    ----------
    name
        The jurisdiction, in words.
    outcomes
        Each outcome that some test has, the gravest first, and how many have it.
    rules
        Of each rule its tests, of each test its results.
    """

    name: str
    outcomes: tuple[tuple[Grade, int], ...]
    rules: tuple[tuple[tuple[Result, ...], ...], ...]


def screens(report: Report) -> Section | None:
    """Return the section, or None where no test was evaluated."""
    if report.assessment is None or not report.assessment.verdicts:
        return None
    titles = {c.market: c.title for c in report.assessment.concentrations}
    found: dict[str, list[Verdict]] = {}
    for verdict in report.assessment.verdicts:
        found.setdefault(verdict.jurisdiction, []).append(verdict)
    return Section(
        name="screens",
        heading="What authorities would make of it",
        content={
            "places": [_place(code, own, titles) for code, own in found.items()],
            "remarks": report.assessment.remarks,
            "grades": GRADES,
            "kinds": KINDS,
        },
        lead=in_short(report),
        more="Every test, by authority",
    )


def _place(code: str, own: Iterable[Verdict], titles: Mapping[str, str]) -> Place:
    jurisdiction = load_jurisdictions().get(code)
    rules: dict[str, dict[str, list[Verdict]]] = {}
    for verdict in own:
        tests = rules.setdefault(verdict.rule, {})
        tests.setdefault(verdict.test, []).append(verdict)
    found = tuple(
        tuple(_results(verdicts, titles) for verdicts in tests.values())
        for tests in rules.values()
    )
    return Place(
        name=jurisdiction.name if jurisdiction else code,
        outcomes=_outcomes(r.grade for of_rule in found for t in of_rule for r in t),
        rules=found,
    )


def _results(
    verdicts: Iterable[Verdict], titles: Mapping[str, str]
) -> tuple[Result, ...]:
    """Return what one test says, with the markets of which it says the same."""
    found: dict[tuple[Grade, tuple[str, ...]], list[Verdict]] = {}
    for verdict in verdicts:
        found.setdefault((grade_of(verdict), verdict.missing), []).append(verdict)
    return tuple(
        Result(
            verdict=alike[0],
            grade=grade,
            where=tuple(_where(v, titles) for v in alike if v.market is not None),
        )
        for (grade, _), alike in found.items()
    )


def _where(verdict: Verdict, titles: Mapping[str, str]) -> str:
    assert verdict.market is not None
    title = titles.get(verdict.market, verdict.market)
    return title if verdict.reading is None else f"{title} ({verdict.reading})"


def _outcomes(grades: Iterable[Grade]) -> tuple[tuple[Grade, int], ...]:
    """Count each outcome, the gravest first; what is not met is counted together."""
    order = list(GRADES)
    counted = Counter(GRADES["unmet"] if g.name == "unmet" else g for g in grades)
    return tuple(sorted(counted.items(), key=lambda found: order.index(found[0].name)))
