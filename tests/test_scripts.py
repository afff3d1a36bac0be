"""scripts/test says what it installs before it does, and goes on without."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def install(
    folder: Path, *, root: bool = True, works: bool = True, **more: str
) -> tuple[list[str], list[str]]:
    """Run the installation with a recording apt-get; return its log and the words."""
    log = folder / "log"
    log.touch()
    announced = 'grep -q "will install" said && echo announced >>log'
    programs = {
        "apt-get": f'{announced}\necho "$@" >>log\n{"exit 0" if works else "exit 100"}',
        "id": f"echo {0 if root else 1000}",
    }
    for name, body in programs.items():
        (folder / name).write_text(f"#!/bin/bash\n{body}\n", encoding="utf-8")
        (folder / name).chmod(0o755)
    script = (
        f"source {ROOT / 'scripts' / 'system_packages'}; "
        "have_browser() { false; }; have_server() { false; }; have_font() { true; }; "
        "install_system_packages 2>said"
    )
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=folder,
        env={"PATH": f"{folder}:{os.environ['PATH']}", **more},
        check=False,
    )
    assert done.returncode == 0
    return (
        log.read_text("utf-8").splitlines(),
        (folder / "said").read_text().splitlines(),
    )


def test_fonts_are_looked_for_by_their_names(tmp_path: Path) -> None:
    script = f'source {ROOT / "scripts" / "system_packages"}; have_font "$1"'
    told = tmp_path / "fc-list"
    told.write_text("#!/bin/bash\necho Roboto,Roboto Thin\n", encoding="utf-8")
    told.chmod(0o755)

    def found(font: str) -> bool:
        done = subprocess.run(
            ["bash", "-c", script, "x", font],
            env={"PATH": f"{tmp_path}:{os.environ['PATH']}"},
            check=False,
        )
        return done.returncode == 0

    assert found("Roboto")
    assert not found("Liberation Sans")


def test_what_is_installed_is_announced_first(tmp_path: Path) -> None:
    log, said = install(tmp_path)
    assert said[0].endswith(
        "will install with apt-get: chromium postgresql "
        "(KEIRETSU_TEST_APT=no goes on without)"
    )
    assert log[0] == "announced"
    assert [line.split()[-1] for line in log if line.startswith("install")] == [
        "chromium",
        "postgresql",
    ]


@pytest.mark.parametrize(("root", "wish"), [(True, "no"), (False, "yes")])
def test_nothing_is_installed_without_leave(
    root: bool, wish: str, tmp_path: Path
) -> None:
    log, said = install(tmp_path, root=root, KEIRETSU_TEST_APT=wish)
    assert log == []
    assert "no browser: its tests will be skipped" in said[0]
    assert "SQLite alone" in said[1]


def test_an_installation_that_fails_is_told_and_the_tests_go_on(tmp_path: Path) -> None:
    log, said = install(tmp_path, works=False)
    assert len([line for line in log if line.startswith("install")]) == 2
    assert "apt-get could not install chromium" in " ".join(said)
