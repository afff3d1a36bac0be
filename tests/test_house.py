"""Promises about the whole house: its order, its doors, and what it never holds."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import keiretsu

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "keiretsu"
MODULES = sorted(SOURCE.rglob("*.py"))
MOST_LINES = 400
HEAVY = (
    *("alembic", "altair", "jax", "lxml", "numpy", "pandas"),
    *("polars", "psycopg", "scipy", "sqlalchemy", "trafilatura"),
)
# Pieces, so that this file does not hold what it looks for.
HOSTS = [
    "".join(parts)
    for parts in (
        ("pypi", ".org"),
        ("pythonhosted", ".org"),
        ("registry.npm", "js"),
        ("deb.deb", "ian.org"),
        ("conda.anaconda", ".org"),
    )
]


def table() -> list[tuple[list[str], str]]:
    """Rows of the table of places: names, and what each may import."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`.+?) \| .+? \| (.+?) \|$", text, flags=re.MULTILINE)
    return [(re.findall(r"`(\w+)/?`", cell), allowed.strip()) for cell, allowed in rows]


PLACES = [name for names, _ in table() for name in names]
RANK = {name: n for n, (names, _) in enumerate(table()) for name in names}
ARRAYS_ONLY = [
    name for names, allowed in table() if "arrays only" in allowed for name in names
]


def place(module: Path) -> str:
    """The room of a module; the package's own door belongs to `cli`'s row and above."""
    first = module.relative_to(SOURCE).parts[0]
    return first.removesuffix(".py")


def imported(module: Path) -> Iterator[str]:
    """Every room of ours that a module names, under TYPE_CHECKING too."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} has a relative import"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        for name in names:
            parts = name.split(".")
            if parts[0] == "keiretsu" and len(parts) > 1 and parts[1] in RANK:
                yield parts[1]


def test_the_table_of_places_names_every_folder_and_module() -> None:
    there = {place(m) for m in MODULES} - {"__init__"}
    assert there == set(PLACES)


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(SOURCE)))
def test_imports_run_one_way(module: Path) -> None:
    own = place(module)
    if own == "__init__":
        return
    above = {name for name in imported(module) if name != own}
    later = {name for name in above if RANK[name] > RANK[own]}
    assert not later, f"{own} imports {', '.join(sorted(later))} from below it"
    if own in ARRAYS_ONLY:
        known = {"errors", "arrays", "values", "labels", "extremes"}
        assert above <= known, f"{own} knows arrays only, not {above}"
    assert "import jax" not in module.read_text(encoding="utf-8")


def test_the_public_names_are_sorted_and_complete() -> None:
    names = keiretsu.__all__
    assert names == sorted(names)
    assert set(names) == {*keiretsu._HOMES, "__version__"}
    assert dir(keiretsu) == names
    for name in names:
        assert getattr(keiretsu, name) is not None


def test_type_checkers_see_the_same_names() -> None:
    tree = ast.parse((SOURCE / "__init__.py").read_text(encoding="utf-8"))
    block = next(
        node
        for node in tree.body
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
    )
    typed = {
        alias.name
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert typed - {"version"} == set(keiretsu._HOMES)


def test_a_name_that_is_not_public_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="'nothing'"):
        keiretsu.nothing  # type: ignore[attr-defined]  # noqa: B018


def test_importing_the_package_and_its_command_loads_nothing_heavy() -> None:
    code = "import keiretsu, keiretsu.cli, sys; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert "keiretsu" in loaded
    assert not loaded & set(HEAVY)


def test_no_module_is_long_or_named_for_nothing() -> None:
    for module in MODULES:
        length = len(module.read_text(encoding="utf-8").splitlines())
        assert length <= MOST_LINES, f"{module} has {length} lines"
        assert module.stem not in {"utils", "util", "helpers", "misc", "common"}


def tracked() -> list[Path]:
    done = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        pytest.skip("this is no clone: git does not list its files")
    return [ROOT / name for name in done.stdout.split("\0") if name]


def test_no_file_names_a_package_registry_or_a_place_outside() -> None:
    outside = re.compile(r"/work[/]|(?<![\w.])shared[/]\w")
    for path in tracked():
        if not path.is_file():
            continue
        text = path.read_bytes().decode("utf-8", errors="ignore")
        for host in HOSTS:
            assert host not in text, f"{path} names {host}"
        assert "/work" + "/" not in text, f"{path} names a machine's folder"
        if SOURCE in path.parents:
            assert not outside.search(text), f"{path} reads outside the package"


def module_name(path: Path) -> str:
    parts = path.relative_to(SOURCE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


NAMES = {module_name(path): path for path in MODULES}


def only_for_types(tree: ast.Module) -> set[ast.AST]:
    """Import statements that run for a type checker only."""
    return {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If)
        and "TYPE_CHECKING" in ast.unparse(node.test)
        and not ast.unparse(node.test).startswith("not ")
        for inner in ast.walk(node)
    }


def arrows(path: Path) -> set[str]:
    """Modules of ours that a module needs at run time, lazily imported ones too.

    `from room import name` is an arrow to the room's door, or to the module of that
    name.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped, found = only_for_types(tree), set()
    for node in ast.walk(tree):
        if node in skipped:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                found.add(inner if inner in NAMES else node.module)
    return {name for name in found if name in NAMES}


def circles(graph: dict[str, set[str]]) -> set[frozenset[str]]:
    """Strongly connected sets of two modules or more (Tarjan)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: set[frozenset[str]] = set()

    def visit(name: str) -> None:
        index[name] = low[name] = len(index)
        stack.append(name)
        for other in graph[name]:
            if other not in index:
                visit(other)
            if other in stack:
                low[name] = min(low[name], low[other])
        if low[name] == index[name]:
            at = stack.index(name)
            if len(stack) - at > 1:
                found.add(frozenset(stack[at:]))
            del stack[at:]

    for name in graph:
        if name not in index:
            visit(name)
    return found


def test_the_search_for_circles_finds_one() -> None:
    graph = {"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": {"a"}}
    assert circles(graph) == {frozenset({"b", "c"})}


def test_no_circle_of_modules_lazy_imports_counted() -> None:
    graph = {name: arrows(path) for name, path in NAMES.items()}
    assert circles(graph) == set()


def test_the_questions_of_a_stranger_are_answered_by_the_file_that_is_named() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rows = re.findall(
        r"^\| (Where .+?\?) \| `(.+?)` \| `(\w+)` \|$", text, re.MULTILINE
    )
    assert len(rows) >= 17
    for question, file, name in rows:
        tree = ast.parse((SOURCE / file).read_text(encoding="utf-8"))
        defined = {
            target.id
            for node in tree.body
            for target in (
                node.targets
                if isinstance(node, ast.Assign)
                else [node.target]
                if isinstance(node, ast.AnnAssign)
                else []
            )
            if isinstance(target, ast.Name)
        } | {getattr(node, "name", None) for node in tree.body}
        assert name in defined, question
