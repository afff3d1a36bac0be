"""From rules and inputs to verdicts: every test of the rules in force, three-valued."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from keiretsu.rules.grounds import Phrases, grounds
from keiretsu.rules.logic import Inputs
from keiretsu.rules.rule import Rule, Test
from keiretsu.rules.verdict import State, Verdict
from keiretsu.rules.vocabulary import load_words

_NAMELESS = {
    "acquirer": "the acquirer",
    "acquirer_group": "acquirer's group",
    "target": "the target",
    "place": "the jurisdiction",
}


def evaluate(
    rules: Iterable[Rule],
    inputs: Inputs,
    *,
    on: dt.date,
    jurisdiction: str | None = None,
    market: str | None = None,
    reading: str | None = None,
    of_market: bool | None = None,
    names: Mapping[str, str] | None = None,
) -> tuple[Verdict, ...]:
    """Return the verdict of every test of the rules that hold on a day.

    Drafts are never applied. A test whose inputs are missing is `unknown` and names
    them, unless what is known already decides it.

    Parameters
    ----------
    rules
        Rules of any day and jurisdiction.
    inputs
        Value of each variable; one that is absent or None is unknown. Shares and stakes
        are in percent, the HHI in points, money in the rule's currency.
    on
        The day.
    jurisdiction
        Use only the rules of this jurisdiction; None uses all.
    market, reading
        What the inputs were computed for, copied to the verdicts.
    of_market
        Use only tests that look at a market, or only those that do not; None uses all.
    names
        What people call the `acquirer`, the `target` and the `place`, for the grounds.

    Raises
    ------
    DataError
        If an input is of the wrong kind, or not a finite number.
    """
    return tuple(
        _verdict(rule, test, inputs, market, reading, names or {})
        for rule in rules
        if rule.in_force(on) and jurisdiction in (None, rule.jurisdiction)
        for test in rule.tests
        if of_market in (None, test.of_market)
    )


def _verdict(
    rule: Rule,
    test: Test,
    inputs: Inputs,
    market: str | None,
    reading: str | None,
    names: Mapping[str, str],
) -> Verdict:
    missing = test.when.unknowns(inputs)
    phrases = Phrases(
        said={**load_words().phrases, **rule.phrases},
        meanings=rule.variables,
        currency=rule.currency,
        names={**_NAMELESS, **names},
    )
    return Verdict(
        rule=rule.id,
        test=test.id,
        jurisdiction=rule.jurisdiction,
        authority=rule.authority,
        instrument=rule.instrument,
        kind=rule.kind,
        market=market,
        reading=reading,
        text=test.text,
        state=_state(test.when.decide(inputs)),
        outcome=test.outcome,
        severity=test.severity,
        meaning=test.meaning,
        inputs={var: inputs.get(var) for var in test.when.variables},
        missing=tuple(f"{var}: {rule.variables[var]}" for var in missing),
        sources=rule.sources,
        grounds=grounds(test.when, inputs, phrases),
    )


def _state(decided: bool | None) -> State:
    if decided is None:
        return "unknown"
    return "met" if decided else "not met"
