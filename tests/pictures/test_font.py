"""The font that pictures are written in: what it holds, and when a file carries it."""

from __future__ import annotations

import re
import unicodedata
from base64 import b64decode

import pytest

from keiretsu.landscape import load_landscape
from keiretsu.market import catalogue, load_market
from keiretsu.pictures.font import carried, cuts, served, widths
from keiretsu.pictures.metric import text_width

DRAWN = '<svg><text x="1">{}</text></svg>'
DATA = re.compile(r"font-weight:(\d+);src:url\(data:font/woff2;base64,([^)]+)\)")


def carries(drawing: str) -> list[str]:
    """Names of the files that a drawing carries, by their bytes."""
    names = {cut.read(): cut.name for cut in cuts()}
    found = DATA.findall(carried(drawing))
    assert [names[b64decode(b)].split("-")[1] for _, b in found] == [
        weight for weight, _ in found
    ]
    return [names[b64decode(b)] for _, b in found]


def test_letters_are_as_wide_as_those_of_arial() -> None:
    for letter, regular, bold in (("A", 667, 722), ("0", 556, 556), ("i", 222, 278)):
        assert (widths(400)[letter], widths(700)[letter]) == (regular, bold)
    assert text_width("A0", 10) == pytest.approx((0.667 + 0.556) * 10 * 1.15)
    assert text_width("A0", 10, bold=True) == pytest.approx(1.278 * 10 * 1.2)


@pytest.mark.parametrize(
    ("words", "as_wide_as"), [("Š", "S"), ("ḧ", "h"), ("Ō", "O"), ("\xa0", " ")]
)
def test_a_letter_with_an_accent_is_as_wide_as_without(
    words: str, as_wide_as: str
) -> None:
    assert text_width(words, 10) == text_width(as_wide_as, 10)


@pytest.mark.parametrize("words", ["日産", "현대", "（）"])
def test_what_the_font_lacks_keeps_room_for_a_whole_square(words: str) -> None:
    assert not set(words) & set(widths(400))
    assert text_width(words, 10) == pytest.approx(len(words) * 10 * 1.15)


@pytest.mark.parametrize(
    ("drawing", "files"),
    [
        (DRAWN.format("Toyota, 20 % ≥ 10 → Škoda"), ["arimo-400-common.woff2"]),
        (DRAWN.format("日産"), []),
        ("<svg><title>Ł</title><path/></svg>", []),
        (
            DRAWN.format("FSO Żerań"),
            ["arimo-400-common.woff2", "arimo-400-more.woff2"],
        ),
        (
            '<text font-weight="bold">Nissan</text>',
            ["arimo-400-common.woff2", "arimo-700-common.woff2"],
        ),
    ],
    ids=["common", "none of ours", "not drawn", "more", "bold"],
)
def test_a_file_carries_what_its_words_need(drawing: str, files: list[str]) -> None:
    assert carries(drawing) == files


def test_a_page_is_told_each_letter_once() -> None:
    rules = served("x/{}".format)
    assert rules.count("@font-face") == 4
    for weight in (400, 700):
        told: list[int] = []
        for spans in re.findall(rf"weight:{weight};[^}}]*range:([^}}]+)", rules):
            for span in spans.split(","):
                first, _, last = span.removeprefix("U+").partition("-")
                told += range(int(first, 16), int(last or first, 16) + 1)
        assert sorted(map(chr, told)) == sorted(widths(weight))


def test_the_font_has_every_latin_letter_of_our_names() -> None:
    landscape = load_landscape("2025-06-01")
    names = [landscape.label(company) for company in landscape.companies]
    for entry in catalogue():
        names += load_market(entry.name).products
    letters = {c for name in names for c in name}
    latin = {c for c in letters if "LATIN" in unicodedata.name(c, "") or c < "\x7f"}
    assert len(latin) > 60
    assert latin <= set(widths(400))


def test_the_font_is_small() -> None:
    assert sum(len(cut.read()) for cut in cuts()) < 35_000
    assert sum(len(c.read()) for c in cuts() if c.part == "common") < 14_000
