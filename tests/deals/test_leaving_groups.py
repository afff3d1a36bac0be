"""A merger that leaves a maker outside of its group says so."""

from __future__ import annotations

import pytest

from keiretsu.deals import Deal, with_known_parties
from keiretsu.deals.leaving_groups import leaving_groups
from keiretsu.landscape import load_landscape
from keiretsu.market import load_market
from keiretsu.rules import assess

DAY = "2026-06-01"
HERE = load_landscape(DAY)


def said(deal: Deal) -> tuple[str, ...]:
    return leaving_groups(with_known_parties(deal, HERE), HERE)


@pytest.mark.parametrize("pair", [("byd", "geely"), ("geely", "tesla")])
def test_polestar_is_geelys_only_with_what_its_owner_holds_beside(
    pair: tuple[str, str],
) -> None:
    (told,) = said(Deal.merge(*pair, on=DAY))
    assert told.startswith("Polestar leaves the group of Geely if ")


@pytest.mark.parametrize(
    "deal",
    [
        Deal.merge("toyota", "nissan", on=DAY),
        Deal.merge("volkswagen", "stellantis", on=DAY),
        Deal.merge("hyundai", "ford", on=DAY),
        Deal.stake("renault", "renault_korea", 0.4, on=DAY),
        Deal.stake("toyota", "daihatsu", 0.4, on=DAY),
        Deal.stake("geely", "polestar", 0.1, on=DAY),
    ],
)
def test_what_is_sold_by_name_or_stays_needs_no_word(deal: Deal) -> None:
    assert said(deal) == ()


def test_a_merger_after_which_concentration_falls_says_why() -> None:
    market = load_market("fi-2025-brands")
    found = assess(Deal.merge("byd", "geely", on=DAY), HERE, [market])
    assert found.concentrations[0].hhi_delta < 0
    assert any(note.startswith("Polestar leaves the group") for note in found.notes)
