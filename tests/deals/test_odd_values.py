"""What a caller may give by mistake is refused with the value, never a traceback."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from keiretsu import Deal, load_landscape, load_market
from keiretsu.deals.parties import with_known_parties
from keiretsu.errors import DataError

HERE = load_landscape("2025-05-19")


@pytest.mark.parametrize("share", ["0.25", True, None, float("nan"), [0.25], 25, -0.1])
def test_a_stake_is_a_fraction(share: Any) -> None:
    with pytest.raises(DataError, match="stake of"):
        Deal.stake("toyota", "nissan", share, on="2025-05-19")


@pytest.mark.parametrize("name", [None, 16, b"toyota"])
def test_a_name_is_text(name: Any) -> None:
    with pytest.raises(DataError, match="is no name"):
        HERE.resolve(name)
    with pytest.raises(DataError, match="is no name"):
        with_known_parties(Deal.merge(name, "nissan", on="2025-05-19"), HERE)
    with pytest.raises(DataError, match="is no name"):
        load_market(name)


@pytest.mark.parametrize("day", [2024, 2024.5, [2024], "2024", "soon"])
def test_a_day_is_a_date(day: Any) -> None:
    with pytest.raises(DataError, match="is no day"):
        load_landscape(day)


def test_a_time_is_taken_as_its_day() -> None:
    assert load_landscape(dt.datetime(2024, 1, 1, 12)).on == dt.date(2024, 1, 1)


def test_a_maker_that_has_two_names_is_one() -> None:
    makers = ["toyota", "Toyota Motor Corporation"]
    steps = [{"kind": "save_cost", "makers": makers, "percent": 2}]
    deal = Deal.from_dict({"on": "2025-05-19", "steps": steps})
    known = with_known_parties(deal, HERE)
    assert known.sentence == "the marginal costs of Toyota fall by 2 %"
