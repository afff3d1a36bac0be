"""The pages in a real browser: four people's ways through them, on three widths."""

from __future__ import annotations

import json
import re
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.browser.places import DAY, OUTSIDE, QUICK, SIZES, WEAR, installed_fonts

from keiretsu.web.as_files import file_of
from keiretsu.web.asked import Asked, day_of
from keiretsu.web.build import build
from keiretsu.web.pages.deals import PARTS

pytestmark = pytest.mark.browser

ARTICLE = Path(__file__).parents[2] / "examples" / "toyota-nissan.md"


@pytest.fixture(params=SIZES, ids=["343", "700", "1280"])
def page(request: pytest.FixtureRequest, browser: Any) -> Iterator[Any]:
    context = browser.new_context(viewport=request.param)
    opened = context.new_page()
    opened.said = []
    opened.on("console", lambda message: opened.said.append(message.text))
    opened.on("pageerror", lambda error: opened.said.append(str(error)))
    yield opened
    context.close()


def test_no_page_is_wider_than_its_window_and_the_console_is_silent(
    page: Any, server: str, addresses: tuple[str, ...]
) -> None:
    told = {}
    for address in set(addresses) - {"/nothing"}:  # a missing page is said aloud
        page.goto(server + address)
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = 1)")
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > page.viewport_size["width"] or page.said:
            told[address] = [wide, *page.said]
        page.said.clear()
    assert told == {}


@pytest.mark.parametrize("size", SIZES, ids=["343", "700", "1280"])
def test_no_mark_is_outside_its_picture_in_any_of_three_fonts(
    browser: Any, server: str, addresses: tuple[str, ...], size: dict[str, int]
) -> None:
    context = browser.new_context(viewport=size, bypass_csp=True)
    page = context.new_page()
    told, pictures = {}, 0
    for address in addresses:
        page.goto(server + address)
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = 1)")
        for font in installed_fonts():
            page.evaluate(WEAR, font)
            wide = page.evaluate("document.documentElement.scrollWidth")
            outside = page.evaluate(OUTSIDE)
            if outside or wide > size["width"]:
                told[address, font] = [wide, *outside]
        pictures += page.evaluate("document.querySelectorAll('.picture svg').length")
    context.close()
    assert told == {}
    assert pictures > 5


def test_a_journalist_pastes_confirms_and_takes_the_picture(
    page: Any, server: str
) -> None:
    page.goto(f"{server}/read")
    page.fill("#text", ARTICLE.read_text(encoding="utf-8"))
    page.click("text=Read it")
    assert "Toyota" in page.input_value("[name=holder]")
    assert "Nissan" in page.input_value("[name=held]")
    page.fill("[name=stake]", "20")
    page.click("text=Yes, this is the deal")
    assert "If Toyota holds 20" in page.inner_text("h1")
    assert "/deal/toyota~nissan?stake=20" in page.url
    page.wait_for_selector("text=Link to exactly this")
    link = page.url.removeprefix(server)
    assert f"Link to exactly this: {link}" in page.inner_text("main")
    with page.expect_response(re.compile(r"\.png")) as shown:
        page.click("text=card")
    assert shown.value.status == 200
    assert shown.value.headers["content-type"] == "image/png"
    size = page.evaluate("[document.images[0].naturalWidth, "
                         "document.images[0].naturalHeight]")  # fmt: skip
    assert size == [1200, 630]


def test_an_owner_types_the_name_of_a_car_and_reads_who_builds_it(
    page: Any, server: str
) -> None:
    page.goto(server)
    page.fill("#q", "Ariya")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/car/"))
    told = [s.replace("\xa0", " ") for s in page.locator("p.lead").all_inner_texts()]
    assert any("Nissan sells the Ariya" in s and "built at" in s for s in told)
    assert any("If it got dearer" in s and "would buy no car" in s for s in told)
    (price, *_) = (s for s in told if s.startswith("If Toyota takes 20 % of Nissan"))
    assert re.search(r"price change between \S+ % and \+\d+ %", price)


def test_the_slider_looks_up_what_was_computed(
    page: Any, server: str, curve: dict[str, Any]
) -> None:
    page.goto(f"{server}/deal/toyota~nissan?stake=20&{QUICK}")
    # Waiting for a script to be true would be refused: a page of ours runs no text.
    form = page.wait_for_selector("form.slide[data-points]")
    assert int(form.get_attribute("data-points")) > 100
    started = time.perf_counter()
    page.evaluate(
        """() => {
          const range = document.querySelector('#stake');
          range.value = 35;
          range.dispatchEvent(new Event('input'));
          range.dispatchEvent(new Event('change'));
        }"""
    )
    told = page.inner_text(".live p")
    assert time.perf_counter() - started < 0.5
    (point,) = (p for p in curve["points"] if p["stake"] == 0.35)
    assert told.startswith("At 35")
    for name, change in point["changes"].items():
        said = re.search(rf"([+−]?[\d.]+)\s% if {curve['readings'][name]}", told)
        assert said is not None
        value = float(said[1].replace("−", "-")) / 100
        assert abs(value - change) <= max(0.006 * abs(change), 6e-5)
    assert "stake=35" in page.url
    before = page.url
    page.reload()
    assert page.url == before
    assert "If Toyota holds 35" in page.inner_text("h1")


def test_a_page_that_was_opened_as_a_file_has_its_slider(
    browser: Any, tmp_path: Path
) -> None:
    """No server, no host: the curve is in the page, and the console is silent."""
    one = Asked(
        holder="honda", held="subaru", percent=20.0, on=day_of("2025-05-19"),
        market="is-2024-brands",
    )  # fmt: skip
    build(tmp_path, [one])
    context = browser.new_context(viewport=SIZES[0])
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto((tmp_path / file_of(one.address())).as_uri())
    assert page.locator("form.slide[data-points]").count() == 1
    shown, address = page.inner_text("h1"), page.url
    page.focus("#stake")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    assert page.inner_text(".live p").startswith("At 23")
    assert page.inner_text(".live p").count("\xa0% if ") == 3
    assert page.url == address
    page.reload()
    assert page.inner_text("h1") == shown
    context.close()
    assert said == []


def test_without_script_the_slider_is_a_form(
    browser: Any, server: str, curve: dict[str, Any]
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=SIZES[0])
    page = context.new_page()
    page.goto(f"{server}/deal/toyota~nissan?stake=20&{QUICK}")
    page.focus("#stake")
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("stake=25"))
    assert "If Toyota holds 25" in page.inner_text("h1")
    context.close()


def test_the_slider_of_days_takes_what_that_day_shows(page: Any, server: str) -> None:
    page.goto(f"{server}/on/2025-05-19")
    page.focus("#change")
    page.keyboard.press("ArrowRight")
    page.wait_for_url(re.compile("/on/2025-05-31"))
    told = page.inner_text("output").replace("\xa0", " ")
    assert told == "31 May 2025"
    assert told in page.inner_text("h1").replace("\xa0", " ")
    assert page.evaluate("document.activeElement.id") == "change"
    rows = page.locator("table tbody li").count()
    page.reload()
    assert page.locator("table tbody li").count() == rows
    assert page.inner_text("output").replace("\xa0", " ") == "31 May 2025"


def test_without_script_the_slider_of_days_is_a_form(browser: Any, server: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=SIZES[0])
    page = context.new_page()
    page.goto(f"{server}/on/2025-05-19")
    page.focus("#change")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/on/2025-03-"))
    told = page.inner_text("output").replace("\xa0", " ")
    assert told in page.inner_text("h1").replace("\xa0", " ")
    context.close()


def test_on_a_phone_no_list_hides_a_part_of_itself(
    browser: Any, server: str, addresses: tuple[str, ...]
) -> None:
    lists = ("/on/", "/data", "/market/", "/pairs", "/tie/", "/compare")
    context = browser.new_context(viewport=SIZES[0])
    page = context.new_page()
    told = {}
    for place in addresses:
        if place.startswith(lists):
            page.goto(server + place)
            wide = page.evaluate(
                """() => [...document.querySelectorAll('main .scroll')].filter(
                  e => !e.closest('details:not([open])')
                    && e.scrollWidth > e.clientWidth + 1).map(e => e.innerText)"""
            )
            if wide:
                told[place] = wide
    context.close()
    assert told == {}


@pytest.mark.parametrize("size", SIZES, ids=["343", "700", "1280"])
def test_what_ties_two_companies_is_shown_whole(
    browser: Any, server: str, size: dict[str, int]
) -> None:
    """As a picture where there is room for its words, else as a list."""
    context = browser.new_context(viewport=size)
    page = context.new_page()
    for pair in ("renault~nissan", "volkswagen~rivian", "toyota~subaru"):
        page.goto(f"{server}/tie/{pair}?on=2026-11-28")
        picture = page.locator(".whole .picture")
        assert picture.is_visible() == (size["width"] == 1280)
        assert page.locator(".whole .dated").is_visible() == (size["width"] < 1280)
        cut = "e => e.scrollWidth > e.clientWidth + 1"
        assert not picture.evaluate(cut)
    context.close()


SCREENS = 6
"""Phone screens that a page of one question may have before anything is unfolded."""


def test_a_page_of_one_question_is_read_in_a_minute_and_loses_nothing_on_paper(
    browser: Any, server: str
) -> None:
    """All of it is on the page that is printed, folded on a screen."""
    context = browser.new_context(viewport={"width": 343, "height": 740})
    page = context.new_page()
    long, lost = {}, {}
    for part in PARTS:
        place = f"/deal/toyota~nissan/{part}?stake=20&on=2025-05-19"
        page.goto(server + place)
        screens = page.evaluate("document.documentElement.scrollHeight") / 740
        if screens > SCREENS:
            long[part] = screens
        page.emulate_media(media="print")
        unseen = page.evaluate(
            """() => [...document.querySelectorAll('.part :is(td, dd, li)')].filter(
              e => !e.closest('figure > details, details:not(.part):not([open])')
                && !e.checkVisibility()).map(e => e.innerText)"""
        )
        if unseen:
            lost[part] = unseen
        page.emulate_media(media="screen")
    context.close()
    assert (long, lost) == ({}, {})


def test_an_analyst_compares_four_deals(page: Any, server: str) -> None:
    page.goto(f"{server}/compare?{QUICK}")
    deals = ("toyota~nissan:20", "honda~nissan:merger", "toyota~mazda:33.4",
             "toyota~subaru:51")  # fmt: skip
    for number, deal in enumerate(deals):
        page.fill(f"#d{number}", deal)
    page.click("button:has-text('Compare')")
    assert page.locator(".columns > section").count() == len(deals)
    with page.expect_download() as taken:
        page.click("text=workbook")
    with zipfile.ZipFile(taken.value.path()) as book:
        words = book.read("xl/sharedStrings.xml").decode()
        first = book.read("xl/worksheets/sheet1.xml").decode()
        sheets = book.read("xl/workbook.xml").decode()
    assert sheets.count("<sheet ") == 1 + 4 * len(deals)
    numbers = {float(v) for v in re.findall(r"<v>([-\d.eE+]+)</v>", first)}
    address = page.url.replace("/compare?", "/compare.json?")
    with urllib.request.urlopen(address) as answer:
        told = json.load(answer)
    assert set(told) == set(deals)
    for report in told.values():
        assert report["sentence"] in words
        for one in report["effects"]:
            point = one["parties_price_change"]["point"]
            assert any(abs(n - point) < 1e-12 for n in numbers)


@pytest.mark.parametrize("size", SIZES, ids=["343", "700", "1280"])
def test_four_deals_beside_one_another_lose_no_column(
    browser: Any, server: str, size: dict[str, int]
) -> None:
    """Each in its own column on a desk; the form for others is folded below them."""
    deals = "&d=".join(("byd~tesla:10", "stellantis~renault:merger",
                        "suzuki~mazda:20", "geely~volvo-cars:merger"))  # fmt: skip
    context = browser.new_context(viewport=size, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server}/compare?d={deals}&{DAY}", timeout=120_000)
    assert page.locator(".columns > section").count() == 4
    cut = page.evaluate(
        """() => [...document.querySelectorAll('main .scroll')].filter(
          e => e.scrollWidth > e.clientWidth + 1).map(e => e.innerText)"""
    )
    tops = {round(s.bounding_box()["y"]) for s in page.locator("section").all()}
    context.close()
    assert cut == []
    assert len(tops) == {343: 4, 700: 2, 1280: 1}[size["width"]]
