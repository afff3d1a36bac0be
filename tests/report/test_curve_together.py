"""The stake curve is solved together, and says what one deal at a time says."""

from __future__ import annotations

import numpy as np
import pytest

from keiretsu.deals import Deal, run
from keiretsu.deals.answers import average_change
from keiretsu.deals.demand_models import DemandChoice
from keiretsu.landscape import load_landscape
from keiretsu.market import load_market
from keiretsu.report.curve import stake_curve

DAY = "2026-11-01"


@pytest.mark.parametrize(
    ("holder", "held", "market", "demand"),
    [
        ("toyota", "nissan", "us-2022", "second choices"),
        ("volkswagen", "rivian", "us-2022", "nested logit"),
        ("geely", "renault korea", "fr-2024-brands", "logit"),
        ("ferrari", "maserati", "us-2022", "logit"),
        ("renault", "dacia", "fr-2024-brands", "logit"),
        ("tata", "maruti", "in-2024-brands", "nested logit"),
    ],
)
def test_every_point_is_what_the_deal_by_itself_gives(
    holder: str, held: str, market: str, demand: DemandChoice
) -> None:
    landscape, place = load_landscape(DAY), load_market(market)
    sizes = (0.0, 0.2, 0.34, 1.0)
    curve = stake_curve(holder, held, landscape, place, stakes=sizes, demand=demand)
    points = {point.stake: point for point in curve.points}
    for size in sizes:
        deal = Deal.stake(holder, held, size, on=DAY)
        for one in run(deal, landscape, place, demand=demand).markets:
            alone = average_change(one, "parties").point
            told = points[size].changes[one.reading]
            np.testing.assert_allclose(told, alone, rtol=1e-7, atol=1e-10)
            gained = points[size].buyers[one.reading]
            assert gained is not None
            assert one.surplus_change is not None
            scale = max(abs(one.surplus_change), 1e-6)
            assert abs(gained - one.surplus_change) < 1e-5 * scale + 1e-9


def test_a_curve_of_a_brand_is_not_one_of_its_owner() -> None:
    landscape, place = load_landscape(DAY), load_market("us-2022")
    curve = stake_curve(
        "ferrari", "maserati", landscape, place, stakes=(0.0, 1.0), demand="logit"
    )
    assert curve.labels[curve.held] == "Maserati"
    # bought out of a large group, it gets cheaper; nobody else's prices are in it
    assert all(-0.01 < change < 0 for change in curve.points[-1].changes.values())
