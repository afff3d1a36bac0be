"""Who is not named at home may sell where the other party does."""

from __future__ import annotations

import pytest

from keiretsu import Deal, load_landscape, load_market, make_report
from keiretsu.deals import reorganise, with_known_parties
from keiretsu.deals.unseen import unseen
from keiretsu.deals.where import party_shares
from keiretsu.market import as_sold
from keiretsu.report.headline import headline
from keiretsu.report.sections.overlap import overlap

ON = "2026-11-01"


@pytest.mark.parametrize(
    ("first", "second", "missing"),
    [
        ("Xiaomi", "Tesla", ["Xiaomi"]),
        ("BYD", "NIO", ["NIO"]),
        ("Volkswagen", "XPeng", ["XPeng"]),
        ("Toyota", "Nissan", []),
        ("Geely", "Renault", []),
        ("Ford", "Rivian", []),
        ("BMW", "Mercedes-Benz", []),
        ("Foxconn", "Nissan", []),
    ],
)
def test_a_home_market_that_does_not_name_a_party_is_told(
    first: str, second: str, missing: list[str]
) -> None:
    found = unseen(Deal.merge(first, second, on=ON), load_landscape(ON))
    assert [label for one in found for label in one.missing] == missing
    assert all(one.unnamed >= 0.05 for one in found)


def test_the_headline_does_not_say_that_nothing_changes() -> None:
    deal = Deal.merge("Xiaomi", "Tesla", on=ON)
    markets = [load_market("cn-2024-brands")]
    report = make_report(deal, markets=markets, draws=0, control=["silent"])
    told = headline(report)
    assert "nothing changes" not in told.sentence
    assert "no change is computed; they may meet unseen in China, 2024" in told.sentence
    assert "32 % of sales are not" in told.sentence
    assert told.callout is not None
    assert told.callout.startswith("Nothing is seen to change")
    section = overlap(report)
    assert section is not None
    assert section.lead[-1].startswith("They may meet unseen in China, 2024")


def test_two_that_nobody_names_at_home_may_meet_there_too() -> None:
    found = unseen(Deal.merge("Xiaomi", "NIO", on=ON), load_landscape(ON))
    assert [one.missing for one in found] == [("Xiaomi", "NIO")]


@pytest.mark.parametrize(
    ("holder", "held", "percent", "market", "words"),
    [
        (
            "gac",
            "gac_toyota",
            60,
            "cn-2024-brands",
            "cars of GAC and GAC Toyota are not",
        ),
        ("stellantis", "leapmotor_international", 10, "fr-2025-brands", "not told"),
        ("byd", "saic_gm", 30, "br-2025-brands", "no change is computed"),
        ("toyota", "nissan", 0, "jp-2024-brands", "nothing changes"),
        ("foxconn", "mazda", 0, "jp-2024-brands", "nothing changes"),
        ("tata_motors", "jlr", 50, "uk-2025-brands", "cars of Tata Motors are not"),
    ],
)
def test_of_a_maker_that_no_market_names_nothing_is_computed(
    holder: str, held: str, percent: int, market: str, words: str
) -> None:
    """Of joint ventures tables have no cars: who runs them may well change prices."""
    deal = Deal.stake(holder, held, percent / 100, on="2025-05-19")
    markets = [load_market(market)]
    report = make_report(deal, markets=markets, draws=0, control=["silent"])
    assert words in headline(report).sentence


def test_a_subsidiary_that_is_sold_is_a_party_apart() -> None:
    """Volkswagen and Audi meet once a majority is sold, and are one before."""
    day, market = load_landscape("2025-05-19"), load_market("de-2025-brands")
    shares = {}
    for percent in (75, 25):
        deal = Deal.stake("volkswagen", "audi", percent / 100, on="2025-05-19")
        known = with_known_parties(deal, day)
        sold = as_sold(market, day, known.brands)
        shares[percent] = party_shares(reorganise(known, day, sold.firms), sold)
    (one,), (rest, audi) = shares[75], shares[25]
    assert one == pytest.approx(rest + audi, rel=1e-12)
    assert 0 < audi < rest
