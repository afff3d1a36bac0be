"""Who a party of a deal is: resolved in one place, or refused with the reason."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.invented import ON, SOURCE, company, landscape, stake

from keiretsu.control import Ownership
from keiretsu.errors import DataError, UnknownName
from keiretsu.landscape import Brand, load_landscape
from keiretsu.market import (
    Market,
    load_market,
    markets_from_frame,
    resolve_party,
)
from keiretsu.names import Alias, Name

DAY = landscape(
    stake("alba", "brava", 0.3),
    companies=[
        company("oldco", kind="defunct", until="2021-01-16", successor="midco"),
        company("midco", kind="defunct", until="2023", successor="alba"),
        company("lost", kind="defunct", until="2024"),
        company("cress"),
    ],
    brands=[
        Brand(brand="Lynx", company="brava", wikidata=None, note=None, source=SOURCE),
        Brand(brand="Lost", company="cress", wikidata=None, note=None, source=SOURCE),
    ],
    names=[
        Name(
            id="cress",
            kind="company",
            short="Cress",
            name="Cress Holding AG",
            aliases=(Alias("Krähe", "de"), Alias("Old Mill", "und", "former")),
        )
    ],
)


def market(*makers: str) -> Market:
    return Market(
        name="shop",
        title="Shop",
        jurisdiction="",
        period="2024",
        products=tuple(f"p{n}" for n in range(len(makers))),
        firms=makers,
        brands=tuple(f"{maker} Prime" for maker in makers),
        quantities=np.ones(len(makers)),
        prices=None,
        currency=None,
        outside_share=None,
        nests=(None,) * len(makers),
        powertrains=(None,) * len(makers),
        competing=np.ones(len(makers), dtype=bool),
        coverage=None,
        notes=(),
        sources=(SOURCE,),
    )


@pytest.mark.parametrize(
    ("text", "who"),
    [
        *(("alba", "alba"), ("ALBA", "alba"), ("Ａｌｂａ", "alba"), (" alba ", "alba")),
        *(("lynx", "brava"), ("LYNX", "brava"), ("krahe", "cress")),
        *(("Cress Holding A.G.", "cress"), ("Lost", "cress")),
    ],
)
def test_a_party_is_found_in_any_spelling_and_by_its_brand(text: str, who: str) -> None:
    assert resolve_party(text, DAY).id == who


def test_the_makers_and_brands_of_a_market_count_too() -> None:
    shop = market("H&R Block", "16", "TaxACT")
    assert resolve_party("h&r block", DAY, [shop]).id == "H&R Block"
    assert resolve_party("16", DAY, [shop]).label == "16"
    assert resolve_party("TaxACT Prime", DAY, [shop]).id == "TaxACT"
    assert resolve_party("alba", DAY, [shop]).label == "Alba"


@pytest.mark.parametrize("text", ["Albba", "Old Mill", "17", ""])
def test_a_party_that_nobody_knows_is_refused(text: str) -> None:
    with pytest.raises(UnknownName):
        resolve_party(text, DAY, [market("16")])
    with pytest.raises(UnknownName, match="did you mean TaxACT"):
        resolve_party("taxakt", DAY, [market("TaxACT")])


def test_who_is_gone_is_refused_with_the_company_that_carries_on() -> None:
    with pytest.raises(DataError, match="Oldco is gone since 16 Jan 2021") as caught:
        resolve_party("oldco", DAY)
    assert "name its successor Alba" in str(caught.value)
    earlier = replace(DAY, on=ON.replace(year=2020))
    assert resolve_party("Oldco", earlier).id == "oldco"
    between = replace(DAY, on=ON.replace(year=2022))
    with pytest.raises(DataError, match="name its successor Midco"):
        resolve_party("oldco", between)


def test_every_method_that_takes_a_company_resolves_by_the_same_rule() -> None:
    assert DAY.stake("ALBA", "Lynx") is DAY.stakes[0]
    assert DAY.holders_of("LYNX") == DAY.holdings_of("Alba") == DAY.stakes
    assert DAY.history("Alba", "brava") == DAY.stakes
    assert DAY.group_of("Krahe") == "cress"
    assert DAY.members_of("BRAVA") == ("brava",)
    assert DAY.matching_stakes(holder="ALBA", percent=30) == DAY.stakes
    for ask in (DAY.holders_of, DAY.holdings_of, DAY.members_of, DAY.page):
        with pytest.raises(UnknownName):
            ask("nobody")


@pytest.mark.parametrize(
    ("text", "on", "who"),
    [
        ("Peugeot", "2024-12-31", "stellantis"),
        ("Opel", "2024-12-31", "stellantis"),
        ("Skoda", "2024-12-31", "volkswagen"),
        ("fiat", "2024-12-31", "stellantis"),
        ("PSA", "2019-01-01", "psa"),
    ],
)
def test_bundled_brands_mean_the_company_of_the_day(
    text: str, on: str, who: str
) -> None:
    found = resolve_party(text, load_landscape(on))
    assert load_landscape(on).group_of(found.id) == who


def test_psa_is_no_party_after_its_merger() -> None:
    with pytest.raises(DataError, match="name its successor Stellantis"):
        resolve_party("PSA", load_landscape("2021-01-17"))


@pytest.mark.parametrize("name", ["de-2024-brands", "uk-2024-brands", "jp-2024-brands"])
def test_a_table_by_brand_means_who_stands_behind_each(name: str) -> None:
    by_maker = load_market(name)
    frame = {
        "market_ids": ["home"] * len(by_maker.brands),
        "firm_ids": [brand.upper() for brand in by_maker.brands],
        "quantities": by_maker.quantities,
    }
    (by_brand,) = markets_from_frame(frame)
    head = Ownership.of_day(load_landscape("2024-12-31")).head
    pairs = zip(by_brand.firms, by_maker.firms, by_maker.brands, strict=True)
    other = [(brand, made) for made, maker, brand in pairs if head(made) != head(maker)]
    assert [
        brand for brand, _ in other if brand.lower() not in ("smart", "other")
    ] == []
