"""The map of a company on a phone: every stake, nothing clipped, nothing small."""

from __future__ import annotations

import re

import pytest
from tests.pictures.boxes import collisions, read

from keiretsu.deals import Deal
from keiretsu.deals.map import sides
from keiretsu.landscape import load_landscape
from keiretsu.landscape.analysis.neighbourhood import neighbourhood
from keiretsu.landscape.pictures.labels import map_lines
from keiretsu.pictures.picture import VERMILLION
from keiretsu.pictures.sheet import svg

DAY = load_landscape("2025-06-01")
HEADS = sorted({c for s in DAY.stakes for c in (s.holder, s.held)})


def drawn(company: str) -> str:
    narrow = DAY.map(company).narrow
    assert narrow is not None
    return re.sub(r'style="[^"]*"', "", str(narrow))


def texts(drawing: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)", drawing)


def test_holders_stand_above_and_holdings_below_the_largest_first() -> None:
    told = texts(drawn("nissan"))
    names = [DAY.label(c) for c in ("renault", "nissan", "mitsubishi_motors")]
    places = [told.index(name) for name in names]
    assert places == sorted(places)
    assert told.index("Who holds Nissan") < places[0]
    assert places[1] < told.index("What Nissan holds") < places[2]
    assert any(line.startswith("Renault holds 49 % of RNAIPL") for line in told)


def test_who_holds_nothing_has_no_list_of_it() -> None:
    told = texts(drawn("french_trust"))
    assert "What French trust holds" in told
    assert not any(line.startswith("Who holds") for line in told)


@pytest.mark.parametrize("company", HEADS)
def test_every_stake_is_there_and_every_label_is_whole_and_readable(
    company: str,
) -> None:
    shown = drawn(company)
    sizes = [float(s) for s in re.findall(r'font-size="([\d.]+)"', shown)]
    assert min(sizes) >= 11
    assert collisions(shown) == []
    (box,) = re.findall(r'viewBox="0 0 (\d+) (\d+)"', shown)[:1]
    width, height = map(float, box)
    assert width == 311
    for label in read(shown)[0]:
        assert label.left >= 0, label
        assert label.right <= width, label
        assert label.bottom <= height, label
    said = " ".join(texts(shown))
    for line in map_lines(neighbourhood(DAY, (company,))):
        if company in (line.down.owner, line.down.owned):
            for part in line.label.replace("◆ ", "").replace("⇄ ", "").split():
                assert part in said
        else:
            assert DAY.label(line.down.owner) in said


def test_only_one_company_and_its_next_fit_a_phone() -> None:
    assert DAY.map("nissan", "renault").narrow is None
    assert DAY.map("nissan", steps=2).narrow is None
    assert DAY.map().narrow is None


def test_a_map_is_no_wider_than_a_page_of_700_pixels_for_most() -> None:
    wide = {
        company: float(re.findall(r'viewBox="0 0 (\d+)', DAY.map(company).svg)[0])
        for company in ("nissan", "renault", "honda", "subaru", "bmw", "hyundai")
        if company in HEADS
    }
    assert set(wide.values()) == {658.0}


DEALS = (
    Deal.stake("toyota", "nissan", 0.25, on=DAY.on),
    Deal.merge("toyota", "nissan", on=DAY.on),
    Deal.merge("geely", "renault", on=DAY.on),
    Deal.stake("volkswagen", "rivian", 0.3, on=DAY.on),
)


@pytest.mark.parametrize("deal", DEALS, ids=str)
def test_a_deal_on_a_phone_holds_every_stake_and_after_it_what_it_changes(
    deal: Deal,
) -> None:
    before, later = sides(deal, DAY)
    told = " ".join(texts(before.ladder.body))
    for line in map_lines(before.holdings):
        assert DAY.label(line.down.owner) in told
        assert DAY.label(line.down.owned) in told
    assert VERMILLION not in before.ladder.body
    changed = [line for line in map_lines(later.holdings) if line.changed]
    anew = later.ladder.body
    assert anew.count(f'stroke="{VERMILLION}"') >= len(changed) > 0
    assert anew.count("<rect") <= 2 * len(changed) + 2
    for side in (before, later):
        drawing = svg(side.ladder)
        assert collisions(drawing) == []
        assert all(0 <= one.left < one.right <= 311 for one in read(drawing)[0])
