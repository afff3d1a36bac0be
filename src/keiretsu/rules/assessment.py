"""What the authorities' tests say of one deal: concentration and verdicts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from keiretsu.control import Reading
from keiretsu.deals import Deal
from keiretsu.plain import to_json
from keiretsu.rules.filings import Filing
from keiretsu.rules.verdict import Verdict
from keiretsu.units import percent, points

Measure = Literal["HHI", "MHHI"]


@dataclass(frozen=True, kw_only=True)
class Concentration:
    """Concentration of one market before and after a deal, under one reading.

    Makers under one sole controller count as one. Shares are fractions of the cars
    sold; indices are in points.

    Attributes
    ----------
    market, title, jurisdiction, period
        As in `Market`.
    reading
        How minority stakes were read as control, for the modified index.
    measure
        What the thresholds are held against: the plain index where the deal gives sole
        control (a merger), the modified one where it leaves a minority stake.
    hhi_before, hhi_after
        The plain index: groups under sole control count as one maker.
    mhhi_before, mhhi_after
        The modified index, which counts stakes by the weight makers put on one
        another's profit.
    parties
        Share of each party's group, in the order of the deal.
    share_combined, cr3_post, cr5_post, rank_post, gap_to_rank2
        The parties counted as one: their share; that of the three and of the five
        largest; their rank;
        their lead over the largest other maker as a fraction of their share (None where
        they sell nothing).
    others
        Share of sellers that are not named; they add nothing to the indices, so these
        are lower bounds.
    coverage
        As stated by the market, or None.
    """

    market: str
    title: str
    jurisdiction: str
    period: str
    reading: Reading
    measure: Measure
    hhi_before: float
    hhi_after: float
    mhhi_before: float
    mhhi_after: float
    parties: Mapping[str, float]
    share_combined: float
    cr3_post: float
    cr5_post: float
    rank_post: int
    gap_to_rank2: float | None
    others: float
    coverage: float | None

    @property
    def hhi_delta(self) -> float:
        """Rise of the plain index; for a merger twice the product of the shares."""
        return self.hhi_after - self.hhi_before

    @property
    def mhhi_delta(self) -> float:
        """Rise of the modified index."""
        return self.mhhi_after - self.mhhi_before

    @property
    def share_first(self) -> float:
        """Share of the first party's group."""
        return next(iter(self.parties.values()))

    @property
    def share_second(self) -> float:
        """Share of the other parties' groups; 0 where they are one group already."""
        return self.share_combined - self.share_first

    def to_dict(self) -> dict[str, Any]:
        """Return plain fields and the derived ones, ready for JSON."""
        return {
            **asdict(self),
            "hhi_delta": self.hhi_delta,
            "mhhi_delta": self.mhhi_delta,
            "share_first": self.share_first,
            "share_second": self.share_second,
        }

    def __repr__(self) -> str:
        return (
            f"<Concentration {self.market}, {self.reading}: HHI "
            f"{points(self.hhi_before)} to {points(self.hhi_after)}, parties "
            f"{percent(self.share_combined)}>"
        )


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """One deal against the rules of its day.

    Attributes
    ----------
    deal
        The deal.
    concentrations
        One entry a market and reading.
    verdicts
        Every test of every rule in force, in the order of the rules.
    filings
        What each authority's filing rules say, one line a jurisdiction.
    notes
        What was assumed and what was left out, in words.
    remarks
        What else the rules in force say, by rule.
    """

    deal: Deal
    concentrations: tuple[Concentration, ...]
    verdicts: tuple[Verdict, ...]
    filings: tuple[Filing, ...]
    notes: tuple[str, ...]
    remarks: Mapping[str, tuple[str, ...]]

    def to_dict(self) -> dict[str, Any]:
        """Return plain data, ready for JSON."""
        return {
            "deal": self.deal.to_dict(),
            "concentrations": [to_json(entry) for entry in self.concentrations],
            "verdicts": [to_json(verdict) for verdict in self.verdicts],
            "filings": [filing.to_dict() for filing in self.filings],
            "notes": list(self.notes),
            "remarks": {rule: list(texts) for rule, texts in self.remarks.items()},
        }

    def __repr__(self) -> str:
        states = [verdict.state for verdict in self.verdicts]
        return (
            f"<Assessment: {self.deal.sentence}; {len(states)} tests, "
            f"{states.count('met')} met, {states.count('unknown')} unknown>"
        )
