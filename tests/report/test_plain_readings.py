"""No lead, headline or picture speaks of a reading by the field's name alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import get_args

import pytest

from keiretsu import Deal, load_landscape, load_market
from keiretsu.control import READING_WORDS, READINGS, Reading
from keiretsu.deals.jumps import jumps
from keiretsu.pictures.table import Table
from keiretsu.report import make_report
from keiretsu.report.answer import answer
from keiretsu.report.curve import stake_curve
from keiretsu.report.html import sections_of
from keiretsu.report.pictures.stake_curve import stake_curve_picture
from keiretsu.report.references import References

MARKET = load_market("is-2024-brands")
NAMES = re.compile(rf"\b(?:{'|'.join(get_args(Reading))})\b(?! (?:venture|share))")


def said(table: Table | None) -> Iterator[str]:
    """Yield the words of a table."""
    if table is not None:
        yield table.caption
        yield from (cell for row in table.rows for cell in row)


@pytest.mark.parametrize(
    ("holder", "held", "share"),
    [("toyota", "nissan", 0.2), ("suzuki", "mazda", 0.15), ("bmw", "kia", 0.51)],
)
def test_what_a_reader_meets_first_is_in_plain_words(
    holder: str, held: str, share: float
) -> None:
    deal = Deal.stake(holder, held, share, on="2025-05-19")
    report = make_report(deal, markets=MARKET, draws=0)
    top = answer(report)
    words = [top.headline.sentence, *top.headline.support, *said(top.table)]
    words += [top.headline.callout or "", top.headline.caveat or "", *jumps(deal)]
    for section in sections_of(report, References()):
        words += [*section.lead, *said(section.glance)]
    assert [line for line in words if NAMES.search(line)] == []
    told = " ".join(words)
    assert any(f"if {READING_WORDS[r]}" in told for r in READINGS) is (share < 0.5)


def test_the_curve_names_its_lines_in_plain_words() -> None:
    day = load_landscape("2025-05-19")
    curve = stake_curve("toyota", "nissan", day, MARKET, stakes=[0.0, 0.3])
    picture = stake_curve_picture(curve, 0.3)
    for drawn in (picture.svg, picture.narrow or ""):
        words = re.findall(r">([^<]+)<", drawn)
        assert [line for line in words if NAMES.search(line)] == []
    assert picture.table.columns[1:] == tuple(
        f"if {READING_WORDS[r]}" for r in READINGS
    )
    assert curve.to_dict()["readings"] == {r: READING_WORDS[r] for r in READINGS}
