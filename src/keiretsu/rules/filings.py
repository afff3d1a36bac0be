"""Filings of a deal, one line a jurisdiction: must file, need not, or cannot tell."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from keiretsu.rules.load import load_jurisdictions
from keiretsu.rules.logic import Range, Value
from keiretsu.rules.rule import Rule
from keiretsu.rules.verdict import Verdict

Duty = Literal["must file", "may file", "need not file", "cannot tell"]
_DUTIES = ("notify_mandatory", "notify_voluntary_jurisdiction")


@dataclass(frozen=True, kw_only=True)
class Filing:
    """What one authority's filing rules say of a deal.

    Attributes
    ----------
    jurisdiction, name, rule
        `JP`, `Japan`, and the rule that says so; empty where we hold none.
    duty
        `may file` where the authority may review the deal and filing is voluntary.
    why
        The test that is met, or why none is.
    decided_by
        What would decide it, where it cannot be told.
    standstill
        Whether the deal must wait for clearance; None where not held.
    timetable
        When to file and how long it takes, in words.
    fee, currency
        The fee, in the currency of the rule; None where not held or its tier unknown.
    sources
        Of the rule, then of the turnovers.
    """

    jurisdiction: str
    name: str
    rule: str
    duty: Duty
    why: str
    decided_by: tuple[str, ...] = ()
    standstill: bool | None = None
    timetable: str = ""
    fee: float | None = None
    currency: str | None = None
    sources: tuple[str, ...] = ()


def filings(
    verdicts: Sequence[Verdict],
    rules: Mapping[str, Sequence[Rule]],
    read: Mapping[str, Sequence[str]],
    on: dt.date,
) -> tuple[Filing, ...]:
    """Return one line a jurisdiction; `read` names the sources of its turnovers."""
    found = tuple(_lines(verdicts, rules, read, on))
    union = next((one for one in found if one.jurisdiction == "EU"), None)
    return tuple(_one_stop(one, union) for one in found)


def _lines(
    verdicts: Sequence[Verdict],
    rules: Mapping[str, Sequence[Rule]],
    read: Mapping[str, Sequence[str]],
    on: dt.date,
) -> Iterator[Filing]:
    for code, held in rules.items():
        name = load_jurisdictions()[code].name
        asked = [r for r in held if r.kind == "notification" and r.in_force(on)]
        if not asked:
            why = f"no filing amounts in force on {on} are held"
            yield Filing(
                jurisdiction=code, name=name, rule="", duty="cannot tell", why=why
            )
            continue
        ids = {rule.id for rule in asked}
        tests = [v for v in verdicts if v.rule in ids and v.outcome in _DUTIES]
        duty, why, lacking = _duty(tests)
        rule = asked[0]
        value = next((_amount(v.inputs) for v in tests if _amount(v.inputs)), None)
        files = duty in ("must file", "may file")
        yield Filing(
            jurisdiction=code,
            name=name,
            rule=rule.id,
            duty=duty,
            why=why,
            decided_by=lacking,
            standstill=rule.standstill,
            timetable=rule.timetable,
            fee=rule.fee(value) if files else None,
            currency=rule.currency,
            sources=(*(s.cited for s in rule.sources), *read.get(code, ())),
        )


def _duty(tests: Sequence[Verdict]) -> tuple[Duty, str, tuple[str, ...]]:
    met = [test for test in tests if test.state == "met"]
    if met:
        binding = [test for test in met if test.outcome == "notify_mandatory"]
        first = (binding or met)[0]
        said = ", ".join(
            f"{name} {_words(value)}"
            for name, value in first.inputs.items()
            if isinstance(value, int | float | Range) and not isinstance(value, bool)
        )
        duty: Duty = "must file" if binding else "may file"
        return duty, f"{first.text} ({said})", ()
    unknown = [test for test in tests if test.state == "unknown"]
    if unknown:
        lacking = dict.fromkeys(what for test in unknown for what in test.missing)
        return "cannot tell", "no test is met, some are open", tuple(lacking)
    return "need not file", "no test is met", ()


def _one_stop(filing: Filing, union: Filing | None) -> Filing:
    """Give way to the Commission where the Union's regulation applies."""
    members = load_jurisdictions()["EU"].members
    if filing.jurisdiction not in members or union is None:
        return filing
    if union.duty == "must file" and filing.duty != "need not file":
        return _replaced(
            filing, "need not file", "the European Commission is competent"
        )
    if union.duty == "cannot tell" and filing.duty == "must file":
        why = f"{filing.why}; unless the European Commission is competent"
        return _replaced(filing, filing.duty, why)
    return filing


def _replaced(filing: Filing, duty: Duty, why: str) -> Filing:
    return dataclasses.replace(filing, duty=duty, why=why, decided_by=())


def _amount(inputs: Mapping[str, Value | None]) -> float | None:
    value = inputs.get("value_of_holdings", inputs.get("deal_value"))
    return float(value) if isinstance(value, int | float) else None


def _words(value: float | Range) -> str:
    return repr(value) if isinstance(value, Range) else f"{value:,.4g}"
