"""Pages as files: every link leads to a file, nothing asks for a server."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import re
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path

import pytest
from tests.web.test_pages import Links

from keiretsu.errors import DataError
from keiretsu.web.as_files import as_file, file_of
from keiretsu.web.asked import Asked
from keiretsu.web.asking import ask
from keiretsu.web.build import build
from keiretsu.web.guard import Guard

DAY = dt.date(2025, 5, 19)
DEALS = tuple(
    Asked(holder=a, held=b, percent=size, on=DAY, market="is-2024-brands")
    for a, b, size in (("toyota", "nissan", 20.0), ("honda", "nissan", None))
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("site")
    build(place, DEALS)
    return place


@pytest.mark.slow
def test_every_link_leads_to_a_file_that_is_there(folder: Path) -> None:
    pages = list(folder.rglob("*.html"))
    assert len(pages) > 30
    followed = 0
    for page in pages:
        text = page.read_text(encoding="utf-8")
        found = Links(text)
        loads = re.findall(r'\b(?:href|src|data-curve)="([^"]*)"', text)
        for link in {*found.links, *found.loads, *map(unescape, loads)}:
            path, _, place = link.partition("#")
            if path.startswith(("http://", "https://", "data:")):
                continue
            assert not path.startswith("/"), (page.name, link)
            target = page if not path else page.parent / path
            assert target.is_file(), (page.name, link)
            followed += 1
            if place:
                assert f'id="{place}"' in target.read_text(encoding="utf-8"), link
    assert followed > 300


def test_the_style_finds_its_fonts(folder: Path) -> None:
    style = (folder / "style.css").read_text(encoding="utf-8")
    fonts = re.findall(r"url\(([^)]+)\)", style)
    assert len(fonts) == 4
    assert all((folder / font).read_bytes()[:4] == b"wOF2" for font in fonts)


def test_files_hold_no_form_that_a_server_must_answer(folder: Path) -> None:
    for page in folder.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert "action=" not in text
        assert 'method="post"' not in text
        assert "Compare others" not in text
        assert "Content-Security-Policy" in text


def test_the_start_leads_to_every_deal(folder: Path) -> None:
    links = Links((folder / "index.html").read_text(encoding="utf-8")).links
    for one in DEALS:
        assert file_of(one.address()) in links
    assert any(link.startswith("compare,") for link in links)


def test_the_curve_lies_beside_its_page_and_is_whole(folder: Path) -> None:
    page = folder / file_of(DEALS[0].address())
    place = re.search(r'data-curve="([^"]*)"', page.read_text(encoding="utf-8"))
    assert place is not None
    curve = json.loads((page.parent / unescape(place[1])).read_text(encoding="utf-8"))
    assert curve["whole"]
    assert len(curve["points"]) == 103


def test_a_page_carries_the_curve_that_its_slider_looks_up(folder: Path) -> None:
    """A browser fetches nothing for a page that it opened as a file."""
    held = 0
    for page in folder.glob("deal/*.html"):
        text = page.read_text(encoding="utf-8")
        place = re.search(r'data-curve="([^"]*)"', text)
        if place is None:
            continue
        found = re.search(
            r'<script type="application/json" id="curve">(.*)</script>', text
        )
        assert found is not None
        beside = (page.parent / unescape(place[1])).read_text(encoding="utf-8")
        assert json.loads(found[1]) == json.loads(beside)
        held += 1
    assert held >= 2 * 5


def test_a_curve_cannot_end_the_script_that_holds_it() -> None:
    page = as_file("<body></body>", "x.html", {}, '{"a": "</script><b>"}')
    assert page.count("</script>") == 1
    found = re.search(r'id="curve">(.*)</script>', page)
    assert found is not None
    assert json.loads(found[1]) == {"a": "</script><b>"}


def test_what_is_still_right_is_not_computed_again(folder: Path) -> None:
    asked: list[str] = []
    before = {p: p.stat().st_mtime_ns for p in folder.rglob("*.html")}
    files, made = build(folder, DEALS, asked.append)
    assert (made, asked) == (0, [])
    assert files > len(before)
    assert {p: p.stat().st_mtime_ns for p in folder.rglob("*.html")} == before
    gone = folder / file_of(DEALS[0].address("/method"))
    gone.unlink()
    _, made = build(folder, DEALS, asked.append)
    assert made == 1
    assert gone.is_file()


def test_a_link_to_what_is_not_there_becomes_its_words() -> None:
    page = '<p><a href="/company/bmw?on=2025-05-19">BMW</a> <a href="/x">there</a></p>'
    assert as_file(page, "index.html", {"/x": "x.html"}) == (
        '<p>BMW <a href="x.html">there</a></p>'
    )
    inner = as_file('<a href="/x#a">x</a>', "deal/a~b/c.html", {"/x": "x.html"})
    assert inner == '<a href="../../x.html#a">x</a>'


def test_a_site_of_nothing_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no deal"):
        build(tmp_path, ())
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(DataError, match="folder"):
        build(tmp_path / "file" / "site", DEALS)


@pytest.mark.parametrize("address", ["/", "/style.css", "/compare"])
def test_a_page_is_asked_for_where_a_loop_runs_as_where_none_does(
    address: str, app: Guard
) -> None:
    async def in_a_notebook() -> bytes:
        return ask(app, address)

    with ThreadPoolExecutor(max_workers=1) as worker:  # a test before may leave a loop
        told = worker.submit(lambda: asyncio.run(in_a_notebook())).result()
    assert told == ask(app, address) != b""
