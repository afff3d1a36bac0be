"""Effects as plain data, as a frame and in a notebook."""

from __future__ import annotations

import json

import numpy as np
import pytest

from keiretsu.deals import Deal, Effects, run
from keiretsu.landscape import load_landscape
from keiretsu.market import load_market

DAY = "2025-05-19"


@pytest.fixture(scope="module")
def effects() -> Effects:
    return run(
        Deal.merge("toyota", "nissan", on=DAY),
        load_landscape(DAY),
        [load_market("is-2024-brands")],
        draws=4,
    )


def test_plain_effects_are_json_and_hold_every_product(effects: Effects) -> None:
    data = json.loads(json.dumps(effects.to_dict(), allow_nan=False))
    for one, shown in zip(effects.markets, data["markets"], strict=True):
        changes = [row["price_change"] for row in shown["products"]]
        np.testing.assert_allclose(changes, one.price_change, rtol=1e-12)
        assert shown["surplus_change"] == one.surplus_change
        assert shown["answers"]["drawn_under"] == "shapley"
        assert (shown["draws"] is None) == (one.reading != "shapley")
        if one.draws is not None:
            assert shown["draws"]["count"] + shown["draws"]["failed"] == 4
        parties = shown["answers"]["parties_price_change"]
        assert parties["low"] <= parties["point"] <= parties["high"]


def test_the_frame_has_a_row_a_market_reading_and_product(effects: Effects) -> None:
    frame = effects.to_frame()
    products = len(effects.markets[0].market.products)
    assert frame.height == products * len(effects.markets)
    assert {"market", "reading", "product", "price_after", "guppi"} <= {*frame.columns}


def test_a_market_that_names_no_powertrain_claims_no_profit_by_it(
    effects: Effects,
) -> None:
    assert effects.markets[0].profits_by_powertrain == {}


def test_the_short_forms_name_the_deal(effects: Effects) -> None:
    assert repr(effects) == "<Effects: Toyota and Nissan merge; is-2024-brands>"
    assert repr(effects.markets[0]).startswith("<MarketEffects is-2024-brands, silent")
    html = effects._repr_html_()
    assert html.count("<tr>") == 1 + len(effects.markets)
    assert "Iceland" in html
