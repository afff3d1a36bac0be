"""Hyundai and Kia are one group by name: until the last stake in Kia is sold."""

from __future__ import annotations

import pytest

from keiretsu import Deal, load_landscape
from keiretsu.deals import reorganise, with_known_parties
from keiretsu.deals.named_groups import named_groups

DAY = "2025-05-19"
HERE = load_landscape(DAY)


def known(holder: str, held: str, percent: float) -> Deal:
    return with_known_parties(Deal.stake(holder, held, percent / 100, on=DAY), HERE)


@pytest.mark.parametrize(
    ("percent", "group"), [(0, "kia"), (1, "hyundai_group"), (40, "hyundai_group")]
)
def test_who_is_held_by_nobody_of_the_group_leaves_it(
    percent: float, group: str
) -> None:
    change = reorganise(known("hyundai", "kia", percent), HERE)
    assert change.before.head("kia") == "hyundai_group"
    assert change.after.head("kia") == group
    assert change.after.head("hyundai") == "hyundai_group"


def test_a_stranger_without_a_majority_leaves_the_group_whole() -> None:
    assert reorganise(known("toyota", "kia", 30), HERE).after.head("kia") == (
        "hyundai_group"
    )
    assert reorganise(known("toyota", "kia", 51), HERE).after.head("kia") == "toyota"


def test_a_merger_keeps_the_group() -> None:
    deal = with_known_parties(Deal.merge("hyundai", "ford", on=DAY), HERE)
    after = reorganise(deal, HERE).after
    assert after.head("kia") == after.head("ford") == after.head("hyundai")


@pytest.mark.parametrize(
    ("holder", "held", "percent", "said"),
    [
        ("hyundai", "kia", 10, 1),
        ("hyundai", "kia", 0, 0),
        ("hyundai", "kia", 40, 0),
        ("toyota", "kia", 30, 0),
        ("toyota", "subaru", 10, 0),
    ],
)
def test_it_is_said_that_a_smaller_stake_may_end_it(
    holder: str, held: str, percent: float, said: int
) -> None:
    found = named_groups(known(holder, held, percent), HERE)
    assert len(found) == said
    assert all("Kia counts to Hyundai Motor Group by name" in one for one in found)
