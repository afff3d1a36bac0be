"""The ownership map: who stands above whom, what stands on the lines, what is said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree
from tests.pictures.boxes import collisions, read

from keiretsu.deals import Deal, deal_map
from keiretsu.errors import DataError, UnknownName
from keiretsu.landscape import Landscape, Stake, load_landscape
from keiretsu.landscape.analysis.neighbourhood import (
    OwnershipEdge,
    neighbourhood,
    rest,
    sentence,
    unnamed,
)
from keiretsu.landscape.pictures.labels import figure, map_lines
from keiretsu.landscape.pictures.ownership_map import draw
from keiretsu.sources import Source
from keiretsu.units import PartialDate

DAYS = (
    "2000-01-01",
    "2010-06-01",
    "2017-01-01",
    "2021-01-01",
    "2025-06-01",
    "2026-06-01",
)
ROUND = (
    *("toyota", "nissan", "renault", "volkswagen", "geely"),
    *("stellantis", "hyundai", "honda", "mercedes_benz", "saic"),
)


def stake(holder: str, held: str, share: float | None, **more: object) -> Stake:
    known = {
        "votes": None,
        "since": PartialDate("2025"),
        "note": None,
        "source": Source(title="made for a test", confidence="assumed"),
    }
    return Stake(holder=holder, held=held, share=share, **(known | more))  # type: ignore[arg-type]


def label(identifier: str) -> str:
    return load_landscape("2025-06-01").label(identifier)


def day(*stakes: Stake) -> Landscape:
    return replace(load_landscape("2025-06-01"), stakes=stakes)


@pytest.mark.parametrize("on", DAYS)
def test_no_label_of_the_whole_map_is_overlapped_or_crossed(on: str) -> None:
    assert collisions(load_landscape(on).map().svg) == []


@pytest.mark.parametrize("name", ROUND)
def test_no_label_of_a_neighbourhood_is_overlapped_or_crossed(name: str) -> None:
    landscape = load_landscape("2025-06-01")
    for steps in (1, 2, 3):
        assert collisions(landscape.map(name, steps=steps).svg) == []


@pytest.mark.parametrize(
    "deal",
    [
        Deal.merge("honda", "nissan", on="2025-02-01"),
        Deal.merge("toyota", "nissan", on="2025-05-19"),
        Deal.stake("toyota", "nissan", 0.25, votes=0.15, on="2025-05-19"),
        Deal.stake("geely", "mercedes_benz", 0.6, on="2026-06-01"),
    ],
    ids=lambda deal: deal.sentence,
)
def test_no_label_before_or_after_a_deal_is_overlapped_or_crossed(deal: Deal) -> None:
    assert collisions(deal_map(deal, load_landscape(deal.on)).svg) == []


def test_the_measure_sees_labels_that_overlap_and_lines_that_cross_one() -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg">'
        '<text x="0" y="10" font-size="10" text-anchor="start">one</text>'
        '<g transform="translate(5 2)">'
        '<text x="0" y="10" font-size="10" text-anchor="start">two</text></g>'
        '<path d="M0 30C0 40 60 40 60 50"/>'
        '<text x="30" y="43" font-size="10" text-anchor="middle">three</text></svg>'
    )
    assert collisions(svg) == ["'one' over 'two'", "a line through 'three'"]


def test_every_stake_of_the_day_is_on_the_map_and_in_its_table() -> None:
    landscape = load_landscape("2025-06-01")
    picture = landscape.map()
    assert len(picture.table.rows) == len(landscape.stakes)
    holdings = neighbourhood(landscape)
    _, lines = read(picture.svg)
    assert len(lines) == 2 * len(map_lines(holdings))


def test_a_map_opens_as_xml_announces_itself_and_asks_for_nothing() -> None:
    root = etree.fromstring(load_landscape("2025-06-01").map("nissan").svg.encode())
    assert root.get("role") == "img"
    (title,) = root.findall("{http://www.w3.org/2000/svg}title")
    assert "Who owned whom round Nissan on 1 Jun 2025" in title.text
    for node in root.iter():
        assert not {name for name in node.attrib if name.endswith("href")}
        assert "url(" not in " ".join(node.attrib.values())


def test_owners_stand_above_what_they_own() -> None:
    drawing = draw(
        neighbourhood(
            day(stake("toyota", "subaru", 0.2), stake("denso", "toyota", 0.1))
        ),
        label=label,
    )
    labels, _ = read(f'<svg xmlns="http://www.w3.org/2000/svg">{drawing.body}</svg>')
    top = {label.words: label.top for label in labels}
    assert top["Denso"] < top["10 %§"] < top["Toyota"] < top["20 %§"] < top["Subaru"]


def test_a_neighbourhood_grows_with_its_steps() -> None:
    chain = day(
        stake("denso", "toyota", 0.1),
        stake("toyota", "subaru", 0.2),
        stake("subaru", "mazda", 0.3),
        stake("hyundai", "kia", 0.34),
    )

    def owned(steps: int) -> set[str]:
        return {h.owned for h in neighbourhood(chain, ("denso",), steps)}

    assert [len(owned(steps)) for steps in (1, 2, 3, 4)] == [1, 2, 3, 3]
    with pytest.raises(DataError, match="0 steps"):
        neighbourhood(chain, ("denso",), 0)


def test_stakes_among_the_neighbours_are_drawn_too() -> None:
    near = neighbourhood(
        day(
            stake("toyota", "hino", 0.5),
            stake("toyota", "isuzu", 0.06),
            stake("hino", "isuzu", 0.1),
            stake("isuzu", "ud_trucks", 1.0),
        ),
        ("toyota",),
    )
    assert {(h.owner, h.owned) for h in near} == {
        ("toyota", "hino"),
        ("toyota", "isuzu"),
        ("hino", "isuzu"),
    }


def test_ranges_unknown_parts_and_other_votes_stand_on_the_line_as_stated() -> None:
    found = neighbourhood(
        day(
            stake("toyota", "subaru", None),
            stake("renault", "nissan", 0.1705, votes=0.15),
            stake("sony", "honda", None, share_min=0.045, share_max=0.05),
        )
    )
    assert [figure(h) for h in found] == [
        "? %§",
        "17.05 % (votes 15 %)§",
        "4.5 to 5 %§",
    ]


def test_the_mark_of_control_follows_the_votes_and_not_the_share() -> None:
    few, many = neighbourhood(
        day(
            stake("porsche_se", "volkswagen", 0.319, votes=0.533),
            stake("toyota", "hino", 0.6, votes=0.4),
        )
    )
    assert (few.alone, many.alone) == (True, False)
    assert [t.label[0] for t in map_lines((few, many))] == ["◆", "6"]


def test_what_the_map_leaves_out_is_said_in_the_box() -> None:
    landscape = day(
        stake("toyota", "subaru", 0.2),
        stake("toyota", "isuzu", 0.06),
        stake("mazda", "isuzu", 0.1),
        stake("li_shufu", "geely", None),
    )
    near = neighbourhood(landscape, ("toyota", "geely"))
    assert unnamed(landscape, near) == {
        "toyota": "holders unknown",
        "subaru": "others 80 %",
        "isuzu": "+ 1 holder not drawn",
        "geely": "rest unknown",
    }
    assert rest([OwnershipEdge(owner="a", owned="b", share=1.0)]) == ""


def test_a_company_without_a_stake_is_drawn_alone_and_says_so() -> None:
    picture = day(stake("toyota", "subaru", 0.2)).map("Honda")
    assert picture.table.rows == ()
    assert "holders unknown" in picture.svg
    assert "0 known stakes" in picture.title


def test_two_that_hold_each_other_share_one_line_and_the_larger_points_down() -> None:
    both = neighbourhood(
        day(stake("renault", "nissan", 0.4), stake("nissan", "renault", 0.15))
    )
    (joined,) = map_lines(both)
    assert (joined.down.owner, joined.down.owned) == ("renault", "nissan")
    assert joined.label == "⇄ ↓40 %§ ↑15 %§"


def test_a_name_that_is_not_known_is_told_the_nearest() -> None:
    with pytest.raises(UnknownName, match="Nissan"):
        load_landscape("2025-06-01").map("Nisan")


def test_a_holding_in_words_says_what_is_unknown() -> None:
    known = OwnershipEdge(owner="toyota", owned="subaru", share=0.2, since="May 2025")
    assert sentence(known, label) == "Toyota holds 20 % of Subaru (May 2025)"
    unknown = OwnershipEdge(owner="renault", owned="toyota+nissan", share=None)
    assert (
        sentence(unknown, label) == "Renault holds an unknown part of Toyota + Nissan"
    )


def test_a_map_is_saved_as_svg_and_as_png_of_the_width_asked(tmp_path: Path) -> None:
    picture = load_landscape("2025-06-01").map("subaru")
    drawn = picture.save(tmp_path / "a.svg").read_text(encoding="utf-8")
    root = etree.fromstring(drawn.encode())
    box = root.get("viewBox").split()
    assert [root.get("width"), root.get("height")] == box[2:]
    assert drawn[drawn.index("<title") :] == picture.svg[picture.svg.index("<title") :]
    png = picture.save(tmp_path / "a.png", width=1280).read_bytes()
    assert png[:4] == b"\x89PNG"
    assert abs(int.from_bytes(png[16:20], "big") - 1280) <= 1
    for path, width in (("a.gif", 10), ("none/a.svg", 10), ("b.png", 0)):
        with pytest.raises(DataError):
            picture.save(tmp_path / path, width=width)
