"""Numbers of other people's tables: read, or told, never guessed."""

from __future__ import annotations

from pathlib import Path

import pytest

from keiretsu.errors import DataError
from keiretsu.market import check_table, read_table
from keiretsu.market.number_style import mixed_thousands, plain_numbers


def read(*cells: str, comma_file: bool = False) -> list[str | None]:
    columns = {"quantities": list(cells)}
    return plain_numbers(columns, "the file", comma_file=comma_file)[0]["quantities"]


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        (("1.234,5", "12"), ["1234.5", "12"]),
        (("1,234.5", "12"), ["1234.5", "12"]),
        (("100.421", "9.804", "18,5"), ["100421", "9804", "18.5"]),
        (("1 234", "5 678"), ["1234", "5678"]),
        (("1\u202f234,5", "2"), ["1234.5", "2"]),
        (("1'234.50", "2"), ["1234.50", "2"]),
        (("12,5", "3"), ["12.5", "3"]),
        (("1,00,421", "9,804", "383"), ["100421", "9804", "383"]),
        (("-12,34,567", "2.5"), ["-1234567", "2.5"]),
        (("1.234.567", "2.5"), ["1.234.567", "2.5"]),
        (("1.5", "100.421"), ["1.5", "100.421"]),
        (("-3,25",), ["-3.25"]),
        (("none", "3,5"), ["none", "3.5"]),
    ],
)
def test_numbers_are_read_by_those_that_allow_one_reading(
    cells: tuple[str, ...], wanted: list[str]
) -> None:
    assert read(*cells) == wanted


def test_a_comma_before_three_digits_is_thousands_where_commas_separate() -> None:
    assert read("12,500", "7,250", comma_file=True) == ["12500", "7250"]


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (("1,5", "2.5"), "the decimal mark is not clear"),
        (("1,5", "1,00,421"), "the decimal mark is not clear"),
        (("12,500", "7,250"), "may be a decimal or thousands"),
    ],
)
def test_what_may_be_read_in_two_ways_is_refused(
    cells: tuple[str, ...], words: str
) -> None:
    with pytest.raises(DataError, match=words):
        read(*cells)


@pytest.mark.parametrize(
    ("cells", "doubt"),
    [
        (("100.421", "9.804", "383"), "100.421"),
        (("100.421", "9.80", "383"), None),
        (("100.421", "9.804"), None),
        (("100", "200"), None),
        ((), None),
    ],
)
def test_thousands_beside_whole_numbers_are_doubtful(
    cells: tuple[str, ...], doubt: str | None
) -> None:
    assert mixed_thousands(cells) == doubt


ROWS = "market_ids{s}firm_ids{s}prices{s}quantities\n"


@pytest.mark.parametrize(
    ("text", "encoding", "note"),
    [
        (
            ROWS.format(s=";") + "DE;Škoda;21.500,50;100.421\nDE;b;18,5;9\n",
            "utf-8",
            "comma",
        ),
        (ROWS.format(s="\t") + "DE\tBücher\t20\t1000\n", "cp1252", "cp1252"),
        (ROWS.format(s=",") + "JP,トヨタ,200,1000\n", "cp932", "cp932"),
        (ROWS.format(s=",") + "DE,a,200,1000,,,\n", "utf-8-sig", None),
        (ROWS.format(s=",") + "DE,a,200,1000\n,,,\n", "utf-16", None),
    ],
)
def test_files_of_other_places_are_read_and_it_is_told(
    text: str, encoding: str, note: str | None, tmp_path: Path
) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(text.encode(encoding))
    table = read_table(path)
    assert table.numbers("quantities")[0] > 999
    faults = check_table(table)
    assert not [fault for fault in faults if fault.severity == "error"]
    said = [fault.message for fault in faults if fault.check == "reading"]
    assert any(note in words for words in said) if note else not said


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (
            "home,a,10,2000,,1000\nhome,b,11,1000,,2000\n",
            "market_size is 1000 and 2000",
        ),
        ("home,a,10,2000,.1,\nhome,b,11,1000,.2,\n", "where quantities give"),
        ("home,a,10,200,.2,1000\nhome,b,11,100,.3,1000\n", "where quantities give 0.1"),
    ],
)
def test_sizes_and_shares_that_contradict_each_other_are_errors(
    rows: str, words: str, tmp_path: Path
) -> None:
    head = "market_ids,firm_ids,prices,quantities,shares,market_size\n"
    kept = [n for n in range(6) if any(r.split(",")[n] for r in rows.splitlines())]
    lines = [
        ",".join(line.split(",")[n] for n in kept)
        for line in (head + rows).splitlines()
    ]
    path = tmp_path / "table.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    errors = [f.message for f in check_table(read_table(path)) if f.severity == "error"]
    assert any(words in message for message in errors), errors
