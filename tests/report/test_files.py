"""The report in other forms: each says the same, and nothing in it can run."""

from __future__ import annotations

import dataclasses
import re
import shutil
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader
from tests.report.factories import effects, full_report, light_report, merger

from keiretsu import Deal, load_market
from keiretsu.deals.answers import average_change
from keiretsu.deals.figures import with_range
from keiretsu.errors import DataError
from keiretsu.report import make_report, write_forms
from keiretsu.report.answer import answer
from keiretsu.report.card import card_svg
from keiretsu.report.files import FORMS
from keiretsu.report.markdown import to_markdown
from keiretsu.report.pdf import BROWSERS

CELL = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def cells(path: Path) -> tuple[list[str], list[str]]:
    """Return the strings and the formulas of a workbook."""
    with zipfile.ZipFile(path) as book:
        words = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
        found = ["".join(si.itertext()) for si in words]
        formulas = [
            f.text or ""
            for name in book.namelist()
            if name.startswith("xl/worksheets/")
            for f in ElementTree.fromstring(book.read(name)).iter(f"{CELL}f")
        ]
    return found, formulas


def test_every_form_lies_beside_the_others(tmp_path: Path) -> None:
    pytest.importorskip("xlsxwriter")
    made = write_forms(full_report(), tmp_path / "r.html", ("html", "md", "xlsx",
                                                            "card", "tex"))  # fmt: skip
    assert [p.name for p in made] == ["r.html", "r.md", "r.xlsx", "r.png", "r.tex"]
    assert all(p.stat().st_size > 500 for p in made)


def test_a_form_that_is_none_is_told_before_anything_is_written(
    tmp_path: Path,
) -> None:
    with pytest.raises(DataError, match="'docx'"):
        write_forms(light_report(), tmp_path / "r.html", ("html", "docx"))
    assert list(tmp_path.iterdir()) == []


def test_the_workbook_holds_the_answer_as_numbers_and_no_formula(
    tmp_path: Path,
) -> None:
    pytest.importorskip("xlsxwriter")
    report = dataclasses.replace(full_report(), remarks=("=cmd|' /C calc'!A0",))
    (path,) = write_forms(report, tmp_path / "r.xlsx", ("xlsx",))
    words, formulas = cells(path)
    assert formulas == []
    assert f"{answer(report).headline.sentence}." in words
    assert "=cmd|' /C calc'!A0" in words
    with zipfile.ZipFile(path) as book:
        names = re.findall(r'sheet name="(\w+)"', book.read("xl/workbook.xml").decode())
        first = book.read("xl/worksheets/sheet1.xml").decode()
    assert names == ["answer", "products", "assumptions", "sources", "deal"]
    point = average_change(report.effects.markets[0], "parties").point
    assert any(
        abs(float(v) - point) < 1e-12 for v in re.findall(r"<v>([-\d.e]+)<", first)
    )


def test_markdown_says_what_stands_before_the_folds_and_escapes_the_rest() -> None:
    report = full_report()
    text = to_markdown(report)
    assert text.startswith("# If Toyota and Nissan merge")
    for heading in ("Who would decide", "Where they meet", "How sure we are"):
        assert f"## {heading}" in text
    hostile = dataclasses.replace(report, remarks=("<script>alert(1)</script> [x](y)",))
    told = to_markdown(hostile)
    assert "<script>" not in told
    assert "[x](y)" not in told


def test_the_card_fits_its_words_and_never_cuts_one() -> None:
    svg = card_svg(full_report())
    assert 'viewBox="0 0 1200 630"' in svg
    heights = [float(y) for y in re.findall(r'<text x="[^"]*" y="([\d.]+)"', svg)]
    assert max(heights) <= 630
    words = " ".join(re.findall(r">([^<]+)</text>", svg))
    assert "Toyota and Nissan merge" in words
    assert "Estimates, not predictions" in words


def test_the_card_has_every_row_of_its_table_under_a_long_sentence() -> None:
    report = make_report(
        Deal.stake("toyota", "nissan", 0.2, on="2025-05-19"),
        markets=load_market("is-2024-brands"),
        draws=20,
    )
    words = re.findall(r">([^<]+)</text>", card_svg(report))
    rows = answer(report).table
    assert rows is not None
    assert [row[1] for row in rows.rows] == [w for w in words if w.startswith("+")]
    assert not [w for w in words if w.startswith("%")]


def test_the_table_for_a_paper_has_a_row_for_each_market_and_reading() -> None:
    found = effects(merger())
    text = found.to_latex()
    rows = [line for line in text.splitlines() if line.endswith("\\\\")]
    assert len(rows) == 1 + len(found.markets)
    told = with_range(average_change(found.markets[0], "parties"))
    assert told.replace("%", r"\%") in rows[1]
    assert re.search(r"(?<!\\)%", text) is None
    assert text.count("{") == text.count("}")


def test_the_summary_says_what_the_table_says() -> None:
    found = effects(merger())
    first, *lines = found.summary().splitlines()
    assert first == "Toyota and Nissan merge, 19 May 2025"
    for one, line in zip(found.markets, lines, strict=False):
        assert line.startswith(f"{one.market.title}, {one.reading} control: ")
        assert f"prices by {with_range(average_change(one, 'parties'))}; all" in line
    assert "a year" in lines[0]
    assert lines[-1].startswith("Demand: ")


@pytest.mark.browser
def test_the_pdf_has_tags_an_outline_and_the_answer(tmp_path: Path) -> None:
    if not any(map(shutil.which, BROWSERS)):
        pytest.skip("no Chromium is here")
    (path,) = write_forms(light_report(), tmp_path / "r.pdf", ("pdf",))
    found = PdfReader(path)
    assert "/StructTreeRoot" in str(found.trailer["/Root"])
    assert found.outline
    assert "If Toyota and Nissan merge" in found.pages[0].extract_text().replace(
        "\n", " "
    )


def test_without_a_browser_a_pdf_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("keiretsu.report.pdf.shutil.which", lambda name: None)
    with pytest.raises(DataError, match="no Chromium"):
        write_forms(light_report(), tmp_path / "r.pdf", ("pdf",))


def test_every_form_has_its_own_end() -> None:
    ends = [end for end, _ in FORMS.values()]
    assert len(set(ends)) == len(ends)
