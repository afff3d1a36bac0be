"""What the pages show is there, and runs."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

import keiretsu as kt
from keiretsu.cli import app
from tests.fuzz.commands import commands as fuzz_commands

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
BIN = Path(sys.executable).parent
RUN_ELSEWHERE = {"landscape.md", "rules.md"}
"""Pages whose examples tests/rules/test_docs.py runs."""


def blocks(page: Path, language: str) -> list[str]:
    text = page.read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, flags=re.DOTALL)


def commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Every command by the words that call it."""
    if not hasattr(command, "list_commands"):
        yield " ".join(path), command
        return
    for name in command.list_commands(None):
        yield from commands(command.get_command(None, name), (*path, name))


COMMANDS = dict(commands(get_command(app)))


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the examples and nothing else."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_every_command_and_option_is_on_the_page() -> None:
    text = (DOCS / "commands.md").read_text(encoding="utf-8")
    assert len(COMMANDS) == 47
    for words, command in COMMANDS.items():
        noun, _, verb = words.partition(" ")
        heading = " ".join(re.findall(rf"^## keiretsu {noun}\b.*", text, re.MULTILINE))
        assert heading, f"{noun} has no heading"
        assert re.search(rf"\b{verb}\b", heading), f"{words} has no heading"
        for option in (o for p in command.params for o in p.opts if o[:2] == "--"):
            assert re.search(rf"`{option}[`\s]", text), f"{words} {option}"


def test_the_page_names_no_option_that_is_not_there() -> None:
    text = (DOCS / "commands.md").read_text(encoding="utf-8")
    known = {o for c in COMMANDS.values() for p in c.params for o in p.opts}
    assert set(re.findall(r"--[a-z-]+[a-z]", text)) <= known | {"--help"}


def test_every_command_helps_with_an_example() -> None:
    for words, command in COMMANDS.items():
        assert f"Example: keiretsu {words}" in command.help, words


def test_every_public_name_is_on_the_page() -> None:
    listed = re.findall(r"`(\w+)`", (DOCS / "api.md").read_text(encoding="utf-8"))
    for name in kt.__all__:
        assert name in listed, name


def test_every_page_is_in_the_index() -> None:
    text = (DOCS / "index.md").read_text(encoding="utf-8")
    for page in DOCS.glob("*.md"):
        assert page.name == "index.md" or f"({page.name})" in text


@pytest.fixture(scope="module")
def scope() -> dict[str, Any]:
    """What an example may take for granted."""
    landscape = kt.load_landscape("2025-05-19")
    deal = kt.Deal.stake("toyota", "nissan", 0.25, on=landscape.on)
    markets = [kt.load_market("is-2024-brands")]
    return {
        "landscape": landscape,
        "deal": deal,
        "markets": markets,
        "effects": kt.run(deal, landscape, markets),
        "assessment": kt.assess(deal, landscape, markets),
    }


PAGES = sorted(p for p in DOCS.glob("*.md") if p.name not in RUN_ELSEWHERE)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_python_of_a_page_runs(
    page: Path, scope: dict[str, Any], elsewhere: Path
) -> None:
    names = dict(scope)
    for block in blocks(page, "python"):
        exec(compile(block, page.name, "exec"), names)


def test_the_readme_shows_the_first_steps_and_they_run(elsewhere: Path) -> None:
    (shown,) = blocks(ROOT / "README.md", "python")
    assert shown == (ROOT / "examples" / "first_steps.py").read_text(encoding="utf-8")
    assert len(shown.splitlines()) <= 20
    done = subprocess.run(
        [sys.executable, "-c", shown], capture_output=True, text=True, check=True
    )
    assert re.search(r"toyota holds [0-9.]+ % of subaru", done.stdout)
    assert "unknown" in done.stdout
    assert (elsewhere / "report.html").stat().st_size > 100_000


def test_the_first_command_of_the_readme_ends_with_the_report(elsewhere: Path) -> None:
    first, _ = blocks(ROOT / "README.md", "bash")
    words = first.rpartition("&&")[2].split()
    assert words[:2] == [".venv/bin/keiretsu", "report"]
    for name in re.findall(r"requirements/\S+", first):
        assert (ROOT / name).is_file()
    done = subprocess.run(
        [BIN / "keiretsu", *words[1:]], capture_output=True, text=True, check=True
    )
    assert "is reported" in done.stdout
    assert "Toyota and Nissan merge" in done.stdout
    assert "a ladder from talks to a merger" in done.stderr
    assert "report.html" in done.stderr
    assert (elsewhere / "report.html").is_file()


def test_the_second_command_is_the_one_that_is_run_on_every_change() -> None:
    _, second = blocks(ROOT / "README.md", "bash")
    called = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()[-1]
    assert called == f"exec {second.strip()}"


@pytest.mark.parametrize("path", sorted((ROOT / "examples").glob("*.toml")))
def test_the_example_deals_are_deals(path: Path) -> None:
    deal = kt.Deal.from_file(path)
    assert kt.Deal.from_dict(deal.to_dict()) == deal


def test_the_deal_file_on_the_page_is_one(tmp_path: Path) -> None:
    shown, *_ = blocks(DOCS / "commands.md", "toml")
    path = tmp_path / "deal.toml"
    path.write_text(shown, encoding="utf-8")
    assert len(kt.Deal.from_file(path).steps) == 2


def test_pages_link_to_what_is_there() -> None:
    for page in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *DOCS.glob("*.md")):
        text = page.read_text(encoding="utf-8")
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", text):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


LIMIT = re.compile(r"^_?(MOST|LARGEST|LONGEST|DEEPEST)(_[A-Z_]+)?$")
OF_OUR_OWN = {
    *("competition/solvers", "competition/deviations", "costs/feedback"),
    *("costs/adoption", "deals/market_effects", "landscape/analysis", "rules/filings"),
    *("landscape/pictures", "news/extractors", "report/severity"),
}
"""Where such a constant is no limit of what comes in: steps of a search, say."""


def limits() -> dict[str, float]:
    """Every limit in the code, by the name that the page gives it."""
    found = {}
    source = ROOT / "src" / "keiretsu"
    for file in sorted(source.rglob("*.py")):
        place = file.relative_to(source).with_suffix("").as_posix()
        if any(place.startswith(own) for own in OF_OUR_OWN):
            continue
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
                for target in node.targets:
                    name = target.id if isinstance(target, ast.Name) else ""
                    if LIMIT.match(name) and isinstance(node.value.value, int | float):
                        called = f"{place.replace('/', '.')}:{name}"
                        found[called] = float(node.value.value)
    return found


def test_every_command_is_fuzzed() -> None:
    fuzzed = {" ".join(line.split()[:2]) for line in fuzz_commands()}
    for words in COMMANDS:
        assert any(line.startswith(words) for line in fuzzed), (
            f"give {words!r} a line in tests/fuzz/commands.py"
        )


def test_the_page_of_limits_says_what_the_code_does() -> None:
    text = (DOCS / "limits.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| .+? \| ([\d,]+)[^|]*\| `([\w.:]+)` \|$", text, re.MULTILINE)
    shown = {called: float(number.replace(",", "")) for number, called in rows}
    assert len(rows) == len(shown)
    assert shown == limits()
