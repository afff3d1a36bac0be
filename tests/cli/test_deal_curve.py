"""`keiretsu deal curve`: every size of a stake, in words and in a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.conftest import Call

DAY = "2025-05-19"


def test_the_command_tells_the_curve_and_its_jumps(call: Call) -> None:
    words = ("deal", "curve", "toyota", "nissan", "--on", DAY)
    done = call(*words, "--market", "is-2024-brands")
    assert done.exit_code == 0, done.stderr
    assert "From nothing to all of Nissan" in done.stdout
    assert "Jump at 20 %" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80
    csv = call(*words, "--market", "is-2024-brands", "--csv")
    assert csv.stdout.splitlines()[0].startswith("holder,held,on,market,stake_percent")


def test_the_command_draws_the_curve_to_a_file(call: Call, tmp_path: Path) -> None:
    out = tmp_path / "curve.svg"
    words = ("deal", "curve", "toyota", "nissan", "--on", DAY, "--out", str(out))
    done = call(*words, "--market", "is-2024-brands", "--json")
    assert done.exit_code == 0, done.stderr
    assert out.read_text(encoding="utf-8").startswith("<svg")
    assert str(out) in done.stderr


def test_a_company_in_itself_is_one_clear_line(call: Call) -> None:
    done = call("deal", "curve", "nissan", "Nissan Motor", "--market", "is-2024-brands")
    assert done.exit_code == 1
    assert "in itself" in done.stderr


def test_sixty_columns_hold_every_reading(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    done = call("deal", "curve", "suzuki", "mazda", "--market", "is-2024-brands")
    head = next(line for line in done.stdout.splitlines() if "silent" in line)
    assert head.split() == ["Stake", "silent", "shapley", "joint"]
    assert "silent: stakes give no say." in done.stdout
