"""`keiretsu landscape export`: from a terminal to a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.conftest import Call

ROOT = Path(__file__).parents[2]
EXPORT = ("landscape", "export")


def test_the_whole_landscape_becomes_an_svg(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "all.svg"
    done = call(*EXPORT, "--on", "2025-06-01", "--to", "svg", "--out", str(path))
    assert (done.exit_code, done.stdout) == (0, "")
    assert "Who owned whom on 1 Jun 2025" in done.stderr
    assert "Mitsubishi Motors" in path.read_text(encoding="utf-8")


def test_the_format_follows_from_the_file_and_the_file_from_the_format(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    names = ("nissan", "Mitsubishi Motors", "--on", "2025-06-01", "--steps", "2")
    assert call(*EXPORT, *names, "--to", "png", "--width", "640").exit_code == 0
    png = (tmp_path / "nissan-mitsubishi_motors.png").read_bytes()
    assert abs(int.from_bytes(png[16:20], "big") - 640) <= 1
    assert call(*EXPORT, *names, "--out", "near.svg").exit_code == 0
    assert "2 steps far" in (tmp_path / "near.svg").read_text(encoding="utf-8")


def test_a_deal_file_is_drawn_before_and_after(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "deal.svg"
    deal = ROOT / "examples" / "toyota-takes-a-quarter-of-nissan.toml"
    done = call(*EXPORT, "--deal", str(deal), "--out", str(path))
    assert done.exit_code == 0
    drawn = path.read_text(encoding="utf-8")
    assert "On 19 May 2025" in drawn
    assert "After the deal" in drawn


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("--to", "gif"), 1, "use --to svg"),
        (("--to", "svg", "--out", "a.png"), 1, "does not end with .svg"),
        (("--out", "nowhere/a.svg"), 1, "in a folder that exists"),
        (("Nisan", "--out", "a.svg"), 1, "Nissan"),
        (("nissan", "--steps", "0", "--out", "a.svg"), 1, "1 step or more"),
        (("nissan", "--deal", "a.toml"), 2, "not both"),
    ],
)
def test_what_cannot_be_exported_is_explained(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...], status: int, said: str,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    done = call(*EXPORT, *words)
    assert done.exit_code == status
    assert said in done.stderr
    assert not list(tmp_path.iterdir())
