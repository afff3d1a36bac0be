"""Filings of a deal, one a jurisdiction: must file, may file, need not, cannot tell.

Each says why in words, with the figures and where they were read, how far rule, amounts
and timetable may be trusted, and what would decide it where it cannot be told.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from keiretsu.countries import in_sentence
from keiretsu.plain import to_json
from keiretsu.rules.bounds import Evidence, Range
from keiretsu.rules.grounds import Ground, alternatives
from keiretsu.rules.load import load_jurisdictions
from keiretsu.rules.logic import Value
from keiretsu.rules.rule import Rule
from keiretsu.rules.verdict import Verdict
from keiretsu.sources import Confidence, Source

Duty = Literal["must file", "may file", "need not file", "cannot tell"]
_DUTIES = ("notify_mandatory", "notify_voluntary_jurisdiction")
MOST_WAYS = 2
"""How many ways to decide an open filing its sentence tells; the others are counted."""
_WAITS = {
    True: "no closing before clearance",
    False: "closing need not wait for clearance",
    None: "whether closing must wait is not held",
}


@dataclass(frozen=True, kw_only=True)
class Filing:
    """What one authority's filing rules say of a deal.

    Attributes
    ----------
    jurisdiction, name, rule, instrument
        `JP`, `Japan`, the rule that says so and the text it stands in; empty where we
        hold none.
    duty
        `may file` where the authority may review the deal and filing is voluntary.
    test
        The test that is met, in words; or why there is none.
    unless
        Who may be competent instead, in words; empty where nobody.
    grounds
        The comparisons that decide it, with their figures; of `cannot tell` those that
        are open.
    decided_by
        What would decide it, where it cannot be told: any one of these, in words.
    wait
        Whether closing must wait for clearance, in words; `standstill` says the same as
        True, False, or None where not held.
    timetable
        When to file and how long it takes, in words.
    timetable_confidence, fee_confidence
        How far these may be trusted, apart from the rule's amounts.
    fee, fee_from, fee_to, currency
        The fee, or the least and the most where the price is not known; None where none
        is held.
    sources
        Of the rule.
    """

    jurisdiction: str
    name: str
    duty: Duty
    test: str
    unless: str = ""
    rule: str = ""
    instrument: str = ""
    grounds: tuple[Ground, ...] = ()
    decided_by: tuple[str, ...] = ()
    standstill: bool | None = None
    timetable: str = ""
    timetable_confidence: Confidence = "memory"
    fee: float | None = None
    fee_from: float | None = None
    fee_to: float | None = None
    fee_confidence: Confidence = "memory"
    currency: str | None = None
    sources: tuple[Source, ...] = ()

    @property
    def place(self) -> str:
        """The jurisdiction within a sentence."""
        return in_sentence(self.name)

    @property
    def wait(self) -> str:
        """Whether closing must wait for clearance, in words."""
        return _WAITS[self.standstill]

    @property
    def sentence(self) -> str:
        """The duty and its grounds in one sentence, without sources.

        What may not be told is said as such, never as no duty.
        """
        said = "; ".join(ground.text for ground in self.grounds) or self.test
        if self.duty == "cannot tell" and self.decided_by:
            shown = self.decided_by[:MOST_WAYS]
            more = len(self.decided_by) - len(shown)
            said = f"decided by {'; or by '.join(shown)}"
            tests = "test" if more == 1 else "tests"
            said += f"; or by {more} other {tests}" if more else ""
        unless = f", {self.unless}" if self.unless else ""
        return f"{self.duty} in {self.place}{unless}: {said}"

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """What its figures were read from."""
        return tuple(
            dict.fromkeys(e for ground in self.grounds for e in ground.evidence)
        )

    def to_dict(self) -> dict[str, Any]:
        """Return plain fields with the sentence, ready for JSON."""
        plain = {f.name: getattr(self, f.name) for f in dataclasses.fields(self)}
        said = {"sentence": self.sentence, "wait": self.wait}
        found: dict[str, Any] = to_json({**said, **plain})
        return found


def filings(
    verdicts: Sequence[Verdict], rules: Mapping[str, Sequence[Rule]], on: dt.date
) -> tuple[Filing, ...]:
    """Return one filing a jurisdiction, in the order of the rules."""
    found = tuple(_filing(verdicts, code, held, on) for code, held in rules.items())
    union = next((one for one in found if one.jurisdiction == "EU"), None)
    return tuple(_one_stop(one, union) for one in found)


def _filing(
    verdicts: Sequence[Verdict], code: str, held: Iterable[Rule], on: dt.date
) -> Filing:
    name = load_jurisdictions()[code].name
    asked = [r for r in held if r.kind == "notification" and r.in_force(on)]
    if not asked:
        test = f"no filing amounts in force on {on} are held"
        return Filing(jurisdiction=code, name=name, duty="cannot tell", test=test)
    ids = {rule.id for rule in asked}
    tests = [v for v in verdicts if v.rule in ids and v.outcome in _DUTIES]
    rule = asked[0]
    answer = Filing(
        jurisdiction=code,
        name=name,
        duty="need not file",
        test="",
        rule=rule.id,
        instrument=rule.instrument,
        standstill=rule.standstill,
        timetable=rule.timetable,
        timetable_confidence=rule.timetable_confidence,
        fee_confidence=rule.fees_confidence,
        currency=rule.currency,
        sources=rule.sources,
    )
    return _with_fee(_decided(answer, tests), rule, tests)


def _decided(filing: Filing, tests: Sequence[Verdict]) -> Filing:
    """Fill in the duty and what it rests on."""
    met = [test for test in tests if test.state == "met"]
    binding = [test for test in met if test.outcome == "notify_mandatory"]
    if met:
        first = (binding or met)[0]
        return dataclasses.replace(
            filing,
            duty="must file" if binding else "may file",
            test=first.text,
            grounds=first.grounds,
        )
    open_tests = [test.grounds for test in tests if test.state == "unknown"]
    if open_tests:
        ways = alternatives(open_tests)
        return dataclasses.replace(
            filing,
            duty="cannot tell",
            test="no test is met and some are open",
            grounds=tuple(_once(ground for way in ways for ground in way)),
            decided_by=tuple(" and ".join(g.text for g in way) for way in ways),
        )
    failing: dict[str, Ground] = {}
    for ground in (test.grounds[0] for test in tests if test.grounds):
        other = failing.setdefault(ground.variable, ground)
        if (ground.line or 0.0) < (other.line or 0.0):  # the line to cross first
            failing[ground.variable] = ground
    return dataclasses.replace(
        filing,
        test="no test is met" if tests else "no test applies",
        grounds=tuple(failing.values()),
    )


def _once(grounds: Iterable[Ground]) -> Iterator[Ground]:
    """Yield the first ground of each variable."""
    yield from {g.variable: g for g in reversed(tuple(grounds))}.values()


def _with_fee(filing: Filing, rule: Rule, tests: Iterable[Verdict]) -> Filing:
    """Fill in the fee, or its ends where the price is not known."""
    if filing.duty == "need not file" or not rule.fees:
        return filing
    found = (v for t in tests if (v := _value(t.inputs)) is not None)
    value = next(found, Range(0.0, math.inf))
    least, most = rule.fee(value.low), rule.fee(value.high)
    return dataclasses.replace(
        filing, fee=least if least == most else None, fee_from=least, fee_to=most
    )


def _value(inputs: Mapping[str, Value | None]) -> Range | None:
    value = inputs.get("value_of_holdings", inputs.get("deal_value"))
    if isinstance(value, int | float):
        return Range(float(value), float(value))
    return value if isinstance(value, Range) else None


def _one_stop(filing: Filing, union: Filing | None) -> Filing:
    """Give way to the Commission where the Union's regulation applies."""
    members = load_jurisdictions()["EU"].members
    if filing.jurisdiction not in members or union is None:
        return filing
    if union.duty == "must file" and filing.duty != "need not file":
        return dataclasses.replace(
            filing,
            duty="need not file",
            test="the European Commission is competent",
            grounds=(),
            decided_by=(),
        )
    if union.duty == "cannot tell" and filing.duty == "must file":
        return dataclasses.replace(
            filing, unless="unless the European Commission is competent"
        )
    return filing
