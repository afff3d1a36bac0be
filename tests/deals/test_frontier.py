"""Stake against saving: monotone both ways, and harmless where buyers break even."""

from __future__ import annotations

import json

import numpy as np
import pytest
from typer.testing import CliRunner

import keiretsu as kt
from keiretsu.cli import app
from keiretsu.deals import Deal, Merge, SaveCost
from keiretsu.deals.frontier import Frontier, frontier
from keiretsu.errors import DataError

DAY = "2025-05-19"


@pytest.fixture(scope="module")
def found() -> Frontier:
    return frontier(
        *("toyota", "nissan", kt.load_landscape(DAY), kt.load_market("us-2022")),
        stakes=(0.1, 0.2, 0.5, 1.0),
        savings=(0.0, 0.01, 0.05),
        demand="nested logit",
    )


def test_more_stake_costs_buyers_and_more_saving_helps_them(
    found: Frontier,
) -> None:
    assert (np.diff(found.buyers, axis=0) < 0).all()
    assert (np.diff(found.buyers, axis=1) > 0).all()
    assert (np.diff(found.parties, axis=0) > 0).all()


def test_a_cell_is_its_deal(found: Frontier) -> None:
    steps = (
        Merge(first="toyota", second="nissan"),
        SaveCost(makers=("toyota", "nissan"), share=0.05),
    )
    landscape = kt.load_landscape(DAY)
    (one,) = kt.run(
        Deal(steps=steps, on=landscape.on),
        landscape,
        kt.load_market("us-2022"),
        demand="nested logit",
        control=("silent",),
    ).markets
    assert found.buyers[-1, -1] == one.surplus_change


def test_at_the_harmless_saving_buyers_break_even(
    found: Frontier,
) -> None:
    assert (np.diff(found.harmless) > 0).all()
    again = frontier(
        *("toyota", "nissan", kt.load_landscape(DAY), kt.load_market("us-2022")),
        stakes=(0.2,),
        savings=(0.0, float(found.harmless[1])),
        demand="nested logit",
    )
    lost, left = again.buyers[0]
    assert abs(left) < 0.05 * abs(lost)


def test_savings_rise_from_nothing() -> None:
    with pytest.raises(DataError, match="rising from 0"):
        frontier(
            *("toyota", "nissan", kt.load_landscape(DAY), kt.load_market("us-2022")),
            savings=(0.02, 0.05),
        )


def test_the_command_fits_the_terminal() -> None:
    words = ["deal", "frontier", "toyota", "nissan", "--on", DAY, "--percent", "20"]
    fast = ["--market", "jp-2024", "--demand", "logit", "--saving", "5"]
    done = CliRunner().invoke(app, [*words, *fast])
    assert done.exit_code == 0, done.output
    assert "harmless from" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80
    (told,) = json.loads(CliRunner().invoke(app, [*words, *fast, "--json"]).stdout)
    assert told["stakes"] == [0.2]
    assert told["savings"] == [0, 0.05]


def test_where_neither_party_sells_nothing_moves() -> None:
    japan = kt.load_market("jp-2024")
    assert not {"hyundai", "kia", "stellantis"} & set(japan.firms)
    found = frontier(
        *("hyundai", "stellantis", kt.load_landscape(DAY), japan),
        stakes=(0.2,),
        savings=(0.0, 0.05),
        demand="nested logit",
    )
    np.testing.assert_array_equal(found.parties, 0.0)
    np.testing.assert_allclose(found.buyers, 0.0, atol=1e-9)
