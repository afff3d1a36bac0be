"""The site of the documentation: pages in Markdown, and a reference from docstrings.

    python -m sphinx -W --keep-going -b html docs build/site

A page of the reference is made for every room with public names, from its `__all__`.
"""

from __future__ import annotations

import importlib
import inspect
from pathlib import Path
from typing import Any

from docutils import nodes
from latex2mathml.converter import convert

import keiretsu

HERE = Path(__file__).parent
SOURCE = Path(keiretsu.__file__).parent
DOORS = {
    ".".join(path.parent.relative_to(SOURCE).parts)
    for path in SOURCE.rglob("__init__.py")
    if path.parent != SOURCE and "__all__" in path.read_text("utf-8")
}
ORDER = (
    *("news", "landscape", "market", "demand", "costs", "control", "competition"),
    *("estimation", "deals", "screens", "rules", "backtest", "report", "pictures"),
)
ROOMS = (*ORDER, *sorted(DOORS - set(ORDER)), "frames", "errors")
"""Rooms with public names, in the order of the sentence that the house is."""
MENU = {
    "Begin": ("notebooks/*", "coming_from", "glossary"),
    "Use": (
        "deals",
        "commands",
        "api",
        "news",
        "landscape",
        "demand",
        "rules",
        "report",
    ),
    "Understand": ("models", "engine", "agreement", "benchmarks", "architecture"),
    "Every public name": ("reference/*",),
}
"""Pages under the heads of the menu; others stand under the second."""

project = "keiretsu"
author = "the maintainers of keiretsu"
version = release = keiretsu.__version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
myst_enable_extensions = ["dollarmath", "deflist"]
myst_heading_anchors = 3
napoleon_google_docstring = False
napoleon_use_rtype = False
napoleon_use_ivar = True
autodoc_member_order = "bysource"
autodoc_typehints = "none"
default_role = "code"
suppress_warnings = ["ref.python"]  # a field of the same name in several rooms
html_theme = "furo"
html_title = f"keiretsu {version}"
html_copy_source = False
html_show_copyright = False
html_math_renderer = "mathml"
exclude_patterns = ["build"]


def public_names(room: str) -> list[str]:
    """Return the public names of a room, in order."""
    module = importlib.import_module(f"keiretsu.{room}")
    if hasattr(module, "__all__"):
        return sorted(module.__all__)
    return sorted(
        name
        for name, value in vars(module).items()
        if getattr(value, "__module__", None) == module.__name__ and name[0] != "_"
    )


def _told_before(room: str, name: str, value: Any) -> str | None:
    """Return the earlier room that has the same thing by the same name, if one has."""
    for earlier in ROOMS[: ROOMS.index(room)]:
        module = importlib.import_module(f"keiretsu.{earlier}")
        if name in public_names(earlier) and getattr(module, name) is value:
            return earlier
    return None


def reference(room: str) -> str:
    """Return the page of a room: each public name with its docstring."""
    module = importlib.import_module(f"keiretsu.{room}")
    head = (inspect.getdoc(module) or "").partition("\n")[0]
    title = f"keiretsu.{room}"
    parts = [title, "=" * len(title), "", head, ""]
    for name in public_names(room):
        value, whole = getattr(module, name), f"keiretsu.{room}.{name}"
        if home := _told_before(room, name, value):
            parts.append(f"- :py:obj:`keiretsu.{home}.{name}`\n")
        elif inspect.isclass(value):
            parts.append(f".. autoclass:: {whole}\n   :members:\n")
        elif callable(value):
            parts.append(f".. autofunction:: {whole}\n")
        else:
            parts.append(f".. py:data:: {whole}\n   :type: {type(value).__name__}\n")
    return "\n".join(parts)


def _write_reference(app: Any) -> None:
    folder = HERE / "reference"
    folder.mkdir(exist_ok=True)
    for room in ROOMS:
        path, text = folder / f"{room}.rst", reference(room)
        if not path.is_file() or path.read_text("utf-8") != text:
            path.write_text(text, encoding="utf-8")


def _add_menu(app: Any, page: str, source: list[str]) -> None:
    """Give the front page a menu that its Markdown does not show elsewhere."""
    if page == "index":
        known = {"index", *(name for names in MENU.values() for name in names)}
        others = sorted({path.stem for path in HERE.glob("*.md")} - known)
        for head, names in MENU.items():
            listed = "\n".join((*names, *(others if head == "Use" else ())))
            options = f":hidden:\n:glob:\n:caption: {head}"
            source[0] += f"\n```{{toctree}}\n{options}\n\n{listed}\n```\n"


def _inline(writer: Any, node: Any) -> None:
    writer.body.append(convert(node.astext()))
    raise nodes.SkipNode


def _block(writer: Any, node: Any) -> None:
    equation = convert(node.astext(), display="block")
    equation = equation.replace("<math", '<math style="overflow:visible"', 1)
    writer.body.append(f'<div style="margin:1em 0">{equation}</div>\n')
    raise nodes.SkipNode


def setup(app: Any) -> None:
    """Connect what is above to the build; equations are MathML, and load nothing."""
    app.add_html_math_renderer("mathml", (_inline, None), (_block, None))
    app.connect("builder-inited", _write_reference)
    app.connect("source-read", _add_menu)
