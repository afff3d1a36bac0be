"""What the pages on the landscape and the rules show is true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from keiretsu.deals import Deal
from keiretsu.landscape import load_landscape
from keiretsu.rules import Rule, assess, load_jurisdictions, load_rules

DOCS = Path(__file__).parents[2] / "docs"


def examples(page: str) -> list[str]:
    text = (DOCS / page).read_text(encoding="utf-8")
    return re.findall(r"```python\n(.*?)```", text, flags=re.DOTALL)


def test_the_examples_of_the_landscape_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    scope: dict[str, object] = {}
    for code in examples("landscape.md"):
        lines = [line for line in code.splitlines() if "UnknownName" not in line]
        exec("\n".join(lines), scope)
    assert (tmp_path / "near.png").is_file()


def test_the_examples_of_the_rules_run() -> None:
    first, second = examples("rules.md")
    exec(first, {})
    scope = {
        "assess": assess,
        "deal": Deal.stake("toyota", "nissan", 0.25, on="2025-05-19"),
        "landscape": load_landscape("2025-05-19"),
        "markets": [],
    }
    exec(second, scope)


def test_every_jurisdiction_is_on_the_page() -> None:
    text = (DOCS / "rules.md").read_text(encoding="utf-8")
    for code in load_jurisdictions():
        assert f"({code})" in text


def line(rule: Rule) -> str:
    since = "draft" if rule.in_force_from is None else f"{rule.in_force_from}"
    confidence = rule.sources[0].confidence.replace("_partial", " in part")
    return (
        f"| {rule.id} | {rule.instrument} | {since} | {rule.in_force_to or ''} | "
        f"{confidence} |"
    )


def test_the_page_lists_every_rule_as_it_is_held() -> None:
    text = (DOCS / "rules.md").read_text(encoding="utf-8")
    listed = [row for row in text.splitlines() if row.startswith("| ")][2:]
    assert listed == [line(rule) for rule in load_rules()]
