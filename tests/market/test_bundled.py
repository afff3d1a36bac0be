"""The bundled product markets: corrected prices, segments, characteristics."""

from __future__ import annotations

import csv
import pickle
from collections import Counter
from collections.abc import Mapping
from importlib.resources import files

import numpy as np
import pytest

from keiretsu import load_market, markets_from_frame
from keiretsu.errors import DataError, ShapeError, UnknownName

YEARS = ("us-2019", "us-2022")


def rows(name: str) -> list[Mapping[str, str]]:
    text = (files("keiretsu.market") / "data" / name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def test_a_price_far_off_a_second_source_has_its_reason() -> None:
    flagged = {
        (row["period"], row["product"])
        for row in rows("us_models.csv")
        if row["price_check"] not in ("ok", "none")
    }
    judged = {
        (row["period"], row["product"]): row for row in rows("us_price_check.csv")
    }
    assert flagged == judged.keys()
    for row in judged.values():
        assert abs(float(row["check_ratio"]) - 1) > 0.3
        assert len(row["judgement"]) > 15


def test_every_correction_is_what_the_market_has() -> None:
    now = {(row["period"], row["product"]): row for row in rows("us_models.csv")}
    corrected = Counter(row["field"] for row in rows("us_corrections.csv"))
    assert corrected == {"price": 36, "powertrain": 42, "row": 1}
    for row in rows("us_corrections.csv"):
        name = row["product"]
        if row["field"] == "row":
            assert (row["period"], name) not in now
            continue
        if row["field"] == "powertrain":
            name = f"{name.removesuffix(row['old'])}{row['new']}"
        here = now[row["period"], name]
        assert here[row["field"]] in (row["new"], f"{row['new']}.0")
        if row["field"] == "price":
            assert here["price_basis"].startswith("corrected: ")


@pytest.mark.parametrize("name", YEARS)
def test_american_products_have_characteristics_and_trade_segments(name: str) -> None:
    market = load_market(name)
    known = market.characteristics
    far = known.get("range_km")  # of what can be plugged in, and of nothing else
    assert (far is None) == (market.name == "us-2019")  # which has none on record
    if far is not None:
        plugged = np.isin(np.array(market.powertrains, dtype=object), ["BEV", "PHEV"])
        assert np.isfinite(far[plugged]).all()
        assert np.isnan(far[~plugged]).all()
    told = [v for name, v in known.items() if name != "range_km"]
    assert all(np.isfinite(v).all() and (v >= 0).all() for v in told)
    trucks = ["pickup" in str(nest) for nest in market.nests]
    assert np.array_equal(known["truck"], np.array(trucks, dtype=float))
    suv = ["SUV" in str(nest) for nest in market.nests]
    assert np.array_equal(known["suv"], np.array(suv, dtype=float))
    assert len(set(market.nests)) == 19
    assert "MHEV" in market.powertrains


def test_japanese_segments_add_up_to_the_counts_of_the_associations() -> None:
    market = load_market("jp-2024")
    assert set(market.nests) == {"registered", "kei car", "kei truck"}
    kei = np.array([nest != "registered" for nest in market.nests])
    assert market.quantities[kei].sum() == 1_557_868
    assert market.quantities[~kei].sum() == 2_863_626


def test_other_columns_of_numbers_are_characteristics() -> None:
    (market,) = markets_from_frame(
        {
            "market_ids": ["m", "m"],
            "firm_ids": ["a", "b"],
            "quantities": [10.0, 20.0],
            "prices": [3.0, 4.0],
            "doors": [3, 5],
            "colour": ["red", "blue"],
        }
    )
    assert list(market.characteristics) == ["doors"]
    assert market.characteristics["doors"].tolist() == [3.0, 5.0]


def test_a_market_cannot_be_changed_and_is_compared_by_what_it_holds() -> None:
    market = load_market("us-2022")
    again = market.replace()
    assert market == again
    assert hash(market) == hash(again)
    assert market != market.replace(quantities=market.quantities + 1)
    for column in (market.quantities, market.prices, market.competing):
        assert column is not None
        with pytest.raises(ValueError, match="read-only"):
            column[0] = 1


def test_a_market_survives_pickle_as_closed_as_it_was() -> None:
    market = load_market("us-2022")
    copied = pickle.loads(pickle.dumps(market))
    assert copied == market
    assert not copied.quantities.flags.writeable
    with pytest.raises(TypeError):
        copied.characteristics["weight"] = market.quantities


@pytest.mark.parametrize("column", ["name", "title", "products", "firms", "brands"])
@pytest.mark.parametrize("letter", ["\x0c", "\x1b", "\ufffe", "\x00"])
def test_a_market_made_by_hand_holds_no_letter_that_is_none(
    column: str, letter: str
) -> None:
    market = load_market("us-2022")
    held = getattr(market, column)
    odd = f"a{letter}b"
    with pytest.raises(DataError, match="holds a letter that is none"):
        market.replace(**{column: odd if isinstance(held, str) else (odd, *held[1:])})


def test_columns_of_a_market_are_of_one_length() -> None:
    market = load_market("us-2022")
    with pytest.raises(ShapeError, match="firms for"):
        market.replace(firms=market.firms[1:])
    with pytest.raises(ShapeError):
        market.replace(quantities=market.quantities[1:])


@pytest.mark.parametrize(
    ("text", "there"),
    [
        *(("germany", "de-2025"), ("Japan", "jp-2024"), ("US", "us-2022")),
        *(("United Kingdom", "uk-2025-brands"), ("de", "de-2025")),
    ],
)
def test_a_country_is_told_its_markets(text: str, there: str) -> None:
    with pytest.raises(UnknownName, match=f"name one of there: .*{there}"):
        load_market(text)


@pytest.mark.parametrize("text", ["Korea", "Atlantis", ""])
def test_a_place_without_a_market_is_told_none(text: str) -> None:
    with pytest.raises(UnknownName) as caught:
        load_market(text)
    assert "name one of there" not in str(caught.value)
