"""The cost models, worked on paper first."""

from __future__ import annotations

import math

import numpy as np
import pytest

from keiretsu.costs import (
    CostStructure,
    Duration,
    PackCost,
    Saving,
    bargained_price,
    closed,
    cost_with_tariff,
    kept,
    launched_by,
    learned,
    learning_exponent,
    meet,
    phase,
    pooling_gain,
    present_value,
    purchasing_factor,
    shapley_shares,
    share_with_chargers,
    shared_saving,
    utilisation,
    worth_of_sooner,
    years_to_pay,
)
from keiretsu.errors import DataError, NoConvergence


def test_wrights_law_doubles_by_the_rate() -> None:
    # 18 % a doubling: .82, .82 squared, .82 to the power of log2(10)
    assert learning_exponent(0.18) == pytest.approx(0.2863042, abs=5e-8)
    factors = learned(1, [2, 4, 10], rate=0.18)
    assert factors == pytest.approx([0.82, 0.6724, 0.5172444], abs=5e-8)


def test_two_carmakers_learn_as_much_as_they_add_to_their_supplier() -> None:
    # 10 GWh on 200: between a third of a per cent and one and a half
    low, high = (1 - float(learned(200, 210, rate=r)) for r in (0.05, 0.18))
    assert low == pytest.approx(1 - 1.05**-0.0740005814, abs=1e-9)
    assert 0.003 < low < 0.004
    assert 0.013 < high < 0.014


def test_a_pack_costs_by_output_years_metals_and_region() -> None:
    pack = PackCost(base=84, output=200, rate=0.18, trend=0.04, metals=0.3, region=1.44)
    assert float(pack.at()) == pytest.approx(120.96)
    assert float(pack.at(added=200)) == pytest.approx(120.96 * 0.82)
    assert float(pack.at(years=2)) == pytest.approx(120.96 * math.exp(-0.08))
    assert float(pack.at(metal_prices=2)) == pytest.approx(120.96 * 2**0.3)


def test_purchasing_in_double_volume() -> None:
    assert float(purchasing_factor(1, 2, elasticity=0.05)) == pytest.approx(0.9659363)
    assert float(purchasing_factor(3, 3, elasticity=0.1)) == 1


def test_a_rebadged_car_is_paid_its_cost_and_half_of_what_is_gained() -> None:
    # costs 18,000 to build, 21,000 to build oneself: 19,500, and 1,500 for each side
    price = float(bargained_price(18_000, 21_000, power=0.5))
    assert price - 18_000 == 21_000 - price == 1_500


def test_no_trade_where_the_buyer_has_it_cheaper_elsewhere() -> None:
    with pytest.raises(DataError, match="nothing to bargain about"):
        bargained_price(100, 90, power=0.5)


def test_a_platform_saves_on_what_is_shared_only() -> None:
    saved = shared_saving(
        [20_000, 30_000], [0.64, 0], rate=0.25, realised=0.5, phased=0.5
    )
    assert saved.tolist() == [-800, 0]  # .25 x .5 x .5 x .64 x 20,000
    assert not shared_saving([20_000, 30_000], [0, 0], rate=0.3).any()


def test_a_saving_split_over_two_steps_is_one() -> None:
    first = Saving(component="cells", mechanism="scale", share=0.1)
    second = Saving(component="cells", mechanism="scale", share=0.2)
    whole = Saving(component="cells", mechanism="scale", share=0.28)
    assert kept([first, second])["cells"] == pytest.approx(kept([whole])["cells"])


def test_one_bill_is_not_lowered_twice_for_two_reasons() -> None:
    learning = Saving(component="cells", mechanism="learning", share=0.01)
    power = Saving(component="cells", mechanism="bargaining", share=0.05)
    with pytest.raises(DataError, match=r"saved by learning and by bargaining"):
        kept([learning, power])
    with pytest.raises(DataError, match="mechanism"):
        Saving(component="cells", mechanism="magic", share=0.1)  # type: ignore[arg-type]


def test_renissan_on_paper() -> None:
    # 2.44 tn yen fixed, .75 m a car left for it: 3.25 m cars. Less 250 bn fixed and 250
    # bn variable over the 3.346 m sold in the year to March 2025: .8247 m a car.
    now = CostStructure(fixed=2.44e12, price=3.0e6, variable=2.25e6)
    then = now.after(fixed_saving=250e9, variable_saving=250e9, volume=3.346e6)
    assert now.break_even == pytest.approx(3.2533e6, rel=1e-4)
    assert then.contribution == pytest.approx(824_716, abs=1)
    assert then.break_even == pytest.approx(2.6555e6, rel=1e-4)
    half = now.after(fixed_saving=125e9, volume=1).after(
        fixed_saving=125e9, variable_saving=250e9, volume=3.346e6
    )
    assert half.break_even == pytest.approx(then.break_even)


def test_no_volume_breaks_even_while_a_car_loses_money() -> None:
    with pytest.raises(DataError, match="no volume breaks even"):
        _ = CostStructure(fixed=1.0, price=2.0, variable=2.0).break_even
    with pytest.raises(DataError, match="more is saved"):
        CostStructure(fixed=1.0, price=2.0, variable=1.0).after(
            fixed_saving=2.0, volume=1
        )


def test_two_plants_and_one_break_even() -> None:
    # plants of 60 and 40 under 100 each; 8 a car, fixed 300 each: 75 cars; with one
    # plant closed and 50 of its 300 left: 43.75
    both = CostStructure(fixed=600.0, price=20.0, variable=12.0)
    one = both.after(fixed_saving=250.0, volume=1)
    assert (both.break_even, one.break_even) == (75.0, 43.75)
    assert closed([60, 40], [100, 100], 1).tolist() == [100, 0]
    assert utilisation([60, 40], [100, 100]).tolist() == [0.6, 0.4]
    assert years_to_pay(one_off=500, fixed=300, avoidable=5 / 6) == 2
    assert years_to_pay(one_off=500, fixed=300, avoidable=0) == math.inf


def test_cars_of_a_closed_plant_need_room() -> None:
    with pytest.raises(DataError, match="room for 30 of 60"):
        closed([60, 70], [100, 100], 0)


def test_a_launch_moved_by_twelve_months() -> None:
    # 63 m a year from year 4 for 6 years at 8 %: 63 / ln 1.08 x (1.08^-4 - 1.08^-10)
    yearly, ln = 63.0, math.log(1.08)
    then = yearly / ln * (1.08**-4 - 1.08**-10)
    assert present_value(yearly, start=4, years=6, discount=0.08) == pytest.approx(then)
    moved = worth_of_sooner(yearly, start=4, sooner=1, years=6, discount=0.08)
    assert moved == pytest.approx(0.08 * then)
    more = worth_of_sooner(
        yearly, start=4, sooner=1, years=6, discount=0.08, end_stays=True
    )
    assert more == pytest.approx(yearly / ln * (1.08**-3 - 1.08**-4))
    back = worth_of_sooner(yearly, start=3, sooner=-1, years=6, discount=0.08)
    assert back == pytest.approx(-moved)


def test_a_car_cannot_come_before_today() -> None:
    with pytest.raises(DataError, match="before today"):
        worth_of_sooner(1.0, start=1, sooner=2, years=5, discount=0.05)


def test_times_are_lognormal_around_their_median() -> None:
    platform = Duration(median=48, low=36, high=64)  # 48 x 4/3 and 48 / (4/3)
    assert platform.quantile([0.1, 0.5, 0.9]) == pytest.approx([36, 48, 64])
    assert platform.done_by([0, 48]) == pytest.approx([0, 0.5])
    assert float(launched_by(48, platform, cancelled=0.2)) == pytest.approx(0.4)
    fixed = Duration(median=12, low=12, high=12)
    assert fixed.done_by([11.9, 12]).tolist() == [0, 1]


def test_pooling_covers_what_one_lacks_by_what_the_other_spares() -> None:
    # 25 g over on 10 cars, 15 g under on 10: 250 g x 95 EUR alone, 100 g pooled
    gain = pooling_gain([120, 80], [95, 95], [10, 10], [0, 1], [0, 0])
    assert gain == 150 * 95


def test_a_tariff_hits_what_is_imported() -> None:
    dearer = cost_with_tariff([100, 100, 100], [1, 0.5, 0], rate=0.25, passed_on=0.68)
    assert dearer.tolist() == pytest.approx([117, 108.5, 100])


def test_chargers_amplify_a_push() -> None:
    alone = float(share_with_chargers(0.1, 0.5, sensitivity=0))
    odds = 0.1 / 0.9 * math.exp(0.5)
    assert alone == pytest.approx(odds / (1 + odds))
    found = float(share_with_chargers(0.1, 0.5, sensitivity=0.4))
    left = math.log(found / (1 - found))
    right = math.log(0.1 / 0.9) + 0.5 + 0.4 * math.log(found / 0.1)
    assert left == pytest.approx(right, abs=1e-12)


def test_volume_and_cost_meet_on_paper() -> None:
    # q = 100 - c, c = 60 - q/2
    (point,) = meet(lambda c: 100 - c, lambda q: 60 - q / 2, [[5.0], [90.0]])
    assert (point.costs[0], point.volumes[0]) == pytest.approx((20, 80))
    assert point.starts == 2


def test_several_meetings_are_all_told() -> None:
    # a cost of 10 from a volume of 50 on, else 30; volume 70 - c: 60 at 10, 40 at 30
    found = meet(
        lambda c: 70 - c, lambda q: np.where(q >= 50, 10.0, 30.0), [[10.0], [30.0]]
    )
    assert [float(point.costs[0]) for point in found] == pytest.approx([10, 30])


def test_a_search_that_leads_nowhere_says_so() -> None:
    with pytest.raises(NoConvergence, match="start 0"):
        meet(lambda c: c, lambda q: q + 1, [[0.0]])


def test_the_shapley_value_of_three() -> None:
    worth = {"a": 10, "b": 6, "c": 4, "ab": 22, "ac": 18, "bc": 12, "abc": 32}
    shares = shapley_shares({tuple(group): v for group, v in worth.items()})
    assert shares == pytest.approx({"a": 15, "b": 10, "c": 7})
    with pytest.raises(DataError, match="a and b save together is missing"):
        shapley_shares({("a",): 1, ("b",): 1, ("a", "c"): 2, ("c",): 0})


def test_a_saving_comes_in_evenly() -> None:
    assert phase([0, 1, 4, 9], full=4).tolist() == [0, 0.25, 1, 1]
