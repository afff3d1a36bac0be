"""What a rule is: one instrument of one authority, its tests, and when it holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from keiretsu.rules.logic import Condition
from keiretsu.sources import Confidence, Source


@dataclass(frozen=True, kw_only=True)
class Test:
    """One line of a rule: a condition and what follows where it is met.

    Attributes
    ----------
    id, text
        Identifier within the rule, and the test in words.
    when
        The condition.
    outcome, severity, meaning
        What follows: a code such as `safe_harbour`, its gravity from 0 to 5, and words.
    of_market
        Whether the condition looks at a market (HHI, shares) and not only at the deal.
    """

    __test__ = False

    id: str
    text: str
    when: Condition
    outcome: str
    severity: int
    meaning: str
    of_market: bool


@dataclass(frozen=True, kw_only=True)
class Fee:
    """What a filing costs where the deal's value is below an amount; None: any."""

    below: float | None
    amount: float


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One instrument, with the days on which it holds.

    Attributes
    ----------
    id, jurisdiction, authority, instrument
        `US-MG-2023`, `US`, `DOJ / FTC`, and the text it stands in.
    kind
        `concentration`, `notification`, `control_concept`, `interlock` or
        `information_exchange`.
    in_force_from, in_force_to
        First day on which it holds (None for a draft), and the first on which it no
        longer does (None where no end is known).
    status, currency
        In words; and the currency of its amounts, or None.
    tests
        Its tests, in order; empty where the rule is text only.
    notes
        What a reader must know of it.
    cross_holdings
        Whether its comfort lapses where makers hold significant stakes in one another.
    fees
        Fees of a filing by the deal's value, the lowest first; empty where not held.
    standstill
        Whether the deal must wait for clearance; None where not held.
    timetable
        When to file and how long the first phase lasts, in words; empty where not held.
    timetable_confidence, fees_confidence
        How far standstill and timetable, and the fees, may be trusted: most are general
        knowledge even where the amounts were read in a source.
    variables
        What each variable of its tests means.
    phrases
        How some are said of the parties at hand, where that differs by place.
    sources
        Where it stands.
    """

    id: str
    jurisdiction: str
    authority: str
    instrument: str
    kind: str
    in_force_from: dt.date | None
    in_force_to: dt.date | None
    status: str
    currency: str | None
    tests: tuple[Test, ...]
    notes: tuple[str, ...]
    cross_holdings: bool
    fees: tuple[Fee, ...]
    standstill: bool | None
    timetable: str
    timetable_confidence: Confidence
    fees_confidence: Confidence
    variables: Mapping[str, str]
    phrases: Mapping[str, str | list[str]]
    sources: tuple[Source, ...]

    @property
    def draft(self) -> bool:
        """Whether it never came into force."""
        return self.in_force_from is None

    def in_force(self, on: dt.date) -> bool:
        """Say whether it holds on a day; a draft never does."""
        return (
            self.in_force_from is not None
            and self.in_force_from <= on
            and (self.in_force_to is None or on < self.in_force_to)
        )

    def fee(self, value: float | None) -> float | None:
        """Return the fee of a deal of some value; None where it is not known."""
        if value is None:
            return self.fees[0].amount if len(self.fees) == 1 else None
        held = (fee for fee in self.fees if fee.below is None or value < fee.below)
        return next((fee.amount for fee in held), None)

    def __repr__(self) -> str:
        since = "draft" if self.draft else f"from {self.in_force_from}"
        until = f" to {self.in_force_to}" if self.in_force_to else ""
        return f"<Rule {self.id}: {self.instrument}, {since}{until}>"
