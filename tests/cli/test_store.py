"""`keiretsu init`, `doctor`, `landscape add`, `judge`, `history`: whole commands."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import Call

Data = Callable[..., Any]
CELLS = ("holder=honda", "held=nissan", "percent=5", "since=2024")
SAID = (*CELLS, "source_title=a filing", "quote=Honda holds a twentieth")
ON = ("--on", "2025-06-01")


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The default store of a person who has none yet."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    return tmp_path / "keiretsu" / "store.db"


def stakes(data: Data, *words: str) -> dict[str, float]:
    shown = data("landscape", "company", "nissan", *ON, *words)
    return {stake["holder"]: stake["share"] for stake in shown["holders"]}


def test_without_a_store_the_bundled_facts_are_read(
    kept: Path, call: Call, data: Data
) -> None:
    assert data("landscape", "show", *ON)["facts"] == "the bundled facts"
    done = call("doctor")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "no store yet" in done.stderr
    assert not kept.exists()


def test_init_makes_a_store_that_is_then_read(
    kept: Path, call: Call, data: Data
) -> None:
    before = data("landscape", "company", "nissan", *ON)
    assert data("init")["added"] > 700
    after = data("landscape", "company", "nissan", *ON)
    assert after.pop("facts") == f"the store {kept}"
    before.pop("facts")
    assert after == before
    again = call("init")
    assert "nothing to add" in again.stderr
    assert data("init")["added"] == 0


def test_a_fact_is_stated_judged_and_remembered(
    kept: Path, call: Call, data: Data
) -> None:
    assert "honda" not in stakes(data)
    (number,) = data("landscape", "add", "stakes", *SAID, "--by", "Ada")["new"]
    assert kept.exists()
    assert stakes(data)["honda"] == 0.05
    done = call("landscape", "judge", str(number), "reject", "--because", "misread")
    assert done.exit_code == 0
    assert "honda" not in stakes(data)
    (one,) = data("landscape", "history", "Honda", "Nissan")
    assert one["by"] == "Ada"
    assert one["statement"]["quote"] == "Honda holds a twentieth"
    assert one["judgements"][0]["because"] == "misread"
    shown = call("landscape", "history", "honda", "nissan")
    assert "rejected: misread" in " ".join(shown.stdout.split())
    assert max(map(len, shown.stdout.splitlines())) <= 80
    rows = call("landscape", "history", "honda", "nissan", "--csv").stdout
    (row,) = csv.DictReader(io.StringIO(rows))
    assert (row["believed"], row["source_title"]) == ("False", "a filing")


def test_a_statement_is_corrected_by_another(
    kept: Path, data: Data, call: Call
) -> None:
    (old,) = data("landscape", "add", "stakes", *SAID)["new"]
    better = [cell.replace("percent=5", "percent=5.1") for cell in SAID]
    (new,) = data("landscape", "add", "stakes", *better)["new"]
    words = ("correct", "--instead", str(new), "--because", "decimals")
    assert call("landscape", "judge", str(old), *words).exit_code == 0
    assert stakes(data)["honda"] == 0.051


def test_stating_it_twice_is_told(kept: Path, call: Call) -> None:
    call("landscape", "add", "stakes", *SAID)
    again = call("landscape", "add", "stakes", *SAID)
    assert again.exit_code == 0
    assert "there already, and now seen again: statement" in again.stderr


HEADING = "holder,held,percent,since,source_title,confidence,quote\n"


def test_a_file_of_facts_is_stated_whole_or_not_at_all(
    kept: Path, call: Call, data: Data, tmp_path: Path
) -> None:
    good = "honda,nissan,5,2024,a filing,sourced,\n"
    file = tmp_path / "rows.csv"
    file.write_text(HEADING + good + good.replace(",5,", ",500,"), encoding="utf-8")
    done = call("landscape", "add", "stakes", "--file", str(file))
    assert done.exit_code == 1
    assert f"error: {file}, line 3, column percent: 500 % is not from" in done.stderr
    assert not kept.exists()
    other = good.replace("honda", "ford")
    file.write_text(HEADING + good + other, encoding="utf-8-sig")
    assert len(data("landscape", "add", "stakes", "--file", str(file))["new"]) == 2
    (one,) = data("landscape", "history", "ford", "nissan")
    assert one["origin"] == "file rows.csv"


ODD = {
    "empty": b"",
    "only a heading": HEADING.encode(),
    "no UTF-8": b"holder\xff,held\n",
    "a NUL": (HEADING + "honda,nissan,5\0,2024,a,sourced,\n").encode(),
    "an open quote": (HEADING + '"honda,nissan').encode(),
    "a cell too many": (HEADING + "honda,nissan,5,2024,a, b,sourced,\n").encode(),
    "an unknown column": b"holder,hold,percent\nhonda,nissan,5\n",
    "a huge number": b"group,period,units_million,basis,source_title,confidence\n"
    b"toyota,2024,1e999,x,y,memory\n",
}


@pytest.mark.parametrize("content", ODD.values(), ids=ODD.keys())
def test_a_file_that_is_no_table_is_one_clear_error(
    kept: Path, call: Call, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "odd.csv"
    file.write_bytes(content)
    kind = "group_sales" if b"group" in content else "stakes"
    done = call("landscape", "add", kind, "--file", str(file))
    assert done.exit_code == 1
    assert done.stderr.startswith(f"error: {file}")
    assert "\nhint: " in done.stderr
    assert not kept.exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", "stakes", *CELLS), "column source_title: the row names no source"),
        (("add", "rumours", *SAID), "there is no kind of fact called 'rumours'"),
        (("add", "stakes", "percent"), "'percent' names no column"),
        (("add", "stakes", "--file", "none.csv"), "there is no file none.csv"),
        (("judge", "1", "doubt", "--because", "x"), "'doubt' is no verdict"),
        (("judge", "1", "reject", "--because", "x"), "there is no store yet"),
        (("history", "toyota", "subaru"), "there is no store yet"),
        (("show", "--believed", "2025-01-01"), "the bundled facts cannot say"),
        (("show", "--store", "none.db"), "there is no store at"),
        (("show", "--store", "mysql://me@host/x"), "cannot be kept at mysql://"),
    ],
)
def test_a_mistake_is_one_line_and_a_hint(
    kept: Path, call: Call, words: tuple[str, ...], said: str
) -> None:
    done = call("landscape", *words)
    assert done.exit_code == 1
    assert said in done.stderr
    assert "\nhint: " in done.stderr
    assert not kept.exists()


def test_a_day_before_the_store_knew_anything_says_so(kept: Path, call: Call) -> None:
    call("init")
    done = call("landscape", "control", "nissan", *ON, "--believed", "2020-01-01")
    assert done.exit_code == 1
    assert "knew nothing yet on 2020-01-01\nhint: its first entry" in done.stderr


def test_every_reading_command_takes_a_store(
    kept: Path, call: Call, data: Data, tmp_path: Path
) -> None:
    mine = str(tmp_path / "mine.db")
    data("landscape", "add", "stakes", *SAID, "--store", mine)
    assert not kept.exists()
    assert stakes(data, "--store", mine)["honda"] == 0.05
    deal = ("--merge", "toyota", "nissan", *ON, "--store", mine)
    for words in (("screen", *deal), ("landscape", "control", "nissan", *deal[3:])):
        done = call(*words)
        assert done.exit_code == 0, done.stderr
        assert f"facts: the store {mine}" in done.stderr


def test_the_variable_names_the_store(
    kept: Path, call: Call, data: Data, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = tmp_path / "mine.db"
    monkeypatch.setenv("KEIRETSU_STORE", str(mine))
    assert data("init")["store"] == str(mine)
    assert data("landscape", "show", *ON)["facts"] == f"the store {mine}"
    assert not kept.exists()


def test_the_doctor_prints_one_line_a_check_and_how_to_mend(
    kept: Path, call: Call, data: Data
) -> None:
    call("init")
    done = call("doctor")
    assert done.exit_code == 0
    assert all(line.startswith("ok ") for line in done.stdout.splitlines())
    assert all(finding["is_sound"] for finding in data("doctor"))
    kept.write_bytes(kept.read_bytes()[:9000])
    done = call("doctor")
    assert done.exit_code == 1
    assert done.stdout.startswith("WRONG file:")
    assert "to mend: " in done.stderr
    assert json.loads(call("doctor", "--json").stdout)[0]["is_sound"] is False


def test_only_a_stake_on_record_can_end(call: Call, tmp_path: Path) -> None:
    store = ("--store", str(tmp_path / "own.db"))
    words = ("--on", "2026-03-01", "--source", "a filing", *store)
    done = call("landscape", "end", "toyota", "tesla", *words)
    assert done.exit_code == 1
    assert done.stderr.startswith("error: no stake of toyota in tesla is on record")
    assert not (tmp_path / "own.db").exists()
    assert call("landscape", "end", "Toyota", "SUBARU", *words).exit_code == 0


@pytest.mark.parametrize(
    ("cells", "figure"),
    [
        (("percent=0.22",), None),
        (("percent=0.22%",), 0.0022),
        (("percent=22",), 0.22),
        (("percent=22 %",), 0.22),
        (("percent=22", "votes_percent=0.4"), None),
    ],
)
def test_a_typed_stake_below_one_percent_must_say_so(
    kept: Path, call: Call, data: Data, cells: tuple[str, ...], figure: float | None
) -> None:
    words = ("holder=honda", "held=nissan", "since=2024", "source_title=x")
    done = call("landscape", "add", "stakes", *words, *cells)
    if figure is None:
        assert done.exit_code == 1
        assert "if you mean less than one percent" in " ".join(done.stderr.split())
        assert not kept.exists()
    else:
        assert stakes(data)["honda"] == figure


def test_more_than_the_whole_of_a_company_is_told(kept: Path, call: Call) -> None:
    words = ("holder=honda", "held=nissan", "percent=99", "since=2025-05-01")
    done = call("landscape", "add", "stakes", *words, "source_title=x")
    assert done.exit_code == 0, done.stderr
    said = " ".join(done.stderr.split())
    assert "note: stakes in Nissan come to 13" in said
    assert "on 1 May 2025 (Honda 99 %," in said


def test_a_company_whose_parent_is_rejected_keeps_its_page(
    kept: Path, call: Call
) -> None:
    assert call("init").exit_code == 0
    refused = call("landscape", "judge", "1", "reject", "--because", "x")
    together = refused.stderr.rsplit("judge ", 1)[1].split()[0]
    done = call("landscape", "judge", together, "reject", "--because", "x")
    assert done.exit_code == 0, done.stderr
    for command in ("company", "control", "gaps", "matrix"):
        done = call("landscape", command, "daihatsu")
        assert done.exit_code == 0, (command, done.exception)
