"""A deal on the way: owners change at once, savings come year by year."""

from __future__ import annotations

import datetime as dt

import pytest

from keiretsu.deals import (
    ClosePlant,
    Deal,
    Merge,
    SaveCost,
    SaveFixedCost,
    SharePlatform,
)
from keiretsu.deals.cost_parameters import cost_parameters
from keiretsu.deals.phases import as_far_as
from keiretsu.errors import DataError

ON = dt.date(2026, 1, 1)
DEAL = Deal(
    steps=(
        Merge(first="toyota", second="nissan"),
        SaveCost(makers=("toyota",), share=0.04),
        SharePlatform(makers=("toyota", "nissan"), share=0.1, part=0.5, realised=0.6),
        SaveFixedCost(maker="nissan", amount=100.0, currency="JPY"),
        SaveCost(makers=("honda",), share=-0.04),
        ClosePlant(
            plant="x",
            maker="nissan",
            amount=40.0,
            currency="JPY",
            on=dt.date(2028, 1, 1),
        ),
    ),
    on=ON,
)


def test_half_way_by_hand() -> None:
    merge, cost, platform, fixed, dearer = as_far_as(
        DEAL, dt.date(2027, 12, 31), full=4
    ).steps
    half = 729 / 365.25 / 4
    assert isinstance(merge, Merge)
    assert isinstance(cost, SaveCost)
    assert cost.share == pytest.approx(half * 0.04)
    assert isinstance(platform, SharePlatform)
    assert platform.saved == pytest.approx(half * 0.1 * 0.5 * 0.6)
    assert isinstance(fixed, SaveFixedCost)
    assert fixed.amount == pytest.approx(half * 100)
    assert isinstance(dearer, SaveCost)
    assert dearer.share == -0.04  # what costs more does so at once


def test_a_later_step_begins_on_its_own_day_and_all_comes_in_the_end() -> None:
    closed = as_far_as(DEAL, dt.date(2030, 1, 1), full=4).steps[-1]
    assert isinstance(closed, ClosePlant)
    assert closed.amount == pytest.approx(40 * (731 / 365.25) / 4)
    years = int(cost_parameters()["years_to_full"].high) + 3
    assert as_far_as(DEAL, dt.date(2026 + years, 1, 1)).steps == DEAL.steps


def test_before_the_deal_nothing_is_done() -> None:
    late = Deal(steps=(DEAL.steps[-1],), on=ON)
    with pytest.raises(DataError, match="no step of the deal is done by"):
        as_far_as(late, dt.date(2027, 1, 1))
    first = as_far_as(DEAL, ON).steps
    assert isinstance(first[1], SaveCost)
    assert first[1].share == 0
