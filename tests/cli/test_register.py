"""Companies come into one's own store by the command line, and stakes end there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

Call = Callable[..., Result]
CITED = ('source_title="a filing"', "confidence=sourced")


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store of one's own, not made yet."""
    store = tmp_path / "own.db"
    monkeypatch.setenv("KEIRETSU_STORE", str(store))
    return store


def test_a_company_of_ones_own_is_found_like_any_other(
    own: Path, call: Call, data: Callable[..., Any]
) -> None:
    told = call("landscape", "add", "stakes", "holder=acme", "held=Nissan", *CITED,
                "percent=5", "since=2024")  # fmt: skip
    assert told.exit_code == 1
    assert "no company has the identifier 'acme'" in told.stderr
    assert 'landscape add companies id=acme name="..."' in told.stderr
    for words in (
        ("companies", "id=acme", "name=Acme Motor", "kind=group"),
        ("names", "company=acme", "name=Ácme AG", "kind=legal"),
        ("names", "company=acme", "name=Old Forge", "kind=former"),
        ("brands", "brand=Comet", "company=acme"),
        ("stakes", "holder=ACME AG", "held=Nissan Motor", "percent=5", "since=2024"),
    ):
        assert call("landscape", "add", *words, *CITED).exit_code == 0, words
    for spelling in ("Acme Motor", "acme ag", "comet"):
        page = data("landscape", "company", spelling)
        assert page["company"]["id"] == "acme"
        assert page["holdings"][0]["held"] == "nissan"
    assert call("landscape", "company", "Old Forge").exit_code == 1


def test_a_company_without_a_name_is_refused(own: Path, call: Call) -> None:
    told = call("landscape", "add", "companies", "id=acme", "kind=group", *CITED)
    assert told.exit_code == 1
    assert "needs its name" in told.stderr


def test_a_stake_is_ended_by_name(
    own: Path, call: Call, data: Callable[..., Any]
) -> None:
    done = call("landscape", "end", "Toyota", "SUBARU", "--on", "2025-01-01",
                "--source", "a test")  # fmt: skip
    assert done.exit_code == 0, done.stderr

    def held(on: str) -> list[str]:
        shown = data("landscape", "show", "--on", on)["stakes"]
        return [s["holder"] for s in shown if s["held"] == "subaru"]

    assert "toyota" in held("2024-12-31")
    assert "toyota" not in held("2025-03-01")


def test_an_import_tells_who_is_new_and_is_undone_in_one_command(
    own: Path, call: Call, tmp_path: Path
) -> None:
    file = tmp_path / "stakes.csv"
    file.write_text(
        "holder,held,percent,since,source_title,confidence\n"
        "Acme Motor,toyota,5,2024,a filing,sourced\n",
        encoding="utf-8",
    )
    told = call("landscape", "import", str(file)).stderr
    assert "companies new to the register: Acme Motor (acme_motor)" in told
    span = told.partition("landscape judge ")[2].split()[0]
    assert call("landscape", "company", "Acme Motor").exit_code == 0
    undone = call("landscape", "judge", span, "reject", "--because", "a test")
    assert undone.exit_code == 0, undone.stderr
    assert call("landscape", "company", "Acme Motor").exit_code == 1


def test_a_company_that_stakes_name_is_not_rejected_alone(
    own: Path, call: Call
) -> None:
    call("init")
    told = call("landscape", "judge", "1", "reject", "--because", "a test")
    assert told.exit_code == 1
    assert "'toyota' would be no company believed in" in told.stderr
    assert "judge them together" in told.stderr
    assert call("landscape", "company", "toyota").exit_code == 0
    assert call("doctor").exit_code == 0
