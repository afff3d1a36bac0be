"""What a repository and a wheel promise to strangers: files, versions, types."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import venv
import zipfile
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement

from keiretsu.version import __version__

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "keiretsu"
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
FORMS = sorted((ROOT / ".github").rglob("*.yml"))
USER = """
import keiretsu as kt

deal = kt.Deal.stake("toyota", "nissan", 0.25, on="2025-05-19")
landscape = kt.load_landscape("2025-05-19")
effects = kt.run(deal, landscape, [kt.load_market("us-2022")])
for one in effects.markets:
    name: str = one.market.name
    converged: bool = one.solution.converged
verdicts: list[str] = [v.state for v in kt.assess(deal, landscape, []).verdicts]
"""


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.name)
def test_the_forms_of_the_forge_can_be_read(path: Path) -> None:
    assert yaml.safe_load(path.read_text("utf-8"))


def test_the_forge_tests_every_python_that_is_promised_on_two_systems() -> None:
    text = (ROOT / ".github" / "workflows" / "test.yml").read_text("utf-8")
    matrix = yaml.safe_load(text)["jobs"]["everything"]["strategy"]["matrix"]
    said = "Programming Language :: Python :: 3."
    versions = [c for c in PROJECT["project"]["classifiers"] if c.startswith(said)]
    assert [f"{said}{v.partition('.')[2]}" for v in matrix["python"]] == versions
    assert f">={matrix['python'][0]}" == PROJECT["project"]["requires-python"]
    assert {name.partition("-")[0] for name in matrix["os"]} == {"ubuntu", "macos"}


def test_the_forge_runs_what_the_readme_shows() -> None:
    text = (ROOT / ".github" / "workflows" / "test.yml").read_text("utf-8")
    shown = (ROOT / "README.md").read_text("utf-8")
    for command in ("bash scripts/test", "report --article examples/toyota-nissan.md"):
        assert command in text
        assert command in shown


def test_hooks_before_a_commit_download_nothing() -> None:
    text = (ROOT / ".pre-commit-config.yaml").read_text("utf-8")
    (repository,) = yaml.safe_load(text)["repos"]
    assert repository["repo"] == "local"
    for hook in repository["hooks"]:
        assert hook["language"] == "system"
        for path in re.findall(r"tests/\S+", hook["entry"]):
            assert (ROOT / path).is_file()


def test_the_version_is_the_same_wherever_it_stands() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert citation["version"] == __version__
    assert citation["license"] == PROJECT["project"]["license"]
    assert __version__ in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_every_folder_of_data_has_a_line_on_its_licence() -> None:
    text = (ROOT / "DATA.md").read_text("utf-8")
    named = re.findall(r"`([^`]*)`", text)
    for path in (ROOT / "src").rglob("*.csv"):
        place = str(path.relative_to(ROOT))
        assert any(fnmatch(place, f"{name}*") for name in named), place


def test_the_base_install_stays_small() -> None:
    """Its weight needs the network: python scripts/install_size says it."""
    text = (ROOT / "requirements" / "base.txt").read_text("utf-8")
    pinned = re.findall(r"^([a-z].*?) \\$", text, flags=re.MULTILINE)
    needed = [
        one
        for one in map(Requirement, pinned)
        if one.marker is None or one.marker.evaluate()
    ]
    names = {one.name for one in needed}
    assert "numpy" in names
    assert len(names) == len(needed) <= 50
    assert not names & {"jax", "jaxlib", "spacy", "polars", "pandas", "pyarrow"}


def run(*words: str | Path, check: bool = True) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(w) for w in words], cwd=ROOT, capture_output=True, text=True, check=check
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built with the back end of this environment: without the network."""
    folder = tmp_path_factory.mktemp("wheel")
    options = ("--no-deps", "--no-build-isolation", "--disable-pip-version-check", "-q")
    run(sys.executable, "-m", "pip", "wheel", *options, "-w", folder, ROOT)
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an empty environment with nothing but the wheel."""
    folder = tmp_path_factory.mktemp("user")
    venv.create(folder / "venv", with_pip=False)
    python = folder / "venv" / "bin" / "python"
    (site,) = (folder / "venv").glob("lib/python*/site-packages")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    return python


@pytest.mark.slow
def test_the_wheel_holds_every_file_of_the_package(wheel: Path) -> None:
    there = {
        str(path.relative_to(SOURCE.parent))
        for path in SOURCE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if name.startswith("keiretsu/")}
    assert held == there
    assert "keiretsu/py.typed" in held
    assert f"-{__version__}-" in wheel.name


@pytest.mark.slow
def test_the_wheel_says_its_version_without_its_dependencies(elsewhere: Path) -> None:
    done = run(elsewhere, "-m", "keiretsu", "version")
    assert done.stdout == f"keiretsu {__version__}\n"


@pytest.mark.slow
def test_a_users_type_checker_sees_the_types(elsewhere: Path, tmp_path: Path) -> None:
    script = tmp_path / "user.py"
    strictly = ("mypy", "--strict", "--config-file=", "--cache-dir", tmp_path / "cache")
    check = (sys.executable, "-m", *strictly, "--python-executable", elsewhere)
    script.write_text(USER, encoding="utf-8")
    done = run(*check, script, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    wrong = USER.replace("0.25", '"a quarter"').replace("converged: bool", "other: str")
    script.write_text(wrong, encoding="utf-8")
    done = run(*check, script, check=False)
    assert 'Argument 3 to "stake" of "Deal"' in done.stdout
    assert 'type "bool", variable has type "str"' in done.stdout
