"""Deals that cannot be: one clear line, with the place of the step."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest

from keiretsu.deals import BuyTogether, Deal
from keiretsu.errors import DataError

ON = "2025-05-19"


def refused(*steps: dict[str, Any]) -> str:
    with pytest.raises(DataError) as caught:
        Deal.from_dict({"on": ON, "steps": list(steps)}, place="deal.toml")
    said = str(caught.value)
    assert len(said.splitlines()) <= 2, said  # one line and a hint
    assert caught.value.hint
    return said


STAKE = {"kind": "stake", "holder": "toyota", "held": "nissan", "percent": 10}
LEARN = {
    "kind": "joint_purchasing",
    "component": "cells",
    "mechanism": "learning",
    "makers": ["toyota", "nissan"],
    "percent": 1,
    "part_percent": 30,
}
VOLUMES = {k: v for k, v in LEARN.items() if k != "percent"} | {
    "output": 200,
    "added": 10,
    "rate_percent": 18,
}
BARGAIN = LEARN | {"mechanism": "bargaining", "percent": 5}
CLOSE = {
    "kind": "close_plant",
    "maker": "nissan",
    "plant": "Oppama",
    "millions": 20_000,
    "currency": "JPY",
}
LAUNCH = {"kind": "launch", "maker": "nissan", "model": "Leaf III", "like": "Leaf"}
CUT = {"kind": "cut_parts", "makers": "nissan", "percent": 5, "part_percent": 9}
SUPPLY = {
    "kind": "supply",
    "supplier": "suzuki",
    "seller": "toyota",
    "models": ["Fronx"],
    "transfer_percent": 80,
    "cost_percent": 70,
}
BACK = SUPPLY | {"supplier": "toyota", "seller": "suzuki"}
POOL = {
    "kind": "pool_co2",
    "makers": ["nissan", "byd"],
    "emissions": [110, 0],
    "targets": [94, 94],
    "units": [300_000, 100_000],
}


@pytest.mark.parametrize(
    ("steps", "says"),
    [
        ([LEARN, BARGAIN], "step 2 of deal.toml: cells are saved by learning and by"),
        ([BARGAIN, CLOSE, LEARN], "step 3 of deal.toml: cells are saved by bargaining"),
        (
            [
                {
                    "kind": "cut_parts",
                    "makers": "nissan",
                    "percent": 5,
                    "part_percent": 9,
                },
                LEARN | {"component": "parts"},
            ],
            "step 2 of deal.toml: parts are saved by scale and by learning",
        ),
        ([CLOSE, CLOSE], "step 2 of deal.toml: Oppama is gone since step 1"),
        (
            [CLOSE, CLOSE | {"plant": "OPPAMA"}],
            "step 2 of deal.toml: OPPAMA is gone since step 1",
        ),
        (
            [{"kind": "divest", "seller": "nissan", "plant": "Oppama"}, CLOSE],
            "step 2 of deal.toml: Oppama is gone since step 1",
        ),
        (
            [LAUNCH | {"on": "2024-01-01"}],
            "step 1 of deal.toml: launch on 1 Jan 2024, before the deal of 19 May",
        ),
        (
            [LAUNCH | {"on": "2028-01-01"}, CLOSE | {"on": "2027-01-01"}],
            "step 2 of deal.toml: close_plant on 1 Jan 2027, after a step of",
        ),
        ([LAUNCH, LAUNCH], "step 2 of deal.toml: Leaf III is launched in step 1"),
        (
            [
                {"kind": "withdraw", "maker": "nissan", "models": "Leaf"},
                {"kind": "divest", "seller": "nissan", "models": "leaf"},
            ],
            "step 2 of deal.toml: leaf is gone since step 1",
        ),
        (
            [
                {"kind": "stake", "holder": "toyota", "held": "nissan", "percent": 60},
                {"kind": "stake", "holder": "honda", "held": "nissan", "percent": 50},
            ],
            "step 2 of deal.toml: the stakes of this deal in nissan sum to 110 %",
        ),
        (
            [STAKE | {"from": "toyota"}],
            "step 1 of deal.toml: toyota buys from itself",
        ),
        ([STAKE | {"rights": ["king"]}], "step 1 of deal.toml: the right 'king'"),
        (
            [STAKE | {"from": "renault", "votes_percent": 5}],
            "step 1 of deal.toml: votes of 5 % bought from 'renault'",
        ),
        (
            [{"kind": "stake", "holder": "toyota", "held": "nissan", "percent": 120}],
            "step 1 of deal.toml: stake of 120 %",
        ),
        (
            [
                {"kind": "merge", "first": "toyota", "second": "nissan"},
                {"kind": "merge", "first": "nissan", "second": "toyota"},
            ],
            "step 2 of deal.toml: nissan and toyota are one since step 1",
        ),
        ([SUPPLY, BACK], "step 2 of deal.toml: Fronx would be supplied in a circle"),
        (
            [
                SUPPLY,
                SUPPLY | {"supplier": "subaru", "seller": "suzuki"},
                SUPPLY | {"supplier": "toyota", "seller": "subaru"},
            ],
            "step 3 of deal.toml: Fronx would be supplied in a circle",
        ),
        (
            [VOLUMES | {"added": -10}],
            "step 1 of deal.toml: -10 added to an output of 200",
        ),
        ([VOLUMES | {"output": 0}], "step 1 of deal.toml: 10 added to an output of 0"),
        ([VOLUMES | {"rate_percent": 120}], "step 1 of deal.toml: .*rate"),
        (
            [VOLUMES | {"mechanism": "bargaining"}],
            "step 1 of deal.toml: volumes with the mechanism 'bargaining'",
        ),
        (
            [SUPPLY, SUPPLY],
            "step 2 of deal.toml: Fronx of toyota has a builder",
        ),
        (
            [SUPPLY | {"seller": "suzuki"}],
            "step 1 of deal.toml: 'suzuki' supplies",
        ),
        ([SUPPLY | {"transfer_percent": 101}], "step 1 of deal.toml: a transfer price"),
        ([SUPPLY | {"cost_percent": 90}], "step 1 of deal.toml: a cost of 90 % under"),
        (
            [POOL | {"units": [-1, 100_000]}],
            "step 1 of deal.toml: a pool of 2 makers with units of -1, 100000",
        ),
        ([POOL | {"units": [5]}], r"step 1 of deal.toml: units is '\[5\]'"),
        ([POOL | {"makers": ["nissan", "nissan"]}], "step 1 of deal.toml: a pool of"),
        ([LAUNCH | {"fixed_millions": 5}], "fixed costs without a currency"),
        ([LAUNCH | {"worth_percent": 500}], "step 1 of deal.toml: 'Leaf III': worth"),
        ([LAUNCH | {"on": "soon"}], "step 1 of deal.toml: on is 'soon'"),
        (
            [LAUNCH | {"price": 3}],
            "step 1 of deal.toml has no use for",
        ),
        (
            [{"kind": "divest", "seller": "nissan"}],
            "step 1 of deal.toml: a sale by 'nissan' of 0 kinds of things",
        ),
        (
            [{"kind": "divest", "seller": "nissan", "brand": "x", "plant": "y"}],
            "step 1 of deal.toml: a sale by 'nissan' of 2 kinds of things",
        ),
        (
            [{"kind": "remedy", "seller": "nissan", "company": "x", "percent": 0}],
            "step 1 of deal.toml: a sale of 0 %",
        ),
        (
            [{"kind": "divest", "seller": "nissan", "company": "renault"}],
            "company and percent go together",
        ),
        (
            [{"kind": "joint_venture", "name": "x", "parents": ["a"], "percents": [9]}],
            "step 1 of deal.toml: 'x' has the parents a",
        ),
        (
            [
                {
                    "kind": "joint_venture",
                    "name": "x",
                    "parents": ["a", "b"],
                    "percents": [60, 60],
                }
            ],
            "step 1 of deal.toml: the parents of 'x' own 120 % of it",
        ),
        ([{"kind": "tax"}], "step 1 of deal.toml: a tax of nothing"),
        ([{"kind": "withdraw", "maker": "nissan", "models": []}], "models is empty"),
        (
            [{"kind": "reposition", "maker": "nissan", "models": "Leaf"}],
            "step 1 of deal.toml: 'Leaf' stays what it is",
        ),
        (
            [
                {
                    "kind": "supply_rival",
                    "supplier": "a",
                    "rival": "b",
                    "models": "x",
                    "percent": 0,
                }
            ],
            "step 1 of deal.toml: supply that lowers a rival's cost by 0 %",
        ),
    ],
)
def test_what_cannot_be_is_refused_at_its_step(
    steps: list[dict[str, Any]], says: str
) -> None:
    assert re.search(says, refused(*steps))


def test_cross_supply_of_two_models_is_no_circle() -> None:
    both = [SUPPLY, BACK | {"models": ["Swace"]}]
    assert len(Deal.from_dict({"on": ON, "steps": both}).steps) == 2


def test_a_deal_is_done_as_far_as_a_day() -> None:
    steps = [
        {"kind": "merge", "first": "toyota", "second": "nissan"},
        LAUNCH | {"on": "2028-01-01"},
    ]
    deal = Deal.from_dict({"on": ON, "steps": steps})
    assert len(deal.by(deal.steps[1].on or deal.on).steps) == 2
    assert [step.kind for step in deal.by(deal.on).steps] == ["merge"]
    assert "launches Leaf III, which is like Leaf, from 1 Jan 2028 on" in deal.sentence
    moved = deal.laid_over(dt.date(2028, 6, 1))  # the launch is done by then
    assert [step.on for step in moved.steps] == [None, None]
    assert deal.laid_over(dt.date(2027, 6, 1)).steps[1].on == dt.date(2028, 1, 1)
    later = Deal.from_dict({"on": ON, "steps": steps[1:]})
    with pytest.raises(DataError, match="no step of the deal is done by"):
        later.by(deal.on)


def test_cells_follow_from_what_their_supplier_makes() -> None:
    """Ten gigawatt-hours on two hundred, at 18 % a doubling: 1.39 % (theory E29)."""
    (step,) = Deal.from_dict({"on": ON, "steps": [VOLUMES]}).steps
    assert isinstance(step, BuyTogether)
    assert step.share == pytest.approx(1 - (210 / 200) ** -0.2863042, rel=1e-6)
    scale = VOLUMES | {
        "mechanism": "scale",
        "output": 1,
        "added": 1,
        "elasticity": 0.05,
    }
    del scale["rate_percent"]
    (step,) = Deal.from_dict({"on": ON, "steps": [scale]}).steps
    assert isinstance(step, BuyTogether)
    assert step.share == pytest.approx(0.0340637, rel=1e-5)  # theory E30
