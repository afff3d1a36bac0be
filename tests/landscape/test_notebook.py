"""What a notebook shows of a landscape is well formed, complete and loads nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html

from keiretsu.landscape import Landscape, load_landscape


@pytest.fixture(scope="module")
def landscape() -> Landscape:
    return load_landscape("2025-06-01")


def shown(thing: Any) -> etree._Element:
    """Read HTML as strict XML and see that it asks for nothing."""
    root = etree.fromstring(f"<html>{thing._repr_html_()}</html>".encode())
    for node in root.iter():
        assert etree.QName(node).localname not in {"script", "link", "img", "iframe"}
        for name, value in node.attrib.items():
            assert etree.QName(name).localname not in {"href", "src"}
            assert "url(" not in value
    return root


def test_a_landscape_shows_what_it_holds_and_a_map(landscape: Landscape) -> None:
    root = shown(landscape)
    words = " ".join(root.itertext())
    assert "Landscape of 1 Jun 2025" in words
    assert str(len(landscape.stakes)) in words
    assert len(root.findall(".//{http://www.w3.org/2000/svg}svg")) == 1


def test_a_company_page_shows_its_stakes_and_its_map(landscape: Landscape) -> None:
    page = landscape.page("Nissan")
    assert "Nissan" in page.heading
    assert repr(page).startswith("<Page: Nissan")
    stakes = landscape.holders_of("nissan") + landscape.holdings_of("nissan")
    assert len(page.table.rows) == len(stakes)
    words = " ".join(shown(page).itertext())
    held = landscape.stake("renault", "nissan")
    assert held is not None
    assert f"{held.share_words} (votes {held.votes_words})" in words


def test_a_long_table_counts_what_it_leaves_out(landscape: Landscape) -> None:
    page = landscape.page("toyota")
    left = len(page.table.rows) - 10
    assert left > 0
    assert f"and {left} more rows" in page._repr_html_()


def test_pictures_tables_and_records_show_themselves(landscape: Landscape) -> None:
    things = (
        landscape.map("nissan"),
        landscape.matrix(),
        landscape.timeline("renault", "nissan"),
        landscape.map("nissan").table,
        landscape.stakes[0],
        landscape.companies["nissan"],
        landscape.links[0],
        *landscape.between("renault", "nissan"),
    )
    for thing in things:
        shown(thing)
    assert landscape.map("nissan")._repr_svg_().startswith("<svg")


def test_words_of_strangers_stay_words(landscape: Landscape) -> None:
    stake = replace(landscape.stakes[0], note="<script>alert(1)</script>")
    assert "<script>alert(1)</script>" in " ".join(shown(stake).itertext())


def test_an_empty_landscape_shows_itself_too(landscape: Landscape) -> None:
    empty = replace(landscape, stakes=(), links=())
    assert "0" in " ".join(shown(empty).itertext())
    assert empty.matrix().table.rows == ()
    assert "0 known stakes" in empty.map().title


def test_a_saved_page_holds_the_picture_and_every_row_of_its_table(
    landscape: Landscape, tmp_path: Path
) -> None:
    picture = landscape.map("toyota")
    page = picture.save(tmp_path / "a.html").read_text(encoding="utf-8")
    root = html.document_fromstring(page)
    assert len(root.findall(".//tbody/tr")) == len(picture.table.rows)
    assert len(root.findall(".//svg")) == 1
    assert root.findtext(".//title") == picture.title
    assert not root.xpath("//script|//link|//img|//@href|//@src")
