"""Who is not named at home may sell where the other party does."""

from __future__ import annotations

import pytest

from keiretsu import Deal, load_landscape, load_market, make_report
from keiretsu.deals.unseen import unseen
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
