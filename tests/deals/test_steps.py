"""Steps of a deal: what each changes, and that they say, keep and refuse the same."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from keiretsu.deals import (
    BuyTogether,
    ClosePlant,
    Coordinate,
    CutParts,
    Deal,
    Divest,
    ImportTariff,
    JointVenture,
    Launch,
    Merge,
    PoolCO2,
    Rebadge,
    Remedy,
    Reposition,
    SaveCost,
    SaveFixedCost,
    SharePlatform,
    SharePowertrain,
    Step,
    Subsidy,
    Supply,
    SupplyRival,
    TakeStake,
    Tariff,
    Tax,
    VolumeCosts,
    Withdraw,
    run,
)
from keiretsu.deals.steps import KINDS, read_step
from keiretsu.errors import DataError
from keiretsu.landscape import Landscape, load_landscape
from keiretsu.market import Market, markets_from_frame

DAY = "2025-05-19"
ONE_OF_EACH: tuple[Step, ...] = (
    Merge(first="toyota", second="nissan"),
    TakeStake(holder="toyota", held="nissan", share=0.2, votes=0.1),
    TakeStake(
        holder="honda", held="nissan", share=0.1, seller="renault", rights=("veto",)
    ),
    SaveCost(makers=("toyota",), share=0.05),
    Tariff(makers=("honda",), products=("Note",), rate=0.25),
    Coordinate(makers=("toyota", "nissan"), weight=0.3),
    ImportTariff(country="JP", rate=0.15, pass_through=0.68),
    Subsidy(powertrains=("BEV",), amount=-7500.0),
    SharePlatform(
        makers=("toyota", "nissan"),
        share=0.25,
        part=0.64,
        realised=0.5,
        powertrains=("BEV",),
    ),
    BuyTogether(
        makers=("toyota", "nissan"),
        component="cells",
        mechanism="learning",
        share=0.01,
        part=0.3,
    ),
    SaveFixedCost(maker="nissan", amount=250_000.0, currency="JPY"),
    ClosePlant(plant="Oppama", maker="nissan", amount=20_000.0, currency="JPY"),
    Divest(seller="nissan", buyer="honda", brand="Infiniti"),
    Remedy(seller="nissan", models=("Leaf", "Ariya")),
    SupplyRival(supplier="stellantis", rival="toyota", models=("Proace",), share=0.05),
    JointVenture(
        name="Sunrise",
        parents=("nissan", "mitsubishi_motors"),
        shares=(0.5, 0.5),
        models=("Sakura",),
    ),
    SharePowertrain(makers=("renault", "geely"), share=0.1, part=0.2),
    CutParts(makers=("nissan",), share=0.1, part=0.6, realised=0.5),
    VolumeCosts(makers=("nissan",), elasticity=0.1, part=0.2),
    Supply(
        supplier="suzuki", seller="toyota", models=("Yaris",), transfer=0.8, cost=0.7
    ),
    Rebadge(
        supplier="toyota", seller="suzuki", models=("Swift",), transfer=0.85, cost=0.8
    ),
    Launch(
        maker="nissan",
        model="Leaf III",
        like="Leaf",
        worth=0.05,
        cost=-0.1,
        fixed=150.0,
        currency="USD",
    ),
    Withdraw(maker="nissan", models=("Versa",)),
    Reposition(maker="nissan", models=("Leaf",), worth=0.1, cost=0.02),
    PoolCO2(
        makers=("nissan", "byd"),
        emissions=(110.0, 0.0),
        targets=(94.0, 94.0),
        units=(300_000.0, 100_000.0),
    ),
    Tax(rate=0.05, powertrains=("BEV",)),
)


@pytest.fixture(scope="module")
def landscape() -> Landscape:
    return load_landscape(DAY)


@pytest.fixture(scope="module")
def market() -> Market:
    rows = {
        "market_ids": ["small"] * 5,
        "product_ids": ["Yaris", "Impreza", "Note", "Fit", "Swift"],
        "firm_ids": ["toyota", "subaru", "nissan", "honda", "suzuki"],
        "prices": [20.0, 25.0, 22.0, 24.0, 18.0],
        "shares": [0.15, 0.05, 0.10, 0.12, 0.08],
    }
    return markets_from_frame(rows, currency="USD")[0]


def change(
    market: Market, landscape: Landscape, *steps: Step, **options: Any
) -> np.ndarray:
    deal = Deal(steps=steps, on=landscape.on)
    options = {"control": ["silent"], "demand": "logit"} | options
    return run(deal, landscape, market, **options).markets[0].price_change


def test_every_kind_is_tried_here() -> None:
    assert {type(step) for step in ONE_OF_EACH} == set(KINDS.values())


@pytest.mark.parametrize("step", ONE_OF_EACH, ids=lambda step: step.kind)
def test_a_step_survives_being_written(step: Step, tmp_path: Path) -> None:
    assert read_step(step.to_dict(), "here") == step
    later = replace(step, on=load_landscape(DAY).on)
    for one in (step, later):
        survives(one, tmp_path)


def survives(step: Step, tmp_path: Path) -> None:
    deal = Deal(steps=(step,), on=load_landscape(DAY).on)
    path = tmp_path / "deal.toml"
    path.write_text(deal.to_toml(), encoding="utf-8")
    assert Deal.from_file(path) == deal
    other = tmp_path / "deal.json"
    other.write_text(json.dumps(deal.to_dict()), encoding="utf-8")
    assert Deal.from_file(other) == deal


@pytest.mark.parametrize("step", ONE_OF_EACH, ids=lambda step: step.kind)
def test_a_step_is_one_sentence_with_its_labels(step: Step) -> None:
    said = step.sentence(str.upper)
    assert "\n" not in said
    assert all(party.upper() in said for party in step.parties)


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (
            TakeStake(
                holder="a", held="b", share=0.25, votes=0.3, rights=("board", "veto")
            ),
            "A holds 25 % of B with 30 % of the votes, seats on the board and a veto",
        ),
        (
            TakeStake(holder="a", held="b", share=0.1, rights=("veto",), seller="c"),
            "A holds 10 % of B with a veto, bought from C",
        ),
        (
            CutParts(makers=("a",), share=0.1, part=0.3),
            "A builds from fewer parts, which takes 3 % off the marginal cost of all "
            "that it makes",
        ),
        (
            SharePlatform(makers=("a", "b"), share=0.1, part=0.3, powertrains=("BEV",)),
            "A and B share a platform, which takes 3 % off the marginal cost of their "
            "battery-electric cars",
        ),
        (
            Rebadge(supplier="a", seller="b", models=("m",), transfer=0.8, cost=0.7),
            "B sells what A builds as m, and pays 80 % of today's price; to build "
            "costs 70 % of it",
        ),
        (
            CutParts(makers=("a",), share=-0.1, part=0.3),
            "A builds from fewer parts, which puts 3 % on the marginal cost of all "
            "that it makes",
        ),
        (Tariff(makers=("a",), rate=-0.1), "a tariff of 10 % of cost is taken off A"),
        (
            ImportTariff(country="jp", rate=-0.15),
            "a tariff of 15 % is taken off what is made in Japan",
        ),
        (Tax(rate=-0.05), "a tax of 5 % of the price is taken off all that is sold"),
    ],
)
def test_what_a_step_says(step: Step, said: str) -> None:
    assert step.sentence(str.upper) == said


def test_a_saving_lowers_the_savers_prices_by_hand(
    market: Market, landscape: Landscape
) -> None:
    saved = change(market, landscape, SaveCost(makers=("toyota",), share=0.1))
    assert saved[0] < -0.03
    assert abs(saved[1:]).max() < abs(saved[0]) / 3


def test_a_saving_in_two_steps_is_the_saving_in_one(
    market: Market, landscape: Landscape
) -> None:
    twice = (SaveCost(makers=("toyota",), share=0.1),) * 2
    once = SaveCost(makers=("toyota",), share=1 - 0.9**2)
    np.testing.assert_allclose(
        change(market, landscape, *twice), change(market, landscape, once), rtol=1e-9
    )


def test_a_tariff_is_a_dearer_cost(market: Market, landscape: Landscape) -> None:
    taxed = change(market, landscape, Tariff(makers=("honda",), rate=0.25))
    dearer = change(market, landscape, SaveCost(makers=("honda",), share=-0.25))
    np.testing.assert_allclose(taxed, dearer, rtol=1e-8)
    assert taxed[3] > 0.05


def test_the_state_takes_the_tariff_and_makers_do_not(
    market: Market, landscape: Landscape
) -> None:
    deal = Deal(steps=(Tariff(makers=("honda",), rate=0.25),), on=landscape.on)
    one = run(deal, landscape, market, control=["silent"]).markets[0]
    sold = one.shares_after[3] * market.quantities.sum() / one.shares_before.sum()
    assert one.revenue_change == pytest.approx(0.25 * one.costs[3] * sold)
    assert one.profits_after["honda"] < one.profits_before["honda"]


def test_coordination_lies_between_competition_and_the_merger(
    market: Market, landscape: Landscape
) -> None:
    rises = [
        change(market, landscape, Coordinate(makers=("honda", "nissan"), weight=w))
        for w in (0.0, 0.3, 1.0)
    ]
    merged = change(market, landscape, Merge(first="honda", second="nissan"))
    np.testing.assert_array_equal(rises[0], 0)
    assert (rises[0][[2, 3]] < rises[1][[2, 3]]).all()
    assert (rises[1][[2, 3]] < rises[2][[2, 3]]).all()
    np.testing.assert_allclose(rises[2], merged, rtol=1e-3)


def test_the_order_of_independent_steps_does_not_matter(
    market: Market, landscape: Landscape
) -> None:
    steps = (
        TakeStake(holder="toyota", held="nissan", share=0.2),
        SaveCost(makers=("suzuki",), share=0.05),
        Tariff(makers=("honda",), rate=0.1),
    )
    first = change(market, landscape, *steps)
    np.testing.assert_allclose(
        first, change(market, landscape, *reversed(steps)), atol=1e-12
    )


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ({"kind": "save_cost", "percent": 5}, "of nobody"),
        ({"kind": "save_cost", "makers": ["a"], "percent": 100}, "saving of 100 %"),
        ({"kind": "save_cost", "makers": [], "percent": 5}, "makers is empty"),
        ({"kind": "tariff", "makers": ["a"], "percent": -100}, "tariff of -100 %"),
        ({"kind": "coordinate", "makers": ["a"], "percent": 5}, "coordination of a"),
        ({"kind": "coordinate", "makers": ["a", "a"], "percent": 5}, "coordination of"),
        ({"kind": "coordinate", "makers": ["a", "b"], "percent": 200}, "200 %"),
        ({"kind": "stake", "holder": 3, "held": "b", "percent": 5}, "holder is 3"),
        ({"kind": "stake", "holder": "a" * 999, "held": "b"}, "999 characters"),
        (
            {"kind": "stake", "holder": "a", "held": "b", "percent": 10**400},
            "write a number",
        ),
        ({"kind": {}, "first": "a"}, "of kind {}"),
        (
            {"kind": "withdraw", "maker": "a", "models": ["Leaf", "leaf"]},
            "step 1 of the deal: models has leaf twice",
        ),
        (
            {"kind": "save_cost", "makers": ["a", "b", "a"], "percent": 5},
            "step 1 of the deal: makers has a twice",
        ),
        (
            {"kind": "tax", "percent": 5, "powertrains": ["BEV", "BEV"]},
            "step 1 of the deal: powertrains has BEV twice",
        ),
        (
            {
                "kind": "close_plant",
                "plant": "O",
                "maker": "a",
                "millions": -5,
                "currency": "JPY",
            },
            "step 1 of the deal: closing 'O' saves -5 million a year",
        ),
    ],
)
def test_an_impossible_step_is_refused(step: dict[str, Any], words: str) -> None:
    with pytest.raises(DataError, match=words):
        Deal.from_dict({"on": DAY, "steps": [step]})


def test_python_refuses_a_name_twice_as_a_file_does() -> None:
    step = Withdraw(maker="nissan", models=("Leaf", "Leaf"))
    with pytest.raises(DataError, match="step 1 of the deal: models has Leaf twice"):
        Deal(steps=(step,), on=load_landscape(DAY).on)


@pytest.mark.parametrize("day", [20250519, True, ["2025"], {"a": 1}, 2.5])
def test_a_day_that_is_none_is_refused(day: Any) -> None:
    with pytest.raises(DataError, match="on is"):
        Deal.from_dict(
            {"on": day, "steps": [{"kind": "merge", "first": "a", "second": "b"}]}
        )


@pytest.mark.parametrize(
    "text",
    [
        ".".join(["a"] * 5000) + " = 1",
        "a = " + "[" * 5000 + "]" * 5000,
        "a = 1" * 100_000,
        "a = " + "9" * 5000,
        "\x00",
    ],
)
def test_a_hostile_deal_file_is_one_line(text: str, tmp_path: Path) -> None:
    path = tmp_path / "deal.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError):
        Deal.from_file(path)
