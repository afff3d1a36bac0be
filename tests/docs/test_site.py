"""The site of the documentation is built strictly, and knows every public name."""

from __future__ import annotations

import ast
import importlib
import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
SOURCE = ROOT / "src" / "keiretsu"
NOTEBOOKS = sorted((DOCS / "notebooks").glob("*.md"))


@pytest.fixture(scope="module")
def settings() -> ModuleType:
    """The settings of the site, as Sphinx reads them."""
    spec = importlib.util.spec_from_file_location("conf", DOCS / "conf.py")
    assert spec is not None
    assert spec.loader is not None
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    options = ("-W", "--keep-going", "-q", "-b", "html", "-d", folder / "trees")
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", *map(str, options), str(DOCS), str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder


def test_every_room_with_public_names_has_a_page(settings: ModuleType) -> None:
    doors = {
        ".".join(path.parent.relative_to(SOURCE).parts)
        for path in SOURCE.rglob("__init__.py")
        if path.parent != SOURCE and "__all__" in path.read_text("utf-8")
    }
    assert doors <= set(settings.ROOMS)
    assert len(set(settings.ROOMS)) == len(settings.ROOMS)


@pytest.mark.slow
def test_every_public_name_is_in_the_reference(
    site: Path, settings: ModuleType
) -> None:
    text = {
        room: (site / "reference" / f"{room}.html").read_text("utf-8")
        for room in settings.ROOMS
    }
    for room in settings.ROOMS:
        for name in settings.public_names(room):
            place = rf'(?:id="|#)keiretsu\.[\w.]*\.{name}"'
            assert re.search(place, text[room]), f"{room}.{name}"


@pytest.mark.slow
def test_the_public_names_of_the_package_are_those_of_its_rooms(
    site: Path, settings: ModuleType
) -> None:
    import keiretsu

    for name, home in keiretsu._HOMES.items():
        assert name in settings.public_names(home), f"{name} is not of {home}"


@pytest.mark.slow
def test_every_page_is_on_the_site_and_in_its_menu(site: Path) -> None:
    front = (site / "index.html").read_text("utf-8")
    for page in (*DOCS.glob("*.md"), *NOTEBOOKS):
        place = page.relative_to(DOCS).with_suffix(".html")
        assert (site / place).is_file()
        assert page.stem == "index" or f'href="{place}"' in front, place


@pytest.mark.slow
def test_the_site_loads_nothing_from_elsewhere(site: Path) -> None:
    for page in site.rglob("*.html"):
        text = page.read_text("utf-8")
        assert not re.search(
            r"<(?:script|img|iframe)[^>]*src=[\"']?(?:https?:)?//", text
        )
        assert not re.search(r"<link[^>]*href=[\"']?(?:https?:)?//", text)


def test_the_glossary_is_in_the_order_of_the_alphabet() -> None:
    text = (DOCS / "glossary.md").read_text("utf-8")
    terms = [term.casefold() for term in re.findall(r"\n\n([^\n]+)\n: ", text)]
    assert len(terms) > 30
    assert terms == sorted(terms)


def test_every_function_on_the_page_of_models_is_a_public_name(
    settings: ModuleType,
) -> None:
    text = (DOCS / "models.md").read_text("utf-8")
    rooms = ("demand", "costs", "competition", "control", "screens")
    public = {name for room in rooms for name in settings.public_names(room)}
    computed = {
        name
        for name in re.findall(r"`(\w+)`", text)
        if "_" in name or name[0].isupper()
    }
    fields = {"subgroup_nesting", "group_nesting", "market_elasticity"}
    assert computed - fields <= public
    for form in settings.public_names("demand"):
        value = getattr(importlib.import_module("keiretsu.demand"), form)
        inverse = form.endswith("Inverse") or form in {"Demand", "InverseDemand"}
        if isinstance(value, type) and not inverse:
            assert f"`{form}`" in text, f"no equation for {form}"


def test_there_are_four_notebooks() -> None:
    assert len(NOTEBOOKS) == 4
    for page in NOTEBOOKS:
        assert page.read_text("utf-8").startswith("---\njupytext:")


@pytest.mark.slow
@pytest.mark.parametrize("page", NOTEBOOKS, ids=lambda page: page.stem)
def test_a_notebook_runs_and_shows_what_it_ends_its_cells_with(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    cells = re.findall(r"```python\n(.*?)```", page.read_text("utf-8"), flags=re.DOTALL)
    assert len(cells) >= 4
    for number, cell in enumerate(cells):
        tree = ast.parse(cell)
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        place = f"{page.name}, cell {number + 1}"
        exec(compile(tree, place, "exec"), names)
        if isinstance(last, ast.Expr):
            shown = eval(compile(ast.Expression(last.value), place, "eval"), names)
            assert getattr(shown, "_repr_html_", shown.__repr__)()
