"""What `run` and `assess` refuse in a line, and take in more than one form."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest

from keiretsu.deals import Deal, run
from keiretsu.errors import DataError
from keiretsu.landscape import load_landscape
from keiretsu.market import load_market
from keiretsu.rules import assess

DAY = "2026-11-01"
DEAL = Deal.merge("toyota", "nissan", on=DAY)
HERE = load_landscape(DAY)
ICELAND = load_market("is-2024-brands")


@pytest.mark.parametrize(
    ("markets", "options", "told"),
    [
        ("is-2024-brands", {}, "'is-2024-brands' is no market"),
        (None, {}, "None is no market"),
        (["is-2024-brands"], {}, "'is-2024-brands' is no market"),
        ([ICELAND, ICELAND], {}, "'is-2024-brands' is there twice"),
        (ICELAND, {"control": []}, "no reading of control"),
        (ICELAND, {"control": "boss"}, "there is no reading 'boss'"),
        (ICELAND, {"draws": 2.5}, "2.5 draws"),
        (ICELAND, {"draws": -1}, "-1 draws"),
        (ICELAND, {"margins": {"is-2023": np.ones(35)}}, "called 'is-2023'"),
    ],
)
def test_what_cannot_be_is_told_in_a_line(
    markets: Any, options: dict[str, Any], told: str
) -> None:
    with pytest.raises(DataError, match=told):
        run(DEAL, HERE, markets, demand="logit", **options)


@pytest.mark.parametrize("ask", [run, assess])
@pytest.mark.parametrize(
    ("given", "told"),
    [
        ((HERE, DEAL, [ICELAND]), "Landscape of 2026-11-01.* where the deal does"),
        (("toyota", HERE, [ICELAND]), "'toyota' stands where the deal does"),
        ((DEAL, DAY, [ICELAND]), "'2026-11-01' stands where the landscape does"),
        ((DEAL, ICELAND, [ICELAND]), "where the landscape does"),
        ((DEAL, [ICELAND], HERE), "Landscape of 2026-11-01.* is no market"),
        ((DEAL, HERE, "is-2024-brands"), "'is-2024-brands' is no market"),
        ((DEAL, HERE, [ICELAND, ICELAND]), "'is-2024-brands' is there twice"),
    ],
)
def test_what_is_given_in_another_place_is_told_so(
    ask: Any, given: tuple[Any, ...], told: str
) -> None:
    with pytest.raises(DataError, match=told):
        ask(*given)


def test_two_landscapes_of_the_same_facts_and_day_are_equal() -> None:
    again, other = load_landscape(DAY), load_landscape("2026-10-31")
    assert again is not HERE
    assert again == HERE
    assert {again, HERE} == {HERE}
    assert other != HERE
    assert dataclasses.replace(again, stakes=again.stakes[1:]) != HERE
    assert dataclasses.replace(again, store="elsewhere.db") != HERE


def test_one_reading_is_one_reading() -> None:
    alone = run(DEAL, HERE, ICELAND, demand="logit", control="silent")
    listed = run(DEAL, HERE, ICELAND, demand="logit", control=["silent"])
    assert [one.reading for one in alone.markets] == ["silent"]
    np.testing.assert_array_equal(
        alone.markets[0].price_change, listed.markets[0].price_change
    )


def test_codes_of_authorities_are_taken_as_people_write_them() -> None:
    one = assess(DEAL, HERE, ICELAND, jurisdictions="us, jp")
    assert {v.jurisdiction for v in one.verdicts} == {"US", "JP"}
