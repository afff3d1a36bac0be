"""An economist's way: a table goes in, Python comes out, and it says the same."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.browser.places import OUTSIDE, SIZES
from tests.web.test_lab import as_printed

pytestmark = pytest.mark.browser
EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_an_economist_sends_a_table_and_leaves_with_python_of_the_same_digits(
    browser: Any, server: str, tmp_path: Path, script: bool
) -> None:
    context = browser.new_context(
        java_script_enabled=script, viewport=SIZES[0 if script else 2]
    )
    page = context.new_page()
    page.goto(server)
    page.click("nav >> text=The lab")
    page.set_input_files("#file", EXAMPLES / "six-makers.csv")
    page.fill("#currency", "EUR")
    page.click("text=Look at it")
    assert "10 products of 6 makers" in page.inner_text("h1")
    page.fill("#margin", "0.18")
    page.fill("#choices", "Alder>Birch=0.21\nElm>Dogwood=0.19")
    page.click("text=Fit the demand")
    assert "mean margin" in page.inner_text("main")
    page.select_option("#first", "Northwind")
    page.select_option("#second", "Harbour")
    page.fill("#on", "2025-06-01")
    page.focus("button")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/deal"))
    assert "If Northwind and Harbour merge" in page.inner_text("h1")
    address = page.url
    page.reload()
    assert page.url == address
    for words, name in (("table.csv", "table.csv"), ("study.py", "study.py")):
        with page.expect_download() as sent:
            page.click(f"a:text-is('{words}')")
        sent.value.save_as(tmp_path / name)
    done = subprocess.run(
        [sys.executable, "study.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    told = re.findall(r"silent, (.+): (\S+) \((\S+) to (\S+)\)", done.stdout)
    table = page.locator("table[data-reading=silent] tbody tr")
    rows = [
        [as_printed(cell) for cell in row.locator("th, td").all_inner_texts()]
        for row in table.all()
    ]
    printed = [[as_printed(cell).replace(",", "") for cell in row] for row in told]
    assert [row[:4] for row in rows] == printed
    assert len(told) == 10
    if script:  # marks are measured by script
        assert page.evaluate(OUTSIDE) == []
    context.close()
