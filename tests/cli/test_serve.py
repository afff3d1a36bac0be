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
