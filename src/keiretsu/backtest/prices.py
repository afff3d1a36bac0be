"""What our demand says of a shock that moved prices, and what buyers did.

The American tax credit for electric cars ended on 30 September 2025. A model fitted to
second choices in 2019 and 2022 is asked how many fewer would be sold if their buyers
paid USD 7,500 more, less what makers take over; the quarters after it are not in its
data.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from keiretsu.backtest.case import Case, Score
from keiretsu.estimation.taste_files import bundled_tastes
from keiretsu.market import load_market
from keiretsu.sources import Source

CREDIT = 7_500.0
"""US dollars."""
PASSED_ON = (0.73, 1.0)
"""Share of the credit that buyers had, the ends of the literature."""
BEFORE, AFTER = 365_830, 234_171
"""Electric cars sold in the fourth quarters of 2024 and 2025."""
COX = Source(
    title="Cox Automotive, electric cars sold in 2025 (EVXL, 2026-01-13)",
    address="https://evxl.co/es_es/2026/01/13/2025-ev-sales-numbers-are-in-market-split-in-two",
    confidence="sourced",
)
LITERATURE = Source(
    title="pass-through of the credit .73 to 1 (Muehlegger & Rapson; Sallee)",
    confidence="assumed",
)


def shocks() -> Iterator[Case]:
    """Yield the cases of shocks, one a bundled American market."""
    seen = AFTER / BEFORE - 1
    for name in ("us-2022", "us-2019"):
        ends = sorted(change_of_electric(name, CREDIT * part) for part in PASSED_ON)
        yield Case(
            deal="end of the credit for electric cars, 2025",
            field=f"electric cars in the United States, model of {name[3:]}",
            kind="prices",
            predicted=f"{_percent(ends[0])} to {_percent(ends[1])} units",
            happened=f"{_percent(seen)} (fourth quarter on the one of 2024)",
            score=_within(seen, ends[0], ends[1]),
            note="buyers had rushed to the quarter before, and makers kept discounts",
            sources=(COX, LITERATURE, *load_market(name).sources[:1]),
        )


def change_of_electric(name: str, dearer: float) -> float:
    """Return the relative change of electric cars sold when all become dearer.

    Parameters
    ----------
    name
        A market whose tastes are bundled.
    dearer
        By how much, in dollars; other prices stay.
    """
    market = load_market(name)
    assert market.prices is not None
    demand = bundled_tastes(name).demand(market)
    electric = np.array([p == "BEV" for p in market.powertrains])
    before = demand.quantities(market.prices)[electric].sum()
    raised = market.prices + dearer * electric
    return float(demand.quantities(raised)[electric].sum() / before - 1)


def _within(seen: float, low: float, high: float) -> Score:
    return "hit" if low <= seen <= high else "miss"


def _percent(change: float) -> str:
    return f"{100 * change:+.0f} %".replace("-", "−")
