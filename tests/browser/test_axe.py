"""What axe finds on the report and on every kind of page: nothing serious.

Three of the six widths and colours, each of them once; KEIRETSU_TEST_AXE=all takes all.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.report.factories import full_report

from keiretsu.report import write_report

axe_core = pytest.importorskip("axe_playwright_python.sync_playwright")
pytestmark = pytest.mark.browser

WINDOWS = [(343, "dark"), (700, "light"), (1280, "light")]
if os.environ.get("KEIRETSU_TEST_AXE") == "all":
    WINDOWS += [(343, "light"), (700, "dark"), (1280, "dark")]


@pytest.fixture(params=WINDOWS, ids=str)
def page(request: pytest.FixtureRequest, browser: Any) -> Iterator[Any]:
    width, scheme = request.param
    size = {"width": width, "height": 800}
    context = browser.new_context(viewport=size, color_scheme=scheme, bypass_csp=True)
    yield context.new_page()
    context.close()


def found(page: Any) -> list[str]:
    """Return what axe finds with every fold open, and where."""
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    told = axe_core.Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in told]


def test_axe_finds_nothing_in_the_report(page: Any, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    write_report(full_report(), path)
    page.goto(path.as_uri())
    assert found(page) == []


def test_axe_finds_nothing_on_any_page(
    page: Any, server: str, addresses: tuple[str, ...]
) -> None:
    told = {}
    for address in addresses:
        page.goto(server + address)
        if faults := found(page):
            told[address] = faults
    assert told == {}
