"""Workbooks: the one table that is meant, or one line that says why not."""

from __future__ import annotations

import csv
import io
import random
import time
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from keiretsu.errors import DataError, KeiretsuError
from keiretsu.market import files, read_table
from keiretsu.market.workbook import pack, sheet

writer = pytest.importorskip("xlsxwriter")
ROOT = Path(__file__).parents[2]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEAD = ("market_ids", "firm_ids", "quantities", "prices")
ROW = ("m", "Northwind", 100, 20.5)
NAMES = "".join(f'<c t="inlineStr"><is><t>{n}</t></is></c>' for n in HEAD)


def book(path: Path, *sheets: Sequence[Sequence[Any]], **named: Any) -> Path:
    """A workbook of plain sheets; `change` works on it before it is closed."""
    made = writer.Workbook(path)
    for rows in sheets:
        added = made.add_worksheet()
        for number, row in enumerate(rows):
            added.write_row(number, 0, row)
    if "change" in named:
        named["change"](made)
    made.close()
    return path


def by_hand(path: Path, data: str, **parts: str | bytes) -> Path:
    """A workbook of one sheet, its XML written out."""
    link = f'<Relationship Id="r1" Type="{LINKS}/worksheet" Target="worksheets/a.xml"/>'
    held: dict[str, str | bytes] = {
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>'
        '<sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f"<Relationships>{link}</Relationships>",
        "xl/worksheets/a.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{data}'
        "</sheetData></worksheet>",
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in (held | parts).items():
            packed.writestr(name, content)
    return path


def test_a_workbook_says_what_the_same_table_as_csv_says(tmp_path: Path) -> None:
    place = ROOT / "examples" / "six-makers.csv"
    with place.open(encoding="utf-8") as file:
        rows: list[list[Any]] = [list(row) for row in csv.reader(file)]
    for row in rows[1:]:
        row[:] = [float(c) if c.replace(".", "").isdigit() else c for c in row]
    found, same = read_table(book(tmp_path / "a.xlsx", rows)), read_table(place)
    assert found.columns == same.columns
    assert found.notes == ()
    for name in same.columns:
        if isinstance(same[name], np.ndarray):
            np.testing.assert_array_equal(found.numbers(name), same.numbers(name))
        else:
            assert found[name] == same[name]


def test_cells_are_read_as_they_are_shown(tmp_path: Path) -> None:
    styles = (
        f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="200" '
        'formatCode="[Red]yyyy\\-mm"/><numFmt numFmtId="201" formatCode="0.0&quot; '
        'days&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="200"/>'
        '<xf numFmtId="201"/></cellXfs></styleSheet>'
    )
    texts = (
        f'<sst xmlns="{MAIN}"><si><t>plain</t></si><si><r><t>日</t></r><r><t>産</t></r>'
        "<rPh><t>ニッサン</t></rPh></si></sst>"
    )
    head = "".join(f'<c t="inlineStr"><is><t>c{n}</t></is></c>' for n in range(10))
    data = (
        f'<row r="2">{head}</row><row r="4"><c r="A4" t="s"><v>0</v></c>'
        '<c t="s"><v>1</v></c><c s="1"><v>45292</v></c><c s="2"><v>59.5</v></c>'
        '<c s="3"><v>2.5</v></c><c r="G4"><f>1+1</f><v>2</v></c>'
        '<c t="b"><v>1</v></c><c t="str"><f>A4</f><v> x </v></c>'
        "<c><v>0.20999999999999999</v></c></row>"
    )
    path = by_hand(
        tmp_path / "a.xlsx",
        data,
        **{"xl/styles.xml": styles, "xl/sharedStrings.xml": texts},
    )
    found = read_table(path)
    told = [found[name][0] for name in found.columns if name != "c5"]
    assert told[:2] == ["plain", "日産"]
    assert told[2:5] == ["2024-01-01", "1900-02-28", 2.5]
    assert told[5:] == [2.0, "yes", "x", 0.21]
    assert np.isnan(found.numbers("c5")[0])
    assert found.notes == (
        "2 cells hold formulas: the values saved with them were read",
    )


def test_a_workbook_may_count_days_from_1904(tmp_path: Path) -> None:
    made = writer.Workbook(tmp_path / "a.xlsx", {"date_1904": True})
    added = made.add_worksheet()
    added.write_row(0, 0, HEAD)
    added.write_row(1, 0, ("", "a", 1, 2))
    added.write_number(1, 0, 43830, made.add_format({"num_format": "d mmm yyyy"}))
    made.close()
    assert read_table(tmp_path / "a.xlsx")["market_ids"] == ("2024-01-01",)


def test_numbers_that_were_typed_as_text_are_read_as_in_a_csv(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    found = read_table(book(path, [HEAD, ("m", "a", "1.234,5", 20.5), ROW]))
    assert list(found.numbers("quantities")) == [1234.5, 100]
    assert "decimal mark" in found.notes[0]
    with pytest.raises(DataError, match="no number"):
        read_table(book(path, [HEAD, ("m", "a", "lots", 20.5)]))


def test_the_sheet_that_is_meant_is_found(tmp_path: Path) -> None:
    path, other = tmp_path / "a.xlsx", [("notes",), ("of mine",)]
    table = [HEAD, ROW]
    assert read_table(book(path, other, [], table)).height == 1
    assert read_table(book(path, [], [("anything",), (1,)])).columns == ["anything"]
    hide = lambda made: made.worksheets()[1].hide()  # noqa: E731
    assert read_table(book(path, table, table, change=hide)).height == 1
    with pytest.raises(DataError, match="2 sheets hold a table"):
        read_table(book(path, table, other, table))
    with pytest.raises(DataError, match="none has columns market_ids and firm_ids"):
        read_table(book(path, other, other))


def merge(made: Any) -> None:
    made.worksheets()[0].merge_range("A1:B1", "market_ids")


FAULTS: dict[str, tuple[Callable[[Path], Path], str]] = {
    "empty": (lambda p: book(p, []), "is empty"),
    "blank rows": (lambda p: by_hand(p, "<row/><row><c/></row>"), "is empty"),
    "merged header": (
        lambda p: book(p, [HEAD, ROW], change=merge),
        "the cells A1:B1 are merged",
    ),
    "a name short": (lambda p: book(p, [("a", "", "b"), ROW]), "cell B1 names no col"),
    "a cell too many": (lambda p: book(p, [HEAD, (*ROW, 1)]), "E2 stands under no"),
    "a name twice": (lambda p: book(p, [("a", "a"), (1, 2)]), "two columns 'a'"),
    "100 sheets": (lambda p: book(p, *[[HEAD, ROW]] * 100), "100 sheets; 50"),
    "an error": (
        lambda p: by_hand(p, f"<row>{NAMES}</row><row>" + '<c r="C2" t="e"><v>#DIV/0!'
                          "</v></c></row>"),
        "cell C2 holds the error '#DIV/0!'",
    ),
    "a formula alone": (
        lambda p: by_hand(p, f"<row>{NAMES}</row><row><c><f>1/3</f></c></row>"),
        "cell A2 holds a formula whose value was not saved",
    ),
    "a text that is not there": (
        lambda p: by_hand(p, '<row><c t="s"><v>7</v></c></row>'),
        "names a text that is not there",
    ),
    "no number": (lambda p: by_hand(p, "<row><c><v>x</v></c></row>"), "no number"),
    "macros": (
        lambda p: by_hand(p, f"<row>{NAMES}</row>", **{"xl/vbaProject.bin": b"x"}),
        "holds macros",
    ),
    "cut short": (
        lambda p: by_hand(p, "<row><c>", **{"xl/worksheets/a.xml": "<worksheet><row"}),
        "is broken: xl/worksheets/a.xml",
    ),
    "an entity": (
        lambda p: by_hand(
            p,
            "",
            **{
                "xl/worksheets/a.xml": '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/'
                'passwd">]><w><row><c t="str"><v>&a;</v></c></row></w>'
            },
        ),
        "declares a document type",
    ),
    "laughs": (
        lambda p: by_hand(
            p,
            "",
            **{
                "xl/sharedStrings.xml": "<!DOCTYPE w [<!ENTITY a0 'ha'>"
                + "".join(f"<!ENTITY a{n} '&a{n - 1};&a{n - 1};'>" for n in range(1, 9))
                + "]><w><si><t>&a8;</t></si></w>"
            },
        ),
        "declares a document type",
    ),
    "no workbook": (lambda p: zipped(p, {"mimetype": b"x"}), "not a workbook"),
    "many parts": (
        lambda p: zipped(
            p, dict.fromkeys(["xl/workbook.xml", *map(str, range(5_001))], b"")
        ),
        "5002 parts",
    ),
}  # fmt: skip


def zipped(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    return path


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_one_line_that_says_where(tmp_path: Path, fault: str) -> None:
    make, told = FAULTS[fault]
    with pytest.raises(DataError) as caught:
        read_table(make(tmp_path / "a.xlsx"))
    said, _, hint = str(caught.value).partition("\nhint: ")
    assert told in said
    assert "\n" not in said
    assert hint


def test_a_bomb_is_refused_when_it_has_grown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = by_hand(tmp_path / "a.xlsx", "<row>" + "<c/>" * 3_000_000 + "</row>")
    assert path.stat().st_size < 50_000
    monkeypatch.setattr(pack, "LARGEST_WORKBOOK", 2_000_000)
    started = time.perf_counter()
    with pytest.raises(DataError, match="unpacks to more than 2 MB"):
        read_table(path)
    assert time.perf_counter() - started < 2


def test_more_rows_than_may_be_are_refused_as_they_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = book(tmp_path / "a.xlsx", [HEAD, *[ROW] * 30])
    monkeypatch.setattr(files, "MOST_ROWS", 20)
    with pytest.raises(DataError, match="20 is the most"):
        read_table(path)
    monkeypatch.setattr(files, "MOST_ROWS", 30)
    assert read_table(path).height == 30
    monkeypatch.setattr(files, "MOST_CELLS", 100)
    with pytest.raises(DataError, match="more than 100 cells"):
        read_table(path)


def test_whatever_is_broken_in_a_workbook_is_an_error_of_ours(tmp_path: Path) -> None:
    whole = book(tmp_path / "a.xlsx", [HEAD, ROW, ROW]).read_bytes()
    parts = {
        name: zipfile.ZipFile(io.BytesIO(whole)).read(name)
        for name in zipfile.ZipFile(io.BytesIO(whole)).namelist()
    }
    chance = random.Random(7)
    refused = 0
    for _ in range(300):
        data = bytearray(whole)
        if chance.random() < 0.5:  # in the packed file
            for _ in range(chance.randint(1, 8)):
                data[chance.randrange(4, len(data))] = chance.randrange(256)
        else:  # in a part of it
            name = chance.choice([n for n in parts if n.startswith("xl/")])
            changed = bytearray(parts[name])
            for _ in range(chance.randint(1, 6)):
                changed[chance.randrange(len(changed))] = chance.randrange(256)
            zipped(tmp_path / "b.xlsx", parts | {name: bytes(changed)})
            data = bytearray((tmp_path / "b.xlsx").read_bytes())
        (tmp_path / "c.xlsx").write_bytes(data)
        try:
            read_table(tmp_path / "c.xlsx")
        except KeiretsuError:
            refused += 1
    assert 0 < refused < 300


@pytest.mark.parametrize(
    ("number", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")]
)
def test_columns_are_named_as_in_a_spreadsheet(number: int, letters: str) -> None:
    assert sheet._letters(number) == letters
    assert sheet._number(letters) == number
