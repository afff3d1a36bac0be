"""What strangers wrote is refused, shown or marked by one rule for each place."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keiretsu.characters import (
    LONGEST_NAME,
    escaped,
    harmful_count,
    see_text,
    sheet_cell,
    visible,
)
from keiretsu.cli.output import print_csv, print_json
from keiretsu.deals import Deal
from keiretsu.errors import DataError
from keiretsu.landscape.store import statement
from keiretsu.landscape.tables.schema import TABLES
from keiretsu.landscape.tables.tables import read_rows
from keiretsu.market.product_table import to_table
from keiretsu.pictures.picture import Picture, titled
from keiretsu.pictures.table import Table

NO_LETTERS = ["\x00", "\x0c", "\x1b", "\x1f", "\x08", "\ufffe", "\uffff", "\ud800"]
STEERING = [
    *("\x1b[31m", "\x9b31m", "\x07", "\x7f", "\x85", "\u202e", "\u2066", "\u200f"),
    *("\u061c", "\ufffe", "\udc80", "\r"),
]
HARMFUL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


@pytest.mark.parametrize("letter", NO_LETTERS)
def test_a_letter_that_is_none_is_refused_by_every_reader(letter: str) -> None:
    name = f"Corolla{letter}Cross"
    code = f"U+{ord(letter):04X}"
    table = {"market_ids": ["a"], "firm_ids": ["toyota"], "quantities": [1.0]}
    for column in ("product_ids", "firm_ids", "market_ids", "brands", "trim"):
        with pytest.raises(DataError, match=re.escape(code)) as caught:
            to_table({**table, column: [name]})
        assert f"row 1, column {column}" in str(caught.value)
    with pytest.raises(DataError, match="the header"):
        to_table({**table, name: ["x"]})
    with pytest.raises(DataError, match=re.escape(code)):
        Deal.from_dict(
            {"steps": [{"kind": "merge", "first": "toyota", "second": name}]}
        )
    cells = {"holder": "honda", "held": "nissan", "percent": "5", "since": "2024"}
    for column in ("source_title", "note", "quote"):
        with pytest.raises(DataError, match=f"column {column}.*{re.escape(code)}"):
            statement("stakes", cells | {"source_title": "x", column: name}, "here")
    text = f'holder,held,percent,since,note,source_title\na,b,5,2024,"{name}",t\n'
    with pytest.raises(DataError, match=re.escape(code)):
        read_rows(text, "stakes.csv", TABLES["stakes"])


@pytest.mark.parametrize(
    "letter", ["\x85", "\u2028", "é", "車", "😀", "\xa0", "\u200b"]
)
def test_other_letters_are_read_as_they_are(tmp_path: Path, letter: str) -> None:
    from keiretsu import read_table

    assert see_text(f"a{letter}b", "here") == f"a{letter}b"
    file = tmp_path / "m.csv"
    file.write_text(f"market_ids,firm_ids,quantities\nx,a{letter}b,1\n", "utf-8")
    assert read_table(file).text("firm_ids") == (f"a{letter}b",)


def test_a_name_without_end_is_refused_by_every_reader() -> None:
    name = "x" * (LONGEST_NAME + 1)
    table = {"market_ids": ["a"], "firm_ids": ["toyota"], "quantities": [1.0]}
    cells = {"holder": "honda", "held": "nissan", "percent": "5", "since": "2024"}
    deal = {"kind": "merge", "first": "a"}
    for read in (
        lambda: to_table({**table, "product_ids": [name]}),
        lambda: Deal.from_dict({"steps": [{**deal, "second": name}]}),
        lambda: statement("stakes", cells | {"source_title": name}, "here"),
        lambda: statement("stakes", {**cells, "note": name * 30}, ""),
    ):
        with pytest.raises(DataError, match="characters"):
            read()


def test_titles_that_one_database_could_not_index_are_refused_by_both() -> None:
    cells = {"holder": "honda", "held": "nissan", "percent": "5", "since": "2024"}
    with pytest.raises(DataError, match="source_title and address have 4000 bytes"):
        statement(
            "stakes", cells | dict.fromkeys(("source_title", "address"), "😀" * 500), ""
        )


@pytest.mark.parametrize("letter", STEERING)
def test_nothing_steers_a_terminal(
    letter: str, capsys: pytest.CaptureFixture[str]
) -> None:
    row = {"name": f"a{letter}b", "list": [f"c{letter}"], "field": {"d": letter}}
    print_csv([row], list(row))
    shown = capsys.readouterr().out
    assert not HARMFUL.search(shown)
    print_json(row)
    shown = capsys.readouterr().out
    assert not HARMFUL.search(shown)
    assert json.loads(shown) == row


@given(st.text(alphabet=st.characters(), max_size=40))
def test_json_says_the_same_and_text_keeps_its_length(text: str) -> None:
    said = escaped(json.dumps(text, ensure_ascii=False))
    assert json.loads(said) == text
    assert not HARMFUL.search(said)
    assert len(visible(text)) == len(text)
    assert harmful_count(visible(text)) == 0


FORMULAS = ["=1+1", "=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(A1)", "\t=1", " =1"]
FORMULAS += ["＝1", "\r=1", "\n=1", "-2+3", "+49 30 1234", "--5", "-none", "+", "-"]
NUMBERS = ["-5", "+5", "-5.2", "-.5", "+1e9", "-1E-9", "-5.", "-12.5%", "5", "1,5"]


@pytest.mark.parametrize("cell", FORMULAS)
def test_a_formula_is_marked_as_text(
    cell: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sheet_cell(cell) == f"'{cell}"
    print_csv([{"x": cell, "y": -1.5}], ["x", "y"])
    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out, newline=""))
    assert row["x"].startswith("'")
    assert row["y"] == "-1.5"


@pytest.mark.parametrize("cell", NUMBERS)
def test_a_number_stays_one(cell: str) -> None:
    assert sheet_cell(cell) == cell


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</svg><script>",
    "javascript:alert(1)",
    "]]><x>",
    "&#x3c;script>",
    "{{7*7}}",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_a_picture_is_a_page_without_live_markup(words: str, tmp_path: Path) -> None:
    svg = '<svg width="9" height="9" viewBox="0 0 9 9"></svg>'
    picture = Picture(
        name="p",
        title=words,
        note=words,
        svg=titled(svg, name="p", title=words, note=words),
        table=Table(caption=words, columns=(words,), rows=((words,),)),
    )
    page = picture.save(tmp_path / "p.html").read_text("utf-8")
    assert "default-src 'none'" in page.partition("<title>")[0]
    for live in ("<script", "<img", "</svg><s"):
        assert live not in page
    assert "href" not in page


def test_a_spinner_shows_names_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    from rich import console

    from keiretsu.cli.output import working

    shown = io.StringIO()
    real = console.Console
    monkeypatch.setattr(
        console, "Console", lambda **_: real(file=shown, force_terminal=True, width=80)
    )
    with working("m[/oops] \x1b]0;title\x07 \u202eevil"):
        pass
    assert "m[/oops]" in shown.getvalue()
    assert "\x1b]0;" not in shown.getvalue()
    assert "\u202e" not in shown.getvalue()
