"""What every cost model keeps, whatever its numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from keiretsu.costs import (
    CostStructure,
    Duration,
    learned,
    pooling_gain,
    present_value,
    share_with_chargers,
    worth_of_sooner,
)

shares = st.floats(0.01, 0.99)
amounts = st.floats(0.1, 1e6)


@given(amounts, amounts, amounts, st.floats(0, 0.5))
def test_learning_in_two_steps_is_learning_in_one(
    first: float, second: float, third: float, rate: float
) -> None:
    low, middle, high = sorted((first, second, third))
    split = learned(low, middle, rate=rate) * learned(middle, high, rate=rate)
    assert float(split) == pytest.approx(float(learned(low, high, rate=rate)))
    assert 0 < float(split) <= 1


@given(shares, st.floats(-3, 3), st.floats(0, 0.95))
def test_chargers_never_turn_a_push_round(
    today: float, push: float, sensitivity: float
) -> None:
    alone = float(share_with_chargers(today, push, sensitivity=0))
    found = float(share_with_chargers(today, push, sensitivity=sensitivity))
    assert (found - today) * push >= -1e-12
    assert abs(found - today) >= abs(alone - today) - 1e-9


@given(amounts, st.floats(0, 20), st.floats(0, 20), st.floats(-0.5, 0.5))
def test_a_flow_cut_in_two_is_worth_the_same(
    yearly: float, start: float, years: float, discount: float
) -> None:
    whole = present_value(yearly, start=start, years=years, discount=discount)
    half = present_value(yearly, start=start, years=years / 2, discount=discount)
    rest = present_value(
        yearly, start=start + years / 2, years=years / 2, discount=discount
    )
    assert half + rest == pytest.approx(whole, rel=1e-9, abs=1e-9)


@given(amounts, st.floats(1, 20), st.floats(0, 1), st.floats(0.1, 20))
def test_sooner_is_worth_more_and_no_change_nothing(
    yearly: float, start: float, sooner: float, years: float
) -> None:
    def worth(by: float, end_stays: bool) -> float:
        return worth_of_sooner(
            yearly,
            start=start,
            sooner=by,
            years=years,
            discount=0.08,
            end_stays=end_stays,
        )

    for end_stays in (False, True):
        assert worth(0, end_stays) == pytest.approx(0, abs=1e-9 * yearly)
        assert worth(sooner, end_stays) >= -1e-9 * yearly


@given(
    st.lists(
        st.tuples(st.floats(0, 300), st.floats(0, 300), st.floats(0, 1e6)),
        min_size=2,
        max_size=6,
    ),
    st.data(),
)
def test_joining_pools_never_costs(
    makers: list[tuple[float, float, float]], data: st.DataObject
) -> None:
    emitted, aimed, sold = map(list, zip(*makers, strict=True))
    pools = np.arange(len(makers))
    joined = np.array(pools)
    first, second = data.draw(
        st.lists(st.sampled_from(list(pools)), min_size=2, max_size=2, unique=True)
    )
    joined[joined == second] = first
    gain = pooling_gain(emitted, aimed, sold, pools, joined)
    assert gain >= -1e-6
    assert pooling_gain(emitted, aimed, sold, pools, pools) == 0


@given(st.floats(1, 100), st.floats(1, 3), st.floats(1, 3))
def test_a_quantile_is_reached_by_its_time(
    median: float, down: float, up: float
) -> None:
    time = Duration(median=median, low=median / down, high=median * up)
    if time.spread > 1e-6:
        for level in (0.1, 0.5, 0.8):
            assert float(time.done_by(time.quantile(level))) == pytest.approx(level)


@given(amounts, amounts, st.floats(0, 0.9), amounts, st.floats(0, 0.9))
def test_savings_only_lower_the_volume_that_breaks_even(
    fixed: float, contribution: float, part: float, variable: float, saved: float
) -> None:
    now = CostStructure(fixed=fixed, price=contribution + variable, variable=variable)
    then = now.after(
        fixed_saving=part * fixed, variable_saving=saved * variable * 10, volume=10
    )
    assert then.break_even <= now.break_even * (1 + 1e-9)
    assert then.profit(now.break_even) >= -1e-6 * fixed
