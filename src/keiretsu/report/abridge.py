"""What a page shows of a deal in very many markets: some in full, all on average."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from keiretsu.deals.answers import average_change
from keiretsu.deals.market_effects import MarketEffects
from keiretsu.report.key_numbers import by_market, central
from keiretsu.report.report import Report
from keiretsu.units import percent

MOST_MARKETS = 12
"""Markets that one page shows in full."""


def abridged(report: Report) -> Report:
    """Return a report of the markets where the parties sell most, which says so.

    A report of at most `MOST_MARKETS` markets comes back as it is. Sales are compared
    as shares of their market, since markets may count in different units.
    """
    markets = {name: central(one) for name, one in by_market(report.effects).items()}
    if len(markets) <= MOST_MARKETS:
        return report
    largest = sorted(markets, key=lambda name: -_sold(markets[name]))[:MOST_MARKETS]
    kept = set(largest)
    effects = replace(
        report.effects,
        markets=tuple(e for e in report.effects.markets if e.market.name in kept),
    )
    left_out = set(markets) - kept
    assessment = report.assessment
    if assessment is not None:
        entries = assessment.concentrations
        assessment = replace(
            assessment,
            concentrations=tuple(e for e in entries if e.market not in left_out),
        )
    changes = [average_change(one, "parties").point for one in markets.values()]
    told = (
        f"{len(markets)} markets were computed; the {MOST_MARKETS} where the parties "
        f"sell most are shown. Over all of them the parties' mean price change is "
        f"{percent(float(np.mean(changes)), 2)}, from {percent(min(changes), 2)} to "
        f"{percent(max(changes), 2)}; every market is in deal run --csv"
    )
    return replace(
        report, effects=effects, assessment=assessment, remarks=(*report.remarks, told)
    )


def _sold(effects: MarketEffects) -> float:
    return float(effects.market.inside_shares[effects.parties].sum())
