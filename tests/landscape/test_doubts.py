"""What is odd about stakes that were just stated is told to whoever stated them."""

from __future__ import annotations

import pytest
from tests.invented import stake

from keiretsu.landscape.analysis.doubts import doubts
from keiretsu.landscape.records.stakes_and_links import Stake


def told(new: Stake, *others: Stake) -> list[str]:
    return list(doubts([new], [*others, new], str.upper))


def test_holdings_above_the_whole_are_told_with_the_day_and_who() -> None:
    """12 and 99 are 111; the third holder came later."""
    others = stake("b", "x", 0.12, since="2020"), stake("c", "x", 0.3, since="2030")
    assert told(stake("a", "x", 0.99, since="2025-05-01"), *others) == [
        "stakes in X come to 111 % on 1 May 2025 (A 99 %, B 12 %): one of them is "
        "wrong or has ended"
    ]


def test_a_stake_of_long_ago_is_held_against_those_that_came_later() -> None:
    others = stake("b", "x", 0.5, since="2010"), stake("c", "x", 0.1, since="2012")
    (words,) = told(stake("a", "x", 0.6, since="2000"), *others)
    assert words.startswith("stakes in X come to 110 % on 1 Jan 2010 (A 60 %, B")


@pytest.mark.parametrize(
    "others",
    [
        (stake("b", "x", 0.5, since="2010"), stake("b", "x", 0.0, since="2020")),
        (stake("b", "x", 0.01, since="2010"),),
        (stake("b", "y", 0.9, since="2010"),),
        (stake("a", "x", 0.9, since="2010"),),
    ],
)
def test_what_ended_is_rounded_elsewhere_or_replaced_adds_nothing(
    others: tuple[Stake, ...],
) -> None:
    assert told(stake("a", "x", 0.99, since="2025"), *others) == []


@pytest.mark.parametrize(("share", "asked"), [(0.0022, 1), (0.01, 0), (0.22, 0)])
def test_a_stake_below_one_percent_is_asked_about(share: float, asked: int) -> None:
    found = told(stake("a", "x", share, since="2025"))
    assert len(found) == asked
    assert all("0.22 % of X" in words and "22 %" in words for words in found)
