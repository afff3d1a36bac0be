"""A plan as steps: what it saves by hand, and where the maker breaks even."""

from __future__ import annotations

import pytest

from keiretsu.deals import SaveCost, SaveFixedCost
from keiretsu.deals.alternatives import plan_options
from keiretsu.deals.plans import RestructuringPlan, plan_of, with_plan
from keiretsu.errors import DataError, UnknownName
from keiretsu.landscape import Landscape, load_landscape


@pytest.fixture(scope="module")
def day() -> Landscape:
    return load_landscape("2025-05-19")


@pytest.fixture(scope="module")
def plan(day: Landscape) -> RestructuringPlan:
    return plan_of("nissan", day)


def test_re_nissan_by_hand(plan: RestructuringPlan) -> None:
    # 250 bn yen of fixed and of variable cost; a car leaves 750,000 for 2,440 bn
    none, low, middle, whole = plan.break_evens
    assert none.volume == pytest.approx(2440e9 / 750e3)
    each = 250e9 / 3.346e6
    assert whole.volume == pytest.approx((2440e9 - 250e9) / (750e3 + each))
    assert round(none.volume, -4) == 3_250_000
    assert 2_500_000 < whole.volume < 2_760_000
    assert whole.volume < middle.volume < low.volume < none.volume


def test_its_steps_are_a_part_of_what_was_announced(plan: RestructuringPlan) -> None:
    fixed, variable = plan.steps(0.5)
    assert isinstance(fixed, SaveFixedCost)
    assert fixed.amount == 125_000
    assert fixed.currency == "JPY"
    assert isinstance(variable, SaveCost)
    # 12,633 bn yen of sales in FY2024, less what cars left for fixed costs
    whole = 250e9 / (12_633.2e9 - 750e3 * 3.346e6)
    assert variable.share == pytest.approx(whole / 2)


@pytest.mark.parametrize("company", ["renault", "volkswagen", "toyota", "honda", "gm"])
def test_a_plan_without_a_yearly_sum_is_no_step(company: str) -> None:
    found = plan_of(company, load_landscape("2026-11-01"))
    assert found.targets
    assert found.steps() == ()
    assert found.break_evens == ()
    assert any("no step, as it names no saving" in one for one in found.left_out)
    assert any("not known: no break-even" in one for one in found.left_out)
    assert with_plan(found, load_landscape("2026-11-01").on) == ()


def test_what_is_not_there_is_told(day: Landscape) -> None:
    with pytest.raises(DataError, match="no plan of Subaru is on record by 2025-05-19"):
        plan_of("subaru", day)
    with pytest.raises(UnknownName, match="no plan of Nissan called 'Re:Nisan'"):
        plan_of("nissan", day, "Re:Nisan")
    older = plan_of("nissan", day, "Turnaround (Uchida)")
    assert older.steps() == ()


def test_alone_the_partner_alone_and_both(
    plan: RestructuringPlan, day: Landscape
) -> None:
    alone, partner, both = plan_options(plan, "toyota", day)
    assert [len(one.deals) for one in (alone, partner, both)] == [3, 1, 3]
    assert [step.kind for step in both.deals[0].steps] == [
        "merge",
        "save_fixed_cost",
        "save_cost",
    ]
    assert plan_options(plan, None, day) == (alone,)
