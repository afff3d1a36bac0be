"""The command as a process: pipes, caches and colour."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from keiretsu import __version__, cli

KEIRETSU = Path(sys.executable).parent / "keiretsu"


def test_the_version_is_told() -> None:
    done = subprocess.run(
        [KEIRETSU, "version"], capture_output=True, text=True, check=True
    )
    assert done.stdout == f"keiretsu {__version__}\n"
    assert done.stderr == ""


def test_a_reader_that_stops_early_is_no_error() -> None:
    command = f"{KEIRETSU} landscape show --on 2025-06-01 --json | head -n 1"
    done = subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, check=True
    )
    assert done.stdout == "{\n"
    assert done.stderr == ""


def test_colour_can_be_forbidden() -> None:
    done = subprocess.run(
        [KEIRETSU, "landscape", "company", "subaru", "--on", "2025-06-01"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "NO_COLOR": "1", "FORCE_COLOR": "1"},
    )
    assert "\x1b[3" not in done.stdout


def test_compiled_code_is_kept_unless_the_user_says_where(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    names = ("JAX_COMPILATION_CACHE_DIR", "JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS")
    for name in names:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(
        "platformdirs.user_cache_dir", lambda name: f"{tmp_path}/{name}"
    )
    cli._compile_lightly()
    assert "keiretsu" in os.environ[names[0]]
    monkeypatch.setenv(names[0], "/elsewhere")
    cli._compile_lightly()
    assert os.environ[names[0]] == "/elsewhere"
    for name in names:
        monkeypatch.delenv(name, raising=False)


def test_a_cache_folder_that_cannot_be_made_is_done_without(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "keiretsu").write_text("a file stands in the way", encoding="utf-8")
    monkeypatch.setattr(
        "platformdirs.user_cache_dir", lambda name: f"{tmp_path}/{name}"
    )
    monkeypatch.delenv("JAX_COMPILATION_CACHE_DIR", raising=False)
    cli._compile_lightly()
    assert "JAX_COMPILATION_CACHE_DIR" not in os.environ


def test_an_interrupt_ends_quietly() -> None:
    script = (
        "import os, signal, sys, keiretsu.cli as cli, keiretsu.cli.landscape as verbs\n"
        "import keiretsu as kt\n"
        "def stopped(on=None, **more): os.kill(os.getpid(), signal.SIGINT)\n"
        "kt.load_landscape = stopped\n"
        "sys.argv = ['keiretsu', 'landscape', 'show']\n"
        "cli.main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert done.returncode == 130
    assert done.stdout == ""
    assert done.stderr == ""
