"""First pull on prices before anyone responds: GUPPI, needed savings, diversion."""

from __future__ import annotations

import numpy as np

from keiretsu.deals.deal import Deal
from keiretsu.deals.figures import percent
from keiretsu.deals.market_effects import MarketEffects
from keiretsu.market import product_names
from keiretsu.pictures.table import Table
from keiretsu.report.key_numbers import NOTHING
from keiretsu.units import count

SHOWN = 8


def pressure_table(deal: Deal, effects: MarketEffects) -> Table | None:
    """Return the parties' products under most pressure, or None where there is none."""
    found = effects.pressure
    mine = effects.parties & effects.believable
    order = np.argsort(-np.where(mine, found.guppi, -np.inf), kind="stable")
    chosen = [j for j in order[:SHOWN] if mine[j] and found.guppi[j] > NOTHING]
    if not chosen:
        return None
    names = product_names(effects.market)
    return Table(
        caption=f"The parties' products under most pressure, {effects.market.title}, "
        f"control read as {effects.reading}",
        columns=(
            "Product",
            f"{effects.market.words.units} sold before".capitalize(),
            "GUPPI, % of price",
            "Saving that would offset it (CMCR), % of cost",
            "Lost sales caught by the newly weighed makers",
        ),
        rows=tuple(
            (
                names[j],
                count(effects.market.quantities[j]),
                percent(float(found.guppi[j])),
                percent(float(found.cmcr[j])),
                percent(float(found.diversion[j])),
            )
            for j in chosen
        ),
        numeric=(1, 2, 3, 4),
    )
