"""How the report says what a test's outcome means: a word, a sign and a degree.

A test that is met is not always bad news: being inside a safe harbour is a test too.
The degree follows the rule's own severity; what is unknown is never shown as passed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from keiretsu.report.report import Report
from keiretsu.rules.assessment import Concentration
from keiretsu.rules.verdict import Verdict
from keiretsu.units import plural

GRAVE, CLOSER, NEUTRAL = 4, 3, 2
MOST_NAMED = 3


@dataclass(frozen=True, kw_only=True)
class Grade:
    """How one verdict, or the gravest of several, is shown.

    Attributes
    ----------
    name
        `grave`, `closer`, `neutral`, `safe`, `unmet` or `unknown`.
    sign, word
        What stands in the cell; never colour alone.
    """

    name: str
    sign: str
    word: str

    @property
    def phrase(self) -> str:
        """The sign and the word."""
        return f"{self.sign} {self.word}"


GRADES = {
    "grave": Grade(name="grave", sign="▲", word="harm presumed or likely, or a duty"),
    "closer": Grade(name="closer", sign="◆", word="closer look"),
    "neutral": Grade(name="neutral", sign="■", word="nothing follows by itself"),
    "safe": Grade(name="safe", sign="✓", word="safe harbour or exempt"),
    "unmet": Grade(name="unmet", sign="–", word="not reached"),
    "unknown": Grade(name="unknown", sign="?", word="unknown"),
}

OUTCOMES = {
    "presumption_illegal": "harm presumed",
    "presumption_dominance": "dominance presumed",
    "likely_concern": "concern likely",
    "scrutiny": "closer look",
    "neutral_band": "nothing follows",
    "unlikely_concern": "concern unlikely",
    "safe_harbour": "inside the safe harbour",
    "notify_mandatory": "must be notified",
    "concentration": "is a concentration",
    "interlock_prohibited": "prohibited",
    "notify_voluntary_jurisdiction": "may be reviewed",
    "consult_recommended": "consultation advised",
    "exempt": "exempt",
    "control_sole": "counts as control",
    "influence_possible": "influence examined",
    "no_influence": "outside review",
}
"""What follows where a test is met, in the few words of a cell."""
_NOT_MET = {
    "safe_harbour": "outside the safe harbour",
    "unlikely_concern": "concern not ruled out",
    "exempt": "not exempt on this ground",
    "no_influence": "not exempt on this ground",
}
"""What follows where a test that would have been good news is not met."""


def grade_of(verdict: Verdict) -> Grade:
    """Return how a verdict is shown: its sign, and its outcome in few words."""
    if verdict.state == "unknown":
        return GRADES["unknown"]
    if verdict.state == "not met":
        word = _NOT_MET.get(verdict.outcome, GRADES["unmet"].word)
        return replace(GRADES["unmet"], word=word)
    if verdict.severity >= GRAVE:
        grade = GRADES["grave"]
    elif verdict.severity >= CLOSER:
        grade = GRADES["closer"]
    else:
        grade = GRADES["neutral" if verdict.severity >= NEUTRAL else "safe"]
    return replace(grade, word=OUTCOMES.get(verdict.outcome, grade.word))


def gravest(verdicts: Iterable[Verdict]) -> Verdict | None:
    """Return the gravest concentration test that is met, or None."""
    met = [v for v in verdicts if v.kind == "concentration" and v.state == "met"]
    return max(met, key=lambda v: v.severity, default=None)


def decided(verdicts: Iterable[Verdict]) -> bool:
    """Return whether a test of concentration exists and was decided."""
    return any(v.kind == "concentration" and v.state != "unknown" for v in verdicts)


def standing(entry: Concentration, verdicts: Iterable[Verdict]) -> Grade:
    """Return the gravest outcome of a market's tests; quiet where none is met.

    Where tests would be good news and none is met, the market is not quiet: the word
    says what is missed, or that one of them is open.
    """
    own = [v for v in verdicts if v.reading in (None, entry.reading)]
    worst = gravest(own)
    if worst:
        return grade_of(worst)
    good = [v for v in own if v.kind == "concentration" and v.outcome in _NOT_MET]
    if good and all(v.state == "not met" for v in good):
        return grade_of(good[-1])
    return GRADES["unmet" if decided(own) and not good else "unknown"]


def by_place(report: Report) -> Mapping[str, list[Verdict]]:
    """Return market name -> its verdicts."""
    found: dict[str, list[Verdict]] = {}
    for verdict in report.assessment.verdicts if report.assessment else ():
        if verdict.market is not None:
            found.setdefault(verdict.market, []).append(verdict)
    return found


def in_short(report: Report) -> tuple[str, ...]:
    """Say where concentration calls for a look, and how many tests are open."""
    if report.assessment is None:
        return ()
    if not report.assessment.verdicts:
        return ("No rule that we hold applies, so no test is decided.",)
    if report.within_one_group:
        return (
            "Concentration stays as it is, and no test of it is asked.",
            _open(report.assessment.verdicts),
        )
    titles = {c.market: c.title for c in report.assessment.concentrations}
    places = by_place(report)
    concerns: dict[str, list[str]] = {}
    for market, verdicts in places.items():
        worst = gravest(verdicts)
        if worst is not None and worst.severity >= CLOSER:
            some = "" if worst.reading is None else ", under some readings of control,"
            where = concerns.setdefault(f"{worst.meaning}{some}", [])
            where.append(_short(titles.get(market, market)))
    open_ = [m for m in titles if not decided(places.get(m, ()))]
    tested = len(titles) - len(open_)
    first = ""
    if concerns:
        parts = [f"{what} in {_some(where)}" for what, where in concerns.items()]
        first = f"Concentration: {'; '.join(parts)}."
    elif tested:
        first = (
            "Concentration: no test that would raise a concern is met in the "
            f"{'one market' if tested == 1 else plural(tested, 'market')} where a "
            "test decides."
        )
    undecided = _undecided([_short(titles[m]) for m in open_], of=len(titles))
    last = _open(report.assessment.verdicts)
    return tuple(s for s in (first, undecided, last) if s)


def _undecided(where: list[str], *, of: int) -> str:
    """Say on which of some markets no test of concentration we hold has decided."""
    if not where:
        return ""
    if len(where) == of > MOST_NAMED:
        return f"No test of concentration that we hold decides on any of {of} markets."
    return f"No test of concentration that we hold decides on {_some(where)}."


def _short(title: str) -> str:
    return title.removesuffix(", by model").removesuffix(", by brand")


def _some(titles: list[str]) -> str:
    """Name a few places and count the rest."""
    places = list(dict.fromkeys(titles))
    more = len(places) - MOST_NAMED
    if more > 1:
        places = [*places[:MOST_NAMED], f"{more} other markets"]
    *first, last = places
    return f"{'; '.join(first)} and {last}" if first else last


def _open(verdicts: tuple[Verdict, ...]) -> str:
    tests = {(v.rule, v.test, v.market) for v in verdicts}
    unknown = {(v.rule, v.test, v.market) for v in verdicts if v.state == "unknown"}
    return (
        f"Of {plural(len(tests), 'test')} by authorities, {len(unknown)} cannot be "
        "decided with what is known."
    )
