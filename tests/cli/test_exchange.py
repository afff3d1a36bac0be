"""`keiretsu landscape export` and `import` of facts, through the store."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from keiretsu.cli.export import DATA
from keiretsu.landscape import exchange

Call = Callable[..., Result]


def test_the_command_knows_every_format_there_is() -> None:
    ends = {name: one.suffixes[0] for name, one in exchange.FORMATS.items()}
    assert ends == DATA


@pytest.mark.parametrize("name", DATA)
def test_what_was_exported_is_in_the_store_already(
    name: str, call: Call, data: Callable[..., Any], tmp_path: Path
) -> None:
    file, store = str(tmp_path / f"facts{DATA[name]}"), str(tmp_path / "facts.db")
    assert call("init", "--store", store).exit_code == 0
    words = ("landscape", "export", "--to", name, "--store", store, "--out", file)
    done = call(*words, "--on", "2025-06-01")
    assert done.exit_code == 0, done.stderr
    assert "facts of 2025-06-01" in done.stderr
    assert ("cannot hold" in done.stderr) == (name != "csv")
    came = data("landscape", "import", file, "--store", store)
    assert came["seen"] > 150
    assert (came["new"], came["left"]) == (0, [])


def test_an_import_is_whole_or_not_at_all(call: Call, tmp_path: Path) -> None:
    file, store = tmp_path / "stakes.csv", tmp_path / "facts.db"
    row = "honda,{},5,2020,a paper,sourced\n"
    file.write_text(
        "holder,held,percent,since,source_title,confidence\n"
        + row.format("nissan")
        + row.format("honda"),
        encoding="utf-8",
    )
    done = call("landscape", "import", str(file), "--store", str(store))
    assert done.exit_code == 1
    assert (
        "stakes.csv, line 3: 'honda' would hold a stake in itself"
        in done.stderr.replace("\n", " ")
    )
    assert not store.exists()


def test_a_file_of_an_unknown_kind_is_told_what_can_be_read(
    call: Call, tmp_path: Path
) -> None:
    file = tmp_path / "facts.xyz"
    file.write_text("?", encoding="utf-8")
    store = ("--store", str(tmp_path / "facts.db"))
    done = call("landscape", "import", str(file), *store)
    assert done.exit_code == 1
    assert ".zip, .csv for csv" in done.stderr
    assert (
        call("landscape", "import", str(file), "--from", "xyz", *store).exit_code == 1
    )
    gone = call("landscape", "import", str(tmp_path / "no.zip"), *store)
    assert "cannot be read: No such file" in gone.stderr


def test_facts_are_exported_whole_and_not_round_a_company(call: Call) -> None:
    done = call("landscape", "export", "nissan", "--to", "csv")
    assert done.exit_code == 2
