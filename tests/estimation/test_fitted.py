"""Fitted demands and their file: calibrated by names, kept to the last digit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from keiretsu.demand import MixedLogit, NestedLogit, diversion, second_choices
from keiretsu.errors import DataError, UnknownName
from keiretsu.estimation import (
    FittedDemands,
    KnownNumbers,
    calibrate_market,
)
from keiretsu.market import Market, markets_from_frame, read_table

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="module")
def market() -> Market:
    return markets_from_frame(read_table(EXAMPLES / "six-makers.csv"))[0]


def kept(market: Market, known: KnownNumbers, **options: Any) -> FittedDemands:
    fitted = calibrate_market(market, known, **options)
    return FittedDemands(title="made for a test", markets={market.name: fitted})


NUMBERS = {
    "logit": KnownNumbers(form="logit", mean_margin=0.2),
    "nested logit": KnownNumbers(
        mean_margin=0.2, second_choices={("Alder", "Birch"): 0.3}
    ),
    "nested, by diversion": KnownNumbers(
        mean_own_elasticity=-5.0, diversions={("Elm", "Hazel"): 0.25}
    ),
    "nested, by products": KnownNumbers(
        nesting=0.5, margins={"Alder": 0.2, "Birch": 0.22}
    ),
    "mixed logit": KnownNumbers(
        form="mixed logit",
        mean_margin=0.2,
        second_choices={("Alder", "Birch"): 0.3, ("Elm", "Hazel"): 0.2},
        tastes=("constant",),
        types=50,
    ),
    "ces": KnownNumbers(form="ces", mean_own_elasticity=-5.0, market_elasticity=-1.0),
}


@pytest.mark.parametrize("name", NUMBERS)
def test_a_demand_file_gives_the_same_digits(
    name: str, market: Market, tmp_path: Path
) -> None:
    fitted = kept(market, NUMBERS[name])
    path = tmp_path / "demand.toml"
    fitted.write(path)
    back = FittedDemands.from_file(path)
    assert market.prices is not None
    one, other = (f.for_market(market) for f in (fitted, back))
    assert type(one) is type(other)
    np.testing.assert_array_equal(
        one.quantities(market.prices), other.quantities(market.prices)
    )
    np.testing.assert_array_equal(
        one.derivatives(market.prices), other.derivatives(market.prices)
    )
    assert back.markets[market.name].fit == fitted.markets[market.name].fit


def test_as_many_numbers_as_parameters_are_met(market: Market) -> None:
    known = NUMBERS["nested, by diversion"]
    demand = kept(market, known).for_market(market)
    assert isinstance(demand, NestedLogit)
    assert market.prices is not None
    caught = diversion(demand, market.prices)
    first, second = (market.products.index(n) for n in ("Elm", "Hazel"))
    assert caught[first, second] == pytest.approx(0.25, abs=1e-6)


def test_tastes_by_column_follow_second_choices(market: Market) -> None:
    known = KnownNumbers(
        form="mixed logit",
        mean_margin=0.18,
        second_choices={("Elm", "Dogwood"): 0.3},
        tastes=("horsepower",),
        types=60,
    )
    assert market.characteristics["horsepower"].shape == market.quantities.shape
    demand = kept(market, known).for_market(market)
    assert isinstance(demand, MixedLogit)
    assert market.prices is not None
    taken = second_choices(demand, market.prices)
    first, second = (market.products.index(n) for n in ("Elm", "Dogwood"))
    assert taken[first, second] == pytest.approx(0.3, abs=1e-4)
    with pytest.raises(UnknownName, match="weight"):
        kept(market, known.with_changes(tastes=("weight",)))


@pytest.mark.parametrize(
    ("known", "words"),
    [
        (KnownNumbers(), "0 known numbers"),
        (KnownNumbers(margins={"Oak": 0.2}), "no product .* called 'Oak'"),
        (KnownNumbers(mean_margin=1.5), "a margin of 1.5"),
        (KnownNumbers(mean_own_elasticity=4.0), "an elasticity of 4"),
        (KnownNumbers(diversions={("Alder", "Alder"): 0.1}), "from 'Alder' to 'Alder'"),
        (KnownNumbers(second_choices={("Alder", "Birch"): 1.2}), "a share of 1.2"),
    ],
)
def test_what_cannot_be_is_refused(
    known: KnownNumbers, words: str, market: Market
) -> None:
    with pytest.raises(DataError, match=words):
        calibrate_market(market, known)


def test_a_market_of_other_products_is_refused(market: Market) -> None:
    fitted = kept(market, NUMBERS["logit"])
    renamed = market.replace(products=tuple(f"{p}!" for p in market.products))
    with pytest.raises(DataError, match="does not know 'Alder!'"):
        fitted.for_market(renamed)
    turned = market.replace(products=market.products[::-1])
    with pytest.raises(DataError, match="in another order"):
        fitted.for_market(turned)
    with pytest.raises(UnknownName, match="elsewhere"):
        fitted.for_market(market.replace(name="elsewhere"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "holds no market"),
        ("markets = 3", "holds no market"),
        ("[markets.x]\nform = 'Probit'\nproducts = ['a']", "the form 'Probit'"),
        ("[markets.x]\nform = 'Logit'", "names no products"),
        ("[markets.x]\nform = 'Logit'\nproducts = ['a']\nbeta = 1", "has no 'beta'"),
        (
            "[markets.x]\nform = 'Logit'\nproducts = ['a']\nalpha = 1.0\ndelta = ['a']",
            "delta is no table of numbers",
        ),
        ("[markets.x]\nform = 'Logit'\nproducts = ['a']\nalpha = 1.0", "delta"),
        ("markets = [", "is not TOML"),
    ],
)
def test_a_file_that_is_no_demand_file_is_refused(
    text: str, words: str, tmp_path: Path
) -> None:
    path = tmp_path / "demand.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=words):
        FittedDemands.from_file(path)


def test_evidence_in_a_file_is_what_options_say(tmp_path: Path) -> None:
    path = tmp_path / "known.toml"
    path.write_text(
        'form = "logit"\nmean_margin = 0.2\n[margins]\nAlder = 0.25\n'
        '[[second_choices]]\nfrom = "Elm"\nto = "Hazel"\nshare = 0.2\n',
        encoding="utf-8",
    )
    known = KnownNumbers.from_file(path)
    assert known.margins == {"Alder": 0.25}
    assert known.second_choices == {("Elm", "Hazel"): 0.2}
    more = known.with_changes(margins={"Birch": 0.2}, mean_margin=None, form="ces")
    assert more.margins == {"Alder": 0.25, "Birch": 0.2}
    assert (more.form, more.mean_margin) == ("ces", 0.2)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("elasticity = 3", "has a field 'elasticity'"),
        ('mean_margin = "much"', "mean_margin is 'much'"),
        ("margins = 3", "margins is no table"),
        ("[[diversions]]\nfrom = 'a'", "row 1, lacks"),
        ("types = 1.5", "types is 1.5"),
        ("types = 1", "1 types"),
        ('form = "probit"', "demand form 'probit'"),
    ],
)
def test_evidence_that_makes_no_sense_is_refused(
    text: str, words: str, tmp_path: Path
) -> None:
    path = tmp_path / "known.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=words):
        KnownNumbers.from_file(path)
