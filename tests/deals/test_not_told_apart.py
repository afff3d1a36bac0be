"""A brand that a table sums up with its maker: what a deal does to it is left out."""

from __future__ import annotations

import pytest

from keiretsu import Deal, Report, load_landscape, load_market, run
from keiretsu.deals.parts import not_told_apart
from keiretsu.deals.steps import Divest
from keiretsu.report.headline import headline

DAY = "2026-11-01"
HERE = load_landscape(DAY)


def sold(seller: str, **what: str) -> Deal:
    return Deal(steps=(Divest(seller=seller, **what),), on=HERE.on)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("seller", "brand", "market", "missing"),
    [
        ("byd", "Denza", "cn-2024-brands", True),
        ("renault", "Alpine", "es-2025-brands", True),
        ("renault", "Dacia", "es-2025-brands", False),
        ("nissan", "Infiniti", "us-2022", False),
        ("byd", "Denza", "us-2022", False),  # its owner does not sell there
    ],
)
def test_a_market_without_a_row_of_a_brand_says_so(
    seller: str, brand: str, market: str, missing: bool
) -> None:
    place = load_market(market)
    assert not_told_apart(sold(seller, brand=brand), place) == (brand,) * missing


def test_nothing_is_said_to_change_only_where_it_was_computed() -> None:
    deal = sold("byd", brand="Denza")
    effects = run(deal, HERE, load_market("cn-2024-brands"), control="silent", draws=0)
    said = headline(Report(deal=effects.deal, effects=effects, landscape=HERE))
    assert "no change is computed: cars of Denza are not told apart" in said.sentence
    (one,) = effects.markets
    assert any("Denza is not told apart here" in words for words in one.warnings)
