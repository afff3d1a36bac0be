"""A headline names a market in which both sell, or says that there is none."""

from __future__ import annotations

import pytest

from keiretsu import Deal, load_market, make_report
from keiretsu.report.apart import seen_apart
from keiretsu.report.headline import headline
from keiretsu.report.report import Report

ON = "2026-03-12"


def told(deal: Deal, market: str) -> Report:
    return make_report(deal, markets=load_market(market), draws=0, control=["silent"])


@pytest.mark.parametrize(
    ("first", "second"),
    [("FAW", "GAC"), ("Mahindra", "BAIC"), ("Subaru", "Dongfeng")],
)
def test_parties_that_no_market_shows_together_are_not_told_of_one(
    first: str, second: str
) -> None:
    report = make_report(
        Deal.merge(first, second, on=ON), draws=0, control=["silent"], jurisdictions=[]
    )
    assert seen_apart(report)
    said = headline(report)
    assert "no market looked at shows their cars side by side" in said.sentence
    sold = {
        one.market.title.removesuffix(", by brand") for one in report.effects.markets
    }
    unseen = {one.market.title.removesuffix(", by brand") for one in report.unseen}
    assert not any(title in said.sentence for title in sold - unseen)


def test_what_comes_of_holdings_in_others_is_told_with_its_market() -> None:
    said = headline(told(Deal.merge("Changan", "Dongfeng", on=ON), "il-2025-brands"))
    assert "may meet unseen in China, 2024, where Dongfeng is not" in said.sentence
    assert said.support[0].startswith("Through what they hold in others, their cars")
    assert "Israel, 2025" in said.support[0]


@pytest.mark.parametrize(
    ("deal", "market"),
    [
        (Deal.merge("Toyota", "Nissan", on=ON), "jp-2024"),
        (Deal.stake("Toyota", "Nissan", 0.0, on=ON), "jp-2024"),
        (Deal.stake("Toyota", "Daihatsu", 0.6, on=ON), "jp-2024"),
        (Deal.stake("BlackRock", "Toyota", 0.1, on=ON), "jp-2024"),
        (Deal.merge("Isuzu", "Leapmotor", on=ON), "il-2025-brands"),
    ],
)
def test_those_that_meet_or_are_one_or_make_nothing_are_not_apart(
    deal: Deal, market: str
) -> None:
    assert not seen_apart(told(deal, market))
