"""The command as a process: pipes, interrupts and colour."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from keiretsu import __version__

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


def test_an_interrupt_ends_quietly() -> None:
    script = (
        "import os, signal, sys, keiretsu.cli.landscape\n"
        "import keiretsu.landscape as room\n"
        "def stopped(): os.kill(os.getpid(), signal.SIGINT)\n"
        "room.bundled = stopped\n"
        "sys.argv = ['keiretsu', 'landscape', 'show']\n"
        "from keiretsu.__main__ import main; main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert done.returncode == 130
    assert done.stdout == ""
    assert done.stderr == ""


def loaded_by(code: str) -> set[str]:
    """Modules that are loaded after some code has run."""
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.split())


def test_the_version_is_told_without_loading_the_command_line() -> None:
    run = "from keiretsu.__main__ import main; main()"
    found = loaded_by(f"import sys; sys.argv = ['keiretsu', 'version']; {run}")
    assert "keiretsu.__main__" in found
    assert not found & {"typer", "rich", "numpy", "keiretsu.cli"}


def test_a_noun_loads_when_it_is_called_and_no_other() -> None:
    call = "app(['market', '--help'], standalone_mode=False)"
    found = loaded_by(f"from keiretsu.cli import app; {call}")
    assert "keiretsu.cli.market" in found
    assert not found & {"keiretsu.cli.landscape", "keiretsu.cli.report", "numpy"}


def test_an_export_of_facts_loads_neither_the_engine_nor_a_database(
    tmp_path: Path,
) -> None:
    words = ["landscape", "export", "--to", "csv", "--out", str(tmp_path / "f.zip")]
    call = f"app({words!r}, standalone_mode=False)"
    found = loaded_by(f"from keiretsu.cli import app; {call}")
    assert "keiretsu.landscape.exchange" in found
    assert not found & {"keiretsu.deals", "sqlalchemy", "numpy", "scipy", "polars"}
