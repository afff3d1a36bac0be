"""A stake set to a line of the law counts as on it, whatever was held before."""

from __future__ import annotations

import pytest

from keiretsu.control import Ownership
from keiretsu.landscape import load_landscape
from keiretsu.landscape.groups import decides_alone

DAY = "2026-11-01"
# What is held before, which the new stake is scaled from: 15.9, 24.5, 17.05, 21.2 %.
HELD = (
    ("volkswagen", "rivian"),
    ("nissan", "mitsubishi_motors"),
    ("renault", "nissan"),
    ("stellantis", "leapmotor"),
)


@pytest.mark.parametrize(("holder", "held"), HELD)
def test_a_fifth_is_a_fifth_under_the_reading_joint(holder: str, held: str) -> None:
    day = Ownership.of_day(load_landscape(DAY))

    def weight(share: float) -> float:
        after = day.take_stake(holder, held, share, share)
        table = after.groups.profit_weights((held, holder), "joint")
        return float(table[0, 1])

    assert weight(0.20) == 1
    assert weight(0.1999) < 1


@pytest.mark.parametrize(("holder", "held"), HELD)
def test_exactly_half_is_not_enough(holder: str, held: str) -> None:
    day = Ownership.of_day(load_landscape(DAY))
    half = day.take_stake(holder, held, 0.5, 0.5)
    assert half.head(held) == held
    more = day.take_stake(holder, held, 0.5001, 0.5001)
    assert more.head(held) == more.head(holder)
    assert not decides_alone(0.5 + 1e-12)
