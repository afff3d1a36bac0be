"""`keiretsu serve` and `keiretsu site`: what is wrong is told before anything runs."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.conftest import Call

pytest.importorskip("starlette")


def test_beyond_this_machine_a_name_is_needed(call: Call) -> None:
    done = call("serve", "--host", "0.0.0.0")
    assert done.exit_code == 2
    assert "--name" in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("--inbox", "--host", "0.0.0.0", "--name", "cars.example"),
        ("--inbox", "--name", "cars.example"),
        ("--journal", "review.db"),
        ("--store", "facts.db"),
        ("--by", "Ada"),
    ],
)
def test_facts_are_written_from_this_machine_only(
    call: Call, words: tuple[str, ...]
) -> None:
    done = call("serve", *words)
    assert done.exit_code == 2
    assert "--inbox" in done.stderr


def test_where_decisions_go_is_looked_at_before_anything_runs(
    call: Call, tmp_path: Path
) -> None:
    (tmp_path / "no.db").write_text("no file of decisions", encoding="utf-8")
    (tmp_path / "facts").mkdir()
    journal = ("--journal", str(tmp_path / "no.db"))
    done = call("serve", "--inbox", *journal, "--store", str(tmp_path / "facts.db"))
    assert done.exit_code == 1
    assert "file of decisions" in done.stderr
    done = call("serve", "--inbox", "--store", str(tmp_path / "facts"))
    assert done.exit_code == 1
    assert "folder of tables" in done.stderr


def test_the_server_is_told_where_decisions_go(
    call: Call, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from keiretsu.web.inbox import Desk

    told: dict[str, object] = {}
    monkeypatch.setattr("keiretsu.web.serve.serve", lambda *a, **k: told.update(k))
    assert call("serve").exit_code == 0
    assert told["desk"] is None
    journal, store = str(tmp_path / "review.db"), str(tmp_path / "facts.db")
    words = ("--journal", journal, "--store", store, "--by", "Ada")
    assert call("serve", "--inbox", *words).exit_code == 0
    desk = Desk(journal=journal, by="Ada", store=store)
    assert told["desk"] == desk
    assert Desk.of_text(desk.to_text()) == desk
    assert not Path(store).exists()  # the store is made when a claim is accepted


@pytest.mark.parametrize("port", ["0", "70000", "x"])
def test_a_port_that_is_none_is_told(call: Call, port: str) -> None:
    assert call("serve", "--port", port).exit_code == 2


def test_without_the_extra_it_says_which_to_install(
    call: Call, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("keiretsu.cli.serve.find_spec", lambda name: None)
    for words in (("serve",), ("site", "build", str(tmp_path), "--deal", "a~b:1")):
        done = call(*words)
        assert done.exit_code == 1
        assert "extra web" in done.stderr


def test_the_command_names_what_is_wrong_with_a_deal(
    call: Call, tmp_path: Path
) -> None:
    done = call("site", "build", str(tmp_path), "--deal", "toyota~toyota:20")
    assert done.exit_code == 1
    assert "with itself" in done.stderr
