"""One car: found in any spelling, its rivals and its price as the deal has them."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

import keiretsu as kt
from keiretsu.cli import app
from keiretsu.deals import Deal
from keiretsu.deals.alternatives import Alternative, alternatives
from keiretsu.errors import UnknownName
from keiretsu.landscape import Landscape
from keiretsu.market import Market
from keiretsu.report.car import car

DAY = "2025-05-19"


@pytest.fixture(scope="module")
def day() -> Landscape:
    return kt.load_landscape(DAY)


@pytest.fixture(scope="module")
def market() -> Market:
    return kt.load_market("us-2022")


@pytest.mark.parametrize("name", ["leaf", "Leaf", "NISSAN LEAF", "nissan leaf bev"])
def test_a_car_is_found_in_any_spelling(
    name: str, day: Landscape, market: Market
) -> None:
    (offer,) = car(name, day, [market], demand="logit", draws=0).offers
    assert offer.product == "Nissan Leaf"


@pytest.mark.parametrize("name", ["lea", "af", "Leaff", "", "rest"])
def test_a_part_of_a_word_is_no_car(name: str, day: Landscape, market: Market) -> None:
    with pytest.raises(UnknownName):
        car(name, day, [market], demand="logit", draws=0)


def test_lost_buyers_go_somewhere(day: Landscape, market: Market) -> None:
    (offer,) = car("corolla ice", day, [market], demand="nested logit", draws=0).offers
    shares = [rival.share for rival in offer.rivals]
    assert shares == sorted(shares, reverse=True)
    assert 0 < sum(shares) <= 1 - offer.outside + 1e-12
    assert offer.product not in {rival.product for rival in offer.rivals}


def test_its_price_is_the_deals(day: Landscape, market: Market) -> None:
    deal = Deal.merge("toyota", "nissan", on=DAY)
    one = Alternative(label="merger", deals=(deal,))
    idle = Alternative(label="nothing", deals=())
    found = car("rogue ice", day, [market], [one, idle], demand="nested logit", draws=0)
    (offer,) = found.offers
    (effects,) = kt.run(
        deal, day, market, demand="nested logit", control=("silent",)
    ).markets
    at = market.products.index("Nissan Rogue ICE")
    told = offer.changes["merger"]
    assert told is not None
    assert told.point == effects.price_change[at]
    nothing = offer.changes["nothing"]
    assert nothing is not None
    assert nothing.point == 0


def test_a_car_that_no_market_sells_has_facts_and_no_rivals(
    day: Landscape, market: Market
) -> None:
    found = car("Ariya", day, [market], demand="logit", draws=0)
    assert not found.offers
    assert any(use.platform == "CMF-EV" for use in found.platforms)
    assert any(use.brand == "Renault" for use in found.shared_with)
    assert any("none of these markets" in line for line in found.unknown)


def test_the_command_answers_an_owner(day: Landscape) -> None:
    words = ["deal", "car", "ariya", "--merge", "toyota", "nissan", "--on", DAY]
    fast = ["--market", "jp-2024", "--demand", "logit", "--draws", "0"]
    done = CliRunner().invoke(app, [*words, *fast])
    assert done.exit_code == 0, done.output
    assert "stands on CMF-EV" in done.stdout
    assert "its price, if merger" in done.stdout
    told = json.loads(CliRunner().invoke(app, [*words, *fast, "--json"]).stdout)
    assert told["offers"][0]["product"] == "Nissan Ariya"
    wrong = CliRunner().invoke(app, ["deal", "car", "aria", "--on", DAY])
    assert wrong.exit_code == 1
    assert "Ariya" in wrong.stderr


def test_what_no_tie_changes_and_nobody_knows_is_said(
    day: Landscape, market: Market
) -> None:
    options = alternatives(["toyota", "nissan"], day)
    found = car("leaf", day, [market], options, demand="nested logit", draws=0)
    (offer,) = found.offers
    assert offer.deciders["merger"] == "toyota"
    assert set(offer.deciders.values()) == {"toyota", "nissan"}
    assert offer.deciders.keys() == offer.changes.keys()
    assert any("stay as they are" in line for line in found.unchanged)
    assert any("platform only brings new cars" in line for line in found.unchanged)
    assert any("software" in line for line in found.unknown)
    alone = car("leaf", day, [market], demand="nested logit", draws=0)
    assert alone.unchanged == ()


def test_a_maker_before_the_model_stands_for_its_brands() -> None:
    here, cars = kt.load_landscape("2025-05-19"), [kt.load_market("us-2022")]
    found = car("VW Golf", here, cars, draws=0)
    assert [offer.product for offer in found.offers] == ["Volkswagen Golf"]
    for wrong in ("VW Leaf", "Mercedes-Benz Nonesuch", "nobody Golf"):
        with pytest.raises(UnknownName, match="called"):
            car(wrong, here, cars, draws=0)


@pytest.mark.parametrize(
    ("asked", "market", "found"),
    [
        ("F-150", "us-2022", "Ford F-Series (combustion)"),
        ("ford f150", "us-2022", "Ford F-Series (combustion)"),
        ("mach e", "us-2022", "Ford Mustang Mach-E"),
        ("id 4", "us-2022", "Volkswagen ID.4"),
        ("modely", "us-2022", "Tesla Model Y"),
        ("RAV 4", "us-2022", "Toyota RAV4 (combustion)"),
        ("リーフ", "us-2022", "Nissan Leaf"),
        ("日産リーフ", "jp-2024", "Nissan Leaf"),
        ("日产聆风", "us-2022", "Nissan Leaf"),
        ("리프", "us-2022", "Nissan Leaf"),
        ("3er", "us-2022", "BMW 3 Series (combustion)"),
        ("Cクラス", "us-2022", "Mercedes-Benz C (combustion)"),
        ("N BOX", "jp-2024", "Honda N-BOX"),
        ("トヨタ プリウス", "jp-2024", "Toyota Prius"),
    ],
)
def test_a_car_is_found_as_people_call_it(
    asked: str, market: str, found: str, day: Landscape
) -> None:
    one = car(asked, day, [kt.load_market(market)], demand="logit", draws=0)
    assert found in {offer.product for offer in one.offers}
    assert one.names[0] == asked


def test_what_else_a_car_is_found_as_is_said(day: Landscape) -> None:
    fast = ["--market", "us-2022", "--demand", "logit", "--draws", "0", "--on", DAY]
    told = CliRunner().invoke(app, ["deal", "car", "F-150", *fast]).stdout
    assert told.startswith("F-150 is found here as Ford F-Series.")
    told = CliRunner().invoke(app, ["deal", "car", "leaf", *fast]).stdout
    assert "is found here as" not in told


@pytest.mark.parametrize(
    ("asked", "hint"),
    [
        ("Golff", "did you mean Golf"),
        ("Corola", "did you mean Corolla"),
        ("Ford F-15O", "did you mean Ford F-150"),
        ("リーフフ", "did you mean リーフ"),
        ("プリウズ", "did you mean プリウス"),
        ("聆風風", "did you mean 聆風"),
        ("Modelo Y", "did you mean Model Y"),
        ("Modèle 3", "did you mean Model 3"),
        ("日産", "Nissan is a company: name a model of it"),
        ("VW Leaf", "did you mean Leaf"),
    ],
)
def test_a_car_that_nobody_has_is_hinted_at(
    asked: str, hint: str, day: Landscape, market: Market
) -> None:
    with pytest.raises(UnknownName, match="no model called") as told:
        car(asked, day, [market], demand="logit", draws=0)
    assert told.value.hint is not None
    assert told.value.hint.startswith(hint)


@pytest.mark.parametrize(
    ("holder", "held", "absent"),
    [
        ("byd", "tesla", ("BYD",)),
        ("toyota", "nissan", ()),
        ("toyota", "dacia", ("Dacia",)),
        ("honda", "infiniti", ()),  # of Nissan, which sells there
    ],
)
def test_a_party_that_sells_nothing_in_a_market_is_named(
    day: Landscape, market: Market, holder: str, held: str, absent: tuple[str, ...]
) -> None:
    deal = Deal.stake(holder, held, 0.1, on=DAY)
    one = Alternative(label="it", deals=(deal,))
    found = car("Model Y", day, [market], [one], demand="logit", draws=0)
    assert found.offers[0].absent == {"it": absent}


@pytest.mark.parametrize("name", ["tesla model y", "Tesla Model Y", "NISSAN LEAF"])
def test_a_car_written_in_other_letters_is_not_another_car(name: str) -> None:
    from keiretsu.report.car_names import names_of

    day, america = kt.load_landscape("2025-05-19"), kt.load_market("us-2022")
    found = names_of(name, day, [america])
    assert len({one.casefold() for one in found}) == len(found)
    assert found[0] == name
