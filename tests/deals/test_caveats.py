"""What no price follows is said of every step of its kind, and of no other."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from keiretsu import Deal, load_landscape
from keiretsu.deals.caveats import caveats
from keiretsu.deals.parties import with_known_parties

HERE = load_landscape("2025-05-19")
POOL = {
    "kind": "pool_co2",
    "makers": ["nissan", "byd"],
    "emissions": [110, 40],
    "targets": [95, 95],
    "units": [200_000, 100_000],
}
STAKE = {"kind": "stake", "holder": "toyota", "held": "nissan", "percent": 15}
FIXED = {"maker": "nissan", "millions": 1000, "currency": "JPY"}


def said(*steps: Mapping[str, object]) -> list[str]:
    deal = Deal.from_dict({"on": "2025-05-19", "steps": list(steps)})
    return list(caveats(with_known_parties(deal, HERE), HERE))


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (STAKE | {"rights": ["board"]}, "seats on the board: said and not computed"),
        (STAKE | {"rights": ["board", "veto"]}, "seats on the board and a veto: said"),
        (POOL, "what is saved whatever is sold is profit"),
        ({"kind": "save_fixed_cost"} | FIXED, "what is saved whatever is sold"),
        (
            {"kind": "close_plant", "plant": "Oppama"} | FIXED,
            "what is saved whatever is sold",
        ),
        (
            {"kind": "divest", "seller": "nissan", "plant": "Oppama"},
            "which plant is whose moves no price",
        ),
        (
            {"kind": "remedy", "seller": "nissan", "plant": "Oppama"},
            "which plant is whose moves no price",
        ),
        (
            {
                "kind": "joint_venture",
                "name": "cells",
                "parents": ["toyota", "nissan"],
                "percents": [50, 50],
            },
            "a venture into which no model goes",
        ),
    ],
)
def test_what_no_price_follows_is_said(step: dict[str, object], words: str) -> None:
    assert [one[: len(words)] for one in said(step)] == [words]


def test_it_is_said_of_which_step_and_of_no_other() -> None:
    found = said(STAKE, POOL)
    assert found[0].startswith("step 2: what is saved")
    assert len(found) == 1
    assert said(STAKE) == []
